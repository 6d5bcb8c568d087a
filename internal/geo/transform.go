package geo

import (
	"fmt"

	"github.com/paulmach/orb"
)

// GeometryToWGS84 is ToWGS84 for every coordinate of a geometry. It returns a new geometry
// of the same type (a Bound becomes a Polygon, as its sides bend) and stops at the first
// coordinate that cannot be.
func (s System) GeometryToWGS84(g orb.Geometry) (orb.Geometry, error) {
	return mapPoints(g, s.ToWGS84)
}

// GeometryFromWGS84 is FromWGS84 for every coordinate of a geometry, in the manner of
// GeometryToWGS84.
func (s System) GeometryFromWGS84(g orb.Geometry) (orb.Geometry, error) {
	return mapPoints(g, s.FromWGS84)
}

type pointFunc func(orb.Point) (orb.Point, error)

func mapPoints(g orb.Geometry, f pointFunc) (orb.Geometry, error) {
	switch g := g.(type) {
	case nil:
		return nil, emptyGeometry()
	case orb.Point:
		p, err := f(g)
		if err != nil {
			return nil, err
		}
		return p, nil
	case orb.MultiPoint:
		return mapSlice(g, f)
	case orb.LineString:
		return mapSlice(g, f)
	case orb.Ring:
		return mapSlice(g, f)
	case orb.MultiLineString:
		return mapParts(g, f)
	case orb.Polygon:
		return mapParts(g, f)
	case orb.MultiPolygon:
		return mapParts(g, f)
	case orb.Collection:
		return mapParts(g, f)
	case orb.Bound:
		return mapParts(g.ToPolygon(), f)
	}
	return nil, unknownGeometry(g)
}

// mapSlice takes points along, each named by its number in an error.
func mapSlice[S ~[]orb.Point](points S, f pointFunc) (orb.Geometry, error) {
	mapped := make(S, len(points))
	for i, p := range points {
		var err error
		if mapped[i], err = f(p); err != nil {
			return nil, fmt.Errorf("coordinate %d: %w", i+1, err)
		}
	}
	return any(mapped).(orb.Geometry), nil
}

func mapParts[S ~[]G, G orb.Geometry](parts S, f pointFunc) (orb.Geometry, error) {
	mapped := make(S, len(parts))
	for i, part := range parts {
		g, err := mapPoints(part, f)
		if err != nil {
			return nil, fmt.Errorf("part %d: %w", i+1, err)
		}
		same, ok := g.(G)
		if !ok {
			return nil, unknownGeometry(part)
		}
		mapped[i] = same
	}
	return any(mapped).(orb.Geometry), nil
}

// CheckGeometry returns nil for a geometry in longitude and latitude that has coordinates,
// all of them on the globe, lines of two points or more, and rings that are closed and have
// four points or more. It does not look for rings that cross.
func CheckGeometry(g orb.Geometry) error {
	found := false
	_, err := mapPoints(g, func(p orb.Point) (orb.Point, error) {
		found = true
		return p, CheckLonLat(p)
	})
	if err != nil {
		return err
	}
	if !found {
		return emptyGeometry()
	}
	return checkShape(g)
}

func checkShape(g orb.Geometry) error {
	const do = "draw the geometry again, or mend it in a GIS"
	switch g := g.(type) {
	case orb.LineString:
		if len(g) < 2 {
			return problem(ProblemGeometry, do, "a line has too few points (%d), it takes 2", len(g))
		}
	case orb.Ring:
		if len(g) < 4 {
			return problem(ProblemGeometry, do, "a polygon's ring has too few points (%d), it takes 4", len(g))
		}
		if !g.Closed() {
			return problem(ProblemGeometry, do, "a polygon's ring does not end where it starts")
		}
	case orb.MultiLineString:
		return eachShape(g)
	case orb.Polygon:
		if len(g) == 0 {
			return emptyGeometry()
		}
		return eachShape(g)
	case orb.MultiPolygon:
		return eachShape(g)
	case orb.Collection:
		return eachShape(g)
	}
	return nil
}

func eachShape[S ~[]G, G orb.Geometry](parts S) error {
	for i, part := range parts {
		if err := checkShape(part); err != nil {
			return fmt.Errorf("part %d: %w", i+1, err)
		}
	}
	return nil
}

func emptyGeometry() error {
	return problem(ProblemEmpty, "give it at least one coordinate, or leave the row out", "the geometry is empty")
}

func unknownGeometry(g any) error {
	return problem(ProblemGeometry, "use points, lines, polygons or collections of them", "a geometry of type %T is not supported", g)
}
