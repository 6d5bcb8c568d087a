package match_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// nearby is a region in which one surplus of heat just misses needs in every way there is.
func nearby(t testing.TB) *match.Engine {
	const perKm = 0.0198 // degrees of longitude at 63.3° N, near enough
	sites, flows := []symbiosis.Site{siteAt("a", 14, 63.3)}, []symbiosis.Flow{heat("s", symbiosis.Surplus, "a", 3, 85, 50)}
	add := func(name string, km, supply, back float64) {
		sites = append(sites, siteAt(name, 14+km*perKm, 63.3))
		n := heat("n-"+name, symbiosis.Need, name, 3, supply, back)
		n.Certainty = symbiosis.Estimated
		flows = append(flows, n)
	}
	add("far", 6, 75, 40)      // farther than it pays
	add("warm", 6.5, 100, 80)  // pays at a distance with the surplus warmer
	add("hotter", 1, 180, 140) // hotter than a heat pump goes
	add("boiling", 1, 320, 300)
	return engineOf(t, sites, flows)
}

// In a list a near miss carries the ranges that an explanation gives it, and every figure of what
// would have to change has one.
func TestNearMissesCarryTheRangesOfTheirExplanation(t *testing.T) {
	const samples = 128
	e := nearby(t)
	_, near, err := e.OfFlow(t.Context(), "s", match.Options{Samples: samples})
	if err != nil || len(near) < 4 {
		t.Fatalf("%d near misses, %v", len(near), err)
	}
	words, seen := wording.In(symbiosis.English, assumptions(t), catalogue(t)), map[string]bool{}
	for _, miss := range near {
		x, err := e.Explain(miss.SurplusID, miss.NeedID, nil, match.Options{Samples: samples})
		if err != nil {
			t.Fatal(err)
		}
		var failed []symbiosis.Gate
		for _, g := range x.Gates {
			if g.Status == symbiosis.Failed {
				failed = append(failed, g)
			}
		}
		if diff := cmp.Diff(failed, miss.Failed); diff != "" {
			t.Errorf("%s: the explanation (−), the list (+):\n%s", miss.NeedID, diff)
		}
		for _, g := range miss.Failed {
			for _, f := range g.Figures {
				change := f.Key == "closer_m" || strings.HasSuffix(f.Key, "_missing") || f.Unit == "K"
				if !change {
					continue
				}
				seen[f.Key] = true
				switch {
				case f.Low == nil || *f.Low > f.Value || f.High != nil && *f.High < f.Value:
					t.Errorf("%s: %s is %g within %v and %v", miss.NeedID, f.Key, f.Value, f.Low, f.High)
				case words.Within(f) == "":
					t.Errorf("%s: the range of %s has no words", miss.NeedID, f.Key)
				case f.High == nil:
					seen["open"] = true
				}
			}
		}
	}
	for _, key := range []string{"closer_m", "price_missing", "surplus_supply_higher_k", "need_return_lower_k", "need_supply_lower_k"} {
		if !seen[key] {
			t.Errorf("no near miss tells of %s: the region proves little", key)
		}
	}
	_, near, err = e.OfFlow(t.Context(), "s", match.Options{})
	if err != nil || len(near) == 0 || near[0].Failed[0].Figures[0].Low != nil {
		t.Errorf("ranges that nobody asked for: %+v, %v", near, err)
	}
}

// Estimated temperatures are uncertain, and stay apart however near each other they are.
func TestTemperaturesAreAsSureAsTheFlow(t *testing.T) {
	for _, c := range []struct {
		certainty symbiosis.Certainty
		drop      float64
		most      float64
	}{{symbiosis.Measured, 35, 1}, {symbiosis.Reported, 35, 2}, {symbiosis.Estimated, 35, 5}, {symbiosis.Estimated, 2, 0.9}} {
		s, n := heat("s", symbiosis.Surplus, "a", 3, 85, 85-c.drop), heat("n", symbiosis.Need, "b", 3, 75, 40)
		s.Certainty = c.certainty
		e := engineOf(t, []symbiosis.Site{siteAt("a", 14, 63), siteAt("b", 14.03, 63)}, []symbiosis.Flow{s, n})
		x, err := e.Explain("s", "n", nil, match.Options{Samples: 64})
		if err != nil || x.Uncertainty == nil {
			t.Fatal(err)
		}
		if f := figureOf(x, "direct_margin_k", true); f.Key != "" && (f.Low == nil || *f.Low >= f.Value) {
			t.Errorf("%s: the margin of %g K to direct use has no range", c.certainty, f.Value)
		}
		for _, key := range []string{"t_a", "t_b"} {
			f := figureOf(x, key, true)
			if f.Low == nil || f.High == nil || math.Abs(*f.High-f.Value-c.most) > 1e-9 || math.Abs(f.Value-*f.Low-c.most) > 1e-9 {
				t.Errorf("%s, %g K apart: %+v within %g and %g, want ± %g", c.certainty, c.drop, f, deref(f.Low), deref(f.High), c.most)
			}
		}
	}
}

func deref(v *float64) float64 {
	if v == nil {
		return math.NaN()
	}
	return *v
}
