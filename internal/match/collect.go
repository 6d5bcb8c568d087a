package match

import (
	"sync"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// collector gathers the matches and near misses of some flows. Its room is used again from
// question to question.
type collector struct {
	e        *Engine
	p        plan
	opts     Options
	q        pairing
	scenario scenarioRoom
	hidden   []int32 // slots of the region's flows that take no part
	slots    []int32
	crows    []unit.Length // to the candidates of a flow
	// held are the pairs that passed, in numbers: only those that come back are written down. With a limit
	// they are the best so far, and order is a heap with the last of them at its root.
	held     []held
	reckoned []reckoned // of each held, where something is reckoned
	order    []ranked
	boxes    boxes
	near     []nearMiss

	sums *sums // nil: not asked for; by net benefit when asked for, otherwise by score
	site bool  // several flows of one site are paired up
	// seen are pairs of one site's flows with each other, by slots: they are found from both ends.
	// With the direction gate there are none.
	seen map[[2]int32]bool
}

// held is a pair that passed.
type held struct {
	s, n   *record
	crow   unit.Length
	assess bool
}

// reckoned is what was reckoned of a pair that passed.
type reckoned struct {
	figures
	budget    unit.Length // as it is told
	class     symbiosis.HeatClass
	delivered symbiosis.Quantity
	rating    rating
}

// valued is a pair with what it is worth.
type valued struct {
	s, n *record
	figures
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
	c.forget()
	c.scenario.forget()
	clear(c.near)
	*c = collector{scenario: c.scenario, hidden: c.hidden, slots: c.slots, crows: c.crows, held: c.held, reckoned: c.reckoned, order: c.order, boxes: c.boxes, near: c.near[:0]}
	collectors.Put(c)
}

// forget lets go what is held.
func (c *collector) forget() {
	clear(c.held)
	clear(c.reckoned)
	c.held, c.reckoned, c.order = c.held[:0], c.reckoned[:0], c.order[:0]
}

// take holds the pair that has been judged, if it is wanted.
func (c *collector) take(assess bool) {
	q := &c.q
	if c.p.ownLimit {
		c.hold(held{q.s, q.n, q.crow, assess}, nil)
		return
	}
	x := reckoned{figures: q.figures(), budget: q.told(), class: q.r.Class, delivered: q.r.Delivered, rating: q.rating}
	c.hold(held{q.s, q.n, q.crow, assess}, &x)
}

// hold holds a pair that passed, if it is wanted, with what was reckoned of it; nil where nothing is.
func (c *collector) hold(h held, x *reckoned) {
	var f figures
	if x != nil {
		f = x.figures
	}
	if !c.p.keep(f.priced, f.benefit) {
		return
	}
	c.note(h.s, h.n)
	if c.sums != nil {
		c.sums.add(valued{h.s, h.n, f})
	}
	most := c.opts.Limit
	if most < 0 {
		return
	}
	full := most > 0 && len(c.held) == most
	r := ranked{key: c.key(&f, h.crow), at: int32(len(c.held))}
	if full && r.key > c.order[0].key {
		return
	}
	c.held = append(c.held, h)
	if x != nil {
		c.reckoned = append(c.reckoned, *x)
	}
	if !full {
		if c.order = append(c.order, r); len(c.order) == most {
			c.heapify()
		}
		return
	}
	if c.compare(r, c.order[0]) < 0 {
		r.at = c.order[0].at
		c.held[r.at] = h
		if x != nil {
			c.reckoned[r.at] = *x
		}
		c.order[0] = r
		c.sink(0)
	}
	c.held = c.held[:most]
	if x != nil {
		c.reckoned = c.reckoned[:most]
	}
}
