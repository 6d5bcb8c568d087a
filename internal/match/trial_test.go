package match_test

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// The changes of temperature that are named are those that going through all of them, kelvin by
// kelvin and with the whole reckoning, comes to; a near miss is told as an explanation tells it.
func TestChangesOfTemperatureEqualTryingThemAll(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	named := map[string]int{}
	try := func(t *rapid.T) {
		at := func(label string, low, high float64) float64 { return rapid.Float64Range(low, high).Draw(t, label) }
		back, cold := at("surplus return", 5, 90), at("need return", -20, 140)
		if rapid.Bool().Draw(t, "too hot for a heat pump") {
			back, cold = at("low return", 5, 60), at("high return", 80, 140)
		}
		s := heat("s", symbiosis.Surplus, "a", at("surplus", 0.05, 8), back+at("surplus drop", 0.5, 60), back)
		n := heat("n", symbiosis.Need, "b", at("need", 0.05, 8), cold+at("need drop", 0.5, 60), cold)
		if rapid.Bool().Draw(t, "winter") {
			n.Shape = symbiosis.Shape{Kind: symbiosis.Winter}
		}
		n.Price = ptr(at("price", 0, 700))
		s.FullLoadHours = ptr(unit.Hours(at("hours", 50, 8760)))
		e, err := match.New(cat, reckoner, a, []symbiosis.Site{siteAt("a", 14, 63), siteAt("b", 14+at("apart", 0, 0.15), 63)}, []symbiosis.Flow{s, n})
		if err != nil {
			t.Fatal(err)
		}
		x, err := e.Explain("s", "n", nil, match.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var failed []symbiosis.Gate
		for _, g := range x.Gates {
			kelvins := match.KelvinByKelvin(e, "s", "n", g.Name)
			found := map[string]float64{}
			for _, f := range g.Figures {
				if f.Unit == "K" {
					found[f.Key] = f.Value
				}
			}
			if len(found) != len(kelvins) {
				t.Fatalf("%s (%s): %v, all tried: %v", g.Name, g.Reason, found, kelvins)
			}
			for key, k := range kelvins {
				named[string(g.Name)+" "+key]++
				if found[key] != k {
					t.Fatalf("%s, %s: %g K, all tried: %g K", g.Name, key, found[key], k)
				}
			}
			if g.Status == symbiosis.Failed || g.Status == symbiosis.NotRun && g.Reason != "distance_not_reckoned" {
				failed = append(failed, g)
			}
		}
		_, near, err := e.OfFlow(context.Background(), "s", match.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(near) == 1 && !sameGates(near[0].Failed, failed) {
			t.Fatalf("the near miss says %+v, the explanation %+v", near[0].Failed, failed)
		}
		if len(near) == 1 {
			named["near"]++
			named["near by "+string(near[0].Failed[0].Name)]++
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		for range 20 {
			try(t)
		}
	})
	for _, key := range []string{
		"near", "near by temperature", "near by distance", "temperature direct_margin_k", "temperature direct_lacking_k", "temperature need_supply_lower_k", "temperature need_return_lower_k",
		"temperature surplus_supply_higher_k", "distance surplus_supply_higher_k", "distance need_return_lower_k",
	} {
		if named[key] < 3 {
			t.Errorf("%s was named %d times: the draw proves little", key, named[key])
		}
	}
}

func sameGates(a, b []symbiosis.Gate) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Name != b[i].Name || a[i].Status != b[i].Status || a[i].Reason != b[i].Reason || len(a[i].Figures) != len(b[i].Figures) {
			return false
		}
		for j := range a[i].Figures {
			if a[i].Figures[j] != b[i].Figures[j] {
				return false
			}
		}
	}
	return true
}
