package planner

import (
	"context"
	"maps"
	"slices"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/spatial"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// change is what one transaction did, in terms of the records as they are now on file.
type change struct {
	sites     []symbiosis.Site
	flows     []symbiosis.Flow
	exchanges []symbiosis.Exchange

	goneSites     []symbiosis.SiteID
	goneFlows     []symbiosis.FlowID
	goneExchanges []symbiosis.ExchangeID

	// Records that no other depends on.
	areas       delta[symbiosis.Area]
	constraints delta[symbiosis.Constraint]
	facilities  delta[symbiosis.Facility]
	profiles    delta[symbiosis.Profile]
	comparisons delta[symbiosis.Comparison]
	pitches     delta[symbiosis.Pitch]
	settings    delta[symbiosis.Setting]

	assumptions map[string]float64 // nil: as before
	onlyValues  []string           // the keys of those that were put; nil: all of them
	info        *symbiosis.RegionInfo

	news *store.News // what of others is taken in; nil for a change of our own

	// answers correct what goes back to who wrote, by a snapshot that has the change in it.
	answers []func(*Snapshot)

	// base is the snapshot of the state that the transaction began at; nil when another
	// program has edited the store since the snapshot was made.
	base *Snapshot
}

// delta is what a transaction did to one noun.
type delta[T any] struct {
	put  []T
	gone []string
}

func (d delta[T]) empty() bool { return len(d.put)+len(d.gone) == 0 }

// answer has what was put go back to who wrote it as it is on file, where triggers or columns of others make that
// something else: with another version, above all. What isn't shown stays as it was put.
func answer[T any, ID ~string](c *change, put *T, id ID, shown func(*Snapshot, ID) (T, error)) {
	c.answers = append(c.answers, func(s *Snapshot) {
		if x, err := shown(s, id); err == nil {
			*put = x
		}
	})
}

func (c *change) empty() bool { return len(c.tables()) == 0 }

// tables names the tables in which something has changed, as the history calls them.
func (c *change) tables() []string {
	names := []string{}
	leftOut := map[string]bool{} // tables of rows that are broken, or were and are gone
	if c.news != nil {
		for table, ids := range c.news.Gone {
			leftOut[table] = len(ids) > 0
		}
		for _, b := range c.news.Changed.Broken {
			leftOut[b.Table] = true
		}
	}
	add := func(name string, changed bool) {
		if changed || leftOut[name] {
			names = append(names, name)
		}
	}
	add("areas", !c.areas.empty())
	add("assumptions", c.assumptions != nil)
	add("comparisons", !c.comparisons.empty())
	add("constraints", !c.constraints.empty())
	add("exchanges", len(c.exchanges)+len(c.goneExchanges) > 0)
	add("facilities", !c.facilities.empty())
	add("flows", len(c.flows)+len(c.goneFlows) > 0)
	add("pitches", !c.pitches.empty())
	add("profiles", !c.profiles.empty())
	add("region_info", c.info != nil)
	add("settings", !c.settings.empty())
	add("sites", len(c.sites)+len(c.goneSites) > 0)
	return names
}

// with returns the snapshot after a change.
func (s *Snapshot) with(c change, revision store.Revision) (*Snapshot, error) {
	next := *s
	next.revision = revision
	next.surveys = next.surveysAfter(s, c)
	if c.info != nil {
		next.info = *c.info
	}
	next.broken = s.brokenAfter(c)
	flows := rowsOf(c.flows, func(f symbiosis.Flow) *flowRow { return newFlowRow(f, s.catalogue) })
	next.sites = s.sites.with(rowsOf(c.sites, newSiteRow), texts(c.goneSites))
	next.flows = s.flows.with(flows, texts(c.goneFlows))
	next.bySite = s.bySite.with(flows, s.oldPlaces(c))
	next.areas = s.areas.with(rowsOf(c.areas.put, newAreaRow), c.areas.gone)
	next.exchanges = s.exchanges.with(rowsOf(c.exchanges, func(e symbiosis.Exchange) *symbiosis.Exchange { return &e }), texts(c.goneExchanges))
	next.land = s.land.with(c)
	next.names = next.namesAfter(s, c)
	// Land, profiles, flows: nearly every change bears on them, and they are reckoned when asked for.
	next.opportunities = &opportunities{}
	var err error
	if next.places, err = s.places.With(s.movedPlaces(c)); err != nil {
		return nil, err
	}
	if c.assumptions != nil {
		return next.reckonedAnew(s, c.assumptions)
	}
	if !s.changesPairs(c) {
		return &next, nil // the pairs are as they were
	}
	next.engine = lazily(next.newEngine)
	if s.engine.ready() { // a small change of a large engine
		e, err := s.changedEngine(c)
		if err != nil {
			return nil, err
		}
		next.engine = lazily(func() (*match.Engine, error) { return e, nil })
	}
	next.forgetMatches()
	next.matches = s.matches.after()
	return &next, nil
}

// oldPlaces returns the keys in bySite of the flows that are gone or have changed.
func (s *Snapshot) oldPlaces(c change) []string {
	var keys []string
	for _, id := range c.goneFlows {
		if row := s.flows.get(string(id)); row != nil {
			keys = append(keys, bySiteKey(row))
		}
	}
	for _, f := range c.flows {
		if row := s.flows.get(string(f.ID)); row != nil && row.SiteID != f.SiteID {
			keys = append(keys, bySiteKey(row))
		}
	}
	return keys
}

// movedPlaces returns what the spatial index gains and loses.
func (s *Snapshot) movedPlaces(c change) (added, removed []spatial.Entry[placeGroup, symbiosis.SiteID]) {
	entry := func(site symbiosis.Site) spatial.Entry[placeGroup, symbiosis.SiteID] {
		return spatial.Entry[placeGroup, symbiosis.SiteID]{ID: site.ID, Point: site.Location}
	}
	for _, site := range c.sites {
		added = append(added, entry(site))
		if old := s.sites.get(string(site.ID)); old != nil {
			removed = append(removed, entry(old.Site))
		}
	}
	for _, id := range c.goneSites {
		if old := s.sites.get(string(id)); old != nil {
			removed = append(removed, entry(old.Site))
		}
	}
	return added, removed
}

// reckonedAnew gives next the region's own values of assumptions; before is the snapshot
// they replace those of. Every pair must be reckoned anew.
func (next *Snapshot) reckonedAnew(before *Snapshot, own map[string]float64) (*Snapshot, error) {
	defaults, err := before.defaults.With(own)
	if err != nil {
		return nil, err
	}
	next.own, next.assumptions = maps.Clone(own), defaults
	next.engine = lazily(next.newEngine)
	next.forgetMatches()
	return next, nil
}

// Records returns all that the region holds, each list in the order of its ids, ready to be
// written to a file.
func (s *Snapshot) Records() exchangeformat.Records {
	r := exchangeformat.Records{Sites: slices.Grow([]symbiosis.Site(nil), s.sites.len()), Flows: slices.Grow([]symbiosis.Flow(nil), s.flows.len())}
	for row := range s.sites.all() {
		r.Sites = append(r.Sites, row.Site)
	}
	for row := range s.flows.all() {
		r.Flows = append(r.Flows, row.Flow)
	}
	for row := range s.areas.all() {
		r.Areas = append(r.Areas, row.Area)
	}
	for e := range s.exchanges.all() {
		r.Exchanges = append(r.Exchanges, *e)
	}
	for row := range s.land.constraints.all() {
		r.Constraints = append(r.Constraints, row.Constraint)
	}
	for row := range s.land.facilities.all() {
		r.Facilities = append(r.Facilities, row.Facility)
	}
	return r
}

// SetInfo replaces the description of the region.
func (p *Planner) SetInfo(ctx context.Context, info symbiosis.RegionInfo) error {
	return p.update(ctx, func(tx store.Tx, done *change) error {
		done.info = &info
		return tx.PutInfo(ctx, info)
	})
}

func texts[T ~string](ids []T) []string {
	s := make([]string, len(ids))
	for i, id := range ids {
		s[i] = string(id)
	}
	return s
}
