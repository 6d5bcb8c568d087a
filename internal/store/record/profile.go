package record

import (
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// The nested parts of a profile as JSON in their columns, named as the columns of files are.

type profileFlowForm struct {
	Direction        symbiosis.Direction    `json:"direction"`
	Resource         symbiosis.ResourceCode `json:"resource"`
	Name             string                 `json:"name,omitempty"`
	Quantity         float64                `json:"quantity"`
	Unit             symbiosis.QuantityUnit `json:"unit"`
	FullLoadHours    *unit.Hours            `json:"full_load_hours,omitempty"`
	Shape            symbiosis.ShapeKind    `json:"shape,omitempty"`
	Monthly          []float64              `json:"monthly,omitempty"`
	SupplyC          *unit.Temperature      `json:"supply_c,omitempty"`
	ReturnC          *unit.Temperature      `json:"return_c,omitempty"`
	PriceSEK         *float64               `json:"price_sek,omitempty"`
	DisposalCostSEK  *unit.MassPrice        `json:"disposal_cost_sek,omitempty"`
	TreatmentCostSEK *unit.MassPrice        `json:"treatment_cost_sek,omitempty"`
	MaxDistanceM     *unit.Length           `json:"max_distance_m,omitempty"`
	WasteCode        symbiosis.WasteCode    `json:"waste_code,omitempty"`
	Status           symbiosis.LegalStatus  `json:"status,omitempty"`
	Accepts          []string               `json:"accepts,omitempty"`
	PermittedCodes   []symbiosis.WasteCode  `json:"permitted_codes,omitempty"`
	Quality          []symbiosis.Property   `json:"quality,omitempty"`
	Certainty        symbiosis.Certainty    `json:"certainty,omitempty"`
	originForm
}

type originForm struct {
	Source     string `json:"source,omitempty"`
	Year       int    `json:"year,omitempty"`
	Assumption bool   `json:"assumption,omitempty"`
}

func profileFlowForms(p *symbiosis.Profile) *[]profileFlowForm {
	if len(p.Flows) == 0 {
		return nil
	}
	forms := make([]profileFlowForm, len(p.Flows))
	for i, f := range p.Flows {
		forms[i] = profileFlowForm{
			f.Direction, f.Resource, f.Name, f.PerCapacity.Amount, f.PerCapacity.Unit, f.FullLoadHours, f.Shape.Kind, nil,
			f.Supply, f.Return, f.Price, f.DisposalCost, f.TreatmentCost, f.MaxDistance, f.WasteCode, f.Status, f.Accepts, f.PermittedCodes, f.Quality, f.Certainty,
			originForm(f.Origin),
		}
		if f.Shape.Monthly != [12]float64{} {
			forms[i].Monthly = f.Shape.Monthly[:]
		}
	}
	return &forms
}

func setProfileFlows(p *symbiosis.Profile, forms []profileFlowForm) {
	for _, f := range forms {
		shape := symbiosis.Shape{Kind: f.Shape}
		copy(shape.Monthly[:], f.Monthly)
		p.Flows = append(p.Flows, symbiosis.ProfileFlow{
			Direction: f.Direction, Resource: f.Resource, Name: f.Name,
			PerCapacity:   symbiosis.Quantity{Amount: f.Quantity, Unit: f.Unit},
			FullLoadHours: f.FullLoadHours, Shape: shape, Supply: f.SupplyC, Return: f.ReturnC,
			Price: f.PriceSEK, DisposalCost: f.DisposalCostSEK, TreatmentCost: f.TreatmentCostSEK, MaxDistance: f.MaxDistanceM, WasteCode: f.WasteCode, Status: f.Status,
			Accepts: f.Accepts, PermittedCodes: f.PermittedCodes, Quality: f.Quality, Certainty: f.Certainty,
			Origin: symbiosis.Origin(f.originForm),
		})
	}
}

func figureForms(p *symbiosis.Profile) *map[string]originForm {
	if len(p.Figures) == 0 {
		return nil
	}
	forms := map[string]originForm{}
	for name, o := range p.Figures {
		forms[name] = originForm(o)
	}
	return &forms
}

func setFigures(p *symbiosis.Profile, forms map[string]originForm) {
	if len(forms) == 0 {
		return
	}
	p.Figures = map[string]symbiosis.Origin{}
	for name, o := range forms {
		p.Figures[name] = symbiosis.Origin(o)
	}
}

type mustHavesFormed struct {
	Plan              symbiosis.PlanStatus `json:"plan,omitempty"`
	YearsToBuildReady *float64             `json:"years_to_build_ready,omitempty"`
	Within            []nearnessForm       `json:"within,omitempty"`
	Connections       []symbiosis.Utility  `json:"connections,omitempty"`
}

type nearnessForm struct {
	Kind      symbiosis.FacilityKind `json:"kind"`
	DistanceM unit.Length            `json:"distance_m"`
}

func mustHavesForm(p *symbiosis.Profile) *mustHavesFormed {
	m := p.MustHaves
	if m.IsZero() {
		return nil
	}
	form := mustHavesFormed{Plan: m.Plan, YearsToBuildReady: m.YearsToBuildReady, Connections: m.Connections}
	for _, w := range m.Within {
		form.Within = append(form.Within, nearnessForm{w.Kind, w.Distance})
	}
	return &form
}

func setMustHaves(p *symbiosis.Profile, form mustHavesFormed) {
	p.MustHaves = symbiosis.MustHaves{Plan: form.Plan, YearsToBuildReady: form.YearsToBuildReady, Connections: form.Connections}
	for _, w := range form.Within {
		p.MustHaves.Within = append(p.MustHaves.Within, symbiosis.Nearness{Kind: w.Kind, Distance: w.DistanceM})
	}
}
