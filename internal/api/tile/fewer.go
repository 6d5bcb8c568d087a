package tile

import (
	"math"
	"slices"
)

// mostLines is how many lines of the whole layer are drawn where one tile holds them all, some 350 kB. Nobody
// tells more apart, and a county's 170 000 pairs made 17 MB.
var mostLines = 3000 // a variable for its test

// fewer tells which lines of a layer are drawn at a zoom: the weightiest, of each group as many as of any other that
// has as many. It is the same for all tiles of a zoom, so that a line doesn't end at a tile's edge.
type fewer struct {
	rank   []int          // of each line, in order of adding: its place among its group's, from 0
	groups map[uint16]int // sizes
	bounds [4]float64     // west, north, east, south of all ends, in the unit square
}

func newFewer() *fewer {
	return &fewer{groups: map[uint16]int{}, bounds: [4]float64{1, 1, 0, 0}}
}

func (f *fewer) add(ends [4]float64, group uint16) {
	f.rank = append(f.rank, f.groups[group])
	f.groups[group]++
	f.bounds[0] = min(f.bounds[0], ends[0], ends[2])
	f.bounds[1] = min(f.bounds[1], ends[1], ends[3])
	f.bounds[2] = max(f.bounds[2], ends[0], ends[2])
	f.bounds[3] = max(f.bounds[3], ends[1], ends[3])
}

// at returns below which rank lines are drawn at a zoom, and how many of the layer's lines that leaves out. Nil leaves out
// none.
func (f *fewer) at(zoom uint32) (best int, leftOut uint64) {
	if f == nil {
		return 0, 0
	}
	if zoom >= maxZoom {
		return len(f.rank), 0 // the closest shows all
	}
	// Beyond the zoom at which one tile holds them all each step has four times as many tiles, and a line crosses
	// twice as many: with twice as many lines a tile stays as full.
	side := max(f.bounds[2]-f.bounds[0], f.bounds[3]-f.bounds[1])
	most := float64(mostLines) * max(1, side*math.Exp2(float64(zoom)))
	if float64(len(f.rank)) <= most {
		return len(f.rank), 0
	}
	best = evenShare(f.groups, int(most))
	for _, n := range f.groups {
		leftOut += uint64(max(0, n-best))
	}
	return best, leftOut
}

// evenShare is the most that each group may have, so that all have no more than most together: what small ones don't
// need the others share.
func evenShare(groups map[uint16]int, most int) int {
	sizes := make([]int, 0, len(groups))
	for _, n := range groups {
		sizes = append(sizes, n)
	}
	slices.Sort(sizes)
	for i, n := range sizes {
		if others := len(sizes) - i; n*others > most {
			return most / others
		}
		most -= n
	}
	return math.MaxInt
}
