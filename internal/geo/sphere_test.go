package geo

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/unit"
)

func TestChordsBoundDistance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, r := drawPoint().Draw(t, "p"), drawRadius().Draw(t, "radius")
		q := drawPoint().Draw(t, "q")
		if rapid.Bool().Draw(t, "near the rim") {
			q = Destination(p, rapid.Float64Range(0, 360).Draw(t, "azimuth"), r*unit.Length(rapid.Float64Range(0.99, 1.01).Draw(t, "factor")))
		}
		if rapid.Bool().Draw(t, "on the rim") {
			r = Distance(p, q)
		}
		u, v, d := UnitVector(p), UnitVector(q), Distance(p, q)
		within, beyond := Chords(r)
		// both ways an engine may reckon the chord
		for _, c := range []float64{SquaredChord(u, v), 2 - 2*(u[0]*v[0]+u[1]*v[1]+u[2]*v[2])} {
			if c <= within && d > r {
				t.Fatalf("%v m apart, but the chord %g says within %v m", d, c, r)
			}
			if c > beyond && d <= r {
				t.Fatalf("%v m apart, but the chord %g says beyond %v m", d, c, r)
			}
			if lo, hi := MinDistance(c), MaxDistance(c); d < lo || d > hi {
				t.Fatalf("%v m apart, not in %v … %v", d, lo, hi)
			}
		}
	})
}

// TestChordsAreSharp holds the promise that only a narrow band needs the geodesic.
func TestChordsAreSharp(t *testing.T) {
	for _, r := range []unit.Length{100, 10 * unit.Kilometre, 1000 * unit.Kilometre, 10000 * unit.Kilometre} {
		within, beyond := Chords(r)
		if lo, hi := MinDistance(beyond)/r, MaxDistance(within)/r; hi < 0.9999 || lo > 1.0001 {
			t.Errorf("%v m: within reaches to %v, beyond starts at %v", r, hi, lo)
		}
		if ratio := math.Asin(math.Sqrt(within)/2) / math.Asin(math.Sqrt(beyond)/2); ratio < 0.9966 {
			t.Errorf("%v m: the band is %.3g %% wide", r, 100*(1-ratio))
		}
	}
	if w, b := Chords(unit.Length(math.NaN())); w != -1 || b != -1 {
		t.Errorf("NaN: %v, %v", w, b)
	}
	if w, b := Chords(0); !(w < 0) || !(b > 0) {
		t.Errorf("0 m: %v, %v", w, b)
	}
	if w, _ := Chords(unit.Length(math.Inf(1))); w < 3.99 {
		t.Errorf("round the globe: %v", w)
	}
}

func TestBoundsAroundContainCircle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, r := drawPoint().Draw(t, "p"), drawRadius().Draw(t, "radius")
		q := drawPoint().Draw(t, "q")
		switch rapid.IntRange(0, 2).Draw(t, "where") {
		case 0:
			q = Destination(p, rapid.Float64Range(0, 360).Draw(t, "azimuth"), r*unit.Length(rapid.Float64Range(0.98, 1).Draw(t, "factor")))
		case 1:
			r = Distance(p, q)
		}
		if Distance(p, q) > r {
			t.Skip("outside the circle")
		}
		if q[0] == 180 && rapid.Bool().Draw(t, "as -180") {
			q[0] = -180
		}
		bounds := BoundsAround(p, r)
		in := 0
		for _, b := range bounds {
			if b.Contains(q) {
				in++
			}
			if !World.Contains(b.Min) || !World.Contains(b.Max) || b.IsEmpty() {
				t.Fatalf("bound %v is not on the globe", b)
			}
		}
		if in != 1 {
			t.Fatalf("%v, %v m from %v, lies in %d of the bounds %v", q, Distance(p, q), p, in, bounds)
		}
	})
}

func TestBoundsAround(t *testing.T) {
	for _, c := range []struct {
		name   string
		p      orb.Point
		radius unit.Length
		want   []orb.Bound // to 1e-3°
	}{
		{"at home", orb.Point{14.6, 63.2}, 10 * unit.Kilometre, []orb.Bound{box(14.401, 63.110, 14.799, 63.290)}},
		{"a point", orb.Point{14.6, 63.2}, 0, []orb.Bound{box(14.6, 63.2, 14.6, 63.2)}},
		{"over the antimeridian", orb.Point{179.9, 0}, 111319.49, []orb.Bound{box(178.9, -1.007, 180, 1.007), box(-180, -1.007, -179.1, 1.007)}},
		{"from the other side", orb.Point{-179.9, 0}, 111319.49, []orb.Bound{box(-180, -1.007, -178.9, 1.007), box(179.1, -1.007, 180, 1.007)}},
		{"a pole", orb.Point{30, 89.9}, 50 * unit.Kilometre, []orb.Bound{box(-180, 89.45, 180, 90)}},
		{"the other pole", orb.Point{30, -90}, 0, []orb.Bound{box(-180, -90, 180, -90)}},
		{"the globe", orb.Point{30, 20}, 20100 * unit.Kilometre, []orb.Bound{World}},
		{"NaN", orb.Point{math.NaN(), 20}, 1, nil},
		{"NaN radius", orb.Point{30, 20}, unit.Length(math.NaN()), nil},
		{"negative radius", orb.Point{30, 20}, -1, nil},
	} {
		got := BoundsAround(c.p, c.radius)
		same := len(got) == len(c.want)
		for i := 0; same && i < len(got); i++ {
			for j := range 2 {
				// the promise is 0.4 % too wide at the most: a hundredth of a degree here
				same = same && math.Abs(got[i].Min[j]-c.want[i].Min[j]) < 0.006 && math.Abs(got[i].Max[j]-c.want[i].Max[j]) < 0.006
			}
		}
		if !same {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}
