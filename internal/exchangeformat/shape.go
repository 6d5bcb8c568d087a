package exchangeformat

import (
	"errors"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
)

// rawShape is an outline as a file has it.
type rawShape struct {
	polygons orb.MultiPolygon
	system   geo.System // the outline's own; none when it has the file's
}

// parseOutline reads a polygon or multipolygon from well-known text.
func parseOutline(d *areaDraft, c cell) *fault {
	if d.shape.polygons != nil {
		return nil // the geometry of a feature is its outline
	}
	g, srid, err := geo.ParseWKT(c.text)
	if err == nil && srid != 0 {
		d.shape.system, err = geo.SystemByEPSG(srid)
	}
	if err != nil {
		f := geoFault("geometry", err)
		return &f
	}
	var ok bool
	if d.shape.polygons, ok = polygonsOf(g); !ok {
		return &fault{code: "bad_geometry", text: "is a " + g.GeoJSONType(), hint: "an area is a polygon or multipolygon"}
	}
	return nil
}

func formatOutline(d *areaDraft) string {
	if len(d.Geometry) == 0 {
		return ""
	}
	var g orb.Geometry = rewound(d.Geometry)
	if len(d.Geometry) == 1 {
		g = g.(orb.MultiPolygon)[0]
	}
	s, err := geo.FormatWKT(g)
	if err != nil {
		return "" // not a geometry that Validate lets through
	}
	return s
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

// into turns the outline into WGS 84, its rings wound by RFC 7946.
func (r rawShape) into(out *orb.MultiPolygon, s *settings) []fault {
	if r.polygons == nil {
		return nil // reported as required
	}
	system := s.system()
	if r.system.Valid() {
		system = r.system
	}
	g, err := system.GeometryToWGS84(r.polygons)
	if err != nil {
		return []fault{geoFault("geometry", err)}
	}
	mp, _ := polygonsOf(g)
	*out = rewound(mp)
	return nil
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
