package unit_test

import (
	"math"
	"testing"

	"github.com/samloka/samloka/internal/unit"
)

func TestUnitsReadBackWhatTheyWereMadeWith(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"3 MW for 4000 h in MWh", (3 * unit.Megawatt).For(4000).MegawattHours(), 12000},
		{"16.99 GWh over a year in MW", (16990 * unit.MegawattHour).Over(unit.HoursPerYear).Megawatts(), 16990.0 / 8760},
		{"0 °C in K", unit.Temperature(0).Kelvin(), 273.15},
		{"80 − 45 °C in K", unit.Temperature(80).Minus(45).Kelvins(), 35},
		{"10 ha in m²", (10 * unit.Hectare).SquareMetres(), 100_000},
		{"50 t at 600 SEK/t", unit.MassPrice(600).Of(50 * unit.Tonne).SEK(), 30_000},
		{"5 ha at 120 SEK/m²", unit.LandPrice(120).Of(5 * unit.Hectare).SEK(), 6e6},
		{"12 000 MWh at 300 SEK/MWh", unit.EnergyPrice(300).Of(12 * unit.GigawattHour).SEK(), 3.6e6},
		{"no hours, no power", unit.Energy(5).Over(0).Watts(), 0},
		{"1.5 km in m", (1.5 * unit.Kilometre).Metres(), 1500},
	} {
		if math.Abs(c.got-c.want) > 1e-9*math.Max(1, math.Abs(c.want)) {
			t.Errorf("%s: got %v, want %v", c.name, c.got, c.want)
		}
	}
	if unit.Finite(unit.Length(math.NaN())) || unit.Finite(unit.Money(math.Inf(-1))) || !unit.Finite(unit.Power(0)) {
		t.Error("Finite is wrong on NaN, −Inf or 0")
	}
}
