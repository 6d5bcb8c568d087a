package planner

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// How long the store may take to tell its revision, and what has changed: a connection that died
// without a word would be waited for.
const (
	revisionTimeout = 10 * time.Second
	newsTimeout     = 30 * time.Second
)

// fewNews is how many changes are always taken in one by one, whatever the size of the region.
// Beyond that, and a quarter of the records, reading all anew is as quick.
const fewNews = 1000

func mostNews(s *Snapshot) int { return max(fewNews, (s.sites.len()+s.flows.len())/4) }

// followed counts how a planner has kept up with its store.
type followed struct{ catchUps, reloads atomic.Int64 }

// Followed returns how often changes of others were taken into the snapshot, and how often the
// whole region was read instead, the first time among them.
func (p *Planner) Followed() (catchUps, reloads int64) {
	return p.followed.catchUps.Load(), p.followed.reloads.Load()
}

// Behind returns how far the snapshot is behind the store: how many transactions it lacks, and how
// long ago the first of them was written. Both are zero when it is the store's newest state.
func (p *Planner) Behind(ctx context.Context) (revisions int64, since time.Duration, err error) {
	now := p.Snapshot()
	revision, err := p.store.Revision(ctx)
	if err != nil || revision == now.revision {
		return 0, 0, err
	}
	b, err := p.store.Behind(ctx, now.revision)
	return max(1, b.Revisions), b.For, err // one at least, also where the history doesn't tell
}

// Check returns an error when the store can't be read now, or when what another program has
// written to it can't: then the snapshot is older than the store.
func (p *Planner) Check(ctx context.Context) error {
	revision, err := p.store.Revision(ctx)
	if err != nil {
		return err
	}
	if behind := p.behind.Load(); behind != nil {
		return symbiosis.Errorf(symbiosis.Unavailable, "what is shown is older than the store, which can't be read again: %w", *behind)
	}
	now := p.Snapshot()
	if revision == now.revision {
		p.lag.Store(nil)
		return nil
	}
	// A moment behind is what a change takes. The same old state for long is not.
	old := p.lag.Load()
	if old == nil || old.shown != now {
		p.lag.Store(&lag{now, time.Now()})
		return nil
	}
	if since := time.Since(old.since); since > p.opts.MostBehind {
		return symbiosis.Errorf(symbiosis.Unavailable, "what is shown has been older than the store for %s: it is being read again", since.Round(time.Second))
	}
	return nil
}

// lag is a state that was seen to be older than the store's, and since when.
type lag struct {
	shown *Snapshot
	since time.Time
}

// Refresh takes in what has changed when the store has another revision than the snapshot.
func (p *Planner) Refresh(ctx context.Context) error {
	p.refreshing.Lock()
	defer p.refreshing.Unlock()
	now := p.Snapshot()
	if now == nil || p.opts.Once {
		return p.reload(ctx)
	}
	asking, cancel := context.WithTimeout(ctx, revisionTimeout)
	revision, err := p.store.Revision(asking)
	cancel()
	if err != nil {
		return err
	}
	if revision == now.revision {
		p.behind.Store(nil) // what could not be read has gone again
		return nil
	}
	return p.catchUp(ctx)
}

// catchUp takes the store's news into the snapshot, and reads the whole region anew where they can't
// be told or taken in; refreshing is held. Readers have the old snapshot until the next one stands.
func (p *Planner) catchUp(ctx context.Context) error {
	now := p.Snapshot()
	asking, cancel := context.WithTimeout(ctx, newsTimeout)
	defer cancel()
	news, err := p.store.Since(asking, now.revision, mostNews(now))
	if err != nil {
		if ctx.Err() == nil {
			p.behind.Store(&err)
		}
		return err
	}
	gap := news.Gap
	if gap == "" {
		c := p.changeOf(news, now)
		next, err := now.with(c, news.Revision)
		switch {
		case err != nil:
			gap = err.Error()
		case !next.has(news.Rows):
			gap = "records that the history doesn't tell of"
		default:
			p.publish(next, c.tables())
			p.followed.catchUps.Add(1)
			return nil
		}
	}
	p.opts.Log.Info("the region is read anew: its changes could not be taken in one by one", "why", gap)
	return p.reload(ctx)
}

// changeOf returns the news as a change of the snapshot.
func (p *Planner) changeOf(news store.News, now *Snapshot) change {
	r, gone := news.Changed, news.Gone
	c := change{
		sites: r.Sites, flows: r.Flows, exchanges: r.Exchanges,
		goneSites:     idsOf[symbiosis.SiteID](known(now.sites, gone["sites"])),
		goneFlows:     idsOf[symbiosis.FlowID](known(now.flows, gone["flows"])),
		goneExchanges: idsOf[symbiosis.ExchangeID](known(now.exchanges, gone["exchanges"])),
		areas:         delta[symbiosis.Area]{r.Areas, known(now.areas, gone["areas"])},
		constraints:   delta[symbiosis.Constraint]{r.Constraints, known(now.land.constraints, gone["constraints"])},
		facilities:    delta[symbiosis.Facility]{r.Facilities, known(now.land.facilities, gone["facilities"])},
		profiles:      delta[symbiosis.Profile]{r.Profiles, known(now.land.profiles, gone["profiles"])},
		comparisons:   delta[symbiosis.Comparison]{r.Comparisons, known(now.land.comparisons, gone["comparisons"])},
		pitches:       delta[symbiosis.Pitch]{r.Pitches, known(now.land.pitches, gone["pitches"])},
		settings:      delta[symbiosis.Setting]{r.Settings, known(now.land.settings, gone["settings"])},
		news:          &news,
	}
	if r.Assumptions != nil {
		var notAllowed []symbiosis.BrokenRow
		c.assumptions, notAllowed = p.ownValues(r.Assumptions)
		news.Changed.Broken = slices.Concat(news.Changed.Broken, notAllowed)
		symbiosis.SortBroken(news.Changed.Broken)
	}
	if news.Described {
		c.info = &r.Info
	}
	return c
}

// known returns those of ids that the table has.
func known[T any](t table[T], ids []string) []string {
	var found []string
	for _, id := range ids {
		if t.get(id) != nil {
			found = append(found, id)
		}
	}
	return found
}

func idsOf[ID ~string](texts []string) []ID {
	ids := make([]ID, len(texts))
	for i, s := range texts {
		ids[i] = ID(s)
	}
	return ids
}

// has says whether the snapshot has as many records as the store counts rows, with those that are left out.
func (s *Snapshot) has(rows map[string]int) bool {
	counts := map[string]int{
		"sites": s.sites.len(), "flows": s.flows.len(), "areas": s.areas.len(), "exchanges": s.exchanges.len(),
		"constraints": s.land.constraints.len(), "facilities": s.land.facilities.len(), "profiles": s.land.profiles.len(),
		"comparisons": s.land.comparisons.len(), "pitches": s.land.pitches.len(), "settings": s.land.settings.len(),
	}
	for _, b := range s.broken {
		if _, ok := counts[b.Table]; ok { // values are not counted
			counts[b.Table]++
		}
	}
	for table, n := range rows {
		if count, ok := counts[table]; ok && count != n {
			return false
		}
	}
	return true
}

// reload reads the whole region; refreshing is held.
func (p *Planner) reload(ctx context.Context) error {
	region, revision, err := p.store.Load(ctx)
	var next *Snapshot
	if err == nil {
		next, err = p.snapshotOf(region, revision)
	}
	if err != nil {
		if ctx.Err() == nil {
			p.behind.Store(&err)
		}
		return err
	}
	p.publish(next, nil)
	p.followed.reloads.Add(1)
	return nil
}

// follow takes in what has changed; what fails is tried again at the next tick, and logged once:
// a store that is gone for a night would fill the log. told is the failure that was logged last.
func (p *Planner) follow(ctx context.Context, told string) string {
	err := p.Refresh(ctx)
	switch {
	case ctx.Err() != nil:
	case err == nil && told != "":
		p.opts.Log.Info("the store's changes are taken in again")
		return ""
	case err != nil && err.Error() != told:
		p.opts.Log.Warn("the store's changes could not be taken in; it is tried again all the time", "err", err)
		return err.Error()
	}
	return told
}
