package transport

import (
	"math"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// connection is a line with its stations, and what they cost, as far as only its power decides it
// (models 1.2–1.6).
type connection struct {
	line
	supply, back      unit.Temperature
	gradientScale     float64
	perMetre          float64 // SEK/m
	pipeYear          float64 // SEK/(m·yr)
	loss, pumping     float64 // q' and w', W/m
	lossYear          float64 // SEK/(m·yr)
	stationInvestment float64 // SEK
	stationYear       float64 // SEK/yr
}

// connect sizes the line for the pair's power. c is filled where it stands: copied, its last fields
// would be waited for.
func (m *Model) connect(s, n *symbiosis.Stream, r *symbiosis.Reckoning, c *connection) {
	c.gradientScale = 1
	c.supply, c.back = m.lineTemperatures(s, n, r.Class)
	drop := c.supply.Minus(c.back)
	if m.gradient != 100 {
		c.gradientScale = math.Pow(100/m.gradient, gradientExponent)
	}
	c.line = sizeLine(Water(r.Line, drop, m.heatCapacity), c.gradientScale)
	c.perMetre = m.pipeCost(c.size, c.count)
	c.pipeYear = m.pipeYear * c.perMetre
	c.loss = c.lossPerMetre(c.supply, c.back, m.ground)
	c.lossYear = 8.76e-3 * c.loss * max(0, n.Price) // heat that costs money to be rid of is not missed
	c.pumping = c.line.pumping(m.gradient, m.pumpEfficiency)
	c.stationInvestment = m.stationInvestment(r.Line)
	c.stationYear = m.stationYear * c.stationInvestment
}

// pipeCost is what a metre of so many pairs of pipes costs, SEK: c = (C1 + C2·d_i)·factor.
func (m *Model) pipeCost(size *PipeSize, count float64) float64 {
	return m.pipeFactor * (m.pipeC1 + m.pipeC2*size.Inner.Metres()) * count
}

// stationInvestment is what the stations of a line cost, SEK: N·c_st·P.
func (m *Model) stationInvestment(line unit.Power) float64 {
	cost := m.stationCost
	if line < m.stationSmall {
		cost = m.stationCostSmall
	}
	return m.stations * cost * 1e6 * line.Megawatts()
}

// pumpRunning is what a MWh costs that a heat pump gives: p_el/COP + 32; nil without one.
func (m *Model) pumpRunning(r *symbiosis.Degrees) float64 {
	if r.Class != symbiosis.HeatPump {
		return 0
	}
	return m.electricity.SEKPerMWh()/r.COP + m.pumpVariable.SEKPerMWh()
}

// mostSales is what a pair sells in a year at most, SEK, less what its heat pump runs on: were every month to
// sell all it could and neither a heat pump nor pumping to cost anything. Costs are nil or more, so that this is
// the more.
func (m *Model) mostSales(s, n *symbiosis.Stream, r *symbiosis.Degrees, y *year) float64 {
	return min(y.given, y.wanted).MegawattHours() * max(0, n.Price-s.Price-m.pumpRunning(r)) * reachSlack
}

// Three times over, the more is known the closer, it is asked whether a pair of heat can't pay as far as the
// route. Most of those that are near enough to be asked for can't.

// tooLittle tells it by the energies alone: through the cheapest pipe all that the smaller flow has wouldn't pay,
// each MWh less what stations cost that run all the year. A MWh of the surplus that a heat pump lifts is worth no more than
// without, as long as a MWh of electricity costs more than what it is worth (see heatReach).
func (m *Model) tooLittle(s, n *symbiosis.Stream, route unit.Length) bool {
	worth := n.Price - s.Price
	return worth <= m.electricity.SEKPerMWh() &&
		min(s.Energy, n.Energy).MegawattHours()*max(0, worth-m.leastStation)*reachSlack < m.cheapestPipe*route.Metres()
}

// tooNarrow tells it before a line is sized: not even the cheapest pipe, which loses nothing, would pay.
func (m *Model) tooNarrow(mostSales float64, y *year, route unit.Length) bool {
	return mostSales-m.stationYear*m.stationInvestment(y.line) < m.cheapestPipe*route.Metres()
}

// tooFar tells it of a line that is sized.
func (c *connection) tooFar(mostSales float64, route unit.Length) bool {
	return mostSales-c.stationYear < (c.pipeYear+c.lossYear)*route.Metres()
}

// budget finds the route length at which the net benefit is nil (models 1.2–1.6):
//
//	S  = N·(a(r,25) + 0.02)·c_st·P + (a(r,25)·c_hp + f_hp)·P_hp
//	N0 = E·(v − p_surplus) − S − E_hp·(p_el/COP + 32)
//	K  = (a(r,40) + 0.01)·c + 8.76e-3·q'·v + 1e-6·w'·τ·p_el
//	L* = N0/K
func (m *Model) budget(s, n *symbiosis.Stream, r *symbiosis.Reckoning, c *connection, out unit.Power, energy unit.Energy, t *trace) {
	hours := float64(energy / unit.Energy(out))
	var pumpInvestment, pumpYear, pumpRunning float64
	if r.Class == symbiosis.HeatPump {
		pumpInvestment = PumpCost(out, m.pumpCost) * 1e6 * out.Megawatts()
		pumpYear = m.pumpAnnuity*pumpInvestment + m.pumpFixed*out.Watts()
		pumpRunning = energy.MegawattHours() * m.pumpRunning(&r.Degrees)
	}
	pumpingYear := 1e-6 * c.pumping * hours * m.electricity.SEKPerMWh()

	sales := energy.MegawattHours() * (n.Price - s.Price)
	r.BenefitAtZero = unit.Money(sales - (c.stationYear + pumpYear) - pumpRunning)
	r.BenefitPerMetre = unit.Money(c.pipeYear + c.lossYear + pumpingYear)
	r.Budget = budgetOf(r.BenefitAtZero, r.BenefitPerMetre)
	r.InvestmentAtZero = unit.Money(c.stationInvestment + pumpInvestment)
	r.InvestmentPerMetre = unit.Money(c.perMetre)
	// Per metre and year: kg of CO2e of the pumping. What the line loses is surplus heat.
	r.CO2ePerMetre = unit.Mass(1e-6 * c.pumping * hours * m.electricityCO2e)

	if t == nil {
		return
	}
	traced, months := *c, r.Monthly // what a closure holds is put on the heap, also where nothing is traced
	m.traceLine(r, &traced, t)
	t.atRoute = func(route unit.Length) { m.traceArrival(&traced, &months, out, route, t) }
	m.traceCost(c.perMetre, c.pipeYear, t)
	t.step("loss")
	t.assumed("ground_c")
	t.derived("heat_loss", c.loss, "W/m", "q' = u·[(T_s − T_g) + (T_r − T_g)], line temperatures")
	t.derived("pumping", c.pumping, "W/m", "w' = 2·G·V̇/η")
	t.step("stations")
	t.assumed("stations_count", "station_cost_msek_per_mw", "station_cost_small_msek_per_mw", "station_small_below_mw",
		"interest_rate", "station_life_yr", "station_maintenance")
	t.derived("station_year", c.stationYear, "SEK/yr", "N·(a(r, life) + maintenance)·c_st·P")
	if r.Class == symbiosis.HeatPump {
		t.assumed("heat_pump_cost_1mw_msek_per_mw", "heat_pump_cost_3mw_msek_per_mw", "heat_pump_cost_10mw_msek_per_mw",
			"heat_pump_fixed_ksek_per_mw_yr", "heat_pump_variable_sek_per_mwh")
		t.derived("heat_pump_year", pumpYear, "SEK/yr", "(a(r, life)·c_hp + f_hp)·P_hp")
		t.derived("heat_pump_running", pumpRunning, "SEK/yr", "E_hp·(p_el/COP + variable)")
	}
	m.traceBudget(s, n, r, sales, c.pipeYear, c.lossYear, pumpingYear, t)
}

// budgetOf returns N0/K, nil when N0 ≤ 0: never.
func budgetOf(atZero, perMetre unit.Money) unit.Length {
	if !(atZero > 0) {
		return 0
	}
	return unit.Length(atZero / perMetre)
}

func (m *Model) traceLine(r *symbiosis.Reckoning, c *connection, t *trace) {
	t.step("pipe")
	t.assumed("line_supply_max_c")
	t.derived("line_supply", c.supply.Celsius(), "°C", "T_a − (n − 1)·ΔT_m, at most what the pipe stands")
	formula := "T_r + ΔT_m"
	if r.Class == symbiosis.HeatPump {
		formula = "T_b − (n − 1)·ΔT_m"
	}
	t.derived("line_return", c.back.Celsius(), "°C", formula)
	t.derived("line_power", r.Line.Megawatts(), "MW", "P, less what a heat pump adds")
	t.assumed("heat_capacity_mj_per_m3k", "pressure_gradient_pa_per_m")
	t.derived("water_flow", c.water, "m³/s", "V̇ = P/(c·ΔT_line)")
	formula = "d = 0.636·V̇^0.380"
	if c.gradientScale != 1 {
		formula += "·(100/G)^0.19"
	}
	t.derived("diameter", c.diameter(c.gradientScale).Metres(), "m", formula)
	if c.count > 1 {
		t.derived("pipe_count", c.count, "1", "lines side by side, each at most DN600")
	}
	t.table("pipe_dn", float64(c.size.DN), "DN", sourceInner)
	t.table("inner_diameter", c.size.Inner.Metres(), "m", sourceInner)
	t.table("heat_transmission", c.size.LossWmK, "W/(m·K)", sourceLoss)
}

// traceArrival writes the temperature at the far end, at the design flow and in the month
// with the smallest flow that isn't nil (models 1.4).
func (m *Model) traceArrival(c *connection, months *[12]float64, out unit.Power, route unit.Length, t *trace) {
	flow := c.water / c.count * m.heatCapacity // MW/K
	const formula = "T(x) = T_g + (T_0 − T_g)·exp(−u·x/(ṁ·c_p))"
	t.derived("arrival_c", Arrival(c.supply, m.ground, c.size.LossWmK, route, flow).Celsius(), "°C", formula)
	least := 1.0
	for i, mwh := range months {
		if share := mwh / out.For(symbiosis.MonthHours[i]).MegawattHours(); share > 0 {
			least = min(least, share)
		}
	}
	t.derived("arrival_least_c", Arrival(c.supply, m.ground, c.size.LossWmK, route, flow*least).Celsius(), "°C", formula+" at the smallest month's flow")
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
