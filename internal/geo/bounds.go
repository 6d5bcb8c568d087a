package geo

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/unit"
)

// World is the bound of all longitudes and latitudes.
var World = orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}

// boundSlack widens bounds for rounding: 1e-9° are 0.1 mm.
const boundSlack = 1e-9

// BoundsAround returns bounds in longitude and latitude that together contain every point
// within the geodesic radius of p: one, or two when the circle crosses the antimeridian. A
// circle round a pole takes in all longitudes. They do not overlap but in an edge, and are
// at most 0.4 % too wide. None for a NaN or negative radius, or a p that is not on the globe.
//
// In parametric latitude the circle lies within one of angle radius/b on the sphere (see
// UnitVector), whose extremes are β ± θ and asin(sin θ / cos β).
func BoundsAround(p orb.Point, radius unit.Length) []orb.Bound {
	bounds, n := BoundPairAround(p, radius)
	return append([]orb.Bound(nil), bounds[:n]...)
}

// BoundPairAround is BoundsAround for hot loops: by value, with how many of the two count.
func BoundPairAround(p orb.Point, radius unit.Length) (bounds [2]orb.Bound, n int) {
	first, second, n := boundsAround(p, radius)
	return [2]orb.Bound{first, second}, n
}

func boundsAround(p orb.Point, radius unit.Length) (first, second orb.Bound, n int) {
	r := radius.Metres()
	if !(r >= 0) || !(math.Abs(p[1]) <= 90) || !finite(p[0]) {
		return first, second, 0
	}
	sinB, cosB := reducedLatitude(p[1])
	beta := math.Atan2(sinB, cosB)
	theta := r/polarRadius*(1+relativeSlack) + 1e-14
	south, north := beta-theta, beta+theta

	first = World
	if south > -math.Pi/2 {
		first.Min[1] = math.Max(-90, geographicLatitude(math.Sincos(south))-boundSlack)
	}
	if north < math.Pi/2 {
		first.Max[1] = math.Min(90, geographicLatitude(math.Sincos(north))+boundSlack)
	}
	if south <= -math.Pi/2 || north >= math.Pi/2 {
		return first, second, 1
	}
	x := math.Sin(theta) / cosB
	if x >= 1 {
		return first, second, 1
	}
	// Near a pole asin loses digits: its slack grows with 1/√(1−x).
	half := math.Asin(x)/degree + boundSlack + 1e-13/math.Sqrt(1-x)
	lon := wrapLongitude(p[0])
	west, east := lon-half, lon+half
	switch {
	case east-west >= 360:
	case west <= -180: // with = : a point on the antimeridian may be written ±180
		second = first
		first.Max[0] = east
		second.Min[0] = west + 360
		return first, second, 2
	case east >= 180:
		second = first
		second.Max[0] = east - 360
		first.Min[0] = west
		return first, second, 2
	default:
		first.Min[0], first.Max[0] = west, east
	}
	return first, second, 1
}
