package opportunity

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Finder tells what a flow of a firm could pair with wherever the firm stood. sizes is that flow at
// one amount or several. It calls yield for each flow of the region that suits it at one of them or
// more, with what the pair comes to at each, until yield returns false; at is good until yield
// returns. What keeps within its budget on none of the land (Ground.Away) may be left out. It must be
// safe for many goroutines, give the same each time, in any order, and end when ctx does.
type Finder interface {
	Anywhere(ctx context.Context, sizes []symbiosis.Flow, yield func(p *symbiosis.Prospect, at []symbiosis.Terms) bool) error
}

// partner is the best partner of a flow on a lot.
type partner struct {
	prospect int32 // in the flow's prospects; −1: none
	count    int32 // of the partners in reach
	crow     unit.Length
	benefit  unit.Money // when the prospect is priced
}

// swept is what one flow of a firm finds on each lot, at each of its amounts.
type swept struct {
	sizes     []symbiosis.Flow
	prospects []symbiosis.Prospect
	terms     []symbiosis.Terms // of each prospect at each amount
	best      []partner         // by amount, then by lot
	reached   []bool            // by prospect: whether some lot has it at some amount
}

// termsOf returns a prospect's terms at an amount.
func (s *swept) termsOf(prospect int32, size int) *symbiosis.Terms {
	return &s.terms[int(prospect)*len(s.sizes)+size]
}

// bestOn returns the best partner on a lot at an amount.
func (s *swept) bestOn(lot, size int) *partner {
	return &s.best[size*(len(s.best)/len(s.sizes))+lot]
}

// checkEach is after how many prospects a sweep looks whether it is still wanted.
const checkEach = 256

// sweep finds each lot's best partner of a flow, at each amount: the one with the greatest net
// benefit, those without one last, then by id, as lists of matches are ordered. most tells the place of
// the largest amount that each lot has room for; nil: all have room for all.
func (g *Ground) sweep(ctx context.Context, finder Finder, sizes []symbiosis.Flow, most []int) (*swept, error) {
	s := &swept{sizes: sizes, best: make([]partner, len(sizes)*len(g.lots))}
	if err := finder.Anywhere(ctx, sizes, func(p *symbiosis.Prospect, at []symbiosis.Terms) bool {
		s.prospects, s.terms = append(s.prospects, *p), append(s.terms, at...)
		return true
	}); err != nil {
		return nil, err
	}
	return s, g.settle(ctx, s, most)
}

// contender is a prospect that may be a lot's best at an amount. Those of one lot and amount are
// linked.
type contender struct {
	prospect, next int32
	most           unit.Money // no more than this is its net benefit there
}

// settling is a sweep on its way to the best partners.
type settling struct {
	*Ground
	*swept
	contenders []contender
	head       []int32      // by amount, then by lot
	least      []unit.Money // of the best contender so far
}

// settle fills the best partners. A straight line bounds the net benefit on both sides, so the point
// nearest to a partner and the geodesic are asked for only where two partners are nearly as good.
func (g *Ground) settle(ctx context.Context, s *swept, most []int) error {
	w := settling{Ground: g, swept: s, head: make([]int32, len(s.best)), least: make([]unit.Money, len(s.best))}
	s.reached = make([]bool, len(s.prospects))
	for i := range s.best {
		s.best[i].prospect, w.head[i] = -1, -1
	}
	asking := g.asking()
	edges := make([]float64, len(s.sizes))
	for i, at := range s.inOrder() {
		if i%checkEach == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		p := &s.prospects[at]
		terms := s.terms[int(at)*len(s.sizes):][:len(s.sizes)]
		widest := unit.Length(-1)
		for k := range terms {
			if k > 0 && terms[k].Budget == terms[k-1].Budget {
				edges[k] = edges[k-1]
			} else {
				edges[k], _ = geo.Straight(terms[k].Budget / unit.Length(p.Detour))
			}
			widest = max(widest, terms[k].Budget)
		}
		for _, n := range asking.reach(p, widest) {
			for k := range terms {
				if most != nil && k > most[n.lot] {
					break
				}
				if n.within(p, terms[k].Budget, edges[k]) {
					s.reached[at] = true
					w.enter(at, k, &n)
				}
			}
		}
	}
	for i := range s.best {
		size, lot := i/len(g.lots), i%len(g.lots)
		for c := w.head[i]; c >= 0; c = w.contenders[c].next {
			if e := &w.contenders[c]; !s.prospects[e.prospect].Priced || e.most >= w.least[i] {
				w.offer(lot, size, e.prospect)
			}
		}
	}
	return nil
}

// inOrder returns the places of the prospects, those that are worth most first, those without a
// price last, then by id: the sooner a good one is known, the fewer contend.
func (s *swept) inOrder() []int32 {
	order := make([]int32, len(s.prospects))
	worth := make([]unit.Money, len(s.prospects))
	for i := range order {
		order[i] = int32(i)
		for k := range s.sizes {
			if t := s.termsOf(int32(i), k); !t.None() {
				worth[i] = max(worth[i], t.Benefit)
			}
		}
		if !s.prospects[i].Priced {
			worth[i] = unit.Money(math.Inf(-1))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(worth[b], worth[a]), cmp.Compare(s.prospects[a].FlowID, s.prospects[b].FlowID))
	})
	return order
}

// enter counts a prospect on a lot at an amount, and lets it contend when it may be the best.
func (w *settling) enter(prospect int32, size int, n *near) {
	i := size*len(w.lots) + int(n.lot)
	w.best[i].count++
	p, t, first := &w.prospects[prospect], w.termsOf(prospect, size), w.head[i] < 0
	if !first && (!p.Priced || t.Benefit < w.least[i]) {
		return
	}
	c := contender{prospect: prospect, next: w.head[i]}
	if p.Priced {
		c.most = t.NetBenefit(p.Route(n.low))
		if !first && c.most < w.least[i] {
			return
		}
		if low := t.NetBenefit(p.Route(n.high)); first || low > w.least[i] {
			w.least[i] = low
		}
	}
	w.head[i] = int32(len(w.contenders))
	w.contenders = append(w.contenders, c)
}

// offer makes a prospect the lot's best at an amount if it is.
func (w *settling) offer(lot, size int, prospect int32) {
	p, t, b := &w.prospects[prospect], w.termsOf(prospect, size), w.bestOn(lot, size)
	crow := w.crow(int32(lot), &p.At)
	var benefit unit.Money
	if p.Priced {
		benefit = t.NetBenefit(p.Route(crow))
	}
	if b.prospect >= 0 {
		than := &w.prospects[b.prospect]
		switch {
		case than.Priced && !p.Priced, than.Priced && benefit < b.benefit:
			return
		case than.Priced == p.Priced && benefit == b.benefit && than.FlowID < p.FlowID:
			return
		}
	}
	b.prospect, b.crow, b.benefit = prospect, crow, benefit
}
