package match

import (
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// noteRemedies writes what would have to change for the pair to pass the distance gate: how
// much closer, and how much more the receiver would have to pay or the holder pay today to be
// rid of it. They are found by reckoning the pair again, so that what they say holds to the
// rounding. limited says that a flow's own limit is too short: then no money helps.
func (q *pairing) noteRemedies(w *note, budget unit.Length, limited bool) {
	if w == nil {
		return
	}
	if budget > 0 && q.route > budget {
		w.value("closer_m", (q.route - budget).Metres(), "m")
	}
	if limited {
		return
	}
	perUnit := "SEK/t"
	if q.s.heat {
		perUnit = "SEK/MWh"
	}
	if more, ok := q.leastThatPays(dearer); ok {
		w.value("price_missing", more, perUnit)
		w.value("price_passes", q.to.Price+more, perUnit)
	}
	if q.s.heat {
		q.noteColder(w)
	}
	if q.s.Resource.Transport != symbiosis.Truck {
		return
	}
	if more, ok := q.leastThatPays(costlier); ok {
		w.value("disposal_missing", more, perUnit)
		w.value("disposal_passes", q.disposalToday().SEKPerTonne()+more, perUnit)
	}
}

// dearer is a need that pays more, costlier a surplus that costs its holder more to be rid of.
func dearer(more float64, _, n *symbiosis.Stream)   { n.Price += more }
func costlier(more float64, s, _ *symbiosis.Stream) { s.Credit += unit.MassPrice(more) }

// disposalToday is what the holder pays to be rid of the surplus, as far as it is known.
func (q *pairing) disposalToday() unit.MassPrice {
	switch {
	case q.s.Flow.DisposalCost != nil:
		return *q.s.Flow.DisposalCost
	case q.s.Resource.DisposalCost != nil:
		return unit.MassPrice(q.s.Resource.DisposalCost.Value)
	}
	return 0
}

// What is looked for in money: up to farthest SEK per unit, to within a millionth of it.
const (
	farthestSEK = 1e7
	nearestSEK  = 1e-6
)

// moneyChange changes what a pair is reckoned with by some SEK per unit.
type moneyChange func(more float64, s, n *symbiosis.Stream)

// after reckons the pair again with a change.
func (q *pairing) after(change moneyChange, more float64) *symbiosis.Reckoning {
	t := q.another()
	change(more, &t.s, &t.n)
	q.e.reckoner.Reckon(&t.s, &t.n, q.link, &t.r)
	return &t.r
}

// breakEven returns the change at which the pair's net benefit is nil, taken to be a straight
// line in it; negative when it pays as it is. ok is false when it isn't to be found so.
func (q *pairing) breakEven(change moneyChange) (more float64, ok bool) {
	lacking := -q.r.NetBenefit(q.route).SEK()
	more = lacking / (q.after(change, 1).NetBenefit(q.route).SEK() + lacking)
	return more, q.r.Obstacle == symbiosis.NoObstacle && unit.Finite(more)
}

// leastThatPays returns the least more than nothing, in SEK per unit, with which the pair's
// budget reaches its route; ok is false when nothing up to farthestSEK does. The net benefit
// is nearly always a straight line in it, whose zero is tried first; otherwise the place is
// halved out.
func (q *pairing) leastThatPays(change moneyChange) (more float64, ok bool) {
	pays := func(more float64) bool { return q.pays(q.after(change, more)) }
	zero, _ := q.breakEven(change)
	if low, high := zero-nearestSEK/3, zero+nearestSEK/3; high > 0 && high < farthestSEK && pays(high) && !pays(max(0, low)) {
		return high, true
	}
	low, high := 0.0, 1.0
	for !pays(high) {
		low, high = high, 2*high
		if high > farthestSEK {
			return 0, false
		}
	}
	for high-low > nearestSEK {
		if middle := (low + high) / 2; pays(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high, true
}
