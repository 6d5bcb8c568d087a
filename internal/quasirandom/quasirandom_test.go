package quasirandom

import (
	"math"
	"testing"
)

// Every interval and every rectangle of two coordinates gets its share of the points, far
// closer than chance would give it: of 512 random points a share of 0.25 is off by 0.02 at
// one standard deviation, and by 0.06 somewhere among the hundreds tried here.
func TestFillsEvenly(t *testing.T) {
	const points, dimensions = 512, Even
	q := New(dimensions)
	share := func(in func(k int) bool) float64 {
		n := 0
		for k := range points {
			if in(k + 1) {
				n++
			}
		}
		return float64(n) / points
	}
	for i := range dimensions {
		for _, edge := range []float64{0.1, 0.25, 0.5, 0.9} {
			if got := share(func(k int) bool { return q.At(k, i) < edge }); math.Abs(got-edge) > 0.02 {
				t.Errorf("coordinate %d: %.3f of the points lie below %g", i, got, edge)
			}
		}
		for j := range i {
			if got := share(func(k int) bool { return q.At(k, i) < 0.5 && q.At(k, j) < 0.5 }); math.Abs(got-0.25) > 0.05 {
				t.Errorf("coordinates %d and %d: %.3f of the points lie in a quarter", i, j, got)
			}
		}
	}
}

// The triangle's mean and its share below the top are known in closed form.
func TestTriangular(t *testing.T) {
	for _, c := range []struct{ low, likely, high float64 }{{0, 1, 2}, {125, 300, 577}, {1, 1, 1.25}, {0.5, 1, 1}, {-2, -1, 3}, {3, 3, 3}} {
		const n = 20_000
		sum, below := 0.0, 0
		for k := range n {
			v := Triangular((float64(k)+0.5)/n, c.low, c.likely, c.high)
			if v < c.low || v > c.high {
				t.Fatalf("%v: drew %g", c, v)
			}
			if sum += v; v < c.likely {
				below++
			}
		}
		width := max(c.high-c.low, 1e-12)
		if mean, want := sum/n, (c.low+c.likely+c.high)/3; math.Abs(mean-want) > 1e-3*width+1e-12 {
			t.Errorf("%v: mean %g, want %g", c, mean, want)
		}
		if got, want := float64(below)/n, (c.likely-c.low)/width; c.high > c.low && math.Abs(got-want) > 1e-3 {
			t.Errorf("%v: %g below the top, want %g", c, got, want)
		}
	}
}
