package record

import (
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Areas are pieces of industrial land.
var Areas = Noun[symbiosis.Area]{
	Table: "areas", Name: "area",
	SetVersion: func(a *symbiosis.Area, version int64) { a.Version = version },
	Check:      check[symbiosis.Area],
	Columns: []Column[symbiosis.Area]{
		outline(func(a *symbiosis.Area) *orb.MultiPolygon { return &a.Geometry }),
		id(func(a *symbiosis.Area) *symbiosis.AreaID { return &a.ID }),
		text("name", func(a *symbiosis.Area) *string { return &a.Name }),
		code("municipality", func(a *symbiosis.Area) *string { return &a.Municipality }),
		code("country", func(a *symbiosis.Area) *string { return &a.Country }),
		code("plan_status", func(a *symbiosis.Area) *symbiosis.PlanStatus { return &a.PlanStatus }),
		number("years_to_build_ready", func(a *symbiosis.Area) **float64 { return &a.YearsToBuildReady }),
		scaled("grid_mw", unit.Megawatt, func(a *symbiosis.Area) **unit.Power { return &a.GridPower }),
		whole("grid_year", func(a *symbiosis.Area) *int { return &a.GridYear }),
		text("remediation", func(a *symbiosis.Area) *string { return &a.Remediation }),
		code("place_accuracy", func(a *symbiosis.Area) *symbiosis.PlaceAccuracy { return &a.Accuracy }),
		code("certainty", func(a *symbiosis.Area) *symbiosis.Certainty { return &a.Certainty }),
		code("source", func(a *symbiosis.Area) *string { return &a.Source }),
		text("note", func(a *symbiosis.Area) *string { return &a.Note }),
		text("restrictions", func(a *symbiosis.Area) *string { return &a.Restrictions }),
		code("water", func(a *symbiosis.Area) *symbiosis.Connection { return &a.Water }),
		code("sewage", func(a *symbiosis.Area) *symbiosis.Connection { return &a.Sewage }),
		code("fibre", func(a *symbiosis.Area) *symbiosis.Connection { return &a.Fibre }),
		code("district_heating", func(a *symbiosis.Area) *symbiosis.Connection { return &a.DistrictHeating }),
		number("price_sek_per_m2", func(a *symbiosis.Area) **unit.LandPrice { return &a.Price }),
		number("remediation_cost_sek", func(a *symbiosis.Area) **unit.Money { return &a.RemediationCost }),
		code("owner", func(a *symbiosis.Area) *string { return &a.Owner }),
		code("contact", func(a *symbiosis.Area) *string { return &a.Contact }),
		code("visibility", func(a *symbiosis.Area) *symbiosis.Visibility { return &a.Visibility }),
		day("source_date", func(a *symbiosis.Area) *symbiosis.Date { return &a.SourceDate }),
		number("slope_pct", func(a *symbiosis.Area) **float64 { return &a.Slope }),
	},
}

// Constraints are pieces of layers that exclude land, count against it or inform.
var Constraints = Noun[symbiosis.Constraint]{
	Table: "constraints", Name: "constraint",
	SetVersion: func(c *symbiosis.Constraint, version int64) { c.Version = version },
	Check:      check[symbiosis.Constraint],
	Columns: []Column[symbiosis.Constraint]{
		geometry(func(c *symbiosis.Constraint) *orb.Geometry { return &c.Geometry }),
		id(func(c *symbiosis.Constraint) *symbiosis.ConstraintID { return &c.ID }),
		code("layer", func(c *symbiosis.Constraint) *symbiosis.ConstraintLayer { return &c.Layer }),
		text("name", func(c *symbiosis.Constraint) *string { return &c.Name }),
		code("effect", func(c *symbiosis.Constraint) *symbiosis.ConstraintEffect { return &c.Effect }),
		plain("buffer_m", func(c *symbiosis.Constraint) *unit.Length { return &c.Buffer }),
		plain("warning_distance_m", func(c *symbiosis.Constraint) *unit.Length { return &c.WarningDistance }),
		code("place_accuracy", func(c *symbiosis.Constraint) *symbiosis.PlaceAccuracy { return &c.Accuracy }),
		code("certainty", func(c *symbiosis.Constraint) *symbiosis.Certainty { return &c.Certainty }),
		code("source", func(c *symbiosis.Constraint) *string { return &c.Source }),
		day("source_date", func(c *symbiosis.Constraint) *symbiosis.Date { return &c.Date }),
		text("note", func(c *symbiosis.Constraint) *string { return &c.Note }),
	},
}

// Facilities are pieces of infrastructure.
var Facilities = Noun[symbiosis.Facility]{
	Table: "facilities", Name: "facility",
	SetVersion: func(f *symbiosis.Facility, version int64) { f.Version = version },
	Check:      check[symbiosis.Facility],
	Columns: []Column[symbiosis.Facility]{
		geometry(func(f *symbiosis.Facility) *orb.Geometry { return &f.Geometry }),
		id(func(f *symbiosis.Facility) *symbiosis.FacilityID { return &f.ID }),
		code("kind", func(f *symbiosis.Facility) *symbiosis.FacilityKind { return &f.Kind }),
		text("name", func(f *symbiosis.Facility) *string { return &f.Name }),
		facilityCapacity,
		facilityCapacityUnit,
		whole("year", func(f *symbiosis.Facility) *int { return &f.Year }),
		code("place_accuracy", func(f *symbiosis.Facility) *symbiosis.PlaceAccuracy { return &f.Accuracy }),
		code("certainty", func(f *symbiosis.Facility) *symbiosis.Certainty { return &f.Certainty }),
		code("source", func(f *symbiosis.Facility) *string { return &f.Source }),
		day("source_date", func(f *symbiosis.Facility) *symbiosis.Date { return &f.Date }),
		text("note", func(f *symbiosis.Facility) *string { return &f.Note }),
	},
}

// A capacity is known when its amount is: a unit alone says nothing.
var facilityCapacity = Column[symbiosis.Facility]{"capacity",
	func(f *symbiosis.Facility, r Row) {
		if v, known := r.Number(); known {
			f.Capacity = &symbiosis.Quantity{Amount: v}
		}
	},
	func(f *symbiosis.Facility) (any, error) {
		if f.Capacity == nil {
			return nil, nil
		}
		return f.Capacity.Amount, nil
	}}

var facilityCapacityUnit = Column[symbiosis.Facility]{"capacity_unit",
	func(f *symbiosis.Facility, r Row) {
		if u := r.Code(); f.Capacity != nil {
			f.Capacity.Unit = symbiosis.QuantityUnit(u)
		}
	},
	func(f *symbiosis.Facility) (any, error) {
		if f.Capacity == nil {
			return nil, nil
		}
		return orNil(f.Capacity.Unit), nil
	}}
