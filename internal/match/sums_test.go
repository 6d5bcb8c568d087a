package match_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// closedness tells how closed each of some flows is, with its site.
func closedness(sites []symbiosis.Site, flows []symbiosis.Flow) map[symbiosis.FlowID]int {
	at, of := map[symbiosis.SiteID]int{}, map[symbiosis.FlowID]int{}
	for _, s := range sites {
		at[s.ID] = slices.Index(symbiosis.Visibilities(), s.Visibility)
	}
	for _, f := range flows {
		of[f.ID] = max(at[f.SiteID], slices.Index(symbiosis.Visibilities(), f.Visibility))
	}
	return of
}

// summedByHand sorts and sums all matches.
func summedByHand(all []symbiosis.Match, near []symbiosis.NearMiss, closed map[symbiosis.FlowID]int, own func(symbiosis.FlowID) bool, limit int) match.Summed {
	slices.SortFunc(all, func(a, b symbiosis.Match) int { return symbiosis.ByBenefit(&a, &b) })
	s := match.Summed{Matches: all, Near: near, Total: len(all)}
	if limit != 0 {
		s.Matches = all[:max(0, min(limit, len(all)))]
	}
	best, most := map[symbiosis.FlowID]bool{}, 0
	for _, m := range all {
		most = max(most, closed[m.SurplusID], closed[m.NeedID])
		for _, id := range []symbiosis.FlowID{m.SurplusID, m.NeedID} {
			if !own(id) || best[id] {
				continue
			}
			best[id] = true
			if m.NetBenefit != nil {
				s.NetBenefit += *m.NetBenefit
			}
			if m.CO2e != nil {
				s.CO2e += *m.CO2e
			}
		}
	}
	s.Closed = symbiosis.Visibilities()[most]
	return s
}

func checkSummed(t rapid.TB, want, got match.Summed) {
	// Sums may differ in the last digits where two flows' best match is the same.
	near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*(math.Abs(a)+math.Abs(b)) }
	if !near(want.NetBenefit.SEK(), got.NetBenefit.SEK()) || !near(want.CO2e.Tonnes(), got.CO2e.Tonnes()) {
		t.Fatalf("sums %v and %v, want %v and %v", got.NetBenefit, got.CO2e, want.NetBenefit, want.CO2e)
	}
	got.NetBenefit, got.CO2e = want.NetBenefit, want.CO2e
	if len(want.Matches) == 0 && len(got.Matches) == 0 {
		want.Matches, got.Matches = nil, nil
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("all matches (−), summed (+):\n%s", diff)
	}
}

// What is summed on the way is the sum of all matches, and the best are the best of all.
func TestSummedIsTheSumOfAll(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawRegion(t)
		opts := drawOptions(t)
		opts.MostNear = rapid.IntRange(-1, 2).Draw(t, "near misses")
		limit := rapid.IntRange(-1, 3).Draw(t, "limit")
		var sc symbiosis.Scenario
		sc.Sites = []symbiosis.Site{drawSite(t, "w0"), drawSite(t, "w1")}
		for i := range rapid.IntRange(1, 4).Draw(t, "scenario flows") {
			sc.Flows = append(sc.Flows, drawFlow(t, fmt.Sprintf("w%02d", i), sc.Sites))
		}
		closed := closedness(slices.Concat(r.sites, sc.Sites), slices.Concat(r.flows, sc.Flows))
		e, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		limited := opts
		limited.Limit, limited.ScoreParts = limit, true
		all, misses, err := e.WhatIf(context.Background(), sc, opts)
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.WhatIfSummed(context.Background(), sc, limited)
		if err != nil {
			t.Fatal(err)
		}
		checkSummed(t, summedByHand(all, misses, closed, func(id symbiosis.FlowID) bool { return id[0] == 'w' }, limit), got)
		for _, site := range r.sites {
			all, misses, err := e.OfSite(context.Background(), site.ID, opts)
			if err != nil {
				t.Fatal(err)
			}
			got, err := e.OfSiteSummed(context.Background(), site.ID, limited)
			if err != nil {
				t.Fatal(err)
			}
			own := func(id symbiosis.FlowID) bool {
				return slices.ContainsFunc(r.flows, func(f symbiosis.Flow) bool { return f.ID == id && f.SiteID == site.ID })
			}
			checkSummed(t, summedByHand(all, misses, closed, own, limit), got)
		}
	})
}

// With a hundred matches for a few that are wanted.
func TestSummedOfManyMatches(t *testing.T) {
	region := regiongen.Clustered(2_000, 13)
	for i := range region.Flows {
		if f := &region.Flows[i]; f.Supply == nil {
			f.Resource, f.MaxDistance = "wood", ptr(150*unit.Kilometre)
		}
	}
	e, closed := newEngine(t, region), closedness(region.Sites, region.Flows)
	for _, opts := range []match.Options{{MostNear: -1}, {Gates: twoGates.Gates, MostNear: -1}} {
		most := 0
		for _, f := range region.Flows[:60] {
			all, near, err := e.OfSite(t.Context(), f.SiteID, opts)
			if err != nil {
				t.Fatal(err)
			}
			most = max(most, len(all))
			for _, limit := range []int{1, 2, 7, 20} {
				limited := opts
				limited.Limit, limited.ScoreParts = limit, true
				got, err := e.OfSiteSummed(t.Context(), f.SiteID, limited)
				if err != nil {
					t.Fatal(err)
				}
				checkSummed(t, summedByHand(slices.Clone(all), near, closed, func(id symbiosis.FlowID) bool { return id == f.ID }, limit), got)
				// The best by score are the best of all.
				byScore, _, err := e.OfSite(t.Context(), f.SiteID, limited)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(all[:min(limit, len(all))], byScore); diff != "" {
					t.Fatalf("best of all (−), limited (+):\n%s", diff)
				}
			}
		}
		if most <= 4*20 {
			t.Fatalf("at most %d matches: that trims nothing", most)
		}
	}
	if _, err := e.OfSiteSummed(t.Context(), "nowhere", match.Options{}); symbiosis.KindOf(err) != symbiosis.NotFound {
		t.Errorf("a site that isn't there: %v, want NotFound", err)
	}
}
