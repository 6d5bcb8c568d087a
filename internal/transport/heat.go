package transport

import (
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// degrees finds what the temperatures alone decide; false when they stand in the way.
func (m *Model) degrees(s, n *symbiosis.Stream, r *symbiosis.Degrees, t *trace) bool {
	if !s.HasTemperatures || !n.HasTemperatures || !(s.Supply > s.Return) || !(n.Supply > n.Return) {
		r.Obstacle = symbiosis.TemperatureMissing
		return false
	}
	m.temperatures(s, n, r, t)
	if t != nil && (s.Resource.IsSteam() || n.Resource.IsSteam()) {
		t.remark("steam_as_water")
	}
	if r.Class == symbiosis.HeatPump {
		r.Obstacle = m.heatPump(s, n, r, t)
	}
	return r.Obstacle == symbiosis.NoObstacle
}

// heat reckons a pair of heat: models 1.1 to 1.6 in this order. It stops where even all the energy that the
// two have would not pay for the route.
func (m *Model) heat(s, n *symbiosis.Stream, route unit.Length, r *symbiosis.Reckoning, t *trace) {
	if m.tooLittle(s, n, route) || !m.degrees(s, n, &r.Degrees, t) {
		return
	}
	var y year
	m.mostOf(s, n, &r.Degrees, &y)
	if !(s.Energy > 0 && n.Energy > 0 && y.out > 0) {
		r.Obstacle = symbiosis.QuantityUnknown
		return
	}
	most := m.mostSales(s, n, &r.Degrees, &y)
	if m.tooNarrow(most, &y, route) {
		return
	}
	r.Line = y.line
	var c connection
	m.connect(s, n, r, &c)
	if c.tooFar(most, route) {
		return
	}
	energy := m.energy(s, n, &y, r, t)
	if r.Obstacle != symbiosis.NoObstacle {
		return
	}
	r.UsesSurplus = min(1, float64(energy/y.given))
	r.UsesNeed = min(1, float64(energy/y.wanted))
	r.Delivered = symbiosis.Quantity{Amount: energy.MegawattHours(), Unit: symbiosis.MWhYear}
	if q, ok := r.Delivered.In(n.Resource.Unit, unit.HoursPerYear); ok {
		r.Delivered = q
	}
	r.Coverage = min(s.Energy.MegawattHours(), n.Energy.MegawattHours()) / max(s.Energy.MegawattHours(), n.Energy.MegawattHours())
	m.budget(s, n, r, &c, y.out, energy, t)
	m.heatClimate(r, energy, t)
}

// temperatures finds the shares and the class (models 1.1).
func (m *Model) temperatures(s, n *symbiosis.Stream, r *symbiosis.Degrees, t *trace) {
	loss := unit.TemperatureDifference(m.exchangers) * m.approach
	r.XNeed, r.XSurplus = HeatShares(s.Supply, s.Return, n.Supply, n.Return, loss, m.lineDrop)
	r.Class = ClassOf(r.XNeed)
	if t == nil {
		return
	}
	t.step("temperatures")
	t.flow(s.Flow, "t_a", s.Supply.Celsius(), "°C", "surplus.supply_c")
	t.flow(s.Flow, "t_b", s.Return.Celsius(), "°C", "surplus.return_c")
	t.flow(n.Flow, "t_s", n.Supply.Celsius(), "°C", "need.supply_c")
	t.flow(n.Flow, "t_r", n.Return.Celsius(), "°C", "need.return_c")
	t.assumed("heat_exchangers_count", "heat_approach_k", "line_drop_k")
	t.derived("x_need", r.XNeed, "1", "clamp((T_a − n·ΔT_m − δ − T_r)/(T_s − T_r), 0, 1)")
	t.derived("x_surplus", r.XSurplus, "1", "clamp((T_a − max(T_b, T_r + n·ΔT_m))/(T_a − T_b), 0, 1)")
	t.text("heat_class", string(r.Class), "x_need = 1: direct; 0 < x_need < 1: preheat; x_need = 0: heat pump")
}

// heatPump finds the COP, or why a heat pump doesn't do. The source is taken to be cooled
// to T_b, the surplus's coldest end (models 1.5: source-out).
func (m *Model) heatPump(s, n *symbiosis.Stream, r *symbiosis.Degrees, t *trace) symbiosis.Obstacle {
	t.step("heat_pump")
	t.assumed("heat_pump_supply_max_c")
	if n.Supply > m.pumpSupplyMax {
		return symbiosis.PumpTooHot
	}
	r.COP = COP(n.Supply, s.Return, m.pumpCarnot, m.copMax)
	t.assumed("heat_pump_efficiency", "heat_pump_cop_max")
	t.derived("cop", r.COP, "1", "min(COP_max, η·T_so/(T_so − T_co)), T_so = T_s, T_co = T_b in K")
	if !(r.COP > 1) {
		return symbiosis.PumpUseless
	}
	return symbiosis.NoObstacle
}

// year is what two flows of heat could exchange at most.
type year struct {
	taken         float64     // share of the surplus that arrives, with what a heat pump adds
	out           unit.Power  // P = min(taken·P_surplus, needed·P_need); of a winter-shaped need its base load
	line          unit.Power  // what of it the line carries: P, less what a heat pump adds
	given, wanted unit.Energy // all of the surplus that would arrive, all that the need would take
}

func (m *Model) mostOf(s, n *symbiosis.Stream, r *symbiosis.Degrees, y *year) {
	lift := 1.0 // heat delivered per heat carried by the line
	taken, needed := r.XSurplus, r.XNeed
	if r.Class == symbiosis.HeatPump {
		lift = 1 / (1 - 1/r.COP)
		taken, needed = lift, 1
	}
	share := 1.0
	if n.Winter {
		share = m.basePower
	}
	y.taken, y.out = taken, min(unit.Power(taken)*s.Power, unit.Power(needed*share)*n.Power)
	y.line = y.out / unit.Power(lift)
	y.given, y.wanted = unit.Energy(taken)*s.Energy, unit.Energy(needed)*n.Energy
}

// energy matches the two flows month by month (models 1.1): E = Σ min(…) of the monthly energies,
// never more than P gives in the month. A winter-shaped need is met for its base load only.
func (m *Model) energy(s, n *symbiosis.Stream, y *year, r *symbiosis.Reckoning, t *trace) (energy unit.Energy) {
	var months [12]unit.Energy
	for i := range months {
		months[i] = min(y.given*unit.Energy(s.Shares[i]), y.wanted*unit.Energy(n.Shares[i]), y.out.For(symbiosis.MonthHours[i]))
		energy += months[i]
	}
	if most := unit.Energy(m.baseEnergy) * y.wanted; n.Winter && energy > most {
		for i := range months {
			months[i] *= most / energy
		}
		energy = most
	}
	for i := range months {
		r.Monthly[i] = months[i].MegawattHours()
	}
	if !(energy > 0) {
		r.Obstacle = symbiosis.NothingInCommon
		return energy
	}
	if t == nil {
		return energy
	}
	t.step("energy")
	m.traceQuantity(s, "surplus", t)
	m.traceQuantity(n, "need", t)
	if n.Winter {
		t.assumed("base_load_power_share", "base_load_energy_share")
	}
	if r.COP > 0 {
		t.derived("pump_lift", y.taken, "1", "1/(1 − 1/COP)")
	}
	formula := "P = min(x_surplus·P_surplus, x_need·P_need)"
	if n.Winter {
		formula = "P = min(x_surplus·P_surplus, x_need·base load·P_need)"
	}
	t.derived("match_power", y.out.Megawatts(), "MW", formula)
	t.derived("match_energy", energy.MegawattHours(), "MWh/yr", "E = Σ min(x_surplus·E_surplus(m), x_need·E_need(m), P·hours(m))")
	t.derived("match_hours", float64(energy/unit.Energy(y.out)), "h/yr", "τ = E/P")
	m.traceRest(n, y.out, energy, t)
	return energy
}

// traceRest writes what the line doesn't carry: the peaks, the months that lack, what is lifted
// further after preheating. The receiver's present source gives it, at its cost of today, so
// that it changes nothing in what the exchange is worth. [A]
func (m *Model) traceRest(n *symbiosis.Stream, out unit.Power, energy unit.Energy, t *trace) {
	share := float64(energy / n.Energy)
	t.derived("need_share", share, "1", "E/E_need")
	if share > 1-1e-9 {
		return
	}
	t.step("rest")
	t.remark("rest_outside")
	t.derived("rest_power", max(0, n.Power-out).Megawatts(), "MW", "P_need − P")
	t.derived("rest_energy", (n.Energy - energy).MegawattHours(), "MWh/yr", "E_need − E")
}

// traceQuantity writes a flow's amount and hours.
func (m *Model) traceQuantity(s *symbiosis.Stream, side string, t *trace) {
	f := s.Flow
	t.flow(f, side+"_quantity", f.Quantity.Amount, string(f.Quantity.Unit), side+".quantity")
	switch {
	case f.FullLoadHours != nil:
		t.flow(f, side+"_hours", float64(s.Hours), "h/yr", side+".full_load_hours")
	case s.Winter:
		t.assumed("winter_full_load_hours")
	default:
		t.figure(s.Resource.FullLoadHours, side+"_hours", float64(s.Hours), "h/yr", side+".full_load_hours")
	}
	power, energy := "P = E/τ", "E = P·τ"
	if s.Gone > 0 {
		t.taken(s, side)
		power, energy = "P of the whole flow · what the least burdened month has left", "E = P·τ of the whole flow − taken"
	}
	t.derived(side+"_power", s.Power.Megawatts(), "MW", power)
	t.derived(side+"_energy", s.Energy.MegawattHours(), "MWh/yr", energy)
}
