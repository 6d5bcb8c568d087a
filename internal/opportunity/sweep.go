package opportunity

import (
	"cmp"
	"context"
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Finder tells what a firm's flows could pair with wherever the firm stood: it calls yield for
// each flow of the region that flows[i] suits, until yield returns false. All flows are of one
// site. It must be safe for many goroutines, give the same each time and end when ctx does.
type Finder interface {
	Anywhere(ctx context.Context, flows []symbiosis.Flow, yield func(i int, p *symbiosis.Prospect) bool) error
}

// partner is the best partner of a flow on a lot.
type partner struct {
	prospect int32 // in the flow's prospects; −1: none
	count    int32 // of the partners in reach
	crow     unit.Length
	benefit  unit.Money // when the prospect is priced
}

// swept is what one flow of a firm finds on each lot.
type swept struct {
	flow      symbiosis.Flow
	prospects []symbiosis.Prospect
	best      []partner // by lot
}

// checkEach is after how many prospects a sweep looks whether it is still wanted.
const checkEach = 256

// sweep finds each lot's best partner of a flow: the one with the greatest net benefit, those
// without one last, then by id, as lists of matches are ordered.
func (g *Ground) sweep(ctx context.Context, finder Finder, flow symbiosis.Flow) (*swept, error) {
	s := &swept{flow: flow, best: make([]partner, len(g.lots))}
	if err := finder.Anywhere(ctx, []symbiosis.Flow{flow}, func(_ int, p *symbiosis.Prospect) bool {
		s.prospects = append(s.prospects, *p)
		return true
	}); err != nil {
		return nil, err
	}
	return s, g.settle(ctx, s)
}

// contender is a prospect that may be a lot's best. Contenders of a lot are linked.
type contender struct {
	prospect, next int32
	most           unit.Money // no more than this is its net benefit there
}

// settle fills the best partners. A straight line bounds the net benefit on both sides, so the point
// nearest to a partner and the geodesic are asked for only where two partners are nearly as good.
func (g *Ground) settle(ctx context.Context, s *swept) error {
	slices.SortFunc(s.prospects, func(a, b symbiosis.Prospect) int {
		if a.Priced != b.Priced {
			if a.Priced {
				return -1
			}
			return 1
		}
		if a.Priced && a.Benefit != b.Benefit {
			return cmp.Compare(b.Benefit, a.Benefit)
		}
		return cmp.Compare(a.FlowID, b.FlowID)
	})
	var contenders []contender
	head := make([]int32, len(g.lots))
	least := make([]unit.Money, len(g.lots)) // of the best contender so far
	for i := range s.best {
		s.best[i].prospect, head[i] = -1, -1
	}
	asking := g.asking()
	for at := range s.prospects {
		if at%checkEach == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		p := &s.prospects[at]
		for _, n := range asking.reach(p) {
			s.best[n.lot].count++
			if head[n.lot] >= 0 && (!p.Priced || p.Benefit < least[n.lot]) {
				continue
			}
			c := contender{prospect: int32(at), next: head[n.lot]}
			if p.Priced {
				c.most = p.NetBenefit(n.low)
				low := p.NetBenefit(n.high)
				if head[n.lot] >= 0 && c.most < least[n.lot] {
					continue
				}
				if head[n.lot] < 0 || low > least[n.lot] {
					least[n.lot] = low
				}
			}
			head[n.lot] = int32(len(contenders))
			contenders = append(contenders, c)
		}
	}
	for lot := range s.best {
		for c := head[lot]; c >= 0; c = contenders[c].next {
			if s.prospects[contenders[c].prospect].Priced && contenders[c].most < least[lot] {
				continue
			}
			g.offer(s, lot, contenders[c].prospect)
		}
	}
	return nil
}

// offer makes a prospect the lot's best if it is.
func (g *Ground) offer(s *swept, lot int, prospect int32) {
	p, b := &s.prospects[prospect], &s.best[lot]
	crow := g.crow(int32(lot), &p.At)
	var benefit unit.Money
	if p.Priced {
		benefit = p.NetBenefit(crow)
	}
	if b.prospect >= 0 {
		than := &s.prospects[b.prospect]
		switch {
		case than.Priced && !p.Priced, than.Priced && benefit < b.benefit:
			return
		case than.Priced == p.Priced && benefit == b.benefit && than.FlowID < p.FlowID:
			return
		}
	}
	b.prospect, b.crow, b.benefit = prospect, crow, benefit
}
