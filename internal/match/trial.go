package match

import (
	"math"
	"sort"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// trial is room for a pair that is reckoned again and again with other figures.
type trial struct {
	s, n symbiosis.Stream
	r    symbiosis.Reckoning
}

// another returns the pair's trial with its figures as they are, to be changed.
func (q *pairing) another() *trial {
	if q.trial == nil {
		q.trial = new(trial)
	}
	q.trial.s, q.trial.n = *q.from, *q.to
	return q.trial
}

// degrees is a change of one temperature of a pair by some kelvin.
type degrees func(k unit.TemperatureDifference, s, n *symbiosis.Stream)

// sensible says that the temperatures are such as flows may have.
func (t *trial) sensible() bool {
	return t.s.Supply > t.s.Return && t.n.Supply > t.n.Return && !(t.n.Return < unit.AbsoluteZero)
}

// leastDegrees returns the least change of a temperature, up to farthestKelvin, with which what
// temperatures alone decide comes out as wanted. Each way but back to the same side of an edge
// crosses it once (shares and COP rise or fall all along with one temperature), so that it can
// be halved out.
func (q *pairing) leastDegrees(change degrees, wanted func(*symbiosis.Reckoning) bool) (float64, bool) {
	does := func(k float64) (wants, sensible bool) {
		t := q.another()
		change(unit.TemperatureDifference(k), &t.s, &t.n)
		if !t.sensible() {
			return false, false
		}
		q.e.reckoner.Degrees(&t.s, &t.n, &t.r)
		return wanted(&t.r), true
	}
	// Beyond what is sensible nothing is: the first kelvin of either is the one wanted, or none is.
	k := 1 + float64(sort.Search(farthestKelvin, func(i int) bool {
		wants, sensible := does(float64(i + 1))
		return wants || !sensible
	}))
	if k > farthestKelvin {
		return 0, false
	}
	if wants, _ := does(k); !wants {
		return 0, false
	}
	return halvedOut(k, func(k float64) bool { wants, _ := does(k); return wants }), true
}

// firstKelvin returns the least change of a temperature, up to nearKelvin, with which the pair,
// reckoned again, comes out as wanted. Money and distance go up and down with a temperature (a
// heat pump falls away, a pipe is wider), so that it is looked for kelvin by kelvin; but only
// where the route is within what the best of them all could pay for.
func (q *pairing) firstKelvin(change degrees, wanted func(*symbiosis.Reckoning) bool) (float64, bool) {
	if q.route > q.mostReach(change) {
		return 0, false
	}
	does := func(k float64) bool {
		t := q.another()
		change(unit.TemperatureDifference(k), &t.s, &t.n)
		if !t.sensible() {
			return false
		}
		q.e.reckoner.Reckon(&t.s, &t.n, q.link, &t.r)
		return wanted(&t.r)
	}
	for k := 1.0; k <= nearKelvin; k++ {
		if does(k) {
			return halvedOut(k, does), true
		}
	}
	return 0, false
}

// mostReach bounds the budget of the pair with a change of up to nearKelvin: an envelope's
// reach only grows with a surplus that is warmer and a need that returns colder.
func (q *pairing) mostReach(change degrees) unit.Length {
	t := q.another()
	change(nearKelvin, &t.s, &t.n)
	var s, n symbiosis.Envelope
	for _, x := range [2]*symbiosis.Stream{q.from, &t.s} {
		s.Include(x)
	}
	for _, x := range [2]*symbiosis.Stream{q.to, &t.n} {
		n.Include(x)
	}
	s.Unlimited, n.Unlimited = true, true // own limits are another matter
	return q.e.reckoner.Reach(symbiosis.HeatPipe, &s, &n)
}

// halvedOut returns the least change within the kelvin below k that does, to nearestKelvin.
func halvedOut(k float64, does func(float64) bool) float64 {
	low, high := math.Max(0, k-1), k
	for high-low > nearestKelvin {
		if middle := (low + high) / 2; does(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

// pays says that a reckoning's budget reaches the pair's route.
func (q *pairing) pays(r *symbiosis.Reckoning) bool {
	return r.Obstacle == symbiosis.NoObstacle && r.BenefitAtZero > 0 && q.route <= r.Budget
}
