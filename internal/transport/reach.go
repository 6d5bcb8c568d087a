package transport

import (
	"math"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// reachSlack keeps the rounding of a reach above that of the budgets it bounds.
const reachSlack = 1 + 1e-9

// Reach returns a route length that no pair of a surplus and a need within the envelopes
// can have a larger budget than, the flows' own limits included: the index is searched with
// it and loses nothing. Infinite for what no model carries and no limit bounds.
func (m *Model) Reach(t symbiosis.Transport, s, n *symbiosis.Envelope) unit.Length {
	reach := unit.Length(math.Inf(1))
	switch t {
	case symbiosis.HeatPipe:
		reach = m.heatReach(s, n) * reachSlack
	case symbiosis.Truck:
		reach = m.truckReach(s, n) * reachSlack
	}
	if math.IsNaN(reach.Metres()) {
		reach = unit.Length(math.Inf(1))
	}
	return n.Cap(s.Cap(reach))
}

// Pull returns a number of a need, nil or more, that Pulled makes a bound of. surpluses bounds all
// surpluses it will be asked about: with heat it is how far the best of them would go for this need; with
// material what is paid for a tonne.
func (m *Model) Pull(n *symbiosis.Stream, surpluses *symbiosis.Envelope) float64 {
	switch n.Resource.Transport {
	case symbiosis.HeatPipe:
		var own symbiosis.Envelope
		own.Include(n)
		return (m.heatReach(surpluses, &own) * reachSlack).Metres()
	case symbiosis.Truck:
		return max(0, n.Price)
	}
	return 0
}

// Pulled returns a second bound of what Reach bounds, one that tells needs apart: the budget of a pair
// of a surplus within s and a need is at most fixed + perPull·Pull of the need; ok is false when there
// is no such bound. perPull is nil or more.
func (m *Model) Pulled(t symbiosis.Transport, s *symbiosis.Envelope) (fixed, perPull unit.Length, ok bool) {
	switch t {
	case symbiosis.HeatPipe:
		return 0, 1, true
	case symbiosis.Truck:
		perKm := unit.Length(1/s.MinHaulCost) * unit.Kilometre
		costs := m.brokering + m.margin + s.MinLoadCost
		slack := (reachSlack - 1) * (math.Abs(s.MaxCredit.SEKPerTonne()) + costs.SEKPerTonne())
		fixed = unit.Length(s.MaxCredit.SEKPerTonne()-costs.SEKPerTonne()+slack) * perKm
		perPull = unit.Length(max(0, s.MaxSubst)) * perKm * reachSlack
		return fixed, perPull, s.MinHaulCost > 0
	}
	return 0, 0, false
}

// truckReach is d* with the best of each figure.
func (m *Model) truckReach(s, n *symbiosis.Envelope) unit.Length {
	value := unit.MassPrice(max(0, n.MaxPrice) * max(0, s.MaxSubst))
	best := value + s.MaxCredit - m.brokering - m.margin - s.MinLoadCost
	if !(best > 0) {
		return 0
	}
	return unit.Length(best/s.MinHaulCost) * unit.Kilometre
}

// heatReach bounds L* = N0/K. For each size of pipe k the line carries at most P_k at the
// greatest ΔT; N0 is at most what that power can sell in a year, no more than the flows
// have, less the stations; K is at least the pipe's yearly cost. Several lines side by side
// don't reach farther than one: N0 grows at most in proportion to the power.
//
// With a heat pump a MWh through the line is worth g = max over COP of (A − p_el/COP)/(1 −
// 1/COP), A = v − p_surplus − variable. While A < p_el that is its value at the highest COP;
// otherwise there is no such bound, and what the need takes bounds N0 instead.
func (m *Model) heatReach(s, n *symbiosis.Envelope) unit.Length {
	margin := n.MaxPrice - s.MinPrice // SEK/MWh
	if !(margin > 0) {
		return 0
	}
	station := m.stations * m.stationYear * min(m.stationCost, m.stationCostSmall) * 1e6 // SEK/(MW·yr)
	drop := max(s.MaxSupply.Minus(n.MinReturn), s.MaxDrop)
	direct := min(s.MaxEnergy, n.MaxEnergy).MegawattHours()

	afterRunning := margin - m.pumpVariable.SEKPerMWh()
	electricity := m.electricity.SEKPerMWh()
	perCarried := (afterRunning - electricity/m.copMax) / (1 - 1/m.copMax)
	unbounded := afterRunning >= electricity

	scale := 1.0
	if m.gradient != 100 {
		scale = math.Pow(100/m.gradient, gradientExponent*-1/0.380)
	}
	best := 0.0
	most := s.MaxPower.Megawatts()
	carried := scale * m.heatCapacity * max(0, drop.Kelvins())
	for i := range PipeSizes {
		size := &PipeSizes[i]
		power := min(most, size.maxWater*carried)
		numerator := mostSold(power, direct, margin, station)
		if unbounded {
			numerator = max(numerator, n.MaxEnergy.MegawattHours()*(afterRunning-electricity/m.copMax))
		} else {
			numerator = max(numerator, mostSold(power, s.MaxEnergy.MegawattHours(), perCarried, station))
		}
		perMetre := m.pipeYear * m.pipeFactor * (m.pipeC1 + m.pipeC2*size.Inner.Metres())
		best = max(best, numerator/perMetre)
		if power >= most {
			break // a wider pipe carries no more, and costs more
		}
	}
	return unit.Length(best)
}

// mostSold returns the greatest of min(energy, 8760·P)·price − station·P over 0 ≤ P ≤ power:
// the function rises until P sells all there is and falls after, or never rises.
func mostSold(power, energy, price, station float64) float64 {
	if !(price*float64(unit.HoursPerYear) > station) {
		return 0
	}
	p := min(power, energy/float64(unit.HoursPerYear))
	return p * (price*float64(unit.HoursPerYear) - station)
}
