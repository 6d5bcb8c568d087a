package geo

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/unit"
)

// Destination returns the point that lies the given distance from p along the geodesic that
// leaves it with the given azimuth (degrees clockwise from north). A negative distance goes
// backwards. The coordinates are NaN when an argument is not finite or p is not on the globe.
//
// Karney's solution of the direct problem (Algorithms for geodesics, 2013, section 3).
func Destination(p orb.Point, azimuthDegrees float64, distance unit.Length) orb.Point {
	s := distance.Metres()
	if !(math.Abs(p[1]) <= 90) || !finite(p[0]) || !finite(azimuthDegrees) || !finite(s) {
		return orb.Point{math.NaN(), math.NaN()}
	}
	if s == 0 {
		return orb.Point{wrapLongitude(p[0]), p[1]}
	}
	sinA1, cosA1 := sincosDegrees(azimuthDegrees)
	sinB1, cosB1 := reducedLatitude(p[1])
	cosB1 = math.Max(cosB1, tiny)

	sinA0 := sinA1 * cosB1
	cosA0 := math.Hypot(cosA1, sinA1*sinB1)
	e := epsilonOf(cosA0)
	cosS1 := cosB1 * cosA1
	if sinB1 == 0 && cosA1 == 0 {
		cosS1 = 1 // along the equator: σ is counted from here
	}
	omega1 := math.Atan2(sinA0*sinB1, cosS1)
	sigma1 := math.Atan2(sinB1, cosS1)
	sin1, cos1 := math.Sincos(sigma1)

	s1, back := distanceSeries(e), distanceReverse(e)
	tau := sigma1 + s1.at(sin1, cos1) + s/(polarRadius*s1.a)
	sigma2 := tau + back.at(math.Sincos(tau))
	sin2, cos2 := math.Sincos(sigma2)

	s3 := longitudeSeries(e)
	lambda := math.Atan2(sinA0*sin2, cos2) - omega1 -
		flattening*s3.a*sinA0*(sigma2-sigma1+s3.at(sin2, cos2)-s3.at(sin1, cos1))
	cosB2 := math.Hypot(sinA0, cosA0*cos2)
	return orb.Point{
		wrapLongitude(math.Remainder(p[0], 360) + lambda/degree),
		geographicLatitude(cosA0*sin2, cosB2),
	}
}
