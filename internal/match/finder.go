package match

import (
	"math"
	"slices"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/spatial"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// finder finds the candidates of surpluses in a layout: all needs they may pair with, and in
// a run with the surpluses' own limits alone no others. It belongs to one goroutine; its room
// is used again.
type finder struct {
	e      *Engine
	p      *plan
	l      *layout
	aims   []aim // the first live of them are in use
	live   int
	points [][3]float64
	disc   spatial.Disc
	slot   int32 // of the surplus that asks

	groups []*packedGroup // of the needs that surpluses of the base serves can serve
	serves base
}

// aim is a search of one group for a row of surpluses.
type aim struct {
	g      *packedGroup
	search spatial.Search
	radius unit.Length // within which they can pair at most
	reach  float64     // the squared straight line that goes with it
}

func (e *Engine) newFinder(p *plan, l *layout) *finder {
	f := &finder{e: e, p: p, l: l}
	if !p.resource {
		f.setGroups(e.allNeeds)
	}
	f.disc.Exact = func(need int32) bool {
		s := e.records.at(f.slot)
		return geo.Between(&s.at, &e.records.at(need).at) <= s.Limit
	}
	return f
}

// aim turns the finder to a row of surpluses of one base.
func (f *finder) aim(row []asker) {
	first := &row[0]
	if f.p.resource && first.base != f.serves {
		f.serves = first.base
		f.setGroups(f.e.servedBy(f.e.records.at(first.slot), f.p.temp))
	}
	var env symbiosis.Envelope
	limit := -1.
	f.points = f.points[:0]
	for i := range row {
		f.points = append(f.points, row[i].space)
		limit = max(limit, row[i].beyond)
		if f.p.reckons() {
			env.Include(&f.e.records.at(row[i].slot).Stream)
		}
	}
	f.live = 0
	for _, g := range f.groups {
		radius, reach := halfEarth, limit
		if !f.p.distance {
			reach = math.Inf(1)
		} else if f.p.reckons() {
			radius = f.e.radius(f.p, carriers[first.transport], carriers[g.key.transport], &env, &g.env, 1, 0)
			_, reach = geo.Straight(radius)
		}
		if f.live == len(f.aims) {
			f.aims = append(f.aims, aim{})
		}
		a := &f.aims[f.live]
		if a.g, a.radius, a.reach = g, radius, reach; a.search.Aim(g.packed, f.points, reach) > 0 {
			f.live++
		}
	}
}

func (f *finder) setGroups(bases []base) {
	f.groups = f.groups[:0]
	for _, b := range bases {
		f.groups = append(f.groups, f.l.needs[b]...)
	}
}

// appendNeeds appends the slots of the candidates of one of the row, each once, in the order
// of the groups and of place.
func (f *finder) appendNeeds(found []int32, a *asker) []int32 {
	first, several := len(found), false
	f.slot = a.slot
	f.disc.Centre, f.disc.Within, f.disc.Beyond = a.space, a.within, a.beyond
	own := math.Inf(1)
	if f.p.reckons() {
		own = f.ownReach()
	}
	for i := range f.aims[:f.live] {
		aim := &f.aims[i]
		if !f.p.distance {
			f.disc.Within, f.disc.Beyond = math.Inf(1), math.Inf(1)
		} else if f.p.reckons() {
			reach := min(aim.reach, own)
			f.disc.Within, f.disc.Beyond = reach, reach
		}
		n := len(found)
		found = aim.search.Append(found, &f.disc)
		several = several || n > first && len(found) > n && aim.g.shared
	}
	if several {
		own := found[first:]
		slices.SortFunc(own, func(a, b int32) int { return int(f.l.rank[a]) - int(f.l.rank[b]) })
		found = found[:first+len(slices.Compact(own))]
	}
	return found
}

// ownReach is the squared straight line that the asking surplus's own limit allows its route.
func (f *finder) ownReach() float64 {
	s := f.e.records.at(f.slot)
	if !s.HasLimit {
		return math.Inf(1)
	}
	// A hair more, as in Engine.radius.
	_, beyond := geo.Straight(s.Limit / unit.Length(f.e.reckoner.Detour(s.Resource.Transport)) * (1 + 1e-9))
	return beyond
}
