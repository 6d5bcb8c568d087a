package planner_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/appraise"
	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// An area's evaluation reaches what the region's flows can give it, follows a change of the region
// and does not measure anew when only weights move.
func TestEvaluationFollowsTheRegion(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.demo(t)
	before, err := r.Snapshot().Evaluate(t.Context(), planner.Evaluate{Sensitivity: true})
	must(t, err)
	if len(before.Areas) < 2 || len(before.Refused) > 0 {
		t.Fatalf("%d areas, refused %v", len(before.Areas), before.Refused)
	}
	sum := 0.0
	for i, e := range before.Evaluations {
		must(t, e.Validate())
		if e.Rank < 1 || e.Rank > len(before.Areas) {
			t.Errorf("%s has rank %d", e.AreaID, e.Rank)
		}
		if len(before.Reached[i]) == 0 && e.Reach.Surpluses > 0 {
			t.Errorf("%s reaches %d flows and names none", e.AreaID, e.Reach.Surpluses)
		}
		sum += before.Sensitivity.Shares[i]
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("shares of first ranks sum to %v", sum)
	}
	area := before.Areas[0]
	_, err = r.CreateSite(t.Context(), symbiosis.Site{ID: "mill", Name: "A mill", Location: area.Label, NACE: "17.12"})
	must(t, err)
	_, err = r.CreateFlow(t.Context(), symbiosis.Flow{
		ID: "waste-heat", SiteID: "mill", Direction: symbiosis.Surplus, Resource: "heat",
		Quantity: symbiosis.Quantity{Amount: 40, Unit: symbiosis.GWhYear}, Supply: degrees(90), Return: degrees(50),
	})
	must(t, err)
	after, err := r.Snapshot().Evaluate(t.Context(), planner.Evaluate{Areas: []symbiosis.AreaID{area.ID}})
	must(t, err)
	was, is := before.Evaluations[0].Reach, after.Evaluations[0].Reach
	if is.Surpluses != was.Surpluses+1 || math.Abs((is.Energy-was.Energy).GigawattHours()-40) > 1e-6 {
		t.Errorf("reach went from %d surpluses, %v GWh to %d, %v", was.Surpluses, was.Energy.GigawattHours(), is.Surpluses, is.Energy.GigawattHours())
	}
	found := false
	for _, x := range after.Reached[0] {
		found = found || x.FlowID == "waste-heat" && x.SiteName == "A mill" && x.Distance == 0
	}
	if !found {
		t.Errorf("the mill on the land isn't reached: %+v", after.Reached[0])
	}
}

func degrees(v float64) *unit.Temperature { t := unit.Temperature(v); return &t }

// demo imports the demo region.
func (r *region) demo(t testing.TB) {
	t.Helper()
	var batches []exchangeformat.Batch
	for _, name := range []string{"sites.csv", "flows.csv", "areas.geojson", "exchanges.csv"} {
		f, err := geodata.Demo().Open(name)
		must(t, err)
		b, err := exchangeformat.Read(t.Context(), name, f, exchangeformat.Options{Catalogue: r.Catalogue()})
		must(t, err)
		batches = append(batches, b)
	}
	_, err := r.Import(t.Context(), planner.ImportOptions{}, batches...)
	must(t, err)
}

// putArea writes an area as another program would.
func (r *region) putArea(t testing.TB, a symbiosis.Area) {
	t.Helper()
	_, err := r.other().Update(t.Context(), func(tx store.Tx) error {
		_, err := tx.PutArea(t.Context(), a)
		return err
	})
	must(t, err)
	must(t, r.Refresh(t.Context()))
}

// What can't be answered is refused with a reason; one bad area doesn't hide the others.
func TestEvaluationsThatAreRefused(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.demo(t)
	ask := func(q planner.Evaluate) (planner.Evaluated, error) { return r.Snapshot().Evaluate(t.Context(), q) }
	ids := []symbiosis.AreaID{r.Snapshot().Areas(planner.AreaFilter{}, planner.Page{}).Items[0].ID}
	for name, c := range map[string]struct {
		q    planner.Evaluate
		want symbiosis.ErrorKind
	}{
		"unknown area":      {planner.Evaluate{Areas: []symbiosis.AreaID{"nowhere"}}, symbiosis.NotFound},
		"twice the same":    {planner.Evaluate{Areas: append(ids, ids...)}, symbiosis.Invalid},
		"unknown criterion": {planner.Evaluate{Settings: appraise.Settings{Weights: map[string]float64{"beauty": 1}}}, symbiosis.Invalid},
	} {
		if _, err := ask(c.q); symbiosis.KindOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	line := symbiosis.Area{ID: "line", Name: "A line", Geometry: orb.MultiPolygon{{{{14, 63}, {14.1, 63}, {14, 63}, {14, 63}}}}}
	r.putArea(t, line)
	got, err := ask(planner.Evaluate{})
	must(t, err)
	if len(got.Refused) != 1 || got.Refused[0].Area.ID != "line" || got.Refused[0].Why == "" || len(got.Areas) == 0 {
		t.Errorf("refused %+v of %d", got.Refused, len(got.Areas))
	}
	if _, err := ask(planner.Evaluate{Areas: []symbiosis.AreaID{"line"}}); symbiosis.KindOf(err) != symbiosis.Invalid {
		t.Errorf("alone: %v, want Invalid", err)
	}
}

// Constraints and infrastructure that are registered bear on the land at once, and only then are
// their figures no longer missing.
func TestEvaluationFollowsLayers(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.demo(t)
	figure := func(key string) *symbiosis.Figure {
		e, err := r.Snapshot().Evaluate(t.Context(), planner.Evaluate{Areas: []symbiosis.AreaID{"krokom-a"}})
		must(t, err)
		for _, c := range e.Evaluations[0].Criteria {
			if c.Key == key {
				return c.Figure
			}
		}
		t.Fatalf("no criterion %s", key)
		return nil
	}
	if figure("nature_share") != nil || figure("rail_m") != nil {
		t.Fatal("the demo region's land knows of nature or railways before any is registered")
	}
	whole := figure("remaining_ha").Value
	area, err := r.Snapshot().Area("krokom-a")
	must(t, err)
	b := area.Geometry.Bound()
	west := orb.Bound{Min: orb.Point{b.Min[0] - 0.01, b.Min[1] - 0.01}, Max: orb.Point{b.Center()[0], b.Max[1] + 0.01}}
	_, err = r.CreateConstraint(t.Context(), symbiosis.Constraint{ID: "forest", Layer: symbiosis.ProtectedNature, Geometry: west.ToPolygon(), Source: "test"})
	must(t, err)
	_, err = r.CreateFacility(t.Context(), symbiosis.Facility{ID: "rail", Kind: symbiosis.Rail, Geometry: orb.LineString{{b.Max[0] + 0.02, b.Min[1]}, {b.Max[0] + 0.02, b.Max[1]}}, Source: "test"})
	must(t, err)
	share, left := figure("nature_share").Value, figure("remaining_ha").Value
	if !(share > 0.2 && share < 0.8) || math.Abs(left-whole*(1-share)) > 0.01*whole {
		t.Errorf("of %v ha a share of %v is excluded, and %v left", whole, share, left)
	}
	if far := figure("rail_m").Value; !(far > 900 && far < 1100) {
		t.Errorf("the railway is %v m away", far)
	}
	_, err = r.DeleteConstraint(t.Context(), "forest", planner.AnyVersion)
	must(t, err)
	if figure("nature_share") != nil || figure("remaining_ha").Value != whole {
		t.Error("a constraint that is gone still bears on the land")
	}
}
