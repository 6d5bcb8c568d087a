package overlay

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Near is a region made ready for many questions of what of it is nearest. It is immutable.
type Near struct {
	region Region
	bound  orb.Bound
	lines  [][2]orb.Point
	boxes  []orb.Bound // of lines in groups of nearGroup
}

// nearGroup is how many lines share a box: fewer make more boxes to look at, more make more lines.
const nearGroup = 16

// Near makes a region ready.
func (r Region) Near() *Near {
	n := &Near{region: r, bound: r.Bound(), lines: make([][2]orb.Point, len(r.edges))}
	for i, e := range r.edges {
		n.lines[i] = [2]orb.Point{e.a.metres(), e.b.metres()}
	}
	// In squares as high as wide, from square to square: lines that are near lie together.
	b := n.bound
	side := math.Max(1, math.Sqrt((b.Max[0]-b.Min[0])*(b.Max[1]-b.Min[1])*nearGroup/math.Max(1, float64(len(n.lines)))))
	column := func(l [2]orb.Point) float64 { return math.Floor((l[0][0] + l[1][0]) / 2 / side) }
	slices.SortStableFunc(n.lines, func(x, y [2]orb.Point) int {
		return cmp.Or(cmp.Compare(column(x), column(y)), cmp.Compare(x[0][1]+x[1][1], y[0][1]+y[1][1]))
	})
	for from := 0; from < len(n.lines); from += nearGroup {
		box := orb.MultiPoint(n.lines[from][:]).Bound()
		for _, l := range n.lines[from:min(from+nearGroup, len(n.lines))] {
			box = box.Extend(l[0]).Extend(l[1])
		}
		n.boxes = append(n.boxes, box)
	}
	return n
}

// Nearest returns the point of the region nearest to p, metres, and how far it is: p and 0 inside.
func (n *Near) Nearest(p orb.Point) (orb.Point, float64) {
	if n.bound.Contains(p) && n.region.Contains(p) {
		return p, 0
	}
	best, at := math.Inf(1), p
	first, least := 0, math.Inf(1) // the box that is nearest is looked into first: most others need not be
	for i, box := range n.boxes {
		if d := apart(box, p); d < least {
			first, least = i, d
		}
	}
	for k := range n.boxes {
		i := k
		switch k {
		case 0:
			i = first
		case first:
			i = 0
		}
		if apart(n.boxes[i], p) > best*(1+1e-12) {
			continue
		}
		for _, l := range n.lines[i*nearGroup : min((i+1)*nearGroup, len(n.lines))] {
			q := nearestOn(l[0], l[1], p)
			if d := math.Hypot(q[0]-p[0], q[1]-p[1]); d < best {
				best, at = d, q
			}
		}
	}
	return at, best
}

// apart is how far a box is from p; 0 within.
func apart(box orb.Bound, p orb.Point) float64 {
	dx := math.Max(0, math.Max(box.Min[0]-p[0], p[0]-box.Max[0]))
	dy := math.Max(0, math.Max(box.Min[1]-p[1], p[1]-box.Max[1]))
	return math.Sqrt(dx*dx + dy*dy)
}
