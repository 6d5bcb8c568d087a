package geopackage

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"github.com/samloka/samloka/internal/store"
)

// pollJobs is how often a worker looks for jobs that another program has added.
const pollJobs = time.Second

const selectJobs = `
	WITH shown AS (
		SELECT j.*,
			(SELECT count(*) FROM samloka_jobs AS part WHERE part.parent = j.id) AS parts,
			(SELECT count(*) FROM samloka_jobs AS part WHERE part.parent = j.id AND part.state IN ('done', 'failed', 'cancelled')) AS ended
		FROM samloka_jobs AS j
	)
	SELECT
		id,
		kind,
		args,
		coalesce(parent, 0),
		author,
		state,
		attempt,
		CASE WHEN parts > 0 AND state IN ('waiting', 'parted') THEN ended ELSE done END,
		CASE WHEN parts > 0 AND state IN ('waiting', 'parted') THEN parts ELSE total END,
		result,
		coalesce(error, ''),
		coalesce(asked, ''),
		created_at,
		coalesce(started_at, 0),
		coalesce(finished_at, 0)
	FROM shown`

func scanJob(row interface{ Scan(...any) error }) (store.Job, error) {
	var j store.Job
	var args string
	var result *string
	var created, started, finished int64
	err := row.Scan(&j.ID, &j.Kind, &args, &j.Parent, &j.Author, &j.State, &j.Attempt, &j.Done, &j.Total, &result, &j.Error, &j.Asked, &created, &started, &finished)
	j.Args = json.RawMessage(args)
	if result != nil {
		j.Result = json.RawMessage(*result)
	}
	j.Created, j.Started, j.Finished = at(created), at(started), at(finished)
	return j, err
}

// at is the time of so many milliseconds since 1970, the zero time for 0.
func at(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

// Job implements store.Queue.
func (s *Store) Job(ctx context.Context, id int64) (store.Job, error) {
	j, err := scanJob(s.readers.QueryRowContext(ctx, selectJobs+` WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return store.Job{}, store.NoSuchJob(id)
	}
	return j, explain(ctx, s.path, err)
}

// Jobs implements store.Queue.
func (s *Store) Jobs(ctx context.Context, parent int64, limit int) ([]store.Job, error) {
	query, args := selectJobs+` WHERE parent IS NULL ORDER BY id DESC LIMIT ?`, []any{limit}
	if parent != 0 {
		query, args = selectJobs+` WHERE parent = ? ORDER BY id LIMIT ?`, []any{parent, limit}
	}
	rows, err := s.readers.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, explain(ctx, s.path, err)
	}
	defer rows.Close()
	var jobs []store.Job
	for rows.Next() {
		j, err := scanJob(rows)
		if err != nil {
			return nil, explain(ctx, s.path, err)
		}
		jobs = append(jobs, j)
	}
	return jobs, explain(ctx, s.path, rows.Err())
}

// execute carries out a statement of the transaction.
type execute func(query string, args ...any) (sql.Result, error)

// write carries out statements of the queue in one transaction. They are no change of the region.
func (s *Store) write(ctx context.Context, do func(execute) error) error {
	if err := s.writer.acquire(ctx); err != nil {
		return err
	}
	defer s.writer.release()
	if err := s.inPlace(); err != nil {
		return err
	}
	if err := s.writer.begin(ctx); err != nil {
		return explain(ctx, s.path, err)
	}
	// Without the caller's context, as in an update: SQLite would roll an interrupted one back by halves.
	running := context.WithoutCancel(ctx)
	committed := false
	defer func() {
		if !committed {
			s.writer.rollback()
		}
	}()
	err := do(func(query string, args ...any) (sql.Result, error) {
		return s.writer.conn.ExecContext(running, query, args...)
	})
	if err != nil {
		return explain(running, s.path, err)
	}
	if _, err := s.writer.conn.ExecContext(running, `COMMIT`); err != nil {
		return explain(running, s.path, err)
	}
	committed = true
	return nil
}

// AddJobs implements store.Queue.
func (s *Store) AddJobs(ctx context.Context, jobs ...store.NewJob) ([]int64, error) {
	author := store.AuthorOf(ctx).Name
	var ids []int64
	err := s.write(ctx, func(exec execute) error {
		for _, j := range jobs {
			var parent any
			if j.Parent != 0 {
				parent = j.Parent
			}
			id, known, err := s.jobOf(j.Key)
			if err != nil {
				return err
			}
			if known {
				ids = append(ids, id)
				for _, file := range j.Files {
					if err := dropThose(exec, `id = ? AND job IS NULL`, file); err != nil {
						return err
					}
				}
				continue
			}
			r, err := exec(`INSERT INTO samloka_jobs (kind, args, parent, author, created_at, key, asked) VALUES (?, ?, ?, ?, ?, nullif(?, ''), nullif(?, ''))`,
				j.Kind, string(j.Args), parent, author, time.Now().UnixMilli(), j.Key, j.Asked)
			if err != nil {
				return err
			}
			if id, err = r.LastInsertId(); err != nil {
				return err
			}
			ids = append(ids, id)
			if err := giveFiles(exec, id, j.Files); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.jobs.wake()
	return ids, nil
}

// jobOf is the job that has a key, as the writer's transaction finds it.
func (s *Store) jobOf(key string) (id int64, known bool, err error) {
	if key == "" {
		return 0, false, nil
	}
	err = s.writer.conn.QueryRowContext(context.Background(), `SELECT id FROM samloka_jobs WHERE key = ?`, key).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return id, err == nil, err
}

// CancelJob implements store.Queue. Whoever works it notices when it next says that it is alive.
func (s *Store) CancelJob(ctx context.Context, id int64) error {
	ended := false
	err := s.write(ctx, func(exec execute) error {
		const open = ` AND state IN ('waiting', 'running', 'parted')`
		now := time.Now().UnixMilli()
		n, err := affected(exec(`UPDATE samloka_jobs SET state = 'cancelled', finished_at = ? WHERE id = ?`+open, now, id))
		if ended = n == 0; ended || err != nil {
			return err
		}
		if _, err := exec(`UPDATE samloka_jobs SET state = 'cancelled', finished_at = ? WHERE parent = ?`+open, now, id); err != nil {
			return err
		}
		return dropFiles(exec, id)
	})
	if err != nil || !ended {
		return err
	}
	j, err := s.Job(ctx, id)
	if err != nil {
		return err
	}
	return store.HasEnded(j)
}

// affected is how many rows a statement has written.
func affected(r sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// bell wakes the workers of this process.
type bell struct {
	mu   sync.Mutex
	rung chan struct{}
}

// next returns a channel that is closed when something is added after the call.
func (b *bell) next() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung == nil {
		b.rung = make(chan struct{})
	}
	return b.rung
}

func (b *bell) wake() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung != nil {
		close(b.rung)
		b.rung = nil
	}
}

// WorkJobs implements store.Queue: each worker takes what waits, and looks again when something is
// added, or after a while, since another program may have added it.
func (s *Store) WorkJobs(ctx context.Context, o store.WorkOptions, do store.Worker) error {
	o = o.WithDefaults()
	var working sync.WaitGroup
	for range o.Workers {
		working.Go(func() {
			for ctx.Err() == nil {
				added := s.jobs.next()
				name := rand.Text()[:16]
				found := false
				err := store.WorkOne(ctx, o, store.Holder{
					Claim: func(ctx context.Context) (job store.Job, ok bool, err error) {
						job, ok, err = s.claim(ctx, name, o.Silent)
						found = ok
						return job, ok, err
					},
					Alive: func(ctx context.Context, done, total int64) (bool, error) { return s.alive(ctx, name, done, total) },
					Settle: func(ctx context.Context, job store.Job, state store.JobState, out store.Outcome, problem string) error {
						return s.settle(ctx, job, name, state, out, problem)
					},
				}, do)
				if ctx.Err() == nil {
					if o.Fares(err); err != nil {
						o.Log.Warn("a job could not be worked", "err", err)
					}
				}
				if found && err == nil {
					continue
				}
				timer := time.NewTimer(min(pollJobs, o.Silent))
				select {
				case <-ctx.Done():
				case <-added:
				case <-timer.C:
				}
				timer.Stop()
			}
		})
	}
	working.Wait()
	return nil
}

// claim takes the oldest job that waits, or whose worker has been silent.
func (s *Store) claim(ctx context.Context, worker string, silent time.Duration) (job store.Job, ok bool, err error) {
	const open = `(state = 'waiting' OR state = 'running' AND seen_at < ?)`
	stale := time.Now().Add(-silent).UnixMilli()
	// Look first: a claim that finds nothing would write to the file all the same.
	var id int64
	err = s.readers.QueryRowContext(ctx, `SELECT id FROM samloka_jobs WHERE `+open+` ORDER BY id LIMIT 1`, stale).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return job, false, nil
	}
	if err != nil {
		return job, false, explain(ctx, s.path, err)
	}
	err = s.write(ctx, func(exec execute) error {
		now := time.Now().UnixMilli()
		n, err := affected(exec(`UPDATE samloka_jobs SET state = 'running', attempt = attempt + 1, worker = ?, seen_at = ?, started_at = coalesce(started_at, ?) WHERE id = ? AND `+open, worker, now, now, id, stale))
		ok = n == 1
		return err
	})
	if err != nil || !ok {
		return job, false, err
	}
	job, err = s.Job(ctx, id)
	return job, err == nil, err
}

func (s *Store) alive(ctx context.Context, worker string, done, total int64) (ours bool, err error) {
	err = s.write(ctx, func(exec execute) error {
		n, err := affected(exec(`UPDATE samloka_jobs SET seen_at = ?, done = ?, total = ? WHERE worker = ? AND state = 'running'`, time.Now().UnixMilli(), done, total, worker))
		ours = n == 1
		return err
	})
	return ours, err
}

// settle writes down how a job ended for its worker. A parted job is to be begun again when all its
// parts have ended.
func (s *Store) settle(ctx context.Context, job store.Job, worker string, state store.JobState, out store.Outcome, problem string) error {
	var result, finished any
	if out.Result != nil {
		result = string(out.Result)
	}
	if state.Ended() {
		finished = time.Now().UnixMilli()
	}
	err := s.write(ctx, func(exec execute) error {
		n, err := affected(exec(`UPDATE samloka_jobs SET state = ?, result = coalesce(?, result), error = nullif(?, ''), worker = NULL, finished_at = ?,
			done = CASE WHEN ? THEN ? ELSE done END, total = CASE WHEN ? THEN ? ELSE total END WHERE id = ? AND worker = ? AND state = 'running'`,
			string(state), result, problem, finished, state == store.JobDone, job.Done, state == store.JobDone, job.Total, job.ID, worker))
		if err != nil {
			return err
		}
		if n > 0 && state.Ended() {
			if err := dropFiles(exec, job.ID); err != nil {
				return err
			}
			if err := giveFiles(exec, job.ID, out.Files); err != nil {
				return err
			}
		}
		_, err = exec(`UPDATE samloka_jobs SET state = 'waiting', attempt = 0 WHERE state = 'parted' AND id IN (?, ?)
			AND NOT EXISTS (SELECT 1 FROM samloka_jobs AS part WHERE part.parent = samloka_jobs.id AND part.state NOT IN ('done', 'failed', 'cancelled'))`, job.ID, job.Parent)
		return err
	})
	s.jobs.wake()
	return err
}
