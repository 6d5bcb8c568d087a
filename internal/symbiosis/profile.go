package symbiosis

import "github.com/samloka/samloka/internal/unit"

// ProfileID names an establishment profile.
type ProfileID string

// Profile is an establishment profile: a kind of firm, or one prospect, with what it needs
// and gives off per unit of capacity.
type Profile struct {
	ID           ProfileID
	Names        Names
	CapacityUnit string  // "ha of greenhouse", "t smolt/yr"
	Capacity     float64 // the capacity it is shown at
	Flows        []ProfileFlow
	Land         unit.Area  // per unit of capacity
	GridPower    unit.Power // per unit of capacity
	Visibility   Visibility
	Source       string
	Version      int64
}

// ProfileFlow is a need or a surplus of a profile, per unit of capacity.
type ProfileFlow struct {
	Direction      Direction
	Resource       ResourceCode
	PerCapacity    Quantity
	FullLoadHours  *unit.Hours
	Shape          Shape
	Supply, Return *unit.Temperature
	Figure         Figure // where the amount comes from
}

// Validate returns an Invalid error with every fault of the profile, or nil.
func (p Profile) Validate() error {
	var ps problems
	ps.checkID("id", string(p.ID))
	if !p.Names.Complete() {
		ps.add("names", "required", "", "lack a language", "")
	}
	ps.checkText("capacity_unit", p.CapacityUnit, maxName, true)
	if !unit.Finite(p.Capacity) || p.Capacity <= 0 {
		ps.add("capacity", "out_of_range", number(p.Capacity), "must be above zero", "")
	}
	if !unit.Finite(p.Land) || p.Land < 0 {
		ps.add("land_ha", "out_of_range", number(p.Land.Hectares()), "must be nil or above", "hectares")
	}
	if !unit.Finite(p.GridPower) || p.GridPower < 0 {
		ps.add("grid_mw", "out_of_range", number(p.GridPower.Megawatts()), "must be nil or above", "MW")
	}
	checkOneOf(&ps, "visibility", p.Visibility, Visibilities())
	for i, f := range p.FlowsAt(SiteID(p.ID)) {
		ps = append(ps, f.check()...)
		if p.Flows[i].Figure.Source == "" {
			ps.add("source", "required", "", "is missing", "where the amount comes from")
		}
	}
	return ps.err("the profile")
}

// FlowsAt returns the profile's flows at its capacity, as flows of a site.
func (p Profile) FlowsAt(site SiteID) []Flow {
	flows := make([]Flow, len(p.Flows))
	for i, pf := range p.Flows {
		q := pf.PerCapacity
		q.Amount *= p.Capacity
		flows[i] = Flow{
			ID: FlowID(string(site) + ":" + string(pf.Direction) + ":" + string(pf.Resource)), SiteID: site,
			Direction: pf.Direction, Resource: pf.Resource, Quantity: q, FullLoadHours: pf.FullLoadHours,
			Shape: pf.Shape, Supply: pf.Supply, Return: pf.Return, Visibility: p.Visibility, Source: pf.Figure.Source,
		}
		flows[i].Normalise()
	}
	return flows
}
