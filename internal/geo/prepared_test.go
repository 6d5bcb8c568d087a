package geo

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/unit"
)

// Between may differ from Distance by this much: the rounding of both.
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

// TestBetweenWhereItChanges: at the shortest and the longest chord, and for points that all but
// coincide, also at the poles and where longitude jumps.
func TestBetweenWhereItChanges(t *testing.T) {
	r := rand.New(rand.NewPCG(20261126, 1))
	for _, p := range []orb.Point{{14.6, 63.2}, {180, 65}, {-180, 0}, {0, 90}, {77, -90}, {12, 89.999999}, {20, 70}, {0, 0}} {
		for range 2_000 {
			for _, d := range []unit.Length{1, 300 * unit.Kilometre} {
				checkBetween(t, p, Destination(p, 360*r.Float64(), d*unit.Length(1+1e-4*(2*r.Float64()-1))))
			}
			checkBetween(t, p, Destination(p, 360*r.Float64(), unit.Length(math.Pow(10, -14*r.Float64()))))
		}
	}
	for _, pair := range [][2]orb.Point{{{180, 65}, {-180, 65}}, {{12, 90}, {-100, 90}}, {{14, 63}, {374, 63}}} {
		a, b := Prepare(pair[0]), Prepare(pair[1])
		if d := Between(&a, &b); d != 0 {
			t.Errorf("%v and %v are one place, %v m apart", pair[0], pair[1], d)
		}
	}
}

// TestAlongChord holds the series alone, without the rounding of places, against lines of known length
// on the ellipsoid: chord², rise and sum of heights by quadrature in forty digits (mpmath), from azimuths at the
// equator of 0 to 90° and places all along.
func TestAlongChord(t *testing.T) {
	for _, c := range knownChords {
		if got := alongChord(c.squared, c.rise, c.sum).Metres(); math.Abs(got-c.metres) > 1e-9 {
			t.Errorf("%v m: off by %.2g", c.metres, got-c.metres)
		}
	}
}

var knownChords = []struct{ squared, rise, sum, metres float64 }{
	{3.9999999999999667, -1.9999999999999667, 1.9999999999999667, 2},
	{152398976.77973488, -12344.99218788782, 12344.99218788782, 12345},
	{22498948956.390034, -149985.9862003544, 149985.9862003544, 150000},
	{89923216823.7731, -299788.011839883, 299788.011839883, 299900},
	{3.999999999999967, -1.4118365731227591, 8989806.747288665, 2},
	{152398977.26486972, -8706.0811011463, 8998511.416553238, 12345},
	{22498959753.595543, -104626.72154484624, 9094432.056996938, 150000},
	{89923393096.10684, -206626.13153368342, 9196431.466985775, 299900},
	{3.9999999999999676, -0.3461665689442141, 12520358.272260467, 2},
	{152398977.7133627, -2124.982978573552, 12522482.909072472, 12345},
	{22498969375.78249, -24228.345302256686, 12544586.271396155, 150000},
	{89923544065.97897, -44967.284805219555, 12565325.210899116, 299900},
	{3.999999999999967, -4.071258382033636e-43, 4.5633431333789215e-37, 2},
	{152398977.42318228, -2.512552463189495e-39, 4.588464586752434e-37, 12345},
	{22498962977.697815, -3.0468084520734024e-38, 4.868019907327879e-37, 150000},
	{89923440670.88715, -6.077199918978358e-38, 5.171059054018375e-37, 299900},
	{3.999999999999967, -3.5802049602666502e-43, -1.3139607567553096e-36, 2},
	{152398977.42318228, -2.2111188154825047e-39, -1.3117499959603232e-36, 12345},
	{22498962977.697815, -2.7031943191036156e-38, -1.2869291715847696e-36, 150000},
	{89923440670.88715, -5.43962671688126e-38, -1.259564847606993e-36, 299900},
	{3.999999999999967, -1.4142135623730716, 1.4142135623730716, 2},
	{152398977.10199884, -8729.227708240254, 8729.227708240254, 12345},
	{22498955978.806793, -106056.14108133056, 106056.14108133056, 150000},
	{89923328934.66602, -211982.40076172227, 211982.40076172227, 299900},
	{3.999999999999967, -0.9991584686524977, 6356753.313403648, 2},
	{152398977.34375763, -6161.309198793689, 6362913.623443973, 12345},
	{22498961359.90724, -74045.1478806695, 6430797.462125849, 150000},
	{89923416794.09169, -146232.12755683143, 6502984.441802011, 299900},
	{3.9999999999999676, 0.300033220681607, 10842947.728437943, 2},
	{152398977.64067557, 1862.1274226694463, 10841085.901048495, 12345},
	{22498967658.31484, 24002.612707024164, 10818945.41576414, 150000},
	{89923514335.94812, 50977.55067218912, 10791970.477798976, 299900},
	{3.999999999999967, -0.3417661489120568, -5973392.900093792, 2},
	{152398977.47501096, -2115.1741951963745, -5971278.067664744, 12345},
	{22498964070.357697, -26460.499029302857, -5946932.742830638, 150000},
	{89923457464.24083, -54547.90847500571, -5918845.333384935, 299900},
	{3.999999999999967, -0.03477198877385592, 19338.25991914732, 2},
	{152398977.42298925, -214.61173529317313, 19552.836882451717, 12345},
	{22498962973.503017, -2604.9653398034707, 21943.190486962016, 150000},
	{89923440604.12622, -5201.3670868384725, 24539.592233997017, 299900},
	{3.9999999999999676, -0.003478114468577945, 12711548.942813542, 2},
	{152398977.74158242, -9.565457848853493, 12711558.504793275, 12345},
	{22498969915.046295, 1496.7199007637134, 12710052.219434664, 150000},
	{89923551357.61339, 6503.280304593927, 12705045.659030832, 299900},
	{3.9999999999999667, 1.8790973042314632, 208498.2942360203, 2},
	{152398976.8554598, 11598.918501905071, 196901.25483141947, 12345},
	{22498950599.42293, 140948.33646577742, 67551.8368675471, 150000},
	{89923242931.09114, 281782.1906962914, -73282.01736296686, 299900},
}

func TestBetweenOffTheGlobe(t *testing.T) {
	for _, p := range []orb.Point{{math.NaN(), 0}, {0, math.NaN()}, {math.Inf(1), 0}, {0, 91}, {14, 90.0001}} {
		for _, q := range []orb.Point{{14, 63}, {14, 90}} {
			a, b := Prepare(p), Prepare(q)
			if d := Between(&a, &b); !math.IsNaN(d.Metres()) {
				t.Errorf("%v to %v: %v, want NaN", p, q, d)
			}
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
