package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Frame is a plane of true areas laid at a place: metres east and north of its centre, by
// Lambert's azimuthal equal-area projection of the ellipsoid (Snyder, Map Projections, USGS
// 1395, equations 24-2 to 24-25 and 3-16). Areas are exact everywhere; d km from the centre
// lengths are off by (d/6371)²/8 and, as the Earth is no ball, up to e²·d/6371: 2e-5 at 18 km. A straight line in the plane is the
// geodesic to (length/R)²/16 of its distance from the centre: 2 mm for 10 km at 10 km.
type Frame struct {
	centre       orb.Point
	sinB1, cosB1 float64 // of the authalic latitude of the centre
	stretch      float64 // D: makes the scale at the centre 1 both ways
}

// NewFrame lays a frame at a place. Beyond 89.9° north or south the centre is taken as there.
func NewFrame(centre orb.Point) Frame {
	lat := math.Max(-89.9, math.Min(89.9, centre[1]))
	s, c := sincosDegrees(lat)
	sinB := authalicSine(lat)
	cosB := math.Sqrt((1 - sinB) * (1 + sinB))
	m := c / math.Sqrt(1-eccentricity2*s*s)
	return Frame{orb.Point{centre[0], lat}, sinB, cosB, equatorialRadius * m / (math.Sqrt(authalicRadiusSq) * cosB)}
}

// To returns metres east and north of the centre. The point opposite the centre has none: it
// comes out as infinite or NaN.
func (f Frame) To(p orb.Point) orb.Point {
	sinB := authalicSine(p[1])
	cosB := math.Sqrt((1 - sinB) * (1 + sinB))
	sinL, cosL := sincosDegrees(wrapLongitude(p[0] - f.centre[0]))
	b := math.Sqrt(2*authalicRadiusSq) / math.Sqrt(1+f.sinB1*sinB+f.cosB1*cosB*cosL)
	return orb.Point{b * f.stretch * cosB * sinL, b / f.stretch * (f.cosB1*sinB - f.sinB1*cosB*cosL)}
}

// From returns longitude and latitude of a point of the plane.
func (f Frame) From(q orb.Point) orb.Point {
	x, y := q[0]/f.stretch, q[1]*f.stretch
	rho := math.Hypot(x, y)
	if rho == 0 {
		return f.centre
	}
	r := math.Sqrt(authalicRadiusSq)
	sinC, cosC := math.Sincos(2 * math.Asin(math.Min(1, rho/(2*r))))
	sinB := cosC*f.sinB1 + y*sinC*f.cosB1/rho
	lambda := math.Atan2(x*sinC, rho*f.cosB1*cosC-y*f.sinB1*sinC)
	return orb.Point{wrapLongitude(f.centre[0] + lambda/degree), latitudeOfAuthalic(math.Max(-1, math.Min(1, sinB))) / degree}
}

// GeometryTo is To for every coordinate of a geometry, in the manner of GeometryFromWGS84.
func (f Frame) GeometryTo(g orb.Geometry) (orb.Geometry, error) {
	return mapPoints(g, func(p orb.Point) (orb.Point, error) {
		if err := CheckLonLat(p); err != nil {
			return orb.Point{}, err
		}
		q := f.To(p)
		if !finite(q[0]) || !finite(q[1]) {
			return orb.Point{}, problem(ProblemOutsideArea, "check the coordinates",
				"longitude %.6g, latitude %.6g lies on the other side of the Earth", p[0], p[1])
		}
		return q, nil
	})
}

// GeometryFrom is From for every coordinate of a geometry.
func (f Frame) GeometryFrom(g orb.Geometry) (orb.Geometry, error) {
	return mapPoints(g, func(q orb.Point) (orb.Point, error) { return f.From(q), nil })
}

// latitudeOfAuthalic solves q(φ) = qPole·sin β by Newton's method, from β itself; radians.
func latitudeOfAuthalic(sinB float64) float64 {
	q := qPole * sinB
	phi := math.Asin(sinB)
	for range 8 {
		s, c := math.Sincos(phi)
		if c < 1e-9 {
			break
		}
		w := 1 - eccentricity2*s*s
		step := w * w / (2 * c) * (q - authalicQ(s)) / (1 - eccentricity2)
		phi = math.Max(-math.Pi/2, math.Min(math.Pi/2, phi+step))
		if math.Abs(step) < 1e-16 {
			break
		}
	}
	return phi
}
