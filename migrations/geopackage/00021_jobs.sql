-- Long work: what a job is and how far it has come, so that a crash shows and the job is taken up
-- again. Times are milliseconds since 1970.

-- +goose Up

CREATE TABLE samloka_jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  args TEXT NOT NULL,
  parent INTEGER,
  author TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'parted', 'done', 'failed', 'cancelled')),
  attempt INTEGER NOT NULL DEFAULT 0,
  worker TEXT,
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  result TEXT,
  error TEXT,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  seen_at INTEGER,
  finished_at INTEGER
);
CREATE INDEX samloka_jobs_parent ON samloka_jobs (parent);
CREATE INDEX samloka_jobs_state ON samloka_jobs (state);

CREATE TABLE samloka_job_files (
  job INTEGER NOT NULL,
  name TEXT NOT NULL,
  part INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (job, name, part)
);

INSERT INTO gpkg_extensions VALUES
  ('samloka_jobs', NULL, 'samloka_store', 'Tables and triggers called samloka_… mark states and versions of the region; other programs leave them alone.', 'write-only'),
  ('samloka_job_files', NULL, 'samloka_store', 'Tables and triggers called samloka_… mark states and versions of the region; other programs leave them alone.', 'write-only');

-- +goose Down

DELETE FROM gpkg_extensions WHERE table_name IN ('samloka_jobs', 'samloka_job_files');
DROP TABLE samloka_job_files;
DROP TABLE samloka_jobs;
