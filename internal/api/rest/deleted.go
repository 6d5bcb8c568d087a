package rest

import (
	"context"
	"errors"
	"fmt"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// deleted shows what a deletion took away, ready to be sent to /restore.
func (view) deleted(d planner.Deleted) Deleted { return deletedOf(d) }

func deletedOf(d planner.Deleted) Deleted {
	out := Deleted{
		Sites: make([]SiteInput, len(d.Sites)), Flows: make([]FlowInput, len(d.Flows)), Exchanges: make([]ExchangeInput, len(d.Exchanges)),
	}
	for i, s := range d.Sites {
		out.Sites[i] = SiteInput{SiteAttributes: attributesOfSite(s), Version: s.Version}
	}
	for i, f := range d.Flows {
		out.Flows[i] = FlowInput{SiteID: string(f.SiteID), FlowAttributes: attributesOf(f), Version: f.Version}
	}
	for i, e := range d.Exchanges {
		out.Exchanges[i] = exchangeInputOf(e)
	}
	return out
}

func exchangeInputOf(e symbiosis.Exchange) ExchangeInput {
	x := ExchangeInput{
		ID: string(e.ID), SurplusID: string(e.SurplusID), NeedID: string(e.NeedID), State: e.State, Since: e.Since.String(),
		Certainty: e.Certainty, Source: e.Source, Note: e.Note, Version: e.Version,
	}
	if e.Quantity.Amount != 0 {
		x.Quantity, x.Unit = &e.Quantity.Amount, e.Quantity.Unit
	}
	return x
}

// toDeleted reads what should be restored.
func (d Deleted) toDeleted() (planner.Deleted, error) {
	var out planner.Deleted
	for _, s := range d.Sites {
		out.Sites = append(out.Sites, s.toSite())
	}
	var faults []symbiosis.Problem
	for i, in := range d.Flows {
		f, err := in.toFlow(symbiosis.SiteID(in.SiteID))
		faults = append(faults, inside(fmt.Sprintf("flows[%d]", i), err)...)
		out.Flows = append(out.Flows, f)
	}
	for i, in := range d.Exchanges {
		e := symbiosis.Exchange{
			ID: symbiosis.ExchangeID(in.ID), SurplusID: symbiosis.FlowID(in.SurplusID), NeedID: symbiosis.FlowID(in.NeedID),
			State: in.State, Certainty: in.Certainty, Source: in.Source, Note: in.Note,
		}
		if in.Quantity != nil {
			e.Quantity = symbiosis.Quantity{Amount: *in.Quantity, Unit: in.Unit}
		}
		var err error
		if e.Since, err = symbiosis.ParseDate(in.Since); err != nil {
			faults = append(faults, dateFault(fmt.Sprintf("exchanges[%d]", i), "since", in.Since))
		}
		out.Exchanges = append(out.Exchanges, e)
	}
	if faults != nil {
		return out, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "what should be restored is not valid", Problems: faults}
	}
	return out, nil
}

func dateFault(place, field, value string) symbiosis.Problem {
	return symbiosis.Problem{Place: place, Field: field, Code: "not_a_date", Value: value, Text: "is not a date", Hint: "such as 2026-11-22"}
}

// inside returns the problems of err, each with its place in the request.
func inside(place string, err error) []symbiosis.Problem {
	e, ok := errors.AsType[*symbiosis.Error](err)
	if !ok {
		return nil
	}
	ps := make([]symbiosis.Problem, len(e.Problems))
	for i, p := range e.Problems {
		p.Place = place
		ps[i] = p
	}
	return ps
}

func (s *Service) restore(ctx context.Context, in *restoreInput) (*jsonOutput[Deleted], error) {
	gone, err := in.Body.toDeleted()
	if err != nil {
		return nil, err
	}
	back, err := s.planner.Restore(ctx, gone)
	if err != nil {
		return nil, err
	}
	return &jsonOutput[Deleted]{deletedOf(back)}, nil
}
