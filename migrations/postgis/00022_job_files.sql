-- Files of jobs of any size: written and read in pieces, given to a job when they are whole, and
-- deleted with it.

-- +goose Up

CREATE TABLE samloka_files (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  job bigint REFERENCES samloka_jobs (id) ON DELETE CASCADE,
  name text,
  pieces integer,
  size_bytes bigint,
  written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (job, name)
);

CREATE TABLE samloka_file_pieces (
  file bigint NOT NULL REFERENCES samloka_files (id) ON DELETE CASCADE,
  number integer NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (file, number)
);
-- What jobs keep is packed already.
ALTER TABLE samloka_file_pieces ALTER COLUMN content SET STORAGE EXTERNAL;

INSERT INTO samloka_files (job, name, pieces, size_bytes)
  SELECT job, name, count(*), sum(length(content)) FROM samloka_job_files GROUP BY job, name;
INSERT INTO samloka_file_pieces (file, number, content)
  SELECT f.id, p.part, p.content FROM samloka_job_files AS p JOIN samloka_files AS f ON f.job = p.job AND f.name = p.name;
DROP TABLE samloka_job_files;

CREATE INDEX samloka_jobs_ended ON samloka_jobs (finished_at) WHERE parent IS NULL AND state IN ('done', 'failed', 'cancelled');

COMMENT ON TABLE samloka_jobs IS 'Long work: imports, whole-region matching, reports. Written by Samloka alone';
COMMENT ON TABLE samloka_files IS 'Files that jobs read and made';
COMMENT ON COLUMN samloka_files.id IS 'Number of the file';
COMMENT ON COLUMN samloka_files.job IS 'The job that has it; NULL until it is given to one';
COMMENT ON COLUMN samloka_files.name IS 'Name of the file within the job';
COMMENT ON COLUMN samloka_files.pieces IS 'How many pieces it has; NULL while it is being written';
COMMENT ON COLUMN samloka_files.size_bytes IS 'How large it is, bytes';
COMMENT ON COLUMN samloka_files.written_at IS 'When it was last written to';
COMMENT ON TABLE samloka_file_pieces IS 'The pieces of the files of jobs';
COMMENT ON COLUMN samloka_file_pieces.file IS 'The file';
COMMENT ON COLUMN samloka_file_pieces.number IS 'Place of the piece, from 0';
COMMENT ON COLUMN samloka_file_pieces.content IS 'The piece''s bytes';

-- +goose Down

CREATE TABLE samloka_job_files (
  job bigint NOT NULL REFERENCES samloka_jobs (id) ON DELETE CASCADE,
  name text NOT NULL,
  part integer NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (job, name, part)
);
INSERT INTO samloka_job_files (job, name, part, content)
  SELECT f.job, f.name, p.number, p.content FROM samloka_files AS f JOIN samloka_file_pieces AS p ON p.file = f.id WHERE f.job IS NOT NULL;
DROP INDEX samloka_jobs_ended;
DROP TABLE samloka_file_pieces;
DROP TABLE samloka_files;
