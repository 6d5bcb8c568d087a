-- Who asked for a job and never heard the answer asks again under the same key, and is given the job
-- that there is (decision log, 123).

-- +goose Up

ALTER TABLE samloka_jobs ADD COLUMN key text, ADD COLUMN asked text;
CREATE UNIQUE INDEX samloka_jobs_key ON samloka_jobs (key);
COMMENT ON COLUMN samloka_jobs.key IS 'Hash of the key under which it was asked for';
COMMENT ON COLUMN samloka_jobs.asked IS 'Hash of what was asked for under the key';

-- +goose Down

DROP INDEX samloka_jobs_key;
ALTER TABLE samloka_jobs DROP COLUMN key, DROP COLUMN asked;
