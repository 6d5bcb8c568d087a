package transport_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/transport"
	"github.com/samloka/samloka/internal/unit"
)

func figure(v float64) *symbiosis.Figure {
	return &symbiosis.Figure{Value: v, Unit: "x", Source: "test"}
}

func truckResource(v symbiosis.Vehicle) *symbiosis.Resource {
	return &symbiosis.Resource{Code: "material", Kind: symbiosis.Material, Transport: symbiosis.Truck, Unit: symbiosis.TonneYear, Vehicle: v}
}

func massFlow(d symbiosis.Direction, tonnes float64) *symbiosis.Flow {
	f := &symbiosis.Flow{
		ID: symbiosis.FlowID(d), SiteID: "site", Direction: d, Resource: "material",
		Quantity: symbiosis.Quantity{Amount: tonnes, Unit: symbiosis.TonneYear},
	}
	f.Normalise()
	return f
}

// The lines of models 2.1 in SEK/t (2021), to the digits given.
func TestTruckLines(t *testing.T) {
	m := model(t, nil)
	for _, c := range []struct {
		vehicle symbiosis.Vehicle
		a, b    float64
	}{
		{symbiosis.Bulk38, 15, 0.80}, {symbiosis.Semi25, 23, 1.21}, {symbiosis.Hooklift22, 26, 1.38},
		{symbiosis.Rigid15, 38, 2.02}, {symbiosis.Loose5, 115, 6.07},
	} {
		s := m.Prepare(massFlow(symbiosis.Surplus, 100), truckResource(c.vehicle))
		near(t, string(c.vehicle)+" a", s.LoadCost.SEKPerTonne(), c.a, 0.5)
		near(t, string(c.vehicle)+" b", s.HaulCost.SEKPerTonne(), c.b, 0.005)
	}
	loose := truckResource(symbiosis.Loose5)
	loose.BulkDensity = figure(0.05)
	s := m.Prepare(massFlow(symbiosis.Surplus, 100), loose)
	near(t, "100 m³ at 0.05 t/m³ is 5 t", s.LoadCost.SEKPerTonne(), 115, 0.5)
}

// The worked budgets of models 2.2.
func TestWorkedTruckBudgets(t *testing.T) {
	m := model(t, nil)
	for _, c := range []struct {
		name                       string
		vehicle                    symbiosis.Vehicle
		price, disposal, treatment float64
		km                         float64
	}{
		{"inert filler", symbiosis.Bulk38, 60, 0, 0, 56},
		{"landfilled stream", symbiosis.Semi25, 0, 1044, 200, 676},
		{"loose plastic", symbiosis.Loose5, 1500, 600, 1500, 80},
		{"baled plastic", symbiosis.Hooklift22, 1500, 600, 1500, 416},
		{"nothing to gain", symbiosis.Bulk38, 10, 0, 0, 0},
	} {
		s, n := massFlow(symbiosis.Surplus, 100), massFlow(symbiosis.Need, 40)
		s.DisposalCost, s.TreatmentCost = ptr(unit.MassPrice(c.disposal)), ptr(unit.MassPrice(c.treatment))
		n.Price = &c.price
		res := truckResource(c.vehicle)
		a, b := m.Prepare(s, res), m.Prepare(n, res)
		r, steps := m.Trace(&a, &b, symbiosis.LinkTree, 1000)
		near(t, c.name+" in km", r.Budget.Kilometres(), c.km, 0.5)
		near(t, c.name+" explained", figures(steps)["budget_m"].Value, r.Budget.Metres(), 0)
		near(t, c.name+" delivered", r.Delivered.Amount, 40, 0)
		if c.km > 0 {
			near(t, c.name+": net benefit at the budget", r.NetBenefit(r.Budget).SEK(), 0, 1e-6)
		}
	}
}

// Models 2.3: at 0.0950 kg per tonne-km, aggregates save nothing beyond 48 km.
func TestClimateLimitOfAggregates(t *testing.T) {
	m := model(t, nil)
	res := truckResource(symbiosis.Bulk38)
	res.CO2eSaving = figure(4.6)
	a, b := m.Prepare(massFlow(symbiosis.Surplus, 100), res), m.Prepare(massFlow(symbiosis.Need, 100), res)
	var r symbiosis.Reckoning
	m.Reckon(&a, &b, symbiosis.LinkTree, &r)
	near(t, "km at which climate breaks even", float64(r.CO2eAtZero/r.CO2ePerMetre)/1000, 48, 0.5)
	near(t, "saved at no distance, t/yr", r.CO2e(0).Tonnes(), 0.46, 1e-12)

	res.CO2eSaving = nil
	a, b = m.Prepare(massFlow(symbiosis.Surplus, 100), res), m.Prepare(massFlow(symbiosis.Need, 100), res)
	m.Reckon(&a, &b, symbiosis.LinkTree, &r)
	if r.CO2eKnown {
		t.Error("a missing factor is not nil")
	}
}

func TestClimateFactorIsThatOfWhatIsReplaced(t *testing.T) {
	m := model(t, nil)
	special, general := truckResource(symbiosis.Semi25), truckResource(symbiosis.Semi25)
	special.CO2eSaving, general.CO2eSaving = figure(1265), figure(4.6)
	s, n := m.Prepare(massFlow(symbiosis.Surplus, 1), special), m.Prepare(massFlow(symbiosis.Need, 1), general)
	for link, want := range map[symbiosis.Link]float64{symbiosis.LinkTree: 1265, symbiosis.LinkWasteUse: 4.6, symbiosis.LinkAccepts: 4.6} {
		var r symbiosis.Reckoning
		m.Reckon(&s, &n, link, &r)
		near(t, "saving by "+string(link), r.CO2eAtZero.Kilograms(), want, 1e-9)
	}
}

func TestLoad(t *testing.T) {
	for _, c := range []struct {
		density unit.Density
		want    unit.Mass
	}{
		{0, 25 * unit.Tonne}, {1.6 * unit.TonnePerCubicMetre, 25 * unit.Tonne}, {0.1 * unit.TonnePerCubicMetre, 9 * unit.Tonne},
	} {
		near(t, fmt.Sprintf("load at %g t/m³", c.density.TonnesPerCubicMetre()),
			transport.Load(25*unit.Tonne, 90, c.density, 1).Tonnes(), c.want.Tonnes(), 1e-9)
	}
	near(t, "half full", transport.Load(25*unit.Tonne, 90, 0, 0.5).Tonnes(), 12.5, 0)
}

func TestUnpricedTransport(t *testing.T) {
	m := model(t, nil)
	res := &symbiosis.Resource{Code: "goods.pallet", Kind: symbiosis.Goods, Transport: symbiosis.NoTransport, Unit: symbiosis.PieceYear}
	s, n := massFlow(symbiosis.Surplus, 100), massFlow(symbiosis.Need, 40)
	s.Quantity.Unit, n.Quantity.Unit = symbiosis.PieceYear, symbiosis.PieceYear
	a, b := m.Prepare(s, res), m.Prepare(n, res)
	var r symbiosis.Reckoning
	m.Reckon(&a, &b, symbiosis.LinkTree, &r)
	if r.Obstacle != symbiosis.NoTransportModel || r.Delivered.Amount != 40 || r.Coverage != 0.4 {
		t.Errorf("got %+v", r)
	}
	m.Reckon(&a, ptr(m.Prepare(heatFlow(symbiosis.Need, 1, 4000, 60, 40), heatResource)), symbiosis.LinkAccepts, &r)
	if r.Obstacle != symbiosis.DifferentTransport {
		t.Errorf("pallets to heat: %q", r.Obstacle)
	}
}

func TestTruckReachLosesNoPair(t *testing.T) {
	m := model(t, nil)
	draw := func(t *rapid.T, d symbiosis.Direction) *symbiosis.Stream {
		label := string(d)
		res := truckResource(rapid.SampledFrom(symbiosis.Vehicles()).Draw(t, label+" vehicle"))
		if rapid.Bool().Draw(t, label+" has σ") {
			res.Substitution = figure(rapid.Float64Range(0, 2).Draw(t, label+" σ"))
		}
		f := massFlow(d, rapid.Float64Range(0.1, 1e5).Draw(t, label+" t"))
		f.Price = ptr(rapid.Float64Range(-500, 5000).Draw(t, label+" price"))
		f.DisposalCost = ptr(unit.MassPrice(rapid.Float64Range(0, 3000).Draw(t, label+" disposal")))
		f.TreatmentCost = ptr(unit.MassPrice(rapid.Float64Range(0, 3000).Draw(t, label+" treatment")))
		return ptr(m.Prepare(f, res))
	}
	rapid.Check(t, func(t *rapid.T) {
		var es, en symbiosis.Envelope
		var ss, nn []*symbiosis.Stream
		for range 3 {
			s, n := draw(t, symbiosis.Surplus), draw(t, symbiosis.Need)
			es.Include(s)
			en.Include(n)
			ss, nn = append(ss, s), append(nn, n)
		}
		reach := m.Reach(symbiosis.Truck, &es, &en)
		for _, s := range ss {
			for _, n := range nn {
				var r symbiosis.Reckoning
				m.Reckon(s, n, symbiosis.LinkTree, &r)
				if !(r.Budget <= reach) {
					t.Fatalf("budget %g m beyond the reach %g m", r.Budget, reach)
				}
				pulledBounds(t, m, s, n, &es, r.Budget)
			}
		}
	})
}
