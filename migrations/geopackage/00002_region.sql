-- The region. Columns are named as in the import files and carry their unit as a suffix. Every
-- column but fid may be NULL and has its default here, so that a row which QGIS or another
-- program adds is whole; what a row must have is checked when it is read (symbiosis.Validate).
-- Lists: accepts, permitted_codes and monthly are separated by ";"; quality and questions are JSON.
--
-- fid is the integer key that a GeoPackage needs; id is the name of the record, ours or the user's.

-- +goose Up

CREATE TABLE sites (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom POINT,
  id TEXT UNIQUE,
  name TEXT,
  organisation TEXT,
  nace TEXT,
  municipality TEXT,
  country TEXT,
  place_accuracy TEXT DEFAULT 'exact',
  note TEXT,
  source TEXT,
  visibility TEXT DEFAULT 'public',
  version INTEGER DEFAULT 1
);

CREATE TABLE flows (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT UNIQUE,
  site_id TEXT,
  name TEXT,
  direction TEXT,
  resource TEXT,
  quantity DOUBLE,
  unit TEXT,
  full_load_hours DOUBLE,
  shape TEXT DEFAULT 'flat',
  monthly TEXT,
  supply_c DOUBLE,
  return_c DOUBLE,
  price_sek DOUBLE,
  disposal_cost_sek DOUBLE,
  treatment_cost_sek DOUBLE,
  waste_code TEXT,
  status TEXT DEFAULT 'unknown',
  accepts TEXT,
  permitted_codes TEXT,
  quality TEXT,
  max_distance_m DOUBLE,
  valid_from DATE,
  valid_to DATE,
  certainty TEXT DEFAULT 'estimated',
  visibility TEXT DEFAULT 'public',
  source TEXT,
  note TEXT,
  version INTEGER DEFAULT 1
);
CREATE INDEX samloka_flows_site ON flows (site_id);

CREATE TABLE areas (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON,
  id TEXT UNIQUE,
  name TEXT,
  municipality TEXT,
  country TEXT,
  plan_status TEXT DEFAULT 'none',
  years_to_build_ready DOUBLE,
  grid_mw DOUBLE,
  grid_year INTEGER,
  remediation TEXT,
  place_accuracy TEXT DEFAULT 'exact',
  certainty TEXT DEFAULT 'estimated',
  source TEXT,
  note TEXT,
  version INTEGER DEFAULT 1
);

CREATE TABLE exchanges (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT UNIQUE,
  surplus_id TEXT,
  need_id TEXT,
  state TEXT DEFAULT 'idea',
  since DATE,
  quantity DOUBLE,
  unit TEXT,
  certainty TEXT DEFAULT 'estimated',
  source TEXT,
  note TEXT,
  version INTEGER DEFAULT 1
);
CREATE INDEX samloka_exchanges_surplus ON exchanges (surplus_id);
CREATE INDEX samloka_exchanges_need ON exchanges (need_id);

CREATE TABLE assumptions (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  key TEXT UNIQUE,
  value DOUBLE
);

CREATE TABLE region_info (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  name_sv TEXT,
  name_nb TEXT,
  name_en TEXT,
  questions TEXT
);

-- The flows where their sites stand, for maps in other programs. OGC_FID is the name by which
-- GDAL and QGIS know the key of a view. To change a flow, change it in the table flows.
CREATE VIEW flows_on_map AS
SELECT
  flows.fid AS OGC_FID,
  sites.geom AS geom,
  flows.id AS id,
  flows.name AS name,
  sites.id AS site_id,
  sites.name AS site_name,
  sites.organisation AS organisation,
  flows.direction AS direction,
  flows.resource AS resource,
  flows.quantity AS quantity,
  flows.unit AS unit,
  flows.supply_c AS supply_c,
  flows.return_c AS return_c,
  flows.certainty AS certainty
FROM flows JOIN sites ON sites.id = flows.site_id;

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
  ('sites', 'features', 'sites', 'Places of firms and public bodies', 4326),
  ('areas', 'features', 'areas', 'Industrial land, existing or candidate', 4326),
  ('flows_on_map', 'features', 'flows_on_map', 'Surpluses and needs at their sites (a view: change them in flows)', 4326),
  ('flows', 'attributes', 'flows', 'Surpluses and needs of heat, materials and other resources; site_id points to sites.id', NULL),
  ('exchanges', 'attributes', 'exchanges', 'Flows that go from one site to another; surplus_id and need_id point to flows.id', NULL),
  ('assumptions', 'attributes', 'assumptions', 'The region''s own values of assumptions', NULL),
  ('region_info', 'attributes', 'region_info', 'What the region is called, and questions for a first visit', NULL);

INSERT INTO gpkg_geometry_columns VALUES
  ('sites', 'geom', 'POINT', 4326, 0, 0),
  ('areas', 'geom', 'MULTIPOLYGON', 4326, 0, 0),
  ('flows_on_map', 'geom', 'POINT', 4326, 0, 0);

-- The R-tree spatial index extension (annex F.3): virtual tables and triggers as it gives them.

INSERT INTO gpkg_extensions VALUES
  ('sites', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only'),
  ('areas', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');

CREATE VIRTUAL TABLE rtree_sites_geom USING rtree(id, minx, maxx, miny, maxy);
-- +goose StatementBegin
CREATE TRIGGER rtree_sites_geom_insert AFTER INSERT ON sites
  WHEN (new.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  INSERT OR REPLACE INTO rtree_sites_geom VALUES (
    NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)
  );
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_sites_geom_update1 AFTER UPDATE OF geom ON sites
  WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  INSERT OR REPLACE INTO rtree_sites_geom VALUES (
    NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)
  );
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_sites_geom_update2 AFTER UPDATE OF geom ON sites
  WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_sites_geom WHERE id = OLD.fid;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_sites_geom_update3 AFTER UPDATE ON sites
  WHEN OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_sites_geom WHERE id = OLD.fid;
  INSERT OR REPLACE INTO rtree_sites_geom VALUES (
    NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)
  );
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_sites_geom_update4 AFTER UPDATE ON sites
  WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_sites_geom WHERE id IN (OLD.fid, NEW.fid);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_sites_geom_delete AFTER DELETE ON sites
  WHEN old.geom NOT NULL
BEGIN
  DELETE FROM rtree_sites_geom WHERE id = OLD.fid;
END;
-- +goose StatementEnd

CREATE VIRTUAL TABLE rtree_areas_geom USING rtree(id, minx, maxx, miny, maxy);
-- +goose StatementBegin
CREATE TRIGGER rtree_areas_geom_insert AFTER INSERT ON areas
  WHEN (new.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  INSERT OR REPLACE INTO rtree_areas_geom VALUES (
    NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)
  );
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_areas_geom_update1 AFTER UPDATE OF geom ON areas
  WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  INSERT OR REPLACE INTO rtree_areas_geom VALUES (
    NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)
  );
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_areas_geom_update2 AFTER UPDATE OF geom ON areas
  WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_areas_geom WHERE id = OLD.fid;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_areas_geom_update3 AFTER UPDATE ON areas
  WHEN OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_areas_geom WHERE id = OLD.fid;
  INSERT OR REPLACE INTO rtree_areas_geom VALUES (
    NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)
  );
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_areas_geom_update4 AFTER UPDATE ON areas
  WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_areas_geom WHERE id IN (OLD.fid, NEW.fid);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_areas_geom_delete AFTER DELETE ON areas
  WHEN old.geom NOT NULL
BEGIN
  DELETE FROM rtree_areas_geom WHERE id = OLD.fid;
END;
-- +goose StatementEnd

-- The revision: counter and mark change with each changed row, whichever program changes it. The
-- mark keeps two files apart that went on from one copy, each its own way, by as many changes.

CREATE TABLE samloka_revision (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  counter INTEGER NOT NULL,
  mark INTEGER NOT NULL
);
INSERT INTO samloka_revision VALUES (1, 0, random());
INSERT INTO gpkg_extensions VALUES
  ('samloka_revision', NULL, 'samloka_store', 'Tables and triggers called samloka_… mark states and versions of the region; other programs leave them alone.', 'write-only'),
  ('samloka_migrations', NULL, 'samloka_store', 'Tables and triggers called samloka_… mark states and versions of the region; other programs leave them alone.', 'write-only');

-- +goose StatementBegin
CREATE TRIGGER samloka_sites_insert AFTER INSERT ON sites
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_sites_update AFTER UPDATE ON sites
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_sites_delete AFTER DELETE ON sites
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_areas_insert AFTER INSERT ON areas
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_areas_update AFTER UPDATE ON areas
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_areas_delete AFTER DELETE ON areas
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_flows_insert AFTER INSERT ON flows
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_flows_update AFTER UPDATE ON flows
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_flows_delete AFTER DELETE ON flows
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_exchanges_insert AFTER INSERT ON exchanges
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_exchanges_update AFTER UPDATE ON exchanges
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_exchanges_delete AFTER DELETE ON exchanges
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_assumptions_insert AFTER INSERT ON assumptions
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_assumptions_update AFTER UPDATE ON assumptions
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_assumptions_delete AFTER DELETE ON assumptions
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_region_info_insert AFTER INSERT ON region_info
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_region_info_update AFTER UPDATE ON region_info
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_region_info_delete AFTER DELETE ON region_info
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd

-- A row that another program inserts without an id gets one.

-- +goose StatementBegin
CREATE TRIGGER samloka_sites_id AFTER INSERT ON sites
  WHEN trim(coalesce(NEW.id, '')) = ''
BEGIN
  UPDATE sites SET id = 'site-' || lower(hex(randomblob(8))) WHERE fid = NEW.fid;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_areas_id AFTER INSERT ON areas
  WHEN trim(coalesce(NEW.id, '')) = ''
BEGIN
  UPDATE areas SET id = 'area-' || lower(hex(randomblob(8))) WHERE fid = NEW.fid;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_flows_id AFTER INSERT ON flows
  WHEN trim(coalesce(NEW.id, '')) = ''
BEGIN
  UPDATE flows SET id = 'flow-' || lower(hex(randomblob(8))) WHERE fid = NEW.fid;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_exchanges_id AFTER INSERT ON exchanges
  WHEN trim(coalesce(NEW.id, '')) = ''
BEGIN
  UPDATE exchanges SET id = 'exchange-' || lower(hex(randomblob(8))) WHERE fid = NEW.fid;
END;
-- +goose StatementEnd

-- A row that another program changes gets a new version, and its layer a new date of change: not
-- every program sees to that. Samloka sets both itself.

-- +goose StatementBegin
CREATE TRIGGER samloka_sites_version AFTER UPDATE ON sites
  WHEN NEW.version IS OLD.version AND trim(coalesce(OLD.id, '')) != ''
BEGIN
  UPDATE sites SET version = coalesce(OLD.version, 1) + 1 WHERE fid = NEW.fid;
  UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = 'sites';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_areas_version AFTER UPDATE ON areas
  WHEN NEW.version IS OLD.version AND trim(coalesce(OLD.id, '')) != ''
BEGIN
  UPDATE areas SET version = coalesce(OLD.version, 1) + 1 WHERE fid = NEW.fid;
  UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = 'areas';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_flows_version AFTER UPDATE ON flows
  WHEN NEW.version IS OLD.version AND trim(coalesce(OLD.id, '')) != ''
BEGIN
  UPDATE flows SET version = coalesce(OLD.version, 1) + 1 WHERE fid = NEW.fid;
  UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = 'flows';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_exchanges_version AFTER UPDATE ON exchanges
  WHEN NEW.version IS OLD.version AND trim(coalesce(OLD.id, '')) != ''
BEGIN
  UPDATE exchanges SET version = coalesce(OLD.version, 1) + 1 WHERE fid = NEW.fid;
  UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = 'exchanges';
END;
-- +goose StatementEnd

-- +goose Down

DROP VIEW flows_on_map;
DROP TABLE rtree_sites_geom;
DROP TABLE rtree_areas_geom;
DROP TABLE exchanges;
DROP TABLE flows;
DROP TABLE areas;
DROP TABLE sites;
DROP TABLE assumptions;
DROP TABLE region_info;
DROP TABLE samloka_revision;
DELETE FROM gpkg_extensions WHERE extension_name IN ('gpkg_rtree_index', 'samloka_store');
DELETE FROM gpkg_geometry_columns;
DELETE FROM gpkg_contents;
