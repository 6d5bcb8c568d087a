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
	if q.s.isHeat() {
		perUnit = "SEK/MWh"
	}
	if more, ok := q.leastThatPays(func(more float64, _, n *symbiosis.Stream) { n.Price += more }); ok {
		w.value("price_missing", more, perUnit)
		w.value("price_passes", q.to.Price+more, perUnit)
	}
	if q.s.isHeat() {
		q.noteColder(w)
	}
	if q.s.Resource.Transport != symbiosis.Truck {
		return
	}
	if more, ok := q.leastThatPays(func(more float64, s, _ *symbiosis.Stream) { s.Credit += unit.MassPrice(more) }); ok {
		today := unit.MassPrice(0)
		if f := q.s.Flow; f.DisposalCost != nil {
			today = *f.DisposalCost
		} else if q.s.Resource.DisposalCost != nil {
			today = unit.MassPrice(q.s.Resource.DisposalCost.Value)
		}
		w.value("disposal_missing", more, perUnit)
		w.value("disposal_passes", today.SEKPerTonne()+more, perUnit)
	}
}

// What is looked for in money: up to farthest SEK per unit, to within a millionth of it.
const (
	farthestSEK = 1e7
	nearestSEK  = 1e-6
)

// leastThatPays returns the least more than nothing, in SEK per unit, with which the pair's
// budget reaches its route; ok is false when nothing up to farthestSEK does. The net benefit
// is nearly always a straight line in it, whose zero is tried first; otherwise the place is
// halved out.
func (q *pairing) leastThatPays(change func(more float64, s, n *symbiosis.Stream)) (more float64, ok bool) {
	reckon := func(more float64) (benefit float64, pays bool) {
		t := q.another()
		change(more, &t.s, &t.n)
		q.e.reckoner.Reckon(&t.s, &t.n, q.link, &t.r)
		return t.r.NetBenefit(q.route).SEK(), q.pays(&t.r)
	}
	pays := func(more float64) bool { _, ok := reckon(more); return ok }
	lacking := -q.r.NetBenefit(q.route).SEK()
	further, _ := reckon(1)
	zero := lacking / (further + lacking)
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
