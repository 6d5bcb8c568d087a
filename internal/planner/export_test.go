package planner

import (
	"context"

	"github.com/samloka/samloka/internal/symbiosis"
)

// SnapshotOf is a snapshot of a region that no store keeps: for properties that are tried on
// hundreds of regions.
func SnapshotOf(c *symbiosis.Catalogue, a symbiosis.Assumptions, region symbiosis.Region) (*Snapshot, error) {
	p := &Planner{catalogue: c, defaults: a, opts: Options{}.withDefaults()}
	return p.snapshotOf(&region, "revision")
}

// SetMostPairs sets another bound on the pairs that are held in memory, and returns what sets
// the old one again.
func SetMostPairs(n int) (restore func()) {
	old := mostPairs
	mostPairs = n
	return func() { mostPairs = old }
}

// Everything is all that the snapshot holds, as a store would give it.
func (s *Snapshot) Everything() symbiosis.Region {
	all := s.Records()
	return symbiosis.Region{
		Info: s.info, Assumptions: s.own, Sites: all.Sites, Flows: all.Flows, Areas: all.Areas, Exchanges: all.Exchanges,
		Constraints: all.Constraints, Facilities: all.Facilities,
		Profiles: values(s.land.profiles), Comparisons: values(s.land.comparisons), Pitches: values(s.land.pitches), Settings: values(s.land.settings),
	}
}

func values[T any](t table[T]) []T {
	var all []T
	for row := range t.all() {
		all = append(all, *row)
	}
	return all
}

// Keep judges a comparison and keeps it, without a store.
func (s *Snapshot) Keep(ctx context.Context, c Compare) (Compared, error) {
	e, err := s.Evaluate(ctx, Evaluate{Areas: c.Areas, Settings: c.Settings, Sensitivity: true})
	if err != nil {
		return Compared{}, err
	}
	kept, visibility, err := s.keepFor(ctx, c, e)
	return Compared{
		Comparison: symbiosis.Comparison{Name: c.Name, AreaIDs: c.Areas, Visibility: visibility}, Settings: c.Settings,
		Evaluated: kept.Result, rests: kept.Rests, readers: kept.Readers,
	}, err
}

// BeforeRests is a comparison as it was saved before it kept what it rests on, with the visibility of
// what it told of.
func BeforeRests(c Compared, told symbiosis.Visibility) Compared {
	c.rests, c.readers, c.Visibility = nil, nil, told
	return c
}
