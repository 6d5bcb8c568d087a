package match

import (
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Answer is what a question found. Its room is used again by the next question that it is handed to, whose answer is
// written over it: who asks often then makes no garbage.
type Answer struct {
	Matches []symbiosis.Match
	Near    []symbiosis.NearMiss

	worth   []worth // what matches point to
	parts   []symbiosis.ScorePart
	ratings []rating
}

// worth is the figures of a match that not every match has.
type worth struct {
	benefit unit.Money
	co2e    unit.Mass
}

// roomFor returns a list of n, in list's own room when that is enough. What stands in it is not cleared.
func roomFor[T any](list []T, n int) []T { return slices.Grow(list[:0], n)[:n] }

// answer sorts, cuts and writes down what was found, and releases the collector.
func (c *collector) answer(a *Answer) {
	slices.SortFunc(c.near, compareNear)
	c.trimNear(c.opts.mostNear())
	if a.Near = roomFor(a.Near, len(c.near)); a.Near == nil {
		a.Near = []symbiosis.NearMiss{} // as lists that are empty are told
	}
	for i, miss := range c.near {
		c.q.turnTo(miss.s, miss.n)
		c.q.link = miss.link
		a.Near[i] = symbiosis.NearMiss{SurplusID: miss.s.Flow.ID, NeedID: miss.n.Flow.ID, Distance: miss.crow, Failed: c.q.failed()}
		c.q.rangesOf(a.Near[i].Failed, c.opts.Samples)
	}
	c.matches(a, c.p.parts || c.sums == nil)
	c.release()
}

// matches writes down those held, in their order, with or without the parts of their scores.
func (c *collector) matches(a *Answer, withParts bool) {
	c.sort()
	n := len(c.order)
	a.Matches = roomFor(a.Matches, n)
	if c.p.ownLimit {
		for i, r := range c.order {
			c.held[r.at].write(&a.Matches[i], c)
		}
		return
	}
	a.worth = roomFor(a.worth, n)
	if withParts {
		a.parts, a.ratings = roomFor(a.parts, n*len(scoreKeys)), roomFor(a.ratings, n)
	}
	for i, r := range c.order {
		m, x := &a.Matches[i], &c.reckoned[r.at]
		c.held[r.at].write(m, c)
		m.Budget, m.Class, m.Delivered, m.Score.Total = x.budget, x.class, x.delivered, x.score
		if x.priced {
			a.worth[i].benefit, m.NetBenefit = x.benefit, &a.worth[i].benefit
		}
		if x.co2eKnown {
			a.worth[i].co2e, m.CO2e = x.co2e, &a.worth[i].co2e
		}
		if withParts {
			own := a.parts[i*len(scoreKeys) : (i+1)*len(scoreKeys) : (i+1)*len(scoreKeys)]
			a.ratings[i] = x.rating
			c.e.score.write(own, &a.ratings[i])
			m.Score.Parts = own
		}
	}
}

// write writes down what is known of a pair where nothing is reckoned.
func (h *held) write(m *symbiosis.Match, c *collector) {
	*m = symbiosis.Match{}
	m.SurplusID, m.NeedID, m.Resource = h.s.id, h.n.id, h.s.Resource.Code
	m.Exchange = h.s.exchangeWith(h.n.id)
	m.Distance, m.NeedsAssessment = h.crow, h.assess
	m.Route = h.crow * unit.Length(c.e.reckoner.Detour(h.s.Resource.Transport))
	if c.p.ownLimit && c.p.distance {
		m.Budget = h.s.Limit
	}
}
