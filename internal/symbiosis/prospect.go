package symbiosis

import (
	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/unit"
)

// Prospect is a flow of the region that a flow of a hypothetical site could pair with, were it
// near enough: every gate but the distance is passed, and what doesn't depend on the distance is
// reckoned. It holds what is the same however much the hypothetical flow amounts to; Terms hold
// the rest. The pair is feasible wherever the crow distance to At makes Route ≤ Budget of the
// terms, and is then what a what-if at that place gives.
type Prospect struct {
	FlowID FlowID // the region's
	SiteID SiteID
	At     geo.Prepared // of its site

	Detour          float64   // from crow to route, 1 or more
	Class           HeatClass // of heat; empty otherwise
	NeedsAssessment bool

	// Priced says that a transport model reckons the pair: Worth and, of its terms, Benefit and
	// Slope mean something.
	Priced bool
	// Worth is what the receiver gives for a unit of Delivered: the price of what it replaces.
	Worth     float64
	CO2eKnown bool // CO2e and CO2eSlope of the terms mean something
}

// Terms are what a prospect comes to at one amount of the hypothetical flow.
type Terms struct {
	Budget    unit.Length // route length at which the net benefit is nil, capped by both flows' limits; below nil: no pair at any distance
	Delivered Quantity
	Benefit   unit.Money // net, in a year, at route nil
	Slope     unit.Money // what each route metre takes off it
	CO2e      unit.Mass  // saved in a year, at route nil
	CO2eSlope unit.Mass  // what each route metre emits
}

// NoTerms returns those of an amount at which there is no pair.
func NoTerms() Terms { return Terms{Budget: -1} }

// None says that there is no pair, at any distance.
func (t *Terms) None() bool { return t.Budget < 0 }

// Route returns the route length at a crow distance.
func (p *Prospect) Route(crow unit.Length) unit.Length { return crow * unit.Length(p.Detour) }

// NetBenefit returns the net benefit in a year at a route length; meaningless unless the prospect
// is Priced.
func (t *Terms) NetBenefit(route unit.Length) unit.Money {
	return t.Benefit - t.Slope*unit.Money(route.Metres())
}

// SavedCO2e returns what is saved in a year at a route length; meaningless unless CO2eKnown.
func (t *Terms) SavedCO2e(route unit.Length) unit.Mass {
	return t.CO2e - t.CO2eSlope*unit.Mass(route.Metres())
}
