package match

import (
	"container/heap"
	"context"
	"iter"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Allocate shares the flows of a region among pairs until nothing more pays: of all pairs the
// one with the greatest net benefit gets all it can use, its two flows have that much less,
// month by month where it is heat, and the pairs they belong to are reckoned again with what
// is left. A flow may so serve several partners, and never gives or takes more than it has.
//
// matches are the pairs to choose from, as All gives them; their order doesn't matter. Pairs
// that are exchanges in operation already are passed over: what they carry is gone before
// anything is shared out. Pairs of which no net benefit is reckoned come after all others,
// the nearest first.
//
// Choosing the best at each step isn't the best plan there is, but never worse than giving
// each flow one partner, best pair first. What a surplus can't be cooled any further for one
// partner counts as used up: see symbiosis.Reckoning.UsesSurplus.
func (e *Engine) Allocate(ctx context.Context, matches iter.Seq[*symbiosis.Match]) (symbiosis.Allocation, error) {
	a := e.newAllocator()
	if err := a.gather(ctx, matches); err != nil {
		return symbiosis.Allocation{}, err
	}
	return a.allocate(ctx)
}

// allocate carries out what was gathered.
func (a *allocator) allocate(ctx context.Context) (symbiosis.Allocation, error) {
	var err error
	if a.p, err = newPlan(Options{}); err != nil {
		return symbiosis.Allocation{}, err
	}
	heap.Init(a)
	var out symbiosis.Allocation
	for steps := 0; a.Len() > 0; steps++ {
		if steps%checkEach == 0 && ctx.Err() != nil {
			return symbiosis.Allocation{}, ctx.Err()
		}
		c := &a.queue[0]
		switch {
		case !a.fresh(c):
			if a.again(c) {
				heap.Fix(a, 0)
			} else {
				a.drop()
			}
		default:
			out.Pairs = append(out.Pairs, a.choose(c))
			a.drop()
		}
	}
	sum(&out)
	return out, nil
}

// AllocateAll is Allocate of every match of the options. Options without the gates that make
// a budget are Invalid: nothing is reckoned then.
func (e *Engine) AllocateAll(ctx context.Context, opts Options) (symbiosis.Allocation, error) {
	a := e.newAllocator()
	if err := e.Worths(ctx, opts, func(s Number, pairs []Worth) bool {
		for i := range pairs {
			if w := &pairs[i]; !w.InOperation {
				a.add(s, w.Need, w.Priced, w.NetBenefit, w.Distance)
			}
		}
		return true
	}); err != nil {
		return symbiosis.Allocation{}, err
	}
	return a.allocate(ctx)
}

// candidate is a pair that may be chosen, with the benefit it had when its flows had been
// drawn on so many times.
type candidate struct {
	s, n           int32 // slots
	priced         bool
	benefit        float64 // SEK/yr; of unpriced pairs the crow distance in metres, negative
	drawnS, drawnN uint32
}

// ledger is what a flow that has been drawn on has left.
type ledger struct {
	whole *symbiosis.Stream // what exchanges in operation leave
	rest  [12]float64       // shares of the whole stream's year that are left in each month
	left  symbiosis.Stream
	drawn uint32
}

// allocator holds the candidates as a heap, the next one to choose on top.
type allocator struct {
	e       *Engine
	p       plan
	queue   []candidate
	ledgers []*ledger // by slot; nil: not drawn on
	r       symbiosis.Reckoning
	values  values
}

func (e *Engine) newAllocator() *allocator {
	return &allocator{e: e, ledgers: make([]*ledger, e.records.size)}
}

func (a *allocator) gather(ctx context.Context, matches iter.Seq[*symbiosis.Match]) error {
	seen := 0
	for m := range matches {
		if seen++; seen%checkEach == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		s, okS := a.e.flows.get(m.SurplusID)
		n, okN := a.e.flows.get(m.NeedID)
		switch {
		case !okS || !okN || m.Exchange != "":
		case m.NetBenefit == nil:
			a.add(s, n, false, 0, m.Distance)
		default:
			a.add(s, n, true, *m.NetBenefit, m.Distance)
		}
	}
	return ctx.Err()
}

// add puts a pair among the candidates, if it is one.
func (a *allocator) add(s, n int32, priced bool, benefit unit.Money, crow unit.Length) {
	switch {
	case !priced:
		a.queue = append(a.queue, candidate{s: s, n: n, benefit: -crow.Metres()})
	case benefit > 0:
		a.queue = append(a.queue, candidate{s: s, n: n, priced: true, benefit: benefit.SEK()})
	}
}

// stream returns what a flow has left and how often it has been drawn on.
func (a *allocator) stream(slot int32) (*symbiosis.Stream, uint32) {
	if l := a.ledgers[slot]; l != nil {
		return &l.left, l.drawn
	}
	return a.e.records.at(slot).unbound(), 0
}

// unbound is what exchanges in operation leave of a flow.
func (r *record) unbound() *symbiosis.Stream {
	if r.taken != nil {
		return &r.taken.left
	}
	return &r.Stream
}

// fresh says that neither flow has been drawn on since the candidate was reckoned.
func (a *allocator) fresh(c *candidate) bool {
	_, s := a.stream(c.s)
	_, n := a.stream(c.n)
	return c.drawnS == s && c.drawnN == n
}

// leastShare is the share of both flows below which nobody would build anything for what is
// left.
const leastShare = 1e-6

// again reckons a candidate with what its flows have left; false when it doesn't pay any more.
func (a *allocator) again(c *candidate) bool {
	q := a.pairing(c)
	_, c.drawnS = a.stream(c.s)
	_, c.drawnN = a.stream(c.n)
	if q.r.UsesSurplus < leastShare && q.r.UsesNeed < leastShare {
		return false
	}
	if !c.priced {
		return q.r.Obstacle == symbiosis.NoTransportModel && q.r.Delivered.Amount > 0
	}
	if q.r.Obstacle != symbiosis.NoObstacle {
		return false
	}
	q.measure()
	c.benefit = q.r.NetBenefit(q.route).SEK()
	return c.benefit > 0
}

// pairing is the candidate, reckoned with what its flows have left.
func (a *allocator) pairing(c *candidate) pairing {
	q := pairing{e: a.e, p: &a.p, s: a.e.records.at(c.s), n: a.e.records.at(c.n)}
	q.link = a.e.kin.link(q.s, q.n, true)
	q.from, _ = a.stream(c.s)
	q.to, _ = a.stream(c.n)
	a.e.reckoner.Reckon(q.from, q.to, q.link, &q.r)
	q.reckoned = true
	return q
}

// choose gives the candidate all that it can use.
func (a *allocator) choose(c *candidate) symbiosis.Allocated {
	q := a.pairing(c)
	law, _ := q.lawGate(nil)
	quality, _ := q.quality(nil)
	assess := law == symbiosis.NeedsAssessment || quality == symbiosis.NeedsAssessment
	out := symbiosis.Allocated{
		Match: q.match(assess, false, &a.values), Monthly: q.r.Monthly,
		Certainty: symbiosis.LessSure(q.s.Flow.Certainty, q.n.Flow.Certainty),
	}
	months := deliveredMonths(&q.r)
	out.UsesSurplus = a.draw(c.s, q.r.UsesSurplus, months)
	out.UsesNeed = a.draw(c.n, q.r.UsesNeed, months)
	return out
}

// deliveredMonths is how a delivery of heat is spread over the year; nil for what is stored.
func deliveredMonths(r *symbiosis.Reckoning) *[12]float64 {
	months, total := r.Monthly, 0.0
	for _, mwh := range months {
		total += mwh
	}
	if !(total > 0) {
		return nil
	}
	for m := range months {
		months[m] /= total
	}
	return &months
}

// draw takes a share of what a flow has left, spread over the months, or as the flow itself is
// spread. It returns the share of the whole flow that this is.
func (a *allocator) draw(slot int32, share float64, months *[12]float64) float64 {
	l := a.ledgers[slot]
	if l == nil {
		whole := a.e.records.at(slot).unbound()
		l = &ledger{whole: whole, rest: *whole.Shares, left: *whole}
		a.ledgers[slot] = l
	}
	return l.draw(share, months)
}

func (l *ledger) draw(share float64, months *[12]float64) float64 {
	if months == nil {
		months = l.left.Shares
	}
	left := 0.0 // share of the whole stream
	for _, x := range l.rest {
		left += x
	}
	drawn := 0.0
	for m := range l.rest {
		d := min(l.rest[m], share*left*months[m])
		l.rest[m] -= d
		drawn += d
	}
	l.left = l.whole.Rest(l.rest)
	l.drawn++
	return drawn * (1 - l.whole.Gone)
}

// sum adds the pairs up.
func sum(out *symbiosis.Allocation) {
	for _, c := range symbiosis.Certainties() {
		part := symbiosis.CertaintyTotal{Certainty: c}
		for i := range out.Pairs {
			if out.Pairs[i].Certainty == c {
				part.Add(&out.Pairs[i])
			}
		}
		out.ByCertainty = append(out.ByCertainty, part)
	}
	for i := range out.Pairs {
		out.Total.Add(&out.Pairs[i])
	}
}

// The heap: the pair to choose next on top.

func (a *allocator) Len() int { return len(a.queue) }

func (a *allocator) Less(i, j int) bool {
	x, y := &a.queue[i], &a.queue[j]
	switch {
	case x.priced != y.priced:
		return x.priced
	case x.benefit != y.benefit:
		return x.benefit > y.benefit
	case x.s != y.s:
		return a.e.records.at(x.s).Flow.ID < a.e.records.at(y.s).Flow.ID
	}
	return a.e.records.at(x.n).Flow.ID < a.e.records.at(y.n).Flow.ID
}

func (a *allocator) Swap(i, j int) { a.queue[i], a.queue[j] = a.queue[j], a.queue[i] }

// Push and Pop are heap.Interface's; candidates only ever leave, see drop.
func (a *allocator) Push(x any) { a.queue = append(a.queue, x.(candidate)) }

// Pop takes the last candidate off.
func (a *allocator) Pop() any {
	last := a.queue[len(a.queue)-1]
	a.queue = a.queue[:len(a.queue)-1]
	return last
}

// drop takes the top off without boxing it.
func (a *allocator) drop() {
	last := len(a.queue) - 1
	a.queue[0] = a.queue[last]
	a.queue = a.queue[:last]
	if last > 0 {
		heap.Fix(a, 0)
	}
}
