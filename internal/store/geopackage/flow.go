package geopackage

import (
	"slices"
	"strconv"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

var flows = newTable("flows",
	"id",
	"site_id",
	"name",
	"direction",
	"resource",
	"quantity",
	"unit",
	"full_load_hours",
	"shape",
	"monthly",
	"supply_c",
	"return_c",
	"price_sek",
	"disposal_cost_sek",
	"treatment_cost_sek",
	"waste_code",
	"status",
	"accepts",
	"permitted_codes",
	"quality",
	"max_distance_m",
	"valid_from",
	"valid_to",
	"certainty",
	"visibility",
	"source",
	"note",
)

var flowsOfSite = flows.selectWhere("site_id")

var flowKind = kind[symbiosis.Flow]{
	table:  flows,
	noun:   "flow",
	read:   readFlow,
	values: flowValues,
	check: func(f *symbiosis.Flow) error {
		// Normalise writes into the lists, which are the caller's.
		f.Accepts = slices.Clone(f.Accepts)
		f.PermittedCodes = slices.Clone(f.PermittedCodes)
		f.Normalise()
		return f.Validate()
	},
	setVersion: func(f *symbiosis.Flow, version int64) { f.Version = version },
}

func readFlow(r *row) symbiosis.Flow {
	var f symbiosis.Flow
	faults := len(r.problems)
	f.ID = symbiosis.FlowID(r.text())
	f.SiteID = symbiosis.SiteID(r.text())
	f.Name = r.text()
	f.Direction = code[symbiosis.Direction](r)
	f.Resource = code[symbiosis.ResourceCode](r)
	f.Quantity.Amount = r.number()
	f.Quantity.Unit = code[symbiosis.QuantityUnit](r)
	f.FullLoadHours = optional[unit.Hours](r)
	f.Shape.Kind = code[symbiosis.ShapeKind](r)
	f.Shape.Monthly = r.monthly()
	f.Supply = optional[unit.Temperature](r)
	f.Return = optional[unit.Temperature](r)
	f.Price = optional[float64](r)
	f.DisposalCost = optional[unit.MassPrice](r)
	f.TreatmentCost = optional[unit.MassPrice](r)
	f.WasteCode = code[symbiosis.WasteCode](r)
	f.Status = code[symbiosis.LegalStatus](r)
	f.Accepts = list[string](r)
	f.PermittedCodes = list[symbiosis.WasteCode](r)
	f.Quality = fromJSON[symbiosis.Property](r)
	f.MaxDistance = optional[unit.Length](r)
	f.ValidFrom = r.date()
	f.ValidTo = r.date()
	f.Certainty = code[symbiosis.Certainty](r)
	f.Visibility = code[symbiosis.Visibility](r)
	f.Source = code[string](r)
	f.Note = r.text()
	f.Version = r.version()
	id := f.ID
	f.Normalise()
	r.checkSameID(string(id), string(f.ID))
	r.check(faults, f.Validate())
	return f
}

func flowValues(f symbiosis.Flow) ([]any, error) {
	quality, err := jsonOrNull(f.Quality)
	return []any{
		string(f.ID),
		orNull(f.SiteID),
		orNull(f.Name),
		orNull(f.Direction),
		orNull(f.Resource),
		f.Quantity.Amount,
		orNull(f.Quantity.Unit),
		numberOrNull(f.FullLoadHours),
		orNull(f.Shape.Kind),
		monthlyOrNull(f.Shape.Monthly),
		numberOrNull(f.Supply),
		numberOrNull(f.Return),
		numberOrNull(f.Price),
		numberOrNull(f.DisposalCost),
		numberOrNull(f.TreatmentCost),
		orNull(f.WasteCode),
		orNull(f.Status),
		listOrNull(f.Accepts),
		listOrNull(f.PermittedCodes),
		quality,
		numberOrNull(f.MaxDistance),
		orNull(f.ValidFrom.String()),
		orNull(f.ValidTo.String()),
		orNull(f.Certainty),
		orNull(f.Visibility),
		orNull(f.Source),
		orNull(f.Note),
	}, err
}

// monthly reads twelve numbers separated by ";", January first.
func (r *row) monthly() (shares [12]float64) {
	v, column := r.take()
	s := r.asText(v, column)
	if s == "" {
		return shares
	}
	parts := strings.Split(s, ";")
	if len(parts) != len(shares) {
		r.add(column, "not_a_number", s, "does not hold twelve numbers", "twelve shares separated by ;, January first")
		return shares
	}
	for m, part := range parts {
		x, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil {
			r.add(column, "not_a_number", part, "is not a number", "twelve shares separated by ;, January first")
			return shares
		}
		shares[m] = x
	}
	return shares
}

func monthlyOrNull(shares [12]float64) any {
	if shares == [12]float64{} {
		return nil
	}
	parts := make([]string, len(shares))
	for m, x := range shares {
		parts[m] = strconv.FormatFloat(x, 'g', -1, 64)
	}
	return strings.Join(parts, ";")
}
