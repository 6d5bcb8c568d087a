package tile

import (
	"context"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/simplify"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/geo/overlay"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// zoneLayer draws how far constraints reach beyond themselves, in metres on the ground whatever
// their geometry. A zone narrower than leastZone at the tile's scale is left out: it can't be told
// from the outline.
var zoneLayer = &layer{
	name: "zones", text: "How far round constraints their effect holds, and how far people are warned",
	fields: []Field{
		{"id", "String", "Id of the constraint"},
		{"name", "String", ""},
		{"layer", "String", "Key of its layer"},
		{"effect", "String", "excludes, penalises or informs"},
		{"zone", "String", "buffer: the effect holds there too; warning: people are warned there"},
		{"distance_m", "Number", "How far from the constraint, m"},
	},
	load: func(_ context.Context, s *planner.Snapshot) (drawing, error) {
		d := &zones{}
		for _, c := range s.Constraints(planner.ConstraintFilter{}, planner.Page{}).Items {
			d.add(c, "warning", c.WarningDistance)
			d.add(c, "buffer", c.Buffer)
		}
		return d, nil
	},
}

// leastZone is the width, in units of a tile, below which a zone isn't drawn: two pixels.
const leastZone = 16

// zone is a distance round a constraint.
type zone struct {
	symbiosis.Constraint
	kind     string
	distance unit.Length
	bounds   orb.Bound // with the distance, in the square of Web Mercator
	frame    geo.Frame
	plane    orb.Geometry // in frame
}

type zones struct{ rows []zone }

func (d *zones) add(c symbiosis.Constraint, kind string, distance unit.Length) {
	if !(distance > 0) || c.Geometry == nil {
		return
	}
	around := c.Geometry.Bound()
	frame := geo.NewFrame(around.Center())
	plane, err := frame.GeometryTo(c.Geometry)
	if err != nil {
		return // no place on a map
	}
	z := zone{Constraint: c, kind: kind, distance: distance, frame: frame, plane: plane}
	// A degree of longitude shortens towards the pole.
	lat := distance.Metres() / 110_000
	far := math.Min(90, math.Max(math.Abs(around.Min[1]), math.Abs(around.Max[1]))+lat)
	lon := lat / math.Max(0.01, math.Cos(far*math.Pi/180))
	west, south := project(orb.Point{around.Min[0] - lon, around.Min[1] - lat})
	east, north := project(orb.Point{around.Max[0] + lon, around.Max[1] + lat})
	z.bounds = orb.Bound{Min: orb.Point{west, north}, Max: orb.Point{east, south}}
	d.rows = append(d.rows, z)
}

func (d *zones) draw(e *encoder, a Address) {
	w := a.window()
	shown := orb.Bound{Min: orb.Point{w.west, w.north}, Max: orb.Point{w.east, w.south}}
	for i := range d.rows {
		r := &d.rows[i]
		if !r.bounds.Intersects(shown) {
			continue
		}
		metre := w.unitsPerMetre(r.bounds.Center()[1])
		if r.distance.Metres()*metre < leastZone {
			continue
		}
		e.begin()
		drawn := false
		for _, polygon := range r.surface(&w, metre) {
			if part := clip.Polygon(shown, projected(polygon)); part != nil {
				drawn = e.polygon(&w, part) || drawn
			}
		}
		if drawn {
			e.text(0, string(r.ID))
			e.text(1, r.Name)
			e.text(2, string(r.Layer))
			e.text(3, string(r.Effect))
			e.text(4, r.kind)
			e.number(5, r.distance.Metres())
			e.end(polygonType)
		}
	}
}

// surface returns the zone in degrees, as much of it as the window needs; metre is how many units
// a metre is there. Corners that a map can't tell apart are taken as one first.
func (r *zone) surface(w *window, metre float64) orb.MultiPolygon {
	d := r.distance.Metres()
	if at, single := r.plane.(orb.Point); single {
		return r.inDegrees(orb.MultiPolygon{disk(at, d)})
	}
	around := r.around(w)
	// What is cut off lies too far away to have a part in it.
	near := clip.Geometry(around.Pad(2*d), orb.Clone(r.plane))
	if near == nil {
		return nil
	}
	wide, _, err := overlay.Buffer(simplify.DouglasPeucker(0.5/metre).Simplify(near), d, around)
	if err != nil {
		return nil // coordinates no plane can hold
	}
	return r.inDegrees(wide.Polygons())
}

func (r *zone) inDegrees(plane orb.MultiPolygon) orb.MultiPolygon {
	back, err := r.frame.GeometryFrom(plane)
	if err != nil {
		return nil
	}
	surface, _ := back.(orb.MultiPolygon)
	return surface
}

// disk is a circle as a map draws it: its chords are within a thousandth of the radius.
func disk(centre orb.Point, radius float64) orb.Polygon {
	const corners = 72
	ring := make(orb.Ring, 0, corners+1)
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		ring = append(ring, orb.Point{centre[0] + radius*cos, centre[1] + radius*sin})
	}
	return orb.Polygon{append(ring, ring[0])}
}

// around is the window in the zone's plane, with room for what its sides bend.
func (r *zone) around(w *window) orb.Bound {
	b := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	const steps = 8
	for i := range steps + 1 {
		for j := range steps + 1 {
			q := r.frame.To(unproject(w.west+(w.east-w.west)*float64(i)/steps, w.north+(w.south-w.north)*float64(j)/steps))
			b = b.Extend(q)
		}
	}
	return b.Pad(math.Max(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]) / 16)
}

// unproject returns the point of WGS 84 at a place in the square of Web Mercator.
func unproject(x, y float64) orb.Point {
	return orb.Point{(x - 0.5) * 360, math.Atan(math.Sinh((0.5-y)*2*math.Pi)) * 180 / math.Pi}
}

// unitsPerMetre is the scale at a height of the square of Web Mercator.
func (w *window) unitsPerMetre(y float64) float64 {
	const around = 40_075_016.686 // the equator, m
	return w.scale / around * math.Cosh((0.5-y)*2*math.Pi)
}
