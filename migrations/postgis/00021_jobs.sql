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
COMMENT ON COLUMN samloka_jobs.id IS 'Number of the job';
COMMENT ON COLUMN samloka_jobs.kind IS 'What is to be done';
COMMENT ON COLUMN samloka_jobs.args IS 'With what';
COMMENT ON COLUMN samloka_jobs.parent IS 'The job that this one is a part of';
COMMENT ON COLUMN samloka_jobs.author IS 'Who began it';
COMMENT ON COLUMN samloka_jobs.state IS 'How far it has come; parted: it waits for its parts';
COMMENT ON COLUMN samloka_jobs.attempt IS 'How often it was begun';
COMMENT ON COLUMN samloka_jobs.worker IS 'Who works it';
COMMENT ON COLUMN samloka_jobs.done IS 'How much of total is done';
COMMENT ON COLUMN samloka_jobs.total IS 'How much there is to do; 0 when it is not known';
COMMENT ON COLUMN samloka_jobs.result IS 'What came of it';
COMMENT ON COLUMN samloka_jobs.error IS 'Why it failed';
COMMENT ON COLUMN samloka_jobs.created_at IS 'When it was added';
COMMENT ON COLUMN samloka_jobs.started_at IS 'When it was first begun';
COMMENT ON COLUMN samloka_jobs.seen_at IS 'When the worker last said that it was alive';
COMMENT ON COLUMN samloka_jobs.finished_at IS 'When it ended';
COMMENT ON TABLE samloka_job_files IS 'What jobs read and made, in parts';
COMMENT ON COLUMN samloka_job_files.job IS 'The job';
COMMENT ON COLUMN samloka_job_files.name IS 'Name of the file within the job';
COMMENT ON COLUMN samloka_job_files.part IS 'Place of the part, from 0';
COMMENT ON COLUMN samloka_job_files.content IS 'The part''s bytes';

-- +goose Down

DROP TABLE samloka_job_files;
DROP TABLE samloka_jobs;
