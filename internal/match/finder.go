package match

import (
	"math"
	"slices"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/spatial"
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
	g       *packedGroup
	search  spatial.Search
	reaches []spatial.Pulling // in a run that reckons, of each of the row; with a negative Most it pairs with none
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
	f.points = f.points[:0]
	reach := -1.
	for i := range row {
		f.points = append(f.points, row[i].space)
		reach = max(reach, row[i].beyond)
	}
	if !f.p.distance {
		reach = math.Inf(1)
	}
	f.live = 0
	for _, g := range f.groups {
		if f.live == len(f.aims) {
			f.aims = append(f.aims, aim{})
		}
		a := &f.aims[f.live]
		a.g = g
		near := 0
		if f.p.reckons() {
			near = f.aimPulling(a, row)
		} else {
			near = a.search.Aim(g.packed, f.points, reach)
		}
		if near > 0 {
			f.live++
		}
	}
}

// aimPulling aims where each of the row goes as far as its own figures and the needs' let it.
func (f *finder) aimPulling(a *aim, row []asker) int {
	a.reaches = a.reaches[:0]
	var widest spatial.Pulling
	some, limit := false, f.l.limitFor(f.e, carriers[row[0].transport], a.g)
	for i := range row {
		r, ok := f.l.reachFor(f.e, f.p, &row[i], a.g, limit)
		switch {
		case !ok:
			r.Most = -1
		case !some:
			widest, some = r, true
		default:
			widest.Widen(r)
		}
		a.reaches = append(a.reaches, r)
	}
	if !some {
		return 0
	}
	return a.search.AimPulling(a.g.packed, f.points, widest)
}

func (f *finder) setGroups(bases []base) {
	f.groups = f.groups[:0]
	for _, b := range bases {
		f.groups = append(f.groups, f.l.needs[b]...)
	}
}

// appendNeeds appends the slots of the candidates of one of the row that was aimed at, each once, in the order
// of the groups and of place.
func (f *finder) appendNeeds(found []int32, row []asker, i int) []int32 {
	first, several, a := len(found), false, &row[i]
	f.slot = a.slot
	f.disc.Centre, f.disc.Within, f.disc.Beyond = a.space, a.within, a.beyond
	if !f.p.distance {
		f.disc.Within, f.disc.Beyond = math.Inf(1), math.Inf(1)
	}
	for k := range f.aims[:f.live] {
		aim, n := &f.aims[k], len(found)
		if !f.p.reckons() {
			found = aim.search.Append(found, &f.disc)
		} else if r := aim.reaches[i]; r.Most >= 0 {
			found = aim.search.AppendPulling(found, a.space, r)
		}
		several = several || n > first && len(found) > n && aim.g.shared
	}
	if several {
		own := found[first:]
		slices.SortFunc(own, func(a, b int32) int { return int(f.l.rank[a]) - int(f.l.rank[b]) })
		found = found[:first+len(slices.Compact(own))]
	}
	return found
}
