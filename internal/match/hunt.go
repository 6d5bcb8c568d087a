package match

import (
	"context"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/parallel"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Hunt is Anywhere made ready for many firms that would all stand somewhere on the same land. Of
// the region it knows how far each flow lies from that land, and leaves out, unjudged, what can't
// reach it; a pair is judged once for all amounts. It is immutable and safe for many goroutines.
type Hunt struct {
	e      *Engine
	p      plan
	reach  plan // asks how far groups reach at most
	groups map[base][]*huntGroup
}

// huntGroup is the flows of a group of the index that may reach the land.
type huntGroup struct {
	key   groupKey
	env   symbiosis.Envelope
	slots []int32
	away  []unit.Length // of each: no land is nearer, as the crow flies
}

// Hunt makes a hunt. away returns how far it is from a place to the land at least, as the crow flies;
// it is called by many goroutines, once for each flow. Errors: Invalid for unknown options.
func (e *Engine) Hunt(opts Options, away func(from *geo.Prepared) unit.Length) (*Hunt, error) {
	p, err := newPlan(opts)
	if err != nil {
		return nil, err
	}
	p.distance = false
	h := &Hunt{e: e, p: p, reach: p, groups: map[base][]*huntGroup{}}
	h.reach.distance, h.reach.ownLimit = true, false
	far := make([]unit.Length, e.records.size)
	parallel.Each(len(e.records.list), func(page int) {
		for i, r := range e.records.list[page] {
			if r != nil {
				far[page*pageSize+i] = away(&r.at)
			}
		}
	})
	byKey := map[groupKey]*huntGroup{}
	for slot := range int32(e.records.size) {
		r := e.records.at(slot)
		if r == nil || r.HasLimit && far[slot] > r.Limit { // no route is shorter than the crow flies
			continue
		}
		for _, k := range r.keys {
			g := byKey[k]
			if g == nil {
				g = &huntGroup{key: k}
				byKey[k] = g
				h.groups[k.base] = append(h.groups[k.base], g)
			}
			g.env.Include(&r.Stream)
			g.slots, g.away = append(g.slots, slot), append(g.away, far[slot])
		}
	}
	return h, nil
}

// Anywhere is Engine.Anywhere for a flow of a firm on the land: prospects that keep within their
// budget on none of it may be left out, and terms of amounts at which they don't. Order: none.
func (h *Hunt) Anywhere(ctx context.Context, sizes []symbiosis.Flow, yield func(p *symbiosis.Prospect, at []symbiosis.Terms) bool) error {
	own, err := h.e.sized(sizes)
	if err != nil || len(own) == 0 {
		return err
	}
	var env symbiosis.Envelope // of all amounts
	for _, r := range own {
		env.Include(&r.Stream)
	}
	a := hunting{Hunt: h, own: own, q: pairing{e: h.e, p: &h.p}, at: make([]symbiosis.Terms, len(own)), yield: yield}
	h.e.eachPartnerBase(&h.reach, own[0], func(b base) bool {
		for _, g := range h.groups[b] {
			radius := h.e.radiusRound(&h.reach, own[0], &env, g.key, &g.env, 1, 0)
			if radius < 0 {
				continue
			}
			if err = a.among(ctx, g, radius); err != nil || a.stopped {
				return false
			}
		}
		return true
	})
	if err != nil {
		return err
	}
	return ctx.Err()
}

// hunting is one flow of a firm on its way through a hunt.
type hunting struct {
	*Hunt
	own     []*record // by amount
	q       pairing
	at      []symbiosis.Terms
	found   symbiosis.Prospect
	seen    map[int32]struct{} // flows that stand in several groups
	yield   func(*symbiosis.Prospect, []symbiosis.Terms) bool
	stopped bool
}

// among judges the flows of a group that land may lie within radius of.
func (a *hunting) among(ctx context.Context, g *huntGroup, radius unit.Length) error {
	for i, away := range g.away {
		if i%checkEach == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if away > radius {
			continue
		}
		other := a.e.records.at(g.slots[i])
		if len(other.keys) > 1 && a.known(other.slot) {
			continue
		}
		if a.judge(other, away) && !a.yield(&a.found, a.at) {
			a.stopped = true
			return nil
		}
	}
	return nil
}

func (a *hunting) known(slot int32) bool {
	_, known := a.seen[slot]
	if !known {
		if a.seen == nil {
			a.seen = map[int32]struct{}{}
		}
		a.seen[slot] = struct{}{}
	}
	return known
}

// judge runs the gates once: none but the distance asks for the amount. It reckons at each amount, and
// returns false when no land is within the budget at any.
func (a *hunting) judge(other *record, away unit.Length) (some bool) {
	q := &a.q
	q.turnToOther(a.own[0], other)
	route := away * unit.Length(q.detour())
	if q.s.HasLimit && route > q.s.Limit || q.n.HasLimit && route > q.n.Limit {
		return false
	}
	passed, assess := q.judge()
	if !passed {
		return false
	}
	for k, r := range a.own {
		if k > 0 {
			link := q.link
			q.turnToOther(r, other)
			q.link = link
		}
		a.at[k] = symbiosis.NoTerms()
		if !q.terms(&a.at[k]) {
			continue
		}
		if route > a.at[k].Budget {
			a.at[k] = symbiosis.NoTerms()
			continue
		}
		if !some {
			q.prospect(other, assess, &a.found)
			some = true
		}
	}
	return some
}
