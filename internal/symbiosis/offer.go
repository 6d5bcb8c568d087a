package symbiosis

import (
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/unit"
)

// Offer is how far a flow could reach at best, before anybody knows who will stand at the other
// end: reckoned with a neighbour made for it, who takes or gives all that exchanges in operation
// leave, over the same months, at temperatures that need no heat pump. [A]
type Offer struct {
	FlowID    FlowID
	SiteID    SiteID
	Direction Direction
	Resource  ResourceCode
	Place     orb.Point // of the site, WGS 84
	Detour    float64   // from crow to route distance

	// Budget is the route length at which the net benefit is nil, no longer than the flow's own
	// limit; 0: never pays, or can't be reckoned.
	Budget    unit.Length
	Delivered Quantity // in a year, in the resource's unit

	// What depends on the route: values at nil and slopes, as in Reckoning. Priced is false where
	// no transport model reckons it.
	Priced                         bool
	BenefitAtZero, BenefitPerMetre unit.Money
	CO2eKnown                      bool
	CO2eAtZero, CO2ePerMetre       unit.Mass

	Certainty  Certainty
	Visibility Visibility // the flow's or its site's, the more closed
}

// Route returns the route length to a place so far away as the crow flies.
func (o *Offer) Route(crow unit.Length) unit.Length { return crow * unit.Length(o.Detour) }

// NetBenefit returns the net benefit in a year over a route; ok is false where it isn't reckoned.
func (o *Offer) NetBenefit(route unit.Length) (benefit unit.Money, ok bool) {
	return o.BenefitAtZero - o.BenefitPerMetre*unit.Money(route.Metres()), o.Priced
}

// CO2e returns what is saved in a year over a route; ok is false where no factor is known.
func (o *Offer) CO2e(route unit.Length) (saved unit.Mass, ok bool) {
	return o.CO2eAtZero - o.CO2ePerMetre*unit.Mass(route.Metres()), o.Priced && o.CO2eKnown
}
