package exchangeformat

import (
	"bytes"
	"context"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// awkward are the signs that formats and spreadsheets trip over.
var awkward = []rune("aåÖ9 ,;\t\n\r\"'=+-@<>.≤|\\/{}[]:#%&\u00a0\u202f\ufeff\u2028�😀")

func drawText(label string, most int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		if rapid.IntRange(0, 3).Draw(t, label+" empty") == 0 {
			return ""
		}
		return rapid.StringOfN(rapid.OneOf(rapid.SampledFrom(awkward), rapid.Rune()), 1, most, -1).Draw(t, label)
	})
}

func drawID(label string) *rapid.Generator[string] {
	return rapid.StringOfN(rapid.SampledFrom([]rune("aB9 ,;\"'=+-@.:å")), 1, 8, -1).Filter(func(s string) bool {
		s = strings.TrimSpace(s)
		return s != "" && s != "." && s != ".."
	})
}

func drawOptional(lo, hi float64) *rapid.Generator[*float64] {
	return rapid.Ptr(rapid.OneOf(rapid.Float64Range(lo, hi), rapid.Map(rapid.IntRange(int(math.Ceil(lo)), int(math.Floor(hi))), func(i int) float64 { return float64(i) })), true)
}

func as[T ~float64](v *float64) *T {
	if v == nil {
		return nil
	}
	t := T(*v)
	return &t
}

func drawDate(t *rapid.T, label string) symbiosis.Date {
	if rapid.Bool().Draw(t, label+" open") {
		return symbiosis.Date{}
	}
	day := rapid.IntRange(0, 100*365).Draw(t, label)
	return symbiosis.DateOf(time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, day))
}

func drawPoint(t *rapid.T) orb.Point {
	return orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-90, 90).Draw(t, "lat")}
}

// drawSite draws a site; nearly all are valid, the others are left out by valid.
func drawSite(t *rapid.T) symbiosis.Site {
	s := symbiosis.Site{ID: symbiosis.SiteID(drawID("id").Draw(t, "id")), Name: drawText("name", 8).Draw(t, "name"), Organisation: drawText("organisation", 8).Draw(t, "organisation"),
		NACE: drawText("nace", 4).Draw(t, "nace"), Municipality: drawText("municipality", 8).Draw(t, "municipality"),
		Country: rapid.SampledFrom([]string{"", "SE", "no"}).Draw(t, "country"), Location: drawPoint(t),
		Accuracy: rapid.SampledFrom(symbiosis.PlaceAccuracies()).Draw(t, "accuracy"), Note: drawText("note", 12).Draw(t, "note"),
		Source: drawText("source", 12).Draw(t, "source"), Visibility: rapid.SampledFrom(symbiosis.Visibilities()).Draw(t, "visibility")}
	if s.Name == "" {
		s.Name = "=1"
	}
	s.Normalise()
	return s
}

func drawQuality(t *rapid.T) []symbiosis.Property {
	var ps []symbiosis.Property
	for range rapid.IntRange(0, 3).Draw(t, "qualities") {
		p := symbiosis.Property{Name: rapid.OneOf(rapid.Just("moisture"), drawText("property", 6)).Draw(t, "property"),
			Unit: rapid.OneOf(rapid.Just("%"), drawText("unit", 4)).Draw(t, "property unit"),
			Min:  rapid.Ptr(rapid.Float64Range(-1e300, 1e300), true).Draw(t, "min"), Max: drawOptional(-1e6, 1e6).Draw(t, "max")}
		if p.Min != nil && p.Max != nil && *p.Min > *p.Max {
			p.Min, p.Max = p.Max, p.Min
		}
		ps = append(ps, p)
	}
	return ps
}

func drawFlow(t *rapid.T, c *symbiosis.Catalogue) symbiosis.Flow {
	resource := rapid.SampledFrom(c.Resources()).Draw(t, "resource")
	code := func(label string) symbiosis.WasteCode {
		return rapid.SampledFrom(c.WasteList()).Draw(t, label).Code
	}
	f := symbiosis.Flow{ID: symbiosis.FlowID(drawID("id").Draw(t, "id")), SiteID: symbiosis.SiteID(drawID("site").Draw(t, "site")), Name: drawText("name", 8).Draw(t, "name"),
		Direction: rapid.SampledFrom(symbiosis.Directions()).Draw(t, "direction"), Resource: resource.Code,
		Quantity: symbiosis.Quantity{Amount: rapid.Float64Range(1e-9, 1e12).Draw(t, "quantity"), Unit: resource.Unit},
		Shape:    symbiosis.Shape{Kind: rapid.SampledFrom(symbiosis.ShapeKinds()).Draw(t, "shape")},
		Price:    drawOptional(-1e9, 1e9).Draw(t, "price"),
		Quality:  drawQuality(t), Status: rapid.SampledFrom(symbiosis.LegalStatuses()).Draw(t, "status"),
		Certainty: rapid.SampledFrom(symbiosis.Certainties()).Draw(t, "certainty"), Visibility: rapid.SampledFrom(symbiosis.Visibilities()).Draw(t, "visibility"),
		Source: drawText("source", 12).Draw(t, "source"), Note: drawText("note", 12).Draw(t, "note"),
		ValidFrom: drawDate(t, "from"), ValidTo: drawDate(t, "to")}
	f.FullLoadHours = as[unit.Hours](drawOptional(1, 8784).Draw(t, "hours"))
	f.Supply = as[unit.Temperature](drawOptional(0, 3000).Draw(t, "supply"))
	f.Return = as[unit.Temperature](drawOptional(-273, 3000).Draw(t, "return"))
	f.DisposalCost = as[unit.MassPrice](drawOptional(0, 1e9).Draw(t, "disposal"))
	f.TreatmentCost = as[unit.MassPrice](drawOptional(0, 1e9).Draw(t, "treatment"))
	f.MaxDistance = as[unit.Length](drawOptional(0, 2e7).Draw(t, "distance"))
	if f.Shape.Kind == symbiosis.Own {
		for m := range f.Shape.Monthly {
			f.Shape.Monthly[m] = rapid.Float64Range(0, 1e9).Draw(t, "month")
		}
	}
	if f.Supply != nil && f.Return != nil && *f.Supply < *f.Return {
		f.Supply, f.Return = f.Return, f.Supply
	}
	if f.ValidTo.Before(f.ValidFrom) {
		f.ValidTo = symbiosis.Date{}
	}
	if rapid.Bool().Draw(t, "waste") {
		f.WasteCode = code("waste code")
		f.PermittedCodes = []symbiosis.WasteCode{code("permitted"), code("permitted")[:2]}
		f.Accepts = []string{string(code("accepted")), string(rapid.SampledFrom(c.Resources()).Draw(t, "accepted").Code)}
	}
	f.Normalise()
	return f
}

func drawArea(t *rapid.T) symbiosis.Area {
	a := symbiosis.Area{ID: symbiosis.AreaID(drawID("id").Draw(t, "id")), Name: drawText("name", 8).Draw(t, "name"), Municipality: drawText("municipality", 8).Draw(t, "municipality"),
		Country: rapid.SampledFrom([]string{"", "SE", "NO"}).Draw(t, "country"), PlanStatus: rapid.SampledFrom(symbiosis.PlanStatuses()).Draw(t, "plan"),
		YearsToBuildReady: drawOptional(0, 100).Draw(t, "years"), GridPower: as[unit.Power](drawOptional(0, 1e9).Draw(t, "grid")),
		GridYear: rapid.SampledFrom([]int{0, 1999, 2030}).Draw(t, "grid year"), Remediation: drawText("remediation", 8).Draw(t, "remediation"),
		Accuracy: rapid.SampledFrom(symbiosis.PlaceAccuracies()).Draw(t, "accuracy"), Certainty: rapid.SampledFrom(symbiosis.Certainties()).Draw(t, "certainty"), Visibility: symbiosis.Public,
		Source: drawText("source", 8).Draw(t, "source"), Note: drawText("note", 8).Draw(t, "note")}
	if a.Name == "" {
		a.Name = "@"
	}
	a.Restrictions, a.Owner, a.Contact = drawText("restrictions", 8).Draw(t, "restrictions"), trim(drawText("owner", 8).Draw(t, "owner")), trim(drawText("contact", 8).Draw(t, "contact"))
	near := rapid.SampledFrom(append(symbiosis.Connections(), ""))
	a.Water, a.Sewage, a.Fibre, a.DistrictHeating = near.Draw(t, "water"), near.Draw(t, "sewage"), near.Draw(t, "fibre"), near.Draw(t, "heating")
	if p := a.GridPower; p != nil && *p < 1e-290 {
		*p = 0 // a sheet's cell holds megawatts as a number, which has no digits left so far down
	}
	a.Price, a.RemediationCost = as[unit.LandPrice](drawOptional(0, 1e9).Draw(t, "price")), as[unit.Money](drawOptional(0, 1e9).Draw(t, "remediation cost"))
	a.Slope = drawOptional(0, 300).Draw(t, "slope")
	a.Visibility, a.SourceDate = rapid.SampledFrom(symbiosis.Visibilities()).Draw(t, "visibility"), drawDate(t, "source date")
	for i := range rapid.IntRange(1, 3).Draw(t, "polygons") {
		a.Geometry = append(a.Geometry, drawPolygon(t, i))
	}
	a.Geometry = rewound(a.Geometry) // as every record that comes in by this door
	a.Normalise()
	return a
}

// drawPolygon draws corners round a middle, the nth in a stripe of its own, perhaps with a hole: a
// surface that is whole already comes back as it was.
func drawPolygon(t *rapid.T, nth int) orb.Polygon {
	middle := orb.Point{rapid.Float64Range(-170, 170).Draw(t, "lon"), float64(nth*10) + rapid.Float64Range(-60, -55).Draw(t, "lat")}
	ring := func(reach float64) orb.Ring {
		n := rapid.IntRange(3, 7).Draw(t, "corners")
		var r orb.Ring
		for i := range n {
			d, angle := reach*rapid.Float64Range(0.8, 1).Draw(t, "reach"), 2*math.Pi*float64(i)/float64(n)
			r = append(r, orb.Point{middle[0] + d*math.Cos(angle), middle[1] + d*math.Sin(angle)})
		}
		return append(r, r[0])
	}
	p := orb.Polygon{ring(0.1)}
	if rapid.Bool().Draw(t, "has a hole") {
		p = append(p, ring(0.02))
	}
	return p
}

// drawGeometry draws a geometry of any type that constraints and facilities may have.
func drawGeometry(t *rapid.T) orb.Geometry {
	line := rapid.Custom(func(t *rapid.T) orb.LineString { return rapid.SliceOfN(rapid.Custom(drawPoint), 2, 4).Draw(t, "line") })
	switch rapid.IntRange(0, 5).Draw(t, "type") {
	case 0:
		return drawPoint(t)
	case 1:
		return orb.MultiPoint(rapid.SliceOfN(rapid.Custom(drawPoint), 1, 3).Draw(t, "points"))
	case 2:
		return line.Draw(t, "line")
	case 3:
		return orb.MultiLineString(rapid.SliceOfN(line, 1, 3).Draw(t, "lines"))
	case 4:
		return rewound(orb.MultiPolygon{drawPolygon(t, 0)})[0]
	}
	var mp orb.MultiPolygon
	for i := range rapid.IntRange(1, 3).Draw(t, "polygons") {
		mp = append(mp, drawPolygon(t, i))
	}
	return rewound(mp)
}

func drawConstraint(t *rapid.T) symbiosis.Constraint {
	c := symbiosis.Constraint{ID: symbiosis.ConstraintID(drawID("id").Draw(t, "id")), Name: trim(drawText("name", 8).Draw(t, "name")),
		Layer:  rapid.SampledFrom(append(symbiosis.ConstraintLayers(), "own_1")).Draw(t, "layer"),
		Effect: rapid.SampledFrom(symbiosis.ConstraintEffects()).Draw(t, "effect"), Geometry: drawGeometry(t),
		Buffer: unit.Length(rapid.Float64Range(0, 1e5).Draw(t, "buffer")), WarningDistance: unit.Length(rapid.Float64Range(0, 1e5).Draw(t, "warning")),
		Accuracy: rapid.SampledFrom(symbiosis.PlaceAccuracies()).Draw(t, "accuracy"), Certainty: rapid.SampledFrom(symbiosis.Certainties()).Draw(t, "certainty"),
		Source: "s" + drawText("source", 8).Draw(t, "source"), Date: drawDate(t, "source date"), Note: drawText("note", 8).Draw(t, "note")}
	c.Normalise()
	return c
}

func drawFacility(t *rapid.T) symbiosis.Facility {
	f := symbiosis.Facility{ID: symbiosis.FacilityID(drawID("id").Draw(t, "id")), Name: trim(drawText("name", 8).Draw(t, "name")),
		Kind: rapid.SampledFrom(symbiosis.FacilityKinds()).Draw(t, "kind"), Geometry: drawGeometry(t), Year: rapid.SampledFrom([]int{0, 1999, 2030}).Draw(t, "year"),
		Accuracy: rapid.SampledFrom(symbiosis.PlaceAccuracies()).Draw(t, "accuracy"), Certainty: rapid.SampledFrom(symbiosis.Certainties()).Draw(t, "certainty"),
		Source: "s" + drawText("source", 8).Draw(t, "source"), Date: drawDate(t, "source date"), Note: drawText("note", 8).Draw(t, "note")}
	if rapid.Bool().Draw(t, "capacity is known") {
		f.Capacity = &symbiosis.Quantity{Amount: rapid.Float64Range(0, 1e9).Draw(t, "capacity"), Unit: rapid.SampledFrom(symbiosis.QuantityUnits()).Draw(t, "unit")}
	}
	f.Normalise()
	return f
}

func drawExchange(t *rapid.T) symbiosis.Exchange {
	e := symbiosis.Exchange{ID: symbiosis.ExchangeID(drawID("id").Draw(t, "id")), SurplusID: symbiosis.FlowID(drawID("surplus").Draw(t, "surplus")),
		NeedID: symbiosis.FlowID(drawID("need").Draw(t, "need")), State: rapid.SampledFrom(symbiosis.ExchangeStates()).Draw(t, "state"), Since: drawDate(t, "since"),
		Certainty: rapid.SampledFrom(symbiosis.Certainties()).Draw(t, "certainty"), Source: drawText("source", 8).Draw(t, "source"), Note: drawText("note", 8).Draw(t, "note")}
	if rapid.Bool().Draw(t, "known") {
		e.Quantity = symbiosis.Quantity{Amount: rapid.Float64Range(0, 1e9).Draw(t, "quantity"), Unit: rapid.SampledFrom(symbiosis.QuantityUnits()).Draw(t, "unit")}
	}
	e.Normalise()
	return e
}

// valid draws a few records and keeps the valid ones, each id once.
func valid[T any](t *rapid.T, label string, draw func(*rapid.T) T, id func(T) string, check func(T) error) []T {
	var kept []T
	seen := map[string]bool{}
	for range rapid.IntRange(0, 3).Draw(t, label) {
		if r := draw(t); check(r) == nil && !seen[id(r)] {
			seen[id(r)] = true
			kept = append(kept, r)
		}
	}
	return kept
}

func drawRecords(t *rapid.T, c *symbiosis.Catalogue) Records {
	return Records{
		Sites: valid(t, "sites", drawSite, func(s symbiosis.Site) string { return string(s.ID) }, symbiosis.Site.Validate),
		Flows: valid(t, "flows", func(t *rapid.T) symbiosis.Flow { return drawFlow(t, c) }, func(f symbiosis.Flow) string { return string(f.ID) },
			func(f symbiosis.Flow) error { return f.ValidateIn(c) }),
		Areas:     valid(t, "areas", drawArea, func(a symbiosis.Area) string { return string(a.ID) }, symbiosis.Area.Validate),
		Exchanges: valid(t, "exchanges", drawExchange, func(e symbiosis.Exchange) string { return string(e.ID) }, symbiosis.Exchange.Validate),

		Constraints: valid(t, "constraints", drawConstraint, func(c symbiosis.Constraint) string { return string(c.ID) }, symbiosis.Constraint.Validate),
		Facilities:  valid(t, "facilities", drawFacility, func(f symbiosis.Facility) string { return string(f.ID) }, symbiosis.Facility.Validate),
	}
}

func records(b Batch) Records {
	var r Records
	for _, s := range b.Sites {
		r.Sites = append(r.Sites, s.Record)
	}
	for _, f := range b.Flows {
		r.Flows = append(r.Flows, f.Record)
	}
	for _, a := range b.Areas {
		r.Areas = append(r.Areas, a.Record)
	}
	for _, e := range b.Exchanges {
		r.Exchanges = append(r.Exchanges, e.Record)
	}
	for _, c := range b.Constraints {
		r.Constraints = append(r.Constraints, c.Record)
	}
	for _, f := range b.Facilities {
		r.Facilities = append(r.Facilities, f.Record)
	}
	return r
}

// What is written is read back the same, bit by bit.
func TestRoundTrip(t *testing.T) {
	c := catalogue(t)
	ctx := context.Background()
	drawn := map[Noun]int{}
	rapid.Check(t, func(t *rapid.T) {
		want := drawRecords(t, c)
		for _, n := range want.nouns() {
			drawn[n]++
		}
		var file bytes.Buffer
		if err := WriteGeoJSON(ctx, &file, want); err != nil {
			t.Fatal(err)
		}
		same(t, want, file.String(), c)
		for _, noun := range Nouns() {
			one := Records{}
			switch noun {
			case Sites:
				one.Sites = want.Sites
			case Flows:
				one.Flows = want.Flows
			case Areas:
				one.Areas = want.Areas
			case Exchanges:
				one.Exchanges = want.Exchanges
			case Constraints:
				one.Constraints = want.Constraints
			case Facilities:
				one.Facilities = want.Facilities
			}
			for _, format := range []Format{CSV, SemicolonCSV} {
				file.Reset()
				if err := newParts(ctx, &file, nil).csv(noun, one.pieces(), cellsOf(format)); err != nil {
					t.Fatal(err)
				}
				same(t, one, file.String(), c)
			}
		}
	})
	for _, n := range Nouns() {
		if drawn[n] < 10 {
			t.Errorf("only %d draws held a valid %s", drawn[n], n)
		}
	}
}

func same(t *rapid.T, want Records, file string, c *symbiosis.Catalogue) {
	b, err := Read(context.Background(), "f", strings.NewReader(file), Options{Catalogue: c})
	if err != nil {
		t.Fatalf("%v\n%s", err, file)
	}
	if err := b.Err(); err != nil {
		t.Fatalf("%v\n%s", err, file)
	}
	if d := cmp.Diff(want, records(b), cmpopts.EquateEmpty()); d != "" {
		t.Fatalf("%s\n%s", d, file)
	}
	if slices.ContainsFunc(b.Notices, func(p symbiosis.Problem) bool {
		return p.Code != "axes_swapped" && (p.Code != "no_rows" || b.Len() > 0)
	}) {
		t.Fatal(told(b.Notices))
	}
}

// No cell of text that is written would be run by a spreadsheet, and the escape can be undone.
func TestFormulasAreEscaped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.SampledFrom([]rune("'=+-@\t\r\nab")), 0, 6, -1).Draw(t, "text")
		escaped := escapeFormula(s)
		if escaped != "" && startsFormula(escaped[0]) {
			t.Fatalf("%q is written as %q", s, escaped)
		}
		if back := unescapeFormula(escaped); back != s {
			t.Fatalf("%q is read back as %q", s, back)
		}
	})
	for s, want := range map[string]string{"=1+1": "'=1+1", "'=1": "''=1", "'a": "'a", "a=": "a=", "": "", "''": "''"} {
		if got := escapeFormula(s); got != want {
			t.Errorf("%q is written as %q", s, got)
		}
	}
}

// Powers of ten move in the text, so no bit is lost between watts and megawatts.
func TestScaledNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.OneOf(rapid.Float64Range(-1e300, 1e300), rapid.Float64Range(0, 1e9), rapid.Map(rapid.IntRange(-1e9, 1e9), func(i int) float64 { return float64(i) })).Draw(t, "v")
		s := formatScaled(v, 6)
		back, f := cell{text: s}.scaled(6)
		if f != nil || back != v {
			t.Fatalf("%g is written as %s and read as %g %v", v, s, back, f)
		}
	})
	for v, want := range map[float64]string{1_100_000: "1.1", 10e6: "10", 123456789: "123.456789", 1: "0.000001", 0: "0", -25e5: "-2.5"} {
		if got := formatScaled(v, 6); got != want {
			t.Errorf("%g W is written as %s MW", v, got)
		}
	}
}
