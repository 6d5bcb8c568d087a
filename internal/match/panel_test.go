package match

import (
	"math"
	"testing"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/quasirandom"
	"github.com/samloka/samloka/internal/symbiosis"
)

// The assumptions that ship, with what two flows give, fit into the coordinates that are shown
// to be even; those that move together are drawn as one.
func TestPanelStaysWhereTheSequenceIsEven(t *testing.T) {
	a, err := symbiosis.LoadAssumptions(geodata.Assumptions())
	if err != nil {
		t.Fatal(err)
	}
	var drawn []symbiosis.Assumptions
	p := newPanel(func(b symbiosis.Assumptions) Reckoner { drawn = append(drawn, b); return nil }, a, 64)
	if n := p.coordinates + flowCoordinates; n > quasirandom.Even || n != p.sequence.Dimensions() {
		t.Errorf("%d coordinates, of which %d are shown to be even", n, quasirandom.Even)
	}
	place := func(b symbiosis.Assumptions, key string) float64 {
		x, _ := a.Get(key)
		if v := b.Value(key); v < x.Value {
			return (v - x.Value) / (x.Value - x.Range.Low)
		} else {
			return (v - x.Value) / (x.Range.High - x.Value)
		}
	}
	for k, b := range drawn[:64] {
		one, three, ten := place(b, "heat_pump_cost_1mw_msek_per_mw"), place(b, "heat_pump_cost_3mw_msek_per_mw"), place(b, "heat_pump_cost_10mw_msek_per_mw")
		if math.Abs(one-three) > 0.02 || math.Abs(one-ten) > 0.02 {
			t.Errorf("sample %d draws the heat pump's three costs at %.2f, %.2f and %.2f of their ranges", k, one, three, ten)
		}
	}
}
