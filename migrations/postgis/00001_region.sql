-- The region, in the first schema of the search path: samloka, unless the address of the store
-- names another. Columns are named as in the import files and carry their unit as a suffix. Every
-- column but the key and the version may be NULL, so that QGIS can add a row bit by bit; what a row
-- must have is checked when it is read (symbiosis.Validate).
--
-- Ids are compared byte by byte (collation C), as in the program and in the embedded store.

-- +goose Up

CREATE TABLE sites (
  id text COLLATE "C" PRIMARY KEY,
  geom geometry(Point, 4326),
  name text,
  organisation text,
  nace text,
  municipality text,
  country text,
  place_accuracy text DEFAULT 'exact',
  note text,
  source text,
  visibility text DEFAULT 'public',
  version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);
CREATE INDEX sites_geom ON sites USING gist (geom);

CREATE TABLE flows (
  id text COLLATE "C" PRIMARY KEY,
  site_id text COLLATE "C",
  name text,
  direction text,
  resource text,
  quantity double precision,
  unit text,
  full_load_hours double precision,
  shape text DEFAULT 'flat',
  monthly double precision[],
  supply_c double precision,
  return_c double precision,
  price_sek double precision,
  disposal_cost_sek double precision,
  treatment_cost_sek double precision,
  waste_code text,
  status text DEFAULT 'unknown',
  accepts text[],
  permitted_codes text[],
  quality json, -- not jsonb, which keeps numbers and texts otherwise than they were written
  max_distance_m double precision,
  valid_from date,
  valid_to date,
  certainty text DEFAULT 'estimated',
  visibility text DEFAULT 'public',
  source text,
  note text,
  version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);
CREATE INDEX flows_site ON flows (site_id);

CREATE TABLE areas (
  id text COLLATE "C" PRIMARY KEY,
  geom geometry(MultiPolygon, 4326),
  name text,
  municipality text,
  country text,
  plan_status text DEFAULT 'none',
  years_to_build_ready double precision,
  grid_mw double precision,
  grid_year integer,
  remediation text,
  place_accuracy text DEFAULT 'exact',
  certainty text DEFAULT 'estimated',
  source text,
  note text,
  version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);
CREATE INDEX areas_geom ON areas USING gist (geom);

CREATE TABLE exchanges (
  id text COLLATE "C" PRIMARY KEY,
  surplus_id text COLLATE "C",
  need_id text COLLATE "C",
  state text DEFAULT 'idea',
  since date,
  quantity double precision,
  unit text,
  certainty text DEFAULT 'estimated',
  source text,
  note text,
  version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);
CREATE INDEX exchanges_surplus ON exchanges (surplus_id);
CREATE INDEX exchanges_need ON exchanges (need_id);

CREATE TABLE assumptions (
  key text COLLATE "C" PRIMARY KEY,
  value double precision
);

CREATE TABLE region_info (
  id integer PRIMARY KEY DEFAULT 1 CHECK (id = 1), -- one row
  name_sv text,
  name_nb text,
  name_en text,
  questions json
);

CREATE VIEW flows_on_map AS
SELECT
  flows.id,
  sites.geom,
  flows.name,
  flows.site_id,
  sites.name AS site_name,
  sites.organisation,
  sites.municipality,
  flows.direction,
  flows.resource,
  flows.quantity,
  flows.unit,
  flows.supply_c,
  flows.return_c,
  flows.certainty,
  flows.visibility
FROM flows JOIN sites ON sites.id = flows.site_id;

CREATE VIEW exchanges_on_map AS
SELECT
  exchanges.id,
  ST_MakeLine(giver.geom, taker.geom)::geometry(LineString, 4326) AS geom,
  exchanges.state,
  exchanges.since,
  surplus.resource,
  exchanges.quantity,
  exchanges.unit,
  exchanges.surplus_id,
  giver.name AS from_site,
  exchanges.need_id,
  taker.name AS to_site,
  exchanges.certainty
FROM exchanges
JOIN flows AS surplus ON surplus.id = exchanges.surplus_id
JOIN flows AS need ON need.id = exchanges.need_id
JOIN sites AS giver ON giver.id = surplus.site_id
JOIN sites AS taker ON taker.id = need.site_id;

-- The revision: one row that every transaction changes before it changes anything else, whichever
-- program it comes from. Its row lock, held until the transaction ends, makes changes of the region
-- follow one another: they commit in the order of the counter, and none can become visible behind
-- the back of a reader that has seen a later one. The mark tells apart what grew from one backup
-- by as many changes.

CREATE TABLE samloka_revision (
  id integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  counter bigint NOT NULL DEFAULT 0,
  mark uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO samloka_revision DEFAULT VALUES;

-- Once a transaction is enough, so further statements find its own row version (xmin) and leave it.
-- It runs with the rights of the owner: who may edit sites need not be given this table.
-- +goose StatementBegin
CREATE FUNCTION samloka_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = gen_random_uuid()
  WHERE xmin <> pg_current_xact_id()::xid;
  IF FOUND THEN
    PERFORM pg_notify('samloka', TG_TABLE_SCHEMA);
  END IF;
  RETURN NULL;
END;
$$;
-- +goose StatementEnd

CREATE TRIGGER samloka_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON sites
  FOR EACH STATEMENT EXECUTE FUNCTION samloka_change();
CREATE TRIGGER samloka_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON flows
  FOR EACH STATEMENT EXECUTE FUNCTION samloka_change();
CREATE TRIGGER samloka_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON areas
  FOR EACH STATEMENT EXECUTE FUNCTION samloka_change();
CREATE TRIGGER samloka_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON exchanges
  FOR EACH STATEMENT EXECUTE FUNCTION samloka_change();
CREATE TRIGGER samloka_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON assumptions
  FOR EACH STATEMENT EXECUTE FUNCTION samloka_change();
CREATE TRIGGER samloka_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON region_info
  FOR EACH STATEMENT EXECUTE FUNCTION samloka_change();

-- A row that another program inserts without an id gets one.
-- +goose StatementBegin
CREATE FUNCTION samloka_new_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF btrim(coalesce(NEW.id, '')) = '' THEN
    NEW.id := TG_ARGV[0] || '-' || left(replace(gen_random_uuid()::text, '-', ''), 16);
  END IF;
  NEW.version := coalesce(NEW.version, 1);
  RETURN NEW;
END;
$$;
-- +goose StatementEnd

CREATE TRIGGER samloka_new_row BEFORE INSERT ON sites FOR EACH ROW
  WHEN (btrim(coalesce(NEW.id, '')) = '' OR NEW.version IS NULL) EXECUTE FUNCTION samloka_new_row('site');
CREATE TRIGGER samloka_new_row BEFORE INSERT ON flows FOR EACH ROW
  WHEN (btrim(coalesce(NEW.id, '')) = '' OR NEW.version IS NULL) EXECUTE FUNCTION samloka_new_row('flow');
CREATE TRIGGER samloka_new_row BEFORE INSERT ON areas FOR EACH ROW
  WHEN (btrim(coalesce(NEW.id, '')) = '' OR NEW.version IS NULL) EXECUTE FUNCTION samloka_new_row('area');
CREATE TRIGGER samloka_new_row BEFORE INSERT ON exchanges FOR EACH ROW
  WHEN (btrim(coalesce(NEW.id, '')) = '' OR NEW.version IS NULL) EXECUTE FUNCTION samloka_new_row('exchange');

-- The version grows at each change of a row, whatever a program that knows nothing of it writes.
-- The store itself gives a greater one.
-- +goose StatementBegin
CREATE FUNCTION samloka_new_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.version := OLD.version + 1;
  RETURN NEW;
END;
$$;
-- +goose StatementEnd

CREATE TRIGGER samloka_new_version BEFORE UPDATE ON sites FOR EACH ROW
  WHEN (NEW.version IS NULL OR NEW.version <= OLD.version) EXECUTE FUNCTION samloka_new_version();
CREATE TRIGGER samloka_new_version BEFORE UPDATE ON flows FOR EACH ROW
  WHEN (NEW.version IS NULL OR NEW.version <= OLD.version) EXECUTE FUNCTION samloka_new_version();
CREATE TRIGGER samloka_new_version BEFORE UPDATE ON areas FOR EACH ROW
  WHEN (NEW.version IS NULL OR NEW.version <= OLD.version) EXECUTE FUNCTION samloka_new_version();
CREATE TRIGGER samloka_new_version BEFORE UPDATE ON exchanges FOR EACH ROW
  WHEN (NEW.version IS NULL OR NEW.version <= OLD.version) EXECUTE FUNCTION samloka_new_version();

-- +goose Down

DROP VIEW exchanges_on_map;
DROP VIEW flows_on_map;
DROP TABLE region_info;
DROP TABLE assumptions;
DROP TABLE exchanges;
DROP TABLE areas;
DROP TABLE flows;
DROP TABLE sites;
DROP TABLE samloka_revision;
DROP FUNCTION samloka_change();
DROP FUNCTION samloka_new_row();
DROP FUNCTION samloka_new_version();
