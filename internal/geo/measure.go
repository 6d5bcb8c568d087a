package geo

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/unit"
)

// LengthOf returns the geodesic length of the lines of a geometry in longitude and latitude;
// nil, points and surfaces have none.
func LengthOf(g orb.Geometry) unit.Length {
	var sum unit.Length
	switch g := g.(type) {
	case orb.LineString:
		for i := 1; i < len(g); i++ {
			sum += Distance(g[i-1], g[i])
		}
	case orb.MultiLineString:
		for _, l := range g {
			sum += LengthOf(l)
		}
	case orb.Collection:
		for _, part := range g {
			sum += LengthOf(part)
		}
	}
	return sum
}

// AreaOf returns the area of the surfaces of a geometry in longitude and latitude on the
// ellipsoid, holes taken out; nil, points and lines have none. The winding of rings does not
// matter: a ring's inside is the smaller side, or the one with the pole it goes round.
//
// The ellipsoid is laid on the sphere of equal area by authalic latitude (Snyder, Map
// Projections, USGS 1395, equations 3-11 to 3-13), where an edge is a great circle. This is
// the geodesic area to 1e-5 for edges up to 100 km, and better for shorter ones.
func AreaOf(g orb.Geometry) unit.Area {
	var sum unit.Area
	switch g := g.(type) {
	case orb.Ring:
		return ringArea(g)
	case orb.Polygon:
		for i, r := range g {
			if i == 0 {
				sum = ringArea(r)
			} else {
				sum -= ringArea(r)
			}
		}
		return max(0, sum)
	case orb.MultiPolygon:
		for _, p := range g {
			sum += AreaOf(p)
		}
	case orb.Collection:
		for _, part := range g {
			sum += AreaOf(part)
		}
	case orb.Bound:
		return boundArea(g)
	}
	return sum
}

var (
	eccentricity = math.Sqrt(eccentricity2)
	// qPole is q at 90°; a²·qPole/2 is the squared radius of the sphere of equal area.
	qPole            = authalicQ(1)
	authalicRadiusSq = equatorialRadius * equatorialRadius * qPole / 2
	areaOfTheEarth   = unit.Area(4 * math.Pi * authalicRadiusSq)
)

// authalicQ is Snyder's q for the sine of a geographic latitude.
func authalicQ(sin float64) float64 {
	es := eccentricity * sin
	return (1 - eccentricity2) * (sin/(1-es*es) + math.Atanh(es)/eccentricity)
}

func authalicSine(lat float64) float64 {
	s, _ := sincosDegrees(lat)
	return math.Max(-1, math.Min(1, authalicQ(s)/qPole))
}

func ringArea(r orb.Ring) unit.Area {
	if len(r) < 3 {
		return 0
	}
	// tan of half the authalic latitude
	tanHalf := func(p orb.Point) float64 {
		s := authalicSine(p[1])
		return s / (1 + math.Sqrt((1-s)*(1+s)))
	}
	var excess, turned float64
	last := r[len(r)-1] // closes a ring that is left open
	t1 := tanHalf(last)
	for _, p := range r {
		t2 := tanHalf(p)
		d := wrapLongitude(p[0] - last[0])
		turned += d
		// the spherical excess between the edge and the equator
		excess += 2 * math.Atan2(math.Tan(d*degree/2)*(t1+t2), 1+t1*t2)
		last, t1 = p, t2
	}
	area := unit.Area(math.Abs(excess) * authalicRadiusSq)
	if math.Abs(turned) > 180 { // round a pole: what lies between the ring and it
		return areaOfTheEarth/2 - area
	}
	return min(area, areaOfTheEarth-area)
}

func boundArea(b orb.Bound) unit.Area {
	if b.IsEmpty() {
		return 0
	}
	return unit.Area((b.Max[0] - b.Min[0]) * degree * (authalicSine(b.Max[1]) - authalicSine(b.Min[1])) * authalicRadiusSq)
}
