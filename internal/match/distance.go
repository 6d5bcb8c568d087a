package match

import (
	"math"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// measure finds the crow and the route distance, once.
func (q *pairing) measure() {
	if !q.hasCrow {
		q.crow, q.hasCrow = geo.Between(&q.s.at, &q.n.at), true
		q.route = q.crow * unit.Length(q.detour())
	}
}

func (q *pairing) detour() float64 { return q.e.reckoner.Detour(q.s.Resource.Transport) }

func (q *pairing) reckon() {
	if !q.reckoned {
		q.from, q.to = &q.s.Stream, &q.n.Stream
		if q.s.taken != nil || q.n.taken != nil {
			q.from, q.to = q.s.streamFor(q.n.Flow.ID), q.n.streamFor(q.s.Flow.ID)
		}
		q.e.reckoner.Reckon(q.from, q.to, q.link, &q.r)
		q.reckoned = true
	}
}

// cappedBudget is the reckoned budget, no longer than either flow allows; limited says that
// a flow's own limit is what bounds it.
func (q *pairing) cappedBudget() (budget unit.Length, limited bool) {
	budget = q.r.Budget
	for _, s := range [2]*record{q.s, q.n} {
		if s.HasLimit && s.Limit < budget {
			budget, limited = s.Limit, true
		}
	}
	return budget, limited
}

// distance holds the route against the budget; with the own limits alone, the crow distance
// against the surplus's.
func (q *pairing) distance(w *note) (symbiosis.GateStatus, string) {
	if q.p.ownLimit {
		q.measure()
		w.value("crow_m", q.crow.Metres(), "m")
		if !q.s.HasLimit {
			return symbiosis.Failed, "distance_no_limit"
		}
		q.budget = q.s.Limit
		w.input("limit_m", q.budget.Metres(), "m", "surplus.max_distance_m")
		w.value("margin_m", (q.budget - q.crow).Metres(), "m")
		if q.crow <= q.budget {
			return symbiosis.Passed, "distance_within_limit"
		}
		w.value("closer_m", (q.crow - q.budget).Metres(), "m")
		return symbiosis.Failed, "distance_beyond_limit"
	}
	q.reckon()
	obstacle := q.r.Obstacle
	if obstacle != symbiosis.NoObstacle && obstacle != symbiosis.NoTransportModel {
		q.noteDistances(w)
		switch obstacle {
		case symbiosis.AllTaken:
			return symbiosis.Failed, string(obstacle)
		case symbiosis.TemperatureMissing, symbiosis.PumpTooHot, symbiosis.PumpUseless:
			return symbiosis.NotRun, "distance_not_reckoned" // the temperature gate says why
		}
		return symbiosis.NotRun, string(obstacle)
	}
	budget, limited := q.cappedBudget()
	q.budget = budget
	priced := obstacle == symbiosis.NoObstacle
	switch {
	case priced && !(q.r.BenefitAtZero > 0):
		if w != nil {
			q.noteDistances(w)
			q.noteBenefit(w)
			q.noteRemedies(w, budget, q.beyondLimits())
		}
		return symbiosis.Failed, "distance_never_pays"
	case math.IsInf(budget.Metres(), 1):
		q.noteDistances(w)
		return symbiosis.Failed, "distance_no_limit"
	}
	q.measure()
	q.noteDistances(w)
	w.value("budget_m", budget.Metres(), "m")
	w.value("margin_m", (budget - q.route).Metres(), "m")
	if priced {
		q.noteBenefit(w)
	}
	switch {
	case q.route <= budget && !priced:
		return symbiosis.Passed, "distance_within_unpriced"
	case q.route <= budget:
		return symbiosis.Passed, "distance_within"
	case limited:
		q.noteRemedies(w, budget, true)
		return symbiosis.Failed, "distance_beyond_limit"
	}
	q.noteRemedies(w, budget, q.beyondLimits())
	return symbiosis.Failed, "distance_too_far"
}

// beyondLimits says that the route is longer than a flow allows itself: no price helps then.
func (q *pairing) beyondLimits() bool {
	q.measure()
	return q.s.HasLimit && q.route > q.s.Limit || q.n.HasLimit && q.route > q.n.Limit
}

func (q *pairing) noteDistances(w *note) {
	if w == nil {
		return
	}
	q.measure()
	w.value("crow_m", q.crow.Metres(), "m")
	w.value("route_m", q.route.Metres(), "m")
}

// noteBenefit writes the net benefit at the route.
func (q *pairing) noteBenefit(w *note) {
	if w != nil {
		w.value("margin_sek_per_year", q.r.NetBenefit(q.route).SEK(), "SEK/yr")
	}
}
