package symbiosis

import (
	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/unit"
)

// Prospect is a flow of the region that a flow of a hypothetical site could pair with, were it
// near enough: every gate but the distance is passed, and what doesn't depend on the distance is
// reckoned. The pair is feasible wherever the crow distance d to At makes
// d·Detour ≤ Budget, and is then what a what-if at that place gives.
type Prospect struct {
	FlowID FlowID // the region's
	SiteID SiteID
	At     geo.Prepared // of its site

	Detour float64     // from crow to route, 1 or more
	Budget unit.Length // route length at which the net benefit is nil, capped by both flows' limits

	Class           HeatClass // of heat; empty otherwise
	Delivered       Quantity
	NeedsAssessment bool

	// Priced says that a transport model reckons the pair: Benefit, Slope and Worth mean something.
	Priced  bool
	Benefit unit.Money // net, in a year, at route nil
	Slope   unit.Money // what each route metre takes off it
	// Worth is what the receiver gives for a unit of Delivered: the price of what it replaces.
	Worth float64

	CO2eKnown bool
	CO2e      unit.Mass // saved in a year, at route nil
	CO2eSlope unit.Mass // what each route metre emits
}

// Route returns the route length at a crow distance.
func (p *Prospect) Route(crow unit.Length) unit.Length { return crow * unit.Length(p.Detour) }

// NetBenefit returns the net benefit in a year at a crow distance; meaningless unless Priced.
func (p *Prospect) NetBenefit(crow unit.Length) unit.Money {
	return p.Benefit - p.Slope*unit.Money(p.Route(crow).Metres())
}

// SavedCO2e returns what is saved in a year at a crow distance; meaningless unless CO2eKnown.
func (p *Prospect) SavedCO2e(crow unit.Length) unit.Mass {
	return p.CO2e - p.CO2eSlope*unit.Mass(p.Route(crow).Metres())
}
