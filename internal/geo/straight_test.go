package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/unit"
)

func TestStraightHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q, radius := drawPoint().Draw(t, "p"), drawPoint().Draw(t, "q"), drawRadius().Draw(t, "radius")
		if rapid.Bool().Draw(t, "edge") {
			off := rapid.SampledFrom([]float64{0, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4}).Draw(t, "off") * rapid.SampledFrom([]float64{-1, 1}).Draw(t, "side")
			q = Destination(p, rapid.Float64Range(-180, 180).Draw(t, "azimuth"), radius*unit.Length(1+off))
		}
		a, b := Prepare(p), Prepare(q)
		within, beyond := Straight(radius)
		d := Distance(p, q)
		l := SquaredLine(&a, &b)
		if l <= within && d > radius || l > beyond && d <= radius {
			t.Fatalf("%v to %v: straight² %v with thresholds %v, %v, distance %v, radius %v", p, q, l, within, beyond, d, radius)
		}
		low, high := StraightMin(l), StraightMax(l)
		if !(low <= d && d <= high) || d < 30_000 && high-low > 1e-6*d+1e-6 {
			t.Fatalf("%v to %v: bounds %v and %v, distance %v", p, q, low, high, d)
		}
	})
}

// TestStraightBandIsNarrow: what the geodesic has to settle is next to nothing.
func TestStraightBandIsNarrow(t *testing.T) {
	for _, c := range []struct{ radius, band float64 }{{1_000, 2e-9}, {10_000, 2e-7}, {150_000, 3e-5}, {1e6, 2e-3}} {
		within, beyond := Straight(unit.Length(c.radius))
		if band := (math.Sqrt(beyond) - math.Sqrt(within)) / c.radius; !(band > 0 && band < c.band) {
			t.Errorf("%v m: a band of %v, want less than %v", c.radius, band, c.band)
		}
	}
	for _, r := range []float64{math.NaN(), -1} {
		if w, b := Straight(unit.Length(r)); w != -1 || b != -1 {
			t.Errorf("radius %v: %v, %v", r, w, b)
		}
	}
}
