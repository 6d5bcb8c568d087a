// Package quasirandom draws points that fill a space evenly, the same each time: engines are pure
// and may not ask for chance.
package quasirandom

import "math"

// Sequence is Richtmyer's sequence: point k is the fractional parts of 1/2 + k·√p, p the
// primes in order but for those with a root close to a whole number, whose steps creep and
// leave rectangles empty. It fills the unit cube evenly in far fewer points than chance would,
// and is the same each time.
type Sequence struct{ steps []float64 }

// Even is up to how many dimensions every pair of coordinates is shown to be filled evenly.
const Even = 31

// Dimensions returns how many coordinates a point has.
func (q Sequence) Dimensions() int { return len(q.steps) }

// New returns a sequence in so many dimensions.
func New(dimensions int) Sequence {
	q := Sequence{make([]float64, 0, dimensions)}
	for n := 2; len(q.steps) < dimensions; n++ {
		if isPrime(n) {
			if _, fraction := math.Modf(math.Sqrt(float64(n))); fraction > 0.05 && fraction < 0.95 {
				q.steps = append(q.steps, fraction)
			}
		}
	}
	return q
}

// At returns coordinate i of point k, 0 ≤ x < 1.
func (q Sequence) At(k, i int) float64 {
	_, fraction := math.Modf(0.5 + float64(k)*q.steps[i])
	return fraction
}

func isPrime(n int) bool {
	for d := 2; d*d <= n; d++ {
		if n%d == 0 {
			return false
		}
	}
	return true
}

// Triangular turns an even x in [0, 1) into a value between low and high whose density rises
// in a straight line to likely and falls from there. likely must lie within.
func Triangular(x, low, likely, high float64) float64 {
	width := high - low
	if !(width > 0) {
		return likely
	}
	if x*width < likely-low {
		return low + math.Sqrt(x*width*(likely-low))
	}
	return high - math.Sqrt((1-x)*width*(high-likely))
}
