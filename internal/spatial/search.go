package spatial

import "math"

// Search goes through a Packed: aimed at what lies near some points, it is asked from each of
// them. Its room is used again from one to the next. It belongs to one goroutine.
type Search struct {
	packed  *Packed
	near    []nearBlock
	touched []int32
}

// nearBlock is a block that a search is aimed at.
type nearBlock struct {
	ball
	number int32
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
// points it will be asked from, and returns how many there are. These should lie near each
// other.
func (s *Search) Aim(p *Packed, from [][3]float64, reach float64) int {
	s.packed, s.near = p, s.near[:0]
	if p.count > 0 && len(from) > 0 && reach >= 0 {
		b := ballOf(from)
		b.r += math.Sqrt(reach)
		top := len(p.levels) - 1
		s.descend(&b, top, 0, len(p.levels[top]))
	}
	return len(s.near)
}

func (s *Search) descend(b *ball, level, first, end int) {
	balls := s.packed.levels[level][first:end]
	for i := range balls {
		if r := b.r + balls[i].r; squared(&b.c, &balls[i].c) > r*r {
			continue
		}
		if at := first + i; level == 0 {
			s.near = append(s.near, nearBlock{balls[i], int32(at)})
		} else {
			s.descend(b, level-1, at*fanout, min((at+1)*fanout, len(s.packed.levels[level-1])))
		}
	}
}

// Append appends to found the numbers of the points of a disc, in the order they were packed
// in. The centre must be one of those that were aimed from and Beyond no greater than the
// reach.
func (s *Search) Append(found []int32, d *Disc) []int32 {
	if !(d.Beyond >= 0) {
		return found
	}
	touched := s.touch(&d.Centre, math.Sqrt(d.Beyond))
	if room := len(touched) * blockSize; cap(found)-len(found) < room {
		found = append(make([]int32, 0, 2*(len(found)+room)), found...)
	}
	inner, far, near := math.Sqrt(max(0, d.Within)), d.Beyond, d.Within
	x, y, z := d.Centre[0], d.Centre[1], d.Centre[2]
	for _, number := range touched {
		first, n := int(number)*blockSize, len(found)
		block := (*[blockSize][3]float64)(s.packed.points[first:])
		ids := (*[blockSize]int32)(s.packed.ids[first:])
		out := (*[blockSize]int32)(found[n : n+blockSize])
		b := &s.packed.levels[0][number]
		if r := inner - b.r; r > 0 && squared(&d.Centre, &b.c) <= r*r {
			*out = *ids
			found = found[:n+min(blockSize, s.packed.count-first)]
			continue
		}
		hits, sure := 0, 0
		for i := range block {
			p := &block[i]
			dx, dy, dz := p[0]-x, p[1]-y, p[2]-z
			line := dx*dx + dy*dy + dz*dz
			out[hits&(blockSize-1)] = ids[i]
			hits += one(line <= far)
			sure += one(line <= near)
		}
		if hits != sure {
			hits = d.settle(block, ids, out)
		}
		found = found[:n+hits]
	}
	return found
}

// settle is the loop of Append with Exact for what the line alone can't tell.
func (d *Disc) settle(block *[blockSize][3]float64, ids, out *[blockSize]int32) (hits int) {
	for i := range block {
		line := squared(&block[i], &d.Centre)
		if line <= d.Within || line <= d.Beyond && d.Exact(ids[i]) {
			out[hits] = ids[i]
			hits++
		}
	}
	return hits
}

// touch lists those of the blocks aimed at that reach into a ball.
func (s *Search) touch(centre *[3]float64, reach float64) []int32 {
	near := s.near
	if cap(s.touched) < len(near) {
		s.touched = make([]int32, 2*len(near))
	}
	touched := s.touched[:len(near)]
	n := 0
	for i := range near {
		b := &near[i]
		r := reach + b.r
		touched[n] = b.number
		n += one(squared(centre, &b.c) <= r*r)
	}
	return touched[:n]
}

// one is 1 for true. The compiler makes no jump of it, which nothing could foretell here.
func one(b bool) int {
	n := 0
	if b {
		n = 1
	}
	return n
}
