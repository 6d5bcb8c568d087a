-- Files of jobs of any size: written and read in pieces, given to a job when they are whole, and
-- deleted with it. A file that is being written has no number of pieces.

-- +goose Up

CREATE TABLE samloka_files (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job INTEGER,
  name TEXT,
  pieces INTEGER,
  size_bytes INTEGER,
  written_at INTEGER NOT NULL,
  UNIQUE (job, name)
);

CREATE TABLE samloka_file_pieces (
  file INTEGER NOT NULL,
  number INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (file, number)
);

INSERT INTO samloka_files (job, name, pieces, size_bytes, written_at)
  SELECT job, name, count(*), sum(length(content)), CAST(unixepoch('now') * 1000 AS INTEGER) FROM samloka_job_files GROUP BY job, name;
INSERT INTO samloka_file_pieces (file, number, content)
  SELECT f.id, p.part, p.content FROM samloka_job_files AS p JOIN samloka_files AS f ON f.job = p.job AND f.name = p.name;
DROP TABLE samloka_job_files;

DELETE FROM gpkg_extensions WHERE table_name = 'samloka_job_files';
INSERT INTO gpkg_extensions VALUES
  ('samloka_files', NULL, 'samloka_store', 'Tables and triggers called samloka_… mark states and versions of the region; other programs leave them alone.', 'write-only'),
  ('samloka_file_pieces', NULL, 'samloka_store', 'Tables and triggers called samloka_… mark states and versions of the region; other programs leave them alone.', 'write-only');

-- +goose Down

CREATE TABLE samloka_job_files (
  job INTEGER NOT NULL,
  name TEXT NOT NULL,
  part INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (job, name, part)
);
INSERT INTO samloka_job_files (job, name, part, content)
  SELECT f.job, f.name, p.number, p.content FROM samloka_files AS f JOIN samloka_file_pieces AS p ON p.file = f.id WHERE f.job IS NOT NULL;
DROP TABLE samloka_file_pieces;
DROP TABLE samloka_files;
DELETE FROM gpkg_extensions WHERE table_name IN ('samloka_files', 'samloka_file_pieces');
INSERT INTO gpkg_extensions VALUES
  ('samloka_job_files', NULL, 'samloka_store', 'Tables and triggers called samloka_… mark states and versions of the region; other programs leave them alone.', 'write-only');
