package match_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// Whatever an explanation says, there are words for it, and no sentence lacks a figure.
func TestEveryKeyHasWords(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	seen := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		r := drawRegion(t)
		opts := drawOptions(t)
		e, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		w := wording.In(rapid.SampledFrom(symbiosis.Languages()).Draw(t, "language"), a, cat)
		for _, s := range r.flows {
			for _, n := range r.flows {
				x, err := e.Explain(s.ID, n.ID, nil, opts)
				if err != nil {
					t.Fatal(err)
				}
				if missing := w.Knows(x); len(missing) > 0 {
					t.Fatalf("no words for %v", missing)
				}
				for _, g := range x.Gates {
					seen[g.Reason] = true
					text := w.Gate(g)
					if strings.ContainsAny(text, "?{}[]") || text == g.Reason {
						t.Fatalf("gate %s, %s: %q", g.Name, g.Reason, text)
					}
				}
				if report := w.Report(x); strings.ContainsAny(report, "?{}") {
					t.Fatalf("a gap in the report:\n%s", regexp.MustCompile(`(?m)^.*[?{}].*$`).FindString(report))
				}
			}
		}
		for _, key := range match.ScoreKeys() {
			if w.ScorePart(key) == key {
				t.Fatalf("no words for the score part %s", key)
			}
		}
	})
	// The draw reaches what there is to say; else this test proves little.
	for _, reason := range []string{
		"resource_tree", "resource_differs", "resource_too_general", "temperature_direct", "temperature_preheat",
		"temperature_heat_pump", "law_unknown_status", "distance_never_pays", "distance_beyond_limit", "quality_missing",
	} {
		if !seen[reason] {
			t.Errorf("no pair came out as %s; seen: %v", reason, slices.Sorted(maps.Keys(seen)))
		}
	}
}

// Every figure that names its input can be overridden by that key, and its own value changes
// nothing.
func TestInputsCanBeOverridden(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	tried := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		r := drawRegion(t)
		e, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range r.flows {
			for _, n := range r.flows {
				if s.Direction != symbiosis.Surplus || n.Direction != symbiosis.Need {
					continue
				}
				x, err := e.Explain(s.ID, n.ID, nil, match.Options{})
				if err != nil {
					t.Fatal(err)
				}
				own := map[string]float64{}
				for _, f := range figuresOf(x) {
					if f.Input != "" {
						own[f.Input], tried[f.Input] = f.Value, true
					}
				}
				again, err := e.Explain(s.ID, n.ID, own, match.Options{})
				if err != nil {
					t.Fatalf("own values %v: %v", own, err)
				}
				if diff := cmp.Diff(x.Match, again.Match); diff != "" || x.Feasible != again.Feasible {
					t.Fatalf("own values %v change the match:\n%s", own, diff)
				}
			}
		}
	})
	for _, input := range []string{"surplus.supply_c", "need.quantity", "need.price_sek", "surplus.disposal_cost_sek", "terrain", "truck_speed_km_per_h"} {
		if !tried[input] {
			t.Errorf("no reckoning named the input %s", input)
		}
	}
}

func figuresOf(x symbiosis.Explanation) []symbiosis.Reckoned {
	var all []symbiosis.Reckoned
	for _, g := range x.Gates {
		all = append(all, g.Figures...)
	}
	for _, s := range x.Steps {
		all = append(all, s.Figures...)
	}
	return all
}
