// Package planner is Samloka's use cases: the one concrete type above the stores. Rules that
// hold between records stand here once, whatever store keeps them; reads are answered from
// an immutable snapshot in memory, and writes go through the store and into the next
// snapshot. It knows no HTTP and no SQL.
package planner

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Options are what a planner takes from its surroundings. The zero value suits a server.
type Options struct {
	// PollEvery is how often Run asks the store whether another program has edited it; one
	// second when zero.
	PollEvery time.Duration
	// Ticker gives the ticks of the polling, and a function that ends them; time.NewTicker
	// when nil. Tests tick by hand.
	Ticker func(time.Duration) (<-chan time.Time, func())
	// MostBehind is how long the state shown may be an old one before Check says so; ten
	// seconds when zero.
	MostBehind time.Duration
	// NewID makes the id of a record that has none; 80 random bits when nil.
	NewID func() string
	// KeepJobs is how long ended jobs and what they have made are kept; for ever when zero.
	KeepJobs time.Duration
	// Now is the clock that links and ended jobs expire by; time.Now when nil.
	Now func() time.Time
	// Profiles is the library of establishment profiles; the region has its own only when nil.
	Profiles *symbiosis.ProfileLibrary
	// Log takes what goes wrong in the background; none when nil.
	Log *slog.Logger
	// Once says that the planner is there for one write, after which its snapshot isn't asked: the
	// change is not taken into it, and what only searching needs isn't made.
	Once bool
}

func (o Options) withDefaults() Options {
	if o.PollEvery <= 0 {
		o.PollEvery = time.Second
	}
	if o.Ticker == nil {
		o.Ticker = func(d time.Duration) (<-chan time.Time, func()) {
			t := time.NewTicker(d)
			return t.C, t.Stop
		}
	}
	if o.MostBehind <= 0 {
		o.MostBehind = 10 * time.Second
	}
	if o.NewID == nil {
		o.NewID = func() string { return strings.ToLower(rand.Text()[:16]) }
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Profiles == nil {
		o.Profiles = new(symbiosis.ProfileLibrary)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Planner answers what is asked of one region, and changes it. It is safe for many
// goroutines; writes are carried out one after the other, and readers never wait for them.
type Planner struct {
	store     store.Store
	catalogue *symbiosis.Catalogue
	defaults  symbiosis.Assumptions
	opts      Options

	current atomic.Pointer[Snapshot]
	lag     atomic.Pointer[lag]
	behind  atomic.Pointer[error] // why the store's newest state isn't the snapshot; nil: it is
	// refreshing is held while the store is changed or read anew, so that snapshots follow
	// each other in the order of the store's states.
	refreshing sync.Mutex
	listeners  listeners
	trail      trail
	followed   followed

	working atomic.Pointer[error] // how jobs fare here; nil: they are left to others
	jobEnds []func(Job)
}

// Open reads the store's region. The caller closes the store, after Run has returned.
func Open(ctx context.Context, s store.Store, c *symbiosis.Catalogue, defaults symbiosis.Assumptions, opts Options) (*Planner, error) {
	p := &Planner{store: s, catalogue: c, defaults: defaults, opts: opts.withDefaults()}
	if err := p.Refresh(ctx); err != nil {
		return nil, err
	}
	return p, nil
}

// Snapshot returns the region's present state. Whoever answers one question from several
// reads takes one snapshot for them all.
func (p *Planner) Snapshot() *Snapshot { return p.current.Load() }

// Refreshed returns when the present state was taken in.
func (p *Planner) Refreshed() time.Time { return p.Snapshot().taken }

// Records counts the records of the present state, by kind.
func (p *Planner) Records() map[string]int {
	s := p.Snapshot()
	return map[string]int{
		"site": s.sites.len(), "flow": s.flows.len(), "area": s.areas.len(), "exchange": s.exchanges.len(),
	}
}

// Catalogue returns the catalogue of resources.
func (p *Planner) Catalogue() *symbiosis.Catalogue { return p.catalogue }

// Location names the store for people.
func (p *Planner) Location() string { return p.store.Location() }

// publish makes next the present state and tells those who listen. tables are those in which
// something has changed; nil when that isn't known.
func (p *Planner) publish(next *Snapshot, tables []string) {
	next.taken = time.Now()
	p.tellBroken(p.current.Load(), next)
	p.trail.add(string(next.revision), tables)
	p.current.Store(next)
	p.behind.Store(nil)
	p.listeners.tell(string(next.revision))
}

// Run follows edits made by other programs and reckons all matches in the background when
// changes have settled, until ctx ends. A store that can tell of changes is listened to; every store is
// asked at each tick, so that no change is missed when listening fails. A store that can't be
// read is tried again at the next tick.
func (p *Planner) Run(ctx context.Context) error {
	ticks, stop := p.opts.Ticker(p.opts.PollEvery)
	defer stop()
	changes, unsubscribe := p.Subscribe()
	defer unsubscribe()
	var background sync.WaitGroup
	defer background.Wait()
	ahead := newest{ctx: ctx}
	defer ahead.end()
	ready := func(after time.Duration) {
		snapshot := p.Snapshot()
		ahead.start(after, func(ctx context.Context) { p.reckonAhead(ctx, snapshot) })
	}
	ready(0)
	told := p.listen(ctx, &background)
	failure, deaf := "", "" // what the log has been told already
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-changes:
			ready(settled)
		case <-told.changed:
			deaf = ""
			failure = p.follow(ctx, failure)
		case err := <-told.ended:
			if told.listening = false; ctx.Err() == nil && deaf != fmt.Sprint(err) {
				deaf = fmt.Sprint(err)
				p.opts.Log.Warn("changes are no longer told at once; the store is asked for them instead", "err", err)
			}
		case <-ticks:
			told.start()
			failure = p.follow(ctx, failure)
		}
	}
}

// reckonAhead reckons what the next question is likely to ask of a snapshot: the plan with all matches; the
// layout, in which what-ifs are quicker and which all matches need not have made after an edit; the land, which
// the first ranking would wait for.
func (p *Planner) reckonAhead(ctx context.Context, snapshot *Snapshot) {
	for _, step := range []struct {
		fault  string
		reckon func(context.Context) error
	}{
		{"matches could not be reckoned", func(ctx context.Context) error { _, err := snapshot.together(ctx); return err }},
		{"the region could not be laid out", snapshot.layOut},
		{"the land could not be surveyed", func(ctx context.Context) error { _, err := snapshot.firmGround(ctx); return err }},
	} {
		err := step.reckon(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			p.opts.Log.Error(step.fault, "err", err)
		}
	}
}

// update carries out a write in one transaction and takes its change into the snapshot.
func (p *Planner) update(ctx context.Context, write func(store.Tx, *change) error) error {
	var now *Snapshot
	var done change
	var before store.Revision
	following := false
	defer func() {
		if following {
			p.refreshing.Unlock()
		}
	}()
	revision, err := p.store.Update(ctx, func(tx store.Tx) error {
		// Not before this point: while a write waits for another program's, the planner follows.
		p.refreshing.Lock()
		following = true
		now = p.Snapshot()
		// While the transaction is open no other program can write: it is made to the state that it began at.
		before, done = tx.Began(), change{}
		if before == now.revision {
			done.base = now
		}
		return write(tx, &done)
	})
	if stale, ok := errors.AsType[*StaleError](err); ok && stale.OnFile == nil {
		p.recall(ctx, stale)
	}
	if err != nil {
		return err
	}
	if done.empty() || p.opts.Once {
		return nil
	}
	// What is committed must reach the snapshot, also when the caller has gone.
	if err := p.takeOwn(context.WithoutCancel(ctx), now, before, done, revision); err != nil {
		// The change is kept all the same, and who made it must not be told otherwise. Check says why the snapshot
		// is old, and it is tried again with each tick.
		p.opts.Log.Warn("a change is kept, but can't be shown yet", "err", err)
	}
	return nil
}

// takeOwn takes a change of our own that is committed, as done tells it or as the store does where something else
// has changed too, into the snapshot; refreshing is held.
func (p *Planner) takeOwn(ctx context.Context, now *Snapshot, before store.Revision, done change, revision store.Revision) error {
	if before != now.revision || revision == store.Altered {
		err := p.catchUp(ctx)
		if err == nil && revision == store.Altered {
			for _, correct := range done.answers {
				correct(p.Snapshot())
			}
		}
		return err
	}
	next, err := now.with(done, revision)
	if err != nil {
		p.opts.Log.Warn("the change could not be taken into the index; the region is read anew", "err", err)
		return p.reload(ctx)
	}
	p.publish(next, done.tables())
	return nil
}

// newID returns a fresh id that begins with what kind of record it is of.
func (p *Planner) newID(kind string) string { return kind + "-" + p.opts.NewID() }

func notFound(what string, id string) error {
	return symbiosis.Errorf(symbiosis.NotFound, "there is no %s %q", what, id)
}
