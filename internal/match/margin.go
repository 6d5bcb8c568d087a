package match

import (
	"strings"
	"time"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// noteMargin writes how far a pair is from the edge of a gate, on either side, and what would
// have to change for it to pass. Package wording puts both into the gate's sentence. The
// distance gate's stand in remedy.go, those of quality beside each property.
func (q *pairing) noteMargin(name symbiosis.GateName, status symbiosis.GateStatus, w *note) {
	switch name {
	case symbiosis.GateResource:
		if q.link == symbiosis.LinkTree {
			w.value("resource_steps", float64(q.e.kin.steps(q.s.node, q.n.node)), "1")
		}
	case symbiosis.GateTemperature:
		q.noteDegrees(status, w)
	case symbiosis.GateLaw:
		if status == symbiosis.Failed {
			w.text("permit_needed", wasteText(q.e.cat, q.s.Flow.WasteCode))
			w.text("permits_held", codesText(q.n.Flow.PermittedCodes))
		}
	case symbiosis.GateTime:
		q.noteDays(w)
	case symbiosis.GateDistance:
		if q.p.ownLimit && !q.s.HasLimit {
			w.value("limit_needed_m", q.crow.Metres(), "m")
		}
		q.noteAmounts(w)
	}
}

// steps counts the levels from a node up to a more general one.
func (k *kinship) steps(node, general int32) (n int) {
	for ; node >= 0 && node != general; node = k.parent[node] {
		n++
	}
	return n
}

func codesText(codes []symbiosis.WasteCode) string {
	list := make([]string, len(codes))
	for i, c := range codes {
		list[i] = string(c)
	}
	return strings.Join(list, "; ")
}

// Changes of a temperature that are looked for, in kelvin, to within nearestKelvin: up to
// farthestKelvin where nothing else helps, up to nearKelvin beside changes of distance and
// price. Nobody rebuilds a process for more. [A]
const (
	farthestKelvin = 100
	nearKelvin     = 30
	nearestKelvin  = 0.01
)

// warmer are the four temperatures of a pair and how they can come nearer each other.
var warmer = [...]struct {
	key    string
	change func(k unit.TemperatureDifference, s, n *symbiosis.Stream)
}{
	{"surplus_supply_higher_k", func(k unit.TemperatureDifference, s, _ *symbiosis.Stream) { s.Supply = s.Supply.Plus(k) }},
	{"surplus_return_higher_k", func(k unit.TemperatureDifference, s, _ *symbiosis.Stream) { s.Return = s.Return.Plus(k) }},
	{"need_supply_lower_k", func(k unit.TemperatureDifference, _, n *symbiosis.Stream) { n.Supply = n.Supply.Plus(-k) }},
	{"need_return_lower_k", func(k unit.TemperatureDifference, _, n *symbiosis.Stream) { n.Return = n.Return.Plus(-k) }},
}

// noteDegrees writes how much warmer than it must be the surplus is for the need to be lifted
// directly, or how much it lacks; and, when not even a heat pump does, which changes would
// let the pair pass.
func (q *pairing) noteDegrees(status symbiosis.GateStatus, w *note) {
	if !q.reckoned || q.r.Obstacle == symbiosis.TemperatureMissing || status == symbiosis.NotApplicable {
		return
	}
	if isDirect(&q.r) {
		cooler := func(k unit.TemperatureDifference, s, _ *symbiosis.Stream) { s.Supply = s.Supply.Plus(-k) }
		if k, ok := q.leastDegrees(cooler, func(r *symbiosis.Reckoning) bool { return !isDirect(r) }); ok {
			w.value("direct_margin_k", k, "K")
		}
	} else if k, ok := q.leastDegrees(warmer[0].change, isDirect); ok {
		w.value("direct_lacking_k", k, "K")
	}
	if status != symbiosis.Failed {
		return
	}
	for _, c := range warmer {
		if k, ok := q.leastDegrees(c.change, isLifted); ok {
			w.value(c.key, k, "K")
		}
	}
}

func isDirect(r *symbiosis.Reckoning) bool { return r.XNeed >= 1 }

func isLifted(r *symbiosis.Reckoning) bool { return !isColder(r.Obstacle) }

// isColder says that temperatures stand in the way.
func isColder(o symbiosis.Obstacle) bool {
	return o == symbiosis.PumpTooHot || o == symbiosis.PumpUseless || o == symbiosis.TemperatureMissing
}

// noteDays writes for how many days the two periods meet, or how many lie between them.
func (q *pairing) noteDays(w *note) {
	s, n := q.s.Flow, q.n.Flow
	from, to := s.ValidFrom, s.ValidTo
	if from.IsZero() || !n.ValidFrom.IsZero() && from.Before(n.ValidFrom) {
		from = n.ValidFrom
	}
	if to.IsZero() || !n.ValidTo.IsZero() && n.ValidTo.Before(to) {
		to = n.ValidTo
	}
	if from.IsZero() || to.IsZero() {
		return // an end is open: they meet without end
	}
	day := func(d symbiosis.Date) time.Time {
		return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
	}
	days := day(to).Sub(day(from)).Hours()/24 + 1
	if days > 0 {
		w.value("overlap_days", days, "d")
		return
	}
	w.value("days_apart", 1-days, "d")
	if before(s.ValidTo, n.ValidFrom) {
		w.text("lasts_to", n.ValidFrom.String())
	} else {
		w.text("need_lasts_to", s.ValidFrom.String())
	}
}

// noteAmounts writes what others take of a flow that has nothing left, and the units of
// amounts that can't be compared.
func (q *pairing) noteAmounts(w *note) {
	switch q.r.Obstacle {
	case symbiosis.AllTaken:
		for _, side := range []struct {
			key string
			s   *symbiosis.Stream
		}{{"surplus_taken", q.from}, {"need_taken", q.to}} {
			if side.s.Gone < 1 {
				continue
			}
			f := side.s.Flow
			w.value(side.key, f.Quantity.Amount, string(f.Quantity.Unit))
		}
	case symbiosis.QuantityUnknown:
		w.text("surplus_unit", string(q.s.Flow.Quantity.Unit))
		w.text("need_unit", string(q.n.Flow.Quantity.Unit))
		w.text("unit_wanted", string(q.s.Resource.Unit))
	}
}

// noteColder writes for heat that doesn't reach how much lower the need's return, or how much
// warmer the surplus, would do.
func (q *pairing) noteColder(w *note) {
	for _, c := range warmer {
		if c.key == "need_supply_lower_k" || c.key == "surplus_return_higher_k" {
			continue // with these the need or the surplus itself would be another
		}
		if k, ok := q.firstKelvin(c.change, q.pays); ok {
			w.value(c.key, k, "K")
		}
	}
}
