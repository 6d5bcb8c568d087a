package transport_test

import (
	"math"
	"testing"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/transport"
	"github.com/samloka/samloka/internal/unit"
)

func assumptions(t testing.TB, overrides map[string]float64) symbiosis.Assumptions {
	t.Helper()
	a, err := symbiosis.LoadAssumptions(geodata.Assumptions())
	if err != nil {
		t.Fatal(err)
	}
	a, err = a.With(overrides)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func model(t testing.TB, overrides map[string]float64) *transport.Model {
	t.Helper()
	return transport.New(assumptions(t, overrides))
}

func ptr[T any](v T) *T { return &v }

var heatResource = &symbiosis.Resource{Code: "heat", Kind: symbiosis.Heat, Transport: symbiosis.HeatPipe, Unit: symbiosis.MWhYear}

// heatFlow is a flat flow of heat.
func heatFlow(d symbiosis.Direction, mw, hours, supply, back float64) *symbiosis.Flow {
	f := &symbiosis.Flow{
		ID: symbiosis.FlowID(d), SiteID: "site", Direction: d, Resource: "heat",
		Quantity:      symbiosis.Quantity{Amount: mw, Unit: symbiosis.MW},
		FullLoadHours: ptr(unit.Hours(hours)),
		Supply:        ptr(unit.Temperature(supply)), Return: ptr(unit.Temperature(back)),
	}
	f.Normalise()
	return f
}

func reckonHeat(m *transport.Model, s, n *symbiosis.Flow) symbiosis.Reckoning {
	a, b := m.Prepare(s, heatResource), m.Prepare(n, heatResource)
	var r symbiosis.Reckoning
	m.Reckon(&a, &b, symbiosis.LinkHeat, &r)
	return r
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: got %v, want %v ± %v", what, got, want, tolerance)
	}
}

// figures collects a trace by key; of figures that stand twice the last counts.
func figures(steps []symbiosis.Step) map[string]symbiosis.Reckoned {
	all := map[string]symbiosis.Reckoned{}
	for _, s := range steps {
		for _, f := range s.Figures {
			all[f.Key] = f
		}
	}
	return all
}
