package spatial

// probe is what balls and points are held against: those of a disc, or what a search is aimed at.
type probe struct {
	x, y, z        float64
	reach          float64 // to the edge of a ball
	within, beyond float64 // squared lines to a point
	// Where points have numbers (Pulling), reach is the most.
	fixed, perPull, least float64
}

// line is the square of the straight line to a point. The conversions keep the compiler from fusing
// a product with a sum, which some processors do and others don't: the same to the last bit on
// all, and what scan_amd64.s reckons.
func (p *probe) line(x, y, z float64) float64 {
	x, y, z = x-p.x, y-p.y, z-p.z
	return float64(x*x) + float64(y*y) + float64(z*z)
}

// ballsPlain writes down the numbers, in their level, of those of the balls listed that the probe reaches
// into, and returns how many there are. There must be room for all.
func ballsPlain(level []balls, list []int32, p *probe, out []int32) (n int) {
	for _, at := range list {
		b := &level[at]
		for i := range lanes {
			r := b.r[i] + p.reach
			out[n] = at*lanes + int32(i)
			n += one(p.line(b.x[i], b.y[i], b.z[i]) <= r*r)
		}
	}
	return n
}

// pointsPlain writes down the ids of the points, of the blocks listed, whose line is at most beyond, and
// returns how many blocks it has been through and how many points it has found in them. It stops at a
// block with a point whose line is greater than within, which only the geodesic can tell. There must be room for all
// points.
func pointsPlain(blocks []block, ids [][blockSize]int32, list []int32, p *probe, out []int32) (done, hits int) {
	for _, at := range list {
		b, id, first, sure := &blocks[at], &ids[at], hits, 0
		for i := range blockSize {
			line := p.line(b.x[i], b.y[i], b.z[i])
			out[first+(hits-first)&(blockSize-1)] = id[i]
			hits += one(line <= p.beyond)
			sure += one(line <= p.within)
		}
		if hits-first != sure {
			return done, first
		}
		done++
	}
	return done, hits
}

// one is 1 for true. The compiler makes no jump of it, which nothing could foretell here.
func one(b bool) int {
	n := 0
	if b {
		n = 1
	}
	return n
}
