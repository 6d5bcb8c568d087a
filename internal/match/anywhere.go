package match

import (
	"context"
	"math"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Anywhere calls yield for each flow of the region that a flow of a hypothetical site could pair
// with wherever that site stood, with the budget that its distance must keep within, until yield
// returns false. i is the place in flows. All flows are of one site, which is not one of the
// region's; where it lies doesn't matter. Nothing is stored.
//
// It is WhatIf taken apart: what doesn't depend on the place is reckoned once, so that thousands of
// places can be tried with the same flows. A prospect within its budget is a match of WhatIf there,
// with the same figures. Order: flows, then the region's flows by id.
//
// Errors: Invalid when a flow is not valid, or can't be reckoned with; the context's.
func (e *Engine) Anywhere(ctx context.Context, flows []symbiosis.Flow, opts Options, yield func(i int, p *symbiosis.Prospect) bool) error {
	p, err := newPlan(opts)
	if err != nil {
		return err
	}
	p.distance = false
	var q pairing // used again and again: it is large
	var found symbiosis.Prospect
	nowhere := new(place) // its point is never asked for: no gate of the distance is run
	for i := range flows {
		f := flows[i]
		nowhere.site.ID = f.SiteID
		if err := f.ValidateIn(e.cat); err != nil {
			return err
		}
		r, ok := e.newRecord(&f, nowhere)
		if !ok {
			return symbiosis.Errorf(symbiosis.Invalid, "flow %s can't be reckoned with", f.ID)
		}
		r.slot = -1
		order := e.ordered()
		others := order.needs
		if f.Direction == symbiosis.Need {
			others = order.surpluses
		}
		for at, slot := range others {
			if at%checkEach == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			other := e.records.at(slot)
			q.e, q.p, q.s, q.n, q.reckoned = e, &p, r, other, false
			if f.Direction == symbiosis.Need {
				q.s, q.n = other, r
			}
			if q.prospect(other, &found) && !yield(i, &found) {
				return nil
			}
		}
	}
	return ctx.Err()
}

// prospect judges the pair by all gates but the distance and reckons it into p; false when no
// distance is short enough.
func (q *pairing) prospect(other *record, p *symbiosis.Prospect) bool {
	passed, assess := q.judge()
	if !passed {
		return false
	}
	q.reckon()
	priced := q.r.Obstacle == symbiosis.NoObstacle
	if !priced && q.r.Obstacle != symbiosis.NoTransportModel || priced && !(q.r.BenefitAtZero > 0) {
		return false
	}
	budget, _ := q.cappedBudget()
	if math.IsInf(budget.Metres(), 1) {
		return false
	}
	*p = symbiosis.Prospect{
		FlowID: other.Flow.ID, SiteID: other.place.site.ID, At: other.at,
		Detour: q.detour(), Budget: budget, Class: q.r.Class, Delivered: q.r.Delivered, NeedsAssessment: assess, Priced: priced,
	}
	if priced {
		p.Benefit, p.Slope = q.r.BenefitAtZero, q.r.BenefitPerMetre
		p.Worth = q.to.Price
		if q.s.Resource.Transport == symbiosis.Truck {
			p.Worth *= q.from.Substitution
		}
		p.CO2eKnown, p.CO2e, p.CO2eSlope = q.r.CO2eKnown, q.r.CO2eAtZero, q.r.CO2ePerMetre
	}
	return true
}
