package tile

import (
	"context"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

var areaLayer = &layer{
	name: "areas", text: "Industrial land, existing and candidate",
	fields: []Field{
		{"id", "String", "Id of the area"},
		{"name", "String", ""},
		{"municipality", "String", ""},
		{"plan_status", "String", "detaljplan, oversiktsplan or none"},
		{"area_ha", "Number", "Surface, hectares"},
		{"estimated", "Boolean", "An estimate, or the place is approximate"},
	},
	load: func(_ context.Context, s *planner.Snapshot) (drawing, error) {
		d := &areas{}
		for _, a := range s.Areas(planner.AreaFilter{}, planner.Page{}).Items {
			shape := make(orb.MultiPolygon, 0, len(a.Geometry))
			for _, polygon := range a.Geometry {
				shape = append(shape, projected(polygon))
			}
			d.rows = append(d.rows, areaRow{a.Area, shape, shape.Bound(), geo.AreaOf(a.Geometry).Hectares()})
		}
		return d, nil
	},
}

// projected returns a polygon in the square of Web Mercator.
func projected(polygon orb.Polygon) orb.Polygon {
	out := make(orb.Polygon, len(polygon))
	for i, ring := range polygon {
		out[i] = make(orb.Ring, len(ring))
		for j, p := range ring {
			x, y := project(p)
			out[i][j] = orb.Point{x, y}
		}
	}
	return out
}

type areaRow struct {
	symbiosis.Area
	shape    orb.MultiPolygon
	bounds   orb.Bound
	hectares float64
}

type areas struct{ rows []areaRow }

func (d *areas) draw(e *encoder, a Address) {
	w := a.window()
	shown := orb.Bound{Min: orb.Point{w.west, w.north}, Max: orb.Point{w.east, w.south}}
	for i := range d.rows {
		r := &d.rows[i]
		if !r.bounds.Intersects(shown) {
			continue
		}
		e.begin()
		drawn := false
		for _, polygon := range r.shape {
			// The clipper writes into what it is given.
			if part := clip.Polygon(shown, polygon.Clone()); part != nil {
				drawn = e.polygon(&w, part) || drawn
			}
		}
		if drawn {
			tagArea(e, r)
			e.end(polygonType)
		}
	}
}

// polygon writes the rings that have a surface at the tile's scale: the shell clockwise as
// seen on the map, the holes the other way (specification 4.3.3.3). Without a shell there is
// nothing to take holes from.
func (e *encoder) polygon(w *window, rings orb.Polygon) bool {
	for i, ring := range rings {
		var corners [][2]int
		for _, p := range ring {
			x, y := w.units(p[0], p[1])
			if n := len(corners); n == 0 || corners[n-1] != [2]int{x, y} {
				corners = append(corners, [2]int{x, y})
			}
		}
		if n := len(corners); n > 1 && corners[0] == corners[n-1] {
			corners = corners[:n-1]
		}
		surface := doubleSurface(corners)
		if len(corners) < 3 || surface == 0 {
			if i == 0 {
				return false
			}
			continue
		}
		if clockwise := surface > 0; clockwise != (i == 0) {
			for a, b := 0, len(corners)-1; a < b; a, b = a+1, b-1 {
				corners[a], corners[b] = corners[b], corners[a]
			}
		}
		e.ring(corners)
	}
	return true
}

// doubleSurface is twice the signed surface of a ring; positive when it turns clockwise on a
// map, whose y grows downward.
func doubleSurface(ring [][2]int) int {
	sum := 0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p[0]*q[1] - q[0]*p[1]
	}
	return sum
}

func tagArea(e *encoder, r *areaRow) {
	e.text(0, string(r.ID))
	e.text(1, r.Name)
	e.text(2, r.Municipality)
	e.text(3, string(r.PlanStatus))
	e.number(4, r.hectares)
	e.flag(5, r.Certainty == symbiosis.Estimated || r.Accuracy == symbiosis.Approximate)
}
