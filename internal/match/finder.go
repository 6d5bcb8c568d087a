package match

import (
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
	e     *Engine
	p     *plan
	l     *layout
	aims  []aim // the first live of them are in use
	live  int
	units [][3]float64
	found []int32
	disc  spatial.Disc
	s     *record    // who asks
	g     *needGroup // what is asked
}

// aim is a search of one group for a row of surpluses.
type aim struct {
	g      *needGroup
	search spatial.Search
	radius unit.Length // within which they can pair at most
}

func (e *Engine) newFinder(p *plan, l *layout) *finder {
	f := &finder{e: e, p: p, l: l}
	f.disc.Exact = func(i int32) bool {
		return geo.Between(&f.s.place.at, &f.e.records.at(f.g.slots[i]).place.at) <= f.s.Limit
	}
	return f
}

// aim turns the finder to a row of surpluses of one base.
func (f *finder) aim(row []asker) {
	first := f.e.records.at(row[0].slot)
	var env symbiosis.Envelope
	limit := -1.
	f.units = f.units[:0]
	for i := range row {
		f.units = append(f.units, row[i].unit)
		limit = max(limit, row[i].beyond)
		if f.p.reckons() {
			env.Include(&f.e.records.at(row[i].slot).Stream)
		}
	}
	bases := f.e.allNeeds
	if f.p.resource {
		bases = f.e.servedBy(first, f.p.temp)
	}
	f.live = 0
	for _, b := range bases {
		for _, g := range f.l.needs[b] {
			radius, reach := halfEarth, limit
			if !f.p.distance {
				reach = everywhere
			} else if f.p.reckons() {
				radius = f.e.radius(f.p, first.Resource.Transport, carriers[g.key.transport], &env, &g.env, 1, 0)
				reach = geo.ChordBeyond(radius)
			}
			if f.live == len(f.aims) {
				f.aims = append(f.aims, aim{})
			}
			a := &f.aims[f.live]
			if a.g, a.radius = g, radius; a.search.Aim(g.packed, f.units, reach) > 0 {
				f.live++
			}
		}
	}
}

// everywhere is a squared chord beyond that of antipodes.
const everywhere = 5

// needsOf returns the slots of the candidates of one of the row, each once, in the order of
// the groups and of place. They stand until the next call.
func (f *finder) needsOf(a *asker) []int32 {
	f.found = f.found[:0]
	f.disc.Centre, f.disc.Within, f.disc.Beyond = a.unit, a.within, a.beyond
	f.s = f.e.records.at(a.slot)
	several := false
	for i := range f.aims[:f.live] {
		aim := &f.aims[i]
		if !f.p.distance {
			f.disc.Within, f.disc.Beyond = everywhere, everywhere
		} else if f.p.reckons() {
			reach := f.reach(aim)
			f.disc.Within, f.disc.Beyond = reach, reach
		}
		f.g = aim.g
		n := len(f.found)
		f.found = aim.search.Append(f.found, &f.disc)
		for j, at := range f.found[n:] {
			f.found[n+j] = aim.g.slots[at]
		}
		several = several || n > 0 && len(f.found) > n && aim.g.shared
	}
	if several {
		slices.SortFunc(f.found, func(a, b int32) int { return int(f.l.rank[a]) - int(f.l.rank[b]) })
		f.found = slices.Compact(f.found)
	}
	return f.found
}

// reach is the chord of the row's radius, or less where the surplus's own limit is.
func (f *finder) reach(a *aim) float64 {
	radius := a.radius
	if f.s.HasLimit {
		// A hair more, as in Engine.radius.
		radius = min(radius, f.s.Limit/unit.Length(f.e.reckoner.Detour(f.s.Resource.Transport))*(1+1e-9))
	}
	return geo.ChordBeyond(radius)
}
