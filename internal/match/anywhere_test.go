package match_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// pairFigures are those of a match that a prospect tells too.
type pairFigures struct {
	Flow, Other symbiosis.FlowID
	Class       symbiosis.HeatClass
	Distance    unit.Length
	Route       unit.Length
	Budget      unit.Length
	Delivered   symbiosis.Quantity
	NetBenefit  *unit.Money
	CO2e        *unit.Mass
	Assess      bool
}

// prospectOf is a prospect at one amount.
type prospectOf struct {
	symbiosis.Prospect
	symbiosis.Terms
}

// What is within its budget anywhere is what a what-if there finds, figure by figure.
func TestAnywhereIsAWhatIfAtEachPlace(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		var r region
		for i := range rapid.IntRange(1, 6).Draw(t, "sites") {
			r.sites = append(r.sites, near(drawSite(t, fmt.Sprintf("s%d", i))))
		}
		for i := range rapid.IntRange(5, 40).Draw(t, "flows") {
			r.flows = append(r.flows, drawFlow(t, fmt.Sprintf("f%02d", i), r.sites))
		}
		e, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.flows) > 1 && rapid.Bool().Draw(t, "exchange") {
			e = withExchange(t, e, r.flows)
		}
		opts := match.Options{Viewer: rapid.SampledFrom(append(symbiosis.Visibilities(), "")).Draw(t, "viewer"), MostNear: -1}
		site := drawSite(t, "w")
		site.Visibility = symbiosis.Public
		var flows []symbiosis.Flow
		for i := range rapid.IntRange(1, 4).Draw(t, "flows of the firm") {
			flows = append(flows, drawFlow(t, fmt.Sprintf("w%02d", i), []symbiosis.Site{site}))
		}
		var places []orb.Point
		for i := range 3 {
			places = append(places, near(drawSite(t, fmt.Sprintf("w at %d", i))).Location)
		}
		found += compareAnywhere(t, e, site, flows, places, opts)
	})
	if found == 0 {
		t.Error("no pair was compared")
	}
}

// The same with many flows that suit each other.
func TestAnywhereInADenseRegion(t *testing.T) {
	r, other := regiongen.Clustered(2000, 7), regiongen.Clustered(30, 8)
	e := engineOf(t, r.Sites, r.Flows)
	site := siteAt("w", 0, 0)
	var flows []symbiosis.Flow
	var places []orb.Point
	for i, f := range other.Flows {
		f.ID, f.SiteID = "w"+f.ID, site.ID
		flows = append(flows, f)
		if i%5 == 0 {
			places = append(places, other.Sites[i].Location)
		}
	}
	if found := compareAnywhere(t, e, site, flows, places, match.Options{MostNear: -1}); found < 100 {
		t.Errorf("only %d pairs were compared", found)
	}
}

// compareAnywhere holds Anywhere against a what-if at each place, and returns how many pairs there
// were.
func compareAnywhere(t interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}, e *match.Engine, site symbiosis.Site, flows []symbiosis.Flow, places []orb.Point, opts match.Options) (found int) {
	t.Helper()
	prospects := map[[2]symbiosis.FlowID]prospectOf{}
	for _, f := range flows {
		if err := e.Anywhere(context.Background(), []symbiosis.Flow{f}, opts, func(p *symbiosis.Prospect, at []symbiosis.Terms) bool {
			prospects[[2]symbiosis.FlowID{f.ID, p.FlowID}] = prospectOf{*p, at[0]}
			return true
		}); err != nil {
			t.Fatal(err)
		}
	}
	for _, place := range places {
		site.Location = place
		prepared := geo.Prepare(place)
		matches, _, err := e.WhatIf(context.Background(), symbiosis.Scenario{Sites: []symbiosis.Site{site}, Flows: flows}, opts)
		if err != nil {
			t.Fatal(err)
		}
		want := map[[2]symbiosis.FlowID]pairFigures{}
		for _, m := range matches {
			f := pairFigures{m.SurplusID, m.NeedID, m.Class, m.Distance, m.Route, m.Budget, m.Delivered, m.NetBenefit, m.CO2e, m.NeedsAssessment}
			if m.NeedID[0] == 'w' {
				f.Flow, f.Other = m.NeedID, m.SurplusID
			}
			want[[2]symbiosis.FlowID{f.Flow, f.Other}] = f
		}
		got := map[[2]symbiosis.FlowID]pairFigures{}
		for key, p := range prospects {
			crow := geo.Between(&prepared, &p.At)
			if p.Route(crow) > p.Budget {
				continue
			}
			f := pairFigures{key[0], key[1], p.Class, crow, p.Route(crow), p.Budget, p.Delivered, nil, nil, p.NeedsAssessment}
			if p.Priced {
				f.NetBenefit = ptr(p.NetBenefit(p.Route(crow)))
				if p.CO2eKnown {
					f.CO2e = ptr(p.SavedCO2e(p.Route(crow)))
				}
			}
			got[key] = f
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("what-if (−) and anywhere (+) differ:\n%s", diff)
		}
		found += len(want)
	}
	return found
}

// near brings a site within a few kilometres of the others.
func near(s symbiosis.Site) symbiosis.Site {
	s.Location[0], s.Location[1] = 14+(s.Location[0]-14)/10, 63+(s.Location[1]-63)/10
	return s
}

// withExchange lets the first surplus that a need can follow go to it.
func withExchange(t *rapid.T, e *match.Engine, flows []symbiosis.Flow) *match.Engine {
	for _, s := range flows {
		for _, n := range flows {
			if s.Direction == symbiosis.Surplus && n.Direction == symbiosis.Need {
				x := symbiosis.Exchange{ID: "x", SurplusID: s.ID, NeedID: n.ID, State: symbiosis.Operation, Quantity: symbiosis.Quantity{Amount: s.Quantity.Amount / 3, Unit: s.Quantity.Unit}}
				x.Normalise()
				next, err := e.With(match.Change{PutExchanges: []symbiosis.Exchange{x}})
				if err != nil {
					t.Fatal(err)
				}
				return next
			}
		}
	}
	return e
}
