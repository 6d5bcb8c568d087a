-- Columns of the views say what they hold, as those of the tables do: a view's column has the comment of the
-- column that it shows, with its unit, and words of its own where it shows none as it stands.

-- +goose Up

-- +goose StatementBegin
DO $$
DECLARE
  t record;
  said text;
BEGIN
  FOR t IN
    SELECT shown.*, c.oid AS view, a.attname AS name
    FROM (VALUES
      ('flows_on_map', 'flows', NULL, NULL),
      ('flows_on_map', 'sites', 'geom', 'geom'),
      ('flows_on_map', 'sites', 'organisation', 'organisation'),
      ('flows_on_map', 'sites', 'municipality', 'municipality'),
      ('exchanges_on_map', 'exchanges', NULL, NULL),
      ('exchanges_on_map', 'flows', 'resource', 'resource'),
      ('constraint_zones_on_map', 'constraints', 'layer', 'layer'),
      ('constraint_zones_on_map', 'constraints', 'name', 'name'),
      ('constraint_zones_on_map', 'constraints', 'effect', 'effect'),
      ('history', 'samloka_history', NULL, NULL)
    ) AS shown (of_view, of_table, of_column, as_column) -- no column: all that have the same name
    JOIN pg_class AS c ON c.relname = shown.of_view AND c.relkind = 'v' AND c.relnamespace = quote_ident(current_schema())::regnamespace
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND a.attname = coalesce(shown.as_column, a.attname)
  LOOP
    SELECT col_description(c.oid, a.attnum) INTO said
    FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = coalesce(t.of_column, t.name)
    WHERE c.relname = t.of_table AND c.relnamespace = quote_ident(current_schema())::regnamespace;
    IF said IS NOT NULL THEN
      EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', t.view::regclass, t.name, said);
    END IF;
  END LOOP;
END;
$$;
-- +goose StatementEnd

COMMENT ON COLUMN flows_on_map.id IS 'Id of the flow';
COMMENT ON COLUMN flows_on_map.site_name IS 'Name of the site';
COMMENT ON COLUMN exchanges_on_map.id IS 'Id of the exchange';
COMMENT ON COLUMN exchanges_on_map.geom IS 'Straight line from the site that gives to the one that takes; longitude and latitude, degrees of WGS 84 (EPSG:4326)';
COMMENT ON COLUMN exchanges_on_map.from_site IS 'Name of the site that gives it off';
COMMENT ON COLUMN exchanges_on_map.to_site IS 'Name of the site that takes it';
COMMENT ON COLUMN constraint_zones_on_map.id IS 'Id of the constraint and the zone';
COMMENT ON COLUMN constraint_zones_on_map.geom IS 'How far it bears; longitude and latitude, degrees of WGS 84 (EPSG:4326)';
COMMENT ON COLUMN constraint_zones_on_map.constraint_id IS 'Id of the constraint';
COMMENT ON COLUMN constraint_zones_on_map.zone IS 'Where its effect holds (effect), or where people are warned only (warning)';
COMMENT ON COLUMN constraint_zones_on_map.distance_m IS 'Metres from the constraint''s own geometry to the edge of the zone';
COMMENT ON COLUMN history.after IS 'The row after the change; empty where the record is as the change left it, and where it was deleted';

-- +goose Down

-- +goose StatementBegin
DO $$
DECLARE t record;
BEGIN
  FOR t IN
    SELECT c.oid AS view, a.attname AS name
    FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relkind = 'v' AND c.relnamespace = quote_ident(current_schema())::regnamespace
      AND c.relname IN ('flows_on_map', 'exchanges_on_map', 'constraint_zones_on_map', 'history')
  LOOP
    EXECUTE format('COMMENT ON COLUMN %s.%I IS NULL', t.view::regclass, t.name);
  END LOOP;
END;
$$;
-- +goose StatementEnd
