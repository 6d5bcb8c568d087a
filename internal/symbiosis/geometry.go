package symbiosis

import (
	"github.com/paulmach/orb"
)

// checkPolygons reports the faults that a polygon can have point by point; crossings and
// holes outside their shell are looked for where a geometry enters, and mended there.
func checkPolygons(ps *problems, mp orb.MultiPolygon) {
	if len(mp) == 0 {
		ps.add("geometry", "required", "", "is empty", "a polygon of at least three corners")
	}
	for _, polygon := range mp {
		if !checkPolygon(ps, polygon) {
			return
		}
	}
}

func checkPolygon(ps *problems, polygon orb.Polygon) bool {
	if len(polygon) == 0 {
		ps.add("geometry", "required", "", "holds an empty polygon", "")
	}
	for _, ring := range polygon {
		if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
			ps.add("geometry", "not_closed", "", "has a ring that is not closed or has fewer than three corners", "")
			return false
		}
		if !checkPlaces(ps, ring) {
			return false
		}
	}
	return true
}

// checkPlaces reports the first point that isn't a longitude and latitude.
func checkPlaces(ps *problems, points []orb.Point) bool {
	for _, p := range points {
		before := len(*ps)
		if ps.checkPlace(p); len(*ps) > before {
			return false
		}
	}
	return true
}

// checkGeometry is checkPolygons for a geometry of any of RFC 7946's types but the collection,
// which neither a GIS's table nor a map's layer holds.
func checkGeometry(ps *problems, g orb.Geometry) bool {
	switch g := g.(type) {
	case nil:
		ps.add("geometry", "required", "", "is missing", "")
		return false
	case orb.Point:
		return checkPlaces(ps, []orb.Point{g})
	case orb.MultiPoint:
		return checkNotEmpty(ps, len(g)) && checkPlaces(ps, g)
	case orb.LineString:
		return checkLine(ps, g)
	case orb.MultiLineString:
		if !checkNotEmpty(ps, len(g)) {
			return false
		}
		for _, line := range g {
			if !checkLine(ps, line) {
				return false
			}
		}
		return true
	case orb.Polygon:
		return checkPolygon(ps, g)
	case orb.MultiPolygon:
		before := len(*ps)
		checkPolygons(ps, g)
		return len(*ps) == before
	}
	ps.add("geometry", "wrong_geometry", g.GeoJSONType(), "is not a point, a line or a polygon, or several of one of them", "")
	return false
}

func checkLine(ps *problems, line orb.LineString) bool {
	if len(line) < 2 {
		ps.add("geometry", "too_few_points", "", "has a line of fewer than two points", "")
		return false
	}
	return checkPlaces(ps, line)
}

func checkNotEmpty(ps *problems, parts int) bool {
	if parts == 0 {
		ps.add("geometry", "required", "", "is empty", "")
	}
	return parts > 0
}
