-- Slope as an attribute of land.

-- +goose Up

ALTER TABLE areas ADD COLUMN slope_pct double precision;
COMMENT ON COLUMN areas.slope_pct IS 'Mean slope of the ground, per cent; empty: not known';

-- +goose Down

ALTER TABLE areas DROP COLUMN slope_pct;
