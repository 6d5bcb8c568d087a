package match

import (
	"context"
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Summed is what a site or a scenario finds, with sums of all that it finds.
type Summed struct {
	Matches []symbiosis.Match // the greatest net benefit first (symbiosis.ByBenefit), at most the limit
	Near    []symbiosis.NearMiss
	Total   int // of matches
	// NetBenefit and CO2e sum each flow of the site or the scenario with its best partner.
	NetBenefit unit.Money
	CO2e       unit.Mass
	// Closed is the most closed visibility of the flows of the matches, with their sites: that of
	// the sums. Public where there are none.
	Closed symbiosis.Visibility
}

// OfSiteSummed is OfSite by net benefit and summed. No more matches are held at any time than
// the limit.
func (e *Engine) OfSiteSummed(ctx context.Context, id symbiosis.SiteID, opts Options) (Summed, error) {
	if _, ok := e.sites.get(id); !ok {
		return Summed{}, symbiosis.Errorf(symbiosis.NotFound, "there is no site %q", id)
	}
	own := func(r *record) bool { return r.place.site.ID == id }
	return e.summed(opts, own, func(c *collector) error { return c.pairSite(ctx, id) })
}

// WhatIfSummed is WhatIf by net benefit and summed, as OfSiteSummed.
func (e *Engine) WhatIfSummed(ctx context.Context, sc symbiosis.Scenario, opts Options) (Summed, error) {
	own := func(r *record) bool { return r.slot < 0 }
	return e.summed(opts, own, func(c *collector) error { return c.pairScenario(ctx, &sc) })
}

func (e *Engine) summed(opts Options, own func(*record) bool, pair func(*collector) error) (Summed, error) {
	c, err := e.newCollector(opts)
	if err != nil {
		return Summed{}, err
	}
	sums := sums{own: own}
	c.sums = &sums
	if err := pair(c); err != nil {
		return Summed{}, err
	}
	s := Summed{Total: sums.total, Closed: visibilityOf(sums.closed)}
	s.NetBenefit, s.CO2e = sums.ofBest() // before the collector lets the flows go
	var a Answer
	c.answer(&a)
	s.Matches, s.Near = a.Matches, a.Near
	return s, nil
}

// sums adds up as matches are found.
type sums struct {
	own    func(*record) bool
	total  int
	closed uint8
	best   []bestOf
	first  [1]bestOf // room for best
}

// bestOf is a flow's best match.
type bestOf struct {
	r *record
	valued
}

func (t *sums) add(m valued) {
	t.total++
	t.closed = max(t.closed, m.s.level, m.n.level)
	for _, r := range [2]*record{m.s, m.n} {
		if !t.own(r) {
			continue
		}
		// A site's flows are paired up one after the other: it is mostly the last.
		i := len(t.best) - 1
		for i >= 0 && t.best[i].r != r {
			i--
		}
		switch {
		case t.best == nil:
			t.first[0] = bestOf{r, m}
			t.best = t.first[:]
		case i < 0:
			t.best = append(t.best, bestOf{r, m})
		case byBenefit(&m, &t.best[i].valued) < 0:
			t.best[i].valued = m
		}
	}
}

// ofBest sums the best matches, in their order: the same to the last digit each time.
func (t *sums) ofBest() (benefit unit.Money, co2e unit.Mass) {
	slices.SortFunc(t.best, func(a, b bestOf) int { return byBenefit(&a.valued, &b.valued) })
	for i := range t.best {
		m := &t.best[i]
		if m.priced {
			benefit += m.benefit
		}
		if m.co2eKnown {
			co2e += m.co2e
		}
	}
	return benefit, co2e
}
