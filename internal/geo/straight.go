package geo

import (
	"math"

	"github.com/samloka/samloka/internal/unit"
)

const (
	// spaceSlack covers the rounding of geocentric coordinates and of what is reckoned with
	// them: some nanometres, metres.
	spaceSlack = 1e-7
	// greatestCurvature of the ellipsoid is that of a meridian at the equator, 1/m.
	greatestCurvature = equatorialRadius / (polarRadius * polarRadius)
	// longestDistance is above half a meridian, than which no two points are farther, metres.
	longestDistance = 20_003_931.5
	// schurMost bounds the radii for which Straight proves what lies within; metres.
	schurMost = 9_000_000
)

// Straight turns a radius into two thresholds for the squared straight line l (m²) between
// two points through the Earth (Prepared.Space): l ≤ within proves that Distance ≤ radius, l > beyond
// that Distance > radius, and only between them Distance itself has to tell: a band of 1e-7 of the
// radius at 10 km and 2e-5 at 150 km. For small or negative radii within is negative, which
// no line reaches; a NaN radius gives −1, −1.
//
// No way is shorter than the straight line. And a geodesic is a curve in space that is bent
// nowhere more than the ellipsoid is, κ: by Schur's theorem one of length D leaves its ends
// at least as far apart as a circle's arc of that curvature does, (2/κ)·sin(κD/2). That grows
// up to D = π/κ; ends of a longer one are nearly antipodal, farther apart than any radius
// that is used here reaches.
func Straight(radius unit.Length) (within, beyond float64) {
	r := radius.Metres()
	switch {
	case !(r >= 0):
		return -1, -1
	case r >= longestDistance:
		return math.Inf(1), math.Inf(1)
	}
	const k = greatestCurvature
	within = -1
	if w := 2/k*math.Sin(k*math.Min(r, schurMost)/2)*(1-relativeSlack) - spaceSlack; w >= 0 {
		within = w * w
	}
	return within, (r + spaceSlack) * (r + spaceSlack) * (1 + relativeSlack)
}

// StraightMin and StraightMax bound the Distance of two points by the squared straight line (m²)
// between them. The bounds are within 1e-6 of each other up to 30 km.
func StraightMin(squared float64) unit.Length {
	return unit.Length(math.Max(0, math.Sqrt(squared)*(1-relativeSlack)-spaceSlack))
}

// StraightMax: see StraightMin.
func StraightMax(squared float64) unit.Length {
	const k = greatestCurvature
	half := k * (math.Sqrt(squared) + spaceSlack) * (1 + relativeSlack) / 2
	if !(half < math.Sin(k*schurMost/2)) {
		return longestDistance
	}
	return unit.Length(2 / k * math.Asin(half))
}

// SquaredLine returns the square of the straight line between two points, m².
func SquaredLine(p, q *Prepared) float64 {
	x, y, z := p.Space[0]-q.Space[0], p.Space[1]-q.Space[1], p.Space[2]-q.Space[2]
	return x*x + y*y + z*z
}
