package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// CheckLonLat returns nil for a longitude in −180…180 and a latitude in −90…90, and else an
// *Error with a guess at what happened.
func CheckLonLat(p orb.Point) error {
	lon, lat := p[0], p[1]
	switch {
	case !finite(lon) || !finite(lat):
		return problem(ProblemNotFinite, "give both as plain numbers", "longitude %v, latitude %v are not numbers", lon, lat)
	case math.Abs(lon) <= 180 && math.Abs(lat) <= 90:
		return nil
	case math.Abs(lat) <= 180 && math.Abs(lon) <= 90:
		return problem(ProblemSwapped, "give the longitude first and the latitude second",
			"longitude %.7g, latitude %.7g is no place on Earth, but would be the other way round", lon, lat)
	case math.Abs(lon) > 1000 || math.Abs(lat) > 1000:
		return problem(ProblemLooksMetres, "give them as x and y with their reference system, for instance EPSG:3006 (SWEREF 99 TM; samloka import --crs EPSG:3006)",
			"(%.2f, %.2f) look like metres of a projection, not like degrees", lon, lat)
	default:
		return problem(ProblemOutOfRange, "longitude runs from −180 to 180 and latitude from −90 to 90",
			"longitude %.7g, latitude %.7g is no place on Earth", lon, lat)
	}
}

// LooksSwapped says that p, read as longitude and latitude, lies outside the Nordic
// countries but would lie inside with its coordinates the other way round. Both are places
// on Earth, so this is worth a question, not an error.
func LooksSwapped(p orb.Point) bool {
	return BoundLooksSwapped(p.Bound())
}

// BoundLooksSwapped is LooksSwapped of bounds: they lie wholly outside, and would lie wholly inside.
func BoundLooksSwapped(b orb.Bound) bool {
	turned := orb.Bound{Min: orb.Point{b.Min[1], b.Min[0]}, Max: orb.Point{b.Max[1], b.Max[0]}}
	return !nordic.Intersects(b) && nordic.Contains(turned.Min) && nordic.Contains(turned.Max)
}
