package peer

import (
	"sync"

	"github.com/tidwall/rtree"

	"github.com/samloka/samloka/internal/geo"
)

// RTree is what a programmer would write first: one R-tree of needs a resource, a box in degrees
// round every surplus, and the geodesic for whatever lies in it.
type RTree struct {
	trees []rtree.RTreeG[int32]
	needs []Point
}

// NewRTree indexes the needs.
func NewRTree(points Points) *RTree {
	t := &RTree{needs: points.Needs}
	for i, n := range points.Needs {
		for int(n.Resource) >= len(t.trees) {
			t.trees = append(t.trees, rtree.RTreeG[int32]{})
		}
		t.trees[n.Resource].Insert(n.At, n.At, int32(i))
	}
	return t
}

// Pairs calls yield for each need within the budget of each of the surpluses.
func (t *RTree) Pairs(surpluses []Point, yield func(surplus Point, need int32)) {
	for _, s := range surpluses {
		if int(s.Resource) >= len(t.trees) {
			continue
		}
		for _, bound := range geo.BoundsAround(s.At, s.Budget) {
			t.trees[s.Resource].Search(bound.Min, bound.Max, func(_, _ [2]float64, need int32) bool {
				if geo.Distance(s.At, t.needs[need].At) <= s.Budget {
					yield(s, need)
				}
				return true
			})
		}
	}
}

// Count returns how many pairs there are, with the surpluses shared out among workers.
func (t *RTree) Count(surpluses []Point, workers int) int {
	counts := make([]int, workers)
	var group sync.WaitGroup
	for i := range workers {
		group.Go(func() {
			part := surpluses[i*len(surpluses)/workers : (i+1)*len(surpluses)/workers]
			pairs := 0
			t.Pairs(part, func(Point, int32) { pairs++ })
			counts[i] = pairs
		})
	}
	group.Wait()
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return sum
}
