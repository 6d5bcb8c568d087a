package planner

import (
	"context"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

const (
	// worthACell is how many surpluses make a cell worth its way to another machine and back.
	worthACell = 200
	mostCells  = 256
)

// cell is a part of the region: some surpluses that lie together, and all needs within the margin
// of their largest budget, with what bears on either.
type cell struct {
	Surpluses   []symbiosis.FlowID
	Sites       []symbiosis.Site
	Flows       []symbiosis.Flow
	Exchanges   []symbiosis.Exchange
	Assumptions map[string]float64 // the region's own values
}

// located is a flow and where it is.
type located struct {
	flow *flowRow
	at   orb.Point
}

// cells cuts the region. Each surplus is in one cell; a need may be in several.
func (s *Snapshot) cells(ctx context.Context, o MatchJobOptions) ([]cell, error) {
	e, err := s.engine.get()
	if err != nil {
		return nil, err
	}
	var surpluses, needs []located
	for f := range s.flows.all() {
		site := s.sites.get(string(f.SiteID))
		if site == nil {
			continue // another program left it without its site: it takes no part
		}
		if l := (located{f, site.Location}); f.Direction == symbiosis.Surplus {
			surpluses = append(surpluses, l)
		} else {
			needs = append(needs, l)
		}
	}
	count := o.Cells
	if count == 0 {
		count = (len(surpluses) + worthACell - 1) / worthACell
	}
	var cells []cell
	for _, group := range split(surpluses, min(max(count, 1), mostCells)) {
		c := cell{Assumptions: maps.Clone(s.own)}
		for _, l := range group {
			c.Surpluses = append(c.Surpluses, l.flow.ID)
		}
		margin, err := e.Farthest(ctx, o.match(), c.Surpluses)
		if err != nil {
			return nil, err
		}
		s.fill(&c, group, within(group, needs, margin))
		cells = append(cells, c)
	}
	return cells, nil
}

// split halves the surpluses by place, across their wider extent, until there are count groups, or
// no group can be halved.
func split(all []located, count int) [][]located {
	if count <= 1 || len(all) < 2 {
		return [][]located{all}
	}
	bounds := orb.MultiPoint{all[0].at}.Bound()
	for _, l := range all {
		bounds = bounds.Extend(l.at)
	}
	width := (bounds.Max[0] - bounds.Min[0]) * math.Cos(bounds.Center()[1]*math.Pi/180)
	axis := 0
	if bounds.Max[1]-bounds.Min[1] > width {
		axis = 1
	}
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b located) int {
		switch {
		case a.at[axis] < b.at[axis]:
			return -1
		case a.at[axis] > b.at[axis]:
			return 1
		}
		return 0
	})
	half := len(sorted) * (count / 2) / count
	if half == 0 {
		half = 1
	}
	return append(split(sorted[:half], count/2), split(sorted[half:], count-count/2)...)
}

// within returns the needs that may lie within margin of one of a group: those no farther from the
// group's middle than its outermost and the margin together.
func within(group, needs []located, margin unit.Length) []located {
	if len(group) == 0 {
		return nil
	}
	middle := group[len(group)/2].at
	outermost := unit.Length(0)
	for _, l := range group {
		outermost = max(outermost, geo.Distance(middle, l.at))
	}
	var near []located
	for _, n := range needs {
		if geo.Distance(middle, n.at) <= (outermost+margin)*(1+1e-9)+unit.Metre {
			near = append(near, n)
		}
	}
	return near
}

// fill puts the records into the cell: flows with their sites, the exchanges in operation that
// take from them, and the flows at the other ends of those.
func (s *Snapshot) fill(c *cell, groups ...[]located) {
	flows := map[symbiosis.FlowID]*flowRow{}
	for _, group := range groups {
		for _, l := range group {
			flows[l.flow.ID] = l.flow
		}
	}
	ends := map[symbiosis.FlowID]*flowRow{}
	for x := range s.exchanges.all() {
		if x.State != symbiosis.Operation || flows[x.SurplusID] == nil && flows[x.NeedID] == nil {
			continue
		}
		c.Exchanges = append(c.Exchanges, *x)
		for _, id := range []symbiosis.FlowID{x.SurplusID, x.NeedID} {
			if f := s.flows.get(string(id)); f != nil {
				ends[id] = f
			}
		}
	}
	maps.Copy(flows, ends)
	sites := map[symbiosis.SiteID]bool{}
	for _, id := range slices.Sorted(maps.Keys(flows)) {
		f := flows[id]
		c.Flows = append(c.Flows, f.Flow)
		if site := s.sites.get(string(f.SiteID)); site != nil && !sites[f.SiteID] {
			sites[f.SiteID] = true
			c.Sites = append(c.Sites, site.Site)
		}
	}
}
