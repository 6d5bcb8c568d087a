package geo

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/unit"
)

// squareAround returns a square of which the corners lie half a diagonal from p.
func squareAround(p orb.Point, diagonal unit.Length) orb.Ring {
	var r orb.Ring
	for a := 45.; a < 360; a += 90 {
		r = append(r, Destination(p, a, diagonal/2))
	}
	return append(r, r[0])
}

func TestAreaOf(t *testing.T) {
	const earth = 510065621724088.44 // Karney 2013, section 6
	antarctica := orb.Ring{          // the example of GeographicLib's Planimeter
		{-58, -63.1}, {-74, -72.9}, {-102, -71.9}, {-102, -74.9}, {-131, -74.3}, {-163, -77.5}, {163, -77.4}, {172, -71.7}, {140, -65.9},
		{113, -65.7}, {88, -66.6}, {59, -66.9}, {25, -69.8}, {-4, -70.0}, {-14, -71.0}, {-33, -77.3}, {-46, -77.9}, {-61, -74.7}, {-58, -63.1},
	}
	hectare := squareAround(orb.Point{14.63, 63.18}, unit.Length(100*math.Sqrt2))
	over := squareAround(orb.Point{180, 65}, unit.Length(1000*math.Sqrt2))
	hole := squareAround(orb.Point{14.63, 63.18}, unit.Length(50*math.Sqrt2))
	for _, c := range []struct {
		name      string
		g         orb.Geometry
		want      float64 // m²
		tolerance float64 // relative
	}{
		{"an eighth of the Earth", orb.Ring{{0, 0}, {90, 0}, {0, 90}, {0, 0}}, earth / 8, 1e-12},
		{"the Earth", World, earth, 1e-12},
		{"Antarctica", antarctica, 13662703680020.1, 4e-5},
		{"a hectare", hectare, 1e4, 1e-6},
		{"a square kilometre over the antimeridian", over, 1e6, 1e-6},
		{"a hectare with a hole", orb.Polygon{hectare, hole}, 7500, 1e-6},
		{"two hectares", orb.MultiPolygon{{hectare}, {squareAround(orb.Point{14, 60}, unit.Length(100*math.Sqrt2))}}, 2e4, 1e-6},
		{"left open", hectare[:4], 1e4, 1e-6},
		{"round the pole", squareAround(orb.Point{0, 90}, unit.Length(1000*math.Sqrt2)), 1e6, 1e-6},
		{"collected", orb.Collection{hectare, orb.Point{1, 2}}, 1e4, 1e-6},
		{"a line", orb.LineString(hectare), 0, 0},
		{"nothing", nil, 0, 0},
	} {
		if got := AreaOf(c.g).SquareMetres(); math.Abs(got-c.want) > c.tolerance*c.want {
			t.Errorf("%s: %.3f m², want %.3f", c.name, got, c.want)
		}
	}
	var reversed orb.Ring = append(orb.Ring(nil), hectare...)
	reversed.Reverse()
	if a, b := AreaOf(hectare), AreaOf(reversed); math.Abs(float64(a-b)) > 1e-6 {
		t.Errorf("%v one way round, %v the other", a, b)
	}
}

// TestAreaAddsUp cuts a triangle in three by a point inside.
func TestAreaAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawPoint().Draw(t, "m")
		if math.Abs(m[1]) > 89 {
			t.Skip("the cuts meet the pole")
		}
		size := unit.Length(math.Pow(10, rapid.Float64Range(1, 4.5).Draw(t, "log size")))
		turn := rapid.Float64Range(0, 360).Draw(t, "turn")
		a, b, c := Destination(m, turn, size), Destination(m, turn+130, size/2), Destination(m, turn+230, size)
		whole := AreaOf(orb.Ring{a, b, c, a})
		parts := AreaOf(orb.Ring{a, b, m, a}) + AreaOf(orb.Ring{b, c, m, b}) + AreaOf(orb.Ring{c, a, m, c})
		if math.Abs(float64(whole-parts)) > 1e-6*float64(whole)+1e-3 {
			t.Fatalf("%v m² in whole, %v in parts", whole, parts)
		}
	})
}

func TestLengthOf(t *testing.T) {
	l := orb.LineString{{0, 0}, {1, 0}, {1, 1}}
	want := 111319.490793 + 110574.388558
	for _, g := range []orb.Geometry{l, orb.MultiLineString{l}, orb.Collection{l, orb.Point{1, 2}}} {
		if got := LengthOf(g).Metres(); math.Abs(got-want) > 1e-5 {
			t.Errorf("%T: %.6f m, want %.6f", g, got, want)
		}
	}
	if got := LengthOf(orb.Ring(l)); got != 0 {
		t.Errorf("a surface is %v m long", got)
	}
}

// TestEdgesAreGeodesics measures the sliver between an edge as AreaOf takes it and the
// geodesic, in shares of the square over the edge.
func TestEdgesAreGeodesics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := orb.Point{14, rapid.Float64Range(-85, 85).Draw(t, "lat")}
		azimuth := rapid.Float64Range(0, 360).Draw(t, "azimuth")
		const edge, steps = 100 * unit.Kilometre, 64
		sliver := orb.Ring{p}
		for i := 1; i <= steps; i++ {
			sliver = append(sliver, Destination(p, azimuth, edge*unit.Length(i)/steps))
		}
		sliver = append(sliver, p)
		if share := AreaOf(sliver).SquareMetres() / (edge.Metres() * edge.Metres()); share > 5e-6 {
			t.Fatalf("the sliver is %.2g of the square", share)
		}
	})
}
