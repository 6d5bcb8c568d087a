package opportunity

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/spatial"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Land is an immutable index of points, made to answer very many questions of what lies within a
// radius: laid out as for a run over all pairs (spatial.Packed), asked by a Search. It is safe for
// many goroutines, each with a search of its own.
type Land struct {
	packed *spatial.Packed
	at     []geo.Prepared // in the order of the list
}

// NewLand indexes points. One that is off the globe is an Invalid error.
func NewLand(points []orb.Point) (*Land, error) {
	l := &Land{at: make([]geo.Prepared, len(points))}
	order := make([]int32, len(points))
	keys := make([]uint64, len(points))
	for i, p := range points {
		if err := geo.CheckLonLat(p); err != nil {
			return nil, symbiosis.Errorf(symbiosis.Invalid, "land %d: %w", i, err)
		}
		l.at[i] = geo.Prepare(p)
		order[i], keys[i] = int32(i), spatial.CurveKey(l.at[i].Space)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(keys[a], keys[b]), cmp.Compare(a, b)) })
	space := make([][3]float64, len(points))
	for i, lot := range order {
		space[i] = l.at[lot].Space
	}
	l.packed = spatial.Pack(space, order)
	return l, nil
}

// Len returns how many points there are.
func (l *Land) Len() int { return len(l.at) }

// Search asks a Land again and again; its room is used anew each time. It belongs to one goroutine.
type Search struct {
	land   *Land
	search spatial.Search
	disc   spatial.Disc
	from   [1][3]float64

	centre *geo.Prepared
	radius unit.Length
	edge   func(crow unit.Length) bool
}

// Search returns a search of the land.
func (l *Land) Search() *Search {
	s := &Search{land: l}
	s.disc.Exact = s.onEdge
	return s
}

// Within appends to found the places in the list of the points within a radius of centre, over the
// ellipsoid, the radius inclusive. edge, when not nil, decides instead where the distance is so near
// the radius that only the geodesic can tell; it is handed that. A centre off the globe finds nothing.
func (s *Search) Within(centre *geo.Prepared, radius unit.Length, edge func(crow unit.Length) bool, found []int32) []int32 {
	if !(radius >= 0) || geo.CheckLonLat(centre.Point) != nil {
		return found
	}
	s.centre, s.radius, s.edge = centre, radius, edge
	s.disc.Centre, s.from[0] = centre.Space, centre.Space
	s.disc.Within, s.disc.Beyond = geo.Straight(radius)
	if s.search.Aim(s.land.packed, s.from[:], s.disc.Beyond) == 0 {
		return found
	}
	return s.search.Append(found, &s.disc)
}

// onEdge settles what the straight line can't.
func (s *Search) onEdge(lot int32) bool {
	crow := geo.Between(s.centre, &s.land.at[lot])
	if s.edge != nil {
		return s.edge(crow)
	}
	return crow <= s.radius
}
