package record

import (
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Flows are surpluses and needs of sites.
var Flows = Noun[symbiosis.Flow]{
	Table: "flows", Name: "flow",
	SetVersion: func(f *symbiosis.Flow, version int64) { f.Version = version },
	Check: func(f *symbiosis.Flow) error {
		// Normalise writes into the lists, which are the caller's.
		f.Accepts = slices.Clone(f.Accepts)
		f.PermittedCodes = slices.Clone(f.PermittedCodes)
		return check(f)
	},
	Columns: []Column[symbiosis.Flow]{
		id(func(f *symbiosis.Flow) *symbiosis.FlowID { return &f.ID }),
		text("site_id", func(f *symbiosis.Flow) *symbiosis.SiteID { return &f.SiteID }),
		text("name", func(f *symbiosis.Flow) *string { return &f.Name }),
		code("direction", func(f *symbiosis.Flow) *symbiosis.Direction { return &f.Direction }),
		code("resource", func(f *symbiosis.Flow) *symbiosis.ResourceCode { return &f.Resource }),
		plain("quantity", func(f *symbiosis.Flow) *float64 { return &f.Quantity.Amount }),
		code("unit", func(f *symbiosis.Flow) *symbiosis.QuantityUnit { return &f.Quantity.Unit }),
		number("full_load_hours", func(f *symbiosis.Flow) **unit.Hours { return &f.FullLoadHours }),
		code("shape", func(f *symbiosis.Flow) *symbiosis.ShapeKind { return &f.Shape.Kind }),
		months("monthly", func(f *symbiosis.Flow) *[12]float64 { return &f.Shape.Monthly }),
		number("supply_c", func(f *symbiosis.Flow) **unit.Temperature { return &f.Supply }),
		number("return_c", func(f *symbiosis.Flow) **unit.Temperature { return &f.Return }),
		number("price_sek", func(f *symbiosis.Flow) **float64 { return &f.Price }),
		number("disposal_cost_sek", func(f *symbiosis.Flow) **unit.MassPrice { return &f.DisposalCost }),
		number("treatment_cost_sek", func(f *symbiosis.Flow) **unit.MassPrice { return &f.TreatmentCost }),
		code("waste_code", func(f *symbiosis.Flow) *symbiosis.WasteCode { return &f.WasteCode }),
		code("status", func(f *symbiosis.Flow) *symbiosis.LegalStatus { return &f.Status }),
		list("accepts", func(f *symbiosis.Flow) *[]string { return &f.Accepts }),
		list("permitted_codes", func(f *symbiosis.Flow) *[]symbiosis.WasteCode { return &f.PermittedCodes }),
		nested("quality", qualityForm, setQuality),
		number("max_distance_m", func(f *symbiosis.Flow) **unit.Length { return &f.MaxDistance }),
		day("valid_from", func(f *symbiosis.Flow) *symbiosis.Date { return &f.ValidFrom }),
		day("valid_to", func(f *symbiosis.Flow) *symbiosis.Date { return &f.ValidTo }),
		code("certainty", func(f *symbiosis.Flow) *symbiosis.Certainty { return &f.Certainty }),
		code("visibility", func(f *symbiosis.Flow) *symbiosis.Visibility { return &f.Visibility }),
		code("source", func(f *symbiosis.Flow) *string { return &f.Source }),
		text("note", func(f *symbiosis.Flow) *string { return &f.Note }),
	},
}

func qualityForm(f *symbiosis.Flow) *[]symbiosis.Property {
	if len(f.Quality) == 0 {
		return nil
	}
	return &f.Quality
}

func setQuality(f *symbiosis.Flow, q []symbiosis.Property) {
	if len(q) > 0 { // no properties are nil, as a record without them
		f.Quality = q
	}
}
