package overlay

import (
	"cmp"
	"math"

	"github.com/paulmach/orb"
)

// pt is a place on the grid: millimetres, at most a million metres from the origin, so that the
// products of differences fit 64 bits.
type pt struct{ x, y int64 }

const (
	perMetre = 1000
	most     = 1_000_000 * perMetre
)

func toGrid(p orb.Point) (pt, bool) {
	x, y := math.Round(p[0]*perMetre), math.Round(p[1]*perMetre)
	if !(math.Abs(x) <= most && math.Abs(y) <= most) {
		return pt{}, false
	}
	return pt{int64(x), int64(y)}, true
}

func (p pt) metres() orb.Point { return orb.Point{float64(p.x) / perMetre, float64(p.y) / perMetre} }

// compare orders places from left to right, and from below upwards on a vertical.
func (p pt) compare(q pt) int {
	if c := cmp.Compare(p.x, q.x); c != 0 {
		return c
	}
	return cmp.Compare(p.y, q.y)
}

// side is above zero when c lies to the left of the line from a to b, below when to the right.
func side(a, b, c pt) int64 { return (b.x-a.x)*(c.y-a.y) - (b.y-a.y)*(c.x-a.x) }

// edge runs from a to b, a before b. Crossing it upwards changes how often each of the two
// operands goes round by up.
type edge struct {
	a, b pt
	up   [2]int32
}

// newEdge is the edge of a ring's step from p to q, whose inside lies to its left.
func newEdge(p, q pt, operand int) edge {
	var e edge
	if p.compare(q) < 0 {
		e.a, e.b, e.up[operand] = p, q, 1
	} else {
		e.a, e.b, e.up[operand] = q, p, -1
	}
	return e
}

// compare orders edges by their ends.
func (e *edge) compare(f *edge) int {
	if c := e.a.compare(f.a); c != 0 {
		return c
	}
	return e.b.compare(f.b)
}

// merge sums the edges that have the same ends and drops those that change nothing. It sorts.
func merge(edges []edge) []edge {
	sortEdges(edges)
	kept := edges[:0]
	for i := 0; i < len(edges); {
		e := edges[i]
		for i++; i < len(edges) && edges[i].a == e.a && edges[i].b == e.b; i++ {
			e.up[0] += edges[i].up[0]
			e.up[1] += edges[i].up[1]
		}
		if e.up != [2]int32{} {
			kept = append(kept, e)
		}
	}
	return kept
}
