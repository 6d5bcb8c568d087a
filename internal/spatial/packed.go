package spatial

import "math"

const (
	blockSize = 16 // points of a block; a power of two
	fanout    = 8  // blocks of a block of the next level
)

// Packed is an immutable set of points laid out for searches by the hundred thousand, as when
// all pairs of a region are found: the points lie one after the other, in blocks of
// neighbours and blocks of blocks, each with the ball that holds it. A Search goes through it.
// All of it is straight lines through the Earth, so that the antimeridian and the poles are
// places as any other.
//
// The live index is Snapshot; this one can't be edited and is laid out anew in a small part
// of the time.
type Packed struct {
	points [][3]float64 // NaN fills up the last block: no search finds that
	ids    []int32
	count  int
	levels [][]ball // levels[0] holds blockSize points each, the next ones fanout blocks each
}

// ball holds a block: every point lies within r of the centre.
type ball struct {
	c [3]float64
	r float64
}

// Pack lays out points in space (geo.Prepared) with the caller's numbers for them. They
// should come in the order of CurveKey, or another that keeps neighbours together: it decides
// the speed, and the order in which they are found, never what is found.
func Pack(points [][3]float64, ids []int32) *Packed {
	p := &Packed{count: len(points)}
	if len(points) == 0 {
		return p
	}
	blocks := (len(points) + blockSize - 1) / blockSize
	p.points = append(make([][3]float64, 0, blocks*blockSize), points...)
	for nan := math.NaN(); len(p.points) < cap(p.points); {
		p.points = append(p.points, [3]float64{nan, nan, nan})
	}
	p.ids = append(make([]int32, 0, cap(p.points)), ids[:len(points)]...)[:cap(p.points)]
	for span := blockSize; ; span *= fanout {
		level := make([]ball, 0, (len(points)+span-1)/span)
		for from := 0; from < len(points); from += span {
			level = append(level, ballOf(points[from:min(from+span, len(points))]))
		}
		p.levels = append(p.levels, level)
		if len(level) <= fanout {
			return p
		}
	}
}

// Len returns the number of points.
func (p *Packed) Len() int { return p.count }

// ballOf returns a ball round one or more points.
func ballOf(points [][3]float64) (b ball) {
	lo, hi := points[0], points[0]
	for i := range points {
		for j, x := range points[i] {
			lo[j], hi[j] = min(lo[j], x), max(hi[j], x)
		}
	}
	for j := range b.c {
		b.c[j] = (lo[j] + hi[j]) / 2
	}
	most := 0.
	for i := range points {
		most = max(most, squared(&b.c, &points[i]))
	}
	// The rounding of a distance reckoned here or in a search stays within the ball's skin.
	b.r = math.Sqrt(most)*(1+1e-14) + 1e-8
	return b
}

func squared(a, b *[3]float64) float64 {
	x, y, z := a[0]-b[0], a[1]-b[1], a[2]-b[2]
	return x*x + y*y + z*z
}
