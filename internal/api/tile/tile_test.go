package tile_test

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/api/tile"
	"github.com/samloka/samloka/internal/planner"
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
