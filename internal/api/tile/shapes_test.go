package tile_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"github.com/samloka/samloka/internal/api/tile"
	"github.com/samloka/samloka/internal/symbiosis"
)

// What bears on land is drawn where it is, whatever its geometry: orb's decoder reads each corner
// back to the unit.
func TestConstraintsAndFacilitiesAreDrawn(t *testing.T) {
	r := newRegion(t, 3)
	at := orb.Point{14.5, 63.3}
	near := func(dx, dy float64) orb.Point { return orb.Point{at[0] + dx/1000, at[1] + dy/1000} }
	want := map[string]orb.Geometry{
		"c-area":   orb.Polygon{{near(0, 0), near(4, 0), near(4, 3), near(0, 0)}},
		"c-line":   orb.LineString{near(1, 1), near(2, 2), near(3, 1)},
		"c-points": orb.MultiPoint{near(1, 2), near(2, 1)},
		"f-rail":   orb.MultiLineString{{near(0, 1), near(1, 0)}, {near(2, 0), near(3, 3)}},
		"f-port":   near(3, 2),
	}
	for id, g := range want {
		var err error
		if id[0] == 'c' {
			_, err = r.CreateConstraint(t.Context(), symbiosis.Constraint{ID: symbiosis.ConstraintID(id), Layer: "shore", Geometry: g, Source: "x", WarningDistance: 100})
		} else {
			_, err = r.CreateFacility(t.Context(), symbiosis.Facility{ID: symbiosis.FacilityID(id), Kind: symbiosis.Rail, Geometry: g, Source: "x"})
		}
		must(t, err)
	}
	const z = 11
	place := maptile.At(at, z)
	a := tile.Address{Z: z, X: place.X, Y: place.Y}
	found := map[string]bool{}
	for _, layer := range []string{"constraints", "facilities"} {
		for _, f := range decode(t, layer, r.tile(t, layer, a)) {
			id := f.Properties["id"].(string)
			found[id] = true
			if layer == "constraints" && (f.Properties["layer"] != "shore" || f.Properties["effect"] != "penalises" || f.Properties["warning_distance_m"] != 100.0) {
				t.Errorf("%s carries %v", id, f.Properties)
			}
			if layer == "facilities" && f.Properties["facility"] != "rail" {
				t.Errorf("%s carries %v", id, f.Properties)
			}
			for _, corner := range corners(want[id]) {
				x, y := unitsOf(corner, a)
				nearest := math.Inf(1)
				for _, p := range corners(f.Geometry) {
					nearest = math.Min(nearest, math.Hypot(p[0]-x, p[1]-y))
				}
				if nearest > 1.5 {
					t.Errorf("%s: the corner at %.0f, %.0f is missing from %v", id, x, y, f.Geometry)
				}
			}
		}
	}
	if len(found) != len(want) {
		t.Errorf("drawn are %v", found)
	}
	if far := r.tile(t, "constraints", tile.Address{Z: z, X: a.X + 5, Y: a.Y}); len(far) != 0 {
		t.Errorf("a tile far away has %d bytes", len(far))
	}
}

// corners lists the points of a geometry.
func corners(g orb.Geometry) []orb.Point {
	var all []orb.Point
	switch g := g.(type) {
	case orb.Point:
		all = append(all, g)
	case orb.MultiPoint:
		all = append(all, g...)
	case orb.LineString:
		all = append(all, g...)
	case orb.MultiLineString:
		for _, l := range g {
			all = append(all, l...)
		}
	case orb.Polygon:
		for _, r := range g {
			all = append(all, r...)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			all = append(all, corners(p)...)
		}
	}
	return all
}
