package postgis

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/samloka/samloka/internal/store"
)

const selectJobs = `
	SELECT
		j.id,
		j.kind,
		j.args,
		coalesce(j.parent, 0),
		j.author,
		j.state,
		j.attempt,
		CASE WHEN p.parts > 0 AND j.state IN ('waiting', 'parted') THEN p.ended ELSE j.done END,
		CASE WHEN p.parts > 0 AND j.state IN ('waiting', 'parted') THEN p.parts ELSE j.total END,
		j.result,
		coalesce(j.error, ''),
		coalesce(j.asked, ''),
		j.created_at,
		j.started_at,
		j.finished_at
	FROM samloka_jobs AS j
	CROSS JOIN LATERAL (
		SELECT count(*) AS parts, count(*) FILTER (WHERE state IN ('done', 'failed', 'cancelled')) AS ended
		FROM samloka_jobs AS part WHERE part.parent = j.id
	) AS p`

func scanJob(rows pgx.CollectableRow) (store.Job, error) {
	var j store.Job
	var args, result *string
	var started, finished pgtype.Timestamptz
	err := rows.Scan(&j.ID, &j.Kind, &args, &j.Parent, &j.Author, &j.State, &j.Attempt, &j.Done, &j.Total, &result, &j.Error, &j.Asked, &j.Created, &started, &finished)
	if args != nil {
		j.Args = json.RawMessage(*args)
	}
	if result != nil {
		j.Result = json.RawMessage(*result)
	}
	j.Started, j.Finished = started.Time, finished.Time
	return j, err
}

// Job implements store.Queue.
func (s *Store) Job(ctx context.Context, id int64) (store.Job, error) {
	rows, err := s.pool.Query(ctx, selectJobs+` WHERE j.id = $1`, id)
	if err != nil {
		return store.Job{}, s.explain(ctx, err)
	}
	j, err := pgx.CollectExactlyOneRow(rows, scanJob)
	if errors.Is(err, pgx.ErrNoRows) {
		return store.Job{}, store.NoSuchJob(id)
	}
	return j, s.explain(ctx, err)
}

// Jobs implements store.Queue.
func (s *Store) Jobs(ctx context.Context, parent int64, limit int) ([]store.Job, error) {
	query, args := selectJobs+` WHERE j.parent IS NULL ORDER BY j.id DESC LIMIT $1`, []any{limit}
	if parent != 0 {
		query, args = selectJobs+` WHERE j.parent = $2 ORDER BY j.id LIMIT $1`, []any{limit, parent}
	}
	rows, err := s.pool.Query(ctx, query, args...)
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	jobs, err := pgx.CollectRows(rows, scanJob)
	return jobs, s.explain(ctx, err)
}

// AddJobs implements store.Queue.
func (s *Store) AddJobs(ctx context.Context, jobs ...store.NewJob) ([]int64, error) {
	author := store.AuthorOf(ctx).Name
	var ids []int64
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		ids = ids[:0]
		var news []int64
		for _, j := range jobs {
			var id int64
			// Two who ask at once under one key: the later waits here for the earlier.
			err := tx.QueryRow(ctx, `
				INSERT INTO samloka_jobs (kind, args, parent, author, key, asked) VALUES ($1, $2, nullif($3, 0), $4, nullif($5, ''), nullif($6, ''))
				ON CONFLICT (key) DO NOTHING RETURNING id`,
				j.Kind, string(j.Args), j.Parent, author, j.Key, j.Asked).Scan(&id)
			if errors.Is(err, pgx.ErrNoRows) {
				if id, err = known(ctx, tx, j); err != nil {
					return err
				}
				ids = append(ids, id)
				continue
			}
			if err != nil {
				return err
			}
			ids, news = append(ids, id), append(news, id)
			if err := giveFiles(ctx, tx, id, j.Files); err != nil {
				return err
			}
		}
		if len(news) == 0 {
			return nil
		}
		return s.dispatch(ctx, tx, news...)
	})
	return ids, s.explain(ctx, err)
}

// known is the job that has the key of a new one; the files of that are deleted.
func known(ctx context.Context, tx pgx.Tx, j store.NewJob) (id int64, err error) {
	if err := tx.QueryRow(ctx, `SELECT id FROM samloka_jobs WHERE key = $1`, j.Key).Scan(&id); err != nil {
		return 0, err
	}
	files := slices.Collect(maps.Values(j.Files))
	_, err = tx.Exec(ctx, `DELETE FROM samloka_files WHERE id = ANY($1) AND job IS NULL`, files)
	return id, err
}

// CancelJob implements store.Queue. Whoever works it notices when it next says that it is alive.
func (s *Store) CancelJob(ctx context.Context, id int64) error {
	ended := false
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			UPDATE samloka_jobs SET state = 'cancelled', finished_at = clock_timestamp()
			WHERE id = $1 AND state IN ('waiting', 'running', 'parted')`, id)
		if err != nil {
			return err
		}
		if ended = tag.RowsAffected() == 0; ended {
			return nil
		}
		if _, err := tx.Exec(ctx, `
			UPDATE samloka_jobs SET state = 'cancelled', finished_at = clock_timestamp()
			WHERE parent = $1 AND state IN ('waiting', 'running', 'parted')`, id); err != nil {
			return err
		}
		return dropFiles(ctx, tx, id)
	})
	if err != nil || !ended {
		return s.explain(ctx, err)
	}
	j, err := s.Job(ctx, id)
	if err != nil {
		return err
	}
	return store.HasEnded(j)
}

// claim takes a job that waits, or whose worker has been silent; ok is false when another one has it.
func (s *Store) claim(ctx context.Context, id int64, worker string, silent time.Duration) (job store.Job, ok bool, err error) {
	var attempt int
	err = s.pool.QueryRow(ctx, `
		UPDATE samloka_jobs SET
			state = 'running',
			attempt = attempt + 1,
			worker = $2,
			seen_at = clock_timestamp(),
			started_at = coalesce(started_at, clock_timestamp())
		WHERE id = $1 AND (state = 'waiting' OR state = 'running' AND seen_at < clock_timestamp() - $3::float8 * interval '1 second')
		RETURNING attempt`, id, worker, silent.Seconds()).Scan(&attempt)
	if errors.Is(err, pgx.ErrNoRows) {
		return job, false, nil
	}
	if err != nil {
		return job, false, err
	}
	job, err = s.Job(ctx, id)
	return job, err == nil, err
}

// alive says that the worker is at it, and how far it has come; ours is false when the job is no
// longer its own: cancelled, or given to another.
func (s *Store) alive(ctx context.Context, id int64, worker string, done, total int64) (ours bool, err error) {
	tag, err := s.pool.Exec(ctx, `
		UPDATE samloka_jobs SET seen_at = clock_timestamp(), done = $3, total = $4
		WHERE id = $1 AND worker = $2 AND state = 'running'`, id, worker, done, total)
	return tag.RowsAffected() == 1, err
}

// settle writes down how a job ended for its worker, and gives on what that sets free. A job that
// is no longer the worker's own is left alone.
func (s *Store) settle(ctx context.Context, job store.Job, worker string, state store.JobState, out store.Outcome, problem string) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		// The parent first, and always: of two parts that end at once the later sees the earlier.
		family := job.ID
		if job.Parent != 0 {
			family = job.Parent
		}
		if _, err := tx.Exec(ctx, `SELECT FROM samloka_jobs WHERE id = $1 FOR UPDATE`, family); err != nil {
			return err
		}
		var result *string
		if out.Result != nil {
			text := string(out.Result)
			result = &text
		}
		tag, err := tx.Exec(ctx, `
			UPDATE samloka_jobs SET
				state = $3,
				result = coalesce($4::json, result),
				error = nullif($5, ''),
				worker = NULL,
				done = CASE WHEN $3 = 'done' THEN $6 ELSE done END,
				total = CASE WHEN $3 = 'done' THEN $7 ELSE total END,
				finished_at = CASE WHEN $3 IN ('done', 'failed') THEN clock_timestamp() END
			WHERE id = $1 AND worker = $2 AND state = 'running'`, job.ID, worker, state, result, problem, job.Done, job.Total)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		if state.Ended() {
			if err := dropFiles(ctx, tx, job.ID); err != nil {
				return err
			}
			if err := giveFiles(ctx, tx, job.ID, out.Files); err != nil {
				return err
			}
		}
		if state == store.JobWaiting {
			return s.dispatch(ctx, tx, job.ID)
		}
		return s.rejoin(ctx, tx, family)
	})
}

// rejoin lets a parted job be begun again when all its parts have ended.
func (s *Store) rejoin(ctx context.Context, tx pgx.Tx, id int64) error {
	tag, err := tx.Exec(ctx, `
		UPDATE samloka_jobs SET state = 'waiting', attempt = 0
		WHERE id = $1 AND state = 'parted'
			AND NOT EXISTS (SELECT FROM samloka_jobs AS part WHERE part.parent = $1 AND part.state NOT IN ('done', 'failed', 'cancelled'))`, id)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	return s.dispatch(ctx, tx, id)
}

// forgotten returns the jobs whose worker has been silent, and those that wait though nobody has
// taken them up for long.
func (s *Store) forgotten(ctx context.Context, silent time.Duration) ([]int64, error) {
	rows, err := s.pool.Query(ctx, `
		SELECT id FROM samloka_jobs
		WHERE state = 'running' AND seen_at < clock_timestamp() - $1::float8 * interval '1 second'
			OR state = 'waiting' AND coalesce(seen_at, created_at) < clock_timestamp() - 4 * $1::float8 * interval '1 second'`, silent.Seconds())
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}
