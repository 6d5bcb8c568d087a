package transport

import (
	"math"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// degrees finds what the temperatures alone decide; false when they stand in the way.
func (m *Model) degrees(s, n *symbiosis.Stream, r *symbiosis.Reckoning, t *trace) bool {
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

// heat reckons a pair of heat: models 1.1 to 1.6 in this order.
func (m *Model) heat(s, n *symbiosis.Stream, r *symbiosis.Reckoning, t *trace) {
	if !m.degrees(s, n, r, t) {
		return
	}
	lift := 1.0 // heat delivered per heat carried by the line
	takenShare := r.XSurplus
	neededShare := r.XNeed
	if r.Class == symbiosis.HeatPump {
		lift = 1 / (1 - 1/r.COP)
		takenShare, neededShare = 1, 1
	}
	out, energy := m.energy(s, n, takenShare*lift, neededShare, r, t)
	if r.Obstacle != symbiosis.NoObstacle {
		return
	}
	r.Line = out / unit.Power(lift)
	r.UsesSurplus = min(1, float64(energy/(unit.Energy(takenShare*lift)*s.Energy)))
	r.UsesNeed = min(1, float64(energy/(unit.Energy(neededShare)*n.Energy)))
	r.Delivered = symbiosis.Quantity{Amount: energy.MegawattHours(), Unit: symbiosis.MWhYear}
	if q, ok := r.Delivered.In(n.Resource.Unit, unit.HoursPerYear); ok {
		r.Delivered = q
	}
	r.Coverage = min(s.Energy.MegawattHours(), n.Energy.MegawattHours()) / max(s.Energy.MegawattHours(), n.Energy.MegawattHours())
	m.budget(s, n, r, out, energy, t)
	m.heatClimate(r, energy, t)
}

// temperatures finds the shares and the class (models 1.1).
func (m *Model) temperatures(s, n *symbiosis.Stream, r *symbiosis.Reckoning, t *trace) {
	loss := unit.TemperatureDifference(m.exchangers) * m.approach
	r.XNeed, r.XSurplus = HeatShares(s.Supply, s.Return, n.Supply, n.Return, loss, m.lineDrop)
	r.Class = ClassOf(r.XNeed)

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
func (m *Model) heatPump(s, n *symbiosis.Stream, r *symbiosis.Reckoning, t *trace) symbiosis.Obstacle {
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

// energy matches the two flows month by month (models 1.1): P = min(x_surplus·P_surplus,
// x_need·P_need) and E = Σ min(…) of the monthly energies, never more than P gives in the
// month. A winter-shaped need is met for its base load only. taken is the share of the
// surplus that arrives, with what a heat pump adds.
func (m *Model) energy(s, n *symbiosis.Stream, taken, needed float64, r *symbiosis.Reckoning, t *trace) (out unit.Power, energy unit.Energy) {
	share := 1.0
	if n.Winter {
		share = m.basePower
	}
	out = min(unit.Power(taken)*s.Power, unit.Power(needed*share)*n.Power)
	fromSurplus, toNeed := unit.Energy(taken)*s.Energy, unit.Energy(needed)*n.Energy
	var months [12]unit.Energy
	for i := range months {
		months[i] = min(fromSurplus*unit.Energy(s.Shares[i]), toNeed*unit.Energy(n.Shares[i]), out.For(symbiosis.MonthHours[i]))
		energy += months[i]
	}
	if most := unit.Energy(m.baseEnergy) * toNeed; n.Winter && energy > most {
		for i := range months {
			months[i] *= most / energy
		}
		energy = most
	}
	for i := range months {
		r.Monthly[i] = months[i].MegawattHours()
	}
	switch {
	case !(s.Energy > 0 && n.Energy > 0 && out > 0):
		r.Obstacle = symbiosis.QuantityUnknown
		return out, energy
	case !(energy > 0):
		r.Obstacle = symbiosis.NothingInCommon
		return out, energy
	}
	if t == nil {
		return out, energy
	}
	t.step("energy")
	m.traceQuantity(s, "surplus", t)
	m.traceQuantity(n, "need", t)
	if n.Winter {
		t.assumed("base_load_power_share", "base_load_energy_share")
	}
	if r.COP > 0 {
		t.derived("pump_lift", taken, "1", "1/(1 − 1/COP)")
	}
	formula := "P = min(x_surplus·P_surplus, x_need·P_need)"
	if n.Winter {
		formula = "P = min(x_surplus·P_surplus, x_need·base load·P_need)"
	}
	t.derived("match_power", out.Megawatts(), "MW", formula)
	t.derived("match_energy", energy.MegawattHours(), "MWh/yr", "E = Σ min(x_surplus·E_surplus(m), x_need·E_need(m), P·hours(m))")
	t.derived("match_hours", float64(energy/unit.Energy(out)), "h/yr", "τ = E/P")
	m.traceRest(n, out, energy, t)
	return out, energy
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

// budget sizes the line and finds the route length at which the net benefit is nil (models
// 1.2–1.6):
//
//	S  = N·(a(r,25) + 0.02)·c_st·P + (a(r,25)·c_hp + f_hp)·P_hp
//	N0 = E·(v − p_surplus) − S − E_hp·(p_el/COP + 32)
//	K  = (a(r,40) + 0.01)·c + 8.76e-3·q'·v + 1e-6·w'·τ·p_el
//	L* = N0/K
func (m *Model) budget(s, n *symbiosis.Stream, r *symbiosis.Reckoning, out unit.Power, energy unit.Energy, t *trace) {
	supply, back := m.lineTemperatures(s, n, r.Class)
	drop := supply.Minus(back)
	scale := 1.0
	if m.gradient != 100 {
		scale = math.Pow(100/m.gradient, gradientExponent)
	}
	l := sizeLine(Water(r.Line, drop, m.heatCapacity), scale)
	perMetre := m.pipeFactor * (m.pipeC1 + m.pipeC2*l.size.Inner.Metres()) * l.count
	loss := l.lossPerMetre(supply, back, m.ground)
	pumping := l.pumping(m.gradient, m.pumpEfficiency)
	hours := float64(energy / unit.Energy(out))

	stationCost := m.stationCost
	if r.Line < m.stationSmall {
		stationCost = m.stationCostSmall
	}
	stationInvestment := m.stations * stationCost * 1e6 * r.Line.Megawatts()
	stationYear := m.stationYear * stationInvestment
	var pumpInvestment, pumpYear, pumpRunning float64
	if r.Class == symbiosis.HeatPump {
		pumpInvestment = PumpCost(out, m.pumpCost) * 1e6 * out.Megawatts()
		pumpYear = m.pumpAnnuity*pumpInvestment + m.pumpFixed*out.Watts()
		pumpRunning = energy.MegawattHours() * (m.electricity.SEKPerMWh()/r.COP + m.pumpVariable.SEKPerMWh())
	}
	pipeYear := m.pipeYear * perMetre
	lossYear := 8.76e-3 * loss * max(0, n.Price) // heat that costs money to be rid of is not missed
	pumpingYear := 1e-6 * pumping * hours * m.electricity.SEKPerMWh()

	sales := energy.MegawattHours() * (n.Price - s.Price)
	r.BenefitAtZero = unit.Money(sales - (stationYear + pumpYear) - pumpRunning)
	r.BenefitPerMetre = unit.Money(pipeYear + lossYear + pumpingYear)
	r.Budget = budgetOf(r.BenefitAtZero, r.BenefitPerMetre)
	r.InvestmentAtZero = unit.Money(stationInvestment + pumpInvestment)
	r.InvestmentPerMetre = unit.Money(perMetre)
	// Per metre and year: kg of CO2e of the pumping. What the line loses is surplus heat.
	r.CO2ePerMetre = unit.Mass(1e-6 * pumping * hours * m.electricityCO2e)

	if t == nil {
		return
	}
	traced := l // what a closure holds is put on the heap, also where nothing is traced
	m.traceLine(r, &traced, supply, back, scale, t)
	t.atRoute = func(route unit.Length) { m.traceArrival(r, &traced, supply, out, route, t) }
	m.traceCost(perMetre, pipeYear, t)
	t.step("loss")
	t.assumed("ground_c")
	t.derived("heat_loss", loss, "W/m", "q' = u·[(T_s − T_g) + (T_r − T_g)], line temperatures")
	t.derived("pumping", pumping, "W/m", "w' = 2·G·V̇/η")
	t.step("stations")
	t.assumed("stations_count", "station_cost_msek_per_mw", "station_cost_small_msek_per_mw", "station_small_below_mw",
		"interest_rate", "station_life_yr", "station_maintenance")
	t.derived("station_year", stationYear, "SEK/yr", "N·(a(r, life) + maintenance)·c_st·P")
	if r.Class == symbiosis.HeatPump {
		t.assumed("heat_pump_cost_1mw_msek_per_mw", "heat_pump_cost_3mw_msek_per_mw", "heat_pump_cost_10mw_msek_per_mw",
			"heat_pump_fixed_ksek_per_mw_yr", "heat_pump_variable_sek_per_mwh")
		t.derived("heat_pump_year", pumpYear, "SEK/yr", "(a(r, life)·c_hp + f_hp)·P_hp")
		t.derived("heat_pump_running", pumpRunning, "SEK/yr", "E_hp·(p_el/COP + variable)")
	}
	m.traceBudget(s, n, r, sales, pipeYear, lossYear, pumpingYear, t)
}

// budgetOf returns N0/K, nil when N0 ≤ 0: never.
func budgetOf(atZero, perMetre unit.Money) unit.Length {
	if !(atZero > 0) {
		return 0
	}
	return unit.Length(atZero / perMetre)
}

func (m *Model) traceLine(r *symbiosis.Reckoning, l *line, supply, back unit.Temperature, scale float64, t *trace) {
	t.step("pipe")
	t.assumed("line_supply_max_c")
	t.derived("line_supply", supply.Celsius(), "°C", "T_a − (n − 1)·ΔT_m, at most what the pipe stands")
	formula := "T_r + ΔT_m"
	if r.Class == symbiosis.HeatPump {
		formula = "T_b − (n − 1)·ΔT_m"
	}
	t.derived("line_return", back.Celsius(), "°C", formula)
	t.derived("line_power", r.Line.Megawatts(), "MW", "P, less what a heat pump adds")
	t.assumed("heat_capacity_mj_per_m3k", "pressure_gradient_pa_per_m")
	t.derived("water_flow", l.water, "m³/s", "V̇ = P/(c·ΔT_line)")
	formula = "d = 0.636·V̇^0.380"
	if scale != 1 {
		formula += "·(100/G)^0.19"
	}
	t.derived("diameter", l.diameter(scale).Metres(), "m", formula)
	if l.count > 1 {
		t.derived("pipe_count", l.count, "1", "lines side by side, each at most DN600")
	}
	t.table("pipe_dn", float64(l.size.DN), "DN", sourceInner)
	t.table("inner_diameter", l.size.Inner.Metres(), "m", sourceInner)
	t.table("heat_transmission", l.size.LossWmK, "W/(m·K)", sourceLoss)
}

// traceArrival writes the temperature at the far end, at the design flow and in the month
// with the smallest flow that isn't nil (models 1.4).
func (m *Model) traceArrival(r *symbiosis.Reckoning, l *line, supply unit.Temperature, out unit.Power, route unit.Length, t *trace) {
	flow := l.water / l.count * m.heatCapacity // MW/K
	const formula = "T(x) = T_g + (T_0 − T_g)·exp(−u·x/(ṁ·c_p))"
	t.derived("arrival_c", Arrival(supply, m.ground, l.size.LossWmK, route, flow).Celsius(), "°C", formula)
	least := 1.0
	for i, mwh := range r.Monthly {
		if share := mwh / out.For(symbiosis.MonthHours[i]).MegawattHours(); share > 0 {
			least = min(least, share)
		}
	}
	t.derived("arrival_least_c", Arrival(supply, m.ground, l.size.LossWmK, route, flow*least).Celsius(), "°C", formula+" at the smallest month's flow")
}

func (m *Model) traceCost(perMetre, pipeYear float64, t *trace) {
	t.step("pipe_cost")
	t.assumed("terrain", m.c1Key, m.c2Key, "pipe_cost_factor")
	t.derived("pipe_cost", perMetre, "SEK/m", "c = (C1 + C2·d_i)·factor")
	t.derived("pipe_cost_low", perMetre*m.bandLow, "SEK/m", "c·band")
	t.derived("pipe_cost_high", perMetre*m.bandHigh, "SEK/m", "c·band")
	t.assumed("interest_rate", "pipe_life_yr", "pipe_maintenance")
	t.derived("pipe_year", pipeYear, "SEK/(m·yr)", "(a(r, life) + maintenance)·c")
}

func (m *Model) traceBudget(s, n *symbiosis.Stream, r *symbiosis.Reckoning, sales, pipeYear, lossYear, pumpingYear float64, t *trace) {
	t.step("budget")
	if n.Flow.Price != nil {
		t.flow(n.Flow, "heat_value", n.Price, "SEK/MWh", "need.price_sek")
	} else {
		t.assumed("heat_value_sek_per_mwh")
	}
	t.tracePriceAsked(s, "SEK/MWh")
	t.assumed("electricity_price_sek_per_mwh")
	t.derived("sales", sales, "SEK/yr", "E·(v − p_surplus)")
	t.derived("benefit_at_zero", r.BenefitAtZero.SEK(), "SEK/yr", "N0 = E·(v − p_surplus) − S − E_hp·(p_el/COP + variable)")
	t.derived("loss_year", lossYear, "SEK/(m·yr)", "8.76e-3·q'·v")
	t.derived("pumping_year", pumpingYear, "SEK/(m·yr)", "1e-6·w'·τ·p_el")
	t.derived("benefit_per_metre", r.BenefitPerMetre.SEK(), "SEK/(m·yr)", "K = (a(r, life) + maintenance)·c + 8.76e-3·q'·v + 1e-6·w'·τ·p_el")
	t.derived("budget_m", r.Budget.Metres(), "m", "L* = N0/K; N0 ≤ 0: never")
	t.assumed("pipe_band_low", "pipe_band_high")
	rest := lossYear + pumpingYear
	t.derived("budget_low_m", budgetOf(r.BenefitAtZero, unit.Money(pipeYear*m.bandHigh+rest)).Metres(), "m", "L* at the pipe cost's upper bound")
	t.derived("budget_high_m", budgetOf(r.BenefitAtZero, unit.Money(pipeYear*m.bandLow+rest)).Metres(), "m", "L* at the pipe cost's lower bound")
}

// tracePriceAsked writes what the holder of a surplus asks, nil when nothing is said.
func (t *trace) tracePriceAsked(s *symbiosis.Stream, u string) {
	if t == nil {
		return
	}
	if s.Flow.Price != nil {
		t.flow(s.Flow, "price_asked", s.Price, u, "surplus.price_sek")
		return
	}
	t.add(symbiosis.Reckoned{
		Key: "price_asked", Value: s.Price, Unit: u, Source: "Samloka assumption: nothing asked", Assumption: true, Input: "surplus.price_sek",
	})
}
