package tile_test

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/api/tile"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// decode reads a tile with orb's decoder, which is not ours.
func decode(t rapid.TB, name string, data []byte) []*geojson.Feature {
	t.Helper()
	if len(data) == 0 {
		return nil
	}
	layers, err := mvt.Unmarshal(data)
	if err != nil {
		t.Fatal(err)
	}
	if len(layers) != 1 || layers[0].Name != name || layers[0].Version != 2 || layers[0].Extent != 4096 {
		t.Fatalf("layers %+v", layers)
	}
	return layers[0].Features
}

const buffer = 64

// unitsOf returns where a point is in a tile, by orb's projection.
func unitsOf(p orb.Point, a tile.Address) (float64, float64) {
	x, y := maptile.Fraction(p, maptile.Zoom(a.Z)).X(), maptile.Fraction(p, maptile.Zoom(a.Z)).Y()
	return (x - float64(a.X)) * 4096, (y - float64(a.Y)) * 4096
}

func inside(x, y float64) bool {
	return x >= -buffer && x < 4096+buffer && y >= -buffer && y < 4096+buffer
}

// nearEdge says that rounding may put a point on either side of the buffer's edge.
func nearEdge(v float64) bool {
	return math.Abs(v+buffer) < 1e-3 || math.Abs(v-4096-buffer) < 1e-3
}

// drawAddress picks a tile near some point of the region, or any.
func drawAddress(t *rapid.T, places []orb.Point, least, most int) tile.Address {
	z := rapid.IntRange(least, most).Draw(t, "z")
	p := rapid.SampledFrom(places).Draw(t, "place")
	at := maptile.At(p, maptile.Zoom(z))
	side := int64(1) << z
	x := min(max(int64(at.X)+int64(rapid.IntRange(-1, 1).Draw(t, "dx")), 0), side-1)
	y := min(max(int64(at.Y)+int64(rapid.IntRange(-1, 1).Draw(t, "dy")), 0), side-1)
	return tile.Address{Z: uint32(z), X: uint32(x), Y: uint32(y)}
}

// From zoom 8 each site is in exactly the tiles whose buffer holds it, once, at its place.
func TestSitesAreInTheirTiles(t *testing.T) {
	r := newRegion(t, 300)
	sites, err := r.Snapshot().Sites(planner.SiteFilter{}, planner.Page{})
	if err != nil {
		t.Fatal(err)
	}
	var places []orb.Point
	for _, s := range sites.Items {
		places = append(places, s.Location)
	}
	shown := 0
	rapid.Check(t, func(t *rapid.T) {
		a := drawAddress(t, places, 8, 14)
		found := map[string]int{}
		for _, f := range decode(t, "sites", r.tile(t, "sites", a)) {
			found[f.Properties["id"].(string)]++
			if f.Properties["count"].(float64) != 1 {
				t.Fatalf("%v stands for others", f.Properties)
			}
			shown++
		}
		for _, s := range sites.Items {
			x, y := unitsOf(s.Location, a)
			want := 0
			if inside(x, y) {
				want = 1
			}
			if found[string(s.ID)] != want && !nearEdge(x) && !nearEdge(y) {
				t.Fatalf("%s at %g, %g stands %d times in %+v, want %d", s.ID, x, y, found[string(s.ID)], a, want)
			}
		}
	})
	if shown == 0 {
		t.Error("no tile showed anything")
	}
}

// Below zoom 8 sites are drawn together, but every one is counted, and none is farther from
// the point that stands for it than a cell is wide.
func TestThinningLeavesNoHoles(t *testing.T) {
	r := newRegion(t, 300)
	sites, err := r.Snapshot().Sites(planner.SiteFilter{}, planner.Page{})
	if err != nil {
		t.Fatal(err)
	}
	for z := range uint32(8) {
		fewer := false
		for _, a := range tilesOf(z) {
			var points []orb.Point
			counted := 0.0
			for _, f := range decode(t, "sites", r.tile(t, "sites", a)) {
				points = append(points, f.Geometry.(orb.Point))
				counted += f.Properties["count"].(float64)
			}
			want := 0.0
			for _, s := range sites.Items {
				x, y := unitsOf(s.Location, a)
				if !inside(x, y) {
					continue
				}
				want++
				if !slices.ContainsFunc(points, func(p orb.Point) bool { return math.Abs(p[0]-x) <= 33 && math.Abs(p[1]-y) <= 33 }) {
					t.Fatalf("nothing stands for %s at %g, %g in %+v", s.ID, x, y, a)
				}
			}
			if counted != want {
				t.Errorf("%g sites counted in %+v, want %g", counted, a, want)
			}
			fewer = fewer || float64(len(points)) < want
		}
		if z < 4 && !fewer {
			t.Errorf("nothing is drawn together at zoom %d", z)
		}
	}
}

func tilesOf(z uint32) []tile.Address {
	// The region lies between 14° and 15° east, 63° and 64° north.
	from, to := maptile.At(orb.Point{13.5, 64.5}, maptile.Zoom(z)), maptile.At(orb.Point{15.5, 62.5}, maptile.Zoom(z))
	var all []tile.Address
	for x := from.X; x <= to.X; x++ {
		for y := from.Y; y <= to.Y; y++ {
			all = append(all, tile.Address{Z: z, X: x, Y: y})
		}
	}
	return all
}

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

// From zoom 8 each flow is in exactly the tiles whose buffer holds its site, once, at its place,
// and says which of its site's flows it is. Below, each is counted.
func TestFlowsAreInTheirTiles(t *testing.T) {
	r := newRegion(t, 300)
	flows, err := r.Snapshot().Flows(planner.FlowFilter{}, planner.Page{})
	must(t, err)
	at := map[string]orb.Point{}
	var places []orb.Point
	for _, f := range flows.Items {
		site, err := r.Snapshot().Site(f.SiteID)
		must(t, err)
		at[string(f.ID)] = site.Location
		places = append(places, site.Location)
	}
	if len(at) != 300 {
		t.Fatalf("%d flows", len(at))
	}
	shown := 0
	rapid.Check(t, func(t *rapid.T) {
		a := drawAddress(t, places, 8, 14)
		found := map[string]int{}
		for _, f := range decode(t, "flows", r.tile(t, "flows", a)) {
			id := f.Properties["id"].(string)
			found[id]++
			x, y := unitsOf(at[id], a)
			if p := f.Geometry.(orb.Point); math.Abs(p[0]-x) > 1 || math.Abs(p[1]-y) > 1 {
				t.Fatalf("%s is drawn at %v, its site is at %g, %g", id, p, x, y)
			}
			if f.Properties["count"].(float64) != 1 || f.Properties["nth"].(float64) >= f.Properties["of"].(float64) {
				t.Fatalf("%v", f.Properties)
			}
			shown++
		}
		for id, p := range at {
			x, y := unitsOf(p, a)
			want := 0
			if inside(x, y) {
				want = 1
			}
			if found[id] != want && !nearEdge(x) && !nearEdge(y) {
				t.Fatalf("%s at %g, %g stands %d times in %+v, want %d", id, x, y, found[id], a, want)
			}
		}
	})
	if shown == 0 {
		t.Error("no tile showed anything")
	}
	for z := range uint32(8) {
		for _, a := range tilesOf(z) {
			counted, want := 0.0, 0.0
			for _, f := range decode(t, "flows", r.tile(t, "flows", a)) {
				counted += f.Properties["count"].(float64)
			}
			for _, p := range at {
				if inside(unitsOf(p, a)) {
					want++
				}
			}
			if counted != want {
				t.Errorf("%g flows counted in %+v, want %g", counted, a, want)
			}
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

// A piece of land covers the same surface in tiles as on the map, shells and holes the right
// way round.
func TestAreasKeepTheirSurface(t *testing.T) {
	r := newRegion(t, 10)
	areas := r.Snapshot().Areas(planner.AreaFilter{}, planner.Page{})
	if areas.Total == 0 {
		t.Fatal("no areas")
	}
	for _, area := range areas.Items {
		const z = 14
		bounds := area.Geometry.Bound()
		from, to := maptile.At(orb.Point{bounds.Min[0], bounds.Max[1]}, z), maptile.At(orb.Point{bounds.Max[0], bounds.Min[1]}, z)
		var sum, want float64
		for x := from.X; x <= to.X; x++ {
			for y := from.Y; y <= to.Y; y++ {
				a := tile.Address{Z: z, X: x, Y: y}
				for _, f := range decode(t, "areas", r.tile(t, "areas", a)) {
					if f.Properties["id"] == string(area.ID) {
						sum += surfaceWithin(t, f.Geometry)
					}
				}
			}
		}
		for _, polygon := range area.Geometry {
			for i, ring := range polygon {
				var flat orb.Ring
				for _, p := range ring {
					x, y := unitsOf(p, tile.Address{Z: z, X: from.X, Y: from.Y})
					flat = append(flat, orb.Point{x, y})
				}
				s := math.Abs(planar.Area(flat))
				if i > 0 {
					s = -s
				}
				want += s
			}
		}
		if math.Abs(sum-want) > 0.02*want+200 {
			t.Errorf("%s covers %g square units, want %g", area.ID, sum, want)
		}
	}
}

// surfaceWithin is the surface of a decoded geometry within the tile's own square.
func surfaceWithin(t *testing.T, g orb.Geometry) float64 {
	var polygons orb.MultiPolygon
	switch g := g.(type) {
	case orb.Polygon:
		polygons = orb.MultiPolygon{g}
	case orb.MultiPolygon:
		polygons = g
	default:
		t.Fatalf("an area is drawn as %s", g.GeoJSONType())
	}
	sum := 0.0
	for _, p := range polygons {
		for i, ring := range p {
			// orb's y grows downward here, so a shell that is clockwise on the map is
			// counterclockwise to orb.
			if (ring.Orientation() == orb.CCW) != (i == 0) {
				t.Errorf("ring %d turns the wrong way", i)
			}
			s := math.Abs(planar.Area(clipToTile(ring)))
			if i > 0 {
				s = -s
			}
			sum += s
		}
	}
	return sum
}

// clipToTile cuts a ring to the tile's square (Sutherland and Hodgman).
func clipToTile(ring orb.Ring) orb.Ring {
	for axis := range 2 {
		for _, side := range []float64{-1, 1} {
			limit := 0.0
			if side > 0 {
				limit = 4096
			}
			within := func(p orb.Point) bool { return side*(p[axis]-limit) <= 0 }
			var out orb.Ring
			for i := range ring {
				a, b := ring[i], ring[(i+1)%len(ring)]
				if within(a) {
					out = append(out, a)
				}
				if within(a) != within(b) {
					f := (limit - a[axis]) / (b[axis] - a[axis])
					out = append(out, orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])})
				}
			}
			ring = out
		}
	}
	return ring
}
