-- Who asked for a job and never heard the answer asks again under the same key, and is given the job
-- that there is (decision log, 123).

-- +goose Up

ALTER TABLE samloka_jobs ADD COLUMN key TEXT;
ALTER TABLE samloka_jobs ADD COLUMN asked TEXT;
CREATE UNIQUE INDEX samloka_jobs_key ON samloka_jobs (key);

-- +goose Down

DROP INDEX samloka_jobs_key;
ALTER TABLE samloka_jobs DROP COLUMN asked;
ALTER TABLE samloka_jobs DROP COLUMN key;
