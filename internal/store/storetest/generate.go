package storetest

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Site draws any valid site, normalised and without a version.
func Site(t *rapid.T) symbiosis.Site {
	s := symbiosis.Site{
		ID:           symbiosis.SiteID(ID(t, "site id")),
		Name:         name(t, "site name"),
		Organisation: text(t, 300, "organisation"),
		NACE:         rapid.SampledFrom([]string{"", "17.12", "03.2", "C"}).Draw(t, "nace"),
		Municipality: text(t, 300, "municipality"),
		Country:      rapid.SampledFrom([]string{"", "SE", "NO"}).Draw(t, "country"),
		Location:     Point(t),
		Accuracy:     rapid.SampledFrom(symbiosis.PlaceAccuracies()).Draw(t, "place accuracy"),
		Note:         text(t, 4000, "note"),
		Source:       text(t, 4000, "source"),
		Visibility:   rapid.SampledFrom(symbiosis.Visibilities()).Draw(t, "visibility"),
	}
	s.Normalise()
	return valid(t, s)
}

// Flow draws any valid flow, normalised and without a version. Its site need not exist, and it
// need not suit the catalogue.
func Flow(t *rapid.T) symbiosis.Flow {
	f := symbiosis.Flow{
		ID:             symbiosis.FlowID(ID(t, "flow id")),
		SiteID:         symbiosis.SiteID(ID(t, "site id")),
		Name:           text(t, 300, "flow name"),
		Direction:      rapid.SampledFrom(symbiosis.Directions()).Draw(t, "direction"),
		Resource:       rapid.SampledFrom([]symbiosis.ResourceCode{"heat", "heat.low", "wood", "co2"}).Draw(t, "resource"),
		Quantity:       symbiosis.Quantity{Amount: positive(t, 1e12, "quantity"), Unit: rapid.SampledFrom(symbiosis.QuantityUnits()).Draw(t, "unit")},
		FullLoadHours:  maybe(t, "full-load hours", func() unit.Hours { return unit.Hours(positive(t, 8784, "full-load hours")) }),
		Shape:          shape(t),
		Price:          maybe(t, "price", func() float64 { return number(t, -1e9, 1e9, "price") }),
		DisposalCost:   maybe(t, "disposal cost", func() unit.MassPrice { return unit.MassPrice(number(t, 0, 1e9, "disposal cost")) }),
		TreatmentCost:  maybe(t, "treatment cost", func() unit.MassPrice { return unit.MassPrice(number(t, 0, 1e9, "treatment cost")) }),
		WasteCode:      rapid.SampledFrom([]symbiosis.WasteCode{"", "19 12 04", "20"}).Draw(t, "waste code"),
		Status:         rapid.SampledFrom(symbiosis.LegalStatuses()).Draw(t, "status"),
		Accepts:        listOf(t, "accepts", "wood", "19 12", "plastic.pet", "åäö", "0"),
		PermittedCodes: listOf[symbiosis.WasteCode](t, "permitted codes", "19 12 04", "19", "20 01"),
		Quality:        quality(t),
		MaxDistance:    maybe(t, "max distance", func() unit.Length { return unit.Length(number(t, 0, 20_003_931.5, "max distance")) }),
		ValidFrom:      date(t, "valid from"),
		ValidTo:        date(t, "valid to"),
		Certainty:      rapid.SampledFrom(symbiosis.Certainties()).Draw(t, "certainty"),
		Visibility:     rapid.SampledFrom(symbiosis.Visibilities()).Draw(t, "visibility"),
		Source:         text(t, 4000, "source"),
		Note:           text(t, 4000, "note"),
	}
	f.Supply = maybe(t, "supply", func() unit.Temperature { return unit.Temperature(number(t, -273.15, 3000, "supply")) })
	f.Return = maybe(t, "return", func() unit.Temperature { return unit.Temperature(number(t, -273.15, 3000, "return")) })
	if f.Supply != nil && f.Return != nil && *f.Return >= *f.Supply {
		f.Supply, f.Return = f.Return, f.Supply
		if *f.Return == *f.Supply {
			f.Return = nil
		}
	}
	if !f.ValidTo.IsZero() && f.ValidTo.Before(f.ValidFrom) {
		f.ValidFrom, f.ValidTo = f.ValidTo, f.ValidFrom
	}
	f.Normalise()
	return valid(t, f)
}

// Area draws any valid area, normalised and without a version. Its rings are closed, and their
// corners go once round a middle.
func Area(t *rapid.T) symbiosis.Area {
	a := symbiosis.Area{
		ID:                symbiosis.AreaID(ID(t, "area id")),
		Name:              name(t, "area name"),
		Municipality:      text(t, 300, "municipality"),
		Country:           rapid.SampledFrom([]string{"", "SE", "NO"}).Draw(t, "country"),
		Geometry:          rapid.SliceOfN(rapid.Custom(polygon), 1, 3).Draw(t, "geometry"),
		PlanStatus:        rapid.SampledFrom(symbiosis.PlanStatuses()).Draw(t, "plan status"),
		YearsToBuildReady: maybe(t, "years", func() float64 { return number(t, 0, 1000, "years") }),
		GridPower:         maybe(t, "grid", func() unit.Power { return unit.Power(number(t, 0, 100_000, "grid MW")) * unit.Megawatt }),
		GridYear:          rapid.SampledFrom([]int{0, 1900, 2026, 2031, 2200}).Draw(t, "grid year"),
		Remediation:       text(t, 4000, "remediation"),
		Restrictions:      text(t, 4000, "restrictions"),
		Water:             connection(t, "water"),
		Sewage:            connection(t, "sewage"),
		Fibre:             connection(t, "fibre"),
		DistrictHeating:   connection(t, "district heating"),
		Price:             maybe(t, "price", func() unit.LandPrice { return unit.LandPrice(number(t, 0, 1e9, "price")) }),
		RemediationCost:   maybe(t, "remediation cost", func() unit.Money { return unit.Money(number(t, 0, 1e12, "remediation cost")) }),
		Slope:             maybe(t, "slope", func() float64 { return number(t, 0, 300, "slope") }),
		Owner:             text(t, 300, "owner"),
		Contact:           text(t, 300, "contact"),
		Visibility:        rapid.SampledFrom(symbiosis.Visibilities()).Draw(t, "visibility"),
		SourceDate:        date(t, "source date"),
		Accuracy:          rapid.SampledFrom(symbiosis.PlaceAccuracies()).Draw(t, "place accuracy"),
		Certainty:         rapid.SampledFrom(symbiosis.Certainties()).Draw(t, "certainty"),
		Source:            text(t, 4000, "source"),
		Note:              text(t, 4000, "note"),
	}
	a.Normalise()
	return valid(t, a)
}

// Exchange draws any valid exchange, normalised and without a version. Its flows need not exist.
func Exchange(t *rapid.T) symbiosis.Exchange {
	e := symbiosis.Exchange{
		ID:        symbiosis.ExchangeID(ID(t, "exchange id")),
		SurplusID: symbiosis.FlowID(ID(t, "surplus id")),
		NeedID:    symbiosis.FlowID(ID(t, "need id")),
		State:     rapid.SampledFrom(symbiosis.ExchangeStates()).Draw(t, "state"),
		Since:     date(t, "since"),
		Certainty: rapid.SampledFrom(symbiosis.Certainties()).Draw(t, "certainty"),
		Source:    text(t, 4000, "source"),
		Note:      text(t, 4000, "note"),
	}
	if rapid.Bool().Draw(t, "quantity is known") {
		e.Quantity = symbiosis.Quantity{Amount: number(t, 0, 1e9, "quantity"), Unit: rapid.SampledFrom(symbiosis.QuantityUnits()).Draw(t, "unit")}
	}
	e.Normalise()
	return valid(t, e)
}

// Info draws any description of a region.
func Info(t *rapid.T) symbiosis.RegionInfo {
	names := func(what string) symbiosis.Names {
		return symbiosis.Names{SV: text(t, 60, what), NB: text(t, 60, what), EN: text(t, 60, what)}
	}
	info := symbiosis.RegionInfo{Name: names("region name")}
	for range rapid.IntRange(0, 3).Draw(t, "questions") {
		info.Questions = append(info.Questions, symbiosis.Question{
			Role:   rapid.SampledFrom([]string{"planner", "establishment_officer", "facilitator"}).Draw(t, "role"),
			Text:   names("question"),
			Target: "site:" + ID(t, "target"),
		})
	}
	return info
}

// Assumptions draws values by key; the keys need not be known.
func Assumptions(t *rapid.T) map[string]float64 {
	key := rapid.Custom(func(t *rapid.T) string { return ID(t, "assumption") })
	value := rapid.Custom(func(t *rapid.T) float64 { return number(t, -math.MaxFloat64, math.MaxFloat64, "value") })
	return rapid.MapOfN(key, value, 0, 4).Draw(t, "assumptions")
}

// ID draws a valid id: any text of up to 120 characters without slash, control characters and
// spaces around it, but "." and "..".
func ID(t *rapid.T, label string) string {
	return rapid.OneOf(
		rapid.StringMatching(`[a-z]{1,3}-?[0-9]{0,3}`),
		rapid.Custom(func(t *rapid.T) string {
			s := strings.TrimSpace(rapid.StringOfN(character(), 1, 120, -1).Draw(t, "any text"))
			return strings.Map(func(r rune) rune {
				if r < ' ' || r == 0x7f || r == '/' {
					return '_'
				}
				return r
			}, s)
		}).Filter(func(s string) bool { return s != "" && s != "." && s != ".." }),
	).Draw(t, label)
}

// Point draws a longitude and latitude.
func Point(t *rapid.T) orb.Point {
	return orb.Point{number(t, -180, 180, "lon"), number(t, -90, 90, "lat")}
}

func polygon(t *rapid.T) orb.Polygon {
	middle := orb.Point{number(t, -178, 178, "lon"), number(t, -88, 88, "lat")}
	p := orb.Polygon{ring(t, middle, 1)}
	if rapid.Bool().Draw(t, "has a hole") {
		p = append(p, ring(t, middle, 0.1))
	}
	return p
}

// ring draws corners at growing angles and at least half of reach, in degrees, from the middle.
func ring(t *rapid.T, middle orb.Point, reach float64) orb.Ring {
	n := rapid.IntRange(3, 9).Draw(t, "corners")
	var r orb.Ring
	for i := range n {
		d := reach * rapid.Float64Range(0.5, 1).Draw(t, "reach")
		angle := 2 * math.Pi * float64(i) / float64(n)
		r = append(r, orb.Point{middle[0] + d*math.Cos(angle), middle[1] + d*math.Sin(angle)})
	}
	return append(r, r[0])
}

func shape(t *rapid.T) symbiosis.Shape {
	s := symbiosis.Shape{Kind: rapid.SampledFrom(symbiosis.ShapeKinds()).Draw(t, "shape")}
	if s.Kind != symbiosis.Own {
		return s
	}
	for m := range s.Monthly {
		s.Monthly[m] = number(t, 0, 1e300, "month")
	}
	s.Monthly[rapid.IntRange(0, 11).Draw(t, "a month with something")] = positive(t, 1e300, "month")
	return s
}

func quality(t *rapid.T) []symbiosis.Property {
	return list(t, "quality", func() symbiosis.Property {
		p := symbiosis.Property{Name: name(t, "property"), Unit: rapid.SampledFrom([]string{"%", "mg/kg", ""}).Draw(t, "unit")}
		p.Min = maybe(t, "least", func() float64 { return number(t, -1e300, 1e300, "least") })
		p.Max = maybe(t, "greatest", func() float64 { return number(t, -1e300, 1e300, "greatest") })
		switch {
		case p.Min == nil && p.Max == nil:
			p.Max = new(float64)
		case p.Min != nil && p.Max != nil && *p.Max < *p.Min:
			p.Min, p.Max = p.Max, p.Min
		}
		return p
	})
}

func date(t *rapid.T, label string) symbiosis.Date {
	if rapid.Bool().Draw(t, label+" is open") {
		return symbiosis.Date{}
	}
	first := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)
	const days = 3_652_424 // to the end of the year 9999
	return symbiosis.DateOf(first.AddDate(0, 0, rapid.OneOf(rapid.IntRange(730_000, 745_000), rapid.IntRange(0, days)).Draw(t, label)))
}

// number draws from least to greatest, often one of the ends, nil or the nearest to it.
func number(t *rapid.T, least, greatest float64, label string) float64 {
	ends := []float64{least, greatest}
	for _, x := range []float64{0, math.SmallestNonzeroFloat64, 1, 0.1, 1.0 / 3} {
		if x >= least && x <= greatest {
			ends = append(ends, x)
		}
	}
	return rapid.OneOf(rapid.Float64Range(least, greatest), rapid.SampledFrom(ends)).Draw(t, label)
}

func positive(t *rapid.T, greatest float64, label string) float64 {
	return max(math.SmallestNonzeroFloat64, number(t, 0, greatest, label))
}

// name draws a text that isn't empty, without spaces around it.
func name(t *rapid.T, label string) string {
	s := strings.TrimSpace(text(t, 300, label))
	if s == "" {
		return "Såg & hyvleri"
	}
	return s
}

// text draws any text of up to longest characters, sometimes none, sometimes as many.
func text(t *rapid.T, longest int, label string) string {
	return rapid.OneOf(
		rapid.Just(""),
		rapid.StringOfN(character(), 0, min(longest, 30), -1),
		rapid.SampledFrom([]string{"Åsele såg", "O'Hara; \"x\"\r\n,", "17", "NULL", "1e400", strings.Repeat("ö", longest), strings.Repeat("😀", longest)}),
	).Draw(t, label)
}

// character draws any but NUL, which no text may hold.
func character() *rapid.Generator[rune] {
	return rapid.OneOf(
		rapid.SampledFrom([]rune("abc ABC 019 åäöÅÄÖæøÆØéß—;,'\"%_\\\n\t\x01\x7f\u00a0\u202e😀\ufffd\U0010ffff")),
		rapid.Rune().Filter(func(r rune) bool { return r != 0 }),
	)
}

func maybe[T any](t *rapid.T, label string, draw func() T) *T {
	if !rapid.Bool().Draw(t, label+" is known") {
		return nil
	}
	v := draw()
	return &v
}

func list[T any](t *rapid.T, label string, draw func() T) []T {
	var items []T
	for range rapid.IntRange(0, 3).Draw(t, label) {
		items = append(items, draw())
	}
	return items
}

func listOf[T ~string](t *rapid.T, label string, from ...T) []T {
	return list(t, label, func() T { return rapid.SampledFrom(from).Draw(t, label) })
}

// valid fails the test when a generator has drawn what the noun's own rules refuse.
func valid[T interface{ Validate() error }](t *rapid.T, x T) T {
	if err := x.Validate(); err != nil {
		t.Fatalf("the generator drew something invalid, %s: %v", fmt.Sprintf("%+v", x), err)
	}
	return x
}
