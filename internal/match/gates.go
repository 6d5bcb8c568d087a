package match

import (
	"slices"

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
	rating   rating
	sharing  sharing
	from, to *symbiosis.Stream // what was reckoned with: the flows without what others take
	trial    *trial            // nil: not asked for yet
}

// turnTo turns a pairing that was used, or has its engine and plan alone, to another pair. What
// was reckoned stays: no one reads it before it is reckoned anew.
func (q *pairing) turnTo(s, n *record) {
	q.s, q.n = s, n
	q.hasCrow, q.reckoned, q.link, q.budget = false, false, symbiosis.NoLink, 0
}

// turnToAt is turnTo a pair whose distance is known.
func (q *pairing) turnToAt(s, n *record, crow unit.Length) {
	q.turnTo(s, n)
	q.crow, q.hasCrow = crow, true
	q.route = crow * unit.Length(q.detour())
}

// appendCrows appends the distances of a flow to others, many measured at once.
func (e *Engine) appendCrows(crows []unit.Length, from *record, to []int32) []unit.Length {
	first := len(crows)
	crows = slices.Grow(crows, len(to))[:first+len(to)]
	var places [32]*geo.Prepared
	for lengths := crows[first:]; len(to) > 0; {
		n := min(len(to), len(places))
		for i, slot := range to[:n] {
			places[i] = &e.records.at(slot).at
		}
		geo.BetweenEach(lengths[:n], &from.at, places[:n])
		lengths, to = lengths[n:], to[n:]
	}
	return crows
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

// gate runs one gate; with a note also how far from its edge the pair is.
func (q *pairing) gate(name symbiosis.GateName, w *note) (symbiosis.GateStatus, string) {
	status, reason := q.judgedBy(name, w)
	if w != nil {
		q.noteMargin(name, status, w)
	}
	return status, reason
}

func (q *pairing) judgedBy(name symbiosis.GateName, w *note) (symbiosis.GateStatus, string) {
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
	case !q.s.surplus || q.n.surplus:
		return symbiosis.Failed, "direction_wrong"
	case q.s.sameSite(q.n):
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
		q.noteUse(w)
		return symbiosis.Passed, "resource_" + string(q.link)
	case symbiosis.LinkHeat:
		return symbiosis.Passed, "resource_heat"
	}
	if q.e.kin.is(q.n.node, q.s.node) {
		return symbiosis.Failed, "resource_too_general"
	}
	return symbiosis.Failed, "resource_differs"
}

// noteUse writes the rule that leads from the surplus's waste code to the need, and the
// conditions on which it holds.
func (q *pairing) noteUse(w *note) {
	if w == nil || q.link != symbiosis.LinkWasteUse {
		return
	}
	code := q.s.Flow.WasteCode
	for _, u := range q.e.cat.UsesOf(code) {
		if q.e.kin.is(q.e.kin.number[u.Resource], q.n.node) {
			rule := string(code) + " " + string(u.Resource) // as wording reads it
			w.text("waste_use", rule)
			w.figures = append(w.figures, symbiosis.Reckoned{Key: "use_conditions", Text: rule, Source: u.Source})
			return
		}
	}
}

// temperature judges heat by what the reckoner found.
func (q *pairing) temperature(w *note) (symbiosis.GateStatus, string) {
	if !q.s.heat || !q.n.heat {
		return symbiosis.NotApplicable, "temperature_not_heat"
	}
	q.reckon()
	if w != nil {
		q.noteTemperatures(w)
	}
	switch q.r.Obstacle {
	case symbiosis.TemperatureMissing:
		return symbiosis.NotRun, "temperature_missing"
	case symbiosis.PumpTooHot, symbiosis.PumpUseless:
		return symbiosis.Failed, string(q.r.Obstacle)
	}
	if w == nil {
		return symbiosis.Passed, "" // who asks for the outcome alone reads no reason: it would be made for each pair
	}
	w.value("x_need", q.r.XNeed, "1")
	w.value("x_surplus", q.r.XSurplus, "1")
	if q.r.COP > 0 {
		w.value("cop", q.r.COP, "1")
	}
	return symbiosis.Passed, "temperature_" + string(q.r.Class)
}

func (q *pairing) noteTemperatures(w *note) {
	for _, t := range [...]struct {
		key, input string
		value      *unit.Temperature
	}{
		{"t_a", "surplus.supply_c", q.s.Flow.Supply}, {"t_b", "surplus.return_c", q.s.Flow.Return},
		{"t_s", "need.supply_c", q.n.Flow.Supply}, {"t_r", "need.return_c", q.n.Flow.Return},
	} {
		if t.value != nil {
			w.input(t.key, t.value.Celsius(), "°C", t.input)
		}
	}
}

func (q *pairing) time(w *note) (symbiosis.GateStatus, string) {
	if w == nil && (q.s.heed|q.n.heed)&heedDates == 0 {
		return symbiosis.Passed, "time_open"
	}
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
