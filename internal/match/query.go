package match

import (
	"cmp"
	"context"
	"slices"
	"sync"

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
	matches, near := c.results()
	return matches, near, nil
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
	matches, near := c.results()
	return matches, near, nil
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

// collector gathers the matches and near misses of some flows.
type collector struct {
	e       *Engine
	p       plan
	opts    Options
	q       pairing
	values  values
	crows   []unit.Length // to the candidates of a flow
	held    []held
	list    *[]held // of heldLists
	order   []int32 // room for sorting them
	near    []nearMiss
	compare func(a, b *symbiosis.Match) int
	// worst is what comes last of what is held, where so many are held as are wanted; what
	// comes after it is of no use.
	worst *symbiosis.Match
	sums  *sums // nil: not asked for
	site  bool  // several flows of one site are paired up
	// seen are pairs of one site's flows with each other, by slots: they are found from both ends.
	// With the direction gate there are none.
	seen map[[2]int32]bool
}

// held is a match without the parts of its score, which only those that come back get.
type held struct {
	symbiosis.Match
	rating
}

// nearMiss is a pair with how far it is from passing, smaller is nearer.
type nearMiss struct {
	s, n *record
	link symbiosis.Link
	crow unit.Length
	gap  float64
}

func (e *Engine) newCollector(opts Options) (*collector, error) {
	p, err := newPlan(opts)
	if err != nil {
		return nil, err
	}
	c := &collector{e: e, p: p, opts: opts, compare: compareMatches, list: heldLists.Get().(*[]held)}
	c.held = (*c.list)[:0]
	c.q.e, c.q.p = e, &c.p
	return c, nil
}

// slotLists and heldLists are used again from question to question.
var (
	slotLists = sync.Pool{New: func() any { return new([]int32) }}
	heldLists = sync.Pool{New: func() any { return new([]held) }}
)

// pairUp pairs a record with all that the index offers but the slots that are hidden.
func (c *collector) pairUp(ctx context.Context, r *record, hidden []int32) error {
	if c.p.visibility && r.level > c.p.viewer {
		return nil
	}
	stretch, floor := 1.0, unit.Length(0)
	if c.opts.mostNear() > 0 {
		stretch, floor = nearStretch, nearFloor
	}
	list := slotLists.Get().(*[]int32)
	slots := (*list)[:0]
	defer func() {
		*list = slots
		slotLists.Put(list)
	}()
	var err error
	if slots, err = c.e.candidates(ctx, slots, &c.p, r, stretch, floor); err != nil {
		return err
	}
	slices.Sort(slots)
	slots = slices.Compact(slots)
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
	c.q.turnToAt(s, n, crow)
	if ok, assess := c.q.judge(); ok {
		last := len(c.held)
		c.held = append(c.held, held{c.q.match(assess, false, &c.values), c.q.rating})
		m := &c.held[last].Match
		if !c.p.keeps(m) {
			c.held = c.held[:last]
			return
		}
		c.note(s, n)
		if c.sums != nil {
			c.sums.add(s, n, m)
		}
		if c.opts.Limit < 0 || c.worst != nil && c.compare(m, c.worst) > 0 {
			c.held = c.held[:last]
			return
		}
		c.trimMatches(4 * c.opts.Limit)
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

// compareMatches orders by score. One text after the other is compared, and only when all
// before it are equal.
func compareMatches(a, b *symbiosis.Match) int {
	switch {
	case a.Score.Total != b.Score.Total:
		return cmp.Compare(b.Score.Total, a.Score.Total)
	case a.Distance != b.Distance:
		return cmp.Compare(a.Distance, b.Distance)
	case a.SurplusID != b.SurplusID:
		return cmp.Compare(a.SurplusID, b.SurplusID)
	}
	return cmp.Compare(a.NeedID, b.NeedID)
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

// trimMatches cuts to the best of the limit when more than most are held; most 0: never.
func (c *collector) trimMatches(most int) {
	if c.opts.Limit > 0 && len(c.held) > most {
		best := make([]held, 0, most+1)
		for _, i := range c.best() {
			best = append(best, c.held[i])
		}
		c.held, c.worst = best, &best[len(best)-1].Match
	}
}

// best returns the numbers of the best of those held, at most the limit, in their order. Not
// the matches are moved about: each is of 200 bytes.
func (c *collector) best() []int32 {
	order := c.order[:0]
	for i := range c.held {
		order = append(order, int32(i))
	}
	slices.SortFunc(order, func(a, b int32) int { return c.compare(&c.held[a].Match, &c.held[b].Match) })
	c.order = order
	if c.opts.Limit > 0 {
		order = order[:min(len(order), c.opts.Limit)]
	}
	return order
}

// matches writes down the best with the parts of their scores.
func (c *collector) matches() []symbiosis.Match {
	if len(c.held) == 0 {
		return nil
	}
	order := c.best()
	list := make([]symbiosis.Match, len(order))
	for i, at := range order {
		list[i] = c.held[at].Match
		if !c.p.ownLimit && (c.p.parts || c.sums == nil) {
			list[i].Score.Parts = c.e.score.parts(c.held[at].rating)
		}
	}
	return list
}

func (c *collector) trimNear(most int) {
	if len(c.near) > most {
		slices.SortFunc(c.near, compareNear)
		c.near = c.near[:c.opts.mostNear()]
	}
}

// results sorts, cuts and writes down the figures of the near misses.
func (c *collector) results() ([]symbiosis.Match, []symbiosis.NearMiss) {
	slices.SortFunc(c.near, compareNear)
	c.trimNear(c.opts.mostNear())
	near := make([]symbiosis.NearMiss, len(c.near))
	for i, miss := range c.near {
		c.q.turnTo(miss.s, miss.n)
		c.q.link = miss.link
		near[i] = symbiosis.NearMiss{SurplusID: miss.s.Flow.ID, NeedID: miss.n.Flow.ID, Distance: miss.crow, Failed: c.q.failed()}
		c.q.rangesOf(near[i].Failed, c.opts.Samples)
	}
	matches := c.matches()
	c.giveBack()
	return matches, near
}

// giveBack leaves the collector's room to the next question.
func (c *collector) giveBack() {
	clear(c.held) // its texts are the region's
	*c.list = c.held
	heldLists.Put(c.list)
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
