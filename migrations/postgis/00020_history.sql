-- The history: what each change overwrote or took away, by whichever program. What a change wrote
-- stands in the record itself or, once that has changed again, in the next entry of the record: so
-- nothing stands twice, and new rows, of which an import makes many, cost a line without their
-- contents. The view history shows both sides.
--
-- Entries are numbered under the lock of the revision, so in the order of the commits; those of
-- one transaction share their change set, the counter of the revision.

-- +goose Up

CREATE TABLE samloka_history (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  change_set bigint NOT NULL,
  changed_at timestamptz NOT NULL,
  actor text NOT NULL,
  program text NOT NULL,
  table_name text COLLATE "C" NOT NULL,
  record_id text COLLATE "C" NOT NULL,
  operation text NOT NULL CHECK (operation IN ('insert', 'update', 'delete')),
  version bigint,
  undoes bigint,
  before json -- as it was written; geometries as hexadecimal EWKB, which is exact
);
CREATE INDEX samloka_history_record ON samloka_history (record_id, table_name, number);
CREATE INDEX samloka_history_set ON samloka_history (change_set);

COMMENT ON TABLE samloka_history IS 'What each change overwrote, with who and when; written by triggers, never changed (see the view history)';
COMMENT ON COLUMN samloka_history.number IS 'Order of the changes';
COMMENT ON COLUMN samloka_history.change_set IS 'The same for all changes of one transaction';
COMMENT ON COLUMN samloka_history.changed_at IS 'When, by the clock of the database server';
COMMENT ON COLUMN samloka_history.actor IS 'Who: the name that Samloka was told, or the user of the database';
COMMENT ON COLUMN samloka_history.program IS 'The program, by its application_name';
COMMENT ON COLUMN samloka_history.table_name IS 'Table of the record';
COMMENT ON COLUMN samloka_history.record_id IS 'Id of the record; of an assumption its key';
COMMENT ON COLUMN samloka_history.operation IS 'insert, update or delete';
COMMENT ON COLUMN samloka_history.version IS 'Version of the record after the change; of a deleted one its last';
COMMENT ON COLUMN samloka_history.undoes IS 'Number of the change that this one undid';
COMMENT ON COLUMN samloka_history.before IS 'The row before the change; empty for a new one';

-- After each statement: the sets of old and new rows are written at once. It runs with the rights
-- of the owner, as who may edit sites need not be given this table.
-- +goose StatementBegin
CREATE FUNCTION samloka_write_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  key text := TG_ARGV[0]; -- the record's id, as an expression on the row r
  version text := TG_ARGV[1];
  row_of text; -- the row r as json
  log text := 'INSERT INTO samloka_history (change_set, changed_at, actor, program, table_name, record_id, operation, version, undoes, before)
    SELECT (SELECT counter FROM samloka_revision), clock_timestamp(),
      coalesce(nullif(current_setting(''samloka.actor'', true), ''''), session_user),
      current_setting(''application_name''), $1, ';
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF EXISTS (SELECT FROM new_rows) THEN
      EXECUTE log || format('%s, ''insert'', %s, nullif(current_setting(''samloka.undoes'', true), '''')::bigint, NULL FROM new_rows AS r', key, version)
      USING TG_TABLE_NAME;
    END IF;
    RETURN NULL;
  ELSIF TG_OP <> 'TRUNCATE' THEN
    IF NOT EXISTS (SELECT FROM old_rows) THEN
      RETURN NULL;
    END IF;
  END IF;
  -- Columns as they are now, whatever later migrations have added. Geometries would become GeoJSON
  -- with nine decimals.
  SELECT '(SELECT row_to_json(s) FROM (SELECT ' || string_agg(
    CASE WHEN a.atttypid = to_regtype('geometry') THEN format('r.%1$I::text AS %1$I', a.attname) ELSE format('r.%I', a.attname) END, ', ' ORDER BY a.attnum
  ) || ') AS s)' INTO row_of
  FROM pg_attribute AS a
  WHERE a.attrelid = TG_RELID AND a.attnum > 0 AND NOT a.attisdropped;
  IF TG_OP = 'UPDATE' THEN
    -- A row whose id was changed is another record from then on.
    EXECUTE log || format('coalesce(o.id, n.id), CASE WHEN o.id IS NULL THEN ''insert'' WHEN n.id IS NULL THEN ''delete'' ELSE ''update'' END,
      coalesce(n.version, o.version), nullif(current_setting(''samloka.undoes'', true), '''')::bigint, o.before
      FROM (SELECT %1$s AS id, %2$s::bigint AS version, %3$s AS before FROM old_rows AS r) AS o
      FULL JOIN (SELECT %1$s AS id, %2$s::bigint AS version FROM new_rows AS r) AS n ON n.id = o.id', key, version, row_of)
    USING TG_TABLE_NAME;
  ELSE
    EXECUTE log || format('%s, ''delete'', %s, nullif(current_setting(''samloka.undoes'', true), '''')::bigint, %s FROM %s AS r', key, version, row_of,
      CASE TG_OP WHEN 'TRUNCATE' THEN TG_RELID::regclass::text ELSE 'old_rows' END)
    USING TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END;
$$;
-- +goose StatementEnd

-- samloka_keep_history makes every table of the region keep a history: those with an id and a
-- version, and the two that have none. The program calls it after each migration, so a migration
-- that adds a table need not.
-- +goose StatementBegin
CREATE FUNCTION samloka_keep_history() RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  t record;
  call text;
BEGIN
  FOR t IN
    SELECT c.oid::regclass AS name,
      CASE c.relname WHEN 'assumptions' THEN 'r.key' WHEN 'region_info' THEN '''region''' ELSE 'r.id' END AS key,
      CASE WHEN c.relname IN ('assumptions', 'region_info') THEN 'NULL' ELSE 'r.version' END AS version
    FROM pg_class AS c
    WHERE c.relnamespace = to_regnamespace(current_schema()) AND c.relkind = 'r'
      AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND tgname = 'samloka_history_insert')
      AND (c.relname IN ('assumptions', 'region_info') OR 2 = (
        SELECT count(*) FROM pg_attribute WHERE attrelid = c.oid AND NOT attisdropped AND attname IN ('id', 'version')))
  LOOP
    call := format('FOR EACH STATEMENT EXECUTE FUNCTION samloka_write_history(%L, %L)', t.key, t.version);
    EXECUTE format('CREATE TRIGGER samloka_history_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows %s', t.name, call);
    EXECUTE format('CREATE TRIGGER samloka_history_update AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows %s', t.name, call);
    EXECUTE format('CREATE TRIGGER samloka_history_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows %s', t.name, call);
    EXECUTE format('CREATE TRIGGER samloka_history_truncate BEFORE TRUNCATE ON %s %s', t.name, call);
  END LOOP;
END;
$$;
-- +goose StatementEnd

SELECT samloka_keep_history();

-- Nobody changes the history, nor adds to it but the triggers.
-- +goose StatementBegin
CREATE FUNCTION samloka_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the history is only added to, by the changes themselves'
    USING ERRCODE = 'insufficient_privilege', HINT = 'To undo a change, change the record again.';
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER samloka_history_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON samloka_history
  FOR EACH STATEMENT EXECUTE FUNCTION samloka_history_stays();
CREATE TRIGGER samloka_history_by_triggers BEFORE INSERT ON samloka_history
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION samloka_history_stays();

CREATE VIEW history AS
SELECT
  h.number, h.change_set, h.changed_at, h.actor, h.program, h.table_name, h.record_id, h.operation, h.version, h.undoes, h.before,
  CASE WHEN h.operation = 'delete' THEN NULL ELSE (
    SELECT n.before FROM samloka_history AS n
    WHERE n.record_id = h.record_id AND n.table_name = h.table_name AND n.number > h.number
    ORDER BY n.number LIMIT 1
  ) END AS after
FROM samloka_history AS h;
COMMENT ON VIEW history IS 'The history with the row before and after each change; after is empty where the record is as the change left it, and where it was deleted';

-- +goose Down

DROP VIEW history;
-- +goose StatementBegin
DO $$
DECLARE t record;
BEGIN
  FOR t IN SELECT tgrelid::regclass AS name, tgname FROM pg_trigger WHERE tgfoid = 'samloka_write_history'::regproc LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', t.tgname, t.name);
  END LOOP;
END;
$$;
-- +goose StatementEnd
DROP TABLE samloka_history;
DROP FUNCTION samloka_keep_history();
DROP FUNCTION samloka_write_history();
DROP FUNCTION samloka_history_stays();
