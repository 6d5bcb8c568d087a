-- New rows that fill an empty table, as an import's, are written down in runs: one row of
-- samloka_history_runs for up to a thousand of them, since all that there is to say of each is its
-- id. Numbers go on through both tables: the first id of a run has its number, each further one
-- the next. The program makes the triggers that write the history anew after this migration, as
-- their numbers have to go on from a run's.

-- +goose Up

CREATE TABLE samloka_history_runs (
  number INTEGER PRIMARY KEY,
  last_number INTEGER NOT NULL,
  change_set INTEGER NOT NULL,
  changed_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  actor TEXT NOT NULL,
  program TEXT NOT NULL,
  table_name TEXT NOT NULL,
  undoes INTEGER,
  least_id TEXT NOT NULL,
  greatest_id TEXT NOT NULL,
  record_ids TEXT NOT NULL -- JSON, a list; all of version 1
);
CREATE INDEX samloka_history_runs_set ON samloka_history_runs (change_set);

INSERT INTO gpkg_extensions VALUES
  ('samloka_history_runs', NULL, 'samloka_store', 'Tables and triggers called samloka_… mark states and versions of the region; other programs leave them alone.', 'write-only');

-- +goose StatementBegin
CREATE TRIGGER samloka_history_runs_stay_1 BEFORE UPDATE ON samloka_history_runs
BEGIN
  SELECT RAISE(ABORT, 'the history is only added to: to undo a change, change the record again');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER samloka_history_runs_stay_2 BEFORE DELETE ON samloka_history_runs
BEGIN
  SELECT RAISE(ABORT, 'the history is only added to: to undo a change, change the record again');
END;
-- +goose StatementEnd

-- +goose Down

INSERT INTO samloka_history (number, change_set, changed_at, actor, program, table_name, record_id, operation, version, undoes)
SELECT r.number + news.key, r.change_set, r.changed_at, r.actor, r.program, r.table_name, news.value, 'insert', 1, r.undoes
FROM samloka_history_runs AS r, json_each(r.record_ids) AS news;
DELETE FROM gpkg_extensions WHERE table_name = 'samloka_history_runs';
DROP TABLE samloka_history_runs;
