package match

import (
	"context"
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

// candidates appends to found the slots of all flows that a record may pair with, in no order and, where
// several says so, some of them more than once: from the layout when this engine has one, from the live index
// otherwise. They are the same. Of one that ctx ends it may give some.
func (e *Engine) candidates(ctx context.Context, found []int32, p *plan, r *record, stretch float64, floor unit.Length) (_ []int32, several bool, err error) {
	if l := e.laidOut(p); l != nil {
		found, several = l.around(found, e, p, r, stretch, floor)
		return found, several, nil
	}
	env := r.envelope()
	var around surroundings
	gather := func(slot int32, _ orb.Point) bool {
		found = append(found, slot)
		return len(found)%checkEach != 0 || ctx.Err() == nil
	}
	e.eachPartnerBase(p, r, func(b base) bool {
		groups := e.groups[b]
		for i := range groups {
			g := &groups[i]
			radius := e.radiusRound(p, r, &env, g.key, &g.env, stretch, floor)
			if radius < 0 {
				continue
			}
			if err = around.to(r, radius); err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return false
			}
			e.index.In(g.key, &around.circle, gather)
		}
		return true
	})
	return found, true, err
}

// radiusRound is radius round a record for a group of its partners.
func (e *Engine) radiusRound(p *plan, r *record, own *symbiosis.Envelope, key groupKey, env *symbiosis.Envelope, stretch float64, floor unit.Length) unit.Length {
	if r.surplus {
		return e.radius(p, r.Resource.Transport, carriers[key.transport], own, env, stretch, floor)
	}
	return e.radius(p, carriers[key.transport], r.Resource.Transport, env, own, stretch, floor)
}

// eachPartnerBase calls yield with each base of flows that a record may pair with, until yield
// returns false.
func (e *Engine) eachPartnerBase(p *plan, r *record, yield func(base) bool) {
	if r.surplus {
		bases := e.allNeeds
		if p.resource {
			bases = e.servedBy(r, p.temp)
		}
		for _, b := range bases {
			if !yield(b) {
				return
			}
		}
		return
	}
	for b, serves := range e.serves {
		list := serves.tree
		if p.temp {
			list = serves.anyHeat
		}
		if p.resource && !slices.ContainsFunc(r.keys, func(k groupKey) bool { return slices.Contains(list, k.base) }) {
			continue
		}
		if !yield(b) {
			return
		}
	}
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
	if a.circle, err = spatial.NewCircle(r.at.Point, radius); err != nil {
		return symbiosis.Errorf(symbiosis.Internal, "the index can't be searched: %w", err)
	}
	a.radius, a.made = radius, true
	return nil
}
