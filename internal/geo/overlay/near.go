package overlay

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// NearestTo returns the points of the region and of a geometry that are nearest to each other,
// and how far apart they are, metres; 0 where they meet. ok is false when either is empty.
func (r Region) NearestTo(g orb.Geometry) (own, other orb.Point, far float64, ok bool) {
	far = math.Inf(1)
	point := func(p orb.Point) {
		if q, d := r.Nearest(p); d < far {
			own, other, far = q, p, d
		}
	}
	line := func(l []orb.Point) {
		if len(l) == 1 {
			point(l[0])
		}
		for i := 1; i < len(l) && far > 0; i++ {
			r.nearestToLine(l[i-1], l[i], &own, &other, &far)
		}
	}
	var visit func(orb.Geometry)
	visit = func(g orb.Geometry) {
		switch g := g.(type) {
		case orb.Point:
			point(g)
		case orb.MultiPoint:
			for _, p := range g {
				point(p)
			}
		case orb.LineString:
			line(g)
		case orb.MultiLineString:
			for _, l := range g {
				line(l)
			}
		case orb.Ring:
			line(g)
		case orb.Polygon:
			for _, ring := range g {
				line(ring)
			}
			// The region may lie inside.
			if far > 0 && len(g) > 0 && !r.IsEmpty() && inPolygon(g, r.edges[0].a.metres()) {
				own, other, far = r.edges[0].a.metres(), r.edges[0].a.metres(), 0
			}
		case orb.MultiPolygon:
			for _, p := range g {
				visit(p)
			}
		case orb.Collection:
			for _, part := range g {
				visit(part)
			}
		case orb.Bound:
			visit(g.ToPolygon())
		}
	}
	if r.IsEmpty() {
		return own, other, far, false
	}
	visit(g)
	return own, other, far, !math.IsInf(far, 1)
}

// nearestToLine improves the best pair by the line from p to q.
func (r Region) nearestToLine(p, q orb.Point, own, other *orb.Point, far *float64) {
	if r.Contains(p) {
		*own, *other, *far = p, p, 0
		return
	}
	low, high := orb.Point{math.Min(p[0], q[0]), math.Min(p[1], q[1])}, orb.Point{math.Max(p[0], q[0]), math.Max(p[1], q[1])}
	try := func(a, b orb.Point) {
		if d := math.Hypot(a[0]-b[0], a[1]-b[1]); d < *far {
			*own, *other, *far = a, b, d
		}
	}
	for i := range r.edges {
		a, b := r.edges[i].a.metres(), r.edges[i].b.metres()
		// Bounds that are farther apart than the best can't be nearer.
		dx := math.Max(0, math.Max(a[0]-high[0], low[0]-b[0]))
		dy := math.Max(0, math.Max(math.Min(a[1], b[1])-high[1], low[1]-math.Max(a[1], b[1])))
		if math.Hypot(dx, dy) >= *far {
			continue
		}
		if c, crosses := crossing(a, b, p, q); crosses {
			*own, *other, *far = c, c, 0
			return
		}
		try(a, nearestOn(p, q, a))
		try(b, nearestOn(p, q, b))
		try(nearestOn(a, b, p), p)
		try(nearestOn(a, b, q), q)
	}
}

// crossing returns where two lines cross.
func crossing(a, b, p, q orb.Point) (orb.Point, bool) {
	turn := func(o, u, v orb.Point) float64 { return (u[0]-o[0])*(v[1]-o[1]) - (u[1]-o[1])*(v[0]-o[0]) }
	d1, d2, d3, d4 := turn(a, b, p), turn(a, b, q), turn(p, q, a), turn(p, q, b)
	if !(d1*d2 < 0 && d3*d4 < 0) {
		return orb.Point{}, false
	}
	t := d3 / (d3 - d4)
	return orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}, true
}

// inPolygon says by the even-odd rule that p lies in a polygon.
func inPolygon(g orb.Polygon, p orb.Point) bool {
	odd := false
	for _, ring := range g {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
				odd = !odd
			}
		}
	}
	return odd
}

// Inside returns a point well inside the region's largest piece: the middle of the widest stretch
// among lines across it. ok is false for an empty region.
func (r Region) Inside() (p orb.Point, ok bool) {
	parts := r.Parts()
	if len(parts) == 0 {
		return orb.Point{}, false
	}
	piece := parts[0]
	b := piece.Bound()
	best := -1.0
	for i := range 31 {
		y := b.Min[1] + (b.Max[1]-b.Min[1])*(float64(i)+0.5)/31
		for _, s := range piece.stretches(y) {
			c := orb.Point{(s[0] + s[1]) / 2, y}
			if s[1]-s[0] <= 2*best {
				continue
			}
			if _, far := piece.outline(c); far > best {
				p, best = c, far
			}
		}
	}
	if best < 0 { // thinner than the lines are apart
		e := piece.edges[0]
		p = orb.Point{float64(e.a.x+e.b.x) / 2 / perMetre, float64(e.a.y+e.b.y) / 2 / perMetre}
	}
	return p, true
}

// stretches returns where a level line lies inside, from left to right.
func (r Region) stretches(y float64) [][2]float64 {
	var xs []float64
	for i := range r.edges {
		a, b := r.edges[i].a.metres(), r.edges[i].b.metres()
		if (a[1] > y) != (b[1] > y) {
			xs = append(xs, a[0]+(y-a[1])/(b[1]-a[1])*(b[0]-a[0]))
		}
	}
	slices.Sort(xs)
	var out [][2]float64
	for i := 1; i < len(xs); i += 2 {
		out = append(out, [2]float64{xs[i-1], xs[i]})
	}
	return out
}
