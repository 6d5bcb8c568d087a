package match_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/transport"
	"github.com/samloka/samloka/internal/unit"
)

func reckoner(a symbiosis.Assumptions) match.Reckoner { return transport.New(a) }

func catalogue(t testing.TB) *symbiosis.Catalogue {
	t.Helper()
	c, err := symbiosis.LoadCatalogue(geodata.Catalogue(), geodata.WasteList(), geodata.WasteUses())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func assumptions(t testing.TB) symbiosis.Assumptions {
	t.Helper()
	a, err := symbiosis.LoadAssumptions(geodata.Assumptions())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func ptr[T any](v T) *T { return &v }

// region draws a small region of odd flows within some tens of kilometres.
type region struct {
	sites []symbiosis.Site
	flows []symbiosis.Flow
}

var (
	heatNodes  = []symbiosis.ResourceCode{"heat", "heat.lt30", "heat.50-80", "heat.steam"}
	truckNodes = []symbiosis.ResourceCode{"plastic", "plastic.pp", "plastic.pp.baled", "wood", "mineral.aggregate", "substrate", "fuel"}
	noneNodes  = []symbiosis.ResourceCode{"goods", "goods.pallet", "water", "service.storage"}
	wasteCodes = []symbiosis.WasteCode{"", "", "19 12 04", "19 12 11", "02 01 06", "03 01 05", "02 01 99", "17 01 01"}
)

func drawSite(t *rapid.T, id string) symbiosis.Site {
	s := symbiosis.Site{
		ID: symbiosis.SiteID(id), Name: id,
		Location: orb.Point{
			rapid.Float64Range(14, 15.5).Draw(t, id+" lon"),
			rapid.Float64Range(63, 63.6).Draw(t, id+" lat"),
		},
		Visibility: rapid.SampledFrom(symbiosis.Visibilities()).Draw(t, id+" visibility"),
	}
	s.Normalise()
	return s
}

func drawFlow(t *rapid.T, id string, sites []symbiosis.Site) symbiosis.Flow {
	draw := func(label string, lo, hi float64) float64 { return rapid.Float64Range(lo, hi).Draw(t, id+" "+label) }
	maybe := func(label string) bool { return rapid.Bool().Draw(t, id+" has "+label) }
	f := symbiosis.Flow{
		ID:         symbiosis.FlowID(id),
		SiteID:     rapid.SampledFrom(sites).Draw(t, id+" site").ID,
		Direction:  rapid.SampledFrom(symbiosis.Directions()).Draw(t, id+" direction"),
		Visibility: rapid.SampledFrom(symbiosis.Visibilities()).Draw(t, id+" visibility"),
		Certainty:  rapid.SampledFrom(symbiosis.Certainties()).Draw(t, id+" certainty"),
	}
	f.Shape.Kind = rapid.SampledFrom(symbiosis.ShapeKinds()[:3]).Draw(t, id+" shape")
	if maybe("limit") {
		f.MaxDistance = ptr(unit.Length(draw("limit", 0, 60_000)))
	}
	amount := math.Pow(10, draw("log amount", -1, 4))
	switch rapid.IntRange(0, 4).Draw(t, id+" kind") {
	case 0, 1:
		f.Resource = rapid.SampledFrom(heatNodes).Draw(t, id+" node")
		back := draw("return", 5, 90)
		f.Return, f.Supply = ptr(unit.Temperature(back)), ptr(unit.Temperature(back+draw("spread", 1, 80)))
		f.Quantity = symbiosis.Quantity{Amount: amount / 100, Unit: symbiosis.MW}
		f.FullLoadHours = ptr(unit.Hours(draw("hours", 500, 8760)))
		if maybe("price") {
			f.Price = ptr(draw("price", -50, 900))
		}
	case 2, 3:
		f.Resource = rapid.SampledFrom(truckNodes).Draw(t, id+" node")
		f.Quantity = symbiosis.Quantity{Amount: amount, Unit: symbiosis.TonneYear}
		if maybe("price") {
			f.Price = ptr(draw("price", -100, 1500))
		}
		if f.Direction == symbiosis.Surplus {
			f.WasteCode = rapid.SampledFrom(wasteCodes).Draw(t, id+" code")
			f.Status = rapid.SampledFrom(symbiosis.LegalStatuses()).Draw(t, id+" status")
			if maybe("moisture") {
				f.Quality = []symbiosis.Property{{Name: "moisture", Unit: "%", Max: ptr(draw("moisture", 0, 60))}}
			}
		} else {
			if maybe("accepts") {
				f.Accepts = rapid.SliceOfN(rapid.SampledFrom([]string{"plastic", "wood", "19 12", "02", "17 01 01", "fuel"}), 1, 3).Draw(t, id+" accepts")
			}
			if maybe("permits") {
				f.PermittedCodes = rapid.SliceOfN(rapid.SampledFrom([]symbiosis.WasteCode{"19", "19 12 11", "02 01", "03 01 05", "17"}), 1, 3).Draw(t, id+" permits")
			}
			if maybe("moisture") {
				f.Quality = []symbiosis.Property{{Name: "moisture", Unit: "%", Max: ptr(draw("moisture", 0, 60))}}
			}
		}
	default:
		f.Resource = rapid.SampledFrom(noneNodes).Draw(t, id+" node")
		f.Quantity = symbiosis.Quantity{Amount: amount, Unit: symbiosis.PieceYear}
		switch f.Resource {
		case "water":
			f.Quantity.Unit = symbiosis.M3Year
		case "service.storage":
			f.Quantity.Unit = symbiosis.HourYear
		}
	}
	if rapid.IntRange(0, 4).Draw(t, id+" dated") == 0 {
		f.ValidFrom = symbiosis.Date{Year: rapid.IntRange(2020, 2024).Draw(t, id+" from"), Month: 1, Day: 1}
		f.ValidTo = symbiosis.Date{Year: f.ValidFrom.Year + 1, Month: 1, Day: 1}
	}
	f.Normalise()
	return f
}

func drawRegion(t *rapid.T) region {
	var r region
	for i := range rapid.IntRange(1, 6).Draw(t, "sites") {
		r.sites = append(r.sites, drawSite(t, fmt.Sprintf("s%d", i)))
	}
	for i := range rapid.IntRange(0, 14).Draw(t, "flows") {
		r.flows = append(r.flows, drawFlow(t, fmt.Sprintf("f%02d", i), r.sites))
	}
	return r
}

// optionsOf lists sets of options that behave differently.
func drawOptions(t *rapid.T) match.Options {
	all := symbiosis.GateNames()
	sets := [][]symbiosis.GateName{
		nil, {symbiosis.GateResource, symbiosis.GateDistance},
		{symbiosis.GateDirection, symbiosis.GateResource, symbiosis.GateDistance},
		all[:3], all[1:], {symbiosis.GateLaw}, {symbiosis.GateResource, symbiosis.GateTemperature, symbiosis.GateDistance},
		{symbiosis.GateDistance, symbiosis.GateVisibility}, {symbiosis.GateResource, symbiosis.GateLaw, symbiosis.GateDistance},
	}
	return match.Options{
		Gates:  rapid.SampledFrom(sets).Draw(t, "gates"),
		Viewer: rapid.SampledFrom(append(symbiosis.Visibilities(), "")).Draw(t, "viewer"),
	}
}

func collect(t interface{ Fatal(...any) }, e *match.Engine, opts match.Options) []symbiosis.Match {
	var found []symbiosis.Match
	if err := e.All(context.Background(), opts, func(m symbiosis.Match) bool {
		found = append(found, m)
		return true
	}); err != nil {
		t.Fatal(err)
	}
	return found
}

func pairsOf(matches []symbiosis.Match) [][2]symbiosis.FlowID {
	pairs := make([][2]symbiosis.FlowID, len(matches))
	for i, m := range matches {
		pairs[i] = [2]symbiosis.FlowID{m.SurplusID, m.NeedID}
	}
	return pairs
}

// The index finds what trying every pair finds, in the order of the ids, and the fast way
// decides as the explanation does.
func TestIndexEqualsBruteForce(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawRegion(t)
		opts := drawOptions(t)
		e, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		want := [][2]symbiosis.FlowID{}
		for _, s := range r.flows {
			for _, n := range r.flows {
				if s.Direction != symbiosis.Surplus || n.Direction != symbiosis.Need {
					continue
				}
				x, err := e.Explain(s.ID, n.ID, nil, opts)
				if err != nil {
					t.Fatal(err)
				}
				if x.Feasible {
					want = append(want, [2]symbiosis.FlowID{s.ID, n.ID})
				}
			}
		}
		got := collect(t, e, opts)
		if diff := cmp.Diff(want, pairsOf(got)); diff != "" {
			t.Fatalf("brute force (−) and index (+) differ:\n%s", diff)
		}
		// Each match seen from its need is the same match; what is explained, the same figures.
		for _, m := range got {
			x, err := e.Explain(m.SurplusID, m.NeedID, nil, opts)
			if err != nil {
				t.Fatal(err)
			}
			explained := *x.Match
			explained.Score.Parts = nil
			if diff := cmp.Diff(m, explained); diff != "" {
				t.Fatalf("match (−) and explanation (+) differ:\n%s", diff)
			}
		}
		for _, f := range r.flows {
			byFlow, _, err := e.OfFlow(context.Background(), f.ID, opts)
			if err != nil {
				t.Fatal(err)
			}
			count := 0
			for _, m := range got {
				if m.SurplusID == f.ID || m.NeedID == f.ID {
					count++
				}
			}
			if len(byFlow) != count {
				t.Fatalf("%s has %d matches seen from itself, %d in all", f.ID, len(byFlow), count)
			}
		}
	})
}

// A scenario finds what the region would find with the scenario in it.
func TestWhatIfEqualsTheRegionWithIt(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawRegion(t)
		var sc symbiosis.Scenario
		sc.Sites = []symbiosis.Site{drawSite(t, "w0"), drawSite(t, "w1")}
		for i := range rapid.IntRange(1, 5).Draw(t, "scenario flows") {
			f := drawFlow(t, fmt.Sprintf("w%02d", i), sc.Sites)
			sc.Flows = append(sc.Flows, f)
		}
		base, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := base.WhatIf(context.Background(), sc, match.Options{})
		if err != nil {
			t.Fatal(err)
		}
		whole, err := base.With(match.Change{PutSites: sc.Sites, PutFlows: sc.Flows})
		if err != nil {
			t.Fatal(err)
		}
		want := map[[2]symbiosis.FlowID]symbiosis.Match{}
		for _, m := range collect(t, whole, match.Options{ScoreParts: true}) {
			if m.SurplusID[0] == 'w' || m.NeedID[0] == 'w' {
				want[[2]symbiosis.FlowID{m.SurplusID, m.NeedID}] = m
			}
		}
		found := map[[2]symbiosis.FlowID]symbiosis.Match{}
		for _, m := range got {
			found[[2]symbiosis.FlowID{m.SurplusID, m.NeedID}] = m
		}
		if diff := cmp.Diff(want, found); diff != "" {
			t.Fatalf("region with it (−), what-if (+):\n%s", diff)
		}
		if n := len(collect(t, base, match.Options{})); n != len(collect(t, whole, match.Options{}))-len(want) {
			t.Fatal("the scenario left something behind")
		}
	})
}

// Edits end where a fresh start with the same records ends.
func TestEditsEqualAFreshStart(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawRegion(t)
		e, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		sites, flows := map[symbiosis.SiteID]symbiosis.Site{}, map[symbiosis.FlowID]symbiosis.Flow{}
		for _, s := range r.sites {
			sites[s.ID] = s
		}
		for _, f := range r.flows {
			flows[f.ID] = f
		}
		before := collect(t, e, match.Options{})
		first := e
		for i := range rapid.IntRange(1, 6).Draw(t, "edits") {
			var c match.Change
			for range rapid.IntRange(1, 3).Draw(t, fmt.Sprintf("edit %d", i)) {
				switch rapid.IntRange(0, 3).Draw(t, "what") {
				case 0:
					s := drawSite(t, fmt.Sprintf("s%d", rapid.IntRange(0, 6).Draw(t, "which site")))
					c.PutSites = append(c.PutSites, s)
				case 1:
					f := drawFlow(t, fmt.Sprintf("f%02d", rapid.IntRange(0, 16).Draw(t, "which flow")), r.sites)
					c.PutFlows = append(c.PutFlows, f)
				case 2:
					c.DeleteFlows = append(c.DeleteFlows, symbiosis.FlowID(fmt.Sprintf("f%02d", rapid.IntRange(0, 16).Draw(t, "which flow"))))
				case 3:
					c.DeleteSites = append(c.DeleteSites, symbiosis.SiteID(fmt.Sprintf("s%d", rapid.IntRange(0, 6).Draw(t, "which site"))))
				}
			}
			for _, id := range c.DeleteFlows {
				delete(flows, id)
			}
			for _, id := range c.DeleteSites {
				delete(sites, id)
				for _, f := range flows {
					if f.SiteID == id {
						delete(flows, f.ID)
					}
				}
			}
			for _, s := range c.PutSites {
				sites[s.ID] = s
			}
			for _, f := range c.PutFlows {
				delete(flows, f.ID)
				if _, ok := sites[f.SiteID]; ok {
					flows[f.ID] = f
				}
			}
			if e, err = e.With(c); err != nil {
				t.Fatal(err)
			}
		}
		var all region
		for _, s := range sites {
			all.sites = append(all.sites, s)
		}
		for _, f := range flows {
			all.flows = append(all.flows, f)
		}
		fresh, err := match.New(cat, reckoner, a, all.sites, all.flows)
		if err != nil {
			t.Fatal(err)
		}
		opts := drawOptions(t)
		if diff := cmp.Diff(collect(t, fresh, opts), collect(t, e, opts)); diff != "" {
			t.Fatalf("fresh (−), edited (+):\n%s", diff)
		}
		if e.Flows() != len(flows) {
			t.Fatalf("%d flows counted, %d there", e.Flows(), len(flows))
		}
		if diff := cmp.Diff(before, collect(t, first, match.Options{})); diff != "" {
			t.Fatalf("the first engine changed:\n%s", diff)
		}
	})
}

// With resource and distance alone the pairs are those of the tree within the surplus's own
// limit, by geo.Distance.
func TestTwoGatesAreResourceAndOwnLimit(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawRegion(t)
		e, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		at := map[symbiosis.SiteID]orb.Point{}
		for _, s := range r.sites {
			at[s.ID] = s.Location
		}
		want, unlimited := [][2]symbiosis.FlowID{}, 0
		for _, s := range r.flows {
			if s.Direction != symbiosis.Surplus {
				continue
			}
			if s.MaxDistance == nil {
				unlimited++
				continue
			}
			for _, n := range r.flows {
				plain := n.Direction == symbiosis.Need && n.Accepts == nil && s.WasteCode == ""
				if plain && cat.Is(s.Resource, n.Resource) && geo.Distance(at[s.SiteID], at[n.SiteID]) <= *s.MaxDistance {
					want = append(want, [2]symbiosis.FlowID{s.ID, n.ID})
				}
			}
		}
		got := [][2]symbiosis.FlowID{}
		for _, m := range collect(t, e, match.Options{Gates: []symbiosis.GateName{symbiosis.GateResource, symbiosis.GateDistance}}) {
			x, _ := e.Explain(m.SurplusID, m.NeedID, nil, match.Options{})
			if x.Need.Accepts == nil && x.Surplus.WasteCode == "" {
				got = append(got, [2]symbiosis.FlowID{m.SurplusID, m.NeedID})
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("want (−), got (+):\n%s", diff)
		}
		if n := e.SurplusesWithoutLimit(); n != unlimited {
			t.Fatalf("%d surpluses without a limit counted, want %d", n, unlimited)
		}
	})
}
