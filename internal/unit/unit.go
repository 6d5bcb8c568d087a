// Package unit gives the dimensions Samloka reckons in as types, and their units as
// constants, in the way of time.Duration: 3*unit.Megawatt is a Power.
//
// A value is made by multiplying with a unit and read by a method named after one. In
// JSON, SQL and CSV a plain number stands with the unit as a suffix of its name:
// distance_m, net_benefit_sek_per_year.
package unit

import "math"

// Length is a distance in metres.
type Length float64

// Units of length.
const (
	Metre     Length = 1
	Kilometre Length = 1000
)

// Metres returns the length in metres.
func (l Length) Metres() float64 { return float64(l) }

// Kilometres returns the length in kilometres.
func (l Length) Kilometres() float64 { return float64(l / Kilometre) }

// Area is a surface in square metres.
type Area float64

// Units of area.
const (
	SquareMetre Area = 1
	Hectare     Area = 10_000
)

// SquareMetres returns the area in square metres.
func (a Area) SquareMetres() float64 { return float64(a) }

// Hectares returns the area in hectares.
func (a Area) Hectares() float64 { return float64(a / Hectare) }

// Power is a rate of energy in watts.
type Power float64

// Units of power.
const (
	Watt     Power = 1
	Kilowatt Power = 1e3
	Megawatt Power = 1e6
)

// Watts returns the power in watts.
func (p Power) Watts() float64 { return float64(p) }

// Megawatts returns the power in megawatts.
func (p Power) Megawatts() float64 { return float64(p / Megawatt) }

// For returns the energy delivered when p runs for h hours.
func (p Power) For(h Hours) Energy { return Energy(float64(p) * float64(h)) }

// Energy is an amount of energy in watt-hours (not joules: heat is traded in MWh, and
// watt-hours keep those numbers round).
type Energy float64

// Units of energy.
const (
	WattHour     Energy = 1
	KilowattHour Energy = 1e3
	MegawattHour Energy = 1e6
	GigawattHour Energy = 1e9
)

// MegawattHours returns the energy in MWh.
func (e Energy) MegawattHours() float64 { return float64(e / MegawattHour) }

// GigawattHours returns the energy in GWh.
func (e Energy) GigawattHours() float64 { return float64(e / GigawattHour) }

// Over returns the mean power of e spread over h hours; 0 when h is not positive.
func (e Energy) Over(h Hours) Power {
	if h <= 0 {
		return 0
	}
	return Power(float64(e) / float64(h))
}

// Hours is a length of time in hours, as in full-load hours per year.
type Hours float64

// HoursPerYear is the length of a year of 365 days.
const HoursPerYear Hours = 8760

// Mass is an amount of matter in kilograms.
type Mass float64

// Units of mass.
const (
	Kilogram Mass = 1
	Tonne    Mass = 1000
)

// Kilograms returns the mass in kilograms.
func (m Mass) Kilograms() float64 { return float64(m) }

// Tonnes returns the mass in tonnes.
func (m Mass) Tonnes() float64 { return float64(m / Tonne) }

// Volume is a volume in cubic metres.
type Volume float64

// CubicMetre is the unit of volume.
const CubicMetre Volume = 1

// CubicMetres returns the volume in m³.
func (v Volume) CubicMetres() float64 { return float64(v) }

// Density is mass per volume in kg/m³.
type Density float64

// TonnePerCubicMetre is the usual unit of a bulk density.
const TonnePerCubicMetre Density = 1000

// TonnesPerCubicMetre returns the density in t/m³.
func (d Density) TonnesPerCubicMetre() float64 { return float64(d / TonnePerCubicMetre) }

// Temperature is a temperature in degrees Celsius.
type Temperature float64

// Celsius is the unit of temperature.
const Celsius Temperature = 1

// AbsoluteZero is the lowest temperature there is, −273.15 °C.
const AbsoluteZero Temperature = -273.15

// Celsius returns the temperature in °C.
func (t Temperature) Celsius() float64 { return float64(t) }

// Kelvin returns the thermodynamic temperature in K.
func (t Temperature) Kelvin() float64 { return float64(t - AbsoluteZero) }

// Minus returns the difference t − u.
func (t Temperature) Minus(u Temperature) TemperatureDifference { return TemperatureDifference(t - u) }

// Plus returns t raised by d.
func (t Temperature) Plus(d TemperatureDifference) Temperature { return t + Temperature(d) }

// TemperatureDifference is a difference of temperatures in kelvin.
type TemperatureDifference float64

// Kelvin is the unit of temperature differences.
const Kelvin TemperatureDifference = 1

// Kelvins returns the difference in K.
func (d TemperatureDifference) Kelvins() float64 { return float64(d) }

// Money is an amount of Swedish kronor. Its price level is that of the assumptions it was
// reckoned with (2023 unless they say otherwise); other currencies and years are turned
// into it where a figure enters, never inside a formula.
type Money float64

// SEK is the unit of money.
const (
	SEK  Money = 1
	MSEK Money = 1e6
)

// SEK returns the amount in Swedish kronor.
func (m Money) SEK() float64 { return float64(m) }

// EnergyPrice is money per energy in SEK/MWh.
type EnergyPrice float64

// SEKPerMWh is the unit of energy prices.
const SEKPerMWh EnergyPrice = 1

// SEKPerMWh returns the price in SEK/MWh.
func (p EnergyPrice) SEKPerMWh() float64 { return float64(p) }

// Of returns what e costs at price p.
func (p EnergyPrice) Of(e Energy) Money { return Money(float64(p) * e.MegawattHours()) }

// MassPrice is money per mass in SEK/t.
type MassPrice float64

// SEKPerTonne is the unit of mass prices.
const SEKPerTonne MassPrice = 1

// SEKPerTonne returns the price in SEK/t.
func (p MassPrice) SEKPerTonne() float64 { return float64(p) }

// Of returns what m costs at price p.
func (p MassPrice) Of(m Mass) Money { return Money(float64(p) * m.Tonnes()) }

// LandPrice is money per surface in SEK/m².
type LandPrice float64

// SEKPerSquareMetre is the unit of land prices.
const SEKPerSquareMetre LandPrice = 1

// SEKPerSquareMetre returns the price in SEK/m².
func (p LandPrice) SEKPerSquareMetre() float64 { return float64(p) }

// Of returns what a costs at price p.
func (p LandPrice) Of(a Area) Money { return Money(float64(p) * a.SquareMetres()) }

// Finite says that x is neither NaN nor infinite.
func Finite[T ~float64](x T) bool {
	return !math.IsNaN(float64(x)) && !math.IsInf(float64(x), 0)
}
