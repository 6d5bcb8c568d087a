package opportunity

import (
	"math"
	"sync"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// asking is room for one goroutine's questions of the ground.
type asking struct {
	ground   *Ground
	searches []*Search
	places   []int32
	found    []near
}

func (g *Ground) asking() *asking {
	a := &asking{ground: g}
	for i := range g.fields {
		a.searches = append(a.searches, g.fields[i].land.Search())
	}
	return a
}

// near is a lot that may be within a prospect's budget, with what is known of how far it is.
type near struct {
	asking    *asking
	lot       int32
	line      float64     // squared, between its point and the prospect
	low, high unit.Length // bounds of the crow distance
	measured  bool        // they are that distance, both
}

// within tells whether the lot lies within a budget. edge is the squared line within which its point
// proves that it does.
func (n *near) within(p *symbiosis.Prospect, budget unit.Length, edge float64) bool {
	if n.line <= edge {
		return true
	}
	if !(p.Route(n.low) <= budget) {
		return false
	}
	if !n.measured {
		n.low = n.asking.ground.crow(n.lot, &p.At)
		n.high, n.measured = n.low, true
	}
	return p.Route(n.low) <= budget
}

// all lets a search give whatever may be within.
func all(unit.Length) bool { return true }

// reach returns the lots on which a prospect may keep within a budget, and no other than those that
// a straight line can't tell from them. The list is good until the next question.
func (a *asking) reach(p *symbiosis.Prospect, budget unit.Length) []near {
	g := a.ground
	a.found = a.found[:0]
	limit := budget / unit.Length(p.Detour)
	for i := range g.fields {
		f := &g.fields[i]
		a.places = a.searches[i].Within(&p.At, limit+f.most, all, a.places[:0])
		for _, at := range a.places {
			lot := f.lots[at]
			n := near{asking: a, lot: lot, line: geo.SquaredLine(&g.at[lot], &p.At)}
			n.low, n.high = geo.StraightMin(n.line), geo.StraightMax(n.line)
			if f.most > 0 {
				n.low = max(0, n.low-g.lots[lot].Radius)
			}
			a.found = append(a.found, n)
		}
	}
	return a.found
}

// A search for the nearest land begins with the first radius and doubles it up to the last, which is
// longer than any way on Earth.
const (
	firstRadius = 500 * unit.Metre
	lastRadius  = 25_000 * unit.Kilometre
)

// away returns how far it is from a place to the land at least, as the crow flies: infinite when there
// is none, nil from a place off the globe.
func (a *asking) away(from *geo.Prepared) unit.Length {
	g := a.ground
	least := unit.Length(math.Inf(1))
	for i := range g.fields {
		f := &g.fields[i]
		a.places = a.places[:0]
		for radius := firstRadius; len(a.places) == 0; radius *= 2 {
			if radius > lastRadius {
				return 0
			}
			a.places = a.searches[i].Within(from, radius, all, a.places)
		}
		for _, at := range a.places {
			lot := f.lots[at]
			crow := geo.StraightMin(geo.SquaredLine(&g.at[lot], from))
			if f.most > 0 {
				crow = max(0, crow-f.most)
			}
			least = min(least, crow)
		}
	}
	return least
}

// Away returns a function that tells how far it is from a place to the land at least, as the crow
// flies: no lot is nearer. It is safe for many goroutines.
func (g *Ground) Away() func(from *geo.Prepared) unit.Length {
	room := sync.Pool{New: func() any { return g.asking() }}
	return func(from *geo.Prepared) unit.Length {
		a := room.Get().(*asking)
		defer room.Put(a)
		return a.away(from)
	}
}
