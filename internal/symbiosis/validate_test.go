package symbiosis_test

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

func ptr[T any](v T) *T { return &v }

func goodSite() symbiosis.Site {
	s := symbiosis.Site{ID: "s1", Name: "Mörsil serverhall", Location: orb.Point{13.66, 63.31}}
	s.Normalise()
	return s
}

func goodFlow() symbiosis.Flow {
	f := symbiosis.Flow{
		ID: "f1", SiteID: "s1", Direction: symbiosis.Surplus, Resource: "heat",
		Quantity: symbiosis.Quantity{Amount: 2, Unit: symbiosis.MW},
		Supply:   ptr(unit.Temperature(35)), Return: ptr(unit.Temperature(25)),
	}
	f.Normalise()
	return f
}

// fields returns "field:code" of each problem of err.
func fields(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var e *symbiosis.Error
	if !errors.As(err, &e) || e.Kind != symbiosis.Invalid {
		t.Fatalf("not an Invalid error: %v", err)
	}
	var out []string
	for _, p := range e.Problems {
		out = append(out, p.Field+":"+p.Code)
	}
	return strings.Join(out, " ")
}

func TestSiteValidate(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*symbiosis.Site)
		want   string
	}{
		{"a good site", func(*symbiosis.Site) {}, ""},
		{"no name", func(s *symbiosis.Site) { s.Name = "" }, "name:required"},
		{"no id", func(s *symbiosis.Site) { s.ID = "" }, "id:required"},
		{"an id that an address would swallow", func(s *symbiosis.Site) { s.ID = ".." }, "id:not_text"},
		{"an id with a slash", func(s *symbiosis.Site) { s.ID = "a/b" }, "id:not_text"},
		{"an id too long", func(s *symbiosis.Site) { s.ID = symbiosis.SiteID(strings.Repeat("å", 121)) }, "id:too_long"},
		{"broken UTF-8", func(s *symbiosis.Site) { s.Name = "M\xf6rsil" }, "name:not_text"},
		{"metres in place of degrees", func(s *symbiosis.Site) { s.Location = orb.Point{482000, 7020000} }, "lon:out_of_range lat:out_of_range"},
		{"NaN", func(s *symbiosis.Site) { s.Location = orb.Point{math.NaN(), 63} }, "lon:out_of_range"},
		{"an unknown visibility", func(s *symbiosis.Site) { s.Visibility = "hidden" }, "visibility:unknown_code"},
		{"a country in full", func(s *symbiosis.Site) { s.Country = "Sverige" }, "country:unknown_code"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := goodSite()
			c.change(&s)
			if got := fields(t, s.Validate()); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestFlowValidate(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*symbiosis.Flow)
		want   string
	}{
		{"a good flow", func(*symbiosis.Flow) {}, ""},
		{"nothing given off", func(f *symbiosis.Flow) { f.Quantity.Amount = 0 }, "quantity:out_of_range"},
		{"a negative quantity", func(f *symbiosis.Flow) { f.Quantity.Amount = -3 }, "quantity:out_of_range"},
		{"an infinite quantity", func(f *symbiosis.Flow) { f.Quantity.Amount = math.Inf(1) }, "quantity:out_of_range"},
		{"an unknown unit", func(f *symbiosis.Flow) { f.Quantity.Unit = "BTU" }, "unit:unknown_code"},
		{"return above supply", func(f *symbiosis.Flow) { f.Return = ptr(unit.Temperature(40)) }, "return_c:out_of_range"},
		{"return equal to supply", func(f *symbiosis.Flow) { f.Return = ptr(unit.Temperature(35)) }, "return_c:out_of_range"},
		{"below absolute zero", func(f *symbiosis.Flow) { f.Return = ptr(unit.Temperature(-273.16)) }, "return_c:out_of_range"},
		{"NaN degrees", func(f *symbiosis.Flow) { f.Supply = ptr(unit.Temperature(math.NaN())) }, "supply_c:out_of_range"},
		{"more hours than a year", func(f *symbiosis.Flow) { f.FullLoadHours = ptr(unit.Hours(9000)) }, "full_load_hours:out_of_range"},
		{"a distance beyond the earth", func(f *symbiosis.Flow) { f.MaxDistance = ptr(30_000 * unit.Kilometre) }, "max_distance_m:out_of_range"},
		{"no distance at all is allowed", func(f *symbiosis.Flow) { f.MaxDistance = ptr(unit.Length(0)) }, ""},
		{"a negative distance", func(f *symbiosis.Flow) { f.MaxDistance = ptr(unit.Length(-1)) }, "max_distance_m:out_of_range"},
		{"ends before it starts", func(f *symbiosis.Flow) {
			f.ValidFrom, f.ValidTo = symbiosis.Date{Year: 2027, Month: 1, Day: 1}, symbiosis.Date{Year: 2026, Month: 12, Day: 31}
		}, "valid_to:out_of_range"},
		{"own shape without values", func(f *symbiosis.Flow) { f.Shape.Kind = symbiosis.Own }, "monthly:out_of_range"},
		{"own shape with a negative month", func(f *symbiosis.Flow) {
			f.Shape = symbiosis.Shape{Kind: symbiosis.Own, Monthly: [12]float64{3, -1}}
		}, "monthly:out_of_range"},
		{"an unknown direction", func(f *symbiosis.Flow) { f.Direction = "both" }, "direction:unknown_code"},
		{"no resource", func(f *symbiosis.Flow) { f.Resource = "" }, "resource:required"},
		{"a cost below nil", func(f *symbiosis.Flow) { f.DisposalCost = ptr(unit.MassPrice(-1)) }, "disposal_cost_sek:out_of_range"},
		{"a property without a value", func(f *symbiosis.Flow) { f.Quality = []symbiosis.Property{{Name: "moisture"}} }, "quality:required"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := goodFlow()
			c.change(&f)
			if got := fields(t, f.Validate()); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestOtherNounsValidate(t *testing.T) {
	square := orb.MultiPolygon{{{{14, 63}, {14.1, 63}, {14.1, 63.1}, {14, 63.1}, {14, 63}}}}
	area := symbiosis.Area{ID: "a", Name: "Krokom norra", Geometry: square}
	area.Normalise()
	open := area
	open.Geometry = orb.MultiPolygon{{{{14, 63}, {14.1, 63}, {14.1, 63.1}, {14, 63.1}}}}
	exchange := symbiosis.Exchange{ID: "e", SurplusID: "f1", NeedID: "f2", State: symbiosis.Operation}
	exchange.Normalise()
	badExchange := exchange
	badExchange.State, badExchange.NeedID = "dreaming", ""
	profile := symbiosis.Profile{
		ID: "greenhouse", Names: symbiosis.Names{SV: "Växthus", NB: "Veksthus", EN: "Greenhouse"}, CapacityUnit: "ha", Capacity: 2, Visibility: symbiosis.Public,
		Flows: []symbiosis.ProfileFlow{{Direction: symbiosis.Need, Resource: "heat", PerCapacity: symbiosis.Quantity{Amount: 2.2, Unit: symbiosis.MW}, Origin: symbiosis.Origin{Source: "CIGR"}}},
	}
	noSource := profile
	noSource.Flows = []symbiosis.ProfileFlow{profile.Flows[0]}
	noSource.Flows[0].Origin = symbiosis.Origin{}
	profile.Normalise()
	noSource.Normalise()
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"an area", area.Validate(), ""},
		{"an area left open", open.Validate(), "geometry:not_closed"},
		{"an area without a polygon", symbiosis.Area{ID: "a", Name: "x", PlanStatus: "none", Accuracy: "exact", Certainty: "measured", Visibility: "public"}.Validate(), "geometry:required"},
		{"an exchange", exchange.Validate(), ""},
		{"an exchange of no state and no need", badExchange.Validate(), "need_id:required state:unknown_code"},
		{"a constraint without source and geometry", symbiosis.Constraint{ID: "c", Layer: "flood", Effect: symbiosis.Excludes, Accuracy: symbiosis.Exact, Certainty: symbiosis.Reported}.Validate(), "source:required geometry:required"},
		{"a profile", profile.Validate(), ""},
		{"a profile without a source", noSource.Validate(), "source:required"},
		{"an evaluation", symbiosis.Evaluation{AreaID: "a", Criteria: []symbiosis.Criterion{{Key: "grid", Weight: 0.4}, {Key: "road", Weight: 0.6}}}.Validate(), ""},
		{"weights that sum to nil", symbiosis.Evaluation{AreaID: "a", Criteria: []symbiosis.Criterion{{Key: "grid"}}}.Validate(), "weight:out_of_range"},
		{"an opportunity without capacity", symbiosis.Opportunity{AreaID: "a", ProfileID: "p"}.Validate(), "capacity:out_of_range"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := fields(t, c.err); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if got := profile.FlowsAt("here")[0].Quantity.Amount; got != 4.4 {
		t.Errorf("a profile of 2 ha at 2.2 MW/ha needs %v MW, want 4.4", got)
	}
}

func TestErrorKeepsKindTextAndCause(t *testing.T) {
	err := fmt.Errorf("importing: %w", symbiosis.Errorf(symbiosis.Unavailable, "region.gpkg can't be read: %w", io.ErrUnexpectedEOF))
	if symbiosis.KindOf(err) != symbiosis.Unavailable || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("kind %s, cause kept %v", symbiosis.KindOf(err), errors.Is(err, io.ErrUnexpectedEOF))
	}
	if got, want := err.Error(), "importing: region.gpkg can't be read: unexpected EOF"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if symbiosis.KindOf(io.EOF) != symbiosis.Internal {
		t.Error("an error of another package is not Internal")
	}
	p := symbiosis.Problem{Place: "flows.csv, row 4", Field: "quantity", Value: "12O", Code: "not_a_number", Text: "is not a number", Hint: "digits only"}
	if got, want := p.String(), `flows.csv, row 4: quantity is not a number ("12O"); digits only`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestQuantityTurnsUnits(t *testing.T) {
	for _, c := range []struct {
		amount   float64
		from, to symbiosis.QuantityUnit
		hours    unit.Hours
		want     float64
		ok       bool
	}{
		{3, symbiosis.MW, symbiosis.MWhYear, 4000, 12000, true},
		{12, symbiosis.GWhYear, symbiosis.MW, 4000, 3, true},
		{500, symbiosis.KW, symbiosis.MW, 1, 0.5, true},
		{50, symbiosis.TonneYear, symbiosis.KgYear, 0, 50_000, true},
		{7, symbiosis.PieceYear, symbiosis.PieceYear, 0, 7, true},
		{3, symbiosis.MW, symbiosis.TonneYear, 4000, 0, false},
		{3, symbiosis.M3Year, symbiosis.TonneYear, 0, 0, false},
	} {
		got, ok := symbiosis.Quantity{Amount: c.amount, Unit: c.from}.In(c.to, c.hours)
		if ok != c.ok || ok && (math.Abs(got.Amount-c.want) > 1e-9 || got.Unit != c.to) {
			t.Errorf("%g %s in %s: got %v %v, want %g %v", c.amount, c.from, c.to, got, ok, c.want, c.ok)
		}
	}
	if got := (symbiosis.Quantity{Amount: 100, Unit: symbiosis.M3Year}).Mass(0.05 * unit.TonnePerCubicMetre).Tonnes(); math.Abs(got-5) > 1e-12 {
		t.Errorf("100 m³ of loose plastic is %v t, want 5", got)
	}
}

func TestWasteCodes(t *testing.T) {
	for in, want := range map[string]symbiosis.WasteCode{
		"19 12 04": "19 12 04", "191204": "19 12 04", "19.12.04*": "19 12 04", " 19 12 ": "19 12", "19": "19",
		"": "", "1912045": "1912045", "wood": "wood",
	} {
		if got := symbiosis.NormaliseWasteCode(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	for _, c := range []struct {
		p, code symbiosis.WasteCode
		want    bool
	}{{"19", "19 12 04", true}, {"19 12", "19 12 04", true}, {"19 12 04", "19 12 04", true}, {"19 12 04", "19 12", false}, {"1", "19 12 04", false}, {"", "19 12 04", false}} {
		if c.p.Covers(c.code) != c.want {
			t.Errorf("%q covers %q: want %v", c.p, c.code, c.want)
		}
	}
	if !symbiosis.WasteCode("02 03 99").Unspecified() || symbiosis.WasteCode("02 03 04").Unspecified() {
		t.Error("codes ending in 99 are those not otherwise specified")
	}
}

func TestDatesKeepTheCalendarsOrder(t *testing.T) {
	a, err := symbiosis.ParseDate("2026-11-22")
	if err != nil || a.String() != "2026-11-22" {
		t.Fatalf("got %v, %v", a, err)
	}
	for _, late := range []string{"2026-11-23", "2026-12-01", "2027-01-01"} {
		b, _ := symbiosis.ParseDate(late)
		if !a.Before(b) || b.Before(a) {
			t.Errorf("%s and %s are out of order", a, late)
		}
	}
	for _, bad := range []string{"22/11/2026", "2026-13-01", "2026-02-30"} {
		if _, err := symbiosis.ParseDate(bad); err == nil {
			t.Errorf("%q is taken for a date", bad)
		}
	}
	if d, err := symbiosis.ParseDate(""); err != nil || !d.IsZero() || d.String() != "" {
		t.Error("no text is no date")
	}
}
