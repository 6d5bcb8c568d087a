package postgis

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"time"

	"crypto/rand"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/samloka/samloka/internal/store"
)

// turn is what River carries to a worker: that a job of samloka_jobs may be taken up. It is a hint;
// claim decides who has the job.
type turn struct {
	Job int64 `json:"job"`
}

// Kind implements river.JobArgs.
func (turn) Kind() string { return "samloka" }

// migrateRiver makes River's own tables, or brings them up to date.
func migrateRiver(ctx context.Context, t *target) error {
	config := t.config.Copy()
	config.MaxConns, config.MinConns = 2, 0
	config.ConnConfig.RuntimeParams["lock_timeout"] = strconv.FormatInt(migrationPatience.Milliseconds(), 10)
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	defer pool.Close()
	m, err := riverMigrator(pool, t.schema)
	if err != nil {
		return err
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

func riverMigrator(pool *pgxpool.Pool, schema string) (*rivermigrate.Migrator[pgx.Tx], error) {
	return rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler), Schema: schema})
}

// dispatch gives jobs to River within tx.
func (s *Store) dispatch(ctx context.Context, tx pgx.Tx, ids ...int64) error {
	client, err := river.NewClient(riverpgxv5.New(s.pool), &river.Config{Logger: slog.New(slog.DiscardHandler), Schema: s.schema})
	if err != nil {
		return err
	}
	many := make([]river.InsertManyParams, len(ids))
	for i, id := range ids {
		many[i] = river.InsertManyParams{Args: turn{id}}
	}
	_, err = client.InsertManyTx(ctx, tx, many)
	return err
}

// WorkJobs implements store.Queue.
func (s *Store) WorkJobs(ctx context.Context, o store.WorkOptions, do store.Worker) error {
	o = o.WithDefaults()
	w := &worker{store: s, options: o, do: do, name: rand.Text()[:16]}
	workers := river.NewWorkers()
	river.AddWorker(workers, w)
	client, err := river.NewClient(riverpgxv5.New(s.pool), &river.Config{
		Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: o.Workers}},
		// A job takes as long as it takes; whether its worker lives is seen in samloka_jobs.
		JobTimeout: -1, RescueStuckJobsAfter: 24 * time.Hour, Workers: workers, Schema: s.schema,
		Logger: slog.New(onlyErrors{o.Log.Handler()}),
	})
	if err != nil {
		return err
	}
	if err := client.Start(ctx); err != nil {
		return s.explain(ctx, err)
	}
	o.Fares(nil)
	ticks := time.NewTicker(max(o.Silent/3, 100*time.Millisecond))
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTimeout)
			defer cancel()
			if err := client.StopAndCancel(ending); err != nil && !errors.Is(err, context.Canceled) {
				return err
			}
			return nil
		case <-ticks.C:
			err := s.explain(ctx, s.remind(ctx, o.Silent))
			if ctx.Err() != nil {
				continue
			}
			if o.Fares(err); err != nil {
				o.Log.Warn("forgotten jobs could not be looked for", "err", err)
			}
		}
	}
}

// remind gives forgotten jobs to River once more. Two who do so at once do no harm.
func (s *Store) remind(ctx context.Context, silent time.Duration) error {
	ids, err := s.forgotten(ctx, silent)
	if err != nil || len(ids) == 0 {
		return err
	}
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return s.dispatch(ctx, tx, ids...) })
}

// worker works the jobs that River tells of.
type worker struct {
	river.WorkerDefaults[turn]
	store   *Store
	options store.WorkOptions
	do      store.Worker
	name    string
}

// Work implements river.Worker.
func (w *worker) Work(ctx context.Context, r *river.Job[turn]) error {
	return store.WorkOne(ctx, w.options, store.Holder{
		Claim: func(ctx context.Context) (store.Job, bool, error) {
			return w.store.claim(ctx, r.Args.Job, w.name, w.options.Silent)
		},
		Alive: func(ctx context.Context, done, total int64) (bool, error) {
			return w.store.alive(ctx, r.Args.Job, w.name, done, total)
		},
		Settle: func(ctx context.Context, job store.Job, state store.JobState, out store.Outcome, problem string) error {
			return w.store.settle(ctx, job, w.name, state, out, problem)
		},
	}, w.do)
}

// onlyErrors leaves out what River says of its everyday life.
type onlyErrors struct{ slog.Handler }

func (h onlyErrors) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelError && h.Handler.Enabled(ctx, l)
}

func (h onlyErrors) WithAttrs(a []slog.Attr) slog.Handler { return onlyErrors{h.Handler.WithAttrs(a)} }
func (h onlyErrors) WithGroup(n string) slog.Handler      { return onlyErrors{h.Handler.WithGroup(n)} }
