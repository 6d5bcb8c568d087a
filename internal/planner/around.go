package planner

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/spatial"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// FarthestAround bounds the radius of a question of what lies around a place.
const FarthestAround = 200 * unit.Kilometre

// Around asks what the sites within a circle have over and need, all of it, whether or not it could
// be carried anywhere.
type Around struct {
	// The centre: a site, the label's point of an area, or else At. One of the three.
	Site symbiosis.SiteID
	Area symbiosis.AreaID
	At   *orb.Point
	// Radius is the longest geodesic (WGS 84) from the centre to a site that counts, that length
	// included; above 0, at most FarthestAround.
	Radius unit.Length
	// Viewer is the most closed visibility of what counts, flows as well as their sites; "" counts
	// everything. What is more closed is left out altogether and not told as a sum of several either:
	// the sums of two circles that differ by one site would tell of that site.
	Viewer symbiosis.Visibility
	// Of and Direction choose the flows that are listed beside the sums: those of one line of them,
	// in either direction when there is none. "" lists none.
	Of        symbiosis.ResourceCode
	Direction symbiosis.Direction
}

// Surroundings is what lies within a circle.
type Surroundings struct {
	Centre orb.Point
	Radius unit.Length
	Sites  int // with a flow that counts
	Flows  int
	// Closed is the most closed visibility of what was counted: nobody who may not see that should be
	// shown the sums.
	Closed symbiosis.Visibility
	Lines  []AroundLine // the catalogue as a tree: what is more general stands before what it sums
	Listed []FlowAround // nearest first
}

// AroundLine sums the flows of a resource and of all below it. A resource stands there if it is a
// root of the catalogue, has flows of its own, or sums several lines.
type AroundLine struct {
	Resource symbiosis.ResourceCode
	Depth    int // lines above it
	Surplus  AroundSum
	Need     AroundSum
}

// AroundSum sums the flows of one direction.
type AroundSum struct {
	Flows     int
	Sites     int
	Estimated int // of the flows
	// Amounts of a year, one for each unit that the flows are summed in (see yearlyIn), in the order of
	// the units; none when there are no flows.
	Amounts []symbiosis.Quantity
}

// FlowAround is a flow and how far its site lies from the centre.
type FlowAround struct {
	symbiosis.Flow
	Distance unit.Length
}

// Around sums what lies within a circle. Invalid when the question is none, NotFound when the region has
// no such site or area, or none that the viewer may see.
func (s *Snapshot) Around(q Around) (Surroundings, error) {
	centre, err := s.centreOf(q)
	if err != nil {
		return Surroundings{}, err
	}
	if err := q.check(s); err != nil {
		return Surroundings{}, err
	}
	circle, err := spatial.NewCircle(centre, q.Radius)
	if err != nil {
		return Surroundings{}, unanswerable(symbiosis.Problem{Field: "lat", Code: "out_of_range", Text: err.Error()})
	}
	out := Surroundings{Centre: centre, Radius: q.Radius, Closed: symbiosis.Public}
	var sites []*siteRow
	s.places.In(placeGroup{}, &circle, func(id symbiosis.SiteID, _ orb.Point) bool {
		sites = append(sites, s.sites.get(string(id)))
		return true
	})
	slices.SortFunc(sites, func(a, b *siteRow) int { return cmp.Compare(a.ID, b.ID) }) // sums of floats depend on their order
	sums := aroundSums{catalogue: s.catalogue, by: map[symbiosis.ResourceCode]*aroundTally{}}
	for _, site := range sites {
		here := 0
		for f := range s.flowsOf(site.ID) {
			closed := f.Visibility.Narrower(site.Visibility)
			if q.Viewer != "" && !closed.Within(q.Viewer) {
				continue
			}
			here++
			out.Closed = out.Closed.Narrower(closed)
			class := s.catalogue.ClassOf(&f.Flow)
			sums.add(f, class)
			if q.Of != "" && s.catalogue.Is(class, q.Of) && (q.Direction == "" || f.Direction == q.Direction) {
				out.Listed = append(out.Listed, FlowAround{f.Flow, geo.Distance(centre, site.Location)})
			}
		}
		if here > 0 {
			out.Sites++
			out.Flows += here
		}
	}
	out.Lines = sums.lines()
	slices.SortStableFunc(out.Listed, func(a, b FlowAround) int {
		return cmp.Or(cmp.Compare(a.Distance, b.Distance), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

// centreOf returns the point that a question is about.
func (s *Snapshot) centreOf(q Around) (orb.Point, error) {
	given := 0
	for _, is := range []bool{q.Site != "", q.Area != "", q.At != nil} {
		if is {
			given++
		}
	}
	switch {
	case given != 1:
		return orb.Point{}, unanswerable(symbiosis.Problem{Field: "site", Code: "contradiction", Text: "one place must be given, and one alone", Hint: "lat and lon, area or site"})
	case q.Site != "":
		site, err := s.Site(q.Site)
		if err == nil && q.Viewer != "" && !site.Visibility.Within(q.Viewer) {
			err = s.missing("site", string(q.Site))
		}
		return site.Location, err
	case q.Area != "":
		area, err := s.PlacedArea(q.Area)
		if err == nil && q.Viewer != "" && !area.Visibility.Within(q.Viewer) {
			err = s.missing("area", string(q.Area))
		}
		return area.Label, err
	}
	return *q.At, nil
}

func (q *Around) check(s *Snapshot) error {
	if !(q.Radius > 0 && q.Radius <= FarthestAround) {
		return unanswerable(symbiosis.Problem{
			Field: "radius_m", Code: "out_of_range", Value: fmt.Sprint(q.Radius.Metres()), Text: fmt.Sprintf("must be above 0 and at most %d", int(FarthestAround.Metres())), Hint: "metres",
		})
	}
	return s.checkResource(q.Of)
}

// Outline returns the circle's edge as a closed ring of so many corners, counter-clockwise, each at the
// radius from the centre along a geodesic; a ring over the antimeridian goes on beyond ±180°.
func (a *Surroundings) Outline(corners int) orb.Ring {
	ring := make(orb.Ring, 0, corners+1)
	for i := range corners {
		p := geo.Destination(a.Centre, -360*float64(i)/float64(corners), a.Radius)
		p[0] = a.Centre[0] + math.Remainder(p[0]-a.Centre[0], 360)
		ring = append(ring, p)
	}
	return append(ring, ring[0])
}

// yearlyIn returns what a flow amounts to in a year, in the unit of its resource: MWh/yr for what is
// energy, as the transport models take it. A volume of a material is a mass where its bulk density is known.
func yearlyIn(c *symbiosis.Catalogue, f symbiosis.Flow) symbiosis.Quantity {
	r, _ := c.Resource(f.Resource)
	gwh, tonnes := yearly(c, f)
	switch {
	case gwh != nil:
		return symbiosis.Quantity{Amount: (unit.Energy(*gwh) * unit.GigawattHour).MegawattHours(), Unit: symbiosis.MWhYear}
	case f.Quantity.Unit == r.Unit:
		return f.Quantity
	case tonnes != nil:
		return symbiosis.Quantity{Amount: *tonnes, Unit: symbiosis.TonneYear}
	}
	return f.Quantity
}
