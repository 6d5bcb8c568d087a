package match

import (
	"math"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// pairing is one surplus and one need on their way through the gates. The gates are methods
// that return a status and a reason, a key of package wording; figures go to a note, which
// is nil where only the outcome counts.
type pairing struct {
	e    *Engine
	p    *plan
	s, n *record

	crow     unit.Length
	hasCrow  bool
	route    unit.Length
	budget   unit.Length
	link     symbiosis.Link
	reckoned bool
	r        symbiosis.Reckoning
}

// note takes the figures of a gate.
type note struct{ figures []symbiosis.Reckoned }

func (w *note) value(key string, v float64, u string) {
	if w != nil && unit.Finite(v) {
		w.figures = append(w.figures, symbiosis.Reckoned{Key: key, Value: v, Unit: u})
	}
}

func (w *note) input(key string, v float64, u, input string) {
	if w != nil && unit.Finite(v) {
		w.figures = append(w.figures, symbiosis.Reckoned{Key: key, Value: v, Unit: u, Input: input})
	}
}

func (w *note) text(key, text string) {
	if w != nil && text != "" {
		w.figures = append(w.figures, symbiosis.Reckoned{Key: key, Text: text})
	}
}

// gate runs one gate.
func (q *pairing) gate(name symbiosis.GateName, w *note) (symbiosis.GateStatus, string) {
	switch name {
	case symbiosis.GateDirection:
		return q.direction()
	case symbiosis.GateResource:
		return q.resource(w)
	case symbiosis.GateTemperature:
		return q.temperature(w)
	case symbiosis.GateQuality:
		return q.quality(w)
	case symbiosis.GateLaw:
		return q.lawGate(w)
	case symbiosis.GateTime:
		return q.time(w)
	case symbiosis.GateDistance:
		return q.distance(w)
	case symbiosis.GateVisibility:
		return q.visibility()
	}
	return symbiosis.NotRun, "not_run"
}

func (q *pairing) direction() (symbiosis.GateStatus, string) {
	switch {
	case q.s.Flow.Direction != symbiosis.Surplus || q.n.Flow.Direction != symbiosis.Need:
		return symbiosis.Failed, "direction_wrong"
	case q.s.place.site.ID == q.n.place.site.ID:
		return symbiosis.Failed, "direction_same_site"
	}
	return symbiosis.Passed, "direction_ok"
}

func (q *pairing) resource(w *note) (symbiosis.GateStatus, string) {
	w.text("surplus_resource", string(q.s.Flow.Resource))
	w.text("need_resource", string(q.n.Flow.Resource))
	switch q.link {
	case symbiosis.LinkTree:
		return symbiosis.Passed, "resource_tree"
	case symbiosis.LinkAccepts:
		return symbiosis.Passed, "resource_accepts"
	case symbiosis.LinkWasteCode, symbiosis.LinkWasteUse:
		w.text("waste_code", string(q.s.Flow.WasteCode))
		return symbiosis.Passed, "resource_" + string(q.link)
	case symbiosis.LinkHeat:
		return symbiosis.Passed, "resource_heat"
	}
	if q.e.kin.is(q.n.node, q.s.node) {
		return symbiosis.Failed, "resource_too_general"
	}
	return symbiosis.Failed, "resource_differs"
}

// temperature judges heat by what the reckoner found.
func (q *pairing) temperature(w *note) (symbiosis.GateStatus, string) {
	if !q.s.isHeat() || !q.n.isHeat() {
		return symbiosis.NotApplicable, "temperature_not_heat"
	}
	q.reckon()
	for _, t := range []struct {
		key, input string
		value      *unit.Temperature
	}{
		{"t_a", "surplus.supply_c", q.s.Flow.Supply}, {"t_b", "surplus.return_c", q.s.Flow.Return},
		{"t_s", "need.supply_c", q.n.Flow.Supply}, {"t_r", "need.return_c", q.n.Flow.Return},
	} {
		if w != nil && t.value != nil {
			w.input(t.key, t.value.Celsius(), "°C", t.input)
		}
	}
	switch q.r.Obstacle {
	case symbiosis.TemperatureMissing:
		return symbiosis.NotRun, "temperature_missing"
	case symbiosis.PumpTooHot, symbiosis.PumpUseless:
		return symbiosis.Failed, string(q.r.Obstacle)
	}
	w.value("x_need", q.r.XNeed, "1")
	w.value("x_surplus", q.r.XSurplus, "1")
	if q.r.COP > 0 {
		w.value("cop", q.r.COP, "1")
	}
	return symbiosis.Passed, "temperature_" + string(q.r.Class)
}

// quality holds the need's limits against the surplus's properties, told apart by name and
// unit. A missing property, or one in another unit, must be looked at.
func (q *pairing) quality(w *note) (symbiosis.GateStatus, string) {
	status, reason := symbiosis.NotApplicable, "quality_no_limits"
	for _, limit := range q.n.Flow.Quality {
		has, ok := propertyOf(q.s.Flow.Quality, limit.Name)
		outcome, why := symbiosis.Passed, "quality_ok"
		switch {
		case !ok:
			outcome, why = symbiosis.NeedsAssessment, "quality_missing"
		case has.Unit != limit.Unit:
			outcome, why = symbiosis.NeedsAssessment, "quality_unit"
		default:
			outcome, why = within(has, limit)
		}
		if w != nil {
			w.text("property", limit.Name)
			noteRange(w, "property_has", has)
			noteRange(w, "property_limit", limit)
		}
		if outcome == symbiosis.Failed {
			return outcome, why
		}
		if status == symbiosis.NotApplicable || outcome == symbiosis.NeedsAssessment {
			status, reason = outcome, why
		}
	}
	return status, reason
}

func propertyOf(list []symbiosis.Property, name string) (symbiosis.Property, bool) {
	for _, p := range list {
		if p.Name == name {
			return p, true
		}
	}
	return symbiosis.Property{}, false
}

// within compares what a surplus has (Max, with Min when a range was measured) with what a
// need can take. An end that isn't known can't be judged.
func within(has, limit symbiosis.Property) (symbiosis.GateStatus, string) {
	least := has.Min
	if least == nil {
		least = has.Max
	}
	switch {
	case limit.Max != nil && has.Max != nil && !(*has.Max <= *limit.Max):
		return symbiosis.Failed, "quality_above"
	case limit.Max != nil && least != nil && !(*least <= *limit.Max):
		return symbiosis.Failed, "quality_above"
	case limit.Min != nil && least != nil && !(*least >= *limit.Min):
		return symbiosis.Failed, "quality_below"
	case limit.Max != nil && has.Max == nil, limit.Min != nil && least == nil:
		return symbiosis.NeedsAssessment, "quality_missing"
	}
	return symbiosis.Passed, "quality_ok"
}

func noteRange(w *note, key string, p symbiosis.Property) {
	if p.Min != nil {
		w.value(key+"_min", *p.Min, p.Unit)
	}
	if p.Max != nil {
		w.value(key+"_max", *p.Max, p.Unit)
	}
}

// lawGate: models 2.4 no. 4.
func (q *pairing) lawGate(w *note) (symbiosis.GateStatus, string) {
	f := q.s.Flow
	w.text("legal_status", string(f.Status))
	w.text("waste_code", wasteText(q.e.cat, f.WasteCode))
	switch q.s.law {
	case lawNotAsked:
		return symbiosis.NotApplicable, "law_not_asked"
	case lawProduct:
		return symbiosis.Passed, "law_product"
	case lawContradiction:
		return symbiosis.NeedsAssessment, "law_contradiction"
	case lawUnknown:
		return symbiosis.NeedsAssessment, "law_unknown_status"
	case lawUnspecified:
		return symbiosis.NeedsAssessment, "law_unspecified"
	case lawNoCode:
		return symbiosis.NeedsAssessment, "law_code_missing"
	}
	for _, p := range q.n.Flow.PermittedCodes {
		if p.Covers(f.WasteCode) {
			return symbiosis.Passed, "law_permitted"
		}
	}
	if q.s.law == lawHazardous {
		return symbiosis.Failed, "law_hazardous_not_permitted"
	}
	return symbiosis.Failed, "law_not_permitted"
}

// wasteText writes a code with the asterisk of a hazardous entry.
func wasteText(cat *symbiosis.Catalogue, code symbiosis.WasteCode) string {
	if entry, ok := cat.WasteEntry(code); ok && entry.Hazardous {
		return string(code) + "*"
	}
	return string(code)
}

func (q *pairing) time(w *note) (symbiosis.GateStatus, string) {
	s, n := q.s.Flow, q.n.Flow
	if w != nil {
		w.text("surplus_from", s.ValidFrom.String())
		w.text("surplus_to", s.ValidTo.String())
		w.text("need_from", n.ValidFrom.String())
		w.text("need_to", n.ValidTo.String())
	}
	if s.ValidFrom.IsZero() && s.ValidTo.IsZero() && n.ValidFrom.IsZero() && n.ValidTo.IsZero() {
		return symbiosis.Passed, "time_open"
	}
	if before(s.ValidTo, n.ValidFrom) || before(n.ValidTo, s.ValidFrom) {
		return symbiosis.Failed, "time_apart"
	}
	return symbiosis.Passed, "time_overlap"
}

// before says that a period's last day lies before another's first; an open end never does.
func before(to, from symbiosis.Date) bool {
	return !to.IsZero() && !from.IsZero() && to.Before(from)
}

func (q *pairing) visibility() (symbiosis.GateStatus, string) {
	if max(q.s.level, q.n.level) > q.p.viewer {
		return symbiosis.Failed, "visibility_hidden"
	}
	return symbiosis.Passed, "visibility_ok"
}

// measure finds the crow and the route distance, once.
func (q *pairing) measure() {
	if !q.hasCrow {
		q.crow, q.hasCrow = geo.Distance(q.s.place.point, q.n.place.point), true
		q.route = q.crow * unit.Length(q.detour())
	}
}

func (q *pairing) detour() float64 { return q.e.reckoner.Detour(q.s.Resource.Transport) }

func (q *pairing) reckon() {
	if !q.reckoned {
		q.e.reckoner.Reckon(&q.s.Stream, &q.n.Stream, q.link, &q.r)
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
		return symbiosis.Failed, "distance_beyond_limit"
	}
	q.reckon()
	obstacle := q.r.Obstacle
	if obstacle != symbiosis.NoObstacle && obstacle != symbiosis.NoTransportModel {
		q.noteDistances(w)
		switch obstacle {
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
		q.noteDistances(w)
		q.noteMargin(w, true)
		return symbiosis.Failed, "distance_never_pays"
	case math.IsInf(budget.Metres(), 1):
		q.noteDistances(w)
		return symbiosis.Failed, "distance_no_limit"
	}
	// The chord settles most pairs that are too far, without the geodesic.
	if w == nil && !q.hasCrow {
		chord := geo.SquaredChord(q.s.place.unit, q.n.place.unit)
		if geo.MinDistance(chord)*unit.Length(q.detour()) > budget {
			return symbiosis.Failed, "distance_too_far"
		}
	}
	q.measure()
	q.noteDistances(w)
	w.value("budget_m", budget.Metres(), "m")
	w.value("margin_m", (budget - q.route).Metres(), "m")
	if priced {
		q.noteMargin(w, q.route > q.r.Budget)
	}
	switch {
	case q.route <= budget:
		return symbiosis.Passed, "distance_within"
	case limited:
		return symbiosis.Failed, "distance_beyond_limit"
	}
	return symbiosis.Failed, "distance_too_far"
}

func (q *pairing) noteDistances(w *note) {
	if w == nil {
		return
	}
	q.measure()
	w.value("crow_m", q.crow.Metres(), "m")
	w.value("route_m", q.route.Metres(), "m")
}

// noteMargin writes the net benefit at the route and, when it is negative, how much more the
// receiver would have to pay for the pair to break even.
func (q *pairing) noteMargin(w *note, short bool) {
	if w == nil {
		return
	}
	benefit := q.r.NetBenefit(q.route)
	w.value("margin_sek_per_year", benefit.SEK(), "SEK/yr")
	if !short {
		return
	}
	// The net benefit is linear in the price: two values give the line.
	dearer := q.n.Stream
	dearer.Price++
	var r symbiosis.Reckoning
	q.e.reckoner.Reckon(&q.s.Stream, &dearer, q.link, &r)
	if slope := r.NetBenefit(q.route) - benefit; slope > 0 {
		u := "SEK/t"
		if q.s.isHeat() {
			u = "SEK/MWh"
		}
		w.input("price_missing", float64(-benefit/slope), u, "need.price_sek")
	}
}
