// Package peer asks other programs the question the matching engine answers with the gates
// resource and distance: which surpluses and needs of one resource lie within the surplus's own
// max_distance_m of each other? It is what the engine's answers are compared with and what its
// speed is measured against. Only tests import it.
package peer

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Pair is a surplus and a need by their places in Points.
type Pair struct{ Surplus, Need int32 }

// Point is a flow reduced to what the question is about.
type Point struct {
	ID       symbiosis.FlowID
	Resource int16
	At       orb.Point
	Budget   unit.Length // of a surplus
}

// Points are the flows of a region, reduced.
type Points struct{ Surpluses, Needs []Point }

// PointsOf reduces a region. It passes over surpluses without a max_distance_m, which have no
// pairs. It asks for equality of resources and for nothing of the catalogue: the region must have
// leaves only.
func PointsOf(region symbiosis.Region) Points {
	at := make(map[symbiosis.SiteID]orb.Point, len(region.Sites))
	for _, s := range region.Sites {
		at[s.ID] = s.Location
	}
	numbers := map[symbiosis.ResourceCode]int16{}
	var points Points
	for _, f := range region.Flows {
		number, ok := numbers[f.Resource]
		if !ok {
			number = int16(len(numbers))
			numbers[f.Resource] = number
		}
		p := Point{ID: f.ID, Resource: number, At: at[f.SiteID]}
		switch {
		case f.Direction == symbiosis.Need:
			points.Needs = append(points.Needs, p)
		case f.MaxDistance != nil:
			p.Budget = *f.MaxDistance
			points.Surpluses = append(points.Surpluses, p)
		}
	}
	return points
}

// Sort puts pairs in the order of surpluses, then needs.
func Sort(pairs []Pair) {
	slices.SortFunc(pairs, comparePairs)
}

// Numbers turns ids of flows into places in Points.
func (p Points) Numbers() (surplus, need map[symbiosis.FlowID]int32) {
	number := func(points []Point) map[symbiosis.FlowID]int32 {
		numbers := make(map[symbiosis.FlowID]int32, len(points))
		for i, point := range points {
			numbers[point.ID] = int32(i)
		}
		return numbers
	}
	return number(p.Surpluses), number(p.Needs)
}

// Difference compares two sets of pairs, both sorted. It returns how many are in one only, and of these
// the greatest distance from the surplus's budget, as a share of it: programs that measure
// otherwise than over the ellipsoid tell pairs near the edge differently.
func (p Points) Difference(a, b []Pair) (differ int, farthest float64) {
	one := func(pair Pair) {
		differ++
		s, n := p.Surpluses[pair.Surplus], p.Needs[pair.Need]
		off := math.Abs(float64((geo.Distance(s.At, n.At) - s.Budget) / s.Budget))
		farthest = max(farthest, off)
	}
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && comparePairs(a[0], b[0]) < 0:
			one(a[0])
			a = a[1:]
		case len(a) == 0 || comparePairs(a[0], b[0]) > 0:
			one(b[0])
			b = b[1:]
		default:
			a, b = a[1:], b[1:]
		}
	}
	return differ, farthest
}

func comparePairs(a, b Pair) int {
	return cmp.Or(cmp.Compare(a.Surplus, b.Surplus), cmp.Compare(a.Need, b.Need))
}
