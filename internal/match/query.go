package match

import (
	"cmp"
	"context"
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// How far near misses are looked for: within twice the best-case budget, and at least
// nearFloor, so that a pair that never pays shows up beside its neighbours. [A]
const (
	nearStretch = 2.0
	nearFloor   = 10 * unit.Kilometre
)

// OfFlow returns the matches of a flow, best score first, and what just misses, the nearest
// to passing first. NotFound when the flow takes no part.
func (e *Engine) OfFlow(ctx context.Context, id symbiosis.FlowID, opts Options) ([]symbiosis.Match, []symbiosis.NearMiss, error) {
	slot, ok := e.flows.get(id)
	if !ok {
		return nil, nil, symbiosis.Errorf(symbiosis.NotFound, "there is no flow %q to match", id)
	}
	c, err := e.newCollector(opts)
	if err != nil {
		return nil, nil, err
	}
	if err := c.pairUp(ctx, e.records.at(slot), nil); err != nil {
		return nil, nil, err
	}
	var a Answer
	c.answer(&a)
	return a.Matches, a.Near, nil
}

// OfSite is OfFlow for all flows of a site.
func (e *Engine) OfSite(ctx context.Context, id symbiosis.SiteID, opts Options) ([]symbiosis.Match, []symbiosis.NearMiss, error) {
	if _, ok := e.sites.get(id); !ok {
		return nil, nil, symbiosis.Errorf(symbiosis.NotFound, "there is no site %q", id)
	}
	c, err := e.newCollector(opts)
	if err != nil {
		return nil, nil, err
	}
	if err := c.pairSite(ctx, id); err != nil {
		return nil, nil, err
	}
	var a Answer
	c.answer(&a)
	return a.Matches, a.Near, nil
}

// pairSite pairs up all flows of a site.
func (c *collector) pairSite(ctx context.Context, id symbiosis.SiteID) error {
	slots, _ := c.e.ofSite.get(id)
	c.site = len(slots) > 1
	for _, slot := range slots {
		if err := c.pairUp(ctx, c.e.records.at(slot), nil); err != nil {
			return err
		}
	}
	return nil
}

// pairUp pairs a record with all that the index offers but the slots that are hidden.
func (c *collector) pairUp(ctx context.Context, r *record, hidden []int32) error {
	if c.p.visibility && r.level > c.p.viewer {
		return nil
	}
	stretch, floor := 1.0, unit.Length(0)
	if c.opts.mostNear() > 0 {
		stretch, floor = nearStretch, nearFloor
	}
	slots, several, err := c.e.candidates(ctx, c.slots[:0], &c.p, r, stretch, floor)
	c.slots = slots
	if err != nil {
		return err
	}
	if several {
		slices.Sort(slots)
		slots = slices.Compact(slots)
	}
	c.crows = c.e.appendCrows(c.crows[:0], r, slots)
	for i, slot := range slots {
		if i%checkEach == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if slices.Contains(hidden, slot) {
			continue
		}
		if other := c.e.records.at(slot); r.surplus {
			c.pair(r, other, c.crows[i])
		} else {
			c.pair(other, r, c.crows[i])
		}
	}
	return ctx.Err()
}

// pair judges one pair at its distance, once.
func (c *collector) pair(s, n *record, crow unit.Length) {
	if c.seen != nil && c.seen[[2]int32{s.slot, n.slot}] {
		return
	}
	if c.within(s, n, crow) {
		c.hold(held{s, n, crow, false}, nil)
		return
	}
	c.q.turnToAt(s, n, crow)
	if ok, assess := c.q.judge(); ok {
		c.take(assess)
		return
	}
	if c.opts.mostNear() == 0 {
		return
	}
	if gap, ok := c.q.gap(); ok {
		c.note(s, n)
		c.near = append(c.near, nearMiss{s: s, n: n, link: c.q.link, crow: c.q.crow, gap: gap})
		c.trimNear(4 * c.opts.mostNear())
	}
}

// within says of a pair that it passes the gates, nothing being reckoned, and that nothing of it is to be looked at closely:
// what judge finds in more steps.
func (c *collector) within(s, n *record, crow unit.Length) bool {
	p := &c.p
	return p.ownLimit && p.distance && s.HasLimit && crow <= s.Limit && p.plain(s, n) &&
		(!p.resource || c.e.kin.link(s, n, p.temp) != symbiosis.NoLink)
}

func (c *collector) note(s, n *record) {
	if c.site && s.sameSite(n) {
		if c.seen == nil {
			c.seen = map[[2]int32]bool{}
		}
		c.seen[[2]int32{s.slot, n.slot}] = true
	}
}

// gap says how far a pair is from passing: it fails one gate only, and that isn't direction,
// resource or visibility. A distance gate that fails counts by how much farther the route is
// than the budget, at most twice; a pair that never pays, or another gate, counts as one
// plus a tenth for each kilometre. Where no budget bounds how far such a pair is looked for, because
// it never pays or its temperatures stand in the way, it must lie within nearFloor.
func (q *pairing) gap() (float64, bool) {
	failed, unbounded := symbiosis.GateName(""), false
	q.link = q.e.kin.link(q.s, q.n, q.p.temp) // judge may have stopped before
	for _, name := range q.p.gates {
		st, _ := q.gate(name, nil)
		if q.unreckoned(name, st) {
			unbounded = true
			continue
		}
		if open(st) {
			continue
		}
		if failed != "" || name == symbiosis.GateDirection || name == symbiosis.GateResource || name == symbiosis.GateVisibility {
			return 0, false
		}
		failed = name
	}
	q.measure()
	elsewise := 1 + q.crow.Kilometres()/10
	if failed != symbiosis.GateDistance {
		return elsewise, !unbounded || q.crow <= nearFloor
	}
	length := q.route
	if q.p.ownLimit {
		length = q.crow
	}
	if q.budget > 0 && length <= nearStretch*q.budget {
		return float64(length/q.budget) - 1, true
	}
	return elsewise, q.crow <= nearFloor
}

// nearMiss is a pair with how far it is from passing, smaller is nearer.
type nearMiss struct {
	s, n *record
	link symbiosis.Link
	crow unit.Length
	gap  float64
}

func compareNear(a, b nearMiss) int {
	switch {
	case a.gap != b.gap:
		return cmp.Compare(a.gap, b.gap)
	case a.s.Flow.ID != b.s.Flow.ID:
		return cmp.Compare(a.s.Flow.ID, b.s.Flow.ID)
	}
	return cmp.Compare(a.n.Flow.ID, b.n.Flow.ID)
}

func (c *collector) trimNear(most int) {
	if len(c.near) > most {
		slices.SortFunc(c.near, compareNear)
		c.near = c.near[:c.opts.mostNear()]
	}
}

// unreckoned says that a distance gate was not run because the temperature gate, which says why,
// did not let the pair through.
func (q *pairing) unreckoned(name symbiosis.GateName, st symbiosis.GateStatus) bool {
	return name == symbiosis.GateDistance && st == symbiosis.NotRun && q.p.temp && !isLifted(&q.r)
}

// failed runs the gates of the plan and returns those that don't let the pair through, with their
// figures: these take long, so that no other gate's are written down.
func (q *pairing) failed() (gates []symbiosis.Gate) {
	for _, name := range q.p.gates {
		if st, _ := q.gate(name, nil); open(st) || q.unreckoned(name, st) {
			continue
		}
		var w note
		st, reason := q.gate(name, &w)
		gates = append(gates, symbiosis.Gate{Name: name, Status: st, Reason: reason, Figures: w.figures})
	}
	return gates
}

// gates runs the gates of the plan with their figures; those not asked for are marked.
func (q *pairing) gates() []symbiosis.Gate {
	gates := make([]symbiosis.Gate, len(allGates))
	for i, name := range allGates {
		gates[i] = symbiosis.Gate{Name: name, Status: symbiosis.NotRun, Reason: "not_asked"}
		if q.p.runs(name) {
			w := new(note)
			gates[i].Status, gates[i].Reason = q.gate(name, w)
			gates[i].Figures = w.figures
		}
	}
	return gates
}
