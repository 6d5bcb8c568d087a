package symbiosis_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

var square = orb.Ring{{14, 63}, {14.1, 63}, {14.1, 63.1}, {14, 63.1}, {14, 63}}

func TestAreaValidate(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*symbiosis.Area)
		want   string
	}{
		{"nothing known but the outline", func(*symbiosis.Area) {}, ""},
		{"land given away, free of remediation, without grid", func(a *symbiosis.Area) {
			a.Price, a.RemediationCost, a.GridPower = ptr(unit.LandPrice(0)), ptr(unit.Money(0)), ptr(unit.Power(0))
		}, ""},
		{"a country that is none", func(a *symbiosis.Area) { a.Country = "XX" }, "country:unknown_code"},
		{"Kosovo, as much of Europe writes it", func(a *symbiosis.Area) { a.Country = "XK" }, ""},
		{"a negative price", func(a *symbiosis.Area) { a.Price = ptr(unit.LandPrice(-1)) }, "price_sek_per_m2:out_of_range"},
		{"ground steeper than any is", func(a *symbiosis.Area) { a.Slope = ptr(300.1) }, "slope_pct:out_of_range"},
		{"a slope that is no number", func(a *symbiosis.Area) { a.Slope = ptr(math.NaN()) }, "slope_pct:out_of_range"},
		{"level ground", func(a *symbiosis.Area) { a.Slope = ptr(0.0) }, ""},
		{"a cost that is no number", func(a *symbiosis.Area) { a.RemediationCost = ptr(unit.Money(math.NaN())) }, "remediation_cost_sek:out_of_range"},
		{"water that is not known", func(a *symbiosis.Area) { a.Water = "" }, ""},
		{"utilities of no known nearness", func(a *symbiosis.Area) {
			a.Water, a.Sewage, a.Fibre, a.DistrictHeating = "yes", "no", "planned", "maybe"
		}, "water:unknown_code sewage:unknown_code fibre:unknown_code district_heating:unknown_code"},
		{"a day that the calendar doesn't have", func(a *symbiosis.Area) { a.SourceDate = symbiosis.Date{Year: 2026, Month: 2, Day: 30} }, "source_date:not_a_date"},
		{"a grid of another age", func(a *symbiosis.Area) { a.GridYear = 26 }, "grid_year:out_of_range"},
		{"a visibility that isn't", func(a *symbiosis.Area) { a.Visibility = "hidden" }, "visibility:unknown_code"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := symbiosis.Area{ID: "a", Name: "Krokom norra", Geometry: orb.MultiPolygon{{square}}}
			a.Normalise()
			c.change(&a)
			if got := fields(t, a.Validate()); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	a := symbiosis.Area{Water: symbiosis.Connected, Sewage: symbiosis.Nearby, Fibre: symbiosis.NoConnection}
	var got []symbiosis.Connection
	for _, u := range symbiosis.Utilities() {
		got = append(got, a.Connection(u))
	}
	if diff := cmp.Diff([]symbiosis.Connection{"connected", "nearby", "none", ""}, got); diff != "" {
		t.Error(diff)
	}
}

func TestConstraintValidate(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*symbiosis.Constraint)
		want   string
	}{
		{"a reserve", func(*symbiosis.Constraint) {}, ""},
		{"a layer of the region's own", func(c *symbiosis.Constraint) { c.Layer = "reindeer_2024" }, ""},
		{"a layer with a space", func(c *symbiosis.Constraint) { c.Layer = "nature reserve" }, "layer:not_text"},
		{"no layer", func(c *symbiosis.Constraint) { c.Layer = "" }, "layer:required"},
		{"an effect that isn't", func(c *symbiosis.Constraint) { c.Effect = "forbids" }, "effect:unknown_code"},
		{"a point with a warning distance", func(c *symbiosis.Constraint) {
			c.Geometry, c.WarningDistance = orb.Point{14, 63}, 500*unit.Metre
		}, ""},
		{"a distance below nil", func(c *symbiosis.Constraint) { c.WarningDistance = -1 }, "warning_distance_m:out_of_range"},
		{"a buffer that is no number", func(c *symbiosis.Constraint) { c.Buffer = unit.Length(math.NaN()) }, "buffer_m:out_of_range"},
		{"a line of one point", func(c *symbiosis.Constraint) { c.Geometry = orb.LineString{{14, 63}} }, "geometry:too_few_points"},
		{"no lines at all", func(c *symbiosis.Constraint) { c.Geometry = orb.MultiLineString{} }, "geometry:required"},
		{"a collection", func(c *symbiosis.Constraint) { c.Geometry = orb.Collection{orb.Point{14, 63}} }, "geometry:wrong_geometry"},
		{"metres in place of degrees", func(c *symbiosis.Constraint) { c.Geometry = orb.Point{482000, 7020000} }, "lon:out_of_range lat:out_of_range"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := symbiosis.Constraint{ID: "c", Layer: "protected_nature", Geometry: orb.Polygon{square}, Source: "Naturvårdsverket"}
			k.Normalise()
			c.change(&k)
			if got := fields(t, k.Validate()); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	want := map[symbiosis.ConstraintLayer]symbiosis.ConstraintEffect{"protected_nature": "excludes", "housing": "informs", "flood": "penalises", "of_our_own": "penalises"}
	for layer, effect := range want {
		c := symbiosis.Constraint{Layer: layer}
		if c.Normalise(); c.Effect != effect {
			t.Errorf("%s %s, want %s", layer, c.Effect, effect)
		}
	}
}

func TestFacilityValidate(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*symbiosis.Facility)
		want   string
	}{
		{"a road", func(*symbiosis.Facility) {}, ""},
		{"a full substation", func(f *symbiosis.Facility) {
			f.Kind, f.Capacity, f.Year = symbiosis.Substation, &symbiosis.Quantity{Unit: symbiosis.MW}, 2030
		}, ""},
		{"a capacity without unit", func(f *symbiosis.Facility) { f.Capacity = &symbiosis.Quantity{Amount: 3} }, "capacity_unit:unknown_code"},
		{"a negative capacity", func(f *symbiosis.Facility) { f.Capacity = &symbiosis.Quantity{Amount: -3, Unit: "MW"} }, "capacity:out_of_range"},
		{"an airport", func(f *symbiosis.Facility) { f.Kind = "airport" }, "kind:unknown_code"},
		{"no source", func(f *symbiosis.Facility) { f.Source = "" }, "source:required"},
		{"nowhere", func(f *symbiosis.Facility) { f.Geometry = nil }, "geometry:required"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := symbiosis.Facility{ID: "e14", Kind: symbiosis.Highway, Geometry: orb.LineString{{14, 63}, {15, 63}}, Source: "OSM"}
			f.Normalise()
			c.change(&f)
			if got := fields(t, f.Validate()); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestProfileValidate(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*symbiosis.Profile)
		want   string
	}{
		{"a fish farm", func(*symbiosis.Profile) {}, ""},
		{"land below nil", func(p *symbiosis.Profile) { p.Land = ptr(unit.Area(-1)) }, "land_ha:out_of_range"},
		{"staff that is no number", func(p *symbiosis.Profile) { p.Staff = ptr(math.NaN()) }, "staff:out_of_range"},
		{"the greatest below the least", func(p *symbiosis.Profile) {
			p.LeastCapacity, p.GreatestCapacity = ptr(20.0), ptr(10.0)
		}, "greatest_capacity:out_of_range"},
		{"a capacity of nil", func(p *symbiosis.Profile) { p.LeastCapacity = ptr(0.0) }, "least_capacity:out_of_range"},
		{"an origin of what is no figure", func(p *symbiosis.Profile) { p.Figures = map[string]symbiosis.Origin{"colour": {}} }, "figures:unknown_code"},
		{"a must that nothing can have", func(p *symbiosis.Profile) {
			p.MustHaves.Within = []symbiosis.Nearness{{Kind: "airport", Distance: -1}}
			p.MustHaves.Connections = []symbiosis.Utility{"telegraph"}
		}, "must_haves.within.kind:unknown_code must_haves.within.distance_m:out_of_range must_haves.connections:unknown_code"},
		{"a flow that isn't right", func(p *symbiosis.Profile) { p.Flows[0].PerCapacity.Amount = 0 }, "quantity:out_of_range"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := fishFarm()
			c.change(&p)
			if got := fields(t, p.Validate()); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func fishFarm() symbiosis.Profile {
	p := symbiosis.Profile{
		ID: "fish", Names: symbiosis.Names{SV: " Fiskodling "}, CapacityUnit: "t/yr", Capacity: 1000,
		Flows: []symbiosis.ProfileFlow{
			{Direction: symbiosis.Need, Resource: "Heat", PerCapacity: symbiosis.Quantity{Amount: 3, Unit: symbiosis.KW}, Origin: symbiosis.Origin{Source: "Nistad 2020"}},
			{Direction: symbiosis.Need, Resource: "heat", PerCapacity: symbiosis.Quantity{Amount: 1, Unit: symbiosis.KW}, Origin: symbiosis.Origin{Source: "Nistad 2020"}},
		},
	}
	p.Normalise()
	return p
}

func TestProfileNormalise(t *testing.T) {
	p := fishFarm()
	if p.Names != (symbiosis.Names{SV: "Fiskodling", NB: "Fiskodling", EN: "Fiskodling"}) || p.Visibility != symbiosis.Public {
		t.Errorf("names %+v, visibility %s", p.Names, p.Visibility)
	}
	flows := p.FlowsOf("here", 2000)
	if flows[0].ID == flows[1].ID || flows[0].Resource != "heat" || flows[0].Quantity.Amount != 6000 {
		t.Errorf("got %+v", flows)
	}
	if again := p.FlowsOf("here", 10); again[1].ID != flows[1].ID {
		t.Errorf("at another capacity the flow is called %s, not %s", again[1].ID, flows[1].ID)
	}
	prospect := symbiosis.Profile{Prospect: true}
	if prospect.Normalise(); prospect.Visibility != symbiosis.BrokerOnly {
		t.Errorf("a prospect is seen by %s", prospect.Visibility)
	}
	own := symbiosis.Profile{Flows: []symbiosis.ProfileFlow{{Resource: "HEAT"}}}
	copied := own
	if copied.Normalise(); own.Flows[0].Resource != "HEAT" {
		t.Error("tidying a copy changed the caller's flows")
	}
}

func TestComparisonValidate(t *testing.T) {
	now := time.Date(2026, 11, 22, 13, 45, 0, 123_456_789, time.FixedZone("", 3600))
	for _, c := range []struct {
		name   string
		change func(*symbiosis.Comparison)
		want   string
	}{
		{"two areas", func(*symbiosis.Comparison) {}, ""},
		{"one area", func(c *symbiosis.Comparison) { c.AreaIDs = c.AreaIDs[:1] }, "area_ids:out_of_range"},
		{"an area twice", func(c *symbiosis.Comparison) { c.AreaIDs[1] = "a" }, "area_ids:duplicate"},
		{"seven areas", func(c *symbiosis.Comparison) { c.AreaIDs = []symbiosis.AreaID{"a", "b", "c", "d", "e", "f", "g"} }, "area_ids:out_of_range"},
		{"no result", func(c *symbiosis.Comparison) { c.Result = "" }, "result:required"},
		{"a result that isn't JSON", func(c *symbiosis.Comparison) { c.Result = "{" }, "result:not_json"},
		{"broken text in a result", func(c *symbiosis.Comparison) { c.Result = "\"M\xf6rsil\"" }, "result:not_json"},
		{"a result too deep", func(c *symbiosis.Comparison) {
			c.Result = symbiosis.Document(strings.Repeat("[", 101) + strings.Repeat("]", 101))
		}, "result:not_json"},
		{"a text with NUL", func(c *symbiosis.Comparison) { c.Result = `"\\\\u0000 \u0000"` }, "result:not_json"},
		{"half a pair", func(c *symbiosis.Comparison) { c.Result = `["\ud83d"]` }, "result:not_json"},
		{"the wrong half", func(c *symbiosis.Comparison) { c.Result = `["\ude00\ud83d"]` }, "result:not_json"},
		{"a pair, and what only looks like NUL", func(c *symbiosis.Comparison) { c.Result = `["\ud83d\ude00", "\\u0000"]` }, ""},
		{"brackets in a text", func(c *symbiosis.Comparison) {
			c.Result = symbiosis.Document(`"\"` + strings.Repeat("[", 200) + `"`)
		}, ""},
		{"no time", func(c *symbiosis.Comparison) { c.DataTime = time.Time{} }, "data_time:required"},
		{"another age", func(c *symbiosis.Comparison) { c.Created = time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC) }, "created:out_of_range"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := symbiosis.Comparison{ID: "c", Name: "Krokom", AreaIDs: []symbiosis.AreaID{"a", "b"}, Revision: "1-a", DataTime: now, Created: now, Settings: "{}", Result: "{}"}
			k.Normalise()
			if got := k.Created.Format(time.RFC3339Nano); got != "2026-11-22T12:45:00.123Z" {
				t.Errorf("the moment is kept as %s", got)
			}
			c.change(&k)
			if got := fields(t, k.Validate()); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestPitchValidate(t *testing.T) {
	now := time.Date(2026, 11, 22, 13, 45, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		change func(*symbiosis.Pitch)
		want   string
	}{
		{"a pitch", func(*symbiosis.Pitch) {}, ""},
		{"the secret itself", func(p *symbiosis.Pitch) { p.TokenHash = "secret" }, "token_hash:not_text"},
		{"a hash in capitals", func(p *symbiosis.Pitch) { p.TokenHash = strings.ToUpper(p.TokenHash) }, "token_hash:not_text"},
		{"expired when it was made", func(p *symbiosis.Pitch) { p.Expires = now }, "expires:out_of_range"},
		{"no land", func(p *symbiosis.Pitch) { p.AreaID = "" }, "area_id:required"},
		{"a language we don't speak", func(p *symbiosis.Pitch) { p.Language = "fi" }, "language:unknown_code"},
		{"a capacity of nil", func(p *symbiosis.Pitch) { p.Capacity = ptr(0.0) }, "capacity:out_of_range"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := symbiosis.Pitch{ID: "p", TokenHash: symbiosis.TokenHash("secret"), Title: "Krokom", AreaID: "a", Revision: "1-a", DataTime: now, Created: now, Expires: now.AddDate(0, 1, 0), Content: "{}"}
			p.Normalise()
			c.change(&p)
			if got := fields(t, p.Validate()); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	p := symbiosis.Pitch{Expires: now}
	if p.Expired(now.Add(-time.Second)) || !p.Expired(now) {
		t.Error("a pitch expires at its hour")
	}
}

func TestSettingValidate(t *testing.T) {
	for s, want := range map[symbiosis.Setting]string{
		{Key: "appraisal", Body: `{"weights":{}}`}: "",
		{Key: "Appraisal", Body: "{}"}:             "id:not_text",
		{Key: "appraisal"}:                         "body:required",
	} {
		if got := fields(t, s.Validate()); got != want {
			t.Errorf("%+v: got %q, want %q", s, got, want)
		}
	}
	type weights struct{ Price float64 }
	d, err := symbiosis.DocumentOf(weights{0.3})
	var back weights
	if err != nil || d.Into(&back) != nil || back.Price != 0.3 {
		t.Errorf("%s came back as %+v, %v", d, back, err)
	}
}
