package overlay

import "slices"

// below finds, for edges that meet at their ends only and are sorted, how often each operand goes
// round the place just below each of them.
func below(edges []edge) [][2]int32 {
	under := make([][2]int32, len(edges))
	ending := make([]int32, len(edges)) // by their right end
	for i := range ending {
		ending[i] = int32(i)
	}
	slices.SortFunc(ending, func(i, j int32) int { return edges[i].b.compare(edges[j].b) })
	s := status{edges: edges}
	for i, j := 0, 0; i < len(edges) || j < len(ending); {
		var at pt
		switch {
		case i == len(edges):
			at = edges[ending[j]].b
		case j == len(ending) || edges[i].a.compare(edges[ending[j]].b) < 0:
			at = edges[i].a
		default:
			at = edges[ending[j]].b
		}
		k := j
		for k < len(ending) && edges[ending[k]].b == at {
			k++
		}
		place := s.find(at)
		s.remove(place, k-j)
		j = k
		from := i
		for i < len(edges) && edges[i].a == at {
			i++
		}
		if from == i {
			continue
		}
		starting := make([]int32, 0, i-from)
		for n := from; n < i; n++ {
			starting = append(starting, int32(n))
		}
		slices.SortFunc(starting, func(m, n int32) int {
			switch d := side(at, edges[m].b, edges[n].b); {
			case d > 0:
				return -1
			case d < 0:
				return 1
			}
			return 0
		})
		var round [2]int32
		if p, ok := s.before(place); ok {
			round = [2]int32{under[p][0] + edges[p].up[0], under[p][1] + edges[p].up[1]}
		}
		for _, n := range starting {
			under[n] = round
			round[0] += edges[n].up[0]
			round[1] += edges[n].up[1]
		}
		s.insert(place, starting)
	}
	return under
}

// status is the edges that the sweep line crosses, from below upwards, in blocks, so that none of
// its steps moves more than a block.
type status struct {
	edges  []edge
	blocks [][]int32
}

const blockSize = 256

// spot is a place between the edges of a status.
type spot struct{ block, at int }

// find returns the place of the first edge that at is not above.
func (s *status) find(at pt) spot {
	isBelow := func(n int32) bool { return side(s.edges[n].a, s.edges[n].b, at) > 0 }
	search := func(n int, f func(int) bool) int {
		low, high := 0, n
		for low < high {
			if m := (low + high) / 2; f(m) {
				low = m + 1
			} else {
				high = m
			}
		}
		return low
	}
	// The last block whose first edge lies below, or the first block.
	b := max(0, search(len(s.blocks), func(i int) bool { return isBelow(s.blocks[i][0]) })-1)
	if b >= len(s.blocks) {
		return spot{}
	}
	return spot{b, search(len(s.blocks[b]), func(i int) bool { return isBelow(s.blocks[b][i]) })}
}

// remove takes out n edges from a place on.
func (s *status) remove(p spot, n int) {
	for n > 0 && p.block < len(s.blocks) {
		b := s.blocks[p.block]
		k := min(n, len(b)-p.at)
		b = slices.Delete(b, p.at, p.at+k)
		n -= k
		s.blocks[p.block] = b
		if len(b) == 0 {
			s.blocks = slices.Delete(s.blocks, p.block, p.block+1)
			p.at = 0
			continue
		}
		if p.at >= len(b) {
			p = spot{p.block + 1, 0}
		}
	}
}

// before returns the edge under a place.
func (s *status) before(p spot) (int32, bool) {
	if p.block < len(s.blocks) && p.at > 0 {
		return s.blocks[p.block][min(p.at, len(s.blocks[p.block]))-1], true
	}
	if b := min(p.block, len(s.blocks)) - 1; b >= 0 {
		return s.blocks[b][len(s.blocks[b])-1], true
	}
	return 0, false
}

// insert puts edges at a place.
func (s *status) insert(p spot, edges []int32) {
	if p.block >= len(s.blocks) {
		if len(s.blocks) == 0 {
			s.blocks = append(s.blocks, slices.Clone(edges))
			p = spot{}
		} else {
			p.block = len(s.blocks) - 1
			s.blocks[p.block] = append(s.blocks[p.block], edges...)
		}
	} else {
		s.blocks[p.block] = slices.Insert(s.blocks[p.block], min(p.at, len(s.blocks[p.block])), edges...)
	}
	for len(s.blocks[p.block]) > 2*blockSize {
		b := s.blocks[p.block]
		s.blocks[p.block] = slices.Clone(b[:blockSize])
		p.block++
		s.blocks = slices.Insert(s.blocks, p.block, slices.Clone(b[blockSize:]))
	}
}
