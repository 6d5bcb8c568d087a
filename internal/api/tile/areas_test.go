package tile_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"

	"github.com/samloka/samloka/internal/api/tile"
	"github.com/samloka/samloka/internal/planner"
)

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
