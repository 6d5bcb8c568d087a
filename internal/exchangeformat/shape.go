package exchangeformat

import (
	"errors"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
)

// rawShape is a geometry as a file has it.
type rawShape struct {
	geometry orb.Geometry
	system   geo.System // the geometry's own; none when it has the file's
}

// shaped is a draft of a record that has a geometry.
type shaped interface{ rawShape() *rawShape }

// parseShape reads a geometry from well-known text.
func parseShape[D any, P interface {
	*D
	shaped
}](d *D, c cell) *fault {
	shape := P(d).rawShape()
	if shape.geometry != nil {
		return nil // the geometry of a feature goes before its text
	}
	g, srid, err := geo.ParseWKT(c.text)
	if err == nil && srid != 0 {
		shape.system, err = geo.SystemByEPSG(srid)
	}
	if err != nil {
		f := geoFault("geometry", err)
		return &f
	}
	shape.geometry = g
	return nil
}

// formatShape writes a geometry as well-known text, "" for none.
func formatShape(g orb.Geometry) string {
	switch surface := g.(type) {
	case nil:
		return ""
	case orb.Polygon:
		g = rewound(orb.MultiPolygon{surface})[0]
	case orb.MultiPolygon:
		if len(surface) == 0 {
			return ""
		}
		g = rewound(surface)
	}
	s, err := geo.FormatWKT(g)
	if err != nil {
		return "" // not a geometry that Validate lets through
	}
	return s
}

// formatOutline is formatShape, with one polygon as a polygon.
func formatOutline(mp orb.MultiPolygon) string {
	if len(mp) == 1 {
		return formatShape(mp[0])
	}
	return formatShape(mp)
}

// polygonsOf returns a polygon or multipolygon as the latter.
func polygonsOf(g orb.Geometry) (orb.MultiPolygon, bool) {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}, true
	case orb.MultiPolygon:
		return g, true
	}
	return nil, false
}

// wgs84 turns the geometry into WGS 84, its surfaces made whole; nil when there is none.
func (r rawShape) wgs84(s *settings) (orb.Geometry, []mending, *fault) {
	if r.geometry == nil {
		return nil, nil, nil // reported as required
	}
	system := s.system()
	if r.system.Valid() {
		system = r.system
	}
	g, err := system.GeometryToWGS84(r.geometry)
	if err != nil {
		f := geoFault("geometry", err)
		return nil, nil, &f
	}
	return whole(g)
}

// rewound returns the polygons with outer rings anticlockwise and holes clockwise (RFC
// 7946, 3.1.6). Rings without a side are left alone. The input isn't changed.
func rewound(mp orb.MultiPolygon) orb.MultiPolygon {
	out := make(orb.MultiPolygon, len(mp))
	for i, polygon := range mp {
		out[i] = make(orb.Polygon, len(polygon))
		for j, ring := range polygon {
			want := orb.CCW
			if j > 0 {
				want = orb.CW
			}
			if side := ring.Orientation(); len(ring) > 3 && side != want && side != 0 {
				ring = ring.Clone()
				ring.Reverse()
			}
			out[i][j] = ring
		}
	}
	return out
}

// geoFault turns an error of package geo into what is wrong with a column.
func geoFault(field string, err error) fault {
	var e *geo.Error
	if errors.As(err, &e) {
		return fault{field: field, code: string(e.Problem), text: "is no place: " + e.What, hint: e.Do}
	}
	return fault{field: field, code: "bad_geometry", text: "is no place: " + err.Error()}
}
