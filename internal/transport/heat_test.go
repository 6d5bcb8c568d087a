package transport_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/transport"
	"github.com/samloka/samloka/internal/unit"
)

// The checks of models 1.1 (δ = 0, ΔT_m = 5 K).
func TestHeatShares(t *testing.T) {
	for _, c := range []struct {
		ta, tb, ts, tr  float64
		exchangers      float64
		xNeed, xSurplus float64
		class           symbiosis.HeatClass
		lineDrop        float64
	}{
		{ta: 45, tb: 25, ts: 35, tr: 25, exchangers: 1, xNeed: 1, xSurplus: 0.75, class: symbiosis.Direct},
		{ta: 45, tb: 25, ts: 35, tr: 20, exchangers: 1, xNeed: 1, xSurplus: 1, class: symbiosis.Direct},
		{ta: 45, tb: 25, ts: 35, tr: 25, exchangers: 2, xNeed: 1, xSurplus: 0.5, class: symbiosis.Direct},
		{ta: 80, tb: 40, ts: 70, tr: 40, exchangers: 2, xNeed: 1, xSurplus: 0.75, class: symbiosis.Direct},
		{ta: 30, tb: 20, ts: 35, tr: 20, exchangers: 2, xNeed: 0, xSurplus: 0, class: symbiosis.HeatPump},
		{ta: 60, tb: 30, ts: 70, tr: 30, exchangers: 2, xNeed: 0.5, xSurplus: 2. / 3, class: symbiosis.Preheat},
		{ta: 60, tb: 30, ts: 70, tr: 30, exchangers: 2, lineDrop: 4, xNeed: 0.4, xSurplus: 2. / 3, class: symbiosis.Preheat},
	} {
		name := fmt.Sprintf("%g→%g to %g/%g, n %g, δ %g", c.ta, c.tb, c.ts, c.tr, c.exchangers, c.lineDrop)
		xNeed, xSurplus := transport.HeatShares(unit.Temperature(c.ta), unit.Temperature(c.tb), unit.Temperature(c.ts), unit.Temperature(c.tr),
			unit.TemperatureDifference(5*c.exchangers), unit.TemperatureDifference(c.lineDrop))
		near(t, name+": x_need", xNeed, c.xNeed, 1e-12)
		near(t, name+": x_surplus", xSurplus, c.xSurplus, 1e-12)
		m := model(t, map[string]float64{"heat_exchangers_count": c.exchangers, "line_drop_k": c.lineDrop})
		r := reckonHeat(m, heatFlow(symbiosis.Surplus, 3, 4000, c.ta, c.tb), heatFlow(symbiosis.Need, 3, 4000, c.ts, c.tr))
		if r.Class != c.class || r.XNeed != xNeed || r.XSurplus != xSurplus {
			t.Errorf("%s: reckoned %s (%g, %g), want %s", name, r.Class, r.XNeed, r.XSurplus, c.class)
		}
	}
}

// The flows whose line runs at 80/45 and that are met to the full: the worked case and the
// table of models 1.6.
func line80to45(mw, hours, value float64) (s, n *symbiosis.Flow) {
	s, n = heatFlow(symbiosis.Surplus, mw, hours, 85, 50), heatFlow(symbiosis.Need, mw, hours, 75, 40)
	n.Price = &value
	return s, n
}

func TestWorkedHeatBudget(t *testing.T) {
	m := model(t, nil)
	s, n := line80to45(3, 4000, 300)
	a, b := m.Prepare(s, heatResource), m.Prepare(n, heatResource)
	r, steps := m.Trace(&a, &b, symbiosis.LinkHeat, 4000)
	f := figures(steps)
	for key, want := range map[string][2]float64{ // value, tolerance
		"line_supply":       {80, 0},
		"line_return":       {45, 0},
		"pipe_dn":           {150, 0},
		"pipe_cost":         {6006, 0.5},
		"heat_loss":         {31.57, 0.005},
		"pumping":           {6.44, 0.005},
		"benefit_per_metre": {513.66, 0.005},
		"station_year":      {916801, 0.5},
		"benefit_at_zero":   {2683199, 0.5},
		"budget_m":          {5224, 0.5},
		"crow_m":            {4000, 0},
		"route_m":           {5200, 1e-9},
	} {
		got, ok := f[key]
		if !ok {
			t.Errorf("%s isn't in the reckoning", key)
		}
		near(t, key, got.Value, want[0], want[1])
	}
	near(t, "budget", r.Budget.Metres(), 5224, 0.5)
	near(t, "energy", r.Delivered.Amount, 12000, 1e-6)
	near(t, "net benefit at the budget", r.NetBenefit(r.Budget).SEK(), 0, 1e-6)
	near(t, "net benefit at 5200 m", f["net_benefit"].Value, 2683199-513.66*5200, 30)

	for terrain, factor := range map[float64]float64{1: 0.57, 2: 0.36} {
		other := reckonHeat(model(t, map[string]float64{"terrain": terrain}), s, n)
		near(t, fmt.Sprintf("terrain %g against field", terrain), float64(other.Budget/r.Budget), factor, 0.005)
	}
}

// The break-even table of models 1.6: field, line 80/45, 1.68 MSEK/MW throughout. A cell is
// right when it rounds to what the table says.
func TestBreakEvenTable(t *testing.T) {
	m := model(t, nil)
	values, hours := [3]float64{150, 300, 450}, [3]float64{2000, 4000, 8000}
	for mw, rows := range map[float64][3][3]float64{
		1:  {{0, 0.7, 1.4}, {0.8, 2.2, 3.4}, {2.3, 5.0, 7.4}},
		3:  {{0, 1.8, 3.3}, {1.9, 5.2, 8.1}, {5.4, 11.8, 17.2}},
		10: {{0, 4.4, 8.3}, {4.4, 12.7, 20.0}, {12.2, 27.1, 40.3}},
		30: {{0, 9.5, 18.2}, {9.0, 26.0, 41.5}, {22.6, 50.7, 76.8}},
	} {
		for i, h := range hours {
			for j, v := range values {
				s, n := line80to45(mw, h, v)
				got := reckonHeat(m, s, n).Budget.Kilometres()
				near(t, fmt.Sprintf("%g MW, %g h, %g SEK/MWh in km", mw, h, v), got, rows[i][j], 0.05+1e-9)
			}
		}
	}
}

func TestCOPAgainstDanishFigures(t *testing.T) {
	for needOut, want := range map[unit.Temperature]float64{60: 5.33, 70: 4.47, 80: 3.88} {
		got := transport.COP(needOut, 20, 0.65, 8)
		near(t, fmt.Sprintf("COP 30→20 to %g", needOut), got, want, 0.02*want)
	}
	near(t, "COP of a small lift is capped", transport.COP(32, 20, 0.65, 8), 8, 0)
	near(t, "COP without lift", transport.COP(20, 20, 0.65, 8), 8, 0)
}

func TestPumpCost(t *testing.T) {
	at := [3]float64{18, 12.5, 9.7}
	for mw, want := range map[unit.Power]float64{0.2: 18, 1: 18, 3: 12.5, 10: 9.7, 40: 9.7} {
		near(t, fmt.Sprintf("heat pump of %g MW", float64(mw)), transport.PumpCost(mw*unit.Megawatt, at), want, 1e-12)
	}
	near(t, "half way between 1 and 3 MW in logarithm", transport.PumpCost(unit.Power(math.Sqrt(3))*unit.Megawatt, at), 15.25, 1e-9)
}

func TestHeatPumpLeavesElectricityOutOfThePipe(t *testing.T) {
	m := model(t, nil)
	// 30→20 to 60/40: COP 0.65·333.15/40 = 5.4137. The need takes all.
	s, n := heatFlow(symbiosis.Surplus, 20, 8000, 30, 20), heatFlow(symbiosis.Need, 3, 4000, 60, 40)
	n.Price = ptr(700.0)
	r := reckonHeat(m, s, n)
	if r.Class != symbiosis.HeatPump {
		t.Fatalf("class %s", r.Class)
	}
	cop := 0.65 * 333.15 / 40
	near(t, "COP", r.COP, cop, 1e-9)
	near(t, "through the line in MW", r.Line.Megawatts(), 3*(1-1/cop), 1e-9)
	near(t, "delivered MWh", r.Delivered.Amount, 12000, 1e-6)
	// N0 by hand: stations for the line's power, the heat pump of 3 MW, electricity.
	a25 := transport.Annuity(0.05, 25)
	stations := 2 * (a25 + 0.02) * 1.68e6 * 3 * (1 - 1/cop)
	pump := (a25*12.5e6 + 29e3) * 3
	running := 12000 * (800/cop + 32)
	near(t, "N0", r.BenefitAtZero.SEK(), 12000*700-stations-pump-running, 0.01)

	n.Price = ptr(300.0)
	if r := reckonHeat(m, s, n); r.Budget != 0 || r.BenefitAtZero >= 0 {
		t.Errorf("at 300 SEK/MWh a heat pump never pays, got budget %g m", r.Budget.Metres())
	}
	n.Supply = ptr(unit.Temperature(180))
	if r := reckonHeat(m, s, n); r.Obstacle != symbiosis.PumpTooHot {
		t.Errorf("180 °C by heat pump: obstacle %q", r.Obstacle)
	}
}

func TestPreheatDeliversItsShare(t *testing.T) {
	r := reckonHeat(model(t, nil), heatFlow(symbiosis.Surplus, 20, 4000, 60, 30), heatFlow(symbiosis.Need, 3, 4000, 70, 30))
	if r.Class != symbiosis.Preheat {
		t.Fatalf("class %s", r.Class)
	}
	near(t, "half of 12 000 MWh", r.Delivered.Amount, 6000, 1e-6)
	near(t, "line in MW", r.Line.Megawatts(), 1.5, 1e-12)
}

// A winter-shaped need is met for its base load: 30 % of the power, about 80 % of the energy.
func TestBaseLoadOfWinterNeed(t *testing.T) {
	m := model(t, nil)
	n := heatFlow(symbiosis.Need, 10, 2200, 75, 40)
	n.Shape.Kind = symbiosis.Winter
	r := reckonHeat(m, heatFlow(symbiosis.Surplus, 10, 8760, 85, 50), n)
	near(t, "line in MW", r.Line.Megawatts(), 3, 1e-12)
	near(t, "share of the energy", r.Delivered.Amount/22000, 0.8, 1e-9)
	sum := 0.0
	for i, mwh := range r.Monthly {
		sum += mwh
		if most := 3 * float64(symbiosis.MonthHours[i]); mwh > most+1e-9 {
			t.Errorf("month %d: %g MWh from a line of 3 MW that gives %g", i+1, mwh, most)
		}
	}
	near(t, "sum of the months", sum, r.Delivered.Amount, 1e-6)
	if whole := reckonHeat(m, heatFlow(symbiosis.Surplus, 10, 8760, 85, 50), heatFlow(symbiosis.Need, 10, 2200, 75, 40)); whole.Budget >= r.Budget {
		t.Errorf("sizing for the base load (%g m) should reach farther than for the peak (%g m)", r.Budget, whole.Budget)
	}
}

func TestSmallStationsCostMore(t *testing.T) {
	m := model(t, nil)
	s, n := line80to45(0.999, 4000, 300)
	small := reckonHeat(m, s, n)
	s, n = line80to45(1, 4000, 300)
	big := reckonHeat(m, s, n)
	near(t, "stations of 0.999 MW", small.InvestmentAtZero.SEK(), 2*3.9e6*0.999, 1)
	near(t, "stations of 1 MW", big.InvestmentAtZero.SEK(), 2*1.68e6, 1)
}

func TestHeatWithoutFiguresIsAnObstacle(t *testing.T) {
	m := model(t, nil)
	s, n := line80to45(3, 4000, 300)
	n.Return = nil
	if r := reckonHeat(m, s, n); r.Obstacle != symbiosis.TemperatureMissing || r.Budget != 0 {
		t.Errorf("no return temperature: %q, budget %g", r.Obstacle, r.Budget)
	}
	s, n = line80to45(3, 4000, 300)
	n.Quantity.Unit = symbiosis.TonneYear
	if r := reckonHeat(m, s, n); r.Obstacle != symbiosis.QuantityUnknown {
		t.Errorf("tonnes of heat: %q", r.Obstacle)
	}
	s, n = line80to45(3, 4000, 300)
	s.Shape = symbiosis.Shape{Kind: symbiosis.Own, Monthly: [12]float64{1}}
	n.Shape = symbiosis.Shape{Kind: symbiosis.Own, Monthly: [12]float64{6: 1}}
	if r := reckonHeat(m, s, n); r.Obstacle != symbiosis.NothingInCommon {
		t.Errorf("January to July: %q", r.Obstacle)
	}
}

// anyHeat draws a flow of heat, odd ones included.
func anyHeat(t *rapid.T, d symbiosis.Direction) *symbiosis.Flow {
	label := string(d)
	back := rapid.Float64Range(-20, 180).Draw(t, label+" return")
	f := heatFlow(d, math.Pow(10, rapid.Float64Range(-3, 3).Draw(t, label+" log MW")),
		rapid.Float64Range(50, 8784).Draw(t, label+" hours"),
		back+rapid.Float64Range(0.1, 200).Draw(t, label+" spread"), back)
	f.Shape.Kind = rapid.SampledFrom([]symbiosis.ShapeKind{symbiosis.Flat, symbiosis.Winter, symbiosis.Summer}).Draw(t, label+" shape")
	if rapid.Bool().Draw(t, label+" has price") {
		f.Price = ptr(rapid.Float64Range(-100, 2000).Draw(t, label+" price"))
	}
	if rapid.IntRange(0, 3).Draw(t, label+" capped") == 0 {
		f.MaxDistance = ptr(unit.Length(rapid.Float64Range(0, 1e5).Draw(t, label+" cap")))
	}
	return f
}

func anyModel(t *rapid.T, base symbiosis.Assumptions) *transport.Model {
	overrides := map[string]float64{
		"terrain":                        float64(rapid.IntRange(0, 2).Draw(t, "terrain")),
		"interest_rate":                  rapid.Float64Range(0.01, 0.1).Draw(t, "interest"),
		"electricity_price_sek_per_mwh":  rapid.Float64Range(0, 2000).Draw(t, "electricity"),
		"heat_exchangers_count":          float64(rapid.IntRange(1, 3).Draw(t, "exchangers")),
		"pressure_gradient_pa_per_m":     rapid.SampledFrom([]float64{50, 100, 200}).Draw(t, "gradient"),
		"station_cost_small_msek_per_mw": rapid.SampledFrom([]float64{0.5, 3.9}).Draw(t, "small station"),
	}
	a, err := base.With(overrides)
	if err != nil {
		t.Fatal(err)
	}
	return transport.New(a)
}

// The bound the index is searched with is never below the budget it stands for, for any
// pair within any envelope.
func TestReachLosesNoPair(t *testing.T) {
	base := assumptions(t, nil)
	rapid.Check(t, func(t *rapid.T) {
		m := anyModel(t, base)
		var surpluses, needs []symbiosis.Stream
		var es, en symbiosis.Envelope
		for range rapid.IntRange(1, 3).Draw(t, "surpluses") {
			surpluses = append(surpluses, m.Prepare(anyHeat(t, symbiosis.Surplus), heatResource))
			es.Include(&surpluses[len(surpluses)-1])
		}
		for range rapid.IntRange(1, 3).Draw(t, "needs") {
			needs = append(needs, m.Prepare(anyHeat(t, symbiosis.Need), heatResource))
			en.Include(&needs[len(needs)-1])
		}
		reach := m.Reach(symbiosis.HeatPipe, &es, &en)
		for i := range surpluses {
			for j := range needs {
				s, n := &surpluses[i], &needs[j]
				var r symbiosis.Reckoning
				m.Reckon(s, n, symbiosis.LinkHeat, &r)
				budget := r.Budget
				if s.HasLimit {
					budget = min(budget, s.Limit)
				}
				if n.HasLimit {
					budget = min(budget, n.Limit)
				}
				if !(budget <= reach) {
					t.Fatalf("budget %g m (%s, COP %g, N0 %g) beyond the reach %g m", budget, r.Class, r.COP, r.BenefitAtZero, reach)
				}
				pulledBounds(t, m, s, n, &es, r.Budget)
			}
		}
	})
}

// pulledBounds fails when a budget exceeds what the need's pull, made with surpluses, lets it be.
func pulledBounds(t *rapid.T, m *transport.Model, s, n *symbiosis.Stream, surpluses *symbiosis.Envelope, budget unit.Length) {
	var own symbiosis.Envelope
	own.Include(s)
	pull := m.Pull(n, surpluses)
	fixed, perPull, ok := m.Pulled(s.Resource.Transport, &own)
	if bound := fixed + perPull*unit.Length(pull); !ok || !(pull >= 0) || !(perPull >= 0) || !(budget <= bound || budget == 0) {
		t.Fatalf("budget %g m beyond the %g m that a pull of %g gives (%v, %v)", budget, bound, pull, fixed, perPull)
	}
}

// Physics that no input may break.
func TestHeatNeverGivesMoreThanThereIs(t *testing.T) {
	base := assumptions(t, nil)
	rapid.Check(t, func(t *rapid.T) {
		m := anyModel(t, base)
		s, n := m.Prepare(anyHeat(t, symbiosis.Surplus), heatResource), m.Prepare(anyHeat(t, symbiosis.Need), heatResource)
		var r symbiosis.Reckoning
		m.Reckon(&s, &n, symbiosis.LinkHeat, &r)
		if r.Obstacle != symbiosis.NoObstacle {
			return
		}
		delivered := r.Delivered.Amount * (1 - 1e-9)
		if delivered > n.Energy.MegawattHours() {
			t.Fatalf("%g MWh delivered to a need of %g", delivered, n.Energy.MegawattHours())
		}
		carried := delivered
		if r.COP > 0 {
			carried *= 1 - 1/r.COP
		}
		if carried > s.Energy.MegawattHours() {
			t.Fatalf("%g MWh taken from a surplus of %g", carried, s.Energy.MegawattHours())
		}
		if !(r.BenefitPerMetre > 0) || r.Budget < 0 || !unit.Finite(r.Budget) {
			t.Fatalf("K %g, budget %g", r.BenefitPerMetre, r.Budget)
		}
		traced, steps := m.Trace(&s, &n, symbiosis.LinkHeat, 1000)
		if traced != r {
			t.Fatalf("explained %+v, reckoned %+v", traced, r)
		}
		if got := figures(steps)["budget_m"].Value; got != r.Budget.Metres() {
			t.Fatalf("the explanation says %g m, the number is %g", got, r.Budget)
		}
	})
}
