package overlay

import (
	"math"

	"github.com/paulmach/orb"
)

// quarter is how many chords stand for a quarter of a circle. The corners lie so far out that a
// whole circle has its true surface.
const quarter = 12

var (
	chord     = math.Pi / 2 / quarter
	cornerOut = math.Sqrt(chord / math.Sin(chord))
)

// Buffer returns all that lies within distance d, metres, of a geometry and within the window:
// points become disks, lines bands, surfaces grow. d of nil gives a surface itself and nothing of
// points and lines. Outlines are simplified by a thousandth of d first.
func Buffer(g orb.Geometry, d float64, window orb.Bound) (Region, []Notice, error) {
	var b buffering
	b.d, b.window = d, window
	if err := b.add(g); err != nil {
		return Region{}, nil, err
	}
	whole, err := Union(b.pieces...)
	if err != nil {
		return Region{}, nil, err
	}
	frame, _, err := New(orb.MultiPolygon{{window.ToRing()}})
	if err != nil {
		return Region{}, nil, err
	}
	whole, err = Intersect(whole, frame)
	return whole, b.notices, err
}

type buffering struct {
	d       float64
	window  orb.Bound
	pieces  []Region
	notices []Notice
}

func (b *buffering) add(g orb.Geometry) error {
	switch g := g.(type) {
	case orb.Point:
		return b.band(orb.LineString{g, g})
	case orb.MultiPoint:
		for _, p := range g {
			if err := b.band(orb.LineString{p, p}); err != nil {
				return err
			}
		}
	case orb.LineString:
		return b.band(g)
	case orb.MultiLineString:
		for _, l := range g {
			if err := b.band(l); err != nil {
				return err
			}
		}
	case orb.Ring:
		return b.add(orb.MultiPolygon{{g}})
	case orb.Polygon:
		return b.add(orb.MultiPolygon{g})
	case orb.MultiPolygon:
		return b.surface(g)
	case orb.Bound:
		return b.add(orb.MultiPolygon{g.ToPolygon()})
	case orb.Collection:
		for _, part := range g {
			if err := b.add(part); err != nil {
				return err
			}
		}
	}
	return nil
}

// surface adds a surface and a band round its outline.
func (b *buffering) surface(g orb.MultiPolygon) error {
	// What lies outside the window by more than d has no part in it.
	wide := b.window.Pad(2*b.d + 1)
	r, notices, err := Within(wide, g)
	if err != nil {
		return err
	}
	b.notices = append(b.notices, notices...)
	if r.IsEmpty() {
		return nil
	}
	b.pieces = append(b.pieces, r)
	for _, l := range r.loops() {
		if err := b.band(orb.LineString(l.ring())); err != nil {
			return err
		}
	}
	return nil
}

// band adds all within d of a line.
func (b *buffering) band(line orb.LineString) error {
	if !(b.d > 0) || len(line) == 0 {
		return nil
	}
	near := b.window.Pad(b.d * cornerOut)
	var run []Region
	line = simplify(line, b.d/1000)
	for i := 1; i < len(line); i++ {
		p, q := line[i-1], line[i]
		if !near.Intersects(orb.MultiPoint{p, q}.Bound()) {
			continue
		}
		capsule, err := b.capsule(p, q)
		if err != nil {
			return err
		}
		run = append(run, capsule)
	}
	joined, err := Union(run...)
	if err == nil && !joined.IsEmpty() {
		b.pieces = append(b.pieces, joined)
	}
	return err
}

// capsule is all within d of the straight line from p to q.
func (b *buffering) capsule(p, q orb.Point) (Region, error) {
	along := math.Atan2(q[1]-p[1], q[0]-p[0])
	long := math.Hypot(q[0]-p[0], q[1]-p[1])
	if reach := b.window.Max[0] - b.window.Min[0] + b.window.Max[1] - b.window.Min[1] + 4*b.d; long > 4*reach {
		// Only what passes the window counts; the rest is cut off to stay on the grid.
		p, q = cutLine(p, q, b.window.Pad(2*b.d))
	}
	points := make([]pt, 0, 4*quarter+2)
	half := func(centre orb.Point, from float64) error {
		for i := range 2*quarter + 1 {
			r := b.d * cornerOut
			if long > 0 && (i == 0 || i == 2*quarter) {
				r = b.d // the straight sides lie at d itself
			}
			sin, cos := math.Sincos(from + float64(i)*chord)
			c, ok := toGrid(orb.Point{centre[0] + r*cos, centre[1] + r*sin})
			if !ok {
				return ErrTooFar
			}
			if n := len(points); n == 0 || points[n-1] != c {
				points = append(points, c)
			}
		}
		return nil
	}
	if err := half(q, along-math.Pi/2); err != nil {
		return Region{}, err
	}
	if err := half(p, along+math.Pi/2); err != nil {
		return Region{}, err
	}
	edges := make([]edge, 0, len(points))
	for i, c := range points {
		if next := points[(i+1)%len(points)]; next != c {
			edges = append(edges, newEdge(c, next, 0))
		}
	}
	return arrange(edges, func(n [2]int32) bool { return n[0] > 0 })
}

// cutLine shortens a line to what lies in a bound, or leaves it when nothing does.
func cutLine(p, q orb.Point, w orb.Bound) (orb.Point, orb.Point) {
	from, to := 0.0, 1.0
	for axis := range 2 {
		d := q[axis] - p[axis]
		if d == 0 {
			continue
		}
		a, b := (w.Min[axis]-p[axis])/d, (w.Max[axis]-p[axis])/d
		from, to = math.Max(from, math.Min(a, b)), math.Min(to, math.Max(a, b))
	}
	if from >= to {
		return p, p
	}
	at := func(t float64) orb.Point { return orb.Point{p[0] + t*(q[0]-p[0]), p[1] + t*(q[1]-p[1])} }
	return at(from), at(to)
}

// simplify leaves out corners that lie within tolerance of the line without them (Douglas and
// Peucker), without recursion.
func simplify(line orb.LineString, tolerance float64) orb.LineString {
	if len(line) < 3 {
		return line
	}
	keep := make([]bool, len(line))
	keep[0], keep[len(line)-1] = true, true
	type span struct{ from, to int }
	for todo := []span{{0, len(line) - 1}}; len(todo) > 0; {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		far, at := tolerance, -1
		for i := s.from + 1; i < s.to; i++ {
			q := nearestOn(line[s.from], line[s.to], line[i])
			if d := math.Hypot(q[0]-line[i][0], q[1]-line[i][1]); d > far {
				far, at = d, i
			}
		}
		if at >= 0 {
			keep[at] = true
			todo = append(todo, span{s.from, at}, span{at, s.to})
		}
	}
	out := make(orb.LineString, 0, len(line))
	for i, k := range keep {
		if k {
			out = append(out, line[i])
		}
	}
	return out
}
