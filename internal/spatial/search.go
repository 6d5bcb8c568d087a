package spatial

import "math"

// Search goes through a Packed: aimed at what lies near some points, it is asked from each of
// them. Its room is used again from one to the next. It belongs to one goroutine.
type Search struct {
	packed  *Packed
	near    []int32 // which of levels[0] it is aimed at
	touched []int32
	probe   probe
	pulling bool // it was aimed by the points' numbers
}

// Disc is what a search is asked for: the points whose squared straight line from the centre
// is at most Within, and of those up to Beyond the ones that Exact lets through (geo.Straight
// tells both). Exact is not called when the two are equal.
type Disc struct {
	Centre         [3]float64
	Within, Beyond float64
	Exact          func(id int32) bool
}

// Aim turns the search to the blocks of p with points within reach, a squared line, of one of the
// points it will be asked from, and some beside them. It returns 0 when there are none, and more the
// more there are. The points should lie near each other.
func (s *Search) Aim(p *Packed, from [][3]float64, reach float64) int {
	s.packed, s.near, s.pulling = p, s.near[:0], false
	if p.count == 0 || len(from) == 0 || !(reach >= 0) {
		return 0
	}
	b := ballOf(from)
	s.probe = probe{x: b.c[0], y: b.c[1], z: b.c[2], reach: b.r + math.Sqrt(reach)}
	return s.descend()
}

// descend goes from the top to the blocks that the probe may reach into, and returns how many balls
// of them it is aimed at.
func (s *Search) descend() int {
	s.near = append(s.near, 0) // the top level is one
	for level := len(s.packed.levels) - 1; level > 0 && len(s.near) > 0; level-- {
		s.touch(level)
		s.near, s.touched = s.touched, s.near
	}
	return len(s.near)
}

// touch lists, of the balls of a level that the search is aimed at, those that the probe reaches into.
func (s *Search) touch(level int) {
	if room := lanes * len(s.near); cap(s.touched) < room {
		s.touched = make([]int32, 2*room)
	}
	s.touched = s.touched[:cap(s.touched)]
	balls := s.packed.levels[level]
	if s.pulling {
		s.touched = s.touched[:scanPullingBalls(balls, s.packed.tops[level], s.near, &s.probe, s.touched)]
		return
	}
	s.touched = s.touched[:scanBalls(balls, s.near, &s.probe, s.touched)]
}

// Append appends to found the numbers of the points of a disc, in the order they were packed
// in. The centre must be one of those that were aimed from and Beyond no greater than the
// reach.
func (s *Search) Append(found []int32, d *Disc) []int32 {
	if !(d.Beyond >= 0) || len(s.near) == 0 {
		return found
	}
	p := s.packed
	s.probe = probe{x: d.Centre[0], y: d.Centre[1], z: d.Centre[2], reach: math.Sqrt(d.Beyond), within: d.Within, beyond: d.Beyond}
	s.touch(0)
	touched := s.touched
	if room := len(touched) * blockSize; cap(found)-len(found) < room {
		found = append(make([]int32, 0, 2*(len(found)+room)), found...)
	}
	for len(touched) > 0 {
		n := len(found)
		done, hits := scanPoints(p, touched, &s.probe, found[n:cap(found)])
		found = found[:n+hits]
		if touched = touched[done:]; len(touched) > 0 {
			found = s.settle(found, touched[0], d)
			touched = touched[1:]
		}
	}
	return found
}

// settle goes through a block with points that the line alone can't tell.
func (s *Search) settle(found []int32, number int32, d *Disc) []int32 {
	b, ids := &s.packed.blocks[number], &s.packed.ids[number]
	for i := range blockSize {
		line := s.probe.line(b.x[i], b.y[i], b.z[i])
		if line <= d.Within || line <= d.Beyond && d.Exact(ids[i]) {
			found = append(found, ids[i])
		}
	}
	return found
}
