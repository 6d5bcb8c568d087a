package tile

import (
	"context"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

var constraintLayer = &layer{
	name: "constraints", text: "What excludes land, counts against it or informs",
	fields: []Field{
		{"id", "String", "Id of the constraint"},
		{"name", "String", ""},
		{"layer", "String", "Key of its layer"},
		{"effect", "String", "excludes, penalises or informs"},
		{"warning_distance_m", "Number", "How far from it people are warned, m"},
		{"buffer_m", "Number", "How far round it the effect holds, m"},
		{"estimated", "Boolean", "An estimate, or the place is approximate"},
	},
	load: func(_ context.Context, s *planner.Snapshot) (drawing, error) {
		d := &shapes[symbiosis.Constraint]{tag: func(e *encoder, c *symbiosis.Constraint) {
			e.text(0, string(c.ID))
			e.text(1, c.Name)
			e.text(2, string(c.Layer))
			e.text(3, string(c.Effect))
			e.number(4, c.WarningDistance.Metres())
			e.number(5, c.Buffer.Metres())
			e.flag(6, c.Certainty == symbiosis.Estimated || c.Accuracy == symbiosis.Approximate)
		}}
		for _, c := range s.Constraints(planner.ConstraintFilter{}, planner.Page{}).Items {
			d.add(c, c.Geometry)
		}
		return d, nil
	},
}

var facilityLayer = &layer{
	name: "facilities", text: "Infrastructure that land is measured to",
	fields: []Field{
		{"id", "String", "Id of the facility"},
		{"name", "String", ""},
		{"facility", "String", "highway, rail, port, substation or district_heating"},
		{"capacity", "Number", "What it can still give or take"},
		{"capacity_unit", "String", ""},
		{"estimated", "Boolean", "An estimate, or the place is approximate"},
	},
	load: func(_ context.Context, s *planner.Snapshot) (drawing, error) {
		d := &shapes[symbiosis.Facility]{tag: func(e *encoder, f *symbiosis.Facility) {
			e.text(0, string(f.ID))
			e.text(1, f.Name)
			e.text(2, string(f.Kind))
			if f.Capacity != nil {
				e.number(3, f.Capacity.Amount)
				e.text(4, string(f.Capacity.Unit))
			}
			e.flag(5, f.Certainty == symbiosis.Estimated || f.Accuracy == symbiosis.Approximate)
		}}
		for _, f := range s.Facilities(planner.FacilityFilter{}, planner.Page{}).Items {
			d.add(f, f.Geometry)
		}
		return d, nil
	},
}

// shapes are features of any geometry.
type shapes[T any] struct {
	rows []shapeRow[T]
	tag  func(*encoder, *T)
}

// shapeRow is a feature in the square of Web Mercator: of one of the three kinds only.
type shapeRow[T any] struct {
	record   T
	points   []orb.Point
	lines    []orb.LineString
	polygons []orb.Polygon
	bounds   orb.Bound
}

func (d *shapes[T]) add(record T, g orb.Geometry) {
	r := shapeRow[T]{record: record}
	line := func(l orb.LineString) { r.lines = append(r.lines, orb.LineString(projectedPoints(l))) }
	switch g := g.(type) {
	case orb.Point:
		r.points = projectedPoints([]orb.Point{g})
	case orb.MultiPoint:
		r.points = projectedPoints(g)
	case orb.LineString:
		line(g)
	case orb.MultiLineString:
		for _, l := range g {
			line(l)
		}
	case orb.Polygon:
		r.polygons = []orb.Polygon{projected(g)}
	case orb.MultiPolygon:
		for _, p := range g {
			r.polygons = append(r.polygons, projected(p))
		}
	}
	switch {
	case len(r.polygons) > 0:
		r.bounds = orb.MultiPolygon(r.polygons).Bound()
	case len(r.lines) > 0:
		r.bounds = orb.MultiLineString(r.lines).Bound()
	default:
		r.bounds = orb.MultiPoint(r.points).Bound()
	}
	d.rows = append(d.rows, r)
}

func projectedPoints(points []orb.Point) []orb.Point {
	out := make([]orb.Point, len(points))
	for i, p := range points {
		out[i][0], out[i][1] = project(p)
	}
	return out
}

func (d *shapes[T]) draw(e *encoder, a Address) {
	w := a.window()
	shown := orb.Bound{Min: orb.Point{w.west, w.north}, Max: orb.Point{w.east, w.south}}
	for i := range d.rows {
		r := &d.rows[i]
		if !r.bounds.Intersects(shown) {
			continue
		}
		e.begin()
		if kind, drawn := r.draw(e, &w, shown); drawn {
			d.tag(e, &r.record)
			e.end(kind)
		}
	}
}

func (r *shapeRow[T]) draw(e *encoder, w *window, shown orb.Bound) (kind geometryType, drawn bool) {
	switch {
	case len(r.polygons) > 0:
		for _, polygon := range r.polygons {
			// The clipper writes into what it is given.
			if part := clip.Polygon(shown, polygon.Clone()); part != nil {
				drawn = e.polygon(w, part) || drawn
			}
		}
		return polygonType, drawn
	case len(r.lines) > 0:
		for _, line := range r.lines {
			for _, part := range clip.LineString(shown, line.Clone()) {
				drawn = e.path(w, part) || drawn
			}
		}
		return lineType, drawn
	}
	var inside [][2]int
	for _, p := range r.points {
		if w.holds(p[0], p[1]) {
			x, y := w.units(p[0], p[1])
			inside = append(inside, [2]int{x, y})
		}
	}
	if len(inside) > 0 {
		e.command(moveTo, len(inside))
		for _, p := range inside {
			e.step(p[0], p[1])
		}
	}
	return pointType, len(inside) > 0
}

// path writes a line's corners, those that fall into one unit once; false when they all do.
func (e *encoder) path(w *window, line orb.LineString) bool {
	var corners [][2]int
	for _, p := range line {
		x, y := w.units(p[0], p[1])
		if n := len(corners); n == 0 || corners[n-1] != [2]int{x, y} {
			corners = append(corners, [2]int{x, y})
		}
	}
	if len(corners) < 2 {
		return false
	}
	e.line(corners)
	return true
}
