-- Schemas of any name, and renamed ones. A name with capitals was looked for in small letters, and its tables kept
-- no history; the program calls samloka_keep_history after this. Functions run with the search_path that they were
-- made with: in a schema that was renamed, or restored under another name, changes would be written down to the
-- region that has the old name, if there is one. They are refused by now until the program has put that right,
-- which it does when it opens the region.

-- +goose Up

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION samloka_keep_history() RETURNS void LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  t record;
  call text;
BEGIN
  FOR t IN
    SELECT c.oid::regclass AS name,
      CASE c.relname WHEN 'assumptions' THEN 'r.key' WHEN 'region_info' THEN '''region''' ELSE 'r.id' END AS key,
      CASE WHEN c.relname IN ('assumptions', 'region_info') THEN 'NULL' ELSE 'r.version' END AS version
    FROM pg_class AS c
    WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND c.relkind = 'r'
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

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION samloka_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF current_schema() IS DISTINCT FROM TG_TABLE_SCHEMA THEN
    RAISE EXCEPTION 'the schema % was renamed: open it with Samloka once, which puts its functions right', TG_TABLE_SCHEMA
      USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'samloka migrate --store postgres://...?search_path=' || TG_TABLE_SCHEMA;
  END IF;
  UPDATE samloka_revision SET counter = counter + 1, mark = gen_random_uuid()
  WHERE xmin <> pg_current_xact_id()::xid;
  IF FOUND THEN
    PERFORM pg_notify('samloka', TG_TABLE_SCHEMA);
  END IF;
  RETURN NULL;
END;
$$;
-- +goose StatementEnd

-- +goose Down

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION samloka_change() RETURNS trigger
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
