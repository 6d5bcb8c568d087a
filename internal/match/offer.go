package match

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Offers returns how far each of the region's flows could reach, in the order of their ids. A flow
// that takes no part has none. It takes some microseconds a flow.
func (e *Engine) Offers(ctx context.Context) ([]symbiosis.Offer, error) {
	offers := make([]symbiosis.Offer, 0, e.flows.count)
	loss := e.exchangeLoss()
	for slot := range int32(e.records.size) {
		if slot%checkEach == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if r := e.records.at(slot); r != nil {
			if o, ok := e.offer(r, loss); ok {
				offers = append(offers, o)
			}
		}
	}
	slices.SortFunc(offers, func(a, b symbiosis.Offer) int { return cmp.Compare(a.FlowID, b.FlowID) })
	return offers, nil
}

// exchangeLoss is what heat loses between two flows: heat exchangers and line (models 1.1).
func (e *Engine) exchangeLoss() unit.TemperatureDifference {
	a := e.assumptions
	return unit.TemperatureDifference(a.Value("heat_exchangers_count")*a.Value("heat_approach_k") + a.Value("line_drop_k"))
}

// offer reckons a flow with the neighbour that is made for it.
func (e *Engine) offer(r *record, loss unit.TemperatureDifference) (symbiosis.Offer, bool) {
	f := mirror(*r.Flow, loss)
	m, ok := e.newRecord(&f, r.place)
	if !ok {
		return symbiosis.Offer{}, false
	}
	s, n := r, m
	if r.Flow.Direction == symbiosis.Need {
		s, n = m, r
	}
	from, to := s.streamFor(n.Flow.ID), n.streamFor(s.Flow.ID)
	link := symbiosis.LinkTree
	if r.heat {
		link = symbiosis.LinkHeat
	}
	var x symbiosis.Reckoning
	e.reckoner.Reckon(from, to, link, &x)
	o := symbiosis.Offer{
		FlowID: r.Flow.ID, SiteID: r.Flow.SiteID, Direction: r.Flow.Direction, Resource: r.Flow.Resource,
		Place: r.place.site.Location, Detour: e.reckoner.Detour(r.Resource.Transport),
		Delivered: x.Delivered, Certainty: r.Flow.Certainty, Visibility: visibilityOf(r.level),
	}
	switch x.Obstacle {
	case symbiosis.NoObstacle:
		o.Priced, o.Budget = true, x.Budget
		o.BenefitAtZero, o.BenefitPerMetre = x.BenefitAtZero, x.BenefitPerMetre
		o.CO2eKnown, o.CO2eAtZero, o.CO2ePerMetre = x.CO2eKnown, x.CO2eAtZero, x.CO2ePerMetre
	case symbiosis.NoTransportModel:
		o.Budget = unit.Length(math.Inf(1))
	}
	if r.HasLimit {
		o.Budget = min(o.Budget, r.Limit)
	}
	if math.IsInf(o.Budget.Metres(), 1) { // nothing bounds it, as the distance gate says too
		o.Budget = 0
	}
	return o, true
}

// mirror returns the flow that is made for f: as much of the same over the same months, heat at
// temperatures that the exchange's loss takes up.
func mirror(f symbiosis.Flow, loss unit.TemperatureDifference) symbiosis.Flow {
	m := symbiosis.Flow{
		ID: f.ID + "\x00mirror", SiteID: f.SiteID, Resource: f.Resource, Quantity: f.Quantity,
		FullLoadHours: f.FullLoadHours, Shape: f.Shape, Direction: symbiosis.Need,
	}
	if f.Direction == symbiosis.Need {
		m.Direction, loss = symbiosis.Surplus, -loss
	}
	if f.Supply != nil && f.Return != nil {
		m.Supply, m.Return = pointer(f.Supply.Plus(-loss)), pointer(f.Return.Plus(-loss))
	}
	return m
}

func visibilityOf(level uint8) symbiosis.Visibility {
	return symbiosis.Visibilities()[level]
}
