package geo

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/unit"
)

// Prepared is a point with what measuring from it again and again needs: made once, it
// spares each distance four trigonometric functions.
type Prepared struct {
	Point            orb.Point
	Space            [3]float64 // geocentric coordinates, metres
	sinBeta, cosBeta float64    // of the parametric latitude; the cosine is above 0
}

// Prepare reckons what Between needs of a point. Coordinates are not checked (CheckLonLat).
func Prepare(p orb.Point) Prepared {
	sinB, cosB := reducedLatitude(p[1])
	sinL, cosL := sincosDegrees(p[0])
	const a, b = equatorialRadius, polarRadius
	return Prepared{Point: p, Space: [3]float64{a * cosB * cosL, a * cosB * sinL, b * sinB}, sinBeta: sinB, cosBeta: math.Max(cosB, tiny)}
}

// nearHalfChord is the half chord up to which Between goes the short way: 640 km.
const nearHalfChord = 0.05

// Between is Distance for prepared points, to within 5 nm of it, several times faster up to
// 640 km; beyond that and for points within some decimetres it is Distance itself. The same
// both ways, to the last bit.
//
// The inverse problem on the auxiliary sphere (Karney 2013, equations 7–25) by iterating on
// the difference of longitude ω, as Bessel did: near points determine it in a turn or two, since
// ω − λ is nearly in proportion to ω; what is left is settled to the second order by the
// first variation of the length, a·sin α₀.
func Between(p, q *Prepared) unit.Length {
	dlon := math.Abs(wrapLongitude(q.Point[0] - p.Point[0]))
	if p.Point[1] == q.Point[1] && dlon == 0 {
		return 0
	}
	lambda := dlon * degree
	if !(lambda <= math.Pi) {
		return Distance(p.Point, q.Point)
	}
	cosCos, sinSin := p.cosBeta*q.cosBeta, p.sinBeta*q.sinBeta
	dz, dr := p.sinBeta-q.sinBeta, p.cosBeta-q.cosBeta
	meridian := dz*dz + dr*dr
	// The ratio of ω − λ to f·ω, at first as far as the squares of σ and e′: mostly good enough.
	ratio := cosCos
	if lambda < 0.5 {
		ratio *= (1 + (meridian+(cosCos-1)*lambda*lambda)/6) * (1 - secondEccentricity2/4*sinSin)
	}
	for range 4 {
		omega := math.Min(lambda/(1-flattening*ratio), math.Pi)
		sinHalf := math.Sin(omega / 2)
		h2 := (meridian + 4*cosCos*sinHalf*sinHalf) / 4
		if !(h2 <= nearHalfChord*nearHalfChord && h2 > 1e-15) {
			break
		}
		l := newLine(math.Sqrt(h2), h2, cosCos, sinSin, sinHalf)
		bend := flattening * l.sinAlpha0 * l.longitude()
		v := omega - bend - lambda
		// The sine of the azimuth changes by v/σ at most: what the first variation leaves is
		// of order v²/σ, here below 1e-17 of the sphere.
		if v*v <= 1e-17*l.sigma {
			return unit.Length(l.metres() - v*equatorialRadius*l.sinAlpha0)
		}
		ratio = bend / (flattening * omega)
	}
	return Distance(p.Point, q.Point)
}

// nearLine is the geodesic between two near points on the auxiliary sphere.
type nearLine struct {
	sigma, sinAlpha0 float64
	epsilon          float64
	// sums are sin 2jσ₂ − sin 2jσ₁ for j = 1…4, as 2·cos j(σ₁+σ₂)·sin jσ.
	sums [4]float64
}

func newLine(h, h2, cosCos, sinSin, sinHalf float64) (l nearLine) {
	// 2·asin h, whose next term is below 1e-17 at most
	l.sigma = 2 * h * (1 + h2*(1./6+h2*(3./40+h2*(15./336+h2*(105./3456+h2*(945./42240+h2*10395./599040))))))
	sin, cos := 2*h*math.Sqrt(1-h2), 1-2*h2
	l.sinAlpha0 = math.Min(1, 2*cosCos*sinHalf*math.Sqrt(math.Max(0, 1-sinHalf*sinHalf))/sin)
	cos2 := (1 - l.sinAlpha0) * (1 + l.sinAlpha0) // cos²α₀
	if cos2 < 1e-12 {
		return l // along the equator; what is left out is below 1e-15
	}
	k2 := secondEccentricity2 * cos2
	l.epsilon = k2 / (2*(1+math.Sqrt(1+k2)) + k2)
	m := math.Max(-1, math.Min(1, cos-2*sinSin/cos2)) // cos(σ₁+σ₂)
	m2, c2 := m*m, cos*cos
	l.sums = [4]float64{
		2 * m * sin,
		2 * (2*m2 - 1) * 2 * sin * cos,
		2 * m * (4*m2 - 3) * sin * (4*c2 - 1),
		2 * (1 + 8*m2*(m2-1)) * 4 * sin * cos * (2*c2 - 1),
	}
	return l
}

// metres is distanceSeries along the line: the terms left out are below 1 nm here.
func (l *nearLine) metres() float64 {
	e := l.epsilon
	e2 := e * e
	a := (1 + e2*(1./4+e2/64)) / (1 - e)
	return polarRadius * a * (l.sigma + e*((-1./2+e2*3/16)*l.sums[0]+
		e*((-1./16+e2/32)*l.sums[1]+e*(-1./48*l.sums[2]-e*5/512*l.sums[3]))))
}

// longitude is longitudeSeries along the line, I₃(σ₂) − I₃(σ₁).
func (l *nearLine) longitude() float64 {
	const n = thirdFlattening
	e := l.epsilon
	a := 1 - e*((1./2-n/2)+e*((1./4+n/8-n*n*3/8)+e*((1./16+n*3/16)+e*3/64)))
	return a * (l.sigma + e*(((1./4-n/4)+e*((1./8-n*n/8)+e*(3./64+n*3/64)))*l.sums[0]+
		e*(((1./16-n*3/32+n*n/32)+e*(3./64-n/32))*l.sums[1]+e*(5./192-n*3/64)*l.sums[2])))
}
