package geo

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/unit"
)

// Between may differ from Distance by this much: rounding and the series' ends.
const nearTolerance = 5e-9 * unit.Metre

func TestBetweenIsDistance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPoint().Draw(t, "p")
		q := drawPoint().Draw(t, "q")
		if rapid.Bool().Draw(t, "near") {
			azimuth := rapid.OneOf(rapid.Float64Range(-180, 180), rapid.SampledFrom([]float64{0, 90, 180, -90})).Draw(t, "azimuth")
			q = Destination(p, azimuth, drawRadius().Draw(t, "distance"))
		}
		checkBetween(t, p, q)
	})
}

func checkBetween(t rapid.TB, p, q orb.Point) {
	t.Helper()
	a, b := Prepare(p), Prepare(q)
	got, want := Between(&a, &b), Distance(p, q)
	if math.Abs(float64(got-want)) > float64(nearTolerance) || math.IsNaN(float64(got)) {
		t.Fatalf("%v to %v: %.10f m, Distance says %.10f", p, q, got.Metres(), want.Metres())
	}
	if back := Between(&b, &a); back != got {
		t.Fatalf("%v to %v: %v there, %v back", p, q, got, back)
	}
}

// TestBetweenIsDistanceEverywhere sweeps latitudes and azimuths at all lengths that go the short way.
func TestBetweenIsDistanceEverywhere(t *testing.T) {
	r := rand.New(rand.NewPCG(20261122, 1))
	for range 200_000 {
		p := orb.Point{360*r.Float64() - 180, math.Asin(2*r.Float64()-1) / degree}
		checkBetween(t, p, Destination(p, 360*r.Float64(), unit.Length(math.Pow(10, 6.5*r.Float64()-0.7))))
	}
}

func TestBetweenOffTheGlobe(t *testing.T) {
	for _, p := range []orb.Point{{math.NaN(), 0}, {0, math.NaN()}, {math.Inf(1), 0}, {0, 91}} {
		a, b := Prepare(p), Prepare(orb.Point{14, 63})
		if d := Between(&a, &b); !math.IsNaN(d.Metres()) {
			t.Errorf("%v: %v, want NaN", p, d)
		}
	}
}

// benchPoints are pairs some kilometres apart.
func benchPoints(n int) (points []Prepared) {
	r := rand.New(rand.NewPCG(1, 2))
	for range n {
		points = append(points, Prepare(orb.Point{14 + r.Float64()/2, 60 + r.Float64()/4}))
	}
	return points
}

func BenchmarkBetween(b *testing.B) {
	points := benchPoints(1024)
	var sum unit.Length
	for i := 0; b.Loop(); i++ {
		sum += Between(&points[i%1024], &points[(i+1)%1024])
	}
	_ = sum
}
