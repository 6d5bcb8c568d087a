package match_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// worked is the pair of models 1.6, d degrees of longitude apart.
func worked(t testing.TB, d float64) *match.Engine {
	s, n := heat("s", symbiosis.Surplus, "a", 3, 85, 50), heat("n", symbiosis.Need, "b", 3, 75, 40)
	s.Certainty, n.Certainty = symbiosis.Measured, symbiosis.Estimated
	return engineOf(t, []symbiosis.Site{siteAt("a", 14, 63), siteAt("b", 14+d, 63)}, []symbiosis.Flow{s, n})
}

func explained(t testing.TB, e *match.Engine, overrides map[string]float64) symbiosis.Uncertainty {
	x, err := e.Explain("s", "n", overrides, match.Options{Samples: 512})
	if err != nil || x.Uncertainty == nil {
		t.Fatalf("no uncertainty: %v", err)
	}
	return *x.Uncertainty
}

func TestHowSureTheWorkedPairIs(t *testing.T) {
	e := worked(t, 0.03) // 1.5 km of crow, 2 km of route against a budget of 5.2
	u := explained(t, e, nil)
	if u.Samples != 512 || u.Chance < 0.75 || u.Chance >= 1 {
		t.Errorf("pays in %g of %d samples, want most of 512", u.Chance, u.Samples)
	}
	if len(u.Effects) < 8 || u.Effects[0].Input != "heat_value_sek_per_mwh" || u.Effects[0].Low != 125 || u.Effects[0].High != 577 {
		t.Errorf("decided by %+v, want the value of heat, 125–577", u.Effects)
	}
	inputs := map[string]symbiosis.Effect{}
	for i, f := range u.Effects {
		inputs[f.Input] = f
		if i > 0 && f.Size() > u.Effects[i-1].Size() {
			t.Errorf("effect %d, %s, is larger than the one before", i, f.Input)
		}
	}
	if q := inputs["surplus.quantity"]; math.Abs(q.Low-2.85) > 1e-9 || math.Abs(q.High-3.15) > 1e-9 {
		t.Errorf("a measured 3 MW lies within %g–%g, want ± 5 %%", q.Low, q.High)
	}
	if q := inputs["need.quantity"]; math.Abs(q.Low-1.8) > 1e-9 || math.Abs(q.High-4.2) > 1e-9 {
		t.Errorf("an estimated 3 MW lies within %g–%g, want ± 40 %%", q.Low, q.High)
	}
	// An effect is what the override itself gives.
	at := func(overrides map[string]float64) float64 {
		x, err := e.Explain("s", "n", overrides, match.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return x.Match.NetBenefit.SEK()
	}
	for _, f := range u.Effects {
		if got := at(map[string]float64{f.Input: f.High}); got != f.BenefitHigh {
			t.Errorf("%s at %g: %g SEK/yr, the effect says %g", f.Input, f.High, got, f.BenefitHigh)
		}
	}
	for i, key := range []string{"net_benefit", "budget_m", "delivered", "co2e"} {
		s := u.Spreads[i]
		if s.Key != key || !(s.Low < s.Likely && s.Likely <= s.High) {
			t.Errorf("%+v, want %s with a range about the likely", s, key)
		}
	}
	if likely := u.Spreads[0].Likely; likely != at(nil) {
		t.Errorf("likely %g, reckoned %g", likely, at(nil))
	}
	if diff := cmp.Diff(u, explained(t, e, nil)); diff != "" {
		t.Errorf("the second time it comes out otherwise:\n%s", diff)
	}
	// More samples tell the same: 512 are enough to within three per cent.
	x, err := e.Explain("s", "n", nil, match.Options{Samples: 4096})
	if err != nil || math.Abs(x.Uncertainty.Chance-u.Chance) > 0.03 {
		t.Errorf("in 4 096 samples it pays in %g of them, in 512 in %g", x.Uncertainty.Chance, u.Chance)
	}
}

// The farther, the less likely; what one has set oneself is not uncertain; next door it
// always pays when the value is known to be high.
func TestChanceFollowsDistanceAndWhatIsKnown(t *testing.T) {
	last := 1.1
	for _, d := range []float64{0.01, 0.05, 0.1, 0.2, 1} {
		chance := explained(t, worked(t, d), nil).Chance
		if chance > last {
			t.Errorf("at %g° it pays in %g, nearer in %g", d, chance, last)
		}
		last = chance
	}
	if last != 0 {
		t.Errorf("50 km away it pays in %g of the samples", last)
	}
	u := explained(t, worked(t, 0.01), map[string]float64{"heat_value_sek_per_mwh": 550})
	if u.Chance != 1 {
		t.Errorf("next door at 550 SEK/MWh it pays in %g of the samples, want all", u.Chance)
	}
	for _, f := range u.Effects {
		if f.Input == "heat_value_sek_per_mwh" {
			t.Error("a value that was set is taken to be uncertain")
		}
	}
}

// Of any pair that can be reckoned the ranges hold the likely, the chance is a share, and
// there are words for all of it; nobody who doesn't ask pays for it.
func TestUncertaintyOfAnyPair(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		r := drawRegion(t)
		e, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		w := wording.In(rapid.SampledFrom(symbiosis.Languages()).Draw(t, "language"), a, cat)
		for _, s := range r.flows {
			for _, n := range r.flows {
				x, err := e.Explain(s.ID, n.ID, nil, match.Options{Samples: 16})
				if err != nil {
					t.Fatal(err)
				}
				u := x.Uncertainty
				if u == nil {
					continue
				}
				found++
				if !(u.Chance >= 0 && u.Chance <= 1) || len(u.Effects) == 0 || x.Match.NetBenefit == nil {
					t.Fatalf("%s -> %s: %+v", s.ID, n.ID, u)
				}
				for _, p := range u.Spreads {
					if !(p.Low <= p.Likely && p.Likely <= p.High) {
						t.Fatalf("%s -> %s: %+v", s.ID, n.ID, p)
					}
				}
				if u.Spreads[0].Likely != x.Match.NetBenefit.SEK() || u.Spreads[1].Likely != x.Match.Budget.Metres() {
					t.Fatalf("%s -> %s: likely %+v, but the match is %+v", s.ID, n.ID, u.Spreads, x.Match)
				}
				if missing := w.Knows(x); len(missing) > 0 {
					t.Fatalf("no words for %v", missing)
				}
			}
		}
	})
	if found == 0 {
		t.Error("no pair had an uncertainty")
	}
}

// Every figure of an explanation that depends on something uncertain carries its range, and the
// range holds the figure; inputs have the range they are drawn from.
func TestEveryFigureCarriesItsRange(t *testing.T) {
	x, err := worked(t, 0.03).Explain("s", "n", nil, match.Options{Samples: 512})
	if err != nil {
		t.Fatal(err)
	}
	ranged := map[string]bool{}
	for _, step := range x.Steps {
		for _, f := range step.Figures {
			if f.Low == nil {
				continue
			}
			ranged[f.Key] = true
			if f.High == nil || !(*f.Low <= f.Value && f.Value <= *f.High) || !(*f.Low < *f.High) {
				t.Errorf("%s is %g within %v and %v", f.Key, f.Value, f.Low, f.High)
			}
			if f.Key == "heat_value_sek_per_mwh" && (*f.Low != 125 || *f.High != 577) {
				t.Errorf("the value of heat lies within %g and %g", *f.Low, *f.High)
			}
		}
	}
	for _, key := range []string{"surplus_quantity", "match_energy", "pipe_cost", "pipe_year", "station_year", "benefit_at_zero", "benefit_per_metre", "budget_m", "route_m", "net_benefit", "investment", "co2e", "heat_value_sek_per_mwh"} {
		if !ranged[key] {
			t.Errorf("%s has no range", key)
		}
	}
	plain, err := worked(t, 0.03).Explain("s", "n", nil, match.Options{})
	if err != nil || plain.Steps[0].Figures[0].Low != nil {
		t.Errorf("ranges that nobody asked for, %v", err)
	}
}
