package spatial

// Pulling is how far a search reaches for a point with the number v (PackPulling), along the
// straight line, metres: Fixed + PerPull·v, but at least Least and at most Most. Least and Most are at least 0,
// PerPull is at least 0, and none but Most is infinite.
//
// So one packing serves where reach depends on the point, as a budget does on a price, in place of a
// packing for each step of the number.
type Pulling struct{ Fixed, PerPull, Least, Most float64 }

// Widen makes the reach so wide that it is nowhere less than another.
func (r *Pulling) Widen(o Pulling) {
	r.Fixed, r.PerPull = max(r.Fixed, o.Fixed), max(r.PerPull, o.PerPull)
	r.Least, r.Most = max(r.Least, o.Least), max(r.Most, o.Most)
}

// AimPulling is Aim at what lies within reach, for a packing whose points have numbers that are nil or more.
func (s *Search) AimPulling(p *Packed, from [][3]float64, r Pulling) int {
	s.packed, s.near, s.pulling = p, s.near[:0], true
	if p.count == 0 || len(from) == 0 {
		return 0
	}
	b := ballOf(from)
	s.probe = probe{x: b.c[0], y: b.c[1], z: b.c[2]}
	// The ball of those who ask is as if each point were so much nearer.
	s.probe.pull(r, b.r)
	return s.descend()
}

// AppendPulling appends to found the numbers of all points within reach of the centre, in the
// order they were packed in, and may append some that lie a hair beyond. The centre must be one of those that were aimed
// from, and the reach nowhere more than what was aimed at.
func (s *Search) AppendPulling(found []int32, centre [3]float64, r Pulling) []int32 {
	if len(s.near) == 0 {
		return found
	}
	p := s.packed
	s.probe = probe{x: centre[0], y: centre[1], z: centre[2]}
	s.probe.pull(r, 0)
	s.touch(0)
	if room := len(s.touched) * blockSize; cap(found)-len(found) < room {
		found = append(make([]int32, 0, 2*(len(found)+room)), found...)
	}
	n := len(found)
	return found[:n+scanPullingPoints(p, s.touched, &s.probe, found[n:cap(found)])]
}

// pull sets the probe's reach, and so much more.
func (p *probe) pull(r Pulling, more float64) {
	p.fixed, p.perPull, p.least, p.reach = r.Fixed+more, r.PerPull, r.Least+more, r.Most+more
}

// far is how far the probe reaches for a number, rounded step by step as in scan_amd64.s.
func (p *probe) far(pull float64) float64 {
	far := float64(p.perPull*pull) + p.fixed
	if !(far > p.least) {
		far = p.least
	}
	if !(far < p.reach) {
		far = p.reach
	}
	return far
}

// pullingBallsPlain is ballsPlain with the greatest number of each ball.
func pullingBallsPlain(level []balls, tops [][lanes]float64, list []int32, p *probe, out []int32) (n int) {
	for _, at := range list {
		b, top := &level[at], &tops[at]
		for i := range lanes {
			r := b.r[i] + p.far(top[i])
			out[n] = at*lanes + int32(i)
			n += one(p.line(b.x[i], b.y[i], b.z[i]) <= r*r)
		}
	}
	return n
}

// pullingPointsPlain writes down the ids of the points, of the blocks listed, within reach of their numbers,
// and returns how many there are. There must be room for all points.
func pullingPointsPlain(packed *Packed, list []int32, p *probe, out []int32) (n int) {
	for _, at := range list {
		b, id, pulls, first := &packed.blocks[at], &packed.ids[at], &packed.pulls[at], n
		for i := range blockSize {
			far := p.far(pulls[i])
			out[first+(n-first)&(blockSize-1)] = id[i]
			n += one(p.line(b.x[i], b.y[i], b.z[i]) <= far*far)
		}
	}
	return n
}
