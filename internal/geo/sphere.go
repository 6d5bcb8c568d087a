package geo

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/unit"
)

// UnitVector places a point on the unit sphere at its parametric latitude β and longitude.
// Pressing the sphere flat along its axis, (x, y, z) → (a·x, a·y, b·z), gives the ellipsoid
// back; so every curve on the ellipsoid is between b and a times as long as its image on
// the sphere, and so is the shortest one: for the central angle θ of two unit vectors
//
//	b·θ ≤ Distance ≤ a·θ,   b/a = 0.99665
//
// which is what MinDistance, MaxDistance and Chords rest on.
func UnitVector(p orb.Point) [3]float64 {
	sinB, cosB := reducedLatitude(p[1])
	sinL, cosL := sincosDegrees(p[0])
	return [3]float64{cosB * cosL, cosB * sinL, sinB}
}

// SquaredChord returns the squared length of the straight line between two points of the
// unit sphere, 0 to 4.
func SquaredChord(u, v [3]float64) float64 {
	x, y, z := u[0]-v[0], u[1]-v[1], u[2]-v[2]
	return x*x + y*y + z*z
}

// chordSlack covers the rounding of a squared chord, also when it is reckoned as 2 − 2·u·v,
// and relativeSlack that of the distance it is compared with.
const (
	chordSlack    = 8e-15 // of the unit sphere squared: 0.6 m for coincident points, less farther away
	relativeSlack = 1e-12
)

// Chords turns a radius into two thresholds for the squared chord c of two unit vectors:
// c ≤ within proves that Distance ≤ radius, c > beyond proves that Distance > radius, and
// only between them (a band of 0.34 % of the radius) Distance itself has to tell. For small
// or negative radii within is negative, which no chord reaches. A NaN radius gives −1, −1:
// nothing lies within it.
func Chords(radius unit.Length) (within, beyond float64) {
	r := radius.Metres()
	if !(r >= 0) {
		return -1, -1
	}
	return squaredChordOf(r/equatorialRadius)*(1-relativeSlack) - chordSlack,
		squaredChordOf(r/polarRadius)*(1+relativeSlack) + chordSlack
}

// squaredChordOf is 4·sin²(θ/2), for a central angle of at most half a turn.
func squaredChordOf(theta float64) float64 {
	s := math.Sin(math.Min(theta, math.Pi) / 2)
	return 4 * s * s
}

// MinDistance returns a length that no two points with this squared chord are nearer than.
func MinDistance(squaredChord float64) unit.Length {
	c := math.Max(0, squaredChord*(1-relativeSlack)-chordSlack)
	return unit.Length(polarRadius * 2 * math.Asin(math.Min(1, math.Sqrt(c)/2)))
}

// MaxDistance returns a length that no two points with this squared chord are farther than.
func MaxDistance(squaredChord float64) unit.Length {
	c := squaredChord*(1+relativeSlack) + chordSlack
	return unit.Length(equatorialRadius * 2 * math.Asin(math.Min(1, math.Sqrt(c)/2)))
}
