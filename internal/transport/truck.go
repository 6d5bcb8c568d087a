package transport

import (
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Load returns the tonnes a truck takes (models 2.1): min(payload, bulk density·volume)·fill.
// An unknown density (0) leaves the payload.
func Load(payload unit.Mass, volume unit.Volume, density unit.Density, fill float64) unit.Mass {
	m := payload
	if density > 0 {
		m = min(m, unit.Mass(density.TonnesPerCubicMetre()*volume.CubicMetres())*unit.Tonne)
	}
	return m * unit.Mass(fill)
}

// vehicleOf returns the class of truck that carries a resource: the catalogue's, else a
// semi-trailer.
func vehicleOf(r *symbiosis.Resource) symbiosis.Vehicle {
	if r.Vehicle == "" {
		return symbiosis.Semi25
	}
	return r.Vehicle
}

// truckTariff returns a in SEK/t and b in SEK/t per one-way road kilometre (models 2.1):
// a = c_h·t_lu/m, b = (1 + β)·(c_km + c_h/v)/m, both times the index factor.
func (m *Model) truckTariff(r *symbiosis.Resource, t *trace) (a, b unit.MassPrice) {
	name := vehicleOf(r)
	v := m.vehicles[name]
	var density unit.Density
	if r.BulkDensity != nil {
		density = unit.Density(r.BulkDensity.Value) * unit.TonnePerCubicMetre
	}
	load := Load(v.payload, v.volume, density, m.fill)
	a = unit.MassPrice(m.index * m.hourCost * m.loadHours / load.Tonnes())
	b = unit.MassPrice(m.index * (1 + m.emptyReturn) * (m.kmCost + m.hourCost/m.speed) / load.Tonnes())
	if t == nil {
		return a, b
	}
	t.step("truck")
	t.text("vehicle", string(name), "")
	if r.Kind == symbiosis.Gas {
		t.remark("gas_by_truck")
	}
	t.assumed("truck_payload_"+string(name)+"_t", "truck_volume_"+string(name)+"_m3")
	if r.BulkDensity != nil {
		t.figure(r.BulkDensity, "bulk_density", r.BulkDensity.Value, "t/m³", "")
	}
	t.assumed("truck_fill")
	t.derived("load", load.Tonnes(), "t", "m = min(payload, density·volume)·fill")
	t.assumed("truck_km_sek", "truck_hour_sek", "truck_speed_km_per_h", "truck_load_hours", "truck_empty_return",
		"truck_base_year", "truck_index_factor")
	t.derived("load_cost", a.SEKPerTonne(), "SEK/t", "a = c_h·t_lu/m")
	t.derived("haul_cost", b.SEKPerTonne(), "SEK/(t·km)", "b = (1 + β)·(c_km + c_h/v)/m")
	return a, b
}

// truck reckons a pair of material (models 2.1–2.3):
//
//	d* = (P_sub·σ + C_disp − C_treat − p_asked − C_trans − M − a)/b
//
// P_sub is the need's price, else the catalogue's for the need's resource. What the holder
// asks is ours to add: the models leave it out, and by default it is nil. [A]
func (m *Model) truck(s, n *symbiosis.Stream, link symbiosis.Link, r *symbiosis.Reckoning, t *trace) {
	h := m.haulageOf(s)
	mass := min(s.Mass, n.Mass)
	if !(mass > 0) {
		r.Obstacle = symbiosis.QuantityUnknown
		return
	}
	var x hauled
	h.to(n, mass, link, &x)
	r.Coverage = float64(mass / max(s.Mass, n.Mass))
	r.UsesSurplus, r.UsesNeed = float64(mass/s.Mass), float64(mass/n.Mass)
	r.Delivered = symbiosis.Quantity{Amount: mass.Tonnes(), Unit: symbiosis.TonneYear}
	if q, ok := r.Delivered.In(s.Resource.Unit, unit.HoursPerYear); ok {
		r.Delivered = q
	}
	r.BenefitAtZero, r.BenefitPerMetre = x.benefitAtZero, x.benefitPerMetre
	r.Budget = budgetOf(r.BenefitAtZero, r.BenefitPerMetre)
	r.CO2eKnown, r.CO2eAtZero, r.CO2ePerMetre = x.co2eKnown, x.co2eAtZero, x.co2ePerMetre
	if t != nil {
		m.traceTruck(s, n, r, mass, x.perTonne, t)
		if _, of := replacedSaving(s, n, link); of != nil {
			t.step("climate_factors")
			t.figure(of, "co2e_factor", of.Value, "kg/t", "")
			t.assumed("material_co2e_factor")
		}
	}
}

// replacedSaving is the climate factor of what the delivery replaces, per tonne, and the
// figure of the catalogue that it is: the surplus's own where its kind is what is wanted, else
// the need's; nil when neither is known.
func replacedSaving(s, n *symbiosis.Stream, link symbiosis.Link) (unit.Mass, *symbiosis.Figure) {
	if link == symbiosis.LinkTree && s.CO2eKnown || !n.CO2eKnown {
		return s.CO2eSaving, s.Resource.CO2eSaving
	}
	return n.CO2eSaving, n.Resource.CO2eSaving
}

func (m *Model) traceTruck(s, n *symbiosis.Stream, r *symbiosis.Reckoning, mass unit.Mass, perTonne unit.MassPrice, t *trace) {
	t.step("amount")
	t.flow(s.Flow, "surplus_quantity", s.Flow.Quantity.Amount, string(s.Flow.Quantity.Unit), "surplus.quantity")
	t.flow(n.Flow, "need_quantity", n.Flow.Quantity.Amount, string(n.Flow.Quantity.Unit), "need.quantity")
	t.taken(s, "surplus")
	t.taken(n, "need")
	t.derived("delivered", mass.Tonnes(), "t/yr", "min(S, D)")

	a, b := m.truckTariff(s.Resource, t)

	t.step("budget")
	if n.Flow.Price != nil {
		t.flow(n.Flow, "price_replaced", n.Price, "SEK/t", "need.price_sek")
	} else {
		t.figure(n.Resource.Price, "price_replaced", n.Price, "SEK/t", "need.price_sek")
	}
	t.figure(s.Resource.Substitution, "substitution", s.Substitution, "t/t", "")
	if f := s.Flow; f.DisposalCost != nil {
		t.flow(f, "disposal_cost", f.DisposalCost.SEKPerTonne(), "SEK/t", "surplus.disposal_cost_sek")
	} else {
		t.figure(s.Resource.DisposalCost, "disposal_cost", disposal(f, s.Resource).SEKPerTonne(), "SEK/t", "surplus.disposal_cost_sek")
	}
	if f := s.Flow; f.TreatmentCost != nil {
		t.flow(f, "treatment_cost", f.TreatmentCost.SEKPerTonne(), "SEK/t", "surplus.treatment_cost_sek")
	} else {
		t.figure(s.Resource.TreatmentCost, "treatment_cost", treatment(f, s.Resource).SEKPerTonne(), "SEK/t", "surplus.treatment_cost_sek")
	}
	t.tracePriceAsked(s, "SEK/t")
	t.assumed("brokering_sek_per_t", "margin_sek_per_t")
	t.derived("benefit_per_tonne", perTonne.SEKPerTonne(), "SEK/t", "P_sub·σ + C_disp − C_treat − p_asked − C_trans − M − a")
	t.derived("benefit_at_zero", r.BenefitAtZero.SEK(), "SEK/yr", "N0 = (P_sub·σ + C_disp − C_treat − p_asked − C_trans − M − a)·mass")
	t.derived("benefit_per_metre", r.BenefitPerMetre.SEK(), "SEK/(m·yr)", "K = b·mass/1000")
	t.derived("truck_cost_at_budget", (a + b*unit.MassPrice(r.Budget.Kilometres())).SEKPerTonne(), "SEK/t", "T(d*) = a + b·d*")
	t.derived("budget_m", r.Budget.Metres(), "m", "d* = (P_sub·σ + C_disp − C_treat − p_asked − C_trans − M − a)/b; ≤ 0: never")
}
