package symbiosis

import "github.com/samloka/samloka/internal/unit"

// Allocation shares a region's surpluses among its needs: pairs that could all come true
// together, beside the exchanges in operation, and what they come to.
type Allocation struct {
	// Pairs stand in the order they were chosen: each had the greatest net benefit of all that
	// were still possible with what the ones before it had left.
	Pairs []Allocated
	Total AllocationTotal
	// ByCertainty tells what the total rests on, in the order of Certainties: a pair is as sure
	// as the less sure of its two flows.
	ByCertainty []CertaintyTotal
	// Spreads are the ranges of net_benefit, energy, mass and co2e when the plan stands and all
	// that is uncertain is drawn from its range; empty where that wasn't asked for.
	Spreads []Spread
}

// Allocated is a pair with what it gets in an allocation: its amounts, its net benefit, its
// CO2e and score are of that.
type Allocated struct {
	Match
	Monthly [12]float64 // MWh delivered in each month; heat only
	// UsesSurplus and UsesNeed are the shares of the whole flows that the pair uses up, 0–1.
	UsesSurplus, UsesNeed float64
	Certainty             Certainty // of the less sure flow
}

// AllocationTotal sums pairs of an allocation. What isn't known of a pair counts as nil.
type AllocationTotal struct {
	Pairs      int
	Energy     unit.Energy // of a year
	Mass       unit.Mass   // of a year
	NetBenefit unit.Money  // of a year
	CO2e       unit.Mass   // saved in a year
}

// CertaintyTotal is the part of a total that rests on figures of one certainty.
type CertaintyTotal struct {
	Certainty Certainty
	AllocationTotal
}

// Add counts a pair.
func (t *AllocationTotal) Add(a *Allocated) {
	t.Pairs++
	t.Energy += a.Delivered.Energy(unit.HoursPerYear)
	t.Mass += a.Delivered.Mass(0)
	if a.NetBenefit != nil {
		t.NetBenefit += *a.NetBenefit
	}
	if a.CO2e != nil {
		t.CO2e += *a.CO2e
	}
}

// LessSure returns the less sure of two certainties.
func LessSure(a, b Certainty) Certainty {
	for _, c := range []Certainty{Estimated, Reported} {
		if a == c || b == c {
			return c
		}
	}
	return Measured
}
