-- Slope as an attribute of land.

-- +goose Up

ALTER TABLE areas ADD COLUMN slope_pct DOUBLE;
INSERT INTO gpkg_data_columns (table_name, column_name, description, mime_type, constraint_name) VALUES
  ('areas', 'slope_pct', 'Mean slope of the ground, per cent; empty: not known', NULL, NULL);

-- +goose Down

DELETE FROM gpkg_data_columns WHERE table_name = 'areas' AND column_name = 'slope_pct';
ALTER TABLE areas DROP COLUMN slope_pct;
