package appraise

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Surroundings are the land that a region's areas are surveyed against.
type Surroundings struct {
	Constraints []symbiosis.Constraint
	Facilities  []symbiosis.Facility
	Today       symbiosis.Date // waiting times count from it
}

// LeastPiece is the smallest piece of remaining land that something is built on; half of an area that
// is smaller than twice that. [A]
const LeastPiece = unit.Hectare / 2

// Ground is surroundings made ready for many surveys of land. It is immutable and safe for many
// goroutines.
type Ground struct {
	Surroundings
	constraints []bounded
	facilities  map[symbiosis.FacilityKind][]bounded
	layers      map[symbiosis.ConstraintLayer]bool // the region has something of
	effects     map[symbiosis.ConstraintEffect]bool
}

// bounded is a record by its place in its list, with its bounds.
type bounded struct {
	index int
	bound orb.Bound
}

// Prepare makes a ground. The surroundings must not be changed afterwards.
func Prepare(s Surroundings) *Ground {
	g := &Ground{
		Surroundings: s, facilities: map[symbiosis.FacilityKind][]bounded{},
		layers: map[symbiosis.ConstraintLayer]bool{}, effects: map[symbiosis.ConstraintEffect]bool{},
	}
	for i, c := range s.Constraints {
		if c.Geometry == nil {
			continue
		}
		g.constraints = append(g.constraints, bounded{i, c.Geometry.Bound()})
		g.layers[c.Layer], g.effects[c.Effect] = true, true
	}
	for i, f := range s.Facilities {
		if f.Geometry != nil {
			g.facilities[f.Kind] = append(g.facilities[f.Kind], bounded{i, f.Geometry.Bound()})
		}
	}
	return g
}

// apart returns a length that no point of a is nearer to any of b than: degrees of latitude, and
// of longitude where meridians are closest, a little shortened.
func apart(a, b orb.Bound) unit.Length {
	const degree = 110_000.0
	dy := math.Max(0, math.Max(a.Min[1]-b.Max[1], b.Min[1]-a.Max[1]))
	dx := math.Max(0, math.Max(a.Min[0]-b.Max[0], b.Min[0]-a.Max[0]))
	dx = math.Min(dx, math.Max(0, 360-(math.Max(a.Max[0], b.Max[0])-math.Min(a.Min[0], b.Min[0]))))
	far := math.Max(math.Max(math.Abs(a.Min[1]), math.Abs(a.Max[1])), math.Max(math.Abs(b.Min[1]), math.Abs(b.Max[1])))
	// On a sphere the way across dx degrees is at least its chord at the latitude farthest out.
	across := 2 / math.Pi * 180 * math.Sin(math.Min(dx, 180)/2*math.Pi/180) * math.Cos(math.Min(far, 90)*math.Pi/180)
	return unit.Length(0.99 * degree * math.Max(dy, across))
}

// nearestFirst returns records with the least they can be away from a bound, nearest first.
func nearestFirst(list []bounded, from orb.Bound) ([]bounded, []unit.Length) {
	type far struct {
		b bounded
		d unit.Length
	}
	all := make([]far, len(list))
	for i, b := range list {
		all[i] = far{b, apart(b.bound, from)}
	}
	slices.SortStableFunc(all, func(x, y far) int {
		switch {
		case x.d < y.d:
			return -1
		case x.d > y.d:
			return 1
		}
		return 0
	})
	records, lengths := make([]bounded, len(all)), make([]unit.Length, len(all))
	for i, x := range all {
		records[i], lengths[i] = x.b, x.d
	}
	return records, lengths
}
