package geopackage

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"time"

	"github.com/samloka/samloka/internal/store"
)

// PutFile implements store.Queue. Each piece is a transaction of its own, so that nobody waits for a
// large file to be made.
func (s *Store) PutFile(ctx context.Context, write func(io.Writer) error) (int64, error) {
	return store.KeepFile(ctx, store.Pieces{
		Begin: func(ctx context.Context) (file int64, err error) {
			err = s.write(ctx, func(exec execute) error {
				r, err := exec(`INSERT INTO samloka_files (written_at) VALUES (?)`, time.Now().UnixMilli())
				if err == nil {
					file, err = r.LastInsertId()
				}
				return err
			})
			return file, err
		},
		Put: func(ctx context.Context, file int64, number int, content []byte) error {
			return s.write(ctx, func(exec execute) error {
				err := stillKept(affected(exec(`UPDATE samloka_files SET written_at = ? WHERE id = ?`, time.Now().UnixMilli(), file)))
				if err != nil {
					return err
				}
				_, err = exec(`INSERT INTO samloka_file_pieces (file, number, content) VALUES (?, ?, ?)`, file, number, content)
				return err
			})
		},
		End: func(ctx context.Context, file int64, pieces int, size int64) error {
			return s.write(ctx, func(exec execute) error {
				return stillKept(affected(exec(`UPDATE samloka_files SET pieces = ?, size_bytes = ?, written_at = ? WHERE id = ?`, pieces, size, time.Now().UnixMilli(), file)))
			})
		},
		Drop: func(ctx context.Context, file int64) error {
			return s.write(ctx, func(exec execute) error { return dropThose(exec, `id = ?`, file) })
		},
	}, write)
}

// stillKept is err, or that the file that was written to is gone.
func stillKept(rows int64, err error) error {
	if err == nil && rows == 0 {
		return store.ErrFileGone
	}
	return err
}

// JobFile implements store.Queue.
func (s *Store) JobFile(ctx context.Context, id int64, name string) (io.Reader, error) {
	var file int64
	var pieces int
	err := s.readers.QueryRowContext(ctx, `SELECT id, pieces FROM samloka_files WHERE job = ? AND name = ?`, id, name).Scan(&file, &pieces)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, store.NoSuchFile(id, name)
	}
	if err != nil {
		return nil, explain(ctx, s.path, err)
	}
	return store.ReadPieces(id, name, pieces, func(number int) (content []byte, err error) {
		err = s.readers.QueryRowContext(ctx, `SELECT content FROM samloka_file_pieces WHERE file = ? AND number = ?`, file, number).Scan(&content)
		if errors.Is(err, sql.ErrNoRows) {
			return nil, nil
		}
		return content, explain(ctx, s.path, err)
	}), nil
}

// giveFiles gives files to a job.
func giveFiles(exec execute, job int64, files map[string]int64) error {
	for name, file := range files {
		err := stillKept(affected(exec(`UPDATE samloka_files SET job = ?, name = ? WHERE id = ? AND job IS NULL AND pieces IS NOT NULL`, job, name, file)))
		if err != nil {
			return err
		}
	}
	return nil
}

// dropFiles deletes the files of a job and of its parts.
func dropFiles(exec execute, job int64) error {
	return dropThose(exec, `job = ?1 OR job IN (SELECT id FROM samloka_jobs WHERE parent = ?1)`, job)
}

// dropThose deletes the files that a condition chooses.
func dropThose(exec execute, condition string, args ...any) error {
	if _, err := exec(`DELETE FROM samloka_file_pieces WHERE file IN (SELECT id FROM samloka_files WHERE `+condition+`)`, args...); err != nil {
		return err
	}
	_, err := exec(`DELETE FROM samloka_files WHERE `+condition, args...)
	return err
}

// CleanJobs implements store.Queue.
func (s *Store) CleanJobs(ctx context.Context, before time.Time) (int, error) {
	const old = `parent IS NULL AND state IN ('done', 'failed', 'cancelled') AND finished_at < ?1`
	const oldFile = `job IS NULL AND written_at < ?1`
	at := before.UnixMilli()
	// Look first: there is nothing to clean away nearly always, and the file is not to change then.
	var some bool
	err := s.readers.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM samloka_jobs WHERE `+old+`) OR EXISTS (SELECT 1 FROM samloka_files WHERE `+oldFile+`)`, at).Scan(&some)
	if err != nil || !some {
		return 0, explain(ctx, s.path, err)
	}
	var gone int64
	err = s.write(ctx, func(exec execute) error {
		const family = `SELECT id FROM samloka_jobs WHERE ` + old
		if err := dropThose(exec, `job IN (`+family+`) OR job IN (SELECT id FROM samloka_jobs WHERE parent IN (`+family+`)) OR `+oldFile, at); err != nil {
			return err
		}
		if _, err := exec(`DELETE FROM samloka_jobs WHERE parent IN (`+family+`)`, at); err != nil {
			return err
		}
		var err error
		gone, err = affected(exec(`DELETE FROM samloka_jobs WHERE `+old, at))
		return err
	})
	return int(gone), err
}

// CountJobs implements store.Queue.
func (s *Store) CountJobs(ctx context.Context) ([]store.JobCount, error) {
	rows, err := s.readers.QueryContext(ctx, `SELECT kind, state, count(*) FROM samloka_jobs WHERE parent IS NULL GROUP BY kind, state ORDER BY kind, state`)
	if err != nil {
		return nil, explain(ctx, s.path, err)
	}
	defer rows.Close()
	var counts []store.JobCount
	for rows.Next() {
		var c store.JobCount
		if err := rows.Scan(&c.Kind, &c.State, &c.Count); err != nil {
			return nil, explain(ctx, s.path, err)
		}
		counts = append(counts, c)
	}
	return counts, explain(ctx, s.path, rows.Err())
}
