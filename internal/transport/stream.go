package transport

import (
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// yearShares are the monthly shares of the shapes that have no values of their own, made
// once so that streams share them.
var yearShares = func() map[symbiosis.ShapeKind]*[12]float64 {
	shares := map[symbiosis.ShapeKind]*[12]float64{}
	for _, kind := range symbiosis.ShapeKinds() {
		s := symbiosis.Shape{Kind: kind}.Shares()
		shares[kind] = &s
	}
	return shares
}()

// Prepare reduces a flow to the figures that Reckon reads. r is the flow's node of the
// catalogue. Both are kept by reference and must not change.
func (m *Model) Prepare(f *symbiosis.Flow, r *symbiosis.Resource) symbiosis.Stream {
	s := symbiosis.Stream{Flow: f, Resource: r, Winter: f.Shape.Kind == symbiosis.Winter, Substitution: 1}
	if f.Shape.Kind == symbiosis.Own {
		shares := f.Shape.Shares()
		s.Shares = &shares
	} else if s.Shares = yearShares[f.Shape.Kind]; s.Shares == nil {
		s.Shares = yearShares[symbiosis.Flat]
	}
	if f.Supply != nil && f.Return != nil {
		s.Supply, s.Return, s.HasTemperatures = *f.Supply, *f.Return, true
	}
	s.Hours = m.hours(f, r)
	s.Energy, s.Power = f.Quantity.Energy(s.Hours), f.Quantity.Power(s.Hours)
	var density unit.Density
	if r.BulkDensity != nil {
		density = unit.Density(r.BulkDensity.Value) * unit.TonnePerCubicMetre
	}
	s.Mass = f.Quantity.Mass(density)
	if q, ok := f.Quantity.In(r.Unit, s.Hours); ok {
		s.Amount = q.Amount
	} else if r.Unit == symbiosis.TonneYear {
		s.Amount = s.Mass.Tonnes()
	}
	switch {
	case f.Price != nil:
		s.Price = *f.Price
	case f.Direction == symbiosis.Surplus:
	case r.Transport == symbiosis.HeatPipe:
		s.Price = m.heatValue.SEKPerMWh()
	case r.Price != nil:
		s.Price = r.Price.Value
	}
	if r.CO2eSaving != nil {
		s.CO2eSaving, s.CO2eKnown = unit.Mass(r.CO2eSaving.Value)*unit.Kilogram, true
	}
	if f.MaxDistance != nil {
		s.Limit, s.HasLimit = *f.MaxDistance, true
	}
	if r.Transport == symbiosis.Truck {
		if r.Substitution != nil {
			s.Substitution = r.Substitution.Value
		}
		s.LoadCost, s.HaulCost = m.truckTariff(r, nil)
		s.HaulCO2e = m.vehicles[vehicleOf(r)].co2e
		s.Credit = disposal(f, r) - treatment(f, r) - unit.MassPrice(s.Price)
	}
	return s
}

// hours returns the full-load hours of a flow: its own, else the assumption for a winter
// shape, else the catalogue's, else a whole year.
func (m *Model) hours(f *symbiosis.Flow, r *symbiosis.Resource) unit.Hours {
	switch {
	case f.FullLoadHours != nil:
		return *f.FullLoadHours
	case f.Shape.Kind == symbiosis.Winter:
		return m.winterHours
	case r.FullLoadHours != nil:
		return unit.Hours(r.FullLoadHours.Value)
	}
	return unit.HoursPerYear
}

// disposal is what the holder pays today to be rid of the material: the flow's own figure,
// else the catalogue's, else nil.
func disposal(f *symbiosis.Flow, r *symbiosis.Resource) unit.MassPrice {
	switch {
	case f.DisposalCost != nil:
		return *f.DisposalCost
	case r.DisposalCost != nil:
		return unit.MassPrice(r.DisposalCost.Value)
	}
	return 0
}

// treatment is what it costs to make the material usable: the flow's own figure, else the
// catalogue's, else nil.
func treatment(f *symbiosis.Flow, r *symbiosis.Resource) unit.MassPrice {
	switch {
	case f.TreatmentCost != nil:
		return *f.TreatmentCost
	case r.TreatmentCost != nil:
		return unit.MassPrice(r.TreatmentCost.Value)
	}
	return 0
}
