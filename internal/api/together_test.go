package api_test

import (
	"math"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/api/rest"
)

// The region's sums carry their ranges, say what they rest on, and the parts make the whole.
func TestSumsOfTheRegionSayHowSureTheyAre(t *testing.T) {
	r := newRegion(t)
	var sum rest.Summary
	r.get("/api/v1/summary?lang=en", &sum, 200)
	m := sum.Matches
	if m.Together < 2 || m.Together > m.Pairs || len(m.Figures) != 4 || len(m.ByCertainty) != 3 {
		t.Fatalf("%+v", m)
	}
	for i, likely := range []float64{m.NetBenefit, m.EnergyGWh * 1000, m.MassT, m.CO2e} {
		f := m.Figures[i]
		if !(f.Low <= f.Likely && f.Likely <= f.High) || f.Label == "" || math.Abs(f.Likely-likely) > 1 {
			t.Errorf("%+v, the sum is %g", f, likely)
		}
	}
	if f := m.Figures[0]; !(f.Low < f.High) {
		t.Errorf("the net benefit is taken to be known: %+v", f)
	}
	pairs, benefit := 0, 0.0
	for _, part := range m.ByCertainty {
		pairs, benefit = pairs+part.Pairs, benefit+part.NetBenefit
	}
	if pairs != m.Together || math.Abs(benefit-m.NetBenefit) > 1 {
		t.Errorf("the parts are %d pairs and %g SEK of %d and %g", pairs, benefit, m.Together, m.NetBenefit)
	}
	if !strings.Contains(m.Text, "Net benefit") || !strings.Contains(m.Text, "rests on estimates") {
		t.Errorf("in words: %q", m.Text)
	}
}

// How sure matches are comes with a list when it is asked for, and agrees with the explanation.
func TestListsTellHowSureTheirMatchesAre(t *testing.T) {
	r := newRegion(t)
	var plain, page struct{ Items []rest.Match }
	r.get("/api/v1/matches?limit=20", &plain, 200)
	r.get("/api/v1/matches?limit=20&sure=true&lang=en", &page, 200)
	if len(page.Items) != len(plain.Items) || plain.Items[0].Sure != nil {
		t.Fatalf("%d matches, %d without", len(page.Items), len(plain.Items))
	}
	for _, m := range page.Items {
		if m.NetBenefit == nil {
			continue
		}
		if m.Sure == nil || !strings.HasPrefix(m.Sure.Text, m.Sure.Short) || m.Sure.DecidedBy == "" {
			t.Fatalf("%s -> %s: %+v", m.SurplusID, m.NeedID, m.Sure)
		}
		var x rest.Explanation
		r.read(r.do("POST", "/api/v1/explain?lang=en", map[string]any{"surplus_id": m.SurplusID, "need_id": m.NeedID}), &x, 200)
		if math.Abs(x.Uncertainty.Chance-m.Sure.Chance) > 0.06 || x.Uncertainty.Effects[0].Input != m.Sure.DecidedBy {
			t.Errorf("%s -> %s: %+v in the list, %g by %s explained", m.SurplusID, m.NeedID, m.Sure, x.Uncertainty.Chance, x.Uncertainty.Effects[0].Input)
		}
		seen := map[string]bool{}
		for _, f := range m.Sure.Figures {
			seen[f.Key] = f.Low <= f.Likely && f.Likely <= f.High
		}
		for _, key := range []string{"net_benefit", "budget_m", "route_m", "delivered", "score"} {
			if !seen[key] {
				t.Errorf("%s -> %s: no range of %s", m.SurplusID, m.NeedID, key)
			}
		}
	}
	var site rest.SiteMatches
	r.get("/api/v1/sites/"+page.Items[0].Surplus.SiteID+"/matches?sure=true", &site, 200)
	if len(site.Matches) == 0 || site.Matches[0].Sure == nil {
		t.Errorf("of a site: %+v", site.Matches)
	}
}
