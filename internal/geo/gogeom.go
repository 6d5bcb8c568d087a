package geo

import (
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
)

// ToGeom turns an orb geometry into the go-geom one that carries an SRID (0 for none), in
// two dimensions. A Ring and a Bound become a Polygon. Coordinates are taken as they are.
func ToGeom(g orb.Geometry, srid int) (geom.T, error) {
	switch g := g.(type) {
	case nil:
		return nil, emptyGeometry()
	case orb.Point:
		return geom.NewPointFlat(geom.XY, []float64{g[0], g[1]}).SetSRID(srid), nil
	case orb.MultiPoint:
		return geom.NewMultiPointFlat(geom.XY, flat(nil, g)).SetSRID(srid), nil
	case orb.LineString:
		return geom.NewLineStringFlat(geom.XY, flat(nil, g)).SetSRID(srid), nil
	case orb.MultiLineString:
		coords, ends := flatParts(nil, g)
		return geom.NewMultiLineStringFlat(geom.XY, coords, ends).SetSRID(srid), nil
	case orb.Ring:
		return ToGeom(orb.Polygon{g}, srid)
	case orb.Bound:
		return ToGeom(g.ToPolygon(), srid)
	case orb.Polygon:
		coords, ends := flatParts(nil, g)
		return geom.NewPolygonFlat(geom.XY, coords, ends).SetSRID(srid), nil
	case orb.MultiPolygon:
		var coords []float64
		endss := make([][]int, len(g))
		for i, p := range g {
			coords, endss[i] = flatParts(coords, p)
		}
		return geom.NewMultiPolygonFlat(geom.XY, coords, endss).SetSRID(srid), nil
	case orb.Collection:
		c := geom.NewGeometryCollection().SetSRID(srid)
		if len(g) == 0 {
			return c, c.SetLayout(geom.XY)
		}
		for _, part := range g {
			t, err := ToGeom(part, srid)
			if err != nil {
				return nil, err
			}
			if err := c.Push(t); err != nil {
				return nil, problem(ProblemGeometry, "split the collection", "the collection cannot hold a %T: %v", part, err)
			}
		}
		return c, nil
	}
	return nil, unknownGeometry(g)
}

// FromGeom turns a go-geom geometry into an orb one. Heights and measures are dropped. A nil
// geometry and an empty point, which orb cannot express, are errors with ProblemEmpty.
func FromGeom(t geom.T) (orb.Geometry, error) {
	if t == nil {
		return nil, emptyGeometry()
	}
	stride := t.Stride()
	switch t := t.(type) {
	case *geom.Point:
		if t.Empty() {
			return nil, emptyGeometry()
		}
		return orb.Point{t.X(), t.Y()}, nil
	case *geom.MultiPoint:
		points := make(orb.MultiPoint, 0, t.NumPoints())
		for i := range t.NumPoints() {
			if p := t.Point(i); !p.Empty() {
				points = append(points, orb.Point{p.X(), p.Y()})
			}
		}
		return points, nil
	case *geom.LineString:
		return orb.LineString(unflat(t.FlatCoords(), stride)), nil
	case *geom.LinearRing:
		return orb.Ring(unflat(t.FlatCoords(), stride)), nil
	case *geom.MultiLineString:
		return unflatParts[orb.MultiLineString](t.FlatCoords(), 0, t.Ends(), stride), nil
	case *geom.Polygon:
		return unflatParts[orb.Polygon](t.FlatCoords(), 0, t.Ends(), stride), nil
	case *geom.MultiPolygon:
		polygons := make(orb.MultiPolygon, t.NumPolygons())
		start := 0
		for i, ends := range t.Endss() {
			polygons[i] = unflatParts[orb.Polygon](t.FlatCoords(), start, ends, stride)
			if len(ends) > 0 {
				start = ends[len(ends)-1]
			}
		}
		return polygons, nil
	case *geom.GeometryCollection:
		c := make(orb.Collection, 0, t.NumGeoms())
		for _, part := range t.Geoms() {
			if p, ok := part.(*geom.Point); ok && p.Empty() {
				continue
			}
			g, err := FromGeom(part)
			if err != nil {
				return nil, err
			}
			c = append(c, g)
		}
		return c, nil
	}
	return nil, unknownGeometry(t)
}

func flat(coords []float64, points []orb.Point) []float64 {
	for _, p := range points {
		coords = append(coords, p[0], p[1])
	}
	return coords
}

func flatParts[P ~[]orb.Point](coords []float64, parts []P) ([]float64, []int) {
	ends := make([]int, len(parts))
	for i, part := range parts {
		coords = flat(coords, part)
		ends[i] = len(coords)
	}
	return coords, ends
}

func unflat(coords []float64, stride int) []orb.Point {
	if stride == 0 { // an empty geometry without a layout
		return nil
	}
	points := make([]orb.Point, 0, len(coords)/stride)
	for i := 0; i+1 < len(coords); i += stride {
		points = append(points, orb.Point{coords[i], coords[i+1]})
	}
	return points
}

func unflatParts[S ~[]P, P ~[]orb.Point](coords []float64, start int, ends []int, stride int) S {
	parts := make(S, len(ends))
	for i, end := range ends {
		parts[i] = unflat(coords[start:end], stride)
		start = end
	}
	return parts
}
