package symbiosis

import "github.com/samloka/samloka/internal/unit"

// Stream is a flow reduced to what the engines reckon with: units resolved, what the flow
// doesn't say filled from the catalogue and the assumptions. It is made once per flow by
// the transport model and read in the hot loop; it holds no text but through its pointers.
type Stream struct {
	// What every pair reads comes first: it is a line of memory, and a second where heat is sized.

	Gone     float64   // see Taken
	Resource *Resource // the flow's node of the catalogue
	Shares   *[12]float64
	// Price is SEK per unit of the resource: what a surplus's holder asks, what a need's
	// receiver would pay for what the flow replaces.
	Price  float64
	Mass   unit.Mass   // of a year; 0 when the flow is no mass or its density is unknown
	Energy unit.Energy // of a year
	// Limit is the flow's own greatest distance; meaningless unless HasLimit.
	Limit           unit.Length
	HasLimit        bool
	HasTemperatures bool // both are given
	Winter          bool // the shape is Winter: the line is sized for the base load
	CO2eKnown       bool

	Supply, Return unit.Temperature
	Power          unit.Power // greatest; 0 when the flow is no energy
	CO2eSaving     unit.Mass  // per tonne delivered

	Flow   *Flow      // where the figures came from; not changed
	Hours  unit.Hours // full-load hours, Energy/Power
	Amount float64    // of a year, in the resource's unit; 0 when it can't be told

	Credit       unit.MassPrice // of a surplus carried by truck: disposal saved − treatment − price asked
	Substitution float64        // tonnes replaced per tonne delivered
	LoadCost     unit.MassPrice // a of models 2.1, SEK/t
	HaulCost     unit.MassPrice // b of models 2.1, SEK/t per road km
	HaulCO2e     float64        // kg/t per road km

	// Taken is what exchanges in operation take of the flow, Gone the share of its year that
	// they take together, 0–1. Energy, Power, Shares, Mass and Amount are what is left then;
	// Hours stay those of the whole flow.
	Taken []Take
}

// Envelope bounds a set of streams of one direction: nothing in the set is better in any
// figure than the envelope says. The zero value bounds the empty set.
type Envelope struct {
	Count       int
	MaxEnergy   unit.Energy
	MaxPower    unit.Power
	MaxSupply   unit.Temperature
	MinReturn   unit.Temperature
	MaxDrop     unit.TemperatureDifference // supply − return
	MinPrice    float64
	MaxPrice    float64
	MaxCredit   unit.MassPrice
	MaxSubst    float64
	MinLoadCost unit.MassPrice
	MinHaulCost unit.MassPrice
	MaxLimit    unit.Length // among those that have one
	Unlimited   bool        // some have none
}

// Include widens e so that it bounds s too.
func (e *Envelope) Include(s *Stream) {
	drop := s.Supply.Minus(s.Return)
	if e.Count == 0 {
		*e = Envelope{
			MaxEnergy: s.Energy, MaxPower: s.Power, MaxSupply: s.Supply, MinReturn: s.Return, MaxDrop: drop,
			MinPrice: s.Price, MaxPrice: s.Price, MaxCredit: s.Credit, MaxSubst: s.Substitution,
			MinLoadCost: s.LoadCost, MinHaulCost: s.HaulCost, Unlimited: !s.HasLimit, Count: 1,
		}
		if s.HasLimit {
			e.MaxLimit = max(0, s.Limit)
		}
		return
	}
	e.Count++
	e.MaxEnergy = max(e.MaxEnergy, s.Energy)
	e.MaxPower = max(e.MaxPower, s.Power)
	e.MaxSupply = max(e.MaxSupply, s.Supply)
	e.MinReturn = min(e.MinReturn, s.Return)
	e.MaxDrop = max(e.MaxDrop, drop)
	e.MinPrice, e.MaxPrice = min(e.MinPrice, s.Price), max(e.MaxPrice, s.Price)
	e.MaxCredit = max(e.MaxCredit, s.Credit)
	e.MaxSubst = max(e.MaxSubst, s.Substitution)
	e.MinLoadCost = min(e.MinLoadCost, s.LoadCost)
	e.MinHaulCost = min(e.MinHaulCost, s.HaulCost)
	if s.HasLimit {
		e.MaxLimit = max(e.MaxLimit, s.Limit)
	} else {
		e.Unlimited = true
	}
}

// Cap returns the greatest distance any of the streams allows itself, or reach when that
// is less.
func (e *Envelope) Cap(reach unit.Length) unit.Length {
	if e.Unlimited {
		return reach
	}
	return min(reach, e.MaxLimit)
}

// Holds says that e bounds what o bounds.
func (e *Envelope) Holds(o *Envelope) bool {
	both := *e
	both.Merge(o)
	both.Count = e.Count
	return both == *e
}

// Merge widens e so that it bounds what o bounds too.
func (e *Envelope) Merge(o *Envelope) {
	if e.Count == 0 || o.Count == 0 {
		if e.Count == 0 {
			*e = *o
		}
		return
	}
	e.Count += o.Count
	e.MaxEnergy = max(e.MaxEnergy, o.MaxEnergy)
	e.MaxPower = max(e.MaxPower, o.MaxPower)
	e.MaxSupply = max(e.MaxSupply, o.MaxSupply)
	e.MinReturn = min(e.MinReturn, o.MinReturn)
	e.MaxDrop = max(e.MaxDrop, o.MaxDrop)
	e.MinPrice, e.MaxPrice = min(e.MinPrice, o.MinPrice), max(e.MaxPrice, o.MaxPrice)
	e.MaxCredit = max(e.MaxCredit, o.MaxCredit)
	e.MaxSubst = max(e.MaxSubst, o.MaxSubst)
	e.MinLoadCost = min(e.MinLoadCost, o.MinLoadCost)
	e.MinHaulCost = min(e.MinHaulCost, o.MinHaulCost)
	e.MaxLimit = max(e.MaxLimit, o.MaxLimit)
	e.Unlimited = e.Unlimited || o.Unlimited
}
