-- Many new rows of one statement, as an import's, are written down in runs: one row of
-- samloka_history_runs for up to a thousand of them, since all that there is to say of each is its
-- id. Of a filling of 100 000 sites a row each would take as long as all the rest. Numbers go on
-- through both tables: the first id of a run has its number, each further one the next. The view
-- history shows both alike.

-- +goose Up

CREATE TABLE samloka_history_runs (
  number bigint PRIMARY KEY,
  change_set bigint NOT NULL,
  changed_at timestamptz NOT NULL,
  actor text NOT NULL,
  program text NOT NULL,
  table_name text COLLATE "C" NOT NULL,
  undoes bigint,
  least_id text COLLATE "C" NOT NULL,
  greatest_id text COLLATE "C" NOT NULL,
  record_ids text[] COLLATE "C" NOT NULL
);
CREATE INDEX samloka_history_runs_set ON samloka_history_runs (change_set);

COMMENT ON TABLE samloka_history_runs IS 'New rows that came many at once: a part of samloka_history in fewer lines; written by triggers, never changed (see the view history)';
COMMENT ON COLUMN samloka_history_runs.number IS 'Number of the first row''s change; the others have those that follow';
COMMENT ON COLUMN samloka_history_runs.change_set IS 'The same for all changes of one transaction';
COMMENT ON COLUMN samloka_history_runs.changed_at IS 'When, by the clock of the database server';
COMMENT ON COLUMN samloka_history_runs.actor IS 'Who: the name that Samloka was told, or the user of the database';
COMMENT ON COLUMN samloka_history_runs.program IS 'The program, by its application_name';
COMMENT ON COLUMN samloka_history_runs.table_name IS 'Table of the records';
COMMENT ON COLUMN samloka_history_runs.undoes IS 'Number of the change that these undid';
COMMENT ON COLUMN samloka_history_runs.least_id IS 'The least of the ids, to find one by';
COMMENT ON COLUMN samloka_history_runs.greatest_id IS 'The greatest of the ids, to find one by';
COMMENT ON COLUMN samloka_history_runs.record_ids IS 'Ids of the new records, all of version 1';

CREATE TRIGGER samloka_history_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON samloka_history_runs
  FOR EACH STATEMENT EXECUTE FUNCTION samloka_history_stays();
CREATE TRIGGER samloka_history_by_triggers BEFORE INSERT ON samloka_history_runs
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION samloka_history_stays();

-- samloka_write_history as it was, but for many new rows. Numbers are taken under the lock of the
-- revision, as all are, so that nobody takes one in between.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION samloka_write_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  many CONSTANT integer := 1000; -- new rows from which on they are written down in runs of as many
  key text := TG_ARGV[0]; -- the record's id, as an expression on the row r
  version text := TG_ARGV[1];
  row_of text; -- the row r as json
  news bigint;
  plain boolean := false; -- all the news are of version 1
  numbers text;
  first bigint;
  author text := '(SELECT counter FROM samloka_revision), clock_timestamp(),
      coalesce(nullif(current_setting(''samloka.actor'', true), ''''), session_user),
      current_setting(''application_name''), $1, ';
  undoes text := 'nullif(current_setting(''samloka.undoes'', true), '''')::bigint';
  log text := 'INSERT INTO samloka_history (change_set, changed_at, actor, program, table_name, record_id, operation, version, undoes, before) SELECT ' || author;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT count(*) INTO news FROM new_rows;
    IF news >= many AND version = 'r.version' THEN
      EXECUTE 'SELECT bool_and(r.version = 1) FROM new_rows AS r' INTO plain;
    END IF;
    IF plain THEN
      numbers := pg_get_serial_sequence('samloka_history', 'number');
      first := nextval(numbers);
      EXECUTE 'INSERT INTO samloka_history_runs (number, change_set, changed_at, actor, program, table_name, undoes, least_id, greatest_id, record_ids)
        SELECT $2 + part * $3, ' || author || undoes || ', min(id), max(id), array_agg(id)
        FROM (SELECT r.id, (row_number() OVER () - 1) / $3 AS part FROM new_rows AS r) AS parts GROUP BY part'
      USING TG_TABLE_NAME, first, many;
      PERFORM setval(numbers, first + news - 1);
    ELSIF news > 0 THEN
      EXECUTE log || format('%s, ''insert'', %s, %s, NULL FROM new_rows AS r', key, version, undoes)
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
      coalesce(n.version, o.version), %4$s, o.before
      FROM (SELECT %1$s AS id, %2$s::bigint AS version, %3$s AS before FROM old_rows AS r) AS o
      FULL JOIN (SELECT %1$s AS id, %2$s::bigint AS version FROM new_rows AS r) AS n ON n.id = o.id', key, version, row_of, undoes)
    USING TG_TABLE_NAME;
  ELSE
    EXECUTE log || format('%s, ''delete'', %s, %s, %s FROM %s AS r', key, version, undoes, row_of,
      CASE TG_OP WHEN 'TRUNCATE' THEN TG_RELID::regclass::text ELSE 'old_rows' END)
    USING TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END;
$$;
-- +goose StatementEnd

CREATE OR REPLACE VIEW history AS
SELECT
  h.number, h.change_set, h.changed_at, h.actor, h.program, h.table_name, h.record_id, h.operation, h.version, h.undoes, h.before,
  CASE WHEN h.operation = 'delete' THEN NULL ELSE (
    SELECT n.before FROM samloka_history AS n
    WHERE n.record_id = h.record_id AND n.table_name = h.table_name AND n.number > h.number
    ORDER BY n.number LIMIT 1
  ) END AS after
FROM samloka_history AS h
UNION ALL
SELECT
  r.number + news.at - 1, r.change_set, r.changed_at, r.actor, r.program, r.table_name, news.id, 'insert', 1, r.undoes, NULL,
  (
    SELECT n.before FROM samloka_history AS n
    WHERE n.record_id = news.id AND n.table_name = r.table_name AND n.number > r.number + news.at - 1
    ORDER BY n.number LIMIT 1
  )
FROM samloka_history_runs AS r, unnest(r.record_ids) WITH ORDINALITY AS news (id, at);

-- +goose Down

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION samloka_write_history() RETURNS trigger
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
CREATE OR REPLACE VIEW history AS
SELECT
  h.number, h.change_set, h.changed_at, h.actor, h.program, h.table_name, h.record_id, h.operation, h.version, h.undoes, h.before,
  CASE WHEN h.operation = 'delete' THEN NULL ELSE (
    SELECT n.before FROM samloka_history AS n
    WHERE n.record_id = h.record_id AND n.table_name = h.table_name AND n.number > h.number
    ORDER BY n.number LIMIT 1
  ) END AS after
FROM samloka_history AS h;
ALTER TABLE samloka_history DISABLE TRIGGER samloka_history_by_triggers;
INSERT INTO samloka_history (number, change_set, changed_at, actor, program, table_name, record_id, operation, version, undoes)
OVERRIDING SYSTEM VALUE
SELECT r.number + news.at - 1, r.change_set, r.changed_at, r.actor, r.program, r.table_name, news.id, 'insert', 1, r.undoes
FROM samloka_history_runs AS r, unnest(r.record_ids) WITH ORDINALITY AS news (id, at);
ALTER TABLE samloka_history ENABLE TRIGGER samloka_history_by_triggers;
DROP TABLE samloka_history_runs;
