package symbiosis

import "strings"

// ResourceCode names a node of the catalogue, such as "plastic.pp".
type ResourceCode string

// Kind is the family a resource belongs to. It decides colours and which gates apply.
type Kind string

// The kinds of resource.
const (
	Heat     Kind = "heat"
	Material Kind = "material"
	Energy   Kind = "energy" // electricity, cooling, fuels by wire: information
	Gas      Kind = "gas"
	Water    Kind = "water"
	Goods    Kind = "goods"
	Service  Kind = "service" // competence and shared services
)

// Kinds lists the kinds of resource.
func Kinds() []Kind { return []Kind{Heat, Material, Energy, Gas, Water, Goods, Service} }

// Transport is the model that carries a resource.
type Transport string

// The transport models. With NoTransport a flow is matched only within its own greatest
// distance, and no cost is reckoned.
const (
	HeatPipe    Transport = "heat_pipe"
	Truck       Transport = "truck"
	NoTransport Transport = "none"
)

// Vehicle is a class of truck.
type Vehicle string

// The classes of truck (models: payload in tonnes, or loose light goods).
const (
	Bulk38     Vehicle = "bulk38"
	Semi25     Vehicle = "semi25"
	Hooklift22 Vehicle = "hooklift22"
	Rigid15    Vehicle = "rigid15"
	Loose5     Vehicle = "loose5"
)

// Vehicles lists the classes of truck.
func Vehicles() []Vehicle { return []Vehicle{Bulk38, Semi25, Hooklift22, Rigid15, Loose5} }

// HierarchyStep is a step of the waste hierarchy (directive 2008/98/EC, article 4).
type HierarchyStep string

// The steps of the waste hierarchy, best first.
const (
	Prevent       HierarchyStep = "prevent"
	Reuse         HierarchyStep = "reuse"
	Recycle       HierarchyStep = "recycle"
	RecoverEnergy HierarchyStep = "recover_energy"
	Dispose       HierarchyStep = "dispose"
)

// HierarchySteps lists the steps of the waste hierarchy, best first.
func HierarchySteps() []HierarchyStep {
	return []HierarchyStep{Prevent, Reuse, Recycle, RecoverEnergy, Dispose}
}

// Resource is a node of the catalogue: heat, or a material, goods, water, a service. Its
// figures are defaults; nil where none is known. A child inherits what it doesn't say.
type Resource struct {
	Code        ResourceCode  `json:"code"`
	Parent      ResourceCode  `json:"parent"`
	Kind        Kind          `json:"kind"`
	Transport   Transport     `json:"transport"`
	Unit        QuantityUnit  `json:"unit"`
	Names       Names         `json:"names"`
	Description *Names        `json:"description,omitempty"`
	Vehicle     Vehicle       `json:"vehicle,omitempty"`
	Hierarchy   HierarchyStep `json:"hierarchy_step,omitempty"`
	WasteCodes  []WasteCode   `json:"waste_codes,omitempty"`

	TemperatureMin *float64 `json:"temperature_min_c,omitempty"` // °C, of a class of heat
	TemperatureMax *float64 `json:"temperature_max_c,omitempty"`

	BulkDensity   *Figure `json:"bulk_density_t_per_m3,omitempty"`
	Price         *Figure `json:"price_sek_per_unit,omitempty"`
	Substitution  *Figure `json:"substitution_t_per_t,omitempty"`
	DisposalCost  *Figure `json:"disposal_cost_sek_per_t,omitempty"`
	TreatmentCost *Figure `json:"treatment_cost_sek_per_t,omitempty"`
	CO2eSaving    *Figure `json:"co2e_saving_kg_per_t,omitempty"`
	FullLoadHours *Figure `json:"full_load_hours,omitempty"`
}

// steam is the node of the catalogue for steam.
const steam ResourceCode = "heat.steam"

// IsSteam says that the resource is steam, or a node below it.
func (r *Resource) IsSteam() bool {
	return r.Code == steam || strings.HasPrefix(string(r.Code), string(steam)+".")
}

// inherit fills what r doesn't say from its parent.
func (r *Resource) inherit(p Resource) {
	if r.Vehicle == "" {
		r.Vehicle = p.Vehicle
	}
	if r.Hierarchy == "" {
		r.Hierarchy = p.Hierarchy
	}
	for _, f := range []struct{ child, parent **Figure }{
		{&r.BulkDensity, &p.BulkDensity}, {&r.Price, &p.Price}, {&r.Substitution, &p.Substitution},
		{&r.DisposalCost, &p.DisposalCost}, {&r.TreatmentCost, &p.TreatmentCost},
		{&r.CO2eSaving, &p.CO2eSaving}, {&r.FullLoadHours, &p.FullLoadHours},
	} {
		if *f.child == nil {
			*f.child = *f.parent
		}
	}
}
