package geo

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/unit"
)

// Prepared is a point with its place in space: made once, it spares each distance to a near point
// everything but some products and two roots.
type Prepared struct {
	Point orb.Point
	Space [3]float64 // geocentric coordinates, metres
}

// Prepare reckons what Between needs of a point. A point off the globe (CheckLonLat) is at
// no place: NaN, and so is what is measured to it.
func Prepare(p orb.Point) Prepared {
	if !(math.Abs(p[1]) <= 90) {
		return Prepared{Point: p, Space: [3]float64{math.NaN(), math.NaN(), math.NaN()}}
	}
	sinB, cosB := reducedLatitude(p[1])
	sinL, cosL := sincosDegrees(p[0])
	const a, b = equatorialRadius, polarRadius
	return Prepared{Point: p, Space: [3]float64{a * cosB * cosL, a * cosB * sinL, b * sinB}}
}

// Between goes by the chord from shortestChord to longestChord, m²: nearer, the rounding of the
// coordinates in space would count, farther the end of the series.
const (
	shortestChord = 1. * 1.
	longestChord  = 300e3 * 300e3
)

// Between is Distance for prepared points, to within 5 nm of it (the coordinates in space are
// rounded to half a nanometre), some twenty times faster from a metre to 300 km; nearer and
// farther it is Distance itself. The same both ways, to the last bit.
func Between(p, q *Prepared) unit.Length {
	if c2 := SquaredLine(p, q); c2 >= shortestChord && c2 <= longestChord {
		return alongChord(c2, p.Space[2]-q.Space[2], p.Space[2]+q.Space[2])
	}
	return Distance(p.Point, q.Point)
}

// alongChord is the length of the geodesic over the chord whose square is c2, from the
// difference and the sum of its ends' heights over the equator's plane, all in metres.
//
// A geodesic is a curve in space whose curvature κ is that of the ellipsoid in its direction.
// From its middle, Frenet's formulas give of a piece of length s with torsion τ
//
//	c² = s² − κ²s⁴/12 + (κ⁴ + κ²τ² − κ′²/2 − 3κκ″/2)·s⁶/360 − …
//
// which turned round is the arc of a circle, (2/κ)·asin(cκ/2), and what the change of κ along the
// way adds. On an ellipsoid κ = p/D²: p the distance from the centre to the plane that touches it, D the half
// diameter in the direction, and pD is the same all along (Joachimsthal), so that κ is as p³.
// With e′ the second eccentricity, u the sine of the chord's rise to the axis and ζ = z/b
//
//	p = a/√H, H = 1 + e′²ζ²      D = a/√g, g = 1 + e′²u²      κ″/κ = −(3e′²/b²)·(u² − gζ²/H)/H + …
//
// at the place where the chord's direction touches the ellipsoid, right above the chord's middle as
// seen from the centre: there ζ² is that of the middle over 1 − c²/4D². From there to the middle of the geodesic
// the curvature changes in proportion to e′⁴c²/a²: that, κ′², τ² and e′⁴ of κ″ are the last term.
//
// Left out are e′²c⁹, e′⁴c⁷ and the eleventh power of c: 0.8 nm at 300 km in all directions, growing
// with the seventh power, by comparison with quadrature in forty digits (decision 99).
func alongChord(c2, rise, sum float64) unit.Length {
	u := rise * rise / c2
	g := 1 + secondEccentricity2*u
	f := c2 * g * perDiameter2
	w := sum * sum * perAxis2 * (1 + f*(1+f)) // ζ²; f³ is below 2e-10
	h := 1 / (1 + secondEccentricity2*w)
	q := f * g * h // (cκ/2)²
	circle := q * (asin1 + q*(asin2+q*(asin3+q*asin4)))
	bend := q * (c2 * bendScale) * h * (g*w*h - u) * (1 + q*bendNext)
	rest := q * q * eccentricity4 * (u*(restAlong*w+restAcross*(1-w-u)) - w*(1-w)*restTwist)
	return unit.Length(math.Sqrt(c2) * (1 + (circle + (bend + rest))))
}

// The constants of alongChord.
const (
	perDiameter2  = 1 / (4 * equatorialRadius * equatorialRadius)
	perAxis2      = 1 / (4 * polarRadius * polarRadius)
	asin1         = 1. / 6 // (asin x)/x = 1 + x²/6 + …
	asin2         = 3. / 40
	asin3         = 15. / 336
	asin4         = 105. / 3456
	bendScale     = secondEccentricity2 / (40 * polarRadius * polarRadius)
	bendNext      = 15. / 14
	eccentricity4 = secondEccentricity2 * secondEccentricity2
	restAlong     = 4. / 15
	restAcross    = 4. / 45
	restTwist     = 1. / 6
)
