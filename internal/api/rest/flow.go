package rest

import (
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// FlowFigures are the attributes of a flow that a reckoning rests on. All can be left out
// where a flow is changed for one reckoning only.
type FlowFigures struct {
	FullLoadHours *float64              `json:"full_load_hours,omitempty" doc:"Hours a year at full power; the resource's default when left out" exclusiveMinimum:"0" maximum:"8784"`
	Shape         symbiosis.ShapeKind   `json:"shape,omitempty" doc:"How the flow is spread over the year; flat when left out"`
	Monthly       []float64             `json:"monthly,omitempty" doc:"Twelve shares, January first, when shape is own" minItems:"12" maxItems:"12"`
	Supply        *float64              `json:"supply_c,omitempty" doc:"°C. Surplus: the hot end. Need: the supply it wants"`
	Return        *float64              `json:"return_c,omitempty" doc:"°C. Surplus: the coldest it may be cooled to. Need: the return it gives"`
	Price         *float64              `json:"price_sek,omitempty" doc:"SEK per MWh or tonne. Surplus: asked. Need: the value of what the flow replaces"`
	DisposalCost  *float64              `json:"disposal_cost_sek,omitempty" doc:"SEK/t the holder of a surplus pays today to be rid of it" minimum:"0"`
	TreatmentCost *float64              `json:"treatment_cost_sek,omitempty" doc:"SEK/t to make a surplus usable" minimum:"0"`
	WasteCode     string                `json:"waste_code,omitempty" doc:"Code of the European List of Waste" example:"19 12 04"`
	Status        symbiosis.LegalStatus `json:"status,omitempty" doc:"What the law takes the material to be; unknown when left out"`
	MaxDistance   *float64              `json:"max_distance_m,omitempty" doc:"Caps the distance budget, m" minimum:"0"`
}

// FlowAttributes are what a user gives of a flow.
type FlowAttributes struct {
	ID        string                 `json:"id,omitempty" doc:"Stays the same; made by the server when left out" maxLength:"120"`
	Name      string                 `json:"name,omitempty" maxLength:"300"`
	Direction symbiosis.Direction    `json:"direction"`
	Resource  string                 `json:"resource" doc:"Code of the catalogue" example:"plastic.pp"`
	Quantity  float64                `json:"quantity" exclusiveMinimum:"0" doc:"Greatest power (MW, kW) or a year's sum, in unit"`
	Unit      symbiosis.QuantityUnit `json:"unit"`
	FlowFigures
	Accepts        []string             `json:"accepts,omitempty" doc:"Resources and waste codes that a need takes besides its own"`
	PermittedCodes []string             `json:"permitted_codes,omitempty" doc:"Waste codes, or their leading parts, the receiver is permitted to take"`
	Quality        []symbiosis.Property `json:"quality,omitempty" doc:"Measured properties of a surplus, or the limits of a need"`
	ValidFrom      string               `json:"valid_from,omitempty" doc:"First day" example:"2026-01-01"`
	ValidTo        string               `json:"valid_to,omitempty" doc:"Last day" example:"2031-12-31"`
	Certainty      symbiosis.Certainty  `json:"certainty,omitempty" doc:"estimated when left out"`
	Visibility     symbiosis.Visibility `json:"visibility,omitempty" doc:"public when left out"`
	Source         string               `json:"source,omitempty"`
	Note           string               `json:"note,omitempty"`
}

// FlowDerived is what the server adds to a flow.
type FlowDerived struct {
	Version      int64          `json:"version" doc:"1 for a new flow, one more at each change"`
	Kind         symbiosis.Kind `json:"kind" doc:"The resource's family; decides its colour"`
	ResourceName string         `json:"resource_name" doc:"In the language asked for"`
	SiteName     string         `json:"site_name"`
	Municipality string         `json:"municipality" doc:"Of the site"`
	Lon          float64        `json:"lon" doc:"Of the site"`
	Lat          float64        `json:"lat" doc:"Of the site"`
	EnergyGWh    *float64       `json:"energy_gwh_per_year,omitempty" doc:"Heat or energy in a year"`
	MassTonnes   *float64       `json:"mass_t_per_year,omitempty" doc:"Mass in a year"`
}

// FlowInput is a flow as it is sent. What the server added may be sent back.
type FlowInput struct {
	SiteID string `json:"site_id"`
	FlowAttributes
	Version      any `json:"version,omitempty" doc:"Ignored"`
	Kind         any `json:"kind,omitempty" doc:"Ignored"`
	ResourceName any `json:"resource_name,omitempty" doc:"Ignored"`
	SiteName     any `json:"site_name,omitempty" doc:"Ignored"`
	Municipality any `json:"municipality,omitempty" doc:"Ignored"`
	Lon          any `json:"lon,omitempty" doc:"Ignored"`
	Lat          any `json:"lat,omitempty" doc:"Ignored"`
	EnergyGWh    any `json:"energy_gwh_per_year,omitempty" doc:"Ignored"`
	MassTonnes   any `json:"mass_t_per_year,omitempty" doc:"Ignored"`
}

// Flow is a surplus or a need of a resource at a site.
type Flow struct {
	SiteID string `json:"site_id"`
	FlowAttributes
	FlowDerived
}

// FlowPage is a part of a list of flows.
type FlowPage struct {
	Items []Flow `json:"items"`
	PageInfo
}

func optional[T ~float64](v *float64) *T {
	if v == nil {
		return nil
	}
	t := T(*v)
	return &t
}

func plain[T ~float64](v *T) *float64 {
	if v == nil {
		return nil
	}
	f := float64(*v)
	return &f
}

// toFlow returns the flow that was sent; the error is Invalid and names the attribute.
func (a FlowAttributes) toFlow(site symbiosis.SiteID) (symbiosis.Flow, error) {
	f := symbiosis.Flow{
		ID: symbiosis.FlowID(a.ID), SiteID: site, Name: a.Name, Direction: a.Direction,
		Resource: symbiosis.ResourceCode(a.Resource), Quantity: symbiosis.Quantity{Amount: a.Quantity, Unit: a.Unit},
		Accepts: a.Accepts, Quality: a.Quality,
		Certainty: a.Certainty, Visibility: a.Visibility, Source: a.Source, Note: a.Note,
	}
	for _, c := range a.PermittedCodes {
		f.PermittedCodes = append(f.PermittedCodes, symbiosis.WasteCode(c))
	}
	a.FlowFigures.apply(&f)
	var faults []symbiosis.Problem
	for _, d := range []struct {
		field, text string
		into        *symbiosis.Date
	}{{"valid_from", a.ValidFrom, &f.ValidFrom}, {"valid_to", a.ValidTo, &f.ValidTo}} {
		var err error
		if *d.into, err = symbiosis.ParseDate(d.text); err != nil {
			faults = append(faults, dateFault("", d.field, d.text))
		}
	}
	if faults != nil {
		return f, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the flow is not valid", Problems: faults}
	}
	return f, nil
}

// apply sets the figures that are given on f; those left out stay.
func (g FlowFigures) apply(f *symbiosis.Flow) {
	set(&f.FullLoadHours, optional[unit.Hours](g.FullLoadHours))
	set(&f.Supply, optional[unit.Temperature](g.Supply))
	set(&f.Return, optional[unit.Temperature](g.Return))
	set(&f.Price, g.Price)
	set(&f.DisposalCost, optional[unit.MassPrice](g.DisposalCost))
	set(&f.TreatmentCost, optional[unit.MassPrice](g.TreatmentCost))
	set(&f.MaxDistance, optional[unit.Length](g.MaxDistance))
	if g.Shape != "" {
		f.Shape = symbiosis.Shape{Kind: g.Shape}
		if g.Shape == symbiosis.Own {
			copy(f.Shape.Monthly[:], g.Monthly)
		}
	}
	if g.WasteCode != "" {
		f.WasteCode = symbiosis.WasteCode(g.WasteCode)
	}
	if g.Status != "" {
		f.Status = g.Status
	}
}

// set replaces *to by v unless v is nil.
func set[T any](to **T, v *T) {
	if v != nil {
		*to = v
	}
}

// attributesOf returns what a user gave of a flow.
func attributesOf(f symbiosis.Flow) FlowAttributes {
	a := FlowAttributes{
		ID: string(f.ID), Name: f.Name, Direction: f.Direction, Resource: string(f.Resource),
		Quantity: f.Quantity.Amount, Unit: f.Quantity.Unit,
		FlowFigures: FlowFigures{
			FullLoadHours: plain(f.FullLoadHours), Shape: f.Shape.Kind, Supply: plain(f.Supply), Return: plain(f.Return),
			Price: f.Price, DisposalCost: plain(f.DisposalCost), TreatmentCost: plain(f.TreatmentCost),
			WasteCode: string(f.WasteCode), Status: f.Status, MaxDistance: plain(f.MaxDistance),
		},
		Accepts: f.Accepts, Quality: f.Quality,
		ValidFrom: f.ValidFrom.String(), ValidTo: f.ValidTo.String(),
		Certainty: f.Certainty, Visibility: f.Visibility, Source: f.Source, Note: f.Note,
	}
	if f.Shape.Kind == symbiosis.Own {
		a.Monthly = f.Shape.Monthly[:]
	}
	for _, c := range f.PermittedCodes {
		a.PermittedCodes = append(a.PermittedCodes, string(c))
	}
	return a
}

func (a *FlowAttributes) givenID() *string { return &a.ID }

func (in *FlowInput) record() (symbiosis.Flow, []symbiosis.Problem, error) {
	f, err := in.toFlow(symbiosis.SiteID(in.SiteID))
	return f, nil, err
}

type flowsInput struct {
	Listing
	Ordering
	Resource     string `query:"resource" doc:"This resource or one below it in the catalogue"`
	Direction    string `query:"direction" enum:"surplus,need"`
	Kind         string `query:"kind" enum:"heat,material,energy,gas,water,goods,service"`
	Municipality string `query:"municipality" doc:"Of the site; name, in any case"`
	Site         string `query:"site" doc:"Id of the site"`
}

func (in *flowsInput) filter() (planner.FlowFilter, any, error) {
	bounds, err := parseBBox(in.BBox)
	return planner.FlowFilter{
		Bounds: bounds, Resource: symbiosis.ResourceCode(in.Resource), Direction: symbiosis.Direction(in.Direction),
		Kind: symbiosis.Kind(in.Kind), Municipality: in.Municipality, Site: symbiosis.SiteID(in.Site),
	}, [...]string{in.BBox, in.Resource, in.Direction, in.Kind, in.Municipality, in.Site}, err
}
