package planner_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/samloka/samloka/internal/opportunity"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// The reckoning of a pair of a ranking comes to the figures that the ranking shows, under changed
// assumptions too.
func TestARankedPairIsReckonedAsRanked(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.demo(t)
	s := r.Snapshot()
	compared := 0
	for _, assume := range []map[string]float64{nil, {"heat_value_sek_per_mwh": 450}} {
		for _, firm := range []symbiosis.ProfileID{"smolt", "greenhouse", "data-centre"} {
			ask := planner.Ranking{Firm: firm, Assumptions: assume}
			_, _, ranked, err := s.Rank(t.Context(), ask)
			must(t, err)
			for _, land := range ranked[:4] {
				for i, f := range land.Finds {
					if f.Partner == "" {
						continue
					}
					compared++
					for _, partner := range []symbiosis.FlowID{"", f.Partner} {
						x, err := s.ExplainRanked(t.Context(), planner.RankedPair{Ranking: ask, Area: land.Area.ID, Flow: i, Partner: partner})
						must(t, err)
						if !x.Feasible || x.Match == nil || x.Surplus.ID != f.Partner && x.Need.ID != f.Partner {
							t.Fatalf("%s on %s: the pair with %s is explained as %s and %s", firm, land.Area.ID, f.Partner, x.Surplus.ID, x.Need.ID)
						}
						m := x.Match
						if math.Abs(float64(m.Route-f.Route)) > 1e-6 || f.NetBenefit != nil && math.Abs(float64(*m.NetBenefit-*f.NetBenefit)) > 1e-6*math.Abs(float64(*f.NetBenefit)) || m.Delivered != f.Delivered {
							t.Errorf("%s on %s with %s: explained %v over %v, ranked %v over %v", firm, land.Area.ID, f.Partner, *m.NetBenefit, m.Route, *f.NetBenefit, f.Route)
						}
					}
				}
			}
		}
	}
	if compared < 10 {
		t.Errorf("only %d pairs are compared", compared)
	}
	for what, q := range map[string]planner.RankedPair{
		"nobody's profile":   {Ranking: planner.Ranking{Firm: "nobody"}, Area: "krokom-a"},
		"no land":            {Ranking: planner.Ranking{Firm: "smolt"}, Area: "nowhere"},
		"a flow too many":    {Ranking: planner.Ranking{Firm: "smolt"}, Area: "krokom-a", Flow: 99},
		"an unknown partner": {Ranking: planner.Ranking{Firm: "smolt"}, Area: "krokom-a", Partner: "nobody"},
	} {
		if _, err := s.ExplainRanked(t.Context(), q); symbiosis.KindOf(err) != symbiosis.NotFound && symbiosis.KindOf(err) != symbiosis.Invalid {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// All partners of a flow are those that the ranking counts, the best of it first, in order, and each is
// reckoned as it is listed.
func TestPartnersOfARankedFlow(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.demo(t)
	s := r.Snapshot()
	several := 0
	for _, firm := range []symbiosis.ProfileID{"smolt", "pellets", "data-centre"} {
		ask := planner.Ranking{Firm: firm}
		_, _, ranked, err := s.Rank(t.Context(), ask)
		must(t, err)
		for _, land := range ranked[:5] {
			for i, f := range land.Finds {
				q := planner.RankedPair{Ranking: ask, Area: land.Area.ID, Flow: i}
				list, err := s.RankedPartners(t.Context(), q)
				must(t, err)
				if len(list) != f.Partners {
					t.Fatalf("%s on %s: %d partners of %s are listed, %d ranked", firm, land.Area.ID, len(list), f.Flow.Resource, f.Partners)
				}
				if len(list) == 0 {
					continue
				}
				if len(list) > 1 {
					several++
				}
				best := list[0].Find
				best.Flow.ID, best.Flow.SiteID = f.Flow.ID, f.Flow.SiteID // a ranking's firm goes by another id
				if diff := cmp.Diff(f, best); diff != "" {
					t.Errorf("%s on %s: the best of the ranking (−) and the first of the list (+):\n%s", firm, land.Area.ID, diff)
				}
				for k, p := range list {
					if k > 0 && p.NetBenefit != nil && (list[k-1].NetBenefit == nil || *p.NetBenefit > *list[k-1].NetBenefit) {
						t.Errorf("%s on %s: partner %d is better than the one before", firm, land.Area.ID, k)
					}
					q.Partner = p.Partner
					x, err := s.ExplainRanked(t.Context(), q)
					must(t, err)
					if !x.Feasible || x.Match.Delivered != p.Delivered || math.Abs(float64(x.Match.Route-p.Route)) > 1e-6 || p.With.Flow.ID != p.Partner || p.With.Site.ID != p.With.Flow.SiteID {
						t.Errorf("%s on %s with %s: listed %+v, reckoned %+v", firm, land.Area.ID, p.Partner, p, x.Match)
					}
				}
			}
		}
	}
	if several < 5 {
		t.Errorf("only %d flows have several partners", several)
	}
	if _, err := s.RankedPartners(t.Context(), planner.RankedPair{Ranking: planner.Ranking{Firm: "smolt"}, Area: "nowhere"}); symbiosis.KindOf(err) != symbiosis.NotFound {
		t.Errorf("no land: %v", err)
	}
}

// What bears on land without excluding it is told, with its share; it changes a rank only where the
// land is asked to count.
func TestWhatStandsAgainstLand(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.pair(t)
	for id, lon := range map[string]float64{"near": 14.62, "far": 14.64} {
		_, err := r.CreateArea(t.Context(), anArea(id, lon, 63.20))
		must(t, err)
	}
	first := func(order opportunity.Order, weight *float64) []planner.Ranked {
		_, _, list, err := r.Snapshot().Rank(t.Context(), planner.Ranking{Firm: "smolt", Order: order, LandWeight: weight})
		must(t, err)
		return list
	}
	plain := first("", nil)
	c := symbiosis.Constraint{ID: "c", Layer: symbiosis.Shore, Name: "Strandskydd", Effect: symbiosis.Penalises, Geometry: anArea("x", 14.616, 63.20).Geometry, Source: "x"}
	c.Normalise()
	_, err := r.CreateConstraint(t.Context(), c)
	must(t, err)
	list := first("", nil)
	if list[0].Area.ID != "near" || list[0].NetBenefit != plain[0].NetBenefit || list[0].Excluded {
		t.Errorf("a penalising constraint changes the ranking by benefit: %+v", list[0])
	}
	against := list[0].Against
	if len(against) != 1 || against[0].Bearing.Name != "Strandskydd" || math.Abs(against[0].Share-0.5) > 0.01 || math.Abs(list[0].PenalisedShare-0.5) > 0.01 || len(list[1].Against) != 0 {
		t.Errorf("against the land stands %+v on %v of it", against, list[0].PenalisedShare)
	}
	// The more the land counts, the more half a shore protection does.
	all, none := 1.0, 0.0
	if got := first(opportunity.ByCombined, &none); got[0].Area.ID != "near" || got[0].Combined.Score != 1 {
		t.Errorf("with land that counts nothing %s is first with %+v", got[0].Area.ID, got[0].Combined)
	}
	got := first(opportunity.ByCombined, &all)
	if got[0].Area.ID != "far" {
		t.Errorf("with land that counts alone %s is first", got[0].Area.ID)
	}
	for _, x := range got {
		c := x.Combined
		if !(c.Least <= c.Score && c.Score <= c.Most && c.Least >= 0 && c.Most <= 1) || c.Least != c.Low || c.Most != c.High {
			t.Errorf("%s: %+v", x.Area.ID, c)
		}
	}
}

// What nobody knows of is refused by name, and what is out of range with the range.
func TestQuestionsAboutFirmsAreChecked(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.demo(t)
	nan := math.NaN()
	for want, ask := range map[string]planner.Ranking{
		`profile is missing`:                {},
		`no profile "nobody"`:               {Firm: "nobody"},
		`"unobtainium"`:                     {Firm: "smolt", Demands: opportunity.Demands{Needs: map[symbiosis.ResourceCode]float64{"unobtainium": 1}}},
		`is nothing that the firm needs`:    {Firm: "data-centre", Demands: opportunity.Demands{Needs: map[symbiosis.ResourceCode]float64{"manure.cattle": 1}}},
		`must lie within 0 and 1 ("NaN")`:   {Firm: "smolt", Demands: opportunity.Demands{Needs: map[symbiosis.ResourceCode]float64{"heat": nan}}},
		`"nowhere"`:                         {Firm: "smolt", Areas: []symbiosis.AreaID{"nowhere"}},
		`must lie within 0.001 and 1e+09`:   {Firm: "smolt", Capacity: ptr(0.0)},
		`and 1e+09 ("1e+12")`:               {Firm: "smolt", Capacity: ptr(1e12)},
		`and 1e+09 ("1e-300")`:              {Firm: "smolt", Capacity: ptr(1e-300)},
		`and 1e+09 ("NaN")`:                 {Firm: "smolt", Capacity: &nan},
		`demands.plan`:                      {Firm: "smolt", Demands: opportunity.Demands{MustHaves: symbiosis.MustHaves{Plan: "soon"}}},
		`demands.connections`:               {Firm: "smolt", Demands: opportunity.Demands{MustHaves: symbiosis.MustHaves{Connections: []symbiosis.Utility{"magic"}}}},
		`order is no order`:                 {Firm: "smolt", Order: "luck"},
		`land_weight must lie within 0 and`: {Firm: "smolt", LandWeight: &nan},
	} {
		_, _, _, err := r.Snapshot().Rank(t.Context(), ask)
		if k := symbiosis.KindOf(err); err == nil || k != symbiosis.Invalid && k != symbiosis.NotFound || !strings.Contains(said(err), want) {
			t.Errorf("%q: %s", want, said(err))
		}
	}
}

func said(err error) string {
	if err == nil {
		return "no error"
	}
	return err.Error()
}
