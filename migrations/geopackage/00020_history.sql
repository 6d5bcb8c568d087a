-- The history: what each change overwrote or took away, by whichever program. What a change wrote
-- stands in the record itself or, once that has changed again, in the next entry of the record.
-- The triggers that write it are made by the program after each migration, for every table of the
-- region and all its columns (internal/store/geopackage, history.go).

-- +goose Up

CREATE TABLE samloka_history (
  number INTEGER PRIMARY KEY,
  change_set INTEGER NOT NULL,
  changed_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  actor TEXT NOT NULL,
  program TEXT NOT NULL,
  table_name TEXT NOT NULL,
  record_id TEXT NOT NULL,
  operation TEXT NOT NULL CHECK (operation IN ('insert', 'update', 'delete')),
  version INTEGER,
  undoes INTEGER,
  before TEXT -- JSON; geometries as hexadecimal
);
CREATE INDEX samloka_history_record ON samloka_history (record_id, table_name, number);
CREATE INDEX samloka_history_set ON samloka_history (change_set);

-- What Samloka tells the triggers within a transaction of its own; at rest all is NULL. versioning
-- is 1 while a trigger gives a row its new version, which is no change of its own.
CREATE TABLE samloka_session (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  change_set INTEGER,
  actor TEXT,
  undoes INTEGER,
  versioning INTEGER NOT NULL DEFAULT 0
);
INSERT INTO samloka_session (id) VALUES (1);

INSERT INTO gpkg_extensions VALUES
  ('samloka_history', NULL, 'samloka_store', 'Tables and triggers called samloka_… mark states and versions of the region; other programs leave them alone.', 'write-only'),
  ('samloka_session', NULL, 'samloka_store', 'Tables and triggers called samloka_… mark states and versions of the region; other programs leave them alone.', 'write-only');

-- +goose StatementBegin
CREATE TRIGGER samloka_history_stays_1 BEFORE UPDATE ON samloka_history
BEGIN
  SELECT RAISE(ABORT, 'the history is only added to: to undo a change, change the record again');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_history_stays_2 BEFORE DELETE ON samloka_history
BEGIN
  SELECT RAISE(ABORT, 'the history is only added to: to undo a change, change the record again');
END;
-- +goose StatementEnd

-- +goose Down

DROP TRIGGER IF EXISTS samloka_sites_history_insert;
DROP TRIGGER IF EXISTS samloka_sites_history_update;
DROP TRIGGER IF EXISTS samloka_sites_history_renamed;
DROP TRIGGER IF EXISTS samloka_sites_history_delete;
DROP TRIGGER IF EXISTS samloka_areas_history_insert;
DROP TRIGGER IF EXISTS samloka_areas_history_update;
DROP TRIGGER IF EXISTS samloka_areas_history_renamed;
DROP TRIGGER IF EXISTS samloka_areas_history_delete;
DROP TRIGGER IF EXISTS samloka_flows_history_insert;
DROP TRIGGER IF EXISTS samloka_flows_history_update;
DROP TRIGGER IF EXISTS samloka_flows_history_renamed;
DROP TRIGGER IF EXISTS samloka_flows_history_delete;
DROP TRIGGER IF EXISTS samloka_exchanges_history_insert;
DROP TRIGGER IF EXISTS samloka_exchanges_history_update;
DROP TRIGGER IF EXISTS samloka_exchanges_history_renamed;
DROP TRIGGER IF EXISTS samloka_exchanges_history_delete;
DROP TRIGGER IF EXISTS samloka_assumptions_history_insert;
DROP TRIGGER IF EXISTS samloka_assumptions_history_update;
DROP TRIGGER IF EXISTS samloka_assumptions_history_renamed;
DROP TRIGGER IF EXISTS samloka_assumptions_history_delete;
DROP TRIGGER IF EXISTS samloka_region_info_history_insert;
DROP TRIGGER IF EXISTS samloka_region_info_history_update;
DROP TRIGGER IF EXISTS samloka_region_info_history_renamed;
DROP TRIGGER IF EXISTS samloka_region_info_history_delete;
DROP TRIGGER samloka_sites_version;
-- +goose StatementBegin
CREATE TRIGGER samloka_sites_version AFTER UPDATE ON sites
  WHEN NEW.version IS OLD.version AND trim(coalesce(OLD.id, '')) != ''
BEGIN
  UPDATE sites SET version = coalesce(OLD.version, 1) + 1 WHERE fid = NEW.fid;
  UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = 'sites';
END;
-- +goose StatementEnd
DROP TRIGGER samloka_areas_version;
-- +goose StatementBegin
CREATE TRIGGER samloka_areas_version AFTER UPDATE ON areas
  WHEN NEW.version IS OLD.version AND trim(coalesce(OLD.id, '')) != ''
BEGIN
  UPDATE areas SET version = coalesce(OLD.version, 1) + 1 WHERE fid = NEW.fid;
  UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = 'areas';
END;
-- +goose StatementEnd
DROP TRIGGER samloka_flows_version;
-- +goose StatementBegin
CREATE TRIGGER samloka_flows_version AFTER UPDATE ON flows
  WHEN NEW.version IS OLD.version AND trim(coalesce(OLD.id, '')) != ''
BEGIN
  UPDATE flows SET version = coalesce(OLD.version, 1) + 1 WHERE fid = NEW.fid;
  UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = 'flows';
END;
-- +goose StatementEnd
DROP TRIGGER samloka_exchanges_version;
-- +goose StatementBegin
CREATE TRIGGER samloka_exchanges_version AFTER UPDATE ON exchanges
  WHEN NEW.version IS OLD.version AND trim(coalesce(OLD.id, '')) != ''
BEGIN
  UPDATE exchanges SET version = coalesce(OLD.version, 1) + 1 WHERE fid = NEW.fid;
  UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE table_name = 'exchanges';
END;
-- +goose StatementEnd
DELETE FROM gpkg_extensions WHERE table_name IN ('samloka_history', 'samloka_session');
DROP TABLE samloka_history;
DROP TABLE samloka_session;
