package symbiosis

import (
	"github.com/samloka/samloka/internal/unit"
)

// QuantityUnit is a unit a flow may be given in. Rates are per year, except MW and kW,
// which are the flow's greatest power.
type QuantityUnit string

// The units of flows.
const (
	MW        QuantityUnit = "MW"
	KW        QuantityUnit = "kW"
	MWhYear   QuantityUnit = "MWh/yr"
	GWhYear   QuantityUnit = "GWh/yr"
	TonneYear QuantityUnit = "t/yr"
	KgYear    QuantityUnit = "kg/yr"
	M3Year    QuantityUnit = "m3/yr"
	PieceYear QuantityUnit = "pcs/yr"
	HourYear  QuantityUnit = "h/yr"
)

// QuantityUnits lists the units of flows.
func QuantityUnits() []QuantityUnit {
	return []QuantityUnit{MW, KW, MWhYear, GWhYear, TonneYear, KgYear, M3Year, PieceYear, HourYear}
}

// Quantity is an amount as it was entered, with its unit.
type Quantity struct {
	Amount float64
	Unit   QuantityUnit
}

// IsPower says that the amount is a power rather than a yearly sum.
func (q Quantity) IsPower() bool { return q.Unit == MW || q.Unit == KW }

// IsEnergy says that the amount is a power or a yearly energy.
func (q Quantity) IsEnergy() bool { return q.IsPower() || q.Unit == MWhYear || q.Unit == GWhYear }

// IsMass says that the amount is a yearly mass.
func (q Quantity) IsMass() bool { return q.Unit == TonneYear || q.Unit == KgYear }

// Energy returns the energy of a year, given the full-load hours of a power; 0 when the
// quantity is no energy.
func (q Quantity) Energy(fullLoad unit.Hours) unit.Energy {
	switch q.Unit {
	case MW:
		return (unit.Power(q.Amount) * unit.Megawatt).For(fullLoad)
	case KW:
		return (unit.Power(q.Amount) * unit.Kilowatt).For(fullLoad)
	case MWhYear:
		return unit.Energy(q.Amount) * unit.MegawattHour
	case GWhYear:
		return unit.Energy(q.Amount) * unit.GigawattHour
	}
	return 0
}

// Power returns the greatest power, given the full-load hours of a yearly energy; 0 when
// the quantity is no energy.
func (q Quantity) Power(fullLoad unit.Hours) unit.Power {
	switch q.Unit {
	case MW:
		return unit.Power(q.Amount) * unit.Megawatt
	case KW:
		return unit.Power(q.Amount) * unit.Kilowatt
	}
	return q.Energy(fullLoad).Over(fullLoad)
}

// Mass returns the mass of a year. A yearly volume is turned into mass by density; 0 when
// the quantity is neither, or the density is unknown.
func (q Quantity) Mass(density unit.Density) unit.Mass {
	switch q.Unit {
	case TonneYear:
		return unit.Mass(q.Amount) * unit.Tonne
	case KgYear:
		return unit.Mass(q.Amount) * unit.Kilogram
	case M3Year:
		return unit.Mass(q.Amount * float64(density))
	}
	return 0
}

// SameDimension says that amounts in u and v can be compared (a power and a yearly energy
// can, by the full-load hours).
func (u QuantityUnit) SameDimension(v QuantityUnit) bool { return u.dimension() == v.dimension() }

func (u QuantityUnit) dimension() string {
	q := Quantity{Unit: u}
	switch {
	case q.IsEnergy():
		return "energy"
	case q.IsMass():
		return "mass"
	}
	return string(u)
}

// In returns q turned into unit u of the same dimension; ok is false when the dimensions
// differ. fullLoad is used between power and energy only.
func (q Quantity) In(u QuantityUnit, fullLoad unit.Hours) (converted Quantity, ok bool) {
	if q.Unit == u {
		return q, true
	}
	if !q.Unit.SameDimension(u) {
		return Quantity{}, false
	}
	switch u {
	case MW:
		return Quantity{q.Power(fullLoad).Megawatts(), u}, true
	case KW:
		return Quantity{q.Power(fullLoad).Watts() / 1e3, u}, true
	case MWhYear:
		return Quantity{q.Energy(fullLoad).MegawattHours(), u}, true
	case GWhYear:
		return Quantity{q.Energy(fullLoad).GigawattHours(), u}, true
	case TonneYear:
		return Quantity{q.Mass(0).Tonnes(), u}, true
	case KgYear:
		return Quantity{q.Mass(0).Kilograms(), u}, true
	}
	return Quantity{}, false
}
