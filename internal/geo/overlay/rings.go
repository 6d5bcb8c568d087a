package overlay

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// Polygons returns the region as polygons that a map takes: shells counter-clockwise, each with
// its holes, none touching itself but in single points. The largest comes first.
func (r Region) Polygons() orb.MultiPolygon {
	var shells, holes []loop
	for _, l := range r.loops() {
		switch {
		case l.twice > 0:
			shells = append(shells, l)
		case l.twice < 0:
			holes = append(holes, l)
		}
	}
	slices.SortStableFunc(shells, func(a, b loop) int { return cmp.Compare(b.twice, a.twice) })
	polygons := make(orb.MultiPolygon, len(shells))
	for i, s := range shells {
		polygons[i] = orb.Polygon{s.ring()}
	}
	for _, h := range holes {
		// The smallest shell round it: they are sorted, so the last that fits.
		for i := len(shells) - 1; i >= 0; i-- {
			if shells[i].twice >= -h.twice && shells[i].holds(h) {
				polygons[i] = append(polygons[i], h.ring())
				break
			}
		}
	}
	return polygons
}

// Parts returns the region's pieces, the largest first.
func (r Region) Parts() []Region {
	var parts []Region
	for _, p := range r.Polygons() {
		var part Region
		for _, ring := range p {
			for i := 1; i < len(ring); i++ {
				a, _ := toGrid(ring[i-1])
				b, _ := toGrid(ring[i])
				part.edges = append(part.edges, newEdge(a, b, 0))
			}
		}
		sortEdges(part.edges)
		parts = append(parts, part)
	}
	slices.SortStableFunc(parts, func(a, b Region) int { return cmp.Compare(b.Area(), a.Area()) })
	return parts
}

// loop is a closed walk along the outline, inside to the left; twice is twice its area, mm².
type loop struct {
	points    []pt
	twice     float64
	low, high pt
}

func newLoop(points []pt) loop {
	l := loop{points: points, low: points[0], high: points[0]}
	for i, p := range points {
		q := points[(i+1)%len(points)]
		o := points[0]
		l.twice += float64(p.x-o.x)*float64(q.y-o.y) - float64(p.y-o.y)*float64(q.x-o.x)
		l.low = pt{min(l.low.x, p.x), min(l.low.y, p.y)}
		l.high = pt{max(l.high.x, p.x), max(l.high.y, p.y)}
	}
	return l
}

func (l loop) ring() orb.Ring {
	ring := make(orb.Ring, 0, len(l.points)+1)
	for _, p := range l.points {
		ring = append(ring, p.metres())
	}
	return append(ring, ring[0])
}

// holds says that a hole lies within the loop: the middle of its first edge does, or is on it.
func (l loop) holds(hole loop) bool {
	if hole.low.x < l.low.x || hole.low.y < l.low.y || hole.high.x > l.high.x || hole.high.y > l.high.y {
		return false
	}
	// Corners may touch the shell: a corner that isn't one of its own decides.
	for _, p := range hole.points {
		if in, on := l.contains(p); !on {
			return in
		}
	}
	return true
}

func (l loop) contains(p pt) (in, on bool) {
	for i, a := range l.points {
		b := l.points[(i+1)%len(l.points)]
		if a.compare(b) > 0 {
			a, b = b, a
		}
		if p.x < a.x || p.x > b.x {
			continue
		}
		if p == a || p == b {
			return false, true
		}
		if a.x == b.x {
			if a.y < p.y && p.y < b.y {
				return false, true
			}
			continue
		}
		switch d := side(a, b, p); {
		case d == 0:
			return false, true
		case d > 0 && p.x < b.x:
			in = !in
		}
	}
	return in, false
}

// loops links the edges, turning left where several go on, and splits a walk that comes back to a
// point.
func (r Region) loops() []loop {
	type step struct {
		from, to pt
		used     bool
	}
	steps := make([]step, len(r.edges))
	for i, e := range r.edges {
		if steps[i] = (step{from: e.a, to: e.b}); e.up[0] < 0 {
			steps[i].from, steps[i].to = e.b, e.a
		}
	}
	slices.SortFunc(steps, func(a, b step) int { return cmp.Or(a.from.compare(b.from), a.to.compare(b.to)) })
	onward := func(last, at pt) int {
		i, _ := slices.BinarySearchFunc(steps, at, func(s step, p pt) int { return s.from.compare(p) })
		best := -1
		for ; i < len(steps) && steps[i].from == at; i++ {
			if !steps[i].used && (best < 0 || leftOf(last, at, steps[i].to, steps[best].to)) {
				best = i
			}
		}
		return best
	}
	var out []loop
	for i := range steps {
		if steps[i].used {
			continue
		}
		var walk []pt
		seen := map[pt]int{}
		for n := i; n >= 0; {
			steps[n].used = true
			at := steps[n].from
			if k, again := seen[at]; again {
				out = append(out, newLoop(slices.Clone(walk[k:])))
				for _, p := range walk[k:] {
					delete(seen, p)
				}
				walk = walk[:k]
			}
			seen[at] = len(walk)
			walk = append(walk, at)
			if steps[n].to == walk[0] {
				break
			}
			n = onward(at, steps[n].to)
		}
		if len(walk) > 2 {
			out = append(out, newLoop(walk))
		}
	}
	return out
}

// leftOf says that turning at a corner to p is more to the left than to q, coming from last.
func leftOf(last, at, p, q pt) bool {
	// Angles counted clockwise from the way back: the first met is the leftmost turn.
	return clockwise(at, last, p, q)
}

// clockwise says that, turning clockwise about o from the direction to from, p comes before q.
func clockwise(o, from, p, q pt) bool {
	half := func(r pt) int {
		switch d := side(o, from, r); {
		case d < 0:
			return 0 // within the first half turn
		case d > 0:
			return 2
		}
		if (from.x-o.x)*(r.x-o.x)+(from.y-o.y)*(r.y-o.y) > 0 {
			return 3 // straight back: a full turn
		}
		return 1
	}
	if hp, hq := half(p), half(q); hp != hq {
		return hp < hq
	}
	return side(o, p, q) < 0
}
