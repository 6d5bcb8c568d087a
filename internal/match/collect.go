package match

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// collector gathers the matches and near misses of some flows. Its room is used again from
// question to question.
type collector struct {
	e     *Engine
	p     plan
	opts  Options
	q     pairing
	slots []int32
	crows []unit.Length // to the candidates of a flow
	// held are the pairs that passed, in numbers: only those that come back are written down. With a limit
	// they are the best so far, and order is a heap with the last of them at its root.
	held  []held
	order []ranked
	near  []nearMiss

	sums *sums // nil: not asked for; by net benefit when asked for, otherwise by score
	site bool  // several flows of one site are paired up
	// seen are pairs of one site's flows with each other, by slots: they are found from both ends.
	// With the direction gate there are none.
	seen map[[2]int32]bool
}

// held is a pair that passed.
type held struct {
	valued
	crow, route, budget unit.Length
	class               symbiosis.HeatClass
	delivered           symbiosis.Quantity
	rating              rating // when figures are reckoned
	assess              bool
}

// valued is a pair with what it is worth.
type valued struct {
	s, n *record
	figures
}

// ranked is a place in held with what decides its order mostly, the least first.
type ranked struct {
	key float64
	at  int32
}

var collectors = sync.Pool{New: func() any { return new(collector) }}

func (e *Engine) newCollector(opts Options) (*collector, error) {
	p, err := newPlan(opts)
	if err != nil {
		return nil, err
	}
	c := collectors.Get().(*collector)
	c.e, c.p, c.opts = e, p, opts
	c.q.e, c.q.p = e, &c.p
	return c, nil
}

// release gives the collector's room to the next question, without anything of the region.
func (c *collector) release() {
	clear(c.held)
	clear(c.near)
	*c = collector{slots: c.slots[:0], crows: c.crows[:0], held: c.held[:0], order: c.order[:0], near: c.near[:0]}
	collectors.Put(c)
}

// take holds the pair that has been judged, if it is wanted.
func (c *collector) take(assess bool) {
	q := &c.q
	var f figures
	if !c.p.ownLimit {
		f = q.figures()
	}
	if !c.p.keep(f.priced, f.benefit) {
		return
	}
	c.note(q.s, q.n)
	if c.sums != nil {
		c.sums.add(valued{q.s, q.n, f})
	}
	most := c.opts.Limit
	if most < 0 {
		return
	}
	full := most > 0 && len(c.held) == most
	r := ranked{c.key(&f), int32(len(c.held))}
	if full {
		if r.key > c.order[0].key {
			return
		}
		r.at = int32(most) // until it has taken the place of another
	}
	c.held = append(c.held, held{
		valued: valued{q.s, q.n, f}, crow: q.crow, route: q.route, budget: q.told(), assess: assess,
		class: q.r.Class, delivered: q.r.Delivered, rating: q.rating,
	})
	if !full {
		if c.order = append(c.order, r); len(c.order) == most {
			for i := most/2 - 1; i >= 0; i-- {
				c.sink(i)
			}
		}
		return
	}
	if c.compare(r, c.order[0]) < 0 {
		at := c.order[0].at
		c.held[at] = c.held[most]
		c.order[0] = ranked{r.key, at}
		c.sink(0)
	}
	c.held = c.held[:most]
}

// sink lets the i-th of the heap down until none below it comes after it.
func (c *collector) sink(i int) {
	for {
		last := i
		for below := 2*i + 1; below <= 2*i+2 && below < len(c.order); below++ {
			if c.compare(c.order[below], c.order[last]) > 0 {
				last = below
			}
		}
		if last == i {
			return
		}
		c.order[i], c.order[last] = c.order[last], c.order[i]
		i = last
	}
}

// key is what the order of the matches goes by first. It is a number.
func (c *collector) key(f *figures) float64 {
	switch {
	case c.sums != nil && f.priced && !math.IsNaN(f.benefit.SEK()):
		return -f.benefit.SEK()
	case c.sums != nil:
		return math.Inf(1)
	case c.p.ownLimit:
		return c.q.crow.Metres() // there is no score
	}
	return -f.score
}

// sort puts what is held in order: by keys, and where several have the same one by compare.
func (c *collector) sort() {
	slices.SortFunc(c.order, byKey)
	for first, i := 0, 1; i <= len(c.order); i++ {
		if i == len(c.order) || c.order[i].key != c.order[first].key {
			if i-first > 1 {
				slices.SortFunc(c.order[first:i], c.compare)
			}
			first = i
		}
	}
}

func byKey(a, b ranked) int {
	switch {
	case a.key < b.key:
		return -1
	case a.key > b.key:
		return 1
	}
	return 0
}

// compare orders two that are held: by net benefit where sums are asked for, and otherwise by score.
func (c *collector) compare(a, b ranked) int {
	if by := byKey(a, b); by != 0 {
		return by
	}
	x, y := &c.held[a.at], &c.held[b.at]
	if c.sums != nil {
		return byBenefit(&x.valued, &y.valued)
	}
	return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.crow, y.crow), compareEnds(&x.valued, &y.valued))
}

// byBenefit is symbiosis.ByBenefit of pairs that aren't written down.
func byBenefit(a, b *valued) int {
	switch {
	case a.priced != b.priced:
		if b.priced {
			return 1
		}
		return -1
	case a.priced && a.benefit != b.benefit:
		return cmp.Compare(b.benefit, a.benefit)
	}
	return compareEnds(a, b)
}

func compareEnds(a, b *valued) int {
	if a.s != b.s {
		if by := cmp.Compare(a.s.id, b.s.id); by != 0 {
			return by
		}
	}
	return cmp.Compare(a.n.id, b.n.id)
}

// matches writes down those held, in their order, with or without the parts of their scores.
func (c *collector) matches(withParts bool) []symbiosis.Match {
	if len(c.held) == 0 {
		return nil
	}
	c.sort()
	list := make([]symbiosis.Match, len(c.order))
	if c.p.ownLimit {
		for i, r := range c.order {
			c.held[r.at].write(&list[i])
		}
		return list
	}
	worth := make([]struct {
		benefit unit.Money
		co2e    unit.Mass
	}, len(list))
	var parts []symbiosis.ScorePart
	var ratings []rating
	if withParts {
		parts, ratings = make([]symbiosis.ScorePart, len(list)*len(scoreKeys)), make([]rating, len(list))
	}
	for i, r := range c.order {
		h, m := &c.held[r.at], &list[i]
		h.write(m)
		m.Class, m.Delivered, m.Score.Total = h.class, h.delivered, h.score
		if h.priced {
			worth[i].benefit, m.NetBenefit = h.benefit, &worth[i].benefit
		}
		if h.co2eKnown {
			worth[i].co2e, m.CO2e = h.co2e, &worth[i].co2e
		}
		if parts != nil {
			own := parts[i*len(scoreKeys) : (i+1)*len(scoreKeys) : (i+1)*len(scoreKeys)]
			ratings[i] = h.rating
			c.e.score.write(own, &ratings[i])
			m.Score.Parts = own
		}
	}
	return list
}

// write writes down what is known of any pair.
func (h *held) write(m *symbiosis.Match) {
	m.SurplusID, m.NeedID, m.Resource = h.s.id, h.n.id, h.s.Resource.Code
	m.Exchange = h.s.exchangeWith(h.n.id)
	m.Distance, m.Route, m.Budget, m.NeedsAssessment = h.crow, h.route, h.budget, h.assess
}
