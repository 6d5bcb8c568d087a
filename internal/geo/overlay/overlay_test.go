package overlay

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	sf "github.com/peterstace/simplefeatures/geom"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/testtool"
)

func TestMain(m *testing.M) { testtool.Main(m) }

func square(x, y, side float64) orb.Polygon {
	return orb.Polygon{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}}
}

func must(t interface {
	Helper()
	Fatal(...any)
}, g orb.MultiPolygon) Region {
	t.Helper()
	r, _, err := New(g)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sameArea(t testing.TB, what string, got Region, want float64) {
	t.Helper()
	if g := got.Area().SquareMetres(); math.Abs(g-want) > 1e-6+1e-9*want {
		t.Errorf("%s: %.6f m², want %.6f", what, g, want)
	}
}

// The table a map-maker can check by hand.
func TestOperations(t *testing.T) {
	a, b := must(t, orb.MultiPolygon{square(0, 0, 10)}), must(t, orb.MultiPolygon{square(5, 5, 10)})
	i, _ := Intersect(a, b)
	u, _ := Union(a, b)
	d, _ := Subtract(a, b)
	sameArea(t, "common", i, 25)
	sameArea(t, "either", u, 175)
	sameArea(t, "without", d, 75)
	hole, _ := Subtract(a, must(t, orb.MultiPolygon{square(2, 2, 3)}))
	if p := hole.Polygons(); len(p) != 1 || len(p[0]) != 2 {
		t.Errorf("a hole is %v", p)
	}
	touching, _ := Union(a, must(t, orb.MultiPolygon{square(10, 0, 10)}))
	if p := touching.Polygons(); len(p) != 1 || len(p[0]) != 1 {
		t.Errorf("squares side by side are %v", p)
	}
	corner, _ := Union(a, must(t, orb.MultiPolygon{square(10, 10, 10)}))
	if p := corner.Parts(); len(p) != 2 {
		t.Errorf("squares that touch at a corner are %d pieces", len(p))
	}
}

// What is wrong with a surface is mended and told.
func TestMending(t *testing.T) {
	bow := orb.Polygon{{{0, 0}, {10, 10}, {10, 0}, {0, 10}, {0, 0}}}
	shell := square(0, 0, 10)
	for _, c := range []struct {
		name   string
		g      orb.MultiPolygon
		area   float64
		notice Notice
	}{
		{"whole", orb.MultiPolygon{shell}, 100, ""},
		{"the other way round", orb.MultiPolygon{{{{0, 0}, {0, 10}, {10, 10}, {10, 0}, {0, 0}}}}, 100, ""},
		{"a bow", orb.MultiPolygon{bow}, 50, SelfCrossing},
		{"a hole outside", orb.MultiPolygon{{shell[0], square(20, 0, 5)[0]}}, 100, HoleOutside},
		{"a hole half outside", orb.MultiPolygon{{shell[0], square(8, 0, 5)[0]}}, 90, HoleOutside},
		{"parts on each other", orb.MultiPolygon{shell, square(5, 0, 10)}, 150, Overlapping},
		{"the same twice", orb.MultiPolygon{shell, shell}, 100, Overlapping},
		{"a flat hole", orb.MultiPolygon{{shell[0], orb.Ring{{1, 1}, {2, 2}, {3, 3}, {1, 1}}}}, 100, Degenerate},
		{"a spike", orb.MultiPolygon{{{{0, 0}, {10, 0}, {10, 5}, {30, 5}, {10, 5}, {10, 10}, {0, 10}, {0, 0}}}}, 100, ""},
		{"corners on corners", orb.MultiPolygon{{{{0, 0}, {0, 0}, {10, 0}, {10, 10}, {10, 10}, {0, 10}, {0, 0}}}}, 100, ""},
	} {
		r, notices, err := New(c.g)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		sameArea(t, c.name, r, c.area)
		if c.notice == "" && len(notices) > 0 || c.notice != "" && (len(notices) != 1 || notices[0] != c.notice) {
			t.Errorf("%s: told %q, want %q", c.name, notices, c.notice)
		}
	}
	for name, g := range map[string]orb.MultiPolygon{
		"nothing": nil, "no ring": {{}}, "a line": {{{{0, 0}, {5, 5}, {0, 0}}}}, "a point": {{{{1, 1}, {1, 1}, {1, 1}, {1, 1}}}},
	} {
		if _, _, err := New(g); err != ErrEmpty {
			t.Errorf("%s: %v, want ErrEmpty", name, err)
		}
	}
	for name, x := range map[string]float64{"NaN": math.NaN(), "infinite": math.Inf(1), "far": 2e6} {
		if _, _, err := New(orb.MultiPolygon{{{{0, 0}, {x, 0}, {0, 5}, {0, 0}}}}); err != ErrTooFar {
			t.Errorf("%s: %v, want ErrTooFar", name, err)
		}
	}
}

// star draws a ring that does not cross itself: corners at growing angles about a middle.
func star(t *rapid.T, name string) orb.MultiPolygon {
	x, y := rapid.Float64Range(-50, 50).Draw(t, name+"x"), rapid.Float64Range(-50, 50).Draw(t, name+"y")
	n := rapid.IntRange(3, 40).Draw(t, name+"n")
	ring := orb.Ring{}
	for i := range n {
		r := rapid.Float64Range(5, 100).Draw(t, name)
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		ring = append(ring, orb.Point{math.Round(1e3*(x+r*cos)) / 1e3, math.Round(1e3*(y+r*sin)) / 1e3})
	}
	return orb.MultiPolygon{{append(ring, ring[0])}}
}

func theirs(t *rapid.T, g orb.MultiPolygon) sf.Geometry {
	var polygons []sf.Polygon
	for _, p := range g {
		var rings []sf.LineString
		for _, r := range p {
			var c []float64
			for _, q := range r {
				c = append(c, q[0], q[1])
			}
			rings = append(rings, sf.NewLineString(sf.NewSequence(c, sf.DimXY)))
		}
		polygons = append(polygons, sf.NewPolygon(rings))
	}
	return sf.NewMultiPolygon(polygons).AsGeometry()
}

// Operations agree with simplefeatures', and what comes out is valid by its rules.
func TestAgreesWithSimplefeatures(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ga, gb := star(t, "a"), star(t, "b")
		a, na, err1 := New(ga)
		b, nb, err2 := New(gb)
		ta, tb := theirs(t, ga), theirs(t, gb)
		if err1 != nil || err2 != nil || ta.Validate() != nil || tb.Validate() != nil || len(na)+len(nb) > 0 {
			t.Skip("a ring so thin that rounding folds it")
		}
		for name, op := range map[string]struct {
			ours   func(a, b Region) (Region, error)
			theirs func(a, b sf.Geometry) (sf.Geometry, error)
		}{
			"intersect": {Intersect, sf.Intersection},
			"union":     {func(a, b Region) (Region, error) { return Union(a, b) }, sf.Union},
			"subtract":  {Subtract, sf.Difference},
		} {
			r, err := op.ours(a, b)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			s, err := op.theirs(ta, tb)
			if err != nil {
				t.Skip("simplefeatures gives up: ", err)
			}
			ours, want := r.Area().SquareMetres(), s.Area()
			if math.Abs(ours-want) > 0.5 { // rounding moves an outline of up to 8 km by half a millimetre
				t.Fatalf("%s: %.4f m², simplefeatures says %.4f", name, ours, want)
			}
			out := theirs(t, r.Polygons())
			if err := out.Validate(); err != nil {
				t.Fatalf("%s: not valid: %v", name, err)
			}
			if math.Abs(out.Area()-ours) > 1e-3 {
				t.Fatalf("%s: polygons of %.6f m², the region has %.6f", name, out.Area(), ours)
			}
			sum := 0.0
			for _, p := range r.Parts() {
				sum += p.Area().SquareMetres()
			}
			if math.Abs(sum-ours) > 1e-3 {
				t.Fatalf("%s: parts of %.6f m², the region has %.6f", name, sum, ours)
			}
		}
	})
}

// Whatever the corners are, an outline is made whole, in pieces that are valid, and counting by
// rays agrees with the area.
func TestAnyRingIsMadeWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coordinate := rapid.Custom(func(t *rapid.T) float64 { return float64(rapid.IntRange(0, 12).Draw(t, "c")) })
		ring := orb.Ring{}
		for range rapid.IntRange(3, 25).Draw(t, "n") {
			ring = append(ring, orb.Point{coordinate.Draw(t, "x"), coordinate.Draw(t, "y")})
		}
		ring = append(ring, ring[0])
		r, _, err := New(orb.MultiPolygon{{ring}})
		if err == ErrEmpty {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		out := theirs(t, r.Polygons())
		if err := out.Validate(); err != nil {
			t.Fatalf("%v: %v", r.Polygons(), err)
		}
		if math.Abs(out.Area()-r.Area().SquareMetres()) > 1e-4 {
			t.Fatalf("polygons of %v m², the region has %v", out.Area(), r.Area())
		}
		for x := range 12 {
			p := orb.Point{float64(x) + 0.4713, rapid.Float64Range(0, 12).Draw(t, "probe")}
			odd := false
			for i := 1; i < len(ring); i++ {
				a, b := ring[i-1], ring[i]
				if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
					odd = !odd
				}
			}
			if r.Contains(p) != odd {
				if _, far := r.outline(p); far > 0.002 {
					t.Fatalf("%v: inside %v, want %v", p, !odd, odd)
				}
			}
		}
	})
}

// A window changes nothing within it.
func TestWithin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := star(t, "a")
		whole, notices, err := New(g)
		if err != nil || len(notices) > 0 {
			t.Skip("too thin")
		}
		w := orb.Bound{Min: orb.Point{-40, -30}, Max: orb.Point{35, 45}}
		r, told, err := Within(w, g)
		if err != nil {
			t.Fatal(err)
		}
		if len(told) > 0 && told[0] != Degenerate {
			t.Fatalf("told %q of a whole ring", told)
		}
		want, err := Intersect(whole, must(t, orb.MultiPolygon{{w.ToRing()}}))
		if err != nil {
			t.Fatal(err)
		}
		got, want2 := r.Area().SquareMetres(), want.Area().SquareMetres()
		if math.Abs(got-want2) > 0.2 {
			t.Fatalf("%v m² within, want %v", got, want2)
		}
	})
}
