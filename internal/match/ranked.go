package match

import (
	"cmp"
	"math"
	"slices"

	"github.com/samloka/samloka/internal/unit"
)

// ranked is a place among what is held with what decides its order mostly, the least first.
type ranked struct {
	key float64
	at  int32
	box int32 // while it is sorted
}

// heapify makes order a heap with the last of what is held at its root.
func (c *collector) heapify() {
	for i := len(c.order)/2 - 1; i >= 0; i-- {
		c.sink(i)
	}
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
func (c *collector) key(f *figures, crow unit.Length) float64 {
	switch {
	case c.sums != nil && f.priced && !math.IsNaN(f.benefit.SEK()):
		return -f.benefit.SEK()
	case c.sums != nil:
		return math.Inf(1)
	case c.p.ownLimit:
		return crow.Metres() // there is no score
	}
	return -f.score
}

// sort puts what is held in order: by keys, and where several have the same one by compare.
func (c *collector) sort() {
	c.boxes.sort(c.order)
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
	x, y := c.valued(a.at), c.valued(b.at)
	if c.sums != nil {
		return byBenefit(&x, &y)
	}
	return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(c.held[a.at].crow, c.held[b.at].crow), compareEnds(&x, &y))
}

// valued is what the pair at a place of held is worth.
func (c *collector) valued(at int32) valued {
	v := valued{s: c.held[at].s, n: c.held[at].n}
	if !c.p.ownLimit {
		v.figures = c.reckoned[at].figures
	}
	return v
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
