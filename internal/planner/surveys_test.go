package planner

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/samloka/samloka/internal/appraise"
	"github.com/samloka/samloka/internal/symbiosis"
)

// TestSurveysOutliveWhatDoesNotBearOnThem changes a region in each way there is: what was found of land
// and of its neighbours stays where nothing of it was changed, goes where something was, and what is
// found after each change is what a region that was never anything else gives.
func TestSurveysOutliveWhatDoesNotBearOnThem(t *testing.T) {
	c, a := books(t)
	region := denseRegion(300, 6)
	found := func(s *Snapshot) ([]*appraise.LandSurvey, []*appraise.Survey) {
		areas := s.Areas(AreaFilter{}, Page{}).Items
		land, faults, err := s.surveyLand(t.Context(), areas)
		if err != nil || !slices.Equal(faults, make([]error, len(areas))) {
			t.Fatal(faults, err)
		}
		whole, _, err := s.surveyAll(t.Context(), areas)
		if err != nil {
			t.Fatal(err)
		}
		return land, whole
	}
	start, err := SnapshotOf(c, a, region)
	if err != nil {
		t.Fatal(err)
	}
	land, whole := found(start)
	reached := 0
	for _, s := range whole {
		reached += len(s.Flows(-1))
	}
	if reached < 50 {
		t.Fatalf("six areas reach %d flows: the region tests nothing", reached)
	}
	site, flow, area, ground, road := region.Sites[7], region.Flows[9], region.Areas[2], region.Constraints[0], symbiosis.Facility{ID: "road", Name: "E14", Kind: symbiosis.Highway, Geometry: region.Sites[0].Location}
	site.Location = region.Sites[100].Location
	flow.Quantity.Amount *= 3
	area.Geometry = region.Areas[4].Geometry
	ground.Geometry = region.Areas[3].Geometry
	road.Normalise()
	for name, x := range map[string]struct {
		change      change
		after       func(*symbiosis.Region)
		land, whole int // how many surveys stay
	}{
		"a setting": {change{settings: delta[symbiosis.Setting]{put: []symbiosis.Setting{{Key: "any"}}}}, func(*symbiosis.Region) {}, 6, 6},
		"a site":    {change{sites: []symbiosis.Site{site}}, func(r *symbiosis.Region) { r.Sites[7] = site }, 6, 0},
		"a flow":    {change{flows: []symbiosis.Flow{flow}}, func(r *symbiosis.Region) { r.Flows[9] = flow }, 6, 0},
		"no flow":   {change{goneFlows: []symbiosis.FlowID{flow.ID}}, func(r *symbiosis.Region) { r.Flows = slices.Delete(r.Flows, 9, 10) }, 6, 0},
		"an assumption": {change{assumptions: map[string]float64{"heat_approach_k": 7}}, func(r *symbiosis.Region) {
			r.Assumptions = map[string]float64{"heat_approach_k": 7}
		}, 6, 0},
		"an area":      {change{areas: delta[symbiosis.Area]{put: []symbiosis.Area{area}}}, func(r *symbiosis.Region) { r.Areas[2] = area }, 5, 5},
		"a constraint": {change{constraints: delta[symbiosis.Constraint]{put: []symbiosis.Constraint{ground}}}, func(r *symbiosis.Region) { r.Constraints[0] = ground }, 0, 0},
		"a road":       {change{facilities: delta[symbiosis.Facility]{put: []symbiosis.Facility{road}}}, func(r *symbiosis.Region) { r.Facilities = append(r.Facilities, road) }, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			next, err := start.with(x.change, "next")
			if err != nil {
				t.Fatal(err)
			}
			gotLand, gotWhole := found(next)
			same := func(n int, equal func(int) bool) (count int) {
				for i := range n {
					if equal(i) {
						count++
					}
				}
				return count
			}
			if n := same(len(land), func(i int) bool { return gotLand[i] == land[i] }); n != x.land {
				t.Errorf("%d of the surveys of land stay, want %d", n, x.land)
			}
			if n := same(len(whole), func(i int) bool { return gotWhole[i] == whole[i] }); n != x.whole {
				t.Errorf("%d of the whole surveys stay, want %d", n, x.whole)
			}
			r := region
			r.Sites, r.Flows, r.Areas, r.Constraints = slices.Clone(r.Sites), slices.Clone(r.Flows), slices.Clone(r.Areas), slices.Clone(r.Constraints)
			x.after(&r)
			fresh, err := SnapshotOf(c, a, r)
			if err != nil {
				t.Fatal(err)
			}
			_, want := found(fresh)
			if d := cmp.Diff(want, gotWhole, cmpopts.IgnoreFields(appraise.LandSurvey{}, "Surface"), cmpopts.IgnoreUnexported(appraise.Survey{}), cmpopts.EquateEmpty()); d != "" {
				t.Error(d)
			}
			for i := range want {
				if d := cmp.Diff(want[i].Flows(-1), gotWhole[i].Flows(-1)); d != "" {
					t.Error(d)
				}
			}
			// Nothing of what others still look at has changed.
			if before, _ := found(start); before[0] != land[0] {
				t.Error("the snapshot before lost its surveys")
			}
		})
	}
}
