-- What bears on land, and establishments: more of areas; constraints, facilities, profiles,
-- comparisons, pitches and settings. Nested parts are json (not jsonb, which keeps numbers and
-- texts otherwise than they were written). Columns are those of package store/record.

-- +goose Up

ALTER TABLE areas ADD COLUMN restrictions text;
ALTER TABLE areas ADD COLUMN water text;
ALTER TABLE areas ADD COLUMN sewage text;
ALTER TABLE areas ADD COLUMN fibre text;
ALTER TABLE areas ADD COLUMN district_heating text;
ALTER TABLE areas ADD COLUMN price_sek_per_m2 double precision;
ALTER TABLE areas ADD COLUMN remediation_cost_sek double precision;
ALTER TABLE areas ADD COLUMN owner text;
ALTER TABLE areas ADD COLUMN contact text;
ALTER TABLE areas ADD COLUMN visibility text DEFAULT 'public';
ALTER TABLE areas ADD COLUMN source_date date;

CREATE TABLE constraints (
  id text COLLATE "C" PRIMARY KEY,
  geom geometry(Geometry, 4326),
  layer text,
  name text,
  effect text,
  buffer_m double precision DEFAULT 0,
  warning_distance_m double precision DEFAULT 0,
  place_accuracy text DEFAULT 'exact',
  certainty text DEFAULT 'reported',
  source text,
  source_date date,
  note text,
  version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);
CREATE INDEX constraints_geom ON constraints USING gist (geom);

CREATE TABLE facilities (
  id text COLLATE "C" PRIMARY KEY,
  geom geometry(Geometry, 4326),
  kind text,
  name text,
  capacity double precision,
  capacity_unit text,
  year integer,
  place_accuracy text DEFAULT 'exact',
  certainty text DEFAULT 'estimated',
  source text,
  source_date date,
  note text,
  version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);
CREATE INDEX facilities_geom ON facilities USING gist (geom);

CREATE TABLE profiles (
  id text COLLATE "C" PRIMARY KEY,
  name_sv text,
  name_nb text,
  name_en text,
  category text,
  nace text,
  capacity_unit text,
  capacity_of_sv text,
  capacity_of_nb text,
  capacity_of_en text,
  capacity double precision,
  least_capacity double precision,
  greatest_capacity double precision,
  land_ha double precision,
  grid_mw double precision,
  water_m3_per_year double precision,
  staff double precision,
  flows json,
  figures json,
  must_haves json,
  prospect boolean DEFAULT false,
  visibility text,
  certainty text DEFAULT 'estimated',
  source text,
  note text,
  version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);

CREATE TABLE comparisons (
  id text COLLATE "C" PRIMARY KEY,
  name text,
  area_ids text[],
  revision text,
  data_time timestamptz,
  settings json,
  result json,
  visibility text DEFAULT 'public',
  created timestamptz,
  note text,
  version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);

CREATE TABLE pitches (
  id text COLLATE "C" PRIMARY KEY,
  token_hash text,
  title text,
  area_id text,
  profile_id text,
  capacity double precision,
  visibility text DEFAULT 'public',
  language text DEFAULT 'sv',
  revision text,
  data_time timestamptz,
  created timestamptz,
  expires timestamptz,
  content json,
  version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);

CREATE TABLE settings (
  id text COLLATE "C" PRIMARY KEY,
  body json,
  version bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);

CREATE INDEX pitches_token ON pitches (token_hash);

CREATE TRIGGER samloka_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON constraints
  FOR EACH STATEMENT EXECUTE FUNCTION samloka_change();
CREATE TRIGGER samloka_new_row BEFORE INSERT ON constraints FOR EACH ROW
  WHEN (btrim(coalesce(NEW.id, '')) = '' OR NEW.version IS NULL) EXECUTE FUNCTION samloka_new_row('constraint');
CREATE TRIGGER samloka_new_version BEFORE UPDATE ON constraints FOR EACH ROW
  WHEN (NEW.version IS NULL OR NEW.version <= OLD.version) EXECUTE FUNCTION samloka_new_version();

CREATE TRIGGER samloka_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON facilities
  FOR EACH STATEMENT EXECUTE FUNCTION samloka_change();
CREATE TRIGGER samloka_new_row BEFORE INSERT ON facilities FOR EACH ROW
  WHEN (btrim(coalesce(NEW.id, '')) = '' OR NEW.version IS NULL) EXECUTE FUNCTION samloka_new_row('facility');
CREATE TRIGGER samloka_new_version BEFORE UPDATE ON facilities FOR EACH ROW
  WHEN (NEW.version IS NULL OR NEW.version <= OLD.version) EXECUTE FUNCTION samloka_new_version();

CREATE TRIGGER samloka_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON profiles
  FOR EACH STATEMENT EXECUTE FUNCTION samloka_change();
CREATE TRIGGER samloka_new_row BEFORE INSERT ON profiles FOR EACH ROW
  WHEN (btrim(coalesce(NEW.id, '')) = '' OR NEW.version IS NULL) EXECUTE FUNCTION samloka_new_row('profile');
CREATE TRIGGER samloka_new_version BEFORE UPDATE ON profiles FOR EACH ROW
  WHEN (NEW.version IS NULL OR NEW.version <= OLD.version) EXECUTE FUNCTION samloka_new_version();

CREATE TRIGGER samloka_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON comparisons
  FOR EACH STATEMENT EXECUTE FUNCTION samloka_change();
CREATE TRIGGER samloka_new_row BEFORE INSERT ON comparisons FOR EACH ROW
  WHEN (btrim(coalesce(NEW.id, '')) = '' OR NEW.version IS NULL) EXECUTE FUNCTION samloka_new_row('comparison');
CREATE TRIGGER samloka_new_version BEFORE UPDATE ON comparisons FOR EACH ROW
  WHEN (NEW.version IS NULL OR NEW.version <= OLD.version) EXECUTE FUNCTION samloka_new_version();

CREATE TRIGGER samloka_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON pitches
  FOR EACH STATEMENT EXECUTE FUNCTION samloka_change();
CREATE TRIGGER samloka_new_row BEFORE INSERT ON pitches FOR EACH ROW
  WHEN (btrim(coalesce(NEW.id, '')) = '' OR NEW.version IS NULL) EXECUTE FUNCTION samloka_new_row('pitch');
CREATE TRIGGER samloka_new_version BEFORE UPDATE ON pitches FOR EACH ROW
  WHEN (NEW.version IS NULL OR NEW.version <= OLD.version) EXECUTE FUNCTION samloka_new_version();

CREATE TRIGGER samloka_change BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON settings
  FOR EACH STATEMENT EXECUTE FUNCTION samloka_change();
CREATE TRIGGER samloka_new_row BEFORE INSERT ON settings FOR EACH ROW
  WHEN (btrim(coalesce(NEW.id, '')) = '' OR NEW.version IS NULL) EXECUTE FUNCTION samloka_new_row('setting');
CREATE TRIGGER samloka_new_version BEFORE UPDATE ON settings FOR EACH ROW
  WHEN (NEW.version IS NULL OR NEW.version <= OLD.version) EXECUTE FUNCTION samloka_new_version();

-- How far constraints bear: where their effect holds, and where people are warned only.
CREATE VIEW constraint_zones_on_map AS
SELECT
  id || ':' || zone AS id,
  ST_Multi(ST_Buffer(geom::geography, reach)::geometry)::geometry(MultiPolygon, 4326) AS geom,
  id AS constraint_id,
  layer,
  name,
  effect,
  zone,
  reach AS distance_m
FROM constraints
CROSS JOIN LATERAL (VALUES ('effect', buffer_m), ('warning', warning_distance_m)) AS zones (zone, reach)
WHERE reach > 0;

COMMENT ON VIEW constraint_zones_on_map IS 'How far constraints bear beyond their geometry: zone effect or warning (a view: change them in constraints)';
COMMENT ON TABLE constraints IS 'Layers that exclude land, count against it or inform';
COMMENT ON TABLE facilities IS 'Infrastructure that land is measured to';
COMMENT ON TABLE profiles IS 'Kinds of firm and prospects, with what they need and give per unit of capacity';
COMMENT ON TABLE comparisons IS 'Areas side by side as they were judged once';
COMMENT ON TABLE pitches IS 'Pitch sheets behind secret links';
COMMENT ON TABLE settings IS 'What the region has decided about itself, a document each';

COMMENT ON COLUMN areas.restrictions IS 'What the plan or the owner doesn''t allow';
COMMENT ON COLUMN areas.water IS 'How near water is; empty: not known: connected, nearby, none';
COMMENT ON COLUMN areas.sewage IS 'How near sewage is; empty: not known: connected, nearby, none';
COMMENT ON COLUMN areas.fibre IS 'How near fibre is; empty: not known: connected, nearby, none';
COMMENT ON COLUMN areas.district_heating IS 'How near district heating is; empty: not known: connected, nearby, none';
COMMENT ON COLUMN areas.price_sek_per_m2 IS 'SEK per square metre that is asked';
COMMENT ON COLUMN areas.remediation_cost_sek IS 'SEK to make the land fit to build on';
COMMENT ON COLUMN areas.owner IS 'Who owns the land';
COMMENT ON COLUMN areas.contact IS 'Whom to ask';
COMMENT ON COLUMN areas.visibility IS 'Who may see the area: public, network, broker_only';
COMMENT ON COLUMN areas.source_date IS 'Date of the source';

COMMENT ON COLUMN constraints.geom IS 'Where it is; longitude and latitude, degrees of WGS 84 (EPSG:4326)';
COMMENT ON COLUMN constraints.id IS 'Id of your own that stays the same; made up when left out';
COMMENT ON COLUMN constraints.layer IS 'Key of the layer: protected_nature, natura_2000, shore, flood, groundwater, heritage, housing, other, or one of your own';
COMMENT ON COLUMN constraints.name IS 'Name';
COMMENT ON COLUMN constraints.effect IS 'What it does to the land it bears on; empty: the usual effect of its layer: excludes, penalises, informs';
COMMENT ON COLUMN constraints.buffer_m IS 'Metres round the geometry in which it holds too';
COMMENT ON COLUMN constraints.warning_distance_m IS 'Metres round the geometry in which people are warned, without further effect';
COMMENT ON COLUMN constraints.place_accuracy IS 'Whether the place is exact: exact, approximate';
COMMENT ON COLUMN constraints.certainty IS 'How sure it is: measured, reported, estimated';
COMMENT ON COLUMN constraints.source IS 'Where the figures come from';
COMMENT ON COLUMN constraints.source_date IS 'Date of the source';
COMMENT ON COLUMN constraints.note IS 'Anything else worth knowing';
COMMENT ON COLUMN constraints.version IS 'One more at each change; the database sees to it';

COMMENT ON COLUMN facilities.geom IS 'Where it is; longitude and latitude, degrees of WGS 84 (EPSG:4326)';
COMMENT ON COLUMN facilities.id IS 'Id of your own that stays the same; made up when left out';
COMMENT ON COLUMN facilities.kind IS 'What it is: highway, rail, port, substation, district_heating';
COMMENT ON COLUMN facilities.name IS 'Name';
COMMENT ON COLUMN facilities.capacity IS 'What it can still give or take, in the unit beside it; empty when not known';
COMMENT ON COLUMN facilities.capacity_unit IS 'Unit: MW, kW, MWh/yr, GWh/yr, t/yr, kg/yr, m3/yr, pcs/yr, h/yr';
COMMENT ON COLUMN facilities.year IS 'From which year there is that capacity';
COMMENT ON COLUMN facilities.place_accuracy IS 'Whether the place is exact: exact, approximate';
COMMENT ON COLUMN facilities.certainty IS 'How sure the figures are: measured, reported, estimated';
COMMENT ON COLUMN facilities.source IS 'Where the figures come from';
COMMENT ON COLUMN facilities.source_date IS 'Date of the source';
COMMENT ON COLUMN facilities.note IS 'Anything else worth knowing';
COMMENT ON COLUMN facilities.version IS 'One more at each change; the database sees to it';

COMMENT ON COLUMN profiles.id IS 'Id of your own that stays the same; made up when left out';
COMMENT ON COLUMN profiles.name_sv IS 'Name in Swedish';
COMMENT ON COLUMN profiles.name_nb IS 'Name in Norwegian (bokmål)';
COMMENT ON COLUMN profiles.name_en IS 'Name in English';
COMMENT ON COLUMN profiles.category IS 'Group in the library';
COMMENT ON COLUMN profiles.nace IS 'Activity code, NACE Rev. 2 / SNI 2007, such as 17.12';
COMMENT ON COLUMN profiles.capacity_unit IS 'What the capacity is counted in, such as ha';
COMMENT ON COLUMN profiles.capacity_of_sv IS 'What is counted, in Swedish';
COMMENT ON COLUMN profiles.capacity_of_nb IS 'What is counted, in Norwegian (bokmål)';
COMMENT ON COLUMN profiles.capacity_of_en IS 'What is counted, in English';
COMMENT ON COLUMN profiles.capacity IS 'Capacity it is shown at';
COMMENT ON COLUMN profiles.least_capacity IS 'Smallest capacity that makes sense';
COMMENT ON COLUMN profiles.greatest_capacity IS 'Largest capacity';
COMMENT ON COLUMN profiles.land_ha IS 'Hectares per unit of capacity';
COMMENT ON COLUMN profiles.grid_mw IS 'MW of grid power per unit of capacity';
COMMENT ON COLUMN profiles.water_m3_per_year IS 'Cubic metres of fresh water a year per unit of capacity';
COMMENT ON COLUMN profiles.staff IS 'Full-time posts per unit of capacity';
COMMENT ON COLUMN profiles.flows IS 'JSON list of needs and surpluses per unit of capacity';
COMMENT ON COLUMN profiles.figures IS 'JSON: where land_ha, grid_mw, water_m3_per_year and staff come from';
COMMENT ON COLUMN profiles.must_haves IS 'JSON: what land must have';
COMMENT ON COLUMN profiles.prospect IS 'Whether it is one firm that asks for land';
COMMENT ON COLUMN profiles.visibility IS 'Who may see the profile: public, network, broker_only';
COMMENT ON COLUMN profiles.certainty IS 'How sure the figures are: measured, reported, estimated';
COMMENT ON COLUMN profiles.source IS 'Where the figures come from';
COMMENT ON COLUMN profiles.note IS 'Anything else worth knowing';
COMMENT ON COLUMN profiles.version IS 'One more at each change; the database sees to it';

COMMENT ON COLUMN comparisons.id IS 'Id of your own that stays the same; made up when left out';
COMMENT ON COLUMN comparisons.name IS 'Name';
COMMENT ON COLUMN comparisons.area_ids IS 'Ids of the areas';
COMMENT ON COLUMN comparisons.revision IS 'State of the region that it was reckoned from';
COMMENT ON COLUMN comparisons.data_time IS 'When the region was in that state';
COMMENT ON COLUMN comparisons.settings IS 'JSON: criteria, value functions and weights';
COMMENT ON COLUMN comparisons.result IS 'JSON: what came of them';
COMMENT ON COLUMN comparisons.visibility IS 'Who may see the comparison: public, network, broker_only';
COMMENT ON COLUMN comparisons.created IS 'When it was saved';
COMMENT ON COLUMN comparisons.note IS 'Anything else worth knowing';
COMMENT ON COLUMN comparisons.version IS 'One more at each change; the database sees to it';

COMMENT ON COLUMN pitches.id IS 'Id of your own that stays the same; made up when left out';
COMMENT ON COLUMN pitches.token_hash IS 'SHA-256 of the link''s secret';
COMMENT ON COLUMN pitches.title IS 'Title';
COMMENT ON COLUMN pitches.area_id IS 'Id of the area';
COMMENT ON COLUMN pitches.profile_id IS 'Id of the profile; empty for none';
COMMENT ON COLUMN pitches.capacity IS 'Capacity in the profile''s unit';
COMMENT ON COLUMN pitches.visibility IS 'Whose view of the region it shows: public, network, broker_only';
COMMENT ON COLUMN pitches.language IS 'Language: sv, nb, en';
COMMENT ON COLUMN pitches.revision IS 'State of the region that it was reckoned from';
COMMENT ON COLUMN pitches.data_time IS 'When the region was in that state';
COMMENT ON COLUMN pitches.created IS 'When it was made';
COMMENT ON COLUMN pitches.expires IS 'When the link ends';
COMMENT ON COLUMN pitches.content IS 'JSON: what the sheet shows';
COMMENT ON COLUMN pitches.version IS 'One more at each change; the database sees to it';

COMMENT ON COLUMN settings.id IS 'Id of your own that stays the same; made up when left out';
COMMENT ON COLUMN settings.body IS 'JSON of the setting';
COMMENT ON COLUMN settings.version IS 'One more at each change; the database sees to it';

-- +goose Down

DROP VIEW constraint_zones_on_map;
DROP TABLE constraints;
DROP TABLE facilities;
DROP TABLE profiles;
DROP TABLE comparisons;
DROP TABLE pitches;
DROP TABLE settings;
ALTER TABLE areas DROP COLUMN restrictions;
ALTER TABLE areas DROP COLUMN water;
ALTER TABLE areas DROP COLUMN sewage;
ALTER TABLE areas DROP COLUMN fibre;
ALTER TABLE areas DROP COLUMN district_heating;
ALTER TABLE areas DROP COLUMN price_sek_per_m2;
ALTER TABLE areas DROP COLUMN remediation_cost_sek;
ALTER TABLE areas DROP COLUMN owner;
ALTER TABLE areas DROP COLUMN contact;
ALTER TABLE areas DROP COLUMN visibility;
ALTER TABLE areas DROP COLUMN source_date;
