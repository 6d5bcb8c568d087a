package storetest

import (
	"fmt"
	"time"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

func connection(t *rapid.T, label string) symbiosis.Connection {
	return rapid.SampledFrom(append(symbiosis.Connections(), "")).Draw(t, label)
}

// Constraint draws any valid constraint, normalised and without a version.
func Constraint(t *rapid.T) symbiosis.Constraint {
	c := symbiosis.Constraint{
		ID:              symbiosis.ConstraintID(ID(t, "constraint id")),
		Layer:           rapid.SampledFrom(append(symbiosis.ConstraintLayers(), "of_our_own_2")).Draw(t, "layer"),
		Name:            text(t, 300, "constraint name"),
		Effect:          rapid.SampledFrom(append(symbiosis.ConstraintEffects(), "")).Draw(t, "effect"),
		Geometry:        anyGeometry(t),
		Buffer:          unit.Length(number(t, 0, 20_003_931.5, "buffer")),
		WarningDistance: unit.Length(number(t, 0, 20_003_931.5, "warning distance")),
		Accuracy:        rapid.SampledFrom(symbiosis.PlaceAccuracies()).Draw(t, "place accuracy"),
		Certainty:       rapid.SampledFrom(symbiosis.Certainties()).Draw(t, "certainty"),
		Source:          name(t, "source"),
		Date:            date(t, "date"),
		Note:            text(t, 4000, "note"),
	}
	c.Normalise()
	return valid(t, c)
}

// Facility draws any valid piece of infrastructure, normalised and without a version.
func Facility(t *rapid.T) symbiosis.Facility {
	f := symbiosis.Facility{
		ID:       symbiosis.FacilityID(ID(t, "facility id")),
		Kind:     rapid.SampledFrom(symbiosis.FacilityKinds()).Draw(t, "kind"),
		Name:     text(t, 300, "facility name"),
		Geometry: anyGeometry(t),
		Capacity: maybe(t, "capacity", func() symbiosis.Quantity {
			return symbiosis.Quantity{Amount: number(t, 0, 1e12, "capacity"), Unit: rapid.SampledFrom(symbiosis.QuantityUnits()).Draw(t, "unit")}
		}),
		Year:      rapid.SampledFrom([]int{0, 1900, 2026, 2200}).Draw(t, "year"),
		Accuracy:  rapid.SampledFrom(symbiosis.PlaceAccuracies()).Draw(t, "place accuracy"),
		Certainty: rapid.SampledFrom(symbiosis.Certainties()).Draw(t, "certainty"),
		Source:    name(t, "source"),
		Date:      date(t, "date"),
		Note:      text(t, 4000, "note"),
	}
	f.Normalise()
	return valid(t, f)
}

// anyGeometry draws a geometry of any type that land's layers may have.
func anyGeometry(t *rapid.T) orb.Geometry {
	point := rapid.Custom(Point)
	line := rapid.Custom(func(t *rapid.T) orb.LineString { return rapid.SliceOfN(point, 2, 5).Draw(t, "line") })
	switch rapid.IntRange(0, 5).Draw(t, "type of geometry") {
	case 0:
		return Point(t)
	case 1:
		return orb.MultiPoint(rapid.SliceOfN(point, 1, 3).Draw(t, "points"))
	case 2:
		return line.Draw(t, "line")
	case 3:
		return orb.MultiLineString(rapid.SliceOfN(line, 1, 3).Draw(t, "lines"))
	case 4:
		return polygon(t)
	}
	return orb.MultiPolygon(rapid.SliceOfN(rapid.Custom(polygon), 1, 3).Draw(t, "polygons"))
}

// Profile draws any valid profile, normalised and without a version. It need not suit the
// catalogue.
func Profile(t *rapid.T) symbiosis.Profile {
	perCapacity := func(label string) float64 { return number(t, 0, 1e9, label) }
	p := symbiosis.Profile{
		ID:           symbiosis.ProfileID(ID(t, "profile id")),
		Names:        names(t, "profile name", false),
		Category:     rapid.SampledFrom([]string{"", "food", "energy_2"}).Draw(t, "category"),
		NACE:         rapid.SampledFrom([]string{"", "17.12", "03.2"}).Draw(t, "nace"),
		CapacityUnit: rapid.SampledFrom([]string{"ha", "t/yr", "MW"}).Draw(t, "capacity unit"),
		CapacityOf:   names(t, "capacity of", true),
		Capacity:     positive(t, 1e12, "capacity"),
		Land:         maybe(t, "land", func() unit.Area { return unit.Area(number(t, 0, 1e5, "hectares")) * unit.Hectare }),
		GridPower:    maybe(t, "grid", func() unit.Power { return unit.Power(number(t, 0, 100_000, "MW")) * unit.Megawatt }),
		Water:        maybe(t, "water", func() unit.Volume { return unit.Volume(perCapacity("water")) }),
		Staff:        maybe(t, "staff", func() float64 { return perCapacity("staff") }),
		Prospect:     rapid.Bool().Draw(t, "prospect"),
		Visibility:   rapid.SampledFrom(append(symbiosis.Visibilities(), "")).Draw(t, "visibility"),
		Certainty:    rapid.SampledFrom(symbiosis.Certainties()).Draw(t, "certainty"),
		Source:       text(t, 4000, "source"),
		Note:         text(t, 4000, "note"),
		MustHaves: symbiosis.MustHaves{
			Plan:              rapid.SampledFrom(append(symbiosis.PlanStatuses(), "")).Draw(t, "least plan"),
			YearsToBuildReady: maybe(t, "years", func() float64 { return number(t, 0, 1000, "years") }),
			Connections:       listOf(t, "connections", symbiosis.Utilities()...),
			Within: list(t, "within", func() symbiosis.Nearness {
				return symbiosis.Nearness{Kind: rapid.SampledFrom(symbiosis.FacilityKinds()).Draw(t, "kind"), Distance: unit.Length(number(t, 0, 20_003_931.5, "within"))}
			}),
		},
		Flows: list(t, "flows", func() symbiosis.ProfileFlow { return profileFlow(t) }),
	}
	p.LeastCapacity = maybe(t, "least capacity", func() float64 { return positive(t, p.Capacity, "least capacity") })
	p.GreatestCapacity = maybe(t, "greatest capacity", func() float64 { return max(p.Capacity, positive(t, 1e12, "greatest capacity")) })
	for _, figure := range listOf(t, "figures", symbiosis.ProfileFigures()...) {
		if p.Figures == nil {
			p.Figures = map[string]symbiosis.Origin{}
		}
		p.Figures[figure] = origin(t)
	}
	p.Normalise()
	return valid(t, p)
}

// profileFlow draws what a Flow has of a profile's flow.
func profileFlow(t *rapid.T) symbiosis.ProfileFlow {
	f := Flow(t)
	return symbiosis.ProfileFlow{
		Direction: f.Direction, Resource: f.Resource, Name: f.Name, PerCapacity: f.Quantity, FullLoadHours: f.FullLoadHours,
		Shape: f.Shape, Supply: f.Supply, Return: f.Return, Price: f.Price, DisposalCost: f.DisposalCost, TreatmentCost: f.TreatmentCost, MaxDistance: f.MaxDistance, WasteCode: f.WasteCode,
		Status: f.Status, Accepts: f.Accepts, PermittedCodes: f.PermittedCodes, Quality: f.Quality, Certainty: f.Certainty, Origin: origin(t),
	}
}

func origin(t *rapid.T) symbiosis.Origin {
	return symbiosis.Origin{Source: name(t, "source"), Year: rapid.SampledFrom([]int{0, 1999, 2026}).Draw(t, "year"), Assumption: rapid.Bool().Draw(t, "assumption")}
}

// names draws names in all languages, or in none where they may be missing.
func names(t *rapid.T, label string, optional bool) symbiosis.Names {
	if optional && rapid.Bool().Draw(t, label+" is missing") {
		return symbiosis.Names{}
	}
	return symbiosis.Names{SV: name(t, label), NB: name(t, label), EN: name(t, label)}
}

// Comparison draws any valid comparison, normalised and without a version. Its areas need not exist.
func Comparison(t *rapid.T) symbiosis.Comparison {
	areas := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-zåäö :]{0,5}[a-z]`), symbiosis.LeastCompared, symbiosis.MostCompared, rapid.ID).Draw(t, "areas")
	c := symbiosis.Comparison{
		ID: symbiosis.ComparisonID(ID(t, "comparison id")), Name: name(t, "comparison name"), Revision: name(t, "revision"),
		DataTime: aTime(t, "data time"), Created: aTime(t, "created"), Settings: aDocument(t, "settings"), Result: aDocument(t, "result"),
		Visibility: rapid.SampledFrom(symbiosis.Visibilities()).Draw(t, "visibility"), Note: text(t, 4000, "note"),
	}
	for i, id := range areas {
		// A list drops the spaces round its items.
		c.AreaIDs = append(c.AreaIDs, symbiosis.AreaID(fmt.Sprintf("%d%s", i, id)))
	}
	c.Normalise()
	return valid(t, c)
}

// Pitch draws any valid pitch sheet, normalised and without a version. Its area and profile need
// not exist.
func Pitch(t *rapid.T) symbiosis.Pitch {
	p := symbiosis.Pitch{
		ID: symbiosis.PitchID(ID(t, "pitch id")), TokenHash: symbiosis.TokenHash(text(t, 100, "token")), Title: name(t, "title"),
		AreaID: symbiosis.AreaID(ID(t, "area id")), Capacity: maybe(t, "capacity", func() float64 { return positive(t, 1e12, "capacity") }),
		Visibility: rapid.SampledFrom(symbiosis.Visibilities()).Draw(t, "visibility"), Language: rapid.SampledFrom(symbiosis.Languages()).Draw(t, "language"),
		Revision: name(t, "revision"), DataTime: aTime(t, "data time"), Created: aTime(t, "created"), Content: aDocument(t, "content"),
	}
	if rapid.Bool().Draw(t, "has a profile") {
		p.ProfileID = symbiosis.ProfileID(ID(t, "profile id"))
	}
	p.Expires = p.Created.Add(time.Duration(rapid.Int64Range(1, 30*24*3600*1000).Draw(t, "lasts, ms")) * time.Millisecond)
	p.Normalise()
	return valid(t, p)
}

// Setting draws any valid setting, normalised and without a version.
func Setting(t *rapid.T) symbiosis.Setting {
	s := symbiosis.Setting{Key: symbiosis.SettingKey(rapid.StringMatching(`[a-z_0-9]{1,9}`).Draw(t, "key")), Body: aDocument(t, "body")}
	s.Normalise()
	return valid(t, s)
}

// aTime draws a moment from the year 1900 to 2199, in any zone and to the nanosecond.
func aTime(t *rapid.T, label string) time.Time {
	first := time.Date(1900, 1, 2, 0, 0, 0, 0, time.UTC).UnixMilli()
	last := time.Date(2199, 12, 30, 0, 0, 0, 0, time.UTC).UnixMilli()
	return time.UnixMilli(rapid.Int64Range(first, last).Draw(t, label)).Add(123 * time.Microsecond).In(time.FixedZone("", 3600))
}

// aDocument draws JSON, some of it written in ways that a program that reads and writes it again
// would change.
func aDocument(t *rapid.T, label string) symbiosis.Document {
	d, err := symbiosis.DocumentOf(map[string]any{"text": text(t, 100, label), "number": number(t, -1e300, 1e300, label)})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return rapid.SampledFrom([]symbiosis.Document{d, "{}", "[]", "0", `""`, `{ "b":1.0, "a":[1e2,-0],"a":"\u00e5\u0001"}`}).Draw(t, label)
}
