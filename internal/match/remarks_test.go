package match_test

import (
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
	"github.com/samloka/samloka/internal/wording"
)

// pairAcross reckons a surplus and a need ten kilometres apart, in two countries.
func pairAcross(t *testing.T, from, to string, surplus, need symbiosis.Flow) symbiosis.Explanation {
	t.Helper()
	a, b := siteAt("a", 12, 63.5), siteAt("b", 12.2, 63.5)
	a.Country, b.Country = from, to
	surplus.ID, surplus.SiteID, surplus.Direction = "s", "a", symbiosis.Surplus
	need.ID, need.SiteID, need.Direction = "n", "b", symbiosis.Need
	surplus.Normalise()
	need.Normalise()
	x, err := engineOf(t, []symbiosis.Site{a, b}, []symbiosis.Flow{surplus, need}).Explain("s", "n", nil, match.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func gateOf(t *testing.T, x symbiosis.Explanation, name symbiosis.GateName) symbiosis.Gate {
	t.Helper()
	for _, g := range x.Gates {
		if g.Name == name {
			return g
		}
	}
	t.Fatalf("there is no gate %s", name)
	return symbiosis.Gate{}
}

func tonnes(code symbiosis.ResourceCode, amount float64) symbiosis.Flow {
	return symbiosis.Flow{Resource: code, Quantity: symbiosis.Quantity{Amount: amount, Unit: symbiosis.TonneYear}}
}

// Waste across a border must be assessed, also where the receiver is permitted; nothing else is
// changed by a border.
func TestWasteAcrossABorder(t *testing.T) {
	for _, c := range []struct {
		from, to  string
		status    symbiosis.LegalStatus
		code      symbiosis.WasteCode
		permitted symbiosis.WasteCode
		want      symbiosis.GateStatus
		reason    string
		abroad    bool
	}{
		{"SE", "NO", symbiosis.Waste, "03 01 05", "03 01", symbiosis.NeedsAssessment, "law_cross_border", true},
		{"NO", "SE", symbiosis.HazardousWaste, "17 02 04", "17 02", symbiosis.NeedsAssessment, "law_cross_border", true},
		{"SE", "SE", symbiosis.Waste, "03 01 05", "03 01", symbiosis.Passed, "law_permitted", false},
		{"SE", "", symbiosis.Waste, "03 01 05", "03 01", symbiosis.Passed, "law_permitted", false},
		{"SE", "NO", symbiosis.Waste, "03 01 05", "", symbiosis.Failed, "law_not_permitted", true},
		{"SE", "NO", symbiosis.ByProduct, "03 01 05", "", symbiosis.Passed, "law_product", false},
		{"SE", "NO", "", "03 01 05", "", symbiosis.NeedsAssessment, "law_unknown_status", true},
	} {
		surplus, need := tonnes("wood", 100), tonnes("wood", 500)
		surplus.Status, surplus.WasteCode = c.status, c.code
		if c.permitted != "" {
			need.PermittedCodes = []symbiosis.WasteCode{c.permitted}
		}
		x := pairAcross(t, c.from, c.to, surplus, need)
		g := gateOf(t, x, symbiosis.GateLaw)
		if g.Status != c.want || g.Reason != c.reason {
			t.Errorf("%s→%s %s: %s (%s), want %s (%s)", c.from, c.to, c.status, g.Status, g.Reason, c.want, c.reason)
		}
		if x.Match.NeedsAssessment != (c.want == symbiosis.NeedsAssessment) {
			t.Errorf("%s→%s %s: the match's assessment is %v", c.from, c.to, c.status, x.Match.NeedsAssessment)
		}
		for _, lang := range symbiosis.Languages() {
			text := wording.In(lang, assumptions(t), catalogue(t)).Gate(g)
			says := strings.Contains(text, c.from+"–"+c.to)
			if says != (c.abroad && c.want == symbiosis.NeedsAssessment) {
				t.Errorf("%s→%s %s in %s: %q", c.from, c.to, c.status, lang, text)
			}
		}
		named := false
		for _, f := range g.Figures {
			named = named || f.Key == "shipment_law" && strings.Contains(f.Text, "2024/1157")
		}
		if named != c.abroad {
			t.Errorf("%s→%s %s: the regulation is named: %v", c.from, c.to, c.status, named)
		}
	}
}

// A rule waste code → use comes with its conditions and their source.
func TestConditionsOfAUse(t *testing.T) {
	surplus, need := tonnes("manure", 4000), tonnes("substrate", 20_000)
	surplus.WasteCode, surplus.Status = "02 01 06", symbiosis.ByProduct
	x := pairAcross(t, "SE", "SE", surplus, need)
	g := gateOf(t, x, symbiosis.GateResource)
	if g.Reason != "resource_waste_use" {
		t.Fatalf("the link is %s", g.Reason)
	}
	rule, ok := catalogue(t).Use("02 01 06", "substrate")
	if !ok || rule.Source == "" {
		t.Fatalf("no rule, or one without a source: %+v", rule)
	}
	for _, lang := range symbiosis.Languages() {
		w := wording.In(lang, assumptions(t), catalogue(t))
		if text := w.Gate(g); !strings.Contains(text, rule.Use.In(lang)) {
			t.Errorf("%s: %q doesn't say %q", lang, text, rule.Use.In(lang))
		}
		report := w.Report(x)
		if !strings.Contains(report, rule.Conditions.In(lang)) {
			t.Errorf("%s: the report lacks %q", lang, rule.Conditions.In(lang))
		}
	}
	last := g.Figures[len(g.Figures)-1]
	if last.Key != "use_conditions" || last.Source != rule.Source {
		t.Errorf("the conditions' figure is %+v", last)
	}
}

// Where the model leaves something out, the explanation says so.
func TestModelsSayWhatTheyLeaveOut(t *testing.T) {
	limit := unit.Length(20_000)
	own := func(code symbiosis.ResourceCode, u symbiosis.QuantityUnit) symbiosis.Flow {
		return symbiosis.Flow{Resource: code, Quantity: symbiosis.Quantity{Amount: 500, Unit: u}, MaxDistance: &limit, Status: symbiosis.Product}
	}
	steam := func(code symbiosis.ResourceCode, supply, back float64) symbiosis.Flow {
		f := heat("x", symbiosis.Surplus, "a", 3, supply, back)
		f.Resource = code
		return f
	}
	for _, c := range []struct {
		surplus, need symbiosis.Flow
		remark        string
		distance      string
	}{
		{own("gas.biogas.raw", symbiosis.MWhYear), own("gas.biogas", symbiosis.MWhYear), "no_pipe_model", "distance_within_unpriced"},
		{own("water.rain", symbiosis.M3Year), own("water.rain", symbiosis.M3Year), "no_pipe_model", "distance_within_unpriced"},
		{own("cooling.free", symbiosis.MWhYear), own("cooling", symbiosis.MWhYear), "no_grid_model", "distance_within_unpriced"},
		{own("service.workshop", symbiosis.HourYear), own("service", symbiosis.HourYear), "no_transport_model", "distance_within_unpriced"},
		{own("co2.fossil", symbiosis.TonneYear), own("co2", symbiosis.TonneYear), "gas_by_truck", ""},
		{steam("heat.steam", 180, 120), steam("heat.steam", 160, 110), "steam_as_water", ""},
		{steam("heat.steam", 180, 60), steam("heat", 80, 50), "steam_as_water", ""},
		{steam("heat", 85, 50), steam("heat", 75, 40), "", ""},
		{own("wood", symbiosis.TonneYear), own("wood", symbiosis.TonneYear), "", ""},
	} {
		x := pairAcross(t, "SE", "SE", c.surplus, c.need)
		var found []string
		for _, s := range x.Steps {
			if s.Remark != "" {
				found = append(found, s.Remark)
			}
		}
		if got := strings.Join(found, " "); got != c.remark {
			t.Errorf("%s → %s: remarks %q, want %q", c.surplus.Resource, c.need.Resource, got, c.remark)
		}
		if g := gateOf(t, x, symbiosis.GateDistance); c.distance != "" && g.Reason != c.distance {
			t.Errorf("%s → %s: the distance gate says %s, want %s", c.surplus.Resource, c.need.Resource, g.Reason, c.distance)
		}
		for _, lang := range symbiosis.Languages() {
			w := wording.In(lang, assumptions(t), catalogue(t))
			if missing := w.Knows(x); len(missing) > 0 {
				t.Errorf("%s: no words for %v", lang, missing)
			}
			if c.remark != "" && !strings.Contains(w.Report(x), w.Remark(c.remark)) {
				t.Errorf("%s: the report doesn't say %s", lang, c.remark)
			}
		}
	}
}
