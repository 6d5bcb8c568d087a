package planner_test

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/opportunity"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// A ranking says of each area what a what-if there says, and the matrix what a ranking says at the
// cell's capacity: all three rest on the same reckoning.
func TestRankingMatrixAndWhatIfAgree(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.demo(t)
	s := r.Snapshot()
	m, err := s.Opportunities(t.Context(), nil)
	must(t, err)
	compared := 0
	for i, p := range m.Profiles {
		for lot, l := range m.Ground.Lots() {
			cell := m.Cells[i][lot]
			if cell.Capacity == 0 || compared >= 60 {
				continue
			}
			compared++
			_, _, ranked, err := s.Rank(t.Context(), planner.Ranking{Firm: p.ID, Capacity: &cell.Capacity})
			must(t, err)
			e, err := s.Evaluate(t.Context(), planner.Evaluate{Areas: []symbiosis.AreaID{l.Area.ID}})
			must(t, err)
			for _, r := range ranked {
				if r.Area.ID != l.Area.ID {
					continue
				}
				if r.NetBenefit != cell.NetBenefit || r.Matched != cell.Matched {
					t.Errorf("%s on %s: matrix %v, ranking %v", p.ID, l.Area.ID, cell.NetBenefit, r.NetBenefit)
				}
				for j, f := range r.Finds {
					if f.Partner == "" {
						continue
					}
					// A what-if at the point of the fit land that is nearest to the partner gives the same.
					site := symbiosis.Site{ID: "firm", Name: "firm", Location: f.From}
					site.Normalise()
					what, err := s.WhatIf(t.Context(), planner.WhatIf{Points: []symbiosis.Scenario{{Sites: []symbiosis.Site{site}, Flows: p.FlowsOf("firm", cell.Capacity)[j : j+1]}}})
					must(t, err)
					found := false
					for _, m := range what[0].Pairs {
						if m.SurplusID != f.Partner && m.NeedID != f.Partner {
							continue
						}
						found = true
						if math.Abs(float64(m.Route-f.Route)) > 1e-6 || m.NetBenefit != nil && math.Abs(float64(*m.NetBenefit-*f.NetBenefit)) > 1e-6*math.Abs(float64(*f.NetBenefit)) {
							t.Errorf("%s on %s with %s: ranking %v over %v, what-if %v over %v", p.ID, l.Area.ID, f.Partner, *f.NetBenefit, f.Route, *m.NetBenefit, m.Route)
						}
					}
					if !found {
						t.Errorf("%s on %s: a what-if at %v doesn't find %s", p.ID, l.Area.ID, f.From, f.Partner)
					}
					// And the evaluation measures from the same place.
					for _, x := range e.Evaluations[0].Reach.Flows {
						if x.FlowID == f.Partner && math.Abs(float64(x.Distance-f.Crow)) > 0.01 {
							t.Errorf("%s on %s: the evaluation has %v, the ranking %v to %s", p.ID, l.Area.ID, x.Distance, f.Crow, f.Partner)
						}
					}
				}
				for j, f := range r.Finds {
					if f.Partner != r.Partners[j].Flow.ID || f.Partner != "" && r.Partners[j].Site.ID != f.Site {
						t.Errorf("%s: partner %s is told as %s at %s", p.ID, f.Partner, r.Partners[j].Flow.ID, r.Partners[j].Site.ID)
					}
				}
			}
		}
	}
	if compared < 30 {
		t.Errorf("only %d cells of the demo region hold something", compared)
	}
	again, err := s.Opportunities(t.Context(), nil)
	must(t, err)
	if again != m {
		t.Error("the matrix is reckoned anew for the same state")
	}
}

// What an edit changes, the next question sees.
func TestOpportunitiesFollowEdits(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.pair(t) // 3 MW of surplus heat at 14.60, 63.20
	_, err := r.CreateArea(t.Context(), anArea("near", 14.62, 63.20))
	must(t, err)
	find := func() (planner.Ranked, *opportunity.Matrix) {
		_, _, list, err := r.Snapshot().Rank(t.Context(), planner.Ranking{Firm: "smolt"})
		must(t, err)
		m, err := r.Snapshot().Opportunities(t.Context(), nil)
		must(t, err)
		return list[0], m
	}
	before, matrix := find()
	if before.NetBenefit <= 0 || len(matrix.Cells[0]) != 1 {
		t.Fatalf("a fish farm beside surplus heat gains %v", before.NetBenefit)
	}
	// A second area, farther away, comes after the first.
	_, err = r.CreateArea(t.Context(), anArea("far", 14.70, 63.20))
	must(t, err)
	if first, m := find(); first.Area.ID != "near" || len(m.Cells[0]) != 2 {
		t.Errorf("%s is first of %d", first.Area.ID, len(m.Cells[0]))
	}
	// Land that is protected is not proposed, with the reason.
	c := symbiosis.Constraint{ID: "c", Layer: symbiosis.ProtectedNature, Name: "Reservatet", Geometry: anArea("x", 14.62, 63.20).Geometry, Source: "x"}
	c.Normalise()
	_, err = r.CreateConstraint(t.Context(), c)
	must(t, err)
	_, _, list, err := r.Snapshot().Rank(t.Context(), planner.Ranking{Firm: "smolt"})
	must(t, err)
	last := list[1]
	if last.Area.ID != "near" || !last.Excluded || last.Checks[0].Key != opportunity.ExcludedCheck || last.Checks[0].Subject != "Reservatet" {
		t.Errorf("the reserve is ranked %+v", last.Checks)
	}
	// A profile of one's own stands beside the library's, and in place of one with its id.
	own := r.Snapshot().Firms()[len(r.Snapshot().Firms())-1].Profile
	own.ID, own.Prospect, own.Visibility = "smolt", true, ""
	own, err = r.CreateProfile(t.Context(), own)
	must(t, err)
	if own.Visibility != symbiosis.BrokerOnly {
		t.Errorf("a prospect is %s", own.Visibility)
	}
	n := 0
	for _, f := range r.Snapshot().Firms() {
		if f.ID == "smolt" {
			n++
			if !f.Own {
				t.Error("the library's stands in place of the region's own")
			}
		}
	}
	if n != 1 {
		t.Errorf("smolt stands %d times", n)
	}
	if _, m := find(); m.Profiles[0].ID != "smolt" || !m.Profiles[0].Prospect {
		t.Error("the matrix doesn't have the prospect")
	}
	_, err = r.DeleteFlow(t.Context(), "s", planner.AnyVersion)
	must(t, err)
	if gone, _ := find(); gone.Finds[0].Partner == "s" {
		t.Error("a deleted surplus is found")
	}
	untaken, err := r.Snapshot().Untaken(t.Context(), nil)
	must(t, err)
	if len(untaken) != 0 {
		t.Errorf("without surpluses %d have no taker", len(untaken))
	}
}

// anArea is some hectares round a point.
func anArea(id string, lon, lat float64) symbiosis.Area {
	a := symbiosis.Area{ID: symbiosis.AreaID(id), Name: id, Geometry: orb.MultiPolygon{{{
		{lon - 0.004, lat - 0.002}, {lon + 0.004, lat - 0.002}, {lon + 0.004, lat + 0.002}, {lon - 0.004, lat + 0.002}, {lon - 0.004, lat - 0.002},
	}}}}
	a.Normalise()
	return a
}

func TestSurplusesWithoutTaker(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.demo(t)
	s := r.Snapshot()
	m, err := s.Opportunities(t.Context(), nil)
	must(t, err)
	untaken, err := s.Untaken(t.Context(), nil)
	must(t, err)
	if len(untaken) == 0 {
		t.Fatal("every surplus of the demo region has a taker")
	}
	for i, u := range untaken {
		if u.Flow.Direction != symbiosis.Surplus || len(m.Takers[u.Flow.ID]) > 0 || u.Site.ID != u.Flow.SiteID {
			t.Errorf("%+v", u)
		}
		if i > 0 && untaken[i-1].Matched && !u.Matched {
			t.Error("those that no need takes either don't come first")
		}
	}
}

func TestQuestionsThatCantBeAnswered(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.demo(t)
	s := r.Snapshot()
	for what, ask := range map[string]planner.Ranking{"unknown firm": {Firm: "nobody"}, "no capacity": {Firm: "smolt", Capacity: ptr(-1.0)}, "nothing": {}, "bad prospect": {Profile: &symbiosis.Profile{ID: "x"}}} {
		if _, _, _, err := s.Rank(t.Context(), ask); err == nil || symbiosis.KindOf(err) == symbiosis.Internal {
			t.Errorf("%s: %v", what, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Opportunities(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a question given up ends with %v", err)
	}
	if _, err := s.Opportunities(t.Context(), nil); err != nil {
		t.Errorf("the next question: %v", err)
	}
}

// The library alone, without a region, and a region without a library.
func TestWithoutLandOrLibrary(t *testing.T) {
	s := newRegion(t, planner.Options{}).Snapshot()
	if len(s.Firms()) < 18 || s.LibraryVersion() == "" {
		t.Errorf("%d profiles of %q", len(s.Firms()), s.LibraryVersion())
	}
	_, capacity, list, err := s.Rank(t.Context(), planner.Ranking{Firm: "smolt"})
	must(t, err)
	if len(list) != 0 || capacity != 1000 {
		t.Errorf("%d areas at %v", len(list), capacity)
	}
	m, err := s.Opportunities(t.Context(), nil)
	must(t, err)
	if len(m.Best()) != 0 || len(m.Unlocks()) != 0 {
		t.Error("something is found without land")
	}
}

// The matrix under assumptions of a question's own is that of a region with those assumptions.
func TestTheMatrixUnderOtherAssumptions(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.demo(t)
	values := map[string]float64{"heat_value_sek_per_mwh": 450}
	supposed, err := r.Snapshot().Opportunities(t.Context(), values)
	must(t, err)
	again, err := r.Snapshot().Opportunities(t.Context(), map[string]float64{"heat_value_sek_per_mwh": 450})
	must(t, err)
	usual, err := r.Snapshot().Opportunities(t.Context(), nil)
	must(t, err)
	if again != supposed || usual == supposed {
		t.Error("a matrix under other assumptions isn't kept for itself")
	}
	must(t, r.SetAssumptions(t.Context(), values))
	real, err := r.Snapshot().Opportunities(t.Context(), nil)
	must(t, err)
	differ := 0
	for i := range real.Cells {
		for lot, c := range real.Cells[i] {
			if supposed.Cells[i][lot] != c {
				t.Errorf("%s on %d: supposed %+v, real %+v", real.Profiles[i].ID, lot, supposed.Cells[i][lot], c)
			}
			if usual.Cells[i][lot] != c {
				differ++
			}
		}
	}
	if differ == 0 {
		t.Error("a dearer heat changes nothing")
	}
	if _, err := r.Snapshot().Opportunities(t.Context(), map[string]float64{"luck": 1}); symbiosis.KindOf(err) != symbiosis.Invalid {
		t.Errorf("an unknown assumption: %v", err)
	}
}
