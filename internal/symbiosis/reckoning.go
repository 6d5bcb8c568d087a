package symbiosis

import (
	"math"

	"github.com/samloka/samloka/internal/unit"
)

// Link is why the resource of a surplus suits a need.
type Link string

// The links, in the order they are tried.
const (
	NoLink        Link = ""
	LinkTree      Link = "tree"       // the same node of the catalogue, or one below the need's
	LinkAccepts   Link = "accepts"    // the receiver's own list
	LinkWasteCode Link = "waste_code" // the catalogue leads from the waste code to the need's node
	LinkWasteUse  Link = "waste_use"  // a rule waste code → use
	LinkHeat      Link = "heat"       // any heat may serve any heat; temperature decides
)

// Obstacle is why nothing could be reckoned for a pair: a key of package wording.
type Obstacle string

// The obstacles.
const (
	NoObstacle         Obstacle = ""
	TemperatureMissing Obstacle = "temperature_missing"   // supply or return isn't given
	PumpTooHot         Obstacle = "heat_pump_too_hot"     // the need is above what heat pumps reach
	PumpUseless        Obstacle = "heat_pump_useless"     // the lift leaves no gain over an electric boiler
	QuantityUnknown    Obstacle = "quantity_unknown"      // the amounts can't be compared
	NoTransportModel   Obstacle = "no_transport_model"    // nothing is reckoned, the flows' own limits decide
	DifferentTransport Obstacle = "different_transport"   // one goes by pipe, the other by truck
	AllTaken           Obstacle = "all_taken"             // exchanges in operation take all there is
	NothingInCommon    Obstacle = "no_months_in_common"   // no month has both
	OutOfRange         Obstacle = "figures_out_of_bounds" // a figure overflows
)

// Reckoning is what a transport model finds for a pair, as far as it doesn't depend on the
// distance; what does is a line: a value at route nil and a slope.
type Reckoning struct {
	Degrees

	Delivered Quantity    // in a year, in the resource's unit
	Line      unit.Power  // what the pipe is sized for
	Coverage  float64     // min(S, D)/max(S, D) of the yearly amounts, 0–1; 0 when they can't be compared
	Monthly   [12]float64 // MWh delivered in each month; heat only

	// UsesSurplus and UsesNeed are the shares of the two streams' years that the delivery uses
	// up, 0–1. Heat that is cooled or lifted in part only counts as used: its water has gone
	// through the exchanger, and what is left in it has another temperature.
	UsesSurplus, UsesNeed float64

	BenefitAtZero   unit.Money  // N0, SEK/yr
	BenefitPerMetre unit.Money  // K, what each route metre costs, SEK/yr
	Budget          unit.Length // route length at which the net benefit is nil; 0: never pays

	CO2eAtZero   unit.Mass // saved per year
	CO2ePerMetre unit.Mass // what each route metre emits per year
	CO2eKnown    bool

	InvestmentAtZero   unit.Money
	InvestmentPerMetre unit.Money
}

// Degrees is as much of a pair as the temperatures of two flows of heat decide alone. The obstacle is that
// of the whole Reckoning.
type Degrees struct {
	Obstacle Obstacle
	Class    HeatClass
	XNeed    float64 // share of the need lifted directly
	XSurplus float64 // share of the surplus that can be taken out
	COP      float64 // of a heat pump; 0 without
}

// NetBenefit returns the net benefit in a year at a route length.
func (r *Reckoning) NetBenefit(route unit.Length) unit.Money {
	return r.BenefitAtZero - r.BenefitPerMetre*unit.Money(route.Metres())
}

// CO2e returns what is saved in a year at a route length.
func (r *Reckoning) CO2e(route unit.Length) unit.Mass {
	return r.CO2eAtZero - r.CO2ePerMetre*unit.Mass(route.Metres())
}

// Investment returns the money to be spent once at a route length.
func (r *Reckoning) Investment(route unit.Length) unit.Money {
	return r.InvestmentAtZero + r.InvestmentPerMetre*unit.Money(route.Metres())
}

// Candidate is a need that a surplus might serve, at the end of a route.
type Candidate struct {
	Need  *Stream
	Link  Link
	Route unit.Length
}

// Outcome is what a pair comes to at its route.
type Outcome struct {
	Coverage   float64 // as in Reckoning
	NetBenefit unit.Money
	Investment unit.Money
	CO2e       unit.Mass
	Priced     bool // NetBenefit and Investment are known
	CO2eKnown  bool
	// Pays says that the route is within the budget. Where that is Unbounded, because nothing is reckoned
	// or no metre costs anything, a flow's own limit must bound it.
	Pays, Unbounded bool
}

// At fills o with what the pair comes to at a route length.
func (r *Reckoning) At(route unit.Length, o *Outcome) {
	*o = Outcome{Coverage: r.Coverage, Unbounded: math.IsInf(r.Budget.Metres(), 1)}
	switch r.Obstacle {
	case NoObstacle:
		o.Priced, o.Pays = true, r.BenefitAtZero > 0 && route <= r.Budget
		o.NetBenefit, o.Investment = r.NetBenefit(route), r.Investment(route)
		if o.CO2eKnown = r.CO2eKnown; o.CO2eKnown {
			o.CO2e = r.CO2e(route)
		}
	case NoTransportModel:
		o.Pays = true
	}
}
