package planner_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// A hypothetical site at the place of a real one, with its flows, finds what that one does.
func TestAWhatIfFindsWhatARealSiteWould(t *testing.T) {
	r := many(t, 24)
	s := r.Snapshot()
	for _, site := range s.Records().Sites[:6] {
		want, err := s.MatchesOfSite(t.Context(), site.ID, 0, true, false)
		must(t, err)
		got, err := s.WhatIf(t.Context(), planner.WhatIf{
			Points: []symbiosis.Scenario{{Sites: []symbiosis.Site{site}, Flows: s.FlowsOf(site.ID)}}, Misses: true,
		})
		must(t, err)
		if len(got) != 1 || !reflect.DeepEqual(got[0].Pairs, want.Pairs) || got[0].Total != want.Total || got[0].NetBenefit != want.NetBenefit {
			t.Errorf("%s: %d pairs, want %d", site.ID, len(got[0].Pairs), len(want.Pairs))
		}
		if want.Total == 0 || !reflect.DeepEqual(got[0].Misses, want.Misses) {
			t.Errorf("%s: %d matches and %d misses, want some and %d", site.ID, want.Total, len(got[0].Misses), len(want.Misses))
		}
	}
	if len(s.Records().Sites) != 24 {
		t.Error("a what-if has changed the region")
	}
}

func TestAWhatIfIsLimited(t *testing.T) {
	s := newRegion(t, planner.Options{}).Snapshot()
	point := func(flows int) symbiosis.Scenario {
		sc := symbiosis.Scenario{Sites: []symbiosis.Site{aSite("p", 14, 63)}}
		for i := range flows {
			sc.Flows = append(sc.Flows, aHeat(fmt.Sprint("f", i), "p", symbiosis.Need))
		}
		return sc
	}
	for name, points := range map[string][]symbiosis.Scenario{
		"points": make([]symbiosis.Scenario, planner.MostPoints+1), "points[0].flows": {point(planner.MostFlowsPerPoint + 1)},
	} {
		_, err := s.WhatIf(t.Context(), planner.WhatIf{Points: points})
		kindOf(t, err, symbiosis.Invalid)
		if p := problems(t, err); p[0].Code != "too_many" || p[0].Field != name {
			t.Errorf("problems %v, want too many %s", p, name)
		}
	}
	_, err := s.WhatIf(t.Context(), planner.WhatIf{Points: []symbiosis.Scenario{point(1), point(1)}})
	kindOf(t, err, symbiosis.Invalid)
	if p := problems(t, err); len(p) != 1 || p[0].Place != "points[1]" || p[0].Field != "id" || p[0].Code != "duplicate" {
		t.Errorf("problems %+v, want the id that the second point shares with the first", p)
	}
	bad := point(1)
	bad.Sites[0].ID, bad.Flows[0].SiteID = "q", "q"
	bad.Flows[0].Supply = nil
	_, err = s.WhatIf(t.Context(), planner.WhatIf{Points: []symbiosis.Scenario{point(1), bad}})
	kindOf(t, err, symbiosis.Invalid)
	if p := problems(t, err); len(p) != 1 || p[0].Place != "points[1].flows[0]" || p[0].Field != "supply_c" {
		t.Errorf("problems %+v, want the supply of the second point's flow", p)
	}
}

func TestAssumptionsOfAQuestionStandForItAlone(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.pair(t)
	s := r.Snapshot()
	a, _ := r.DefaultAssumptions().Get("heat_value_sek_per_mwh")
	worthless := map[string]float64{a.Key: a.Min}
	point := symbiosis.Scenario{Sites: []symbiosis.Site{aSite("p", 14.62, 63.2)}, Flows: []symbiosis.Flow{aHeat("p:0", "p", symbiosis.Need)}}
	for _, c := range []struct {
		assumptions map[string]float64
		want        int
	}{{nil, 1}, {worthless, 0}, {worthless, 0}, {nil, 1}} {
		got, err := s.WhatIf(t.Context(), planner.WhatIf{Points: []symbiosis.Scenario{point}, Assumptions: c.assumptions})
		must(t, err)
		if got[0].Total != c.want {
			t.Errorf("%v: %d matches, want %d", c.assumptions, got[0].Total, c.want)
		}
		x, err := s.Explain(planner.Explain{SurplusID: "s", NeedID: "n", Assumptions: c.assumptions})
		must(t, err)
		if x.Feasible != (c.want == 1) {
			t.Errorf("%v: feasible %t", c.assumptions, x.Feasible)
		}
	}
	_, err := s.WhatIf(t.Context(), planner.WhatIf{Points: []symbiosis.Scenario{point}, Assumptions: map[string]float64{"no_such": 1}})
	kindOf(t, err, symbiosis.Invalid)
}

func TestAnExplanationIsOfTheMatch(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.pair(t)
	s := r.Snapshot()
	m := pairs(t, s)[0]
	x, err := s.Explain(planner.Explain{SurplusID: "s", NeedID: "n"})
	must(t, err)
	if !x.Feasible || *x.Match.NetBenefit != *m.NetBenefit || x.Match.Budget != m.Budget || x.SurplusSite.ID != "a" || x.NeedSite.ID != "b" {
		t.Errorf("explained %+v, want %+v", x.Match, m)
	}
	half, err := s.Explain(planner.Explain{SurplusID: "s", NeedID: "n", ChangeNeed: func(f *symbiosis.Flow) { f.Quantity.Amount = 1.5 }})
	must(t, err)
	// 1.5 MW in 6000 h are less than the surplus can give: all of it is delivered.
	if got := half.Match.Delivered.Amount; math.Abs(got-9000) > 1e-6 || half.Need.Quantity.Amount != 1.5 {
		t.Errorf("half the need gets %g MWh, want 9000", got)
	}
	if n, _ := s.Flow("n"); n.Quantity.Amount != 3 {
		t.Error("the question has changed the flow")
	}
	_, err = s.Explain(planner.Explain{SurplusID: "s", NeedID: "n", ChangeSurplus: func(f *symbiosis.Flow) { f.Return = pointer(90 * unit.Celsius) }})
	kindOf(t, err, symbiosis.Invalid)
	if p := problems(t, err); len(p) != 1 || p[0].Place != "surplus" || p[0].Field != "return_c" {
		t.Errorf("problems %+v, want the surplus's return", p)
	}
	_, err = s.Explain(planner.Explain{SurplusID: "s", NeedID: "nobody"})
	kindOf(t, err, symbiosis.NotFound)
	_, err = s.Explain(planner.Explain{SurplusID: "s", NeedID: "nobody", ChangeNeed: func(*symbiosis.Flow) {}})
	kindOf(t, err, symbiosis.NotFound)
}

func TestAnExplanationOfAPointsFlow(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.pair(t)
	point := symbiosis.Scenario{Sites: []symbiosis.Site{aSite("p", 14.62, 63.2)}, Flows: []symbiosis.Flow{aHeat("p:0", "p", symbiosis.Need)}}
	x, err := r.Snapshot().Explain(planner.Explain{SurplusID: "s", NeedID: "p:0", Point: &point})
	must(t, err)
	if !x.Feasible || x.NeedSite.ID != "p" || x.SurplusSite.ID != "a" {
		t.Errorf("explained %+v", x)
	}
}

func pointer[T any](v T) *T { return &v }
