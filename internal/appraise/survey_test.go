package appraise

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

var (
	krokom = orb.Point{14.45, 63.33}
	today  = symbiosis.Date{Year: 2026, Month: time.November, Day: 25}
)

// at returns the point so many metres east and north of Krokom.
func at(east, north float64) orb.Point {
	return geo.Destination(geo.Destination(krokom, 90, unit.Length(east)), 0, unit.Length(north))
}

// block is a rectangle in metres from Krokom.
func block(west, south, east, north float64) orb.Polygon {
	return orb.Polygon{{at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)}}
}

func area(p ...orb.Polygon) symbiosis.Area {
	a := symbiosis.Area{ID: "area", Name: "Area", Geometry: p, PlanStatus: symbiosis.Detaljplan, Source: "the municipality", SourceDate: today}
	a.Normalise()
	return a
}

func constraint(id string, l symbiosis.ConstraintLayer, e symbiosis.ConstraintEffect, g orb.Geometry) symbiosis.Constraint {
	return symbiosis.Constraint{ID: symbiosis.ConstraintID(id), Layer: l, Effect: e, Geometry: g, Source: "source of " + id, Date: today}
}

func survey(t testing.TB, s Surroundings, a symbiosis.Area, near ...Neighbours) *Survey {
	t.Helper()
	s.Today = today
	land, err := Prepare(s).Survey(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	n := Neighbours{}
	if len(near) > 0 {
		n = near[0]
	}
	n.Today = today
	out, err := Around(n).Survey(t.Context(), land)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func near(t testing.TB, what string, got, want, part float64) {
	t.Helper()
	if math.Abs(got-want) > part*math.Abs(want)+1e-9 {
		t.Errorf("%s: %.6g, want %.6g", what, got, want)
	}
}

// Two constraints that overlap are counted once, each is told with its own hectares, and what
// informs takes nothing away.
func TestExclusions(t *testing.T) {
	s := survey(t, Surroundings{Constraints: []symbiosis.Constraint{
		constraint("forest", symbiosis.ProtectedNature, symbiosis.Excludes, block(0, 0, 400, 1000)),
		constraint("bird", symbiosis.Natura2000, symbiosis.Excludes, block(200, 0, 600, 1000)),
		constraint("beach", symbiosis.Shore, symbiosis.Penalises, block(500, 0, 800, 1000)),
		constraint("grave", symbiosis.Heritage, symbiosis.Informs, block(900, 0, 1000, 100)),
		constraint("elsewhere", symbiosis.Flood, symbiosis.Excludes, block(5000, 0, 6000, 1000)),
	}}, area(block(0, 0, 1000, 1000)))
	l := s.Land
	near(t, "total", l.Total.Hectares(), 100, 1e-3)
	near(t, "excluded", l.Excluded.Hectares(), 60, 1e-3)
	near(t, "remaining", l.Remaining.Hectares(), 40, 1e-3)
	near(t, "penalised of it", l.Penalised.Hectares(), 20, 1e-3)
	var order []string
	for _, b := range l.Bearings {
		order = append(order, string(b.ConstraintID))
	}
	if !slices.Equal(order, []string{"bird", "forest", "beach", "grave"}) && !slices.Equal(order, []string{"forest", "bird", "beach", "grave"}) {
		t.Errorf("bearings are %v", order)
	}
	for _, b := range l.Bearings {
		want := map[symbiosis.ConstraintID]float64{"forest": 40, "bird": 40, "beach": 30, "grave": 1}[b.ConstraintID]
		near(t, string(b.ConstraintID), b.Overlap.Hectares(), want, 1e-3)
		if b.Source == "" || b.Date.IsZero() {
			t.Errorf("%s has no source or date", b.ConstraintID)
		}
	}
	for key, want := range map[string]float64{"nature_share": 0.6, "shore_share": 0.3, "flood_share": 0, "heritage_share": 0} {
		near(t, key, s.Findings[key].Figure.Value, want, 1e-3)
	}
	if f := s.Findings["groundwater_share"]; f.Figure != nil || f.Missing != noLayer {
		t.Errorf("a layer that the region lacks gives %+v, want it missing", f)
	}
	if f := s.Findings["flood_share"].Figure; f.Source != "source of elsewhere" {
		t.Errorf("no flood here, by %q", f.Source)
	}
	if p := *l.FitPoint; !s.inside(p) {
		t.Errorf("the fit point %v does not lie in what is left", p)
	}
	near(t, "what is drawn", geo.AreaOf(l.Left).Hectares(), l.Remaining.Hectares(), 1e-4)
}

func (s *Survey) inside(p orb.Point) bool {
	for _, polygon := range s.Land.Left {
		in := false
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				a, b := ring[i-1], ring[i]
				if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
					in = !in
				}
			}
		}
		if in {
			return true
		}
	}
	return false
}

// Buffers exclude, warning distances only warn.
func TestBuffersAndWarnings(t *testing.T) {
	houses := constraint("houses", symbiosis.Housing, symbiosis.Informs, orb.MultiPoint{at(-300, 500), at(-2000, 0)})
	houses.WarningDistance = 500
	brook := constraint("brook", symbiosis.Shore, symbiosis.Excludes, orb.LineString{at(500, -2000), at(500, 3000)})
	brook.Buffer = 100
	s := survey(t, Surroundings{Constraints: []symbiosis.Constraint{houses, brook}}, area(block(0, 0, 1000, 1000)))
	near(t, "excluded", s.Land.Excluded.Hectares(), 20, 1e-3)
	// A segment of a circle of radius 500 m at 300 m from its middle.
	want := (500*500*math.Acos(0.6) - 300*400) / 1e4
	for _, b := range s.Land.Bearings {
		if b.ConstraintID == "houses" {
			near(t, "warned", b.Warned.Hectares(), want, 2e-3)
			near(t, "away", b.Distance.Metres(), 300, 1e-3)
			if b.Overlap != 0 {
				t.Errorf("points overlap by %v", b.Overlap)
			}
		}
	}
	near(t, "housing", s.Findings["housing_m"].Figure.Value, 300, 1e-3)
	if n := len(s.Land.Bearings); n != 2 {
		t.Errorf("%d bearings", n)
	}
	if parts := len(s.Land.Left); parts != 2 {
		t.Errorf("a brook through the middle leaves %d pieces", parts)
	}
}

// An area that nothing is left of is unfit, and what hangs on a place is missing, not zero.
func TestNothingIsLeft(t *testing.T) {
	s := survey(t, Surroundings{
		Constraints: []symbiosis.Constraint{constraint("all", symbiosis.ProtectedNature, symbiosis.Excludes, block(-10, -10, 2000, 2000))},
		Facilities:  []symbiosis.Facility{{ID: "road", Kind: symbiosis.Highway, Geometry: orb.LineString{at(-500, -500), at(-500, 500)}}},
	}, area(block(0, 0, 1000, 1000)))
	if !s.Unfit() || s.Land.Remaining > dust || s.Land.FitPoint != nil {
		t.Errorf("%+v", s.Land)
	}
	for _, key := range []string{"highway_m", "reach_gwh", "reach_flows"} {
		if f := s.Findings[key]; f.Figure != nil || f.Missing != nothingFit {
			t.Errorf("%s: %+v", key, f)
		}
	}
	// A strip too narrow to build on counts as nothing to build on, but is told.
	s = survey(t, Surroundings{Constraints: []symbiosis.Constraint{constraint("most", symbiosis.Flood, symbiosis.Excludes, block(-10, -10, 1010, 996))}}, area(block(0, 0, 1000, 1000)))
	if !s.Unfit() || s.Land.Remaining < 0.3*unit.Hectare || s.Land.Fit != 0 {
		t.Errorf("a strip of 4 m: %v left, %v fit", s.Land.Remaining, s.Land.Fit)
	}
}

func TestDistancesToInfrastructure(t *testing.T) {
	road := symbiosis.Facility{ID: "e14", Name: "E14", Kind: symbiosis.Highway, Geometry: orb.LineString{at(-20_000, 4000), at(20_000, 4000)}, Source: "map", Date: today, Certainty: symbiosis.Measured}
	far := symbiosis.Facility{ID: "e45", Kind: symbiosis.Highway, Geometry: orb.LineString{at(30_000, -9000), at(30_000, 9000)}}
	port := symbiosis.Facility{ID: "port", Kind: symbiosis.Port, Geometry: orb.Point{10.4, 63.44}}
	heating := symbiosis.Facility{ID: "net", Kind: symbiosis.DistrictHeatingNetwork, Geometry: block(500, 500, 3000, 3000)}
	s := survey(t, Surroundings{Facilities: []symbiosis.Facility{far, road, port, heating}}, area(block(0, 0, 1000, 1000)))
	near(t, "highway", s.Findings["highway_m"].Figure.Value, 3000, 2e-3)
	if f := s.Findings["highway_m"]; f.Of != "E14" || f.Figure.Source != "map" || f.Date != today {
		t.Errorf("%+v", f)
	}
	least := math.Inf(1)
	for i := range 11 {
		for _, p := range []orb.Point{at(0, 100*float64(i))} {
			least = math.Min(least, geo.Distance(p, orb.Point{10.4, 63.44}).Metres())
		}
	}
	near(t, "port", s.Findings["port_m"].Figure.Value, least, 1e-4)
	if v := s.Findings["heating_m"].Figure.Value; v != 0 {
		t.Errorf("a network over the area is %v m away", v)
	}
	if f := s.Findings["rail_m"]; f.Missing != noFacility {
		t.Errorf("no railway is known: %+v", f)
	}
}

// Reach counts from the nearest point that is left, holds routes against budgets and names the
// site that most hangs on.
func TestReach(t *testing.T) {
	offer := func(id string, d symbiosis.Direction, p orb.Point, budget float64) symbiosis.Offer {
		return symbiosis.Offer{
			FlowID: symbiosis.FlowID(id), SiteID: symbiosis.SiteID("at " + id), Direction: d, Resource: "heat", Place: p, Detour: 1.3, Budget: unit.Length(budget),
			Delivered: symbiosis.Quantity{Amount: 10_000, Unit: symbiosis.MWhYear}, Priced: true, BenefitAtZero: 1e6, BenefitPerMetre: unit.Money(1e6 / budget),
			CO2eKnown: true, CO2eAtZero: 100 * unit.Tonne,
		}
	}
	tonnes := offer("tonnes", symbiosis.Surplus, at(500, 500), 1000)
	tonnes.Delivered, tonnes.CO2eKnown = symbiosis.Quantity{Amount: 300, Unit: symbiosis.TonneYear}, false
	s := survey(t, Surroundings{
		Constraints: []symbiosis.Constraint{constraint("west", symbiosis.Flood, symbiosis.Excludes, block(-10, -10, 500, 1010))},
	}, area(block(0, 0, 1000, 1000)), Neighbours{
		Offers: []symbiosis.Offer{
			offer("near", symbiosis.Surplus, at(2000, 500), 1301), // 1000 m from the east side
			offer("far", symbiosis.Surplus, at(2000, 500), 1299),
			offer("west", symbiosis.Surplus, at(-500, 500), 1300), // 500 m from the area, 1000 m from what is left
			offer("never", symbiosis.Surplus, at(600, 500), 0),
			tonnes,
			offer("wants", symbiosis.Need, at(900, 2000), 5000),
		},
	})
	var got []string
	for _, x := range s.Flows(-1) {
		got = append(got, string(x.FlowID))
	}
	if !slices.Equal(got, []string{"tonnes", "near", "wants"}) && !slices.Equal(got, []string{"tonnes", "near", "west", "wants"}) {
		t.Fatalf("reached %v", got)
	}
	near(t, "route", s.Flows(-1)[1].Route.Metres(), 1300, 2e-3)
	near(t, "GWh", s.Findings["reach_gwh"].Figure.Value, float64(10*(s.Reach.Surpluses-1)), 1e-9)
	near(t, "t", s.Findings["reach_t"].Figure.Value, 300, 1e-9)
	near(t, "needs", s.Findings["give_flows"].Figure.Value, 1, 1e-9)
	if s.Reach.LargestSite != "at tonnes" || !(s.Reach.LargestShare > 0.9) {
		t.Errorf("largest is %q with %v", s.Reach.LargestSite, s.Reach.LargestShare)
	}
}

func TestDiversity(t *testing.T) {
	var industries []Industry
	for i, branch := range []string{"10", "16", "20", "35", ""} {
		industries = append(industries, Industry{at(float64(1000*i), 0), branch})
	}
	industries = append(industries, Industry{at(40_000, 0), "72"})
	s := survey(t, Surroundings{}, area(block(0, 0, 1000, 1000)), Neighbours{Industries: industries})
	near(t, "four branches alike", s.Findings["diversity"].Figure.Value, 4, 1e-12)
	s = survey(t, Surroundings{}, area(block(0, 0, 1000, 1000)))
	if f := s.Findings["diversity"]; f.Missing != noIndustry {
		t.Errorf("nobody is known: %+v", f)
	}
}

// Bad areas are mended and told, or refused with a reason; a constraint that can't be read leaves
// what rests on it missing.
func TestBadShapes(t *testing.T) {
	bow := orb.Polygon{{at(0, 0), at(1000, 1000), at(1000, 0), at(0, 1000), at(0, 0)}}
	s := survey(t, Surroundings{}, area(bow))
	near(t, "a bow", s.Land.Total.Hectares(), 50, 1e-3)
	if !slices.Contains(s.Land.Notices, symbiosis.LandNotice{Key: "self_crossing"}) {
		t.Errorf("told %v", s.Land.Notices)
	}
	line := orb.Polygon{{at(0, 0), at(1000, 0), at(0, 0), at(0, 0)}}
	globe := orb.Polygon{{{-170, -80}, {170, -80}, {170, 80}, {-170, 80}, {-170, -80}}}
	for name, p := range map[string]symbiosis.Area{"none": area(), "a line": area(line), "the globe": area(globe), "NaN": area(orb.Polygon{{{math.NaN(), 0}, {1, 1}, {0, 1}, {math.NaN(), 0}}})} {
		if _, err := Prepare(Surroundings{}).Survey(t.Context(), p); symbiosis.KindOf(err) != symbiosis.Invalid {
			t.Errorf("%s: %v, want Invalid", name, err)
		}
	}
	knot := orb.Ring{}
	for i := range 60_000 {
		knot = append(knot, at(500+20_000*math.Cos(2.399963*float64(i)), 500+20_000*math.Sin(2.399963*float64(i))))
	}
	c := constraint("knot", symbiosis.ProtectedNature, symbiosis.Excludes, orb.Polygon{append(knot, knot[0])})
	start := time.Now()
	// Only what lies within the area is looked at: chords about the middle leave it alone or are too many.
	s = survey(t, Surroundings{Constraints: []symbiosis.Constraint{c}}, area(block(-15_000, -15_000, 15_000, 15_000)))
	if f := s.Findings["nature_share"]; f.Figure == nil && f.Missing != unreadable {
		t.Errorf("a knot gives %+v", f)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("a knot took %v", took)
	}
}

// What constraints leave and what they take make up the area, however they lie; one more never
// leaves more.
func TestConstraintsOnlyTake(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		draw := func(name string) float64 { return rapid.Float64Range(-1500, 1500).Draw(rt, name) }
		var list []symbiosis.Constraint
		left := math.Inf(1)
		a := area(block(-1000, -1000, 1000, 1000))
		for i := range 4 {
			var ring orb.Ring
			for range rapid.IntRange(3, 9).Draw(rt, "corners") {
				ring = append(ring, at(draw("x"), draw("y")))
			}
			c := constraint(string(rune('a'+i)), symbiosis.Flood, symbiosis.Excludes, orb.Polygon{append(ring, ring[0])})
			c.Buffer = unit.Length(rapid.Float64Range(0, 50).Draw(rt, "buffer"))
			list = append(list, c)
			s, err := Prepare(Surroundings{Constraints: list, Today: today}).Survey(t.Context(), a)
			if err != nil {
				rt.Fatal(err)
			}
			l := s.Land
			if d := (l.Excluded + l.Remaining - l.Total).SquareMetres(); math.Abs(d) > 1 {
				rt.Fatalf("excluded and remaining are %v m² off the total", d)
			}
			largest := 0.0
			for _, b := range l.Bearings {
				largest = math.Max(largest, b.Overlap.SquareMetres())
			}
			if l.Excluded.SquareMetres() < largest-1 || l.Remaining.SquareMetres() > left+1 {
				rt.Fatalf("excluded %v of which one alone %v; before %v were left, now %v", l.Excluded, largest, left, l.Remaining)
			}
			left = l.Remaining.SquareMetres()
		}
	})
}
