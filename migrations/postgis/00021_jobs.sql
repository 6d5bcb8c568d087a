-- Long work. What a job is and how far it has come stands here; which server takes it, River decides
-- (tables river_…, which it migrates itself). A worker says every second that it is alive; a job
-- whose worker has been silent is given to another.

-- +goose Up

CREATE TABLE samloka_jobs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL,
  args json NOT NULL,
  parent bigint REFERENCES samloka_jobs (id),
  author text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'parted', 'done', 'failed', 'cancelled')),
  attempt integer NOT NULL DEFAULT 0,
  worker text,
  done bigint NOT NULL DEFAULT 0,
  total bigint NOT NULL DEFAULT 0,
  result json,
  error text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at timestamptz,
  seen_at timestamptz,
  finished_at timestamptz
);
CREATE INDEX samloka_jobs_parent ON samloka_jobs (parent);
CREATE INDEX samloka_jobs_open ON samloka_jobs (state) WHERE state IN ('waiting', 'running', 'parted');

CREATE TABLE samloka_job_files (
  job bigint NOT NULL REFERENCES samloka_jobs (id) ON DELETE CASCADE,
  name text NOT NULL,
  part integer NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (job, name, part)
);

COMMENT ON TABLE samloka_jobs IS 'Long work: imports, whole-region matching. Written by Samloka alone';
COMMENT ON COLUMN samloka_jobs.seen_at IS 'When the worker last said that it was alive';
COMMENT ON TABLE samloka_job_files IS 'What jobs read and made, in parts';

-- +goose Down

DROP TABLE samloka_job_files;
DROP TABLE samloka_jobs;
