package symbiosis

import (
	"strings"

	"github.com/samloka/samloka/internal/unit"
)

// FlowID names a flow within a region.
type FlowID string

// Direction says whether a site gives a resource off or wants it.
type Direction string

// The two directions of a flow.
const (
	Surplus Direction = "surplus"
	Need    Direction = "need"
)

// Directions lists the directions.
func Directions() []Direction { return []Direction{Surplus, Need} }

// LegalStatus is what the law takes a material to be.
type LegalStatus string

// The legal statuses of a material (waste framework directive 2008/98/EC, articles 3, 5
// and 6).
const (
	Product        LegalStatus = "product"
	ByProduct      LegalStatus = "by_product"
	EndOfWaste     LegalStatus = "end_of_waste"
	Waste          LegalStatus = "waste"
	HazardousWaste LegalStatus = "hazardous_waste"
	UnknownStatus  LegalStatus = "unknown"
)

// LegalStatuses lists the legal statuses.
func LegalStatuses() []LegalStatus {
	return []LegalStatus{Product, ByProduct, EndOfWaste, Waste, HazardousWaste, UnknownStatus}
}

// Flow is a surplus or a need of a resource at a site. Optional numbers are nil when they
// are not known: missing is not zero.
type Flow struct {
	ID        FlowID
	SiteID    SiteID
	Name      string
	Direction Direction
	Resource  ResourceCode
	Quantity  Quantity
	// FullLoadHours turn a greatest power into a year's energy and back, 0 < h ≤ 8760.
	// Nil: the catalogue's default for the resource.
	FullLoadHours *unit.Hours
	Shape         Shape

	// Supply and Return are of heat. A surplus: the stream's hot end T_a, and T_b, the
	// coldest it may be cooled to. A need: the supply T_s and return T_r it wants.
	Supply, Return *unit.Temperature

	// Price is, for a surplus, what the holder asks; for a need, the value of what the flow
	// replaces. SEK per unit of the resource (MWh of heat, tonne of a material). Nil: zero
	// for a surplus; the catalogue's or the assumptions' value for a need.
	Price *float64
	// DisposalCost is what the holder of a surplus pays today to be rid of it, SEK/t.
	DisposalCost *unit.MassPrice
	// TreatmentCost is the cost of making a surplus usable, SEK/t.
	TreatmentCost *unit.MassPrice

	WasteCode WasteCode
	Status    LegalStatus
	// Accepts lists resources and waste codes (or their leading parts) that a need takes
	// besides the resource it names.
	Accepts []string
	// PermittedCodes lists the waste codes (or their leading parts) that the receiver is
	// permitted to take.
	PermittedCodes []WasteCode

	// Quality lists measured properties of a surplus, or the limits of a need.
	Quality []Property

	// MaxDistance caps the distance budget. Nil: no cap of the flow's own.
	MaxDistance *unit.Length

	ValidFrom, ValidTo Date // zero: open

	Certainty  Certainty
	Visibility Visibility
	Source     string
	Note       string
	Version    int64 // given by the store
}

// Property is a quality of a material: for a surplus the value it has, for a need the
// range it can take. Surplus values stand in Max (and Min when a range was measured).
type Property struct {
	Name string   `json:"name"` // "moisture", "chloride", "particle_size", …
	Unit string   `json:"unit"` // "%", "mg/kg", "mm"
	Min  *float64 `json:"min,omitempty"`
	Max  *float64 `json:"max,omitempty"`
}

// Normalise fills attributes that have a default and tidies text.
func (f *Flow) Normalise() {
	f.ID = FlowID(strings.TrimSpace(string(f.ID)))
	f.SiteID = SiteID(strings.TrimSpace(string(f.SiteID)))
	f.Name = strings.TrimSpace(f.Name)
	f.Resource = ResourceCode(strings.ToLower(strings.TrimSpace(string(f.Resource))))
	f.WasteCode = NormaliseWasteCode(string(f.WasteCode))
	for i, c := range f.PermittedCodes {
		f.PermittedCodes[i] = NormaliseWasteCode(string(c))
	}
	for i, a := range f.Accepts {
		f.Accepts[i] = strings.ToLower(string(NormaliseWasteCode(a)))
	}
	if f.Status == "" {
		f.Status = UnknownStatus
	}
	if f.Certainty == "" {
		f.Certainty = Estimated
	}
	if f.Visibility == "" {
		f.Visibility = Public
	}
	if f.Shape.Kind == "" {
		f.Shape.Kind = Flat
	}
}

// Validate returns an Invalid error with every fault of the flow, or nil. It checks what
// holds for the flow alone; ValidateIn checks it against the catalogue.
func (f Flow) Validate() error { return f.check().err("the flow") }

// ValidateIn is Validate, and that the resource and the waste codes are known to c, the
// unit suits the resource, and what heat needs is there.
func (f Flow) ValidateIn(c *Catalogue) error { return f.checkIn(c).err("the flow") }

// checkIn takes the flow where it stands: half a kilobyte isn't copied for each question.
func (f *Flow) checkIn(c *Catalogue) problems {
	ps := f.check()
	r, ok := c.resource(f.Resource)
	switch {
	case f.Resource == "":
	case !ok:
		hint := "a code of the catalogue (samloka resources)"
		if near := c.DidYouMean(string(f.Resource)); near != "" {
			hint = near + " " + hint
		}
		ps.add("resource", "unknown_code", string(f.Resource), "is not in the catalogue", hint)
	case known(f.Quantity.Unit, QuantityUnits()) && !c.unitFits(r, f.Quantity.Unit):
		ps.add("unit", "wrong_unit", string(f.Quantity.Unit), "does not suit the resource "+string(r.Code), "use "+string(r.Unit))
	}
	if ok && r.Transport == HeatPipe {
		if f.Supply == nil {
			ps.add("supply_c", "required", "", "is missing: the temperature decides what heat can be used for", "°C")
		}
		if f.Return == nil {
			ps.add("return_c", "required", "", "is missing: the return temperature often halves the usable surplus", "°C")
		}
	}
	if f.WasteCode != "" {
		if _, ok := c.WasteEntry(f.WasteCode); !ok {
			ps.add("waste_code", "unknown_code", string(f.WasteCode), "is not in the European List of Waste", "six digits, such as 19 12 04")
		}
	}
	for _, code := range f.PermittedCodes {
		if !c.IsWastePrefix(code) {
			ps.add("permitted_codes", "unknown_code", string(code), "is not in the European List of Waste", "two, four or six digits, such as 19 12")
		}
	}
	for _, a := range f.Accepts {
		_, isResource := c.Resource(ResourceCode(a))
		if !isResource && !c.IsWastePrefix(NormaliseWasteCode(a)) {
			ps.add("accepts", "unknown_code", a, "is neither a resource nor a waste code", "codes of the catalogue or of the List of Waste, separated by ;")
		}
	}
	return ps
}

func (f *Flow) check() problems {
	var ps problems
	ps.checkID("id", string(f.ID))
	ps.checkID("site_id", string(f.SiteID))
	ps.checkText("name", f.Name, maxName, false)
	ps.checkText("source", f.Source, maxText, false)
	ps.checkText("note", f.Note, maxText, false)
	checkOneOf(&ps, "direction", f.Direction, Directions())
	ps.checkText("resource", string(f.Resource), maxID, false)
	ps.checkText("waste_code", string(f.WasteCode), maxID, false)
	checkList(&ps, "accepts", f.Accepts)
	checkList(&ps, "permitted_codes", f.PermittedCodes)
	checkDate(&ps, "valid_from", f.ValidFrom)
	checkDate(&ps, "valid_to", f.ValidTo)
	if f.Resource == "" {
		ps.add("resource", "required", "", "is missing", "a code of the catalogue (samloka resources)")
	}
	checkOneOf(&ps, "unit", f.Quantity.Unit, QuantityUnits())
	if q := f.Quantity.Amount; !unit.Finite(q) || q <= 0 {
		ps.add("quantity", "out_of_range", number(q), "must be above zero", "")
	} else if q > 1e12 {
		ps.add("quantity", "out_of_range", number(q), "is larger than any flow on earth", "check the unit")
	}
	if h := f.FullLoadHours; h != nil && (!unit.Finite(*h) || *h <= 0 || *h > 8784) {
		ps.add("full_load_hours", "out_of_range", number(float64(*h)), "must be above 0 and at most 8784", "hours a year at full power")
	}
	f.Shape.check(&ps)
	f.checkTemperatures(&ps)
	checkNotNegative(&ps, "disposal_cost_sek", f.DisposalCost)
	checkNotNegative(&ps, "treatment_cost_sek", f.TreatmentCost)
	if f.Price != nil && (!unit.Finite(*f.Price) || *f.Price < -1e9 || *f.Price > 1e9) {
		ps.add("price_sek", "out_of_range", number(*f.Price), "is not a price", "SEK per MWh or tonne")
	}
	if d := f.MaxDistance; d != nil && (!unit.Finite(*d) || *d < 0 || *d > maxDistance) {
		ps.add("max_distance_m", "out_of_range", number(d.Metres()), "must lie within 0 and 20 003 931 m, half the way round the earth", "metres")
	}
	checkOneOf(&ps, "status", f.Status, LegalStatuses())
	checkOneOf(&ps, "certainty", f.Certainty, Certainties())
	checkOneOf(&ps, "visibility", f.Visibility, Visibilities())
	if !f.ValidFrom.IsZero() && !f.ValidTo.IsZero() && f.ValidTo.Before(f.ValidFrom) {
		ps.add("valid_to", "out_of_range", f.ValidTo.String(), "lies before valid_from", "")
	}
	for _, p := range f.Quality {
		p.check(&ps)
	}
	return ps
}

// maxDistance is half the meridian ellipse of WGS 84, the longest geodesic there is.
const maxDistance = 20_003_931.5 * unit.Metre

// hottest is far above any process heat; a larger figure is a slip of unit.
const hottest = 3000 * unit.Celsius

func (f *Flow) checkTemperatures(ps *problems) {
	for _, t := range []struct {
		field string
		value *unit.Temperature
	}{{"supply_c", f.Supply}, {"return_c", f.Return}} {
		if t.value != nil && (!unit.Finite(*t.value) || *t.value < unit.AbsoluteZero || *t.value > hottest) {
			ps.add(t.field, "out_of_range", number(t.value.Celsius()), "must lie within −273.15 and 3000", "°C")
		}
	}
	if f.Supply != nil && f.Return != nil && *f.Return >= *f.Supply {
		ps.add("return_c", "out_of_range", number(f.Return.Celsius()), "must be below supply_c ("+number(f.Supply.Celsius())+")", "°C")
	}
}

func checkNotNegative[T ~float64](ps *problems, field string, v *T) {
	if v != nil && (!unit.Finite(*v) || *v < 0 || *v > 1e9) {
		ps.add(field, "out_of_range", number(float64(*v)), "must be zero or above, and at most a billion", "")
	}
}

func (p Property) check(ps *problems) {
	if p.Name == "" {
		ps.add("quality", "required", "", "has a property without a name", "")
	}
	ps.checkText("quality", p.Name, maxName, false)
	ps.checkText("quality", p.Unit, maxName, false)
	if p.Min == nil && p.Max == nil {
		ps.add("quality", "required", p.Name, "has neither a least nor a greatest value", "")
	}
	for _, v := range []*float64{p.Min, p.Max} {
		if v != nil && !unit.Finite(*v) {
			ps.add("quality", "not_a_number", p.Name, "is not a number", "")
		}
	}
	if p.Min != nil && p.Max != nil && *p.Max < *p.Min {
		ps.add("quality", "out_of_range", p.Name, "has a greatest value below its least", "")
	}
}
