package spatial

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/unit"
)

// Neighbour is an entry with its geodesic distance from the point that was asked about.
type Neighbour[ID comparable] struct {
	ID       ID
	Point    orb.Point
	Distance unit.Length
}

// Nearest returns the k entries of the group that lie nearest to the centre, nearest first;
// all when there are fewer. Which of several equally far ones comes last is not defined.
//
// The tree is searched by chord (rtree.BoxDist would reckon in squared degrees), which orders
// entries to within 0.34 %; the search goes on until no further chord can beat the k-th.
func (s *Snapshot[G, ID]) Nearest(group G, centre orb.Point, k int) ([]Neighbour[ID], error) {
	if err := geo.CheckLonLat(centre); err != nil {
		return nil, fmt.Errorf("centre of the search: %w", err)
	}
	t := s.groups[group]
	if t == nil || k <= 0 {
		return nil, nil
	}
	u := geo.UnitVector(centre)
	best := make([]Neighbour[ID], 0, min(k, t.Len())+1)
	t.Nearby(
		func(lo, hi [2]float64, it item[ID], leaf bool) float64 {
			if leaf {
				return geo.SquaredChord(u, it.unit)
			}
			return chordToBound(u, orb.Bound{Min: lo, Max: hi})
		},
		func(p, _ [2]float64, it item[ID], chord float64) bool {
			if len(best) == k && geo.MinDistance(chord) > best[k-1].Distance {
				return false
			}
			n := Neighbour[ID]{it.id, p, geo.Distance(centre, p)}
			at, _ := slices.BinarySearchFunc(best, n, func(a, b Neighbour[ID]) int {
				if a.Distance <= b.Distance {
					return -1
				}
				return 1
			})
			best = slices.Insert(best, at, n)
			if len(best) > k {
				best = best[:k]
			}
			return true
		})
	return best, nil
}

// chordToBound returns a squared chord that no point of the bound is nearer to u than.
func chordToBound(u [3]float64, b orb.Bound) float64 {
	lo, hi := geo.UnitVector(orb.Point{0, b.Min[1]}), geo.UnitVector(orb.Point{0, b.Max[1]})
	rho := math.Hypot(u[0], u[1])
	// The cosine of the gap in longitude; none when u lies between the two meridians.
	cos := 1.
	lon := math.Atan2(u[1], u[0]) * 180 / math.Pi
	if lon < b.Min[0] || lon > b.Max[0] {
		gap := math.Min(math.Abs(math.Remainder(b.Min[0]-lon, 360)), math.Abs(math.Remainder(lon-b.Max[0], 360)))
		cos = math.Cos(gap * math.Pi / 180)
	}
	// Along a meridian at that gap the dot product with u is a·cos β + u₂·sin β, greatest at
	// its peak, or at an end when the peak lies outside.
	a := rho * cos
	dot := math.Max(a*lo[0]+u[2]*lo[2], a*hi[0]+u[2]*hi[2])
	if h := math.Hypot(a, u[2]); h > 0 {
		// lo, the peak and hi in this order: both turns are anticlockwise
		if x, z := a/h, u[2]/h; lo[0]*z-lo[2]*x >= 0 && x*hi[2]-z*hi[0] >= 0 {
			dot = h
		}
	}
	return math.Max(0, 2-2*dot-slack)
}

// slack keeps the rounding of a box's chord below that of the points in it.
const slack = 2e-14
