package wording

import (
	"encoding/json"
	"testing"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Every criterion of the book has a name, a hint and a group in words, and none has words for
// nothing.
func TestCriteriaHaveWords(t *testing.T) {
	var list []struct{ Key, Group, Unit, Source string }
	if err := json.Unmarshal(geodata.Criteria(), &list); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, c := range list {
		known[c.Key] = true
		for part, words := range map[string]map[string]symbiosis.Names{"name": criteria, "hint": criterionHints} {
			if _, ok := words[c.Key]; !ok {
				t.Errorf("%s has no %s", c.Key, part)
			}
		}
		if _, ok := landSources[c.Source]; !ok {
			t.Errorf("%s: the source of its value function is not in words: %s", c.Key, c.Source)
		}
		if _, ok := criterionGroups[c.Group]; !ok {
			t.Errorf("the group %s has no name", c.Group)
		}
	}
	for key := range criteria {
		if !known[key] {
			t.Errorf("%s has words and is no criterion", key)
		}
	}
}

func TestCriterionValues(t *testing.T) {
	w := In(symbiosis.Swedish, symbiosis.Assumptions{}, nil)
	for _, c := range []struct {
		key  string
		f    symbiosis.Figure
		want string
	}{
		{"plan_status", symbiosis.Figure{Value: 2, Unit: "class"}, w.PlanStatus(symbiosis.Detaljplan)},
		{"water", symbiosis.Figure{Value: 0, Unit: "class"}, w.Connection(symbiosis.NoConnection)},
		{"shore_share", symbiosis.Figure{Value: 0.25, Unit: "1"}, "25\u00a0%"},
		{"highway_m", symbiosis.Figure{Value: 3240, Unit: "m"}, "3,2\u00a0km"},
		{"reach_flows", symbiosis.Figure{Value: 12, Unit: "1", Assumption: true}, "12"},
		{"land_price", symbiosis.Figure{Value: 150, Unit: "SEK/m2"}, "150\u00a0kr/m²"},
		{"diversity", symbiosis.Figure{Value: 9.76, Unit: "1"}, "9,8\u00a0branscher"},
		{"diversity", symbiosis.Figure{Value: 1, Unit: "1"}, "1\u00a0bransch"},
		{"reach_gwh", symbiosis.Figure{Value: 41.3, Unit: "GWh/yr", Assumption: true}, "≈\u00a041\u00a0GWh/år"},
		{"reach_co2e", symbiosis.Figure{Value: 4130, Unit: "t/yr", Assumption: true}, "≈\u00a04\u00a0100\u00a0ton\u00a0CO₂e/år"},
		{"reach_t", symbiosis.Figure{Value: 4130, Unit: "t/yr", Assumption: true}, "≈\u00a04\u00a0100\u00a0ton/år"},
	} {
		if got := w.CriterionValue(c.key, c.f); got != c.want {
			t.Errorf("%s: %q, want %q", c.key, got, c.want)
		}
	}
}
