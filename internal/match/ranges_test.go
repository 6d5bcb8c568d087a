package match_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
	"github.com/samloka/samloka/internal/wording"
)

// The gates' own figures carry their ranges: what hangs on an estimate has one that holds it, what
// is measured on the map has none.
func TestFiguresOfGatesCarryTheirRanges(t *testing.T) {
	for _, c := range []struct {
		name   string
		apart  float64 // degrees of longitude
		passes bool
		ranged []string
	}{
		{"near", 0.03, true, []string{"route_m", "budget_m", "margin_m", "margin_sek_per_year"}},
		{"too far", 0.12, false, []string{"route_m", "budget_m", "margin_m", "margin_sek_per_year", "closer_m", "price_missing", "price_passes"}},
	} {
		x, err := worked(t, c.apart).Explain("s", "n", nil, match.Options{Samples: 512})
		if err != nil || x.Feasible != c.passes {
			t.Fatalf("%s: feasible %v, %v", c.name, x.Feasible, err)
		}
		ranged := map[string]bool{}
		w := wording.In(symbiosis.English, assumptions(t), catalogue(t))
		for _, g := range x.Gates {
			for _, f := range g.Figures {
				if f.Low == nil {
					continue
				}
				ranged[f.Key] = true
				if !(*f.Low <= f.Value && f.Value <= *f.High && *f.Low < *f.High) || w.Within(f) == "" {
					t.Errorf("%s: %s is %g within %g and %g (%q)", c.name, f.Key, f.Value, *f.Low, *f.High, w.Within(f))
				}
			}
		}
		for _, key := range c.ranged {
			if !ranged[key] {
				t.Errorf("%s: %s has no range", c.name, key)
			}
		}
		if ranged["crow_m"] {
			t.Errorf("%s: the crow's distance is no estimate", c.name)
		}
		// A range of a gate is that of the same figure in the reckoning.
		for _, key := range []string{"budget_m", "route_m"} {
			a, b := figureOf(x, key, true), figureOf(x, key, false)
			if a.Low == nil || b.Low == nil || *a.Low != *b.Low || *a.High != *b.High {
				t.Errorf("%s: %s in the gate %+v, in the steps %+v", c.name, key, a, b)
			}
		}
	}
	x, err := worked(t, 0.12).Explain("s", "n", nil, match.Options{})
	if err != nil || figureOf(x, "budget_m", true).Low != nil {
		t.Errorf("ranges that nobody asked for, %v", err)
	}
}

func figureOf(x symbiosis.Explanation, key string, ofGate bool) symbiosis.Reckoned {
	for _, g := range x.Gates {
		for _, f := range g.Figures {
			if ofGate && f.Key == key {
				return f
			}
		}
	}
	for _, s := range x.Steps {
		for _, f := range s.Figures {
			if !ofGate && f.Key == key {
				return f
			}
		}
	}
	return symbiosis.Reckoned{}
}

// A flow's own limit bounds the chance: what pays without it pays, or is stopped by it; a limit
// below any route leaves none, one beyond all changes nothing.
func TestOwnLimitsBoundTheChance(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	between := 0
	rapid.Check(t, func(t *rapid.T) {
		apart := rapid.Float64Range(0.01, 0.12).Draw(t, "apart")
		limit := apart * 50_500 * rapid.Float64Range(0.9, 1.8).Draw(t, "limit, in distances")
		ofNeed := rapid.Bool().Draw(t, "the need's")
		sure := func(limit *unit.Length) *symbiosis.Uncertainty {
			s, n := heat("s", symbiosis.Surplus, "a", 3, 85, 50), heat("n", symbiosis.Need, "b", 3, 75, 40)
			if ofNeed {
				n.MaxDistance = limit
			} else {
				s.MaxDistance = limit
			}
			e, err := match.New(cat, reckoner, a, []symbiosis.Site{siteAt("a", 14, 63), siteAt("b", 14+apart, 63)}, []symbiosis.Flow{s, n})
			if err != nil {
				t.Fatal(err)
			}
			x, err := e.Explain("s", "n", nil, match.Options{Samples: 32})
			if err != nil || x.Uncertainty == nil {
				t.Fatal(err)
			}
			return x.Uncertainty
		}
		free, bound := sure(nil), sure(ptr(unit.Length(limit)))
		if free.Limited != 0 || math.Abs(bound.Chance+bound.Limited-free.Chance) > 1e-9 {
			t.Fatalf("pays in %g, with a limit of %g m in %g and stopped in %g", free.Chance, limit, bound.Chance, bound.Limited)
		}
		crow := apart * 50_000 // metres, nearly
		switch {
		case limit < 1.1*crow && bound.Chance > 0:
			t.Fatalf("a limit of %g m is below every route of %g m, and yet it pays in %g", limit, crow, bound.Chance)
		case limit > 1.6*crow && bound.Limited > 0:
			t.Fatalf("a limit of %g m stops a route of %g m at most", limit, 1.5*crow)
		}
		if text := wording.In(symbiosis.English, a, cat).Sure(*bound); (bound.Limited > 0) != strings.Contains(text, "own limit") {
			t.Fatalf("stopped in %g: %q", bound.Limited, text)
		}
		if bound.Limited > 0 && bound.Chance > 0 {
			between++
		}
	})
	if between < 5 {
		t.Error("no limit lay within the routes: the draw proves little")
	}
}

// What an explanation with its ranges may cost.
func BenchmarkExplain(b *testing.B) {
	e := worked(b, 0.12)
	for b.Loop() {
		if _, err := e.Explain("s", "n", nil, match.Options{Samples: 512}); err != nil {
			b.Fatal(err)
		}
	}
}
