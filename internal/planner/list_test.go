package planner_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

func bound(west, south, east, north float64) orb.Bound {
	return orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}
}

// many fills a region with n sites in rows, each with a surplus and a need.
func many(t testing.TB, n int) *region {
	r := newRegion(t, planner.Options{})
	var b exchangeformat.Batch
	for i := range n {
		s := aSite(fmt.Sprintf("site%03d", i), 14+float64(i%10)/50, 63+float64(i/10)/50)
		s.Municipality = []string{"Östersund", "Åre", "Krokom"}[i%3]
		b.Sites = append(b.Sites, exchangeformat.Placed[symbiosis.Site]{Record: s})
		for _, d := range symbiosis.Directions() {
			f := aHeat(fmt.Sprintf("flow%03d%s", i, d), string(s.ID), d)
			f.Quantity.Amount = 1 + float64(i%7)
			if i%4 == 0 {
				f.Resource = "heat.hot_water"
			}
			if _, ok := r.Catalogue().Resource(f.Resource); !ok {
				f.Resource = "heat"
			}
			b.Flows = append(b.Flows, exchangeformat.Placed[symbiosis.Flow]{Record: f})
		}
	}
	_, err := r.Import(t.Context(), planner.ImportOptions{}, b)
	must(t, err)
	return r
}

// paged reads a list page by page.
func paged[T any](t *rapid.T, limit int, list func(planner.Page) (planner.Listed[T], error)) []T {
	var all []T
	page := planner.Page{Limit: limit}
	for {
		l, err := list(page)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, l.Items...)
		if l.Next == "" {
			return all
		}
		if len(l.Items) != limit {
			t.Fatalf("a page of %d that isn't the last, want %d", len(l.Items), limit)
		}
		page.After = l.Next
	}
}

func TestPagesTogetherAreTheWholeList(t *testing.T) {
	s := many(t, 57).Snapshot()
	rapid.Check(t, func(rt *rapid.T) {
		limit := rapid.IntRange(1, 200).Draw(rt, "limit")
		x, y := rapid.Float64Range(13.9, 14.2).Draw(rt, "x"), rapid.Float64Range(62.9, 63.2).Draw(rt, "y")
		box := bound(x, y, x+rapid.Float64Range(0, 0.3).Draw(rt, "width"), y+rapid.Float64Range(0, 0.3).Draw(rt, "height"))
		municipality := rapid.SampledFrom([]string{"", "ostersund", "ÅRE", "Oslo"}).Draw(rt, "municipality")

		var wantSites []symbiosis.Site
		var wantFlows []symbiosis.Flow
		records := s.Records()
		named := map[string]string{"ostersund": "Östersund", "ÅRE": "Åre", "Oslo": "Oslo"}
		inside := map[symbiosis.SiteID]bool{}
		for _, site := range records.Sites {
			if box.Contains(site.Location) && (municipality == "" || site.Municipality == named[municipality]) {
				wantSites = append(wantSites, site)
				inside[site.ID] = true
			}
		}
		for _, f := range records.Flows {
			if inside[f.SiteID] && f.Direction == symbiosis.Need {
				wantFlows = append(wantFlows, f)
			}
		}
		sites := paged(rt, limit, func(p planner.Page) (planner.Listed[symbiosis.Site], error) {
			l, err := s.Sites(planner.SiteFilter{Bounds: &box, Municipality: municipality}, p)
			if l.Total != len(wantSites) {
				rt.Fatalf("total %d, want %d", l.Total, len(wantSites))
			}
			return l, err
		})
		if !reflect.DeepEqual(sites, wantSites) {
			rt.Fatalf("sites %v, want %v", sites, wantSites)
		}
		flows := paged(rt, limit, func(p planner.Page) (planner.Listed[symbiosis.Flow], error) {
			return s.Flows(planner.FlowFilter{Bounds: &box, Municipality: municipality, Direction: symbiosis.Need}, p)
		})
		if !reflect.DeepEqual(flows, wantFlows) {
			rt.Fatalf("flows %v, want %v", flows, wantFlows)
		}
	})
}

func TestMatchesAreFilteredAsByHand(t *testing.T) {
	s := many(t, 24).Snapshot()
	all := pairs(t, s)
	if len(all) < 50 {
		t.Fatalf("%d matches are too few for the test to say anything", len(all))
	}
	for i := 1; i < len(all); i++ {
		if *all[i-1].NetBenefit < *all[i].NetBenefit {
			t.Fatal("not in the order of net benefit")
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		x := rapid.Float64Range(13.9, 14.2).Draw(rt, "x")
		box := bound(x, 62.9, x+0.05, 63.3)
		least := unit.Money(rapid.Float64Range(0, 3e6).Draw(rt, "least"))
		site := symbiosis.SiteID(rapid.SampledFrom([]string{"", "site003"}).Draw(rt, "site"))
		direction := rapid.SampledFrom([]symbiosis.Direction{"", symbiosis.Surplus, symbiosis.Need}).Draw(rt, "direction")
		want := slices.DeleteFunc(slices.Clone(all), func(p planner.Pair) bool {
			end := func(e symbiosis.Site) bool { return box.Contains(e.Location) && (site == "" || e.ID == site) }
			here := direction != symbiosis.Need && end(p.SurplusSite) || direction != symbiosis.Surplus && end(p.NeedSite)
			return !here || *p.NetBenefit < least
		})
		f := planner.MatchFilter{Bounds: &box, Site: site, Direction: direction, MinBenefit: &least}
		got := paged(rt, rapid.IntRange(1, 500).Draw(rt, "limit"), func(p planner.Page) (planner.Listed[planner.Pair], error) {
			return s.Matches(t.Context(), f, p)
		})
		if len(got) != len(want) || len(got) > 0 && !reflect.DeepEqual(got, want) {
			rt.Fatalf("%d matches, want %d", len(got), len(want))
		}
	})
}

func TestABoundAcrossTheAntimeridian(t *testing.T) {
	r := newRegion(t, planner.Options{})
	for id, lon := range map[string]float64{"west": 179.5, "east": -179.5, "far": 0} {
		_, err := r.CreateSite(t.Context(), aSite(id, lon, 10))
		must(t, err)
	}
	box := bound(179, 0, -179, 20)
	l, err := r.Snapshot().Sites(planner.SiteFilter{Bounds: &box}, planner.Page{})
	must(t, err)
	if l.Total != 2 || l.Items[0].ID != "east" || l.Items[1].ID != "west" {
		t.Errorf("found %v, want east and west", l.Items)
	}
}

func TestAnUnknownResourceIsNoFilter(t *testing.T) {
	s := newRegion(t, planner.Options{}).Snapshot()
	_, err := s.Sites(planner.SiteFilter{Resource: "heet"}, planner.Page{})
	kindOf(t, err, symbiosis.Invalid)
	_, err = s.Flows(planner.FlowFilter{Resource: "heet"}, planner.Page{})
	kindOf(t, err, symbiosis.Invalid)
	_, err = s.Matches(t.Context(), planner.MatchFilter{Resource: "heet"}, planner.Page{})
	kindOf(t, err, symbiosis.Invalid)
	_, err = s.Matches(t.Context(), planner.MatchFilter{}, planner.Page{After: "no key of ours"})
	kindOf(t, err, symbiosis.Invalid)
}

func TestSummaryAddsUp(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.pair(t)
	sum, err := r.Snapshot().Summary(t.Context())
	must(t, err)
	if sum.Sites != 2 || sum.Surpluses != 1 || sum.Needs != 1 || sum.Estimated != 1 {
		t.Errorf("%+v", sum)
	}
	if len(sum.Totals) != 2 || sum.Totals[0].Energy != 18*unit.GigawattHour { // 3 MW in 6000 h
		t.Errorf("totals %+v, want 18 GWh each", sum.Totals)
	}
	m := pairs(t, r.Snapshot())[0]
	if sum.Matches.Pairs != 1 || sum.Matches.Together.Total.NetBenefit != *m.NetBenefit || sum.Matches.Together.Total.Energy.MegawattHours() != m.Delivered.Amount {
		t.Errorf("matches %+v, want those of %+v", sum.Matches, m)
	}
	empty, err := newRegion(t, planner.Options{}).Snapshot().Summary(t.Context())
	must(t, err)
	if empty.Bounds != nil || empty.Estimated != 0 {
		t.Errorf("of an empty region %+v", empty)
	}
}

// The sums are of a plan in which no flow gives or takes more than it has, with ranges and
// with what they rest on.
func TestTotalsCouldAllComeTrue(t *testing.T) {
	s := many(t, 24).Snapshot()
	sum, err := s.Summary(t.Context())
	must(t, err)
	m := sum.Matches
	plan := m.Together
	if m.Pairs != len(pairs(t, s)) || plan.Total.Pairs == 0 || plan.Total.Pairs != len(plan.Pairs) || m.Pairs <= plan.Total.Pairs {
		t.Errorf("%d of %d pairs together with %d surpluses and %d needs", plan.Total.Pairs, m.Pairs, m.Surpluses, m.Needs)
	}
	needs, given := map[symbiosis.FlowID]float64{}, map[symbiosis.FlowID]float64{}
	for _, f := range s.Records().Flows {
		if f.Direction == symbiosis.Need {
			needs[f.ID] = f.Quantity.Energy(*f.FullLoadHours).GigawattHours()
		}
	}
	for _, p := range plan.Pairs {
		given[p.NeedID] += p.Delivered.Energy(unit.HoursPerYear).GigawattHours()
	}
	for id, gwh := range given {
		if gwh > needs[id]*(1+1e-9) {
			t.Errorf("%s: %g GWh delivered to a need of %g", id, gwh, needs[id])
		}
	}
	if len(plan.Spreads) != 4 || plan.Spreads[0].Likely != plan.Total.NetBenefit.SEK() || !(plan.Spreads[0].Low < plan.Spreads[0].Likely) {
		t.Errorf("the sums' ranges are %+v", plan.Spreads)
	}
	if last := plan.ByCertainty[len(plan.ByCertainty)-1]; last.Certainty != symbiosis.Estimated || last.Pairs == 0 {
		t.Errorf("by certainty %+v", plan.ByCertainty)
	}
}
