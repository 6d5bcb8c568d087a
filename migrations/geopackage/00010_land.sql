-- What bears on land, and establishments: more of areas; constraints, facilities, profiles,
-- comparisons, pitches and settings. Nested parts are JSON; area_ids is separated by ";". Columns
-- are those of package store/record.

-- +goose Up

ALTER TABLE areas ADD COLUMN restrictions TEXT;
ALTER TABLE areas ADD COLUMN water TEXT;
ALTER TABLE areas ADD COLUMN sewage TEXT;
ALTER TABLE areas ADD COLUMN fibre TEXT;
ALTER TABLE areas ADD COLUMN district_heating TEXT;
ALTER TABLE areas ADD COLUMN price_sek_per_m2 DOUBLE;
ALTER TABLE areas ADD COLUMN remediation_cost_sek DOUBLE;
ALTER TABLE areas ADD COLUMN owner TEXT;
ALTER TABLE areas ADD COLUMN contact TEXT;
ALTER TABLE areas ADD COLUMN visibility TEXT DEFAULT 'public';
ALTER TABLE areas ADD COLUMN source_date DATE;

CREATE TABLE constraints (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom GEOMETRY,
  id TEXT UNIQUE,
  layer TEXT,
  name TEXT,
  effect TEXT,
  buffer_m DOUBLE DEFAULT 0,
  warning_distance_m DOUBLE DEFAULT 0,
  place_accuracy TEXT DEFAULT 'exact',
  certainty TEXT DEFAULT 'reported',
  source TEXT,
  source_date DATE,
  note TEXT,
  version INTEGER DEFAULT 1
);

CREATE TABLE facilities (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom GEOMETRY,
  id TEXT UNIQUE,
  kind TEXT,
  name TEXT,
  capacity DOUBLE,
  capacity_unit TEXT,
  year INTEGER,
  place_accuracy TEXT DEFAULT 'exact',
  certainty TEXT DEFAULT 'estimated',
  source TEXT,
  source_date DATE,
  note TEXT,
  version INTEGER DEFAULT 1
);

CREATE TABLE profiles (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT UNIQUE,
  name_sv TEXT,
  name_nb TEXT,
  name_en TEXT,
  category TEXT,
  nace TEXT,
  capacity_unit TEXT,
  capacity_of_sv TEXT,
  capacity_of_nb TEXT,
  capacity_of_en TEXT,
  capacity DOUBLE,
  least_capacity DOUBLE,
  greatest_capacity DOUBLE,
  land_ha DOUBLE,
  grid_mw DOUBLE,
  water_m3_per_year DOUBLE,
  staff DOUBLE,
  flows TEXT,
  figures TEXT,
  must_haves TEXT,
  prospect BOOLEAN DEFAULT FALSE,
  visibility TEXT,
  certainty TEXT DEFAULT 'estimated',
  source TEXT,
  note TEXT,
  version INTEGER DEFAULT 1
);

CREATE TABLE comparisons (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT UNIQUE,
  name TEXT,
  area_ids TEXT,
  revision TEXT,
  data_time DATETIME,
  settings TEXT,
  result TEXT,
  visibility TEXT DEFAULT 'public',
  created DATETIME,
  note TEXT,
  version INTEGER DEFAULT 1
);

CREATE TABLE pitches (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT UNIQUE,
  token_hash TEXT,
  title TEXT,
  area_id TEXT,
  profile_id TEXT,
  capacity DOUBLE,
  visibility TEXT DEFAULT 'public',
  language TEXT DEFAULT 'sv',
  revision TEXT,
  data_time DATETIME,
  created DATETIME,
  expires DATETIME,
  content TEXT,
  version INTEGER DEFAULT 1
);

CREATE TABLE settings (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT UNIQUE,
  body TEXT,
  version INTEGER DEFAULT 1
);

CREATE INDEX samloka_pitches_token ON pitches (token_hash);

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
  ('constraints', 'features', 'constraints', 'Layers that exclude land, count against it or inform', 4326),
  ('facilities', 'features', 'facilities', 'Infrastructure that land is measured to', 4326),
  ('profiles', 'attributes', 'profiles', 'Kinds of firm and prospects, with what they need and give per unit of capacity', NULL),
  ('comparisons', 'attributes', 'comparisons', 'Areas side by side as they were judged once', NULL),
  ('pitches', 'attributes', 'pitches', 'Pitch sheets behind secret links', NULL),
  ('settings', 'attributes', 'settings', 'What the region has decided about itself, a document each', NULL);

INSERT INTO gpkg_geometry_columns VALUES
  ('constraints', 'geom', 'GEOMETRY', 4326, 0, 0),
  ('facilities', 'geom', 'GEOMETRY', 4326, 0, 0);

INSERT INTO gpkg_extensions VALUES
  ('constraints', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only'),
  ('facilities', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');

CREATE VIRTUAL TABLE rtree_constraints_geom USING rtree(id, minx, maxx, miny, maxy);
-- +goose StatementBegin
CREATE TRIGGER rtree_constraints_geom_insert AFTER INSERT ON constraints
  WHEN (new.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  INSERT OR REPLACE INTO rtree_constraints_geom VALUES (
    NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)
  );
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_constraints_geom_update1 AFTER UPDATE OF geom ON constraints
  WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  INSERT OR REPLACE INTO rtree_constraints_geom VALUES (
    NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)
  );
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_constraints_geom_update2 AFTER UPDATE OF geom ON constraints
  WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_constraints_geom WHERE id = OLD.fid;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_constraints_geom_update3 AFTER UPDATE ON constraints
  WHEN OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_constraints_geom WHERE id = OLD.fid;
  INSERT OR REPLACE INTO rtree_constraints_geom VALUES (
    NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)
  );
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_constraints_geom_update4 AFTER UPDATE ON constraints
  WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_constraints_geom WHERE id IN (OLD.fid, NEW.fid);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_constraints_geom_delete AFTER DELETE ON constraints
  WHEN old.geom NOT NULL
BEGIN
  DELETE FROM rtree_constraints_geom WHERE id = OLD.fid;
END;
-- +goose StatementEnd

CREATE VIRTUAL TABLE rtree_facilities_geom USING rtree(id, minx, maxx, miny, maxy);
-- +goose StatementBegin
CREATE TRIGGER rtree_facilities_geom_insert AFTER INSERT ON facilities
  WHEN (new.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  INSERT OR REPLACE INTO rtree_facilities_geom VALUES (
    NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)
  );
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_facilities_geom_update1 AFTER UPDATE OF geom ON facilities
  WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  INSERT OR REPLACE INTO rtree_facilities_geom VALUES (
    NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)
  );
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_facilities_geom_update2 AFTER UPDATE OF geom ON facilities
  WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_facilities_geom WHERE id = OLD.fid;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_facilities_geom_update3 AFTER UPDATE ON facilities
  WHEN OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_facilities_geom WHERE id = OLD.fid;
  INSERT OR REPLACE INTO rtree_facilities_geom VALUES (
    NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)
  );
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_facilities_geom_update4 AFTER UPDATE ON facilities
  WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
BEGIN
  DELETE FROM rtree_facilities_geom WHERE id IN (OLD.fid, NEW.fid);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER rtree_facilities_geom_delete AFTER DELETE ON facilities
  WHEN old.geom NOT NULL
BEGIN
  DELETE FROM rtree_facilities_geom WHERE id = OLD.fid;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER samloka_constraints_insert AFTER INSERT ON constraints
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_constraints_update AFTER UPDATE ON constraints
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_constraints_delete AFTER DELETE ON constraints
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_facilities_insert AFTER INSERT ON facilities
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_facilities_update AFTER UPDATE ON facilities
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_facilities_delete AFTER DELETE ON facilities
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_profiles_insert AFTER INSERT ON profiles
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_profiles_update AFTER UPDATE ON profiles
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_profiles_delete AFTER DELETE ON profiles
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_comparisons_insert AFTER INSERT ON comparisons
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_comparisons_update AFTER UPDATE ON comparisons
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_comparisons_delete AFTER DELETE ON comparisons
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_pitches_insert AFTER INSERT ON pitches
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_pitches_update AFTER UPDATE ON pitches
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_pitches_delete AFTER DELETE ON pitches
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_settings_insert AFTER INSERT ON settings
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_settings_update AFTER UPDATE ON settings
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_settings_delete AFTER DELETE ON settings
BEGIN
  UPDATE samloka_revision SET counter = counter + 1, mark = random();
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_constraints_id AFTER INSERT ON constraints
  WHEN trim(coalesce(NEW.id, '')) = ''
BEGIN
  UPDATE constraints SET id = 'constraint-' || lower(hex(randomblob(8))) WHERE fid = NEW.fid;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_constraints_version AFTER UPDATE ON constraints
  WHEN NEW.version IS OLD.version AND trim(coalesce(OLD.id, '')) != ''
BEGIN
  UPDATE constraints SET version = coalesce(OLD.version, 1) + 1 WHERE fid = NEW.fid;
  UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = 'constraints';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_facilities_id AFTER INSERT ON facilities
  WHEN trim(coalesce(NEW.id, '')) = ''
BEGIN
  UPDATE facilities SET id = 'facility-' || lower(hex(randomblob(8))) WHERE fid = NEW.fid;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_facilities_version AFTER UPDATE ON facilities
  WHEN NEW.version IS OLD.version AND trim(coalesce(OLD.id, '')) != ''
BEGIN
  UPDATE facilities SET version = coalesce(OLD.version, 1) + 1 WHERE fid = NEW.fid;
  UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = 'facilities';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_profiles_id AFTER INSERT ON profiles
  WHEN trim(coalesce(NEW.id, '')) = ''
BEGIN
  UPDATE profiles SET id = 'profile-' || lower(hex(randomblob(8))) WHERE fid = NEW.fid;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_profiles_version AFTER UPDATE ON profiles
  WHEN NEW.version IS OLD.version AND trim(coalesce(OLD.id, '')) != ''
BEGIN
  UPDATE profiles SET version = coalesce(OLD.version, 1) + 1 WHERE fid = NEW.fid;
  UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = 'profiles';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_comparisons_id AFTER INSERT ON comparisons
  WHEN trim(coalesce(NEW.id, '')) = ''
BEGIN
  UPDATE comparisons SET id = 'comparison-' || lower(hex(randomblob(8))) WHERE fid = NEW.fid;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_comparisons_version AFTER UPDATE ON comparisons
  WHEN NEW.version IS OLD.version AND trim(coalesce(OLD.id, '')) != ''
BEGIN
  UPDATE comparisons SET version = coalesce(OLD.version, 1) + 1 WHERE fid = NEW.fid;
  UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = 'comparisons';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_pitches_id AFTER INSERT ON pitches
  WHEN trim(coalesce(NEW.id, '')) = ''
BEGIN
  UPDATE pitches SET id = 'pitch-' || lower(hex(randomblob(8))) WHERE fid = NEW.fid;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_pitches_version AFTER UPDATE ON pitches
  WHEN NEW.version IS OLD.version AND trim(coalesce(OLD.id, '')) != ''
BEGIN
  UPDATE pitches SET version = coalesce(OLD.version, 1) + 1 WHERE fid = NEW.fid;
  UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = 'pitches';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_settings_id AFTER INSERT ON settings
  WHEN trim(coalesce(NEW.id, '')) = ''
BEGIN
  UPDATE settings SET id = 'setting-' || lower(hex(randomblob(8))) WHERE fid = NEW.fid;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_settings_version AFTER UPDATE ON settings
  WHEN NEW.version IS OLD.version AND trim(coalesce(OLD.id, '')) != ''
BEGIN
  UPDATE settings SET version = coalesce(OLD.version, 1) + 1 WHERE fid = NEW.fid;
  UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = 'settings';
END;
-- +goose StatementEnd

INSERT INTO gpkg_data_columns (table_name, column_name, description, mime_type, constraint_name) VALUES
  ('areas', 'restrictions', 'What the plan or the owner doesn''t allow', NULL, NULL),
  ('areas', 'water', 'How near water is; empty: not known', NULL, 'connection'),
  ('areas', 'sewage', 'How near sewage is; empty: not known', NULL, 'connection'),
  ('areas', 'fibre', 'How near fibre is; empty: not known', NULL, 'connection'),
  ('areas', 'district_heating', 'How near district heating is; empty: not known', NULL, 'connection'),
  ('areas', 'price_sek_per_m2', 'SEK per square metre that is asked', NULL, NULL),
  ('areas', 'remediation_cost_sek', 'SEK to make the land fit to build on', NULL, NULL),
  ('areas', 'owner', 'Who owns the land', NULL, NULL),
  ('areas', 'contact', 'Whom to ask', NULL, NULL),
  ('areas', 'visibility', 'Who may see the area', NULL, 'visibility'),
  ('areas', 'source_date', 'Date of the source', NULL, NULL),
  ('constraints', 'id', 'Id of your own that stays the same; made up when left out', NULL, NULL),
  ('constraints', 'layer', 'Key of the layer: protected_nature, natura_2000, shore, flood, groundwater, heritage, housing, other, or one of your own', NULL, NULL),
  ('constraints', 'name', 'Name', NULL, NULL),
  ('constraints', 'effect', 'What it does to the land it bears on; empty: the usual effect of its layer', NULL, 'effect'),
  ('constraints', 'buffer_m', 'Metres round the geometry in which it holds too', NULL, NULL),
  ('constraints', 'warning_distance_m', 'Metres round the geometry in which people are warned, without further effect', NULL, NULL),
  ('constraints', 'place_accuracy', 'Whether the place is exact', NULL, 'place_accuracy'),
  ('constraints', 'certainty', 'How sure it is', NULL, 'certainty'),
  ('constraints', 'source', 'Where the figures come from', NULL, NULL),
  ('constraints', 'source_date', 'Date of the source', NULL, NULL),
  ('constraints', 'note', 'Anything else worth knowing', NULL, NULL),
  ('constraints', 'version', 'One more at each change; set by the file itself', NULL, NULL),
  ('facilities', 'id', 'Id of your own that stays the same; made up when left out', NULL, NULL),
  ('facilities', 'kind', 'What it is', NULL, 'kind'),
  ('facilities', 'name', 'Name', NULL, NULL),
  ('facilities', 'capacity', 'What it can still give or take, in the unit beside it; empty when not known', NULL, NULL),
  ('facilities', 'capacity_unit', 'Unit', NULL, 'unit'),
  ('facilities', 'year', 'From which year there is that capacity', NULL, NULL),
  ('facilities', 'place_accuracy', 'Whether the place is exact', NULL, 'place_accuracy'),
  ('facilities', 'certainty', 'How sure the figures are', NULL, 'certainty'),
  ('facilities', 'source', 'Where the figures come from', NULL, NULL),
  ('facilities', 'source_date', 'Date of the source', NULL, NULL),
  ('facilities', 'note', 'Anything else worth knowing', NULL, NULL),
  ('facilities', 'version', 'One more at each change; set by the file itself', NULL, NULL),
  ('profiles', 'id', 'Id of your own that stays the same; made up when left out', NULL, NULL),
  ('profiles', 'name_sv', 'Name in Swedish', NULL, NULL),
  ('profiles', 'name_nb', 'Name in Norwegian (bokmål)', NULL, NULL),
  ('profiles', 'name_en', 'Name in English', NULL, NULL),
  ('profiles', 'category', 'Group in the library', NULL, NULL),
  ('profiles', 'nace', 'Activity code, NACE Rev. 2 / SNI 2007, such as 17.12', NULL, NULL),
  ('profiles', 'capacity_unit', 'What the capacity is counted in, such as ha', NULL, NULL),
  ('profiles', 'capacity_of_sv', 'What is counted, in Swedish', NULL, NULL),
  ('profiles', 'capacity_of_nb', 'What is counted, in Norwegian (bokmål)', NULL, NULL),
  ('profiles', 'capacity_of_en', 'What is counted, in English', NULL, NULL),
  ('profiles', 'capacity', 'Capacity it is shown at', NULL, NULL),
  ('profiles', 'least_capacity', 'Smallest capacity that makes sense', NULL, NULL),
  ('profiles', 'greatest_capacity', 'Largest capacity', NULL, NULL),
  ('profiles', 'land_ha', 'Hectares per unit of capacity', NULL, NULL),
  ('profiles', 'grid_mw', 'MW of grid power per unit of capacity', NULL, NULL),
  ('profiles', 'water_m3_per_year', 'Cubic metres of fresh water a year per unit of capacity', NULL, NULL),
  ('profiles', 'staff', 'Full-time posts per unit of capacity', NULL, NULL),
  ('profiles', 'flows', 'JSON list of needs and surpluses per unit of capacity', 'application/json', NULL),
  ('profiles', 'figures', 'JSON: where land_ha, grid_mw, water_m3_per_year and staff come from', 'application/json', NULL),
  ('profiles', 'must_haves', 'JSON: what land must have', 'application/json', NULL),
  ('profiles', 'prospect', 'Whether it is one firm that asks for land', NULL, NULL),
  ('profiles', 'visibility', 'Who may see the profile', NULL, 'visibility'),
  ('profiles', 'certainty', 'How sure the figures are', NULL, 'certainty'),
  ('profiles', 'source', 'Where the figures come from', NULL, NULL),
  ('profiles', 'note', 'Anything else worth knowing', NULL, NULL),
  ('profiles', 'version', 'One more at each change; set by the file itself', NULL, NULL),
  ('comparisons', 'id', 'Id of your own that stays the same; made up when left out', NULL, NULL),
  ('comparisons', 'name', 'Name', NULL, NULL),
  ('comparisons', 'area_ids', 'Ids of the areas', NULL, NULL),
  ('comparisons', 'revision', 'State of the region that it was reckoned from', NULL, NULL),
  ('comparisons', 'data_time', 'When the region was in that state', NULL, NULL),
  ('comparisons', 'settings', 'JSON: criteria, value functions and weights', 'application/json', NULL),
  ('comparisons', 'result', 'JSON: what came of them', 'application/json', NULL),
  ('comparisons', 'visibility', 'Who may see the comparison', NULL, 'visibility'),
  ('comparisons', 'created', 'When it was saved', NULL, NULL),
  ('comparisons', 'note', 'Anything else worth knowing', NULL, NULL),
  ('comparisons', 'version', 'One more at each change; set by the file itself', NULL, NULL),
  ('pitches', 'id', 'Id of your own that stays the same; made up when left out', NULL, NULL),
  ('pitches', 'token_hash', 'SHA-256 of the link''s secret', NULL, NULL),
  ('pitches', 'title', 'Title', NULL, NULL),
  ('pitches', 'area_id', 'Id of the area', NULL, NULL),
  ('pitches', 'profile_id', 'Id of the profile; empty for none', NULL, NULL),
  ('pitches', 'capacity', 'Capacity in the profile''s unit', NULL, NULL),
  ('pitches', 'visibility', 'Whose view of the region it shows', NULL, 'visibility'),
  ('pitches', 'language', 'Language', NULL, 'language'),
  ('pitches', 'revision', 'State of the region that it was reckoned from', NULL, NULL),
  ('pitches', 'data_time', 'When the region was in that state', NULL, NULL),
  ('pitches', 'created', 'When it was made', NULL, NULL),
  ('pitches', 'expires', 'When the link ends', NULL, NULL),
  ('pitches', 'content', 'JSON: what the sheet shows', 'application/json', NULL),
  ('pitches', 'version', 'One more at each change; set by the file itself', NULL, NULL),
  ('settings', 'id', 'Id of your own that stays the same; made up when left out', NULL, NULL),
  ('settings', 'body', 'JSON of the setting', 'application/json', NULL),
  ('settings', 'version', 'One more at each change; set by the file itself', NULL, NULL);

INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, description) VALUES
  ('connection', 'enum', 'connected', 'a connection stands on the land'),
  ('connection', 'enum', 'nearby', 'the network can be reached'),
  ('connection', 'enum', 'none', NULL),
  ('effect', 'enum', 'excludes', NULL),
  ('effect', 'enum', 'penalises', 'counts against the land'),
  ('effect', 'enum', 'informs', NULL),
  ('kind', 'enum', 'highway', NULL),
  ('kind', 'enum', 'rail', NULL),
  ('kind', 'enum', 'port', NULL),
  ('kind', 'enum', 'substation', NULL),
  ('kind', 'enum', 'district_heating', 'district heating network'),
  ('language', 'enum', 'sv', 'Swedish'),
  ('language', 'enum', 'nb', 'Norwegian (bokmål)'),
  ('language', 'enum', 'en', 'English');

-- +goose Down

DELETE FROM gpkg_data_column_constraints WHERE constraint_name IN ('connection', 'effect', 'kind', 'language');
DELETE FROM gpkg_data_columns WHERE table_name IN ('constraints', 'facilities', 'profiles', 'comparisons', 'pitches', 'settings');
DELETE FROM gpkg_data_columns WHERE table_name = 'areas' AND column_name IN ('restrictions', 'water', 'sewage', 'fibre', 'district_heating', 'price_sek_per_m2', 'remediation_cost_sek', 'owner', 'contact', 'visibility', 'source_date');
DELETE FROM gpkg_extensions WHERE table_name IN ('constraints', 'facilities', 'profiles', 'comparisons', 'pitches', 'settings');
DELETE FROM gpkg_geometry_columns WHERE table_name IN ('constraints', 'facilities', 'profiles', 'comparisons', 'pitches', 'settings');
DELETE FROM gpkg_contents WHERE table_name IN ('constraints', 'facilities', 'profiles', 'comparisons', 'pitches', 'settings');
DROP TABLE rtree_constraints_geom;
DROP TABLE rtree_facilities_geom;
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
