-- A statement that finds no row changes the revision all the same, since that is done before it is
-- known, and left no entry: to who follows by the history a gap, so that servers read the whole region
-- anew. Such transactions are noted by now: a counter is told by an entry or by a row here. One that also
-- writes has both.

-- +goose Up

CREATE TABLE samloka_history_idle (
  change_set bigint PRIMARY KEY
);
COMMENT ON TABLE samloka_history_idle IS 'Transactions of which a statement found no row to change; written by triggers, never changed';
COMMENT ON COLUMN samloka_history_idle.change_set IS 'As in samloka_history';

CREATE TRIGGER samloka_history_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON samloka_history_idle
  FOR EACH STATEMENT EXECUTE FUNCTION samloka_history_stays();
CREATE TRIGGER samloka_history_by_triggers BEFORE INSERT ON samloka_history_idle
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION samloka_history_stays();

-- samloka_write_history as it was, but for that. Many new rows are gone through once less.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION samloka_write_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  many CONSTANT integer := 1000; -- new rows from which on they are written down in runs of as many
  key text := TG_ARGV[0]; -- the record's id, as an expression on the row r
  version text := TG_ARGV[1];
  row_of text; -- the row r as json
  news bigint;
  gone bigint;
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
    SELECT count(*) INTO news FROM (SELECT FROM new_rows LIMIT many) AS first_ones;
    IF news = many AND version = 'r.version' THEN
      EXECUTE 'SELECT count(*), bool_and(r.version = 1) FROM new_rows AS r' INTO news, plain;
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
    ELSE
      INSERT INTO samloka_history_idle SELECT counter FROM samloka_revision ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
  ELSIF TG_OP <> 'TRUNCATE' THEN
    IF NOT EXISTS (SELECT FROM old_rows) THEN
      INSERT INTO samloka_history_idle SELECT counter FROM samloka_revision ON CONFLICT DO NOTHING;
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
    GET DIAGNOSTICS gone = ROW_COUNT;
    IF gone = 0 THEN
      INSERT INTO samloka_history_idle SELECT counter FROM samloka_revision ON CONFLICT DO NOTHING;
    END IF;
  END IF;
  RETURN NULL;
END;
$$;
-- +goose StatementEnd

-- +goose Down

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
DROP TABLE samloka_history_idle;
