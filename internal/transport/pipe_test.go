package transport_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/transport"
	"github.com/samloka/samloka/internal/unit"
)

// The table of models 1.2: MW at ΔT 40, to the digits it gives.
func TestPipeCapacities(t *testing.T) {
	for dn, want := range map[int]float64{
		25: 0.05, 32: 0.09, 40: 0.14, 50: 0.26, 65: 0.50, 80: 0.77, 100: 1.53, 125: 2.68, 150: 4.42,
		200: 9.00, 250: 16.2, 300: 25.5, 400: 46.6, 500: 84.7, 600: 137,
	} {
		tolerance := 0.005
		switch {
		case want >= 100:
			tolerance = 0.5
		case want >= 10:
			tolerance = 0.05
		}
		found := false
		for _, size := range transport.PipeSizes {
			if size.DN != dn {
				continue
			}
			found = true
			water := math.Pow(size.Inner.Metres()/0.636, 1/0.380)
			// The formula is at most 0.8 % off in d, so up to 2.1 % in power.
			near(t, fmt.Sprintf("DN%d in MW", dn), water*4.095*40, want, tolerance+0.021*want)
			near(t, "diameter of that flow", transport.Diameter(water).Metres(), size.Inner.Metres(), 1e-12)
		}
		if !found {
			t.Errorf("DN%d is missing", dn)
		}
	}
	if n := len(transport.PipeSizes); n != 15 {
		t.Errorf("%d sizes, want 15", n)
	}
}

func TestDropReachTurnsArrivalRound(t *testing.T) {
	// 3 MW at ΔT 35: V̇·c = 3/35 MW/K, DN150.
	flow := 3.0 / 35
	after := transport.Arrival(80, 6, 0.2794, 5000, flow)
	if !(after < 80 && after > 78) {
		t.Errorf("80 °C after 5 km of DN150: %g °C, want about one kelvin less", after)
	}
	near(t, "reach of that drop", transport.DropReach(80, after, 6, 0.2794, flow).Metres(), 5000, 1e-6)
	if got := transport.DropReach(80, 6, 6, 0.2794, flow); !math.IsInf(got.Metres(), 1) {
		t.Errorf("a line never cools below the ground, got %g m", got)
	}
	// The smallest flow decides.
	if small := transport.DropReach(80, after, 6, 0.2794, flow/4).Metres(); math.Abs(small-1250) > 1e-6 {
		t.Errorf("at a quarter of the flow %g m, want 1250", small)
	}
}

func TestLinesBeyondTheLargestSize(t *testing.T) {
	m := model(t, nil)
	s, n := heatFlow(symbiosis.Surplus, 300, 8000, 85, 50), heatFlow(symbiosis.Need, 300, 8000, 75, 40)
	a, b := m.Prepare(s, heatResource), m.Prepare(n, heatResource)
	_, steps := m.Trace(&a, &b, symbiosis.LinkHeat, 1000)
	f := figures(steps)
	count := f["pipe_count"].Value
	if count < 2 {
		t.Fatalf("300 MW at ΔT 35 in %g lines", count)
	}
	near(t, "cost of all lines", f["pipe_cost"].Value, count*(2800+20000*f["inner_diameter"].Value), 1e-6)
	near(t, "loss of all lines", f["heat_loss"].Value, count*f["heat_transmission"].Value*(74+39), 1e-6)
}

func TestPressureGradientChangesTheSize(t *testing.T) {
	s, n := heatFlow(symbiosis.Surplus, 3, 4000, 85, 50), heatFlow(symbiosis.Need, 3, 4000, 75, 40)
	sizes := map[float64]float64{}
	for _, gradient := range []float64{20, 100, 500} {
		m := model(t, map[string]float64{"pressure_gradient_pa_per_m": gradient})
		a, b := m.Prepare(s, heatResource), m.Prepare(n, heatResource)
		_, steps := m.Trace(&a, &b, symbiosis.LinkHeat, 1000)
		f := figures(steps)
		sizes[gradient] = f["pipe_dn"].Value
		if d := f["diameter"].Value; d > f["inner_diameter"].Value*(1+1e-9) {
			t.Errorf("at %g Pa/m the flow asks for %g m and got %g", gradient, d, f["inner_diameter"].Value)
		}
	}
	if !(sizes[20] > sizes[100] && sizes[100] > sizes[500]) {
		t.Errorf("sizes by gradient: %v", sizes)
	}
}

func TestAnnuity(t *testing.T) {
	near(t, "a(5 %, 40)", transport.Annuity(0.05, 40), 0.05827816, 1e-8)
	near(t, "a(5 %, 25)", transport.Annuity(0.05, 25), 0.07095246, 1e-8)
	near(t, "a(0, 25)", transport.Annuity(0, 25), 0.04, 0)
	if unit.HoursPerYear != 8760 {
		t.Error("the loss factor 8.76e-3 holds for a year of 8760 h")
	}
}
