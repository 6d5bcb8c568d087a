package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// System is a coordinate reference system. The zero System is none; get one from
// SystemByEPSG, ParseSystem or SystemFromPRJ, or take WGS84. Systems can be compared with ==.
type System struct{ def *definition }

// definition is one row of the table in systems.go.
type definition struct {
	epsg int
	name string
	tm   *transverseMercator // nil for longitude and latitude
	// use is the area its publisher made it for, reach that in which a coordinate is still
	// believed: neighbours use each other's systems, but none reaches round the globe.
	use, reach orb.Bound
	parameters tmParameters
	shift      *datum // nil where the datum counts as WGS 84
}

// Valid says whether s is a system at all.
func (s System) Valid() bool { return s.def != nil }

// EPSG returns the number in the EPSG register, 0 for no system.
func (s System) EPSG() int {
	if s.def == nil {
		return 0
	}
	return s.def.epsg
}

// Name returns the name in the EPSG register, such as "SWEREF99 TM".
func (s System) Name() string {
	if s.def == nil {
		return ""
	}
	return s.def.name
}

// String is Name.
func (s System) String() string { return s.Name() }

// Projected says whether coordinates are eastings and northings in metres, and not
// longitudes and latitudes in degrees.
func (s System) Projected() bool { return s.def != nil && s.def.tm != nil }

// AreaOfUse returns the area the system is meant for, in longitude and latitude. Coordinates
// outside are still taken as long as they are not absurd; a caller may warn of them.
func (s System) AreaOfUse() orb.Bound {
	if s.def == nil {
		return orb.Bound{}
	}
	return s.def.use
}

// ToWGS84 turns a point of the system (easting, northing; or longitude, latitude) into
// longitude and latitude. A point that cannot be in the system is an *Error with a guess at
// what happened: swapped axes, degrees, metres, another system.
func (s System) ToWGS84(p orb.Point) (orb.Point, error) {
	if s.def == nil {
		return orb.Point{}, noSystem()
	}
	if s.def.tm == nil {
		return p, CheckLonLat(p)
	}
	if !finite(p[0]) || !finite(p[1]) {
		return orb.Point{}, problem(ProblemNotFinite, "give both as plain numbers",
			"the coordinates (%v, %v) are not numbers", p[0], p[1])
	}
	q, ok := s.unproject(p)
	if !ok {
		return orb.Point{}, s.misfit(p)
	}
	return q, nil
}

// FromWGS84 turns longitude and latitude into a point of the system. It is an *Error when
// they are no place on Earth or too far from where the system is used.
func (s System) FromWGS84(p orb.Point) (orb.Point, error) {
	if s.def == nil {
		return orb.Point{}, noSystem()
	}
	if err := CheckLonLat(p); err != nil || s.def.tm == nil {
		return p, err
	}
	if !s.def.reach.Contains(p) {
		return orb.Point{}, problem(ProblemOutsideArea, "choose a system of that region, or longitude and latitude (EPSG:4326)",
			"longitude %.6g, latitude %.6g lies too far from where %s (EPSG:%d) is used", p[0], p[1], s.def.name, s.def.epsg)
	}
	lon, lat := p[0], p[1]
	if s.def.shift != nil {
		lon, lat = s.def.shift.fromWGS84(s.def.parameters.on, lon, lat)
	}
	e, n := s.def.tm.forward(lon, lat)
	return orb.Point{e, n}, nil
}

// unproject is false for a point whose place lies outside the system's reach.
func (s System) unproject(p orb.Point) (orb.Point, bool) {
	// Beyond this the series says nothing: 3 000 km from the axis, and from pole to pole.
	if math.Abs(p[0]-s.def.tm.falseEasting) > 3e6 || math.Abs(p[1]-s.def.tm.northing) > 1.0002e7 {
		return orb.Point{}, false
	}
	lon, lat := s.def.tm.inverse(p[0], p[1])
	if s.def.shift != nil {
		lon, lat = s.def.shift.toWGS84(s.def.parameters.on, lon, lat)
	}
	q := orb.Point{lon, lat}
	return q, s.def.reach.Contains(q)
}

// misfit explains why p cannot be in s.
func (s System) misfit(p orb.Point) error {
	d := s.def
	if math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 180 {
		return problem(ProblemLooksLonLat, "say that they are longitude and latitude (EPSG:4326), or give metres",
			"(%.7g, %.7g) look like degrees, not like metres of %s (EPSG:%d)", p[0], p[1], d.name, d.epsg)
	}
	if _, ok := s.unproject(orb.Point{p[1], p[0]}); ok {
		return problem(ProblemSwapped, "give the easting first and the northing second",
			"easting %.2f and northing %.2f do not fit %s (EPSG:%d), but would the other way round: the axes seem swapped",
			p[0], p[1], d.name, d.epsg)
	}
	for _, other := range definitions {
		o := System{other}
		if other.tm == nil || o == s {
			continue
		}
		if q, ok := o.unproject(p); ok && other.use.Contains(q) {
			return problem(ProblemOutsideArea, "check which reference system the file is in",
				"easting %.2f, northing %.2f is no place where %s (EPSG:%d) is used; it would fit %s (EPSG:%d), for instance",
				p[0], p[1], d.name, d.epsg, other.name, other.epsg)
		}
	}
	return problem(ProblemOutsideArea, "check the numbers and which reference system they are in",
		"easting %.2f, northing %.2f is no place where %s (EPSG:%d) is used", p[0], p[1], d.name, d.epsg)
}

func noSystem() error {
	return problem(ProblemUnknownSystem, "name one, such as EPSG:3006", "no reference system is given")
}
