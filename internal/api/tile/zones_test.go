package tile_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"github.com/samloka/samloka/internal/api/tile"
	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// The edge of a zone lies as far from its constraint as it says, measured along geodesics from each
// corner of what is drawn, in the south and in the far north, round points, lines and surfaces.
func TestAZoneIsTrueInMetres(t *testing.T) {
	const metres, z = 400.0, 12
	for _, lat := range []float64{55.4, 63.3, 70.6} {
		// In the middle of a tile, so that no edge cuts the zone off.
		place := maptile.At(orb.Point{14.5, lat}, z)
		at := place.Center()
		near := func(east, north float64) orb.Point {
			return geo.Destination(geo.Destination(at, 90, unit.Length(east)), 0, unit.Length(north))
		}
		for kind, g := range map[string]orb.Geometry{
			"points":  orb.MultiPoint{near(-300, 0), near(250, 100)},
			"line":    orb.LineString{near(-300, -100), near(0, 200), near(300, -50)},
			"surface": orb.Polygon{{near(-200, -200), near(200, -200), near(200, 200), near(-200, 200), near(-200, -200)}},
		} {
			r := newRegion(t, 3)
			_, err := r.CreateConstraint(t.Context(), symbiosis.Constraint{ID: "c", Layer: "housing", Geometry: g, Source: "x", WarningDistance: metres})
			must(t, err)
			a := tile.Address{Z: z, X: place.X, Y: place.Y}
			features := decode(t, "zones", r.tile(t, "zones", a))
			if len(features) != 1 || features[0].Properties["zone"] != "warning" || features[0].Properties["distance_m"] != metres || features[0].Properties["id"] != "c" {
				t.Fatalf("%s at %g°: %v", kind, lat, features)
			}
			unitM := 40_075_016.686 / math.Exp2(z) / 4096 * math.Cos(lat*math.Pi/180)
			tolerance := 0.002*metres + 2*unitM
			edge := corners(features[0].Geometry)
			if len(edge) < 20 {
				t.Fatalf("%s: %d corners", kind, len(edge))
			}
			for _, p := range edge {
				far := math.Inf(1)
				for _, q := range dense(g) {
					far = math.Min(far, geo.Distance(placeOf(p, a), q).Metres())
				}
				if math.Abs(far-metres) > tolerance {
					t.Errorf("%s at %g°: a corner lies %.1f m away, not %g ± %.1f", kind, lat, far, metres, tolerance)
				}
			}
			// At a scale where it can't be told from the outline it is left out.
			small := maptile.At(at, 4)
			if drawn := r.tile(t, "zones", tile.Address{Z: 4, X: small.X, Y: small.Y}); len(drawn) != 0 {
				t.Errorf("%s: a zone of a fraction of a pixel is drawn", kind)
			}
		}
	}
}

// Neighbouring tiles show the parts of one zone: on the line between them both have it.
func TestAZoneGoesOnInTheNextTile(t *testing.T) {
	const z = 13
	place := maptile.At(orb.Point{14.5, 63.3}, z)
	at := orb.Point{place.Bound().Max[0], place.Center()[1]}
	r := newRegion(t, 3)
	_, err := r.CreateConstraint(t.Context(), symbiosis.Constraint{ID: "c", Layer: "shore", Geometry: at, Source: "x", Buffer: 300})
	must(t, err)
	span := func(a tile.Address, edge float64) (low, high float64) {
		low, high = math.Inf(1), math.Inf(-1)
		for _, f := range decode(t, "zones", r.tile(t, "zones", a)) {
			if f.Properties["zone"] != "buffer" || f.Properties["effect"] != "penalises" {
				t.Errorf("%v", f.Properties)
			}
			for _, p := range corners(f.Geometry) {
				if math.Abs(p[0]-edge) < 70 {
					low, high = math.Min(low, p[1]), math.Max(high, p[1])
				}
			}
		}
		return low, high
	}
	west := tile.Address{Z: z, X: place.X, Y: place.Y}
	east := tile.Address{Z: z, X: place.X + 1, Y: place.Y}
	lowW, highW := span(west, 4096)
	lowE, highE := span(east, 0)
	if math.Abs(lowW-lowE) > 2 || math.Abs(highW-highE) > 2 || !(highW-lowW > 100) {
		t.Errorf("the western tile has %.0f to %.0f at the edge, the eastern %.0f to %.0f", lowW, highW, lowE, highE)
	}
}

// placeOf is where a unit of a tile lies, the middle of it.
func placeOf(p orb.Point, a tile.Address) orb.Point {
	side := math.Exp2(float64(a.Z))
	x, y := (float64(a.X)+(p[0]+0.5)/4096)/side, (float64(a.Y)+(p[1]+0.5)/4096)/side
	return orb.Point{(x - 0.5) * 360, math.Atan(math.Sinh((0.5-y)*2*math.Pi)) * 180 / math.Pi}
}

// dense lists points along a geometry, a metre or so apart.
func dense(g orb.Geometry) []orb.Point {
	all := corners(g)
	if _, points := g.(orb.MultiPoint); points {
		return all
	}
	var out []orb.Point
	for i := 1; i < len(all); i++ {
		const steps = 500
		for k := range steps + 1 {
			f := float64(k) / steps
			out = append(out, orb.Point{all[i-1][0] + f*(all[i][0]-all[i-1][0]), all[i-1][1] + f*(all[i][1]-all[i-1][1])})
		}
	}
	return out
}
