package geo

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/unit"
)

// Reference lengths: T. Vincenty's and C. F. F. Karney's published examples, and PROJ 9.1
// (geod +ellps=WGS84, which solves by Karney's method), to 0.1 µm.
var knownDistances = []struct {
	name                   string
	lat1, lon1, lat2, lon2 float64
	metres                 float64
}{
	{"coincident", 63.2, 14.6, 63.2, 14.6, 0},
	{"one place, two longitudes", 63.2, 180, 63.2, -180, 0},
	{"a pole under two longitudes", 90, 12, 90, -47, 0},
	{"quarter meridian", 0, 7, 90, 7, 10001965.729313},
	{"pole to pole", -90, 0, 90, 13, 20003931.458625},
	{"one degree of the equator", 0, 0, 0, 1, 111319.490793},
	{"Karney 2013, table 2: direct problem", 40, 0, 41.79331020506, 137.84490004377, 10e6},
	{"Karney 2013, table 3: near antipodal", -30, 0, 29.9, 179.8, 19989832.827610},
	{"equator, antipodal", 0, 0, 0, 180, 20003931.458625},
	{"equator, past the cut locus", 0, 0, 0, 179.5, 19980861.908891},
	{"Vincenty's failing pair", 0, 0, 0.5, 179.7, 19944127.4207505},
	{"antipodal off the equator", 30, 0, -30, 179.9999, 20003931.4577024},
	{"a hand's breadth from both poles", -89.99999952316284, 1, 89.99999904632568, 30.001, 20003931.303361870},
	{"a latitude whose square underflows", 0, 0, 5.7e-160, 16.5, 1836771.598089014},
	{"70° N, along the coast", 70, 10, 70.5, 12, 93830.3816551},
	{"63° N, across the river", 63, 14, 63, 14.001, 50.6728240},
}

func TestDistanceKnown(t *testing.T) {
	for _, c := range knownDistances {
		a, b := orb.Point{c.lon1, c.lat1}, orb.Point{c.lon2, c.lat2}
		if got := Distance(a, b).Metres(); math.Abs(got-c.metres) > 1e-5 {
			t.Errorf("%s: %.7f m, want %.7f", c.name, got, c.metres)
		}
		if got, back := Distance(a, b), Distance(b, a); got != back {
			t.Errorf("%s: %v there, %v back", c.name, got, back)
		}
	}
}

func TestDistanceNeverFails(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q := drawPoint().Draw(t, "p"), drawPoint().Draw(t, "q")
		if rapid.Bool().Draw(t, "nearly antipodal") {
			e := math.Pow(10, rapid.Float64Range(-17, 0).Draw(t, "log off"))
			q = orb.Point{wrapLongitude(p[0] + 180 + e), math.Max(-90, math.Min(90, -p[1]+e))}
		}
		d := Distance(p, q)
		if back := Distance(q, p); math.Abs(float64(d-back)) > 1e-7 {
			t.Fatalf("%v there, %v back", d, back)
		}
		if !(d >= 0 && d <= 20003931.46) {
			t.Fatalf("%v m", d)
		}
		m := drawPoint().Draw(t, "m")
		if over := Distance(p, m) + Distance(m, q); d > over+1e-6 {
			t.Fatalf("%v m, but %v by way of %v", d, over, m)
		}
	})
}

func TestDistanceIsSymmetricInSpace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q := drawPoint().Draw(t, "p"), drawPoint().Draw(t, "q")
		d := Distance(p, q)
		for _, m := range []unit.Length{
			Distance(orb.Point{p[0], -p[1]}, orb.Point{q[0], -q[1]}),
			Distance(orb.Point{-p[0], p[1]}, orb.Point{-q[0], q[1]}),
			Distance(orb.Point{p[0] + 720, p[1]}, q),
		} {
			if math.Abs(float64(m-d)) > 1e-6 {
				t.Fatalf("%v m, its mirror image %v", d, m)
			}
		}
	})
}

func TestDistanceOfNonsense(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	good := orb.Point{14, 63}
	for _, p := range []orb.Point{{nan, 63}, {14, nan}, {inf, 63}, {14, -inf}, {14, 90.001}, {500000, 6900000}} {
		if d := Distance(p, good); !math.IsNaN(float64(d)) {
			t.Errorf("%v: %v m", p, d)
		}
		if d := Distance(good, p); !math.IsNaN(float64(d)) {
			t.Errorf("to %v: %v m", p, d)
		}
		if q := Destination(p, 0, 10); !math.IsNaN(q[0]) && !math.IsNaN(q[1]) {
			t.Errorf("10 m from %v: %v", p, q)
		}
	}
	for _, q := range []orb.Point{Destination(good, nan, 1), Destination(good, 0, unit.Length(nan)), Destination(good, inf, 0)} {
		if !math.IsNaN(q[0]) {
			t.Errorf("arrived at %v", q)
		}
	}
}

// TestDestination holds the direct problem against published points, and against Distance.
func TestDestination(t *testing.T) {
	// Karney 2013, table 2: φ₁ = 40°, α₁ = 30°, s = 10 000 km.
	if got, want := Destination(orb.Point{0, 40}, 30, 1e7), (orb.Point{137.84490004377, 41.79331020506}); Distance(got, want) > 1e-5 {
		t.Errorf("got %.11f, want %v", got, want)
	}
	// Due north, over the pole and down the other side; due east along the equator.
	if got, want := Destination(orb.Point{20, 80}, 0, 2*Distance(orb.Point{20, 80}, orb.Point{20, 90})), (orb.Point{-160, 80}); Distance(got, want) > 1e-6 {
		t.Errorf("over the pole: %v, want %v", got, want)
	}
	if got, want := Destination(orb.Point{179, 0}, 90, 222638.981587), (orb.Point{-179, 0}); Distance(got, want) > 1e-5 {
		t.Errorf("along the equator: %v, want %v", got, want)
	}
	rapid.Check(t, func(t *rapid.T) {
		p, azimuth := drawPoint().Draw(t, "p"), rapid.Float64Range(-360, 360).Draw(t, "azimuth")
		// on the way to the cut locus every geodesic is the shortest
		s := unit.Length(math.Pow(10, rapid.Float64Range(-3, 7.29).Draw(t, "log s")))
		q := Destination(p, azimuth, s)
		if err := CheckLonLat(q); err != nil {
			t.Fatal(err)
		}
		if d := Distance(p, q); math.Abs(float64(d-s)) > 1e-6 {
			t.Fatalf("%v m to %v, want %v", d, q, s)
		}
		if back := Destination(q, 0, 0); Distance(back, q) != 0 {
			t.Fatalf("no way at all led from %v to %v", q, back)
		}
	})
}

func BenchmarkDistance(b *testing.B) {
	p, q := orb.Point{14.6, 63.2}, orb.Point{15.1, 63.3}
	b.ReportAllocs()
	for b.Loop() {
		Distance(p, q)
	}
}

func BenchmarkDistanceAntipodal(b *testing.B) {
	p, q := orb.Point{0, 30}, orb.Point{179.9, -29.9}
	for b.Loop() {
		Distance(p, q)
	}
}

func BenchmarkUnitVector(b *testing.B) {
	for b.Loop() {
		UnitVector(orb.Point{14.6, 63.2})
	}
}
