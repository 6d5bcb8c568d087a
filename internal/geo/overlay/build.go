package overlay

import (
	"errors"

	"github.com/paulmach/orb"
)

// Notice tells what was wrong with a surface that was made whole.
type Notice string

// The notices.
const (
	SelfCrossing Notice = "self_crossing" // the outline crossed itself: read by the even-odd rule
	HoleOutside  Notice = "hole_outside"  // a hole reached outside its shell: what lies outside takes nothing away
	Overlapping  Notice = "overlapping"   // parts overlapped: counted once
	Degenerate   Notice = "degenerate"    // a ring without surface was left out
)

// Errors of surfaces that can't be made whole.
var (
	ErrEmpty  = errors.New("the shape has no surface")
	ErrTooFar = errors.New("the shape reaches further than 1 000 km from its middle, or has coordinates that are no numbers")
)

// New makes a region of polygons, and tells what had to be mended. Windings don't matter. ErrEmpty
// when nothing is left, ErrTooFar, ErrTangled.
func New(polygons orb.MultiPolygon) (Region, []Notice, error) { return build(polygons, nil) }

// Within is New for the part of the polygons that lies within a window, metres: what lies far
// away costs next to nothing. No surface there is an empty region, no error.
func Within(window orb.Bound, polygons orb.MultiPolygon) (Region, []Notice, error) {
	r, notices, err := build(polygons, &window)
	if errors.Is(err, ErrEmpty) {
		err = nil
	}
	return r, notices, err
}

func build(polygons orb.MultiPolygon, window *orb.Bound) (Region, []Notice, error) {
	var b builder
	b.window = window
	var parts []Region
	for _, p := range polygons {
		part, err := b.polygon(p)
		if err != nil {
			return Region{}, nil, err
		}
		if !part.IsEmpty() {
			parts = append(parts, part)
		}
	}
	whole, err := Union(parts...)
	if err != nil {
		return Region{}, nil, err
	}
	if len(parts) > 1 {
		var sum float64
		for _, p := range parts {
			sum += p.Area().SquareMetres()
		}
		if sum > whole.Area().SquareMetres()*(1+1e-9)+0.01 {
			b.tell(Overlapping)
		}
	}
	if whole.IsEmpty() {
		return Region{}, b.notices, ErrEmpty
	}
	return whole, b.notices, nil
}

type builder struct {
	window  *orb.Bound
	notices []Notice
}

func (b *builder) tell(n Notice) {
	for _, have := range b.notices {
		if have == n {
			return
		}
	}
	b.notices = append(b.notices, n)
}

// polygon makes a shell with its holes whole.
func (b *builder) polygon(p orb.Polygon) (Region, error) {
	var shell Region
	var holes []Region
	for i, ring := range p {
		r, err := b.ring(ring)
		if err != nil {
			return Region{}, err
		}
		if i == 0 {
			shell = r
		} else if !r.IsEmpty() {
			holes = append(holes, r)
		}
	}
	if len(holes) == 0 || shell.IsEmpty() {
		return shell, nil
	}
	all, err := Union(holes...)
	if err != nil {
		return Region{}, err
	}
	left, err := Subtract(shell, all)
	if err != nil {
		return Region{}, err
	}
	outside := left.Area() + all.Area() - shell.Area()
	if outside.SquareMetres() > 0.01+1e-9*all.Area().SquareMetres() {
		b.tell(HoleOutside)
	}
	return left, nil
}

// ring makes a ring whole by the even-odd rule.
func (b *builder) ring(ring orb.Ring) (Region, error) {
	if b.window != nil {
		ring = clipRing(ring, *b.window)
	}
	points := make([]pt, 0, len(ring))
	for _, p := range ring {
		q, ok := toGrid(p)
		if !ok {
			return Region{}, ErrTooFar
		}
		if len(points) == 0 || points[len(points)-1] != q {
			points = append(points, q)
		}
	}
	if len(points) > 0 && points[0] == points[len(points)-1] {
		points = points[:len(points)-1]
	}
	if len(points) < 3 {
		if b.window == nil || len(ring) > 0 {
			b.tell(Degenerate)
		}
		return Region{}, nil
	}
	edges := make([]edge, len(points))
	for i, p := range points {
		edges[i] = newEdge(p, points[(i+1)%len(points)], 0)
	}
	crossing, err := b.crosses(edges)
	if err != nil {
		return Region{}, err
	}
	r, err := arrange(edges, func(n [2]int32) bool { return n[0]%2 != 0 })
	switch {
	case err != nil:
	case r.IsEmpty():
		b.tell(Degenerate)
	case crossing:
		b.tell(SelfCrossing)
	}
	return r, err
}

// crosses says that a ring's edges cross in their insides. What the clipping laid along the edge
// of the window doesn't count.
func (b *builder) crosses(edges []edge) (bool, error) {
	edges = append([]edge(nil), edges...)
	sortEdges(edges)
	cuts, err := meetings(edges)
	if err != nil {
		return false, err
	}
	for _, c := range cuts {
		if b.window == nil || !onEdge(*b.window, c.at.metres()) {
			return true, nil
		}
	}
	return false, nil
}

func onEdge(w orb.Bound, p orb.Point) bool {
	const near = 2.0 / perMetre
	return p[0] < w.Min[0]+near || p[0] > w.Max[0]-near || p[1] < w.Min[1]+near || p[1] > w.Max[1]-near
}

// clipRing cuts a ring to a window, side by side (Sutherland and Hodgman). What goes round outside
// is laid along the window's edge, where it cancels.
func clipRing(ring orb.Ring, w orb.Bound) orb.Ring {
	if b := ring.Bound(); !b.Intersects(w) {
		return nil
	} else if w.Contains(b.Min) && w.Contains(b.Max) {
		return ring
	}
	if len(ring) > 0 && ring[0] == ring[len(ring)-1] {
		ring = ring[:len(ring)-1]
	}
	for axis := range 2 {
		for _, end := range [2]struct{ at, sign float64 }{{w.Min[axis], 1}, {w.Max[axis], -1}} {
			var out orb.Ring
			for i, p := range ring {
				q := ring[(i+1)%len(ring)]
				dp, dq := (p[axis]-end.at)*end.sign, (q[axis]-end.at)*end.sign
				if dp >= 0 {
					out = append(out, p)
				}
				if dp > 0 && dq < 0 || dp < 0 && dq > 0 {
					t := dp / (dp - dq)
					c := orb.Point{p[0] + t*(q[0]-p[0]), p[1] + t*(q[1]-p[1])}
					c[axis] = end.at
					out = append(out, c)
				}
			}
			if ring = out; len(ring) == 0 {
				return nil
			}
		}
	}
	return ring
}
