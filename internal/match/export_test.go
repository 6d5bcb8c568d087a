package match

import (
	"context"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// BestOrder returns the greatest net benefit of any order in which pairs could be served, each
// with all that it can use of what those before it have left, those that don't pay left out.
func BestOrder(e *Engine, matches []symbiosis.Match) float64 {
	a := e.newAllocator()
	if err := a.gather(context.Background(), func(yield func(*symbiosis.Match) bool) {
		for i := range matches {
			if !yield(&matches[i]) {
				return
			}
		}
	}); err != nil {
		return 0
	}
	best := 0.0
	var serve func(left []candidate, worth float64)
	serve = func(left []candidate, worth float64) {
		best = max(best, worth)
		for i, c := range left {
			before := a.ledgers
			a.ledgers = make([]*ledger, len(before))
			for slot, l := range before {
				if l != nil {
					kept := *l
					a.ledgers[slot] = &kept
				}
			}
			if a.again(&c) {
				a.choose(&c)
				rest := append(append([]candidate(nil), left[:i]...), left[i+1:]...)
				serve(rest, worth+c.benefit)
			}
			a.ledgers = before
		}
	}
	serve(a.queue, 0)
	return best
}

// LayOut makes the layout that runs of opts go through, so that questions of one flow do too.
func LayOut(t interface{ Fatal(...any) }, e *Engine, opts Options) {
	p, err := newPlan(opts)
	if err != nil {
		t.Fatal(err)
	}
	if e.laidOut(&p) != nil {
		t.Fatal("laid out before it was asked for")
	}
	if _, err := e.layoutOf(context.Background(), &p); err != nil {
		t.Fatal(err)
	}
	if e.laidOut(&p) == nil {
		t.Fatal("not laid out")
	}
}

// KelvinByKelvin finds what noteDegrees and noteColder find, by reckoning the whole pair again with
// every kelvin and halving out the first that does.
func KelvinByKelvin(e *Engine, surplus, need symbiosis.FlowID, gate symbiosis.GateName) map[string]float64 {
	p, _ := newPlan(Options{})
	s, _ := e.find(surplus)
	n, _ := e.find(need)
	q := &pairing{e: e, p: &p, s: s, n: n, link: e.kin.link(s, n, true)}
	status, reason := q.gate(gate, nil)
	found := map[string]float64{}
	try := func(key string, change degrees, most float64, wanted func(*symbiosis.Reckoning) bool) {
		does := func(k float64) bool {
			s, n := *q.from, *q.to
			change(unit.TemperatureDifference(k), &s, &n)
			if !(s.Supply > s.Return) || !(n.Supply > n.Return) || n.Return < unit.AbsoluteZero {
				return false
			}
			var r symbiosis.Reckoning
			e.reckoner.Reckon(&s, &n, q.link, &r)
			return wanted(&r)
		}
		for k := 1.0; k <= most; k++ {
			if !does(k) {
				continue
			}
			low, high := k-1, k
			for high-low > nearestKelvin {
				if middle := (low + high) / 2; does(middle) {
					high = middle
				} else {
					low = middle
				}
			}
			found[key] = high
			return
		}
	}
	direct := func(r *symbiosis.Reckoning) bool { return r.XNeed >= 1 }
	switch {
	case gate == symbiosis.GateTemperature && q.r.Obstacle != symbiosis.TemperatureMissing:
		if direct(&q.r) {
			try("direct_margin_k", func(k unit.TemperatureDifference, s, _ *symbiosis.Stream) { s.Supply = s.Supply.Plus(-k) }, farthestKelvin, func(r *symbiosis.Reckoning) bool { return !direct(r) })
		} else {
			try("direct_lacking_k", warmer[0].change, farthestKelvin, direct)
		}
		for _, c := range warmer {
			if status == symbiosis.Failed {
				try(c.key, c.change, farthestKelvin, func(r *symbiosis.Reckoning) bool {
					return r.Obstacle != symbiosis.PumpTooHot && r.Obstacle != symbiosis.PumpUseless && r.Obstacle != symbiosis.TemperatureMissing
				})
			}
		}
	case gate == symbiosis.GateDistance && (reason == "distance_never_pays" || reason == "distance_too_far"):
		for _, i := range []int{0, 3} {
			q.measure()
			try(warmer[i].key, warmer[i].change, nearKelvin, func(r *symbiosis.Reckoning) bool {
				return r.Obstacle == symbiosis.NoObstacle && r.BenefitAtZero > 0 && q.route <= r.Budget
			})
		}
	}
	return found
}

// LaidOut says that the layout of opts is there.
func LaidOut(e *Engine, opts Options) bool {
	p, err := newPlan(opts)
	return err == nil && e.laidOut(&p) != nil
}

// TogetherInSamples carries a plan out in so many samples, each in a room of its own or one after the other in
// the same.
func TogetherInSamples(ctx context.Context, e *Engine, pairs []symbiosis.Allocated, samples int, ownRooms bool) ([]symbiosis.AllocationTotal, error) {
	rp, err := e.newReplay(pairs)
	if err != nil {
		return nil, err
	}
	room, totals := rp.newRoom(), []symbiosis.AllocationTotal(nil)
	for k, reckoner := range e.panel(samples).samples {
		if ownRooms {
			room = rp.newRoom()
		}
		total, err := room.run(ctx, reckoner, uint64(k))
		if err != nil {
			return nil, err
		}
		totals = append(totals, total)
	}
	return totals, nil
}

// SortKeys returns keys in the order in which what is held with them would be written down.
func SortKeys(keys []float64) []float64 {
	var b boxes
	for range 2 { // the second time in the first one's room
		list := make([]ranked, len(keys))
		for i, k := range keys {
			list[i] = ranked{key: k, at: int32(i)}
		}
		b.sort(list)
		sorted := make([]float64, len(keys))
		for i, r := range list {
			sorted[i] = keys[r.at]
		}
		keys = sorted
	}
	return keys
}
