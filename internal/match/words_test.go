package match_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

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
