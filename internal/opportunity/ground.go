package opportunity

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Ground is pieces of land ready to be asked about, immutable.
type Ground struct {
	lots   []Lot
	at     []geo.Prepared // their points
	fields []field
}

// Lot is a piece of land as a firm sees it.
type Lot struct {
	Area symbiosis.Area
	// Point is of the fit land. Distances are measured from the point of Surface that is nearest to
	// a partner; from Point where there is no Surface.
	Point   orb.Point
	Surface Surface
	Radius  unit.Length // no point of Surface is farther from Point
	Fit     unit.Area   // what can be built on
	// Near holds how far it is to infrastructure as the crow flies, as far as that is known.
	Near map[symbiosis.FacilityKind]unit.Length
	// Excluding names what keeps the land, or a part of it, from being built on; that part isn't fit.
	Excluding []string
	// Against is what bears on the land without excluding it.
	Against []Against
	// Total is the land's surface, and Penalised the part of what isn't excluded that one penalising
	// constraint or more bears on.
	Total, Penalised unit.Area
}

// PenalisedShare is the part of the land, 0–1, that isn't excluded and that something counts against.
func (l *Lot) PenalisedShare() float64 {
	if !(l.Total > 0) {
		return 0
	}
	return min(1, float64(l.Penalised/l.Total))
}

// Surface is the fit land of a lot.
type Surface interface {
	// Nearest returns the point of it that is nearest to another; that point itself when it lies within.
	Nearest(to orb.Point) orb.Point
}

// Against is a constraint that counts against land, or is to be known of it.
type Against struct {
	Bearing symbiosis.Bearing
	Share   float64 // of the lot that it bears on, with its buffer, 0–1
}

// field is lots of about the same size, indexed by their points.
type field struct {
	land *Land
	lots []int32
	most unit.Length // the greatest of their radii
}

// NewGround indexes land. A point off the globe is an Invalid error.
func NewGround(lots []Lot) (*Ground, error) {
	g := &Ground{lots: lots, at: make([]geo.Prepared, len(lots))}
	bySize := map[int]int{} // octave of the radius to its field
	var points [][]orb.Point
	for i := range lots {
		octave := math.MinInt
		if l := &lots[i]; l.Surface != nil {
			octave = int(math.Ceil(math.Log2(math.Max(64, l.Radius.Metres()))))
		}
		n, ok := bySize[octave]
		if !ok {
			n = len(g.fields)
			bySize[octave] = n
			g.fields, points = append(g.fields, field{}), append(points, nil)
		}
		f := &g.fields[n]
		f.lots = append(f.lots, int32(i))
		if lots[i].Surface != nil {
			f.most = max(f.most, lots[i].Radius)
		}
		points[n] = append(points[n], lots[i].Point)
		if geo.CheckLonLat(lots[i].Point) == nil {
			g.at[i] = geo.Prepare(lots[i].Point)
		}
	}
	for n := range g.fields {
		var err error
		if g.fields[n].land, err = NewLand(points[n]); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// Lots lists the land in its order. The caller must not change it.
func (g *Ground) Lots() []Lot { return g.lots }

// crow returns how far it is from a lot to a place, from its point nearest to that.
func (g *Ground) crow(lot int32, to *geo.Prepared) unit.Length {
	crow := geo.Between(&g.at[lot], to)
	if s := g.lots[lot].Surface; s != nil && crow > 0 {
		from := geo.Prepare(s.Nearest(to.Point))
		crow = min(crow, geo.Between(&from, to))
	}
	return crow
}

// From returns the point of a lot that its distance to a place is measured from.
func (g *Ground) From(lot int, to orb.Point) orb.Point {
	l := &g.lots[lot]
	if l.Surface == nil {
		return l.Point
	}
	from := l.Surface.Nearest(to)
	if p, q, r := geo.Prepare(from), geo.Prepare(to), &g.at[lot]; geo.Between(r, &q) < geo.Between(&p, &q) {
		return l.Point
	}
	return from
}
