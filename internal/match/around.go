package match

import (
	"math"
	"sync"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/spatial"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// asking is one record's question to a layout; its room is used again.
type asking struct {
	search spatial.Search
	disc   spatial.Disc
	e      *Engine
	r      *record
	own    symbiosis.Envelope // of r alone
	radius unit.Length
}

var askings = sync.Pool{New: func() any {
	a := new(asking)
	a.disc.Exact = func(slot int32) bool {
		return geo.Between(&a.r.at, &a.e.records.at(slot).at) <= a.radius
	}
	return a
}}

// around appends to found the candidates of one record of e or of a scenario, as
// Engine.candidates does from the live index; several says that one may stand in them more than once. l is a layout
// of e for the plan.
func (l *layout) around(found []int32, e *Engine, p *plan, r *record, stretch float64, floor unit.Length) (_ []int32, several bool) {
	a := askings.Get().(*asking)
	a.e, a.r, a.radius, a.disc.Centre = e, r, nowhere, r.at.Space
	from := [...][3]float64{a.disc.Centre}
	a.own = r.envelope()
	partners, first := l.surpluses, len(found)
	if r.surplus {
		partners = l.needs
	}
	e.eachPartnerBase(p, r, func(b base) bool {
		for _, g := range partners[b] {
			n := len(found)
			if r.surplus && p.reckons() {
				if reach, ok := l.reach(e, p, r, &a.own, false, g.key, &g.env, stretch, floor); ok && a.search.AimPulling(g.packed, from[:], reach) > 0 {
					found = a.search.AppendPulling(found, a.disc.Centre, reach)
					several = several || g.shared && n > first && len(found) > n
				}
				continue
			}
			radius := e.radiusRound(p, r, &a.own, g.key, &g.env, stretch, floor)
			switch {
			case radius < 0:
				continue
			case radius == a.radius:
			case radius >= halfEarth:
				a.disc.Within, a.disc.Beyond = math.Inf(1), math.Inf(1)
			default:
				a.disc.Within, a.disc.Beyond = geo.Straight(radius)
			}
			a.radius = radius
			if a.search.Aim(g.packed, from[:], a.disc.Beyond) > 0 {
				found = a.search.Append(found, &a.disc)
				several = several || g.shared && n > first && len(found) > n
			}
		}
		return true
	})
	a.e, a.r = nil, nil
	askings.Put(a)
	return found, several
}
