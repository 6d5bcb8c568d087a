package store

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

// Holder is how a store's job is taken, held and let go of; a Queue is made with it.
type Holder struct {
	// Claim takes the job; ok is false when another worker has it, or it has ended.
	Claim func(ctx context.Context) (job Job, ok bool, err error)
	// Alive tells that the work goes on; ours is false when the job has been cancelled or given to another.
	Alive func(ctx context.Context, done, total int64) (ours bool, err error)
	// Settle writes down how it ended: done, with the job's progress, failed, parted, or waiting when it is given back.
	Settle func(ctx context.Context, job Job, state JobState, out Outcome, problem string) error
}

// errTaken ends the work on a job that is no longer the worker's.
var errTaken = errors.New("the job was cancelled, or given to another worker")

// WorkOne takes a job, has it done, and settles it. While it is done it is said to be alive, four
// times in the while after which a worker is taken for dead.
func WorkOne(ctx context.Context, o WorkOptions, h Holder, do Worker) error {
	job, ok, err := h.Claim(ctx)
	if err != nil || !ok {
		return err
	}
	ending := context.WithoutCancel(ctx)
	defer o.Settled(job.ID)
	if job.Attempt > MostAttempts {
		return h.Settle(ending, job, JobFailed, Outcome{}, fmt.Sprintf("it was begun %d times, and each time its worker died", MostAttempts))
	}
	working, stop := context.WithCancelCause(By(ctx, Author{Name: job.Author}))
	defer stop(nil)
	var done, total atomic.Int64
	beaten := make(chan struct{})
	go func() {
		defer close(beaten)
		ticks := time.NewTicker(max(o.Silent/4, 20*time.Millisecond))
		defer ticks.Stop()
		for {
			select {
			case <-working.Done():
				return
			case <-ticks.C:
				// A store that doesn't answer is no reason to give up: the work may outlast it.
				if ours, err := h.Alive(working, done.Load(), total.Load()); err == nil && !ours {
					stop(errTaken)
					return
				}
			}
		}
	}()
	out, err := attempt(working, job, func(d, t int64) { done.Store(d); total.Store(t) }, do)
	taken := context.Cause(working) == errTaken
	stop(nil)
	<-beaten
	switch {
	case taken:
		return nil
	case err == nil && out.Parted:
		return h.Settle(ending, job, JobParted, out, "")
	case err == nil:
		// With the end and not before it: a sign of life that comes late then finds nothing to write over.
		job.Done, job.Total = total.Load(), total.Load()
		return h.Settle(ending, job, JobDone, out, "")
	case ctx.Err() != nil: // the program stops: another one may go on
		return h.Settle(ending, job, JobWaiting, Outcome{}, "")
	}
	o.Log.Warn("a job failed", "job", job.ID, "kind", job.Kind, "err", err)
	return h.Settle(ending, job, JobFailed, Outcome{Result: out.Result}, err.Error())
}

// attempt turns a panic of the work into its failure.
func attempt(ctx context.Context, job Job, progress func(done, total int64), do Worker) (out Outcome, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("the program met a fault of its own: %v", fault)
		}
	}()
	return do(ctx, job, progress)
}
