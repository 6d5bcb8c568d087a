package geo

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/unit"
)

// Distance returns the length of the shortest line between two points over the ellipsoid of
// WGS 84, right to better than a micrometre for any pair. Longitudes may lie outside ±180°.
// It is NaN when a coordinate is not finite or a latitude lies beyond ±90°.
//
// Karney's solution of the inverse problem (Algorithms for geodesics, 2013, section 4):
// Newton's method for the azimuth at the first point, kept inside a bracket that is halved
// when a step leaves it, so that it ends for antipodal points too.
func Distance(a, b orb.Point) unit.Length {
	phi1, phi2 := a[1], b[1]
	dlon := b[0] - a[0]
	if !(math.Abs(phi1) <= 90 && math.Abs(phi2) <= 90) || !finite(dlon) {
		return unit.Length(math.NaN())
	}
	dlon = math.Abs(wrapLongitude(dlon))
	phi1, phi2, dlon = flush(phi1), flush(phi2), flush(dlon)
	if phi1 == phi2 && dlon == 0 {
		return 0
	}
	// Of the mirror images, the one with φ₁ ≤ 0, φ₁ ≤ φ₂ ≤ −φ₁, 0 ≤ λ ≤ 180°.
	if math.Abs(phi1) < math.Abs(phi2) {
		phi1, phi2 = phi2, phi1
	}
	if phi1 > 0 {
		phi1, phi2 = -phi1, -phi2
	}
	if phi1 == -90 {
		dlon = 0 // every meridian leads away from a pole
	}
	p := newPair(phi1, phi2, dlon)
	switch {
	case dlon == 0 || dlon == 180:
		return unit.Length(p.alongMeridian(dlon == 180))
	case phi1 == 0 && dlon <= 180*(1-flattening):
		return unit.Length(equatorialRadius * dlon * degree)
	}
	return unit.Length(p.solve())
}

// flush makes angles zero (degrees; 1e-17° are 1 pm) whose squares would underflow.
func flush(x float64) float64 {
	if math.Abs(x) < 1e-17 {
		return 0
	}
	return x
}

// pair is the inverse problem in canonical form; angles on the auxiliary sphere.
type pair struct {
	sinBeta1, cosBeta1 float64
	sinBeta2, cosBeta2 float64
	lambda             float64 // difference of longitude, radians, 0…π
}

func newPair(phi1, phi2, dlon float64) pair {
	p := pair{lambda: dlon * degree}
	p.sinBeta1, p.cosBeta1 = reducedLatitude(phi1)
	p.sinBeta2, p.cosBeta2 = reducedLatitude(phi2)
	p.cosBeta1 = math.Max(p.cosBeta1, tiny)
	if phi2 == phi1 || phi2 == -phi1 {
		p.cosBeta2 = p.cosBeta1
	}
	return p
}

// arc is a geodesic between the two latitudes of a pair, for some azimuth at the first.
type arc struct {
	sin1, cos1, sin2, cos2 float64 // of σ₁ and σ₂
	sigma                  float64 // σ₂ − σ₁, radians, 0…π
	sinAlpha0, cosAlpha2   float64
	epsilon                float64
	lambda                 float64 // the longitude it crosses, radians
}

func angleBetween(sin1, cos1, sin2, cos2 float64) float64 {
	return math.Atan2(math.Max(0, cos1*sin2-sin1*cos2), cos1*cos2+sin1*sin2)
}

// metres is the length of the arc.
func (g *arc) metres() float64 {
	s := distanceSeries(g.epsilon)
	return polarRadius * s.a * (g.sigma + s.at(g.sin2, g.cos2) - s.at(g.sin1, g.cos1))
}

// slope returns dλ/dα₁, and false where it is not defined (Karney equations 38 and 46).
func (g *arc) slope(p *pair) (float64, bool) {
	if g.cosAlpha2 == 0 {
		return 0, false
	}
	s1, s2 := distanceSeries(g.epsilon), reducedLengthSeries(g.epsilon)
	j := (s1.a-s2.a)*g.sigma +
		s1.a*(s1.at(g.sin2, g.cos2)-s1.at(g.sin1, g.cos1)) -
		s2.a*(s2.at(g.sin2, g.cos2)-s2.at(g.sin1, g.cos1))
	k2 := 4 * g.epsilon / ((1 - g.epsilon) * (1 - g.epsilon))
	m := math.Sqrt(1+k2*g.sin2*g.sin2)*g.cos1*g.sin2 -
		math.Sqrt(1+k2*g.sin1*g.sin1)*g.sin1*g.cos2 - g.cos1*g.cos2*j
	d := (1 - flattening) * m / (g.cosAlpha2 * p.cosBeta2)
	return d, d > 0 && finite(d)
}

func (p *pair) alongMeridian(overPole bool) float64 {
	g := arc{sin1: p.sinBeta1, cos1: p.cosBeta1, sin2: p.sinBeta2, cos2: p.cosBeta2, epsilon: epsilonOf(1)}
	if overPole {
		g.cos1 = -g.cos1
	}
	g.sigma = angleBetween(g.sin1, g.cos1, g.sin2, g.cos2)
	return g.metres()
}

// shoot follows the geodesic that leaves the first point with the given azimuth to its next
// northward crossing of the second latitude.
func (p *pair) shoot(sinAlpha1, cosAlpha1 float64) arc {
	g := arc{sinAlpha0: sinAlpha1 * p.cosBeta1}
	cosAlpha0 := math.Hypot(cosAlpha1, sinAlpha1*p.sinBeta1)
	g.epsilon = epsilonOf(cosAlpha0)

	if p.cosBeta2 == p.cosBeta1 {
		g.cosAlpha2 = math.Abs(cosAlpha1)
	} else {
		// cos²β₂ − cos²β₁, from whichever has kept its digits; positive as |β₁| is the greater
		d := (p.sinBeta1 - p.sinBeta2) * (p.sinBeta1 + p.sinBeta2)
		if p.cosBeta1 < -p.sinBeta1 {
			d = (p.cosBeta2 - p.cosBeta1) * (p.cosBeta2 + p.cosBeta1)
		}
		c := cosAlpha1 * p.cosBeta1
		g.cosAlpha2 = math.Sqrt(c*c+d) / p.cosBeta2
	}
	cosS1 := cosAlpha1 * p.cosBeta1 // both σ₁ and ω₁ have it
	cosS2 := g.cosAlpha2 * p.cosBeta2
	omega := angleBetween(g.sinAlpha0*p.sinBeta1, cosS1, g.sinAlpha0*p.sinBeta2, cosS2)

	h1, h2 := math.Hypot(p.sinBeta1, cosS1), math.Hypot(p.sinBeta2, cosS2)
	g.sin1, g.cos1 = divideOr(p.sinBeta1, cosS1, h1)
	g.sin2, g.cos2 = divideOr(p.sinBeta2, cosS2, h2)
	g.sigma = angleBetween(g.sin1, g.cos1, g.sin2, g.cos2)

	s3 := longitudeSeries(g.epsilon)
	g.lambda = omega - flattening*s3.a*g.sinAlpha0*
		(g.sigma+s3.at(g.sin2, g.cos2)-s3.at(g.sin1, g.cos1))
	return g
}

// divideOr normalises (s, c) by their hypotenuse h, and takes (0, 1) for a null vector.
func divideOr(s, c, h float64) (float64, float64) {
	if h == 0 {
		return 0, 1
	}
	return s / h, c / h
}

// solve finds the azimuth whose geodesic crosses p.lambda, and returns its length.
func (p *pair) solve() float64 {
	sinA, cosA, short := p.firstAzimuth()
	if short >= 0 {
		return short
	}
	// λ grows with α₁ from 0 at 0 to π at π: the bracket is the whole half circle.
	loS, loC, hiS, hiC := tiny, 1., tiny, -1.
	const most = 200 // a halving gains a bit; 53 of them and the way to tiny angles fit twice
	var g arc
	for range most {
		g = p.shoot(sinA, cosA)
		v := g.lambda - p.lambda
		d, ok := g.slope(p)
		// The length changes with the longitude by a·sin α₀ (first variation), so a last
		// small error of λ is settled without another turn; what is left is of order v²/d.
		if v == 0 || ok && v*v < 1e-18*d {
			return g.metres() - v*equatorialRadius*g.sinAlpha0
		}
		if v > 0 {
			hiS, hiC = sinA, cosA
		} else {
			loS, loC = sinA, cosA
		}
		if ok {
			step := -v / d
			if math.Abs(step) < math.Pi {
				ds, dc := math.Sincos(step)
				s, c := sinA*dc+cosA*ds, cosA*dc-sinA*ds
				if s > 0 && s*loC-c*loS > 0 && hiS*c-hiC*s > 0 {
					h := math.Hypot(s, c)
					sinA, cosA = s/h, c/h
					continue
				}
			}
		}
		s, c := (loS+hiS)/2, (loC+hiC)/2
		h := math.Hypot(s, c)
		s, c = s/h, c/h
		if s == sinA && c == cosA || s == loS && c == loC || s == hiS && c == hiC {
			break // the bracket is one rounding wide
		}
		sinA, cosA = s, c
	}
	return g.metres() - (g.lambda-p.lambda)*equatorialRadius*g.sinAlpha0
}

// firstAzimuth guesses from the sphere (Karney equations 48–51). For points within about
// 0.2 m the sphere is good enough and it returns their distance too, else −1.
func (p *pair) firstAzimuth() (sinA, cosA, short float64) {
	m := (p.cosBeta1 + p.cosBeta2) / 2
	w := math.Sqrt(1 - eccentricity2*m*m)
	sin, cos := math.Sincos(math.Min(p.lambda/w, math.Pi))
	sinA = p.cosBeta2 * sin
	if cos >= 0 {
		cosA = (p.sinBeta2*p.cosBeta1 - p.cosBeta2*p.sinBeta1) + p.cosBeta2*p.sinBeta1*sin*sin/(1+cos)
	} else {
		cosA = (p.sinBeta2*p.cosBeta1 + p.cosBeta2*p.sinBeta1) - p.cosBeta2*p.sinBeta1*sin*sin/(1-cos)
	}
	h := math.Hypot(sinA, cosA)
	// h is sin σ: small at the antipode too, where cos σ is negative
	if h < 3e-8 && p.sinBeta1*p.sinBeta2+p.cosBeta1*p.cosBeta2*cos > 0 {
		return 0, 0, equatorialRadius * w * h
	}
	if !(sinA > 0) || h == 0 {
		return 1, 0, -1
	}
	return sinA / h, cosA / h, -1
}
