package tile_test

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/api/tile"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// From zoom 12 each match is in exactly the tiles whose buffer its line crosses, and is drawn
// along that line.
func TestMatchesAreInTheTilesTheyCross(t *testing.T) {
	r := newRegion(t, 60)
	all, err := r.Snapshot().Matches(t.Context(), planner.MatchFilter{}, planner.Page{})
	if err != nil || all.Total < 100 {
		t.Fatalf("%d matches, %v", all.Total, err)
	}
	var places []orb.Point
	for _, p := range all.Items {
		a, b := p.SurplusSite.Location, p.NeedSite.Location
		places = append(places, a, orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2})
	}
	shown := 0
	rapid.Check(t, func(t *rapid.T) {
		a := drawAddress(t, places, 12, 14)
		found := map[string]orb.LineString{}
		for _, f := range decode(t, "matches", r.tile(t, "matches", a)) {
			found[f.Properties["id"].(string)] = f.Geometry.(orb.LineString)
			shown++
		}
		for _, p := range all.Items {
			x0, y0 := unitsOf(p.SurplusSite.Location, a)
			x1, y1 := unitsOf(p.NeedSite.Location, a)
			line, drawn := found[string(p.SurplusID)+":"+string(p.NeedID)]
			depth := crossing(x0, y0, x1, y1)
			if (depth > 0) != drawn && math.Abs(depth) > 1e-3 {
				t.Fatalf("%s → %s (%g, %g to %g, %g; depth %g) drawn %t in %+v", p.SurplusID, p.NeedID, x0, y0, x1, y1, depth, drawn, a)
			}
			for _, q := range line {
				if d := planar.DistanceFromSegment(orb.Point{x0, y0}, orb.Point{x1, y1}, q); d > 2 {
					t.Fatalf("%s → %s is drawn %g units off its line", p.SurplusID, p.NeedID, d)
				}
			}
		}
	})
	if shown == 0 {
		t.Error("no tile showed anything")
	}
}

// Below zoom 12 lines between the same cells are drawn as one; each match is counted, and a
// line runs from near its surplus to near its need.
func TestLinesAreDrawnTogetherWhereTheyRunTogether(t *testing.T) {
	r := newRegion(t, 60)
	all, err := r.Snapshot().Matches(t.Context(), planner.MatchFilter{}, planner.Page{})
	must(t, err)
	a := tile.Address{Z: 4, X: 8, Y: 4} // holds the region whole
	counted := 0.0
	var drawn []orb.LineString
	for _, f := range decode(t, "matches", r.tile(t, "matches", a)) {
		counted += f.Properties["count"].(float64)
		drawn = append(drawn, f.Geometry.(orb.LineString))
	}
	if int(counted) != all.Total || len(drawn) >= all.Total {
		t.Errorf("%g matches counted in %d lines, want %d in fewer", counted, len(drawn), all.Total)
	}
	for _, p := range all.Items {
		x0, y0 := unitsOf(p.SurplusSite.Location, a)
		x1, y1 := unitsOf(p.NeedSite.Location, a)
		near := func(q orb.Point, x, y float64) bool { return math.Abs(q[0]-x) <= 33 && math.Abs(q[1]-y) <= 33 }
		if !slices.ContainsFunc(drawn, func(l orb.LineString) bool { return near(l[0], x0, y0) && near(l[1], x1, y1) }) {
			t.Fatalf("no line stands for %s → %s", p.SurplusID, p.NeedID)
		}
	}
}

// From zoom 12 each exchange is in exactly the tiles whose buffer its line crosses, from its
// surplus to its need, in its state; from afar each is counted.
func TestExchangesAreInTheTilesTheyCross(t *testing.T) {
	r := newRegion(t, 300)
	type exchange struct {
		from, to orb.Point
		state    string
	}
	all := map[string]exchange{}
	var places []orb.Point
	for _, x := range r.Snapshot().Exchanges(planner.ExchangeFilter{}, planner.Page{}).Items {
		place := func(id symbiosis.FlowID) orb.Point {
			f, err := r.Snapshot().Flow(id)
			must(t, err)
			site, err := r.Snapshot().Site(f.SiteID)
			must(t, err)
			return site.Location
		}
		a, b := place(x.SurplusID), place(x.NeedID)
		all[string(x.ID)] = exchange{a, b, string(x.State)}
		places = append(places, a, orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2}, b)
	}
	if len(all) < 20 {
		t.Fatalf("%d exchanges", len(all))
	}
	shown := 0
	rapid.Check(t, func(t *rapid.T) {
		a := drawAddress(t, places, 12, 14)
		found := map[string]orb.LineString{}
		for _, f := range decode(t, "exchanges", r.tile(t, "exchanges", a)) {
			id := f.Properties["id"].(string)
			found[id] = f.Geometry.(orb.LineString)
			if f.Properties["state"] != all[id].state || f.Properties["count"].(float64) != 1 {
				t.Fatalf("%s: %v, want state %s", id, f.Properties, all[id].state)
			}
			shown++
		}
		for id, x := range all {
			x0, y0 := unitsOf(x.from, a)
			x1, y1 := unitsOf(x.to, a)
			line, drawn := found[id]
			if depth := crossing(x0, y0, x1, y1); (depth > 0) != drawn && math.Abs(depth) > 1e-3 {
				t.Fatalf("%s (%g, %g to %g, %g; depth %g) drawn %t in %+v", id, x0, y0, x1, y1, depth, drawn, a)
			}
			for _, q := range line {
				if d := planar.DistanceFromSegment(orb.Point{x0, y0}, orb.Point{x1, y1}, q); d > 2 {
					t.Fatalf("%s is drawn %g units off its line", id, d)
				}
			}
		}
	})
	if shown == 0 {
		t.Error("no tile showed anything")
	}
	counted := 0.0
	for _, f := range decode(t, "exchanges", r.tile(t, "exchanges", tile.Address{Z: 4, X: 8, Y: 4})) {
		counted += f.Properties["count"].(float64)
	}
	if int(counted) != len(all) {
		t.Errorf("%g exchanges counted from afar, want %d", counted, len(all))
	}
}

// crossing returns how deep a line goes into the tile with its buffer, in units: above nil
// when it crosses, by trying points along it.
func crossing(x0, y0, x1, y1 float64) float64 {
	depth := math.Inf(-1)
	at := func(f float64) float64 {
		x, y := x0+f*(x1-x0), y0+f*(y1-y0)
		return min(x+buffer, 4096+buffer-x, y+buffer, 4096+buffer-y)
	}
	// The depth along a line is concave: narrow in on its top.
	low, high := 0.0, 1.0
	for range 200 {
		a, b := low+(high-low)/3, high-(high-low)/3
		if at(a) < at(b) {
			low = a
		} else {
			high = b
		}
	}
	for _, f := range []float64{0, 1, low, high} {
		depth = max(depth, at(f))
	}
	return depth
}
