package planner

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// WorkOptions say how jobs are worked.
type WorkOptions = store.WorkOptions

// JobCount is how many jobs are of a kind and in a state.
type JobCount = store.JobCount

// How long is waited before work that could not be begun is tried again: twice as long each time.
const (
	firstRetry   = time.Second
	longestRetry = time.Minute
)

// Work works the store's jobs until ctx ends, beside any other program that does. While it can't,
// because the database is away or a right is missing, it says so in the log and to Working, and tries
// again after a second, two, four, up to a minute.
func (p *Planner) Work(ctx context.Context, o WorkOptions) error {
	wait := firstRetry
	settled := o.Settled
	o.Settled = func(id int64) {
		p.tell(ctx, id)
		if settled != nil {
			settled(id)
		}
	}
	var begun atomic.Bool
	o.Fares = func(err error) {
		begun.CompareAndSwap(false, err == nil)
		p.working.Store(&err)
	}
	defer p.working.Store(nil)
	for {
		err := p.store.WorkJobs(ctx, o, p.work)
		if ctx.Err() != nil || err == nil {
			return err
		}
		if begun.Swap(false) {
			wait = firstRetry
		}
		pause := wait
		wait = min(2*wait, longestRetry)
		p.working.Store(&err)
		p.opts.Log.Warn("jobs can't be worked here now", "err", err, "next_try_in", pause.String())
		ticks, stop := p.opts.Ticker(pause)
		select {
		case <-ctx.Done():
		case <-ticks:
		}
		stop()
	}
}

// Working says how jobs fare in this program: here is false when it leaves them to others, err why
// it can't take any now.
func (p *Planner) Working() (here bool, err error) {
	w := p.working.Load()
	if w == nil {
		return false, nil
	}
	return true, *w
}

// work does a job.
func (p *Planner) work(ctx context.Context, job Job, progress func(done, total int64)) (store.Outcome, error) {
	switch job.Kind {
	case ImportJob:
		return p.workImport(ctx, job, progress)
	case MatchJob:
		return p.workMatching(ctx, job)
	case cellJob:
		return p.workCell(ctx, job, progress)
	case ReportJob:
		return p.workReport(ctx, job, progress)
	case ExportJob:
		return p.workExport(ctx, job, progress)
	}
	return store.Outcome{}, symbiosis.Errorf(symbiosis.Unavailable, "this program doesn't know work of the kind %q: update it", job.Kind)
}

// OnJobEnd calls ended for each job, or part of one, whose work ended in this program: done, failed, or
// cancelled under way. Only what is asked for before Work is called is told.
func (p *Planner) OnJobEnd(ended func(Job)) { p.jobEnds = append(p.jobEnds, ended) }

// tell tells those who asked how a job ended; one that was given back, or is parted, hasn't.
func (p *Planner) tell(ctx context.Context, id int64) {
	if len(p.jobEnds) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), revisionTimeout)
	defer cancel()
	job, err := p.store.Job(ctx, id)
	if err != nil || !job.State.Ended() {
		return
	}
	for _, ended := range p.jobEnds {
		ended(job)
	}
}

// CountJobs counts the jobs on file by kind and state; parts are left out.
func (p *Planner) CountJobs(ctx context.Context) ([]JobCount, error) { return p.store.CountJobs(ctx) }

// cleanEvery is how often ended jobs are looked for that are no longer kept.
const cleanEvery = 10 * time.Minute

// CleanJobs deletes jobs that ended longer ago than Options.KeepJobs, with all they have made, at once
// and from time to time, until ctx ends. Any number of programs may do so on one store.
func (p *Planner) CleanJobs(ctx context.Context) {
	if p.opts.KeepJobs <= 0 {
		return
	}
	ticks, stop := p.opts.Ticker(cleanEvery)
	defer stop()
	for {
		n, err := p.store.CleanJobs(ctx, p.opts.Now().Add(-p.opts.KeepJobs))
		switch {
		case ctx.Err() != nil:
			return
		case err != nil: // tried again at the next tick
			p.opts.Log.Warn("ended jobs could not be cleaned away", "err", err)
		case n > 0:
			p.opts.Log.Info("ended jobs were cleaned away", "jobs", n, "kept_for", p.opts.KeepJobs.String())
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
	}
}

// JobGoes is when a job that has ended is deleted with its result; zero: never, or it hasn't ended.
func (p *Planner) JobGoes(j Job) time.Time {
	if p.opts.KeepJobs <= 0 || !j.State.Ended() || j.Finished.IsZero() {
		return time.Time{}
	}
	return j.Finished.Add(p.opts.KeepJobs)
}
