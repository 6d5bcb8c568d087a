package spatial

import (
	"math"
	"slices"
)

const (
	blockSize = 16 // points of a block
	lanes     = 4  // balls that are tested at once, which is what a ball of the next level holds
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
	blocks []block
	ids    [][blockSize]int32
	count  int
	levels [][]balls // a ball of levels[0] is a block, one of levels[k+1] is balls of levels[k]
	// Of points with a number (PackPulling): each one's, and the greatest of each ball.
	pulls [][blockSize]float64
	tops  [][][lanes]float64
}

// block is points, coordinate by coordinate. NaN fills up the last one: no search finds that.
type block struct{ x, y, z [blockSize]float64 }

// balls are neighbours: every point of number i lies within r[i] of its centre. Those that fill
// up the last of a level are NaN and touch nothing.
type balls struct{ x, y, z, r [lanes]float64 }

// ball is one of balls.
type ball struct {
	c [3]float64
	r float64
}

// Pack lays out points in space (geo.Prepared) with the caller's ids for them. They
// should come in the order of CurveKey, or another that keeps neighbours together: it decides
// the speed, and the order in which they are found, never what is found.
func Pack(points [][3]float64, ids []int32) *Packed { return PackPulling(points, ids, nil) }

// PackPulling is Pack for searches that reach the farther the greater a number is that stands with
// each point (Pulling). The numbers must be finite.
func PackPulling(points [][3]float64, ids []int32, pulls []float64) *Packed {
	p := &Packed{count: len(points)}
	if len(points) == 0 {
		return p
	}
	count := (len(points) + blockSize - 1) / blockSize
	p.blocks, p.ids = make([]block, count), make([][blockSize]int32, count)
	if pulls != nil {
		p.pulls = make([][blockSize]float64, count)
		for i, pull := range pulls {
			p.pulls[i/blockSize][i%blockSize] = pull
		}
	}
	for i := range p.blocks {
		b := &p.blocks[i]
		for j := range blockSize {
			at := [3]float64{math.NaN(), math.NaN(), math.NaN()}
			if k := i*blockSize + j; k < len(points) {
				at, p.ids[i][j] = points[k], ids[k]
			}
			b.x[j], b.y[j], b.z[j] = at[0], at[1], at[2]
		}
	}
	for span := blockSize; ; span *= lanes {
		count := (len(points) + span - 1) / span
		level := make([]balls, (count+lanes-1)/lanes)
		var tops [][lanes]float64
		if pulls != nil {
			tops = make([][lanes]float64, len(level))
		}
		for i := range len(level) * lanes {
			l, j := &level[i/lanes], i%lanes
			b := ball{[3]float64{math.NaN(), math.NaN(), math.NaN()}, math.NaN()}
			if from := i * span; from < len(points) {
				to := min(from+span, len(points))
				b = ballOf(points[from:to])
				if pulls != nil {
					tops[i/lanes][j] = slices.Max(pulls[from:to])
				}
			}
			l.x[j], l.y[j], l.z[j], l.r[j] = b.c[0], b.c[1], b.c[2], b.r
		}
		p.levels, p.tops = append(p.levels, level), append(p.tops, tops)
		if len(level) == 1 {
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
		x, y, z := points[i][0]-b.c[0], points[i][1]-b.c[1], points[i][2]-b.c[2]
		most = max(most, x*x+y*y+z*z)
	}
	// The rounding of a distance reckoned here or in a search stays within the ball's skin.
	b.r = math.Sqrt(most)*(1+1e-14) + 1e-8
	return b
}
