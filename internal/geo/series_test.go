package geo

import (
	"math"
	"testing"
)

// TestSeriesAreTheIntegrals adds the integrals up numerically, over the whole range of ε that
// geodesics on the Earth have. 3e-15 of a radian are 20 nm.
func TestSeriesAreTheIntegrals(t *testing.T) {
	const tolerance = 3e-15
	for _, cosAlpha0 := range []float64{0, 0.3, 0.8, 1} {
		e := epsilonOf(cosAlpha0)
		k2 := secondEccentricity2 * cosAlpha0 * cosAlpha0
		root := func(s float64) float64 { sin := math.Sin(s); return math.Sqrt(1 + k2*sin*sin) }
		distance, back, reduced, longitude := distanceSeries(e), distanceReverse(e), reducedLengthSeries(e), longitudeSeries(e)
		for _, sigma := range []float64{0.1, 0.7, 1.2, math.Pi / 2, 2.5, math.Pi} {
			sin, cos := math.Sincos(sigma)
			for _, c := range []struct {
				name   string
				s      *series
				f      func(float64) float64
				weight float64 // what the integral is multiplied with in a distance
			}{
				{"distance", &distance, root, 1},
				{"reduced length", &reduced, func(s float64) float64 { return 1 / root(s) }, 1},
				{"longitude", &longitude, func(s float64) float64 { return (2 - flattening) / (1 + (1-flattening)*root(s)) }, flattening},
			} {
				got, want := c.s.a*(sigma+c.s.at(sin, cos)), integral(c.f, sigma)
				if d := math.Abs(got-want) * c.weight; d > tolerance {
					t.Errorf("%s to σ = %.2f, ε = %.2g: %.17g, want %.17g", c.name, sigma, e, got, want)
				}
			}
			tau := sigma + distance.at(sin, cos)
			if got := tau + back.at(math.Sincos(tau)); math.Abs(got-sigma) > tolerance {
				t.Errorf("σ = %.2f came back as %.17g, ε = %.2g", sigma, got, e)
			}
		}
	}
}

// integral is Gauss's rule of five points over 64 pieces of 0…x.
func integral(f func(float64) float64, x float64) float64 {
	nodes := [5]float64{0, 0.5384693101056831, -0.5384693101056831, 0.9061798459386640, -0.9061798459386640}
	weights := [5]float64{0.5688888888888889, 0.4786286704993665, 0.4786286704993665, 0.2369268850561891, 0.2369268850561891}
	const pieces = 64
	h := x / pieces / 2
	var sum float64
	for i := range pieces {
		middle := (2*float64(i) + 1) * h
		var piece float64
		for j, n := range nodes {
			piece += weights[j] * f(middle+n*h)
		}
		sum += piece * h
	}
	return sum
}
