package match_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"go.uber.org/goleak"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

func engineOf(t testing.TB, sites []symbiosis.Site, flows []symbiosis.Flow) *match.Engine {
	t.Helper()
	e, err := match.New(catalogue(t), reckoner, assumptions(t), sites, flows)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func siteAt(id string, lon, lat float64) symbiosis.Site {
	s := symbiosis.Site{ID: symbiosis.SiteID(id), Name: id, Location: orb.Point{lon, lat}}
	s.Normalise()
	return s
}

func heat(id string, d symbiosis.Direction, site string, mw, supply, back float64) symbiosis.Flow {
	f := symbiosis.Flow{
		ID: symbiosis.FlowID(id), SiteID: symbiosis.SiteID(site), Direction: d, Resource: "heat",
		Quantity: symbiosis.Quantity{Amount: mw, Unit: symbiosis.MW}, FullLoadHours: ptr(unit.Hours(4000)),
		Supply: ptr(unit.Temperature(supply)), Return: ptr(unit.Temperature(back)),
	}
	f.Normalise()
	return f
}

// The same input gives the same matches in the same order, on one core or many.
func TestDeterminism(t *testing.T) {
	r := regiongen.Clustered(1500, 7)
	e := engineOf(t, r.Sites, r.Flows)
	want := collect(t, e, match.Options{Workers: 1, ScoreParts: true})
	if len(want) < 100 {
		t.Fatalf("only %d matches: the region is too thin to prove anything", len(want))
	}
	if !slices.IsSortedFunc(want, func(a, b symbiosis.Match) int {
		if a.SurplusID != b.SurplusID {
			return cmpStrings(string(a.SurplusID), string(b.SurplusID))
		}
		return cmpStrings(string(a.NeedID), string(b.NeedID))
	}) {
		t.Error("the matches aren't in the order of the ids")
	}
	for _, workers := range []int{2, 3, 8} {
		if diff := cmp.Diff(want, collect(t, e, match.Options{Workers: workers, ScoreParts: true})); diff != "" {
			t.Errorf("with %d workers:\n%s", workers, diff)
		}
	}
	slices.Reverse(r.Flows)
	if diff := cmp.Diff(want, collect(t, engineOf(t, r.Sites, r.Flows), match.Options{ScoreParts: true})); diff != "" {
		t.Errorf("with the flows the other way round:\n%s", diff)
	}
}

func cmpStrings(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// crowd is one surplus among many needs, all on one spot.
func crowd(needs int) ([]symbiosis.Site, []symbiosis.Flow) {
	sites := []symbiosis.Site{siteAt("a", 14, 63), siteAt("b", 14, 63)}
	flows := []symbiosis.Flow{heat("s", symbiosis.Surplus, "a", 3, 85, 50), heat("t", symbiosis.Surplus, "a", 3, 85, 50)}
	for i := range needs {
		flows = append(flows, heat(fmt.Sprintf("n%06d", i), symbiosis.Need, "b", 3, 75, 40))
	}
	return sites, flows
}

func TestManyOnOneSpotStreamAndStop(t *testing.T) {
	defer goleak.VerifyNone(t)
	const needs = 50_000
	sites, flows := crowd(needs)
	e := engineOf(t, sites, flows)
	count := 0
	if err := e.All(t.Context(), match.Options{}, func(symbiosis.Match) bool { count++; return true }); err != nil || count != 2*needs {
		t.Fatalf("%d matches, %v", count, err)
	}
	count = 0
	if err := e.All(t.Context(), match.Options{}, func(symbiosis.Match) bool { count++; return count < 10 }); err != nil || count != 10 {
		t.Errorf("stopped after %d, %v", count, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	count = 0
	err := e.All(ctx, match.Options{}, func(symbiosis.Match) bool {
		if count++; count == 1000 {
			cancel()
		}
		return true
	})
	if !errors.Is(err, context.Canceled) || count > needs {
		t.Errorf("cancelled after %d matches: %v", count, err)
	}
	matches, _, err := e.OfFlow(t.Context(), "s", match.Options{Limit: 5})
	if err != nil || len(matches) != 5 {
		t.Errorf("%d matches of the best five, %v", len(matches), err)
	}
	if _, _, err := e.OfFlow(ctx, "s", match.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context: %v", err)
	}
	if _, _, err := e.WhatIf(ctx, whatIfAt(14, 63), match.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context: %v", err)
	}
}

// Figures that are no numbers, or far beyond the earth, leave a flow out or a pair
// unreckoned; nothing hangs and no match holds a NaN.
func TestBadFigures(t *testing.T) {
	sites := []symbiosis.Site{siteAt("a", 14, 63), siteAt("b", 14.01, 63)}
	flows := []symbiosis.Flow{heat("good", symbiosis.Surplus, "a", 3, 85, 50), heat("want", symbiosis.Need, "b", 3, 75, 40)}
	spoil := []func(*symbiosis.Flow){
		func(f *symbiosis.Flow) { f.Quantity.Amount = math.NaN() },
		func(f *symbiosis.Flow) { f.Quantity.Amount = math.Inf(1) },
		func(f *symbiosis.Flow) { f.Supply = ptr(unit.Temperature(math.NaN())) },
		func(f *symbiosis.Flow) { f.Price = ptr(math.Inf(-1)) },
		func(f *symbiosis.Flow) { f.FullLoadHours = ptr(unit.Hours(math.NaN())) },
		func(f *symbiosis.Flow) { f.MaxDistance = ptr(unit.Length(math.NaN())) },
		func(f *symbiosis.Flow) { f.Shape.Monthly[3] = math.NaN() },
		func(f *symbiosis.Flow) { f.Resource = "no.such" },
		func(f *symbiosis.Flow) { f.SiteID = "no such" },
		func(f *symbiosis.Flow) { f.Quantity.Amount = 1e308 },
		// These take part and match nothing.
		func(f *symbiosis.Flow) { f.Quantity.Amount = -3 },
		func(f *symbiosis.Flow) { f.Supply, f.Return = f.Return, f.Supply },
		func(f *symbiosis.Flow) { f.FullLoadHours = ptr(unit.Hours(-1)) },
	}
	for i, change := range spoil {
		for _, d := range symbiosis.Directions() {
			f := heat(fmt.Sprintf("bad-%02d-%s", i, d), d, "a", 3, 85, 50)
			change(&f)
			flows = append(flows, f)
		}
	}
	huge := heat("huge", symbiosis.Surplus, "a", 3, 85, 50)
	huge.MaxDistance = ptr(unit.Length(1e300))
	dear := heat("dear", symbiosis.Need, "b", 3, 75, 40)
	dear.Price = ptr(1e300)
	e := engineOf(t, sites, append(flows, huge, dear))
	if n := len(e.Skipped()); n != 20 {
		t.Errorf("%d flows left out, want 20: %v", n, e.Skipped())
	}
	found := map[string]bool{}
	for _, m := range collect(t, e, match.Options{ScoreParts: true}) {
		found[string(m.SurplusID)+"→"+string(m.NeedID)] = true
		for what, v := range map[string]float64{"distance": m.Distance.Metres(), "budget": m.Budget.Metres(), "benefit": m.NetBenefit.SEK(), "score": m.Score.Total, "quantity": m.Delivered.Amount} {
			if !unit.Finite(v) {
				t.Errorf("%s → %s: %s is %v", m.SurplusID, m.NeedID, what, v)
			}
		}
	}
	if !found["good→want"] || !found["huge→want"] {
		t.Errorf("found %v", found)
	}
	for _, id := range []string{"bad-10", "bad-11", "bad-12"} {
		for pair := range found {
			if len(pair) > 6 && pair[:6] == id {
				t.Errorf("%s matches", pair)
			}
		}
	}
	if _, err := match.New(catalogue(t), reckoner, assumptions(t), []symbiosis.Site{siteAt("x", 14, 91)}, nil); symbiosis.KindOf(err) != symbiosis.Invalid {
		t.Errorf("a site off the globe: %v", err)
	}
}

func TestNearMissesAreRankedAndTellWhy(t *testing.T) {
	// The budget of this pair is 5 224 m of route, 4 018 m as the crow flies.
	const perKm = 0.0198 // degrees of longitude at 63.3° N, near enough
	sites := []symbiosis.Site{siteAt("a", 14, 63.3)}
	flows := []symbiosis.Flow{heat("s", symbiosis.Surplus, "a", 3, 85, 50)}
	for name, km := range map[string]float64{"in": 3, "just": 4.2, "far": 6, "beyond": 30} {
		sites = append(sites, siteAt(name, 14+km*perKm, 63.3))
		flows = append(flows, heat("n-"+name, symbiosis.Need, name, 3, 75, 40))
	}
	ended := heat("n-ended", symbiosis.Need, "in", 3, 75, 40)
	ended.ValidTo = symbiosis.Date{Year: 2024, Month: 1, Day: 1}
	flows[0].ValidFrom = symbiosis.Date{Year: 2025, Month: 1, Day: 1}
	e := engineOf(t, sites, append(flows, ended))
	for _, ask := range []func() ([]symbiosis.Match, []symbiosis.NearMiss, error){
		func() ([]symbiosis.Match, []symbiosis.NearMiss, error) {
			return e.OfSite(t.Context(), "a", match.Options{})
		},
		func() ([]symbiosis.Match, []symbiosis.NearMiss, error) {
			return e.OfFlow(t.Context(), "s", match.Options{})
		},
	} {
		matches, near, err := ask()
		if err != nil {
			t.Fatal(err)
		}
		if len(matches) != 1 || matches[0].NeedID != "n-in" || len(matches[0].Score.Parts) != len(match.ScoreKeys()) {
			t.Errorf("matches %+v", matches)
		}
		var got []string
		for _, n := range near {
			for _, g := range n.Failed {
				got = append(got, string(n.NeedID)+" "+g.Reason)
			}
		}
		if diff := cmp.Diff([]string{"n-just distance_too_far", "n-far distance_too_far", "n-ended time_apart"}, got); diff != "" {
			t.Errorf("near misses, want (−), got (+):\n%s", diff)
		}
	}
	if _, near, _ := e.OfSite(t.Context(), "a", match.Options{MostNear: 1}); len(near) != 1 {
		t.Errorf("%d near misses of the nearest one", len(near))
	}
	if _, near, _ := e.OfSite(t.Context(), "a", match.Options{MostNear: -1}); len(near) != 0 {
		t.Errorf("%d near misses of none", len(near))
	}
}

// What the explanation says is missing is what it takes.
func TestMarginsAreWhatItTakes(t *testing.T) {
	sites := []symbiosis.Site{siteAt("a", 14, 63.3), siteAt("b", 14.12, 63.3)}
	e := engineOf(t, sites, []symbiosis.Flow{heat("s", symbiosis.Surplus, "a", 3, 85, 50), heat("n", symbiosis.Need, "b", 3, 75, 40)})
	x, err := e.Explain("s", "n", nil, match.Options{})
	if err != nil || x.Feasible {
		t.Fatalf("feasible %v, %v", x.Feasible, err)
	}
	margins := map[string]symbiosis.Reckoned{}
	for _, g := range x.Gates {
		for _, f := range g.Figures {
			margins[f.Key] = f
		}
	}
	missing := margins["price_missing"]
	if !(missing.Value > 0) || !(margins["margin_m"].Value < 0) || !(margins["margin_sek_per_year"].Value < 0) {
		t.Fatalf("margins %+v", margins)
	}
	for _, c := range []struct {
		price float64
		want  bool
	}{{margins["price_passes"].Value, true}, {300 + missing.Value, true}, {300 + missing.Value - 2e-6, false}} {
		x, err := e.Explain("s", "n", map[string]float64{"need.price_sek": c.price}, match.Options{})
		if err != nil || x.Feasible != c.want {
			t.Errorf("at %g SEK/MWh feasible is %v, want %v (%v)", c.price, x.Feasible, c.want, err)
		}
	}
}

func TestExplainWithOverrides(t *testing.T) {
	sites := []symbiosis.Site{siteAt("a", 14, 63.3), siteAt("b", 14.05, 63.3)}
	e := engineOf(t, sites, []symbiosis.Flow{heat("s", symbiosis.Surplus, "a", 3, 85, 50), heat("n", symbiosis.Need, "b", 3, 75, 40)})
	plain, err := e.Explain("s", "n", nil, match.Options{})
	if err != nil || !plain.Feasible || plain.Monthly == nil {
		t.Fatalf("%+v, %v", plain, err)
	}
	for name, overrides := range map[string]map[string]float64{
		"terrain":     {"terrain": 2},
		"heat value":  {"heat_value_sek_per_mwh": 150},
		"price":       {"need.price_sek": 150},
		"asked":       {"surplus.price_sek": 150},
		"hours":       {"surplus.full_load_hours": 1000, "need.full_load_hours": 1000},
		"temperature": {"surplus.supply_c": 60},
		"quantity":    {"need.quantity": 0.5},
		"limit":       {"need.max_distance_m": 100},
	} {
		x, err := e.Explain("s", "n", overrides, match.Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !(x.Match.Budget < plain.Match.Budget) {
			t.Errorf("%s: budget %g m, without %g m", name, x.Match.Budget, plain.Match.Budget)
		}
	}
	again, err := e.Explain("s", "n", nil, match.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(plain, again); diff != "" {
		t.Errorf("an override left something behind:\n%s", diff)
	}
	for name, c := range map[string]struct {
		overrides map[string]float64
		kind      symbiosis.ErrorKind
	}{
		"unknown assumption":  {map[string]float64{"gravity": 9.81}, symbiosis.Invalid},
		"unknown attribute":   {map[string]float64{"need.colour": 1}, symbiosis.Invalid},
		"out of range":        {map[string]float64{"interest_rate": 7}, symbiosis.Invalid},
		"return above supply": {map[string]float64{"need.return_c": 99}, symbiosis.Invalid},
		"no number":           {map[string]float64{"surplus.quantity": math.NaN()}, symbiosis.Invalid},
		"below absolute zero": {map[string]float64{"surplus.return_c": -300}, symbiosis.Invalid},
		"negative quantity":   {map[string]float64{"surplus.quantity": -1}, symbiosis.Invalid},
	} {
		if _, err := e.Explain("s", "n", c.overrides, match.Options{}); symbiosis.KindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := e.Explain("s", "nobody", nil, match.Options{}); symbiosis.KindOf(err) != symbiosis.NotFound {
		t.Errorf("an unknown flow: %v", err)
	}
	if _, _, err := e.OfFlow(t.Context(), "nobody", match.Options{}); symbiosis.KindOf(err) != symbiosis.NotFound {
		t.Errorf("an unknown flow: %v", err)
	}
	if _, _, err := e.OfSite(t.Context(), "nowhere", match.Options{}); symbiosis.KindOf(err) != symbiosis.NotFound {
		t.Errorf("an unknown site: %v", err)
	}
	if err := e.All(t.Context(), match.Options{Gates: []symbiosis.GateName{"gravity"}}, nil); symbiosis.KindOf(err) != symbiosis.Invalid {
		t.Errorf("an unknown gate: %v", err)
	}
	wrong, err := e.Explain("n", "s", nil, match.Options{})
	if err != nil || wrong.Feasible || wrong.Gates[0].Reason != "direction_wrong" {
		t.Errorf("the wrong way round: %+v, %v", wrong.Gates, err)
	}
}

func TestWhatIfLaysOverWhatIsThere(t *testing.T) {
	sites := []symbiosis.Site{siteAt("a", 14, 63.3), siteAt("b", 14.01, 63.3)}
	e := engineOf(t, sites, []symbiosis.Flow{heat("s", symbiosis.Surplus, "a", 3, 85, 50), heat("n", symbiosis.Need, "b", 3, 75, 40)})
	// The same need, moved: its old self takes no part.
	sc := symbiosis.Scenario{Sites: []symbiosis.Site{siteAt("b", 14.02, 63.3)}, Flows: []symbiosis.Flow{heat("n", symbiosis.Need, "b", 3, 75, 40), heat("extra", symbiosis.Surplus, "b", 3, 85, 50)}}
	matches, _, err := e.WhatIf(t.Context(), sc, match.Options{})
	if err != nil || len(matches) != 1 || matches[0].SurplusID != "s" || matches[0].NeedID != "n" {
		t.Fatalf("%+v, %v", matches, err)
	}
	x, err := e.ExplainIn(sc, "s", "n", nil, match.Options{})
	if err != nil || x.Match.Distance != matches[0].Distance {
		t.Errorf("explained at %v, matched at %v (%v)", x.Match.Distance, matches[0].Distance, err)
	}
	sc.Flows[0].Quantity.Amount = -1
	if _, _, err := e.WhatIf(t.Context(), sc, match.Options{}); symbiosis.KindOf(err) != symbiosis.Invalid {
		t.Errorf("a negative quantity: %v", err)
	}
}

func TestMinBenefit(t *testing.T) {
	r := regiongen.Clustered(600, 3)
	e := engineOf(t, r.Sites, r.Flows)
	all := collect(t, e, match.Options{})
	const least = 200_000
	want := 0
	for _, m := range all {
		if m.NetBenefit != nil && *m.NetBenefit >= least {
			want++
		}
	}
	got := collect(t, e, match.Options{MinBenefit: least})
	if len(got) != want || want == 0 || want == len(all) {
		t.Errorf("%d matches of %d with at least %d SEK/yr, got %d", want, len(all), least, len(got))
	}
}
