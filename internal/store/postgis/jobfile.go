package postgis

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/samloka/samloka/internal/store"
)

// PutFile implements store.Queue. Each piece is a transaction of its own: nothing is locked while a
// large file is made.
func (s *Store) PutFile(ctx context.Context, write func(io.Writer) error) (int64, error) {
	file, err := store.KeepFile(ctx, store.Pieces{
		Begin: func(ctx context.Context) (file int64, err error) {
			err = s.pool.QueryRow(ctx, `INSERT INTO samloka_files DEFAULT VALUES RETURNING id`).Scan(&file)
			return file, err
		},
		Put: func(ctx context.Context, file int64, number int, content []byte) error {
			tag, err := s.pool.Exec(ctx, `
				WITH kept AS (UPDATE samloka_files SET written_at = clock_timestamp() WHERE id = $1 RETURNING id)
				INSERT INTO samloka_file_pieces (file, number, content) SELECT id, $2, $3 FROM kept`, file, number, content)
			return stillKept(tag, err)
		},
		End: func(ctx context.Context, file int64, pieces int, size int64) error {
			return stillKept(s.pool.Exec(ctx, `UPDATE samloka_files SET pieces = $2, size_bytes = $3, written_at = clock_timestamp() WHERE id = $1`, file, pieces, size))
		},
		Drop: func(ctx context.Context, file int64) error {
			_, err := s.pool.Exec(ctx, `DELETE FROM samloka_files WHERE id = $1`, file)
			return err
		},
	}, write)
	return file, s.explain(ctx, err)
}

// stillKept is err, or that the file that was written to is gone.
func stillKept(tag pgconn.CommandTag, err error) error {
	if err == nil && tag.RowsAffected() == 0 {
		return store.ErrFileGone
	}
	return err
}

// JobFile implements store.Queue.
func (s *Store) JobFile(ctx context.Context, id int64, name string) (io.Reader, error) {
	var file int64
	var pieces int
	err := s.pool.QueryRow(ctx, `SELECT id, pieces FROM samloka_files WHERE job = $1 AND name = $2`, id, name).Scan(&file, &pieces)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, store.NoSuchFile(id, name)
	}
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	return store.ReadPieces(id, name, pieces, func(number int) (content []byte, err error) {
		err = s.pool.QueryRow(ctx, `SELECT content FROM samloka_file_pieces WHERE file = $1 AND number = $2`, file, number).Scan(&content)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil, nil
		}
		return content, s.explain(ctx, err)
	}), nil
}

// giveFiles gives files to a job.
func giveFiles(ctx context.Context, tx pgx.Tx, job int64, files map[string]int64) error {
	for name, file := range files {
		tag, err := tx.Exec(ctx, `UPDATE samloka_files SET job = $2, name = $3 WHERE id = $1 AND job IS NULL AND pieces IS NOT NULL`, file, job, name)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return store.ErrFileGone
		}
	}
	return nil
}

// dropFiles deletes the files of a job and of its parts.
func dropFiles(ctx context.Context, tx pgx.Tx, job int64) error {
	_, err := tx.Exec(ctx, `DELETE FROM samloka_files WHERE job = $1 OR job IN (SELECT id FROM samloka_jobs WHERE parent = $1)`, job)
	return err
}

// CleanJobs implements store.Queue.
func (s *Store) CleanJobs(ctx context.Context, before time.Time) (int, error) {
	var gone int64
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		// Those that another program is just cleaning away are left to it.
		rows, err := tx.Query(ctx, `
			SELECT id FROM samloka_jobs
			WHERE parent IS NULL AND state IN ('done', 'failed', 'cancelled') AND finished_at < $1
			FOR UPDATE SKIP LOCKED`, before)
		if err != nil {
			return err
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil {
			return err
		}
		if len(ids) > 0 {
			if _, err := tx.Exec(ctx, `DELETE FROM samloka_jobs WHERE parent = ANY($1)`, ids); err != nil {
				return err
			}
			tag, err := tx.Exec(ctx, `DELETE FROM samloka_jobs WHERE id = ANY($1)`, ids)
			if err != nil {
				return err
			}
			gone = tag.RowsAffected()
		}
		_, err = tx.Exec(ctx, `DELETE FROM samloka_files WHERE job IS NULL AND written_at < $1`, before)
		return err
	})
	return int(gone), s.explain(ctx, err)
}

// CountJobs implements store.Queue.
func (s *Store) CountJobs(ctx context.Context) ([]store.JobCount, error) {
	rows, err := s.pool.Query(ctx, `SELECT kind, state, count(*) FROM samloka_jobs WHERE parent IS NULL GROUP BY kind, state ORDER BY kind, state`)
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	counts, err := pgx.CollectRows(rows, pgx.RowToStructByPos[store.JobCount])
	return counts, s.explain(ctx, err)
}
