package peer

import (
	"math"
	"sync"

	"github.com/tidwall/rtree"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/unit"
)

// RTree is what a programmer would write first: one R-tree of needs a resource, a box in degrees
// round every surplus, and a distance for whatever lies in it.
type RTree struct {
	trees  []rtree.RTreeG[int32]
	points Points
}

// NewRTree indexes the needs.
func NewRTree(points Points) *RTree {
	t := &RTree{points: points}
	for i, n := range points.Needs {
		for int(n.Resource) >= len(t.trees) {
			t.trees = append(t.trees, rtree.RTreeG[int32]{})
		}
		t.trees[n.Resource].Insert(n.At, n.At, int32(i))
	}
	return t
}

// A Ruler says whether a need lies within a surplus's budget.
type Ruler func(surplus, need *Point) bool

// Haversine measures along a sphere of the Earth's mean radius: what comes to mind first. It
// is up to 0.6 % off the ellipsoid.
func Haversine(s, n *Point) bool {
	const radius, degree = 6371008.8, math.Pi / 180
	sinLat, sinLon := math.Sin((n.At.Lat()-s.At.Lat())*degree/2), math.Sin((n.At.Lon()-s.At.Lon())*degree/2)
	h := sinLat*sinLat + math.Cos(s.At.Lat()*degree)*math.Cos(n.At.Lat()*degree)*sinLon*sinLon
	return unit.Length(2*radius*math.Asin(math.Sqrt(h))) <= s.Budget
}

// Geodesic measures over the ellipsoid: what the question asks for.
func Geodesic(s, n *Point) bool { return geo.Distance(s.At, n.At) <= s.Budget }

// Pairs calls yield for each need within the budget of each of the surpluses from…to.
func (t *RTree) Pairs(from, to int, near Ruler, yield func(Pair)) {
	for i := from; i < to; i++ {
		s := &t.points.Surpluses[i]
		if int(s.Resource) >= len(t.trees) {
			continue
		}
		for _, bound := range geo.BoundsAround(s.At, s.Budget*1.006) {
			t.trees[s.Resource].Search(bound.Min, bound.Max, func(_, _ [2]float64, need int32) bool {
				if near(s, &t.points.Needs[need]) {
					yield(Pair{int32(i), need})
				}
				return true
			})
		}
	}
}

// Count returns how many pairs there are, with the surpluses shared out among workers.
func (t *RTree) Count(near Ruler, workers int) int {
	counts := make([]int, workers)
	n := len(t.points.Surpluses)
	var group sync.WaitGroup
	for i := range workers {
		group.Go(func() {
			pairs := 0
			t.Pairs(i*n/workers, (i+1)*n/workers, near, func(Pair) { pairs++ })
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
