package match

import (
	"context"
	"math"
	"reflect"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Anywhere calls yield for each flow of the region that a flow of a hypothetical site could pair
// with wherever that site stood, until yield returns false. sizes is that flow at one amount or
// several; at tells, for each of them, what the pair comes to (symbiosis.NoTerms: no pair), and is good
// until yield returns. The site is not one of the region's; where it lies doesn't matter.
// Nothing is stored.
//
// It is WhatIf taken apart: what doesn't depend on the place is reckoned once, so that thousands of
// places can be tried with the same flow. A prospect within its budget is a match of WhatIf there,
// with the same figures. Order: the region's flows by id. Every flow of the region is judged anew for
// each amount: Hunt is for who asks often.
//
// Errors: Invalid when a flow is not valid, or can't be reckoned with, or when sizes differ in more
// than their amount; the context's.
func (e *Engine) Anywhere(ctx context.Context, sizes []symbiosis.Flow, opts Options, yield func(p *symbiosis.Prospect, at []symbiosis.Terms) bool) error {
	p, err := newPlan(opts)
	if err != nil {
		return err
	}
	p.distance = false
	own, err := e.sized(sizes)
	if err != nil || len(own) == 0 {
		return err
	}
	var found symbiosis.Prospect
	at := make([]symbiosis.Terms, len(own))
	order := e.ordered()
	others := order.needs
	if !own[0].surplus {
		others = order.surpluses
	}
	q := pairing{e: e, p: &p} // used again and again: it is large
	for i, slot := range others {
		if i%checkEach == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		other, some := e.records.at(slot), false
		for k, r := range own {
			q.turnToOther(r, other)
			at[k] = symbiosis.NoTerms()
			if passed, assess := q.judge(); passed && q.terms(&at[k]) {
				q.prospect(other, assess, &found)
				some = true
			}
		}
		if some && !yield(&found, at) {
			return nil
		}
	}
	return ctx.Err()
}

// sized compiles one flow at several amounts.
func (e *Engine) sized(sizes []symbiosis.Flow) ([]*record, error) {
	records := make([]*record, len(sizes))
	nowhere := new(place) // its point is never asked for: no gate of the distance is run
	for k := range sizes {
		f := sizes[k]
		if k > 0 && !sameButAmount(&f, &sizes[0]) {
			return nil, symbiosis.Errorf(symbiosis.Invalid, "flow %s differs from %s in more than its amount", f.ID, sizes[0].ID)
		}
		nowhere.site.ID = f.SiteID
		if err := f.ValidateIn(e.cat); err != nil {
			return nil, err
		}
		r, ok := e.newRecord(&f, nowhere)
		if !ok {
			return nil, symbiosis.Errorf(symbiosis.Invalid, "flow %s can't be calculated with", f.ID)
		}
		r.slot, r.keys = -1, r.groupKeys()
		records[k] = r
	}
	return records, nil
}

func sameButAmount(f, than *symbiosis.Flow) bool {
	g := *f
	g.Quantity.Amount = than.Quantity.Amount
	return reflect.DeepEqual(g, *than)
}

// turnToOther turns the pairing to a flow of a hypothetical site and one of the region.
func (q *pairing) turnToOther(own, other *record) {
	if own.surplus {
		q.turnTo(own, other)
	} else {
		q.turnTo(other, own)
	}
}

// terms reckons what a pair that passed all gates but the distance comes to; false, and t as it was,
// when no distance is short enough.
func (q *pairing) terms(t *symbiosis.Terms) bool {
	q.reckon()
	priced := q.r.Obstacle == symbiosis.NoObstacle
	if !priced && q.r.Obstacle != symbiosis.NoTransportModel || priced && !(q.r.BenefitAtZero > 0) {
		return false
	}
	budget, _ := q.cappedBudget()
	if math.IsInf(budget.Metres(), 1) {
		return false
	}
	*t = symbiosis.Terms{Budget: budget, Delivered: q.r.Delivered}
	if priced {
		t.Benefit, t.Slope = q.r.BenefitAtZero, q.r.BenefitPerMetre
		t.CO2e, t.CO2eSlope = q.r.CO2eAtZero, q.r.CO2ePerMetre
	}
	return true
}

// prospect writes down what is the same at every amount of the hypothetical flow for which there
// are terms.
func (q *pairing) prospect(other *record, assess bool, p *symbiosis.Prospect) {
	*p = symbiosis.Prospect{
		FlowID: other.Flow.ID, SiteID: other.place.site.ID, At: other.at,
		Detour: q.detour(), Class: q.r.Class, NeedsAssessment: assess,
		Priced: q.r.Obstacle == symbiosis.NoObstacle,
	}
	if p.Priced {
		p.CO2eKnown, p.Worth = q.r.CO2eKnown, q.to.Price
		if q.s.Resource.Transport == symbiosis.Truck {
			p.Worth *= q.from.Substitution
		}
	}
}
