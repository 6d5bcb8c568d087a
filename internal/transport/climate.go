package transport

import (
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// heatClimate reckons what delivered heat saves: the emission of the heat it replaces, less
// that of a heat pump's electricity. Surplus heat itself emits nothing more. [A]
func (m *Model) heatClimate(r *symbiosis.Reckoning, energy unit.Energy, t *trace) {
	perMWh := m.replacedHeat
	if r.COP > 0 {
		perMWh -= m.electricityCO2e / r.COP
	}
	r.CO2eAtZero = unit.Mass(perMWh*energy.MegawattHours()) * unit.Kilogram
	r.CO2eKnown = true
	if t != nil {
		t.step("climate_factors")
		t.assumed("replaced_heat_kg_per_mwh", "electricity_kg_per_mwh")
		t.derived("co2e_per_mwh", perMWh, "kg/MWh", "replaced − electricity/COP")
	}
}

// traceClimate writes what is saved at a route length (models 2.3).
func (m *Model) traceClimate(s *symbiosis.Stream, r *symbiosis.Reckoning, route unit.Length, t *trace) {
	t.step("climate")
	if s.Resource.Transport == symbiosis.Truck {
		t.assumed(m.vehicles[vehicleOf(s.Resource)].co2eKey)
		t.derived("co2e_saving", r.CO2eAtZero.Tonnes(), "t/yr", "(primary − secondary)·factor·mass")
		t.derived("co2e_transport", (r.CO2ePerMetre * unit.Mass(route.Metres())).Tonnes(), "t/yr", "factor·mass·d")
	} else {
		t.derived("co2e_saving", r.CO2eAtZero.Tonnes(), "t/yr", "(replaced − electricity/COP)·E")
		t.derived("co2e_transport", (r.CO2ePerMetre * unit.Mass(route.Metres())).Tonnes(), "t/yr", "1e-6·w'·τ·electricity·L")
	}
	t.derived("co2e", r.CO2e(route).Tonnes(), "t/yr", "saving − transport")
}
