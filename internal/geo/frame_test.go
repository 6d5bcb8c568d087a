package geo

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/unit"
)

// There and back is the same place, distances near the centre are true, and so are areas.
func TestFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		centre := orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-85, 85).Draw(t, "lat")}
		f := NewFrame(centre)
		azimuth := rapid.Float64Range(0, 360).Draw(t, "azimuth")
		metres := rapid.Float64Range(0, 200_000).Draw(t, "metres")
		p := Destination(centre, azimuth, unit.Length(metres))
		q := f.To(p)
		if back := f.From(q); Distance(back, p) > 1e-4 {
			t.Fatalf("%v comes back as %v", p, back)
		}
		far := math.Hypot(q[0], q[1])
		if off := math.Abs(far - metres); off > 1e-4+metres*(math.Pow(metres/6371e3, 2)/4+eccentricity2*metres/6371e3) {
			t.Fatalf("%v is %.4f m away in the plane, %.4f on the Earth", p, far, metres)
		}
		side := rapid.Float64Range(100, 20_000).Draw(t, "side")
		ring := orb.Ring{}
		for i := range 24 {
			ring = append(ring, Destination(p, float64(-15*i), unit.Length(side)))
		}
		ring = append(ring, ring[0])
		plane := 0.0
		for i := 1; i < len(ring); i++ {
			a, b := f.To(ring[i-1]), f.To(ring[i])
			plane += (a[0]*b[1] - a[1]*b[0]) / 2
		}
		if ratio := plane / AreaOf(ring).SquareMetres(); math.Abs(ratio-1) > 1e-5 {
			t.Fatalf("%.2f m² in the plane, %.7f of the Earth's", plane, ratio)
		}
	})
}
