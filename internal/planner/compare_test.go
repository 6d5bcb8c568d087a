package planner_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/appraise"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// A comparison shows the same to the last digit after the region has changed under it: flows
// gone, an area redrawn and another deleted, also by another program and after opening anew.
func TestAComparisonStaysAsItWas(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.demo(t)
	areas := []symbiosis.AreaID{"krokom-a", "krokom-b", "ostersund-a"}
	settings := appraise.Settings{
		Weights: map[string]float64{"rail_m": 0, "reach_sek": 9}, Curves: map[string]appraise.Curve{"grid_mw": {{At: 0, Value: 0}, {At: 12, Value: 1}}},
		AHP: &appraise.AHP{Items: []string{"symbiosis", "supply", "plan"}, Matrix: [][]float64{{1, 3, 5}, {1. / 3, 1, 2}, {0.2, 0.5, 1}}},
	}
	saved, _, err := r.SaveComparison(t.Context(), planner.Compare{Name: "Three", Areas: areas, Settings: settings})
	must(t, err)
	if saved.Version != 1 || saved.Evaluated.Sensitivity == nil || len(saved.Evaluated.Reached[0]) == 0 {
		t.Fatalf("saved %+v", saved.Comparison)
	}
	before := asJSON(t, saved)
	live, err := r.Snapshot().Evaluate(t.Context(), planner.Evaluate{Areas: areas, Settings: settings})
	must(t, err)

	_, err = r.DeleteSite(t.Context(), "ostersund-lugnvik", planner.AnyVersion)
	must(t, err)
	area, err := r.Snapshot().Area("krokom-b")
	must(t, err)
	area.Name, area.Geometry = "Renamed", area.Geometry[:1]
	area.Geometry[0] = area.Geometry[0][:1]
	mw := *area.GridPower * 3
	area.GridPower = &mw
	r.putArea(t, area)
	_, err = r.DeleteArea(t.Context(), "krokom-a", planner.AnyVersion)
	must(t, err)

	moved, err := r.Snapshot().Evaluate(t.Context(), planner.Evaluate{Areas: areas[1:], Settings: settings})
	must(t, err)
	if moved.Evaluations[0].Score == live.Evaluations[1].Score {
		t.Fatal("the region has changed and nothing came out otherwise: the test shows nothing")
	}
	for name, snapshot := range map[string]*planner.Snapshot{"here": r.Snapshot(), "opened anew": r.again(t).Snapshot()} {
		got, err := snapshot.OpenComparison(saved.ID)
		must(t, err)
		if after := asJSON(t, got); after != before {
			t.Errorf("%s: the comparison is no longer what it was", name)
		}
	}

	gone, err := r.DeleteComparison(t.Context(), saved.ID, 1)
	must(t, err)
	if _, err := r.Snapshot().OpenComparison(saved.ID); symbiosis.KindOf(err) != symbiosis.NotFound {
		t.Errorf("deleted: %v, want NotFound", err)
	}
	back, err := r.RestoreComparison(t.Context(), gone)
	must(t, err)
	if asJSON(t, back) != before {
		t.Error("brought back, the comparison is no longer what it was")
	}
}

func asJSON(t testing.TB, c planner.Compared) string {
	t.Helper()
	b, err := json.Marshal([]any{c.Settings, c.Evaluated, c.Comparison})
	must(t, err)
	return string(b)
}

func TestComparisonsThatAreRefused(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.demo(t)
	two := []symbiosis.AreaID{"krokom-a", "krokom-b"}
	for name, c := range map[string]planner.Compare{
		"one area":     {Name: "x", Areas: two[:1]},
		"seven areas":  {Name: "x", Areas: []symbiosis.AreaID{"krokom-a", "krokom-b", "krokom-c", "ostersund-a", "ostersund-b", "morsil-a", "jarpen-a"}},
		"no name":      {Areas: two},
		"bad weights":  {Name: "x", Areas: two, Settings: appraise.Settings{Weights: map[string]float64{"rail_m": -1}}},
		"a long name":  {Name: strings.Repeat("x", 500), Areas: two},
		"twice a area": {Name: "x", Areas: []symbiosis.AreaID{"krokom-a", "krokom-a"}},
	} {
		if _, _, err := r.SaveComparison(t.Context(), c); symbiosis.KindOf(err) != symbiosis.Invalid {
			t.Errorf("%s: %v, want Invalid", name, err)
		}
	}
	if _, _, err := r.SaveComparison(t.Context(), planner.Compare{Name: "x", Areas: []symbiosis.AreaID{"krokom-a", "nowhere"}}); symbiosis.KindOf(err) != symbiosis.NotFound {
		t.Errorf("an unknown area: %v, want NotFound", err)
	}
	bad := symbiosis.Comparison{ID: "forged", Name: "x", AreaIDs: two, Settings: `{}`, Result: `{"Form":1,"Result":{}}`}
	if _, err := r.RestoreComparison(t.Context(), bad); symbiosis.KindOf(err) != symbiosis.Invalid {
		t.Errorf("a document that is none: %v, want Invalid", err)
	}
}

// The sums among the criteria count every flow that is reached: a hidden one closes the comparison
// also when it isn't among those that are told.
func TestAComparisonIsAsClosedAsAllItRestsOn(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.demo(t)
	areas := []symbiosis.AreaID{"krokom-a", "krokom-b"}
	found, err := r.Snapshot().Evaluate(t.Context(), planner.Evaluate{Areas: areas})
	must(t, err)
	at := slices.IndexFunc(found.Reached[0], func(f planner.ReachedFlow) bool { return f.Direction == symbiosis.Surplus })
	if at < 0 {
		t.Fatal("krokom-a reaches no surplus: the test shows nothing")
	}
	flow, err := r.Snapshot().Flow(found.Reached[0][at].FlowID)
	must(t, err)
	flow.Visibility, flow.Version = symbiosis.Public, 0
	for i := range planner.MostReached + 1 {
		flow.ID = symbiosis.FlowID(fmt.Sprint("open-", i))
		_, err := r.CreateFlow(t.Context(), flow)
		must(t, err)
	}
	flow.ID, flow.Visibility = "hidden", symbiosis.BrokerOnly
	flow.Quantity.Amount *= 0.9
	_, err = r.CreateFlow(t.Context(), flow)
	must(t, err)

	saved, _, err := r.SaveComparison(t.Context(), planner.Compare{Name: "Two", Areas: areas})
	must(t, err)
	for _, f := range saved.Evaluated.Reached[0] {
		if f.FlowID == "hidden" {
			t.Fatal("the hidden flow is among those that are told: the test shows nothing")
		}
	}
	whole, err := r.Snapshot().LandReport(saved, "")
	must(t, err)
	for i, a := range whole.Areas {
		reach := a.Evaluation.Reach
		if a.Untold < 1 || len(a.Reached)+a.Untold != reach.Surpluses+reach.Needs {
			t.Errorf("area %d: the report tells of %d flows and %d more, of %d and %d that are counted", i, len(a.Reached), a.Untold, reach.Surpluses, reach.Needs)
		}
	}
	if saved.Visibility != symbiosis.BrokerOnly {
		t.Errorf("a comparison that counts a hidden flow is %s", saved.Visibility)
	}
}
