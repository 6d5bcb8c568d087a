package overlay

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/unit"
)

// Region is a surface of the plane, whole: its outline does not cross itself, and what lies inside
// lies to the left of each edge. The zero Region is empty. It is immutable.
type Region struct {
	edges []edge // sorted, meeting at their ends only; up[0] is 1 where the inside lies above, −1 where below
}

// IsEmpty says that there is no surface.
func (r Region) IsEmpty() bool { return len(r.edges) == 0 }

// Area returns the surface.
func (r Region) Area() unit.Area {
	// From the first corner: products of millimetres across a country are beyond 53 bits.
	var sum float64
	for i := range r.edges {
		e := &r.edges[i]
		o := r.edges[0].a
		ax, ay := float64(e.a.x-o.x), float64(e.a.y-o.y)
		bx, by := float64(e.b.x-o.x), float64(e.b.y-o.y)
		sum += float64(e.up[0]) * (ax*by - ay*bx)
	}
	return unit.Area(sum / 2 / (perMetre * perMetre))
}

// Bound returns the bounds, metres; empty for an empty region.
func (r Region) Bound() orb.Bound {
	if r.IsEmpty() {
		return orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{-1, -1}}
	}
	low, high := r.edges[0].a, r.edges[0].a
	for _, e := range r.edges {
		for _, p := range [2]pt{e.a, e.b} {
			low = pt{min(low.x, p.x), min(low.y, p.y)}
			high = pt{max(high.x, p.x), max(high.y, p.y)}
		}
	}
	return orb.Bound{Min: low.metres(), Max: high.metres()}
}

// arrange combines two operands. inside tells from how often each goes round a place whether the
// result is there.
func arrange(edges []edge, inside func(round [2]int32) bool) (Region, error) {
	edges, err := node(edges)
	if err != nil {
		return Region{}, err
	}
	kept := make([]edge, 0, len(edges))
	for i, under := range below(edges) {
		e := edges[i]
		low, high := inside(under), inside([2]int32{under[0] + e.up[0], under[1] + e.up[1]})
		switch {
		case high && !low:
			kept = append(kept, edge{e.a, e.b, [2]int32{1, 0}})
		case low && !high:
			kept = append(kept, edge{e.a, e.b, [2]int32{-1, 0}})
		}
	}
	return Region{kept}, nil
}

// both returns the edges of two regions as two operands.
func both(a, b Region) []edge {
	edges := slices.Clone(a.edges)
	for _, e := range b.edges {
		e.up[0], e.up[1] = 0, e.up[0]
		edges = append(edges, e)
	}
	return edges
}

// Intersect returns what a and b have in common.
func Intersect(a, b Region) (Region, error) {
	if a.IsEmpty() || b.IsEmpty() || !a.Bound().Intersects(b.Bound()) {
		return Region{}, nil
	}
	return arrange(both(a, b), func(n [2]int32) bool { return n[0] > 0 && n[1] > 0 })
}

// Subtract returns a without b.
func Subtract(a, b Region) (Region, error) {
	if a.IsEmpty() || b.IsEmpty() || !a.Bound().Intersects(b.Bound()) {
		return a, nil
	}
	return arrange(both(a, b), func(n [2]int32) bool { return n[0] > 0 && n[1] <= 0 })
}

// Union returns all that lies in any of the regions, once.
func Union(regions ...Region) (Region, error) {
	// In groups of near ones, the groups' unions again: a thousand disks over each other never
	// meet all at once.
	for len(regions) > 1 {
		var next []Region
		for from := 0; from < len(regions); from += 8 {
			group := regions[from:min(from+8, len(regions))]
			if len(group) == 1 {
				next = append(next, group[0])
				continue
			}
			var edges []edge
			for _, r := range group {
				edges = append(edges, r.edges...)
			}
			joined, err := arrange(edges, func(n [2]int32) bool { return n[0] > 0 })
			if err != nil {
				return Region{}, err
			}
			next = append(next, joined)
		}
		regions = next
	}
	if len(regions) == 0 {
		return Region{}, nil
	}
	return regions[0], nil
}

// Contains says that p, metres, lies inside or on the outline.
func (r Region) Contains(p orb.Point) bool {
	q, ok := toGrid(p)
	if !ok {
		return false
	}
	inside := false
	for i := range r.edges {
		e := &r.edges[i]
		if e.a.x == e.b.x {
			if q.x == e.a.x && e.a.y <= q.y && q.y <= e.b.y {
				return true
			}
			continue
		}
		if q.x < e.a.x || q.x > e.b.x {
			continue
		}
		switch d := side(e.a, e.b, q); {
		case d == 0:
			return true
		case d > 0 && q.x < e.b.x: // the edge lies below; its right end is the next one's
			inside = !inside
		}
	}
	return inside
}

// Nearest returns the point of the region nearest to p and how far it is, metres; p itself when
// it lies inside. Infinite for an empty region.
func (r Region) Nearest(p orb.Point) (orb.Point, float64) {
	if !r.IsEmpty() && r.Contains(p) {
		return p, 0
	}
	return r.outline(p)
}

// nearestOn returns the point between a and b that is nearest to p.
func nearestOn(a, b, p orb.Point) orb.Point {
	dx, dy := b[0]-a[0], b[1]-a[1]
	l := dx*dx + dy*dy
	if l == 0 {
		return a
	}
	t := math.Max(0, math.Min(1, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/l))
	return orb.Point{a[0] + t*dx, a[1] + t*dy}
}

// outline returns the point of the outline nearest to p, and how far it is.
func (r Region) outline(p orb.Point) (orb.Point, float64) {
	best, at := math.Inf(1), p
	for i := range r.edges {
		q := nearestOn(r.edges[i].a.metres(), r.edges[i].b.metres(), p)
		if d := math.Hypot(q[0]-p[0], q[1]-p[1]); d < best {
			best, at = d, q
		}
	}
	return at, best
}
