package symbiosis

import (
	"fmt"
	"strings"

	"github.com/samloka/samloka/internal/unit"
)

// ProfileID names an establishment profile.
type ProfileID string

// Profile is an establishment profile: a kind of firm, or one prospect, with what it needs
// and gives off per unit of capacity. What is not known is nil: missing is not zero.
type Profile struct {
	ID       ProfileID
	Names    Names
	Category string // key of its group in the library: "food", "energy", …
	NACE     string // activity code, NACE Rev. 2 / SNI 2007

	CapacityUnit string  // what the capacity is counted in: "ha", "t/yr", "MW"
	CapacityOf   Names   // what is counted: "glass", "smolt", "electricity"; may be empty
	Capacity     float64 // the capacity it is shown at
	// LeastCapacity is the smallest that makes sense, GreatestCapacity the largest.
	LeastCapacity, GreatestCapacity *float64

	// Per unit of capacity:
	Land      *unit.Area
	GridPower *unit.Power
	Water     *unit.Volume // fresh water, m³/yr
	Staff     *float64     // full-time posts
	Flows     []ProfileFlow

	// Figures tells where Land, GridPower, Water and Staff come from, by the names of their
	// columns (land_ha, grid_mw, water_m3_per_year, staff); what is not there comes from Source.
	Figures map[string]Origin

	MustHaves MustHaves

	// Prospect marks one firm that asks for land; it is the facilitators' alone unless
	// Visibility says otherwise.
	Prospect   bool
	Visibility Visibility
	Certainty  Certainty
	Source     string
	Note       string
	Version    int64
}

// Origin is where a figure comes from, apart from the figure.
type Origin struct {
	Source     string
	Year       int  // of the source; 0 when not known
	Assumption bool // no source gives it
}

// The figures of a profile that may have an origin of their own.
const (
	LandFigure      = "land_ha"
	GridPowerFigure = "grid_mw"
	WaterFigure     = "water_m3_per_year"
	StaffFigure     = "staff"
)

// ProfileFigures lists the figures of a profile that may have an origin of their own.
func ProfileFigures() []string {
	return []string{LandFigure, GridPowerFigure, WaterFigure, StaffFigure}
}

// MustHaves are what land must have for a profile; land without is excluded, with the reason.
type MustHaves struct {
	// Plan is the least plan status that will do; "" any.
	Plan              PlanStatus
	YearsToBuildReady *float64 // at most
	// Within lists infrastructure that must be near.
	Within []Nearness
	// Connections lists utilities, by what an area calls them (water, sewage, fibre,
	// district_heating), that must be connected or nearby.
	Connections []Utility
}

// IsZero says that nothing is asked.
func (m MustHaves) IsZero() bool {
	return m.Plan == "" && m.YearsToBuildReady == nil && len(m.Within) == 0 && len(m.Connections) == 0
}

// Nearness asks for a kind of infrastructure within a distance as the crow flies.
type Nearness struct {
	Kind     FacilityKind
	Distance unit.Length
}

// ProfileFlow is a need or a surplus of a profile, per unit of capacity. Its attributes are
// those of a Flow.
type ProfileFlow struct {
	Direction      Direction
	Resource       ResourceCode
	Name           string
	PerCapacity    Quantity
	FullLoadHours  *unit.Hours
	Shape          Shape
	Supply, Return *unit.Temperature
	Price          *float64
	DisposalCost   *unit.MassPrice
	TreatmentCost  *unit.MassPrice
	MaxDistance    *unit.Length // what goes by no transport model pairs within it only
	WasteCode      WasteCode
	Status         LegalStatus
	Accepts        []string
	PermittedCodes []WasteCode
	Quality        []Property
	Certainty      Certainty
	Origin         Origin // where the amount comes from
}

// Normalise fills the attributes that have a default (names in the other languages from the
// one that is given, visibility: the facilitators' for a prospect, else public) and tidies text.
func (p *Profile) Normalise() {
	p.ID = ProfileID(strings.TrimSpace(string(p.ID)))
	p.Names = p.Names.filled()
	p.CapacityOf = p.CapacityOf.filled()
	p.Category = strings.ToLower(strings.TrimSpace(p.Category))
	p.NACE = strings.TrimSpace(p.NACE)
	p.CapacityUnit = strings.TrimSpace(p.CapacityUnit)
	if p.Visibility == "" {
		p.Visibility = Public
		if p.Prospect {
			p.Visibility = BrokerOnly
		}
	}
	if p.Certainty == "" {
		p.Certainty = Estimated
	}
	// The caller's slice is left alone.
	flows := make([]ProfileFlow, len(p.Flows))
	for i, f := range p.Flows {
		f.normalise()
		flows[i] = f
	}
	if p.Flows != nil {
		p.Flows = flows
	}
}

func (f *ProfileFlow) normalise() {
	as := f.asFlow("x")
	as.Normalise()
	f.Resource, f.Name, f.WasteCode = as.Resource, as.Name, as.WasteCode
	f.Accepts, f.PermittedCodes = as.Accepts, as.PermittedCodes
	f.Status, f.Certainty, f.Shape = as.Status, as.Certainty, as.Shape
}

// asFlow returns the flow of one unit of capacity as a flow of a site.
func (f ProfileFlow) asFlow(site SiteID) Flow {
	return Flow{
		ID: FlowID(string(site) + ":" + string(f.Direction) + ":" + string(f.Resource)), SiteID: site, Name: f.Name,
		Direction: f.Direction, Resource: f.Resource, Quantity: f.PerCapacity, FullLoadHours: f.FullLoadHours,
		Shape: f.Shape, Supply: f.Supply, Return: f.Return, Price: f.Price, DisposalCost: f.DisposalCost, TreatmentCost: f.TreatmentCost, MaxDistance: f.MaxDistance,
		WasteCode: f.WasteCode, Status: f.Status,
		Accepts: append([]string(nil), f.Accepts...), PermittedCodes: append([]WasteCode(nil), f.PermittedCodes...),
		Quality: f.Quality, Certainty: f.Certainty, Source: f.Origin.Source,
	}
}

// Validate returns an Invalid error with every fault of the profile, or nil. It checks what
// holds for the profile alone; ValidateIn checks its flows against the catalogue.
func (p Profile) Validate() error { return p.check(Flow.Validate).err("the profile") }

// ValidateIn is Validate, and that the flows' resources and waste codes are known to c, their
// units suit them, and what heat needs is there.
func (p Profile) ValidateIn(c *Catalogue) error {
	return p.check(func(f Flow) error { return f.ValidateIn(c) }).err("the profile")
}

func (p Profile) check(flow func(Flow) error) problems {
	var ps problems
	ps.checkID("id", string(p.ID))
	ps.checkNames("name", p.Names, true)
	ps.checkNames("capacity_of", p.CapacityOf, false)
	if p.Category != "" {
		ps.checkKey("category", p.Category, "such as food or energy")
	}
	ps.checkText("nace", p.NACE, 20, false)
	ps.checkText("capacity_unit", p.CapacityUnit, maxName, true)
	p.checkCapacities(&ps)
	checkNotNegative(&ps, LandFigure, p.Land)
	if g := p.GridPower; g != nil && (!unit.Finite(*g) || *g < 0 || *g > mostGrid) {
		ps.add(GridPowerFigure, "out_of_range", number(g.Megawatts()), mostGridText, "MW per unit of capacity")
	}
	checkNotNegative(&ps, WaterFigure, p.Water)
	checkNotNegative(&ps, StaffFigure, p.Staff)
	for _, name := range sortedKeys(p.Figures) {
		if !known(name, ProfileFigures()) {
			ps.add("figures", "unknown_code", name, "is no figure of a profile", "one of "+listed(ProfileFigures()))
		}
		ps.checkOrigin("figures."+name, p.Figures[name])
	}
	p.MustHaves.check(&ps)
	checkOneOf(&ps, "visibility", p.Visibility, Visibilities())
	checkOneOf(&ps, "certainty", p.Certainty, Certainties())
	ps.checkText("source", p.Source, maxText, false)
	ps.checkText("note", p.Note, maxText, false)
	for i, f := range p.Flows {
		place := fmt.Sprintf("flows[%d]", i)
		ps.at(place, flow(p.flowAt("site", f, i, 1)))
		var own problems
		if own.checkOrigin("source", f.Origin); f.Origin.Source == "" && !p.Prospect {
			own.add("source", "required", "", "is missing", "where the amount comes from")
		}
		ps.at(place, own.err("the flow"))
	}
	return ps
}

func (p Profile) checkCapacities(ps *problems) {
	positive := func(field string, v float64) {
		if !unit.Finite(v) || v <= 0 || v > 1e12 {
			ps.add(field, "out_of_range", number(v), "must be above zero, and at most 1e12", "in "+p.CapacityUnit)
		}
	}
	positive("capacity", p.Capacity)
	if p.LeastCapacity != nil {
		positive("least_capacity", *p.LeastCapacity)
	}
	if p.GreatestCapacity != nil {
		positive("greatest_capacity", *p.GreatestCapacity)
		if p.LeastCapacity != nil && *p.GreatestCapacity < *p.LeastCapacity {
			ps.add("greatest_capacity", "out_of_range", number(*p.GreatestCapacity), "is below least_capacity ("+number(*p.LeastCapacity)+")", "change one of the two: the range goes from the least to the greatest")
		}
	}
}

func (m MustHaves) check(ps *problems) {
	if m.Plan != "" {
		checkOneOf(ps, "must_haves.plan", m.Plan, PlanStatuses())
	}
	checkYears(ps, "must_haves.years_to_build_ready", m.YearsToBuildReady)
	for _, w := range m.Within {
		checkOneOf(ps, "must_haves.within.kind", w.Kind, FacilityKinds())
		checkLength(ps, "must_haves.within.distance_m", w.Distance)
	}
	for _, u := range m.Connections {
		checkOneOf(ps, "must_haves.connections", u, Utilities())
	}
}

func (ps *problems) checkOrigin(field string, o Origin) {
	ps.checkText(field, o.Source, maxText, false)
	ps.checkYear(field, o.Year)
}

// FlowsAt returns the profile's flows at its capacity, as flows of a site.
func (p Profile) FlowsAt(site SiteID) []Flow { return p.FlowsOf(site, p.Capacity) }

// FlowsOf returns the profile's flows at a capacity, as flows of a site. Each has an id of its
// own, the same at every capacity.
func (p Profile) FlowsOf(site SiteID, capacity float64) []Flow {
	flows := make([]Flow, len(p.Flows))
	for i, f := range p.Flows {
		flows[i] = p.flowAt(site, f, i, capacity)
	}
	return flows
}

func (p Profile) flowAt(site SiteID, pf ProfileFlow, at int, capacity float64) Flow {
	f := pf.asFlow(site)
	for _, before := range p.Flows[:at] {
		if before.Direction == pf.Direction && before.Resource == pf.Resource {
			f.ID = FlowID(fmt.Sprintf("%s:%s:%s:%d", site, pf.Direction, pf.Resource, at+1))
			break
		}
	}
	f.Quantity.Amount *= capacity
	f.Visibility = p.Visibility
	f.Normalise()
	return f
}
