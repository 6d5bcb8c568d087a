package match_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// asWhatIf asks the same by a what-if with its matches.
func asWhatIf(t rapid.TB, cat *symbiosis.Catalogue, e *match.Engine, spot match.Spot) []symbiosis.FlowID {
	site := symbiosis.Site{ID: "spot", Name: "spot", Location: spot.At}
	site.Normalise()
	f := symbiosis.Flow{ID: "spot:0", SiteID: site.ID, Direction: spot.Direction, Resource: spot.Resource, Quantity: symbiosis.Quantity{Amount: 1, Unit: symbiosis.TonneYear}, MaxDistance: &spot.Within}
	f.Normalise()
	if r, _ := cat.Resource(spot.Resource); r.Transport == symbiosis.HeatPipe {
		f.Quantity.Unit, f.Supply, f.Return = symbiosis.MWhYear, ptr(unit.Temperature(80)), ptr(unit.Temperature(40))
	} else {
		f.Quantity.Unit = r.Unit
	}
	matches, _, err := e.WhatIf(context.Background(), symbiosis.Scenario{Sites: []symbiosis.Site{site}, Flows: []symbiosis.Flow{f}}, match.Options{Gates: twoGates.Gates, MostNear: -1})
	if err != nil {
		t.Fatal(err)
	}
	var ids []symbiosis.FlowID
	for _, m := range matches {
		if spot.Direction == symbiosis.Surplus {
			ids = append(ids, m.NeedID)
		} else {
			ids = append(ids, m.SurplusID)
		}
	}
	slices.Sort(ids)
	return ids
}

func reachableIDs(t rapid.TB, e *match.Engine, spot match.Spot) []symbiosis.FlowID {
	numbers, err := e.Reachable(nil, spot)
	if err != nil {
		t.Fatal(err)
	}
	var ids []symbiosis.FlowID
	for _, n := range numbers {
		ids = append(ids, e.IDOf(n))
	}
	slices.Sort(ids)
	return ids
}

// What is reachable from a spot are the matches of a what-if by the same gates, wherever it is, and
// also after an edit.
func TestReachableIsTheWhatIfInNumbers(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	pairs := 0
	check := func(t rapid.TB, e *match.Engine, spot match.Spot) {
		want, got := asWhatIf(t, cat, e, spot), reachableIDs(t, e, spot)
		if !slices.Equal(want, got) {
			t.Fatalf("%+v: %v are reachable, the what-if finds %v", spot, got, want)
		}
		pairs += len(want)
	}
	rapid.Check(t, func(t *rapid.T) {
		r := drawRegion(t)
		e, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		for range 4 {
			spot := match.Spot{
				Direction: rapid.SampledFrom(symbiosis.Directions()).Draw(t, "direction"),
				Resource:  rapid.SampledFrom(cat.Resources()).Draw(t, "resource").Code,
				At:        drawSite(t, "spot").Location,
				Within:    rapid.SampledFrom([]unit.Length{0, 1, 500, 20 * unit.Kilometre, 300 * unit.Kilometre, 20_000 * unit.Kilometre}).Draw(t, "within"),
			}
			check(t, e, spot)
		}
	})
	region := regiongen.Clustered(2_000, 5)
	e := newEngine(t, region)
	for round := range 2 {
		for i, f := range region.Flows[:400] {
			spot := match.Spot{Direction: f.Direction, Resource: f.Resource, At: region.Sites[(i*7)%len(region.Sites)].Location, Within: 20 * unit.Kilometre}
			check(t, e, spot)
		}
		if round == 0 {
			var err error
			if e, err = e.With(match.Change{DeleteFlows: []symbiosis.FlowID{region.Flows[3].ID, region.Flows[2500].ID}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if pairs < 1000 {
		t.Errorf("%d pairs prove little", pairs)
	}
}

// Once laid out a question allocates nothing, and what can't be asked is told.
func TestReachableAllocatesNothing(t *testing.T) {
	region := regiongen.Clustered(2_000, 5)
	e := newEngine(t, region)
	room := make([]match.Number, 0, 4096)
	for _, d := range symbiosis.Directions() {
		spot := match.Spot{Direction: d, Resource: "heat", At: region.Sites[0].Location, Within: 20 * unit.Kilometre}
		if _, err := e.Reachable(room, spot); err != nil {
			t.Fatal(err)
		}
		if n := testing.AllocsPerRun(200, func() { _, _ = e.Reachable(room, spot) }); n > 0.1 {
			t.Errorf("a %s allocates %g times", d, n)
		}
	}
	good := match.Spot{Direction: symbiosis.Surplus, Resource: "heat", At: orb.Point{14, 63}, Within: 1}
	for i, spoil := range []func(*match.Spot){
		func(s *match.Spot) { s.Direction = "sideways" }, func(s *match.Spot) { s.Resource = "gold" },
		func(s *match.Spot) { s.At[1] = 91 }, func(s *match.Spot) { s.Within = -1 }, func(s *match.Spot) { s.Within = unit.Length(math.NaN()) },
	} {
		bad := good
		spoil(&bad)
		if _, err := e.Reachable(nil, bad); symbiosis.KindOf(err) != symbiosis.Invalid {
			t.Errorf("%d, %s: %v, want Invalid", i, fmt.Sprint(bad), err)
		}
	}
}

// BenchmarkReachable asks for the numbers that a what-if by two gates comes to.
func BenchmarkReachable(b *testing.B) {
	region := regiongen.Clustered(10_000, 1)
	e := newEngine(b, region)
	for _, d := range symbiosis.Directions() {
		b.Run(string(d), func(b *testing.B) {
			b.ReportAllocs()
			var room []match.Number
			found := 0
			for i := 0; b.Loop(); i++ {
				at := i % len(region.Flows)
				spot := match.Spot{Direction: d, Resource: region.Flows[at].Resource, At: region.Sites[at].Location, Within: 5 * unit.Kilometre}
				var err error
				if room, err = e.Reachable(room[:0], spot); err != nil {
					b.Fatal(err)
				}
				found += len(room)
			}
			b.ReportMetric(float64(found)/float64(b.N), "flows")
		})
	}
}
