package opportunity

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Land is an immutable index of points, made to answer very many questions of what lies within a
// radius: bands of latitude, each in the order of longitude, so that what a circle touches is a
// few runs of memory. It is safe for many goroutines.
type Land struct {
	bands []int32 // where each band begins in the arrays below, and the end
	south float64 // latitude where the first band begins
	per   float64 // bands a degree

	lon     []float64
	x, y, z []float64      // geo.UnitVector
	lot     []int32        // the place in the list that was indexed
	at      []geo.Prepared // in the order of the list
}

// lotsPerBand is how many points a band holds on the average: fewer make more bands to look
// into, more make longer runs of points that are too far. Between 8 and 32 the time is flat.
const lotsPerBand = 16

// NewLand indexes points. One that is off the globe is an Invalid error.
func NewLand(points []orb.Point) (*Land, error) {
	l := &Land{at: make([]geo.Prepared, len(points)), per: 1}
	north := math.Inf(-1)
	l.south = math.Inf(1)
	for i, p := range points {
		if err := geo.CheckLonLat(p); err != nil {
			return nil, symbiosis.Errorf(symbiosis.Invalid, "land %d: %w", i, err)
		}
		l.at[i] = geo.Prepare(p)
		l.south, north = min(l.south, p[1]), max(north, p[1])
	}
	count := max(1, len(points)/lotsPerBand)
	if north > l.south {
		l.per = float64(count) / (north - l.south)
	}
	order := make([]int32, len(points))
	for i := range order {
		order[i] = int32(i)
	}
	l.bands = make([]int32, count+1)
	band := func(i int32) int { return l.band(points[i][1]) }
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(band(a), band(b)), cmp.Compare(points[a][0], points[b][0]), cmp.Compare(a, b))
	})
	for at, i := range order {
		p := points[i]
		u := l.at[i].Space
		l.lon, l.lot = append(l.lon, p[0]), append(l.lot, i)
		l.x, l.y, l.z = append(l.x, u[0]), append(l.y, u[1]), append(l.z, u[2])
		l.bands[band(i)+1] = int32(at + 1)
	}
	for i := 1; i < len(l.bands); i++ {
		l.bands[i] = max(l.bands[i], l.bands[i-1]) // an empty band ends where it begins
	}
	return l, nil
}

// Len returns how many points there are.
func (l *Land) Len() int { return len(l.lot) }

// band returns the band of a latitude; below the first it is the first, above the last the last.
func (l *Land) band(lat float64) int {
	return int(max(0, min((lat-l.south)*l.per, float64(len(l.bands)-2))))
}

// Near is a point that was found: its place in the list, and the square of the straight line to it,
// which bounds its distance (geo.StraightMin, geo.StraightMax).
type Near struct {
	Lot  int32
	Line float64
}

// Within appends to found the points within a radius of centre, over the ellipsoid, the radius
// inclusive, in no order. edge, when not nil, decides instead where the distance is so near the
// radius that only the geodesic can tell; it is handed that. A centre off the globe finds nothing.
func (l *Land) Within(centre *geo.Prepared, radius unit.Length, edge func(crow unit.Length) bool, found []Near) []Near {
	if len(l.lot) == 0 {
		return found
	}
	u := centre.Space
	within, beyond := geo.Straight(radius)
	bounds, n := geo.BoundPairAround(centre.Point, radius) // none for a radius that is none
	for b := range n {
		west, east := bounds[b].Min[0], bounds[b].Max[0]
		for i := l.band(bounds[b].Min[1]); i <= l.band(bounds[b].Max[1]); i++ {
			from, to := int(l.bands[i]), int(l.bands[i+1])
			from += sort.SearchFloat64s(l.lon[from:to], west)
			for ; from < to && l.lon[from] <= east; from++ {
				dx, dy, dz := l.x[from]-u[0], l.y[from]-u[1], l.z[from]-u[2]
				c := dx*dx + dy*dy + dz*dz
				if c > beyond {
					continue
				}
				if c > within && !l.onEdge(from, centre, radius, edge) {
					continue
				}
				found = append(found, Near{l.lot[from], c})
			}
		}
	}
	return found
}

func (l *Land) onEdge(i int, centre *geo.Prepared, radius unit.Length, edge func(unit.Length) bool) bool {
	crow := geo.Between(centre, &l.at[l.lot[i]])
	if edge != nil {
		return edge(crow)
	}
	return crow <= radius
}
