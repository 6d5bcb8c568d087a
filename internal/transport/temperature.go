package transport

import (
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// HeatShares returns which share of a need a surplus can lift directly and which share of
// the surplus can be taken out, each 0–1 (models 1.1):
//
//	x_need    = clamp((T_a − n·ΔT_m − δ − T_r)/(T_s − T_r), 0, 1)
//	x_surplus = clamp((T_a − max(T_b, T_r + n·ΔT_m))/(T_a − T_b), 0, 1)
//
// T_a and T_b are the surplus's hot and coldest end, T_s and T_r the need's supply and
// return, loss is n·ΔT_m and lineDrop δ. T_a > T_b and T_s > T_r are the caller's to hold.
func HeatShares(ta, tb, ts, tr unit.Temperature, loss, lineDrop unit.TemperatureDifference) (xNeed, xSurplus float64) {
	xNeed = ta.Plus(-loss-lineDrop).Minus(tr).Kelvins() / ts.Minus(tr).Kelvins()
	xSurplus = ta.Minus(max(tb, tr.Plus(loss))).Kelvins() / ta.Minus(tb).Kelvins()
	return clamp(xNeed), clamp(xSurplus)
}

func clamp(x float64) float64 { return min(1, max(0, x)) }

// ClassOf names what x_need means.
func ClassOf(xNeed float64) symbiosis.HeatClass {
	switch {
	case xNeed >= 1:
		return symbiosis.Direct
	case xNeed > 0:
		return symbiosis.Preheat
	}
	return symbiosis.HeatPump
}

// lineTemperatures returns the line's supply and return at the surplus. [A]
//
// Of n exchangers one stands at the need and n−1 at the surplus. Supply is T_a less the
// exchangers at the surplus; with an exchanger between, not above what bonded pipe stands
// (or the need asks for). Return is the need's plus one approach; with a heat pump, what it
// has cooled the surplus to. With one exchanger the surplus's own water runs in the line.
func (m *Model) lineTemperatures(s, n *symbiosis.Stream, class symbiosis.HeatClass) (supply, back unit.Temperature) {
	atSurplus := unit.TemperatureDifference(m.exchangers-1) * m.approach
	supply = s.Supply.Plus(-atSurplus)
	if class == symbiosis.HeatPump {
		return supply, s.Return.Plus(-atSurplus)
	}
	back = n.Return.Plus(m.approach)
	if m.exchangers < 2 {
		return supply, max(s.Return, back)
	}
	return min(supply, max(m.lineSupplyMax, n.Supply.Plus(m.approach+m.lineDrop))), back
}
