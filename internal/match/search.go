package match

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/spatial"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// halfEarth is longer than the longest geodesic there is.
const halfEarth = 20_005_000 * unit.Metre

// nowhere is the radius of what can't pair at any distance.
const nowhere = -1 * unit.Metre

// radius returns the crow distance within which a surplus and a need of two envelopes can
// pair at most, times stretch (1, or more where near misses are looked for), and at least
// floor. nowhere when they can't.
func (e *Engine) radius(p *plan, s, n symbiosis.Transport, se, ne *symbiosis.Envelope, stretch float64, floor unit.Length) unit.Length {
	reach := unit.Length(0)
	switch {
	case !p.distance:
		return halfEarth
	case p.ownLimit:
		if se.Unlimited && se.Count == 1 {
			return nowhere
		}
		// A micrometre more: the index's geodesic and the gate's differ by nanometres.
		return max(floor, se.MaxLimit*unit.Length(stretch)+1e-6*unit.Metre)
	case s == n:
		reach = e.reckoner.Reach(s, se, ne)
	case s == symbiosis.HeatPipe || n == symbiosis.HeatPipe:
		return nowhere
	default:
		reach = e.reckoner.Reach(symbiosis.NoTransport, se, ne)
	}
	if math.IsInf(reach.Metres(), 1) && (s == symbiosis.NoTransport || n == symbiosis.NoTransport) {
		return nowhere // neither has a limit, and nothing else bounds them
	}
	// A hair more, for the rounding of the product that the exact test makes.
	reach *= unit.Length(stretch / e.reckoner.Detour(s) * (1 + 1e-9))
	if !(reach <= halfEarth) {
		return halfEarth
	}
	return max(reach, floor)
}

// needsOf calls yield with the slots of all needs that a surplus may pair with, some of them
// more than once, in no order.
func (e *Engine) needsOf(p *plan, s *record, stretch float64, floor unit.Length, yield func(slot int32) bool) error {
	env := s.envelope()
	var around surroundings
	more := true
	visit := func(groups []group) error {
		for i := range groups {
			g := &groups[i]
			radius := e.radius(p, s.Resource.Transport, carriers[g.key.transport], &env, &g.env, stretch, floor)
			if radius < 0 || !more {
				continue
			}
			if err := around.to(s, radius); err != nil {
				return err
			}
			e.index.In(g.key, &around.circle, func(slot int32, _ orb.Point) bool {
				more = yield(slot)
				return more
			})
		}
		return nil
	}
	if !p.resource {
		for _, b := range e.allNeeds {
			if err := visit(e.groups[b]); err != nil {
				return err
			}
		}
		return nil
	}
	bases := e.servedBy(s, p.temp)
	for _, b := range bases {
		if err := visit(e.groups[b]); err != nil {
			return err
		}
	}
	return nil
}

// servedBy lists the bases of needs that a surplus can serve; that of a scenario's surplus
// may not be among those of the region.
func (e *Engine) servedBy(s *record, anyHeat bool) []base {
	known, ok := e.serves[s.base]
	switch {
	case !ok:
		return e.kin.serves(s, anyHeat)
	case anyHeat:
		return known.anyHeat
	}
	return known.tree
}

// surplusesOf calls yield with the slots of all surpluses that a need may pair with, each
// once, in no order.
func (e *Engine) surplusesOf(p *plan, n *record, stretch float64, floor unit.Length, yield func(slot int32) bool) error {
	env := n.envelope()
	own := make([]base, 0, 4)
	for _, k := range n.keys {
		own = append(own, k.base)
	}
	var around surroundings
	more := true
	for b, serves := range e.serves {
		list := serves.tree
		if p.temp {
			list = serves.anyHeat
		}
		if p.resource && !slices.ContainsFunc(own, func(b base) bool { return slices.Contains(list, b) }) {
			continue
		}
		groups := e.groups[b]
		for i := range groups {
			g := &groups[i]
			radius := e.radius(p, carriers[g.key.transport], n.Resource.Transport, &g.env, &env, stretch, floor)
			if radius < 0 || !more {
				continue
			}
			if err := around.to(n, radius); err != nil {
				return err
			}
			e.index.In(g.key, &around.circle, func(slot int32, _ orb.Point) bool {
				more = yield(slot)
				return more
			})
		}
	}
	return nil
}

// surroundings is the circle round a record that the index is asked with, made anew only when
// the radius is another.
type surroundings struct {
	circle spatial.Circle
	radius unit.Length
	made   bool
}

func (a *surroundings) to(r *record, radius unit.Length) error {
	if a.made && a.radius == radius {
		return nil
	}
	var err error
	if a.circle, err = spatial.NewCircle(r.place.at.Point, radius); err != nil {
		return symbiosis.Errorf(symbiosis.Internal, "the index can't be searched: %w", err)
	}
	a.radius, a.made = radius, true
	return nil
}
