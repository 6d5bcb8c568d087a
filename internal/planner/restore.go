package planner

import (
	"context"
	"errors"
	"fmt"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Restore brings back what a deletion took away, all or nothing, and returns it with its new
// versions. What is on file as it is sent stays as it is; anything else under its id is a Conflict. A flow without its site, or an exchange
// without its flows, is Invalid.
func (p *Planner) Restore(ctx context.Context, d Deleted) (Deleted, error) {
	if err := p.checkRestored(d); err != nil {
		return Deleted{}, err
	}
	var back Deleted
	err := p.update(ctx, func(tx store.Tx, done *change) error {
		back = Deleted{}
		for _, s := range d.Sites {
			old, err := tx.Site(ctx, s.ID)
			there, err := thereAlready("site", string(s.ID), old, err, s, plainSite)
			if err != nil {
				return err
			}
			if there {
				back.Sites = append(back.Sites, old)
				continue
			}
			if s, err = tx.PutSite(ctx, s); err != nil {
				return err
			}
			back.Sites = append(back.Sites, s)
		}
		if err := restoreFlows(ctx, tx, d.Flows, &back); err != nil {
			return err
		}
		if err := restoreExchanges(ctx, tx, d.Exchanges, &back); err != nil {
			return err
		}
		done.sites, done.flows, done.exchanges = back.Sites, back.Flows, back.Exchanges
		for i := range back.Sites {
			answer(done, &back.Sites[i], back.Sites[i].ID, (*Snapshot).Site)
		}
		for i := range back.Flows {
			answer(done, &back.Flows[i], back.Flows[i].ID, (*Snapshot).Flow)
		}
		for i := range back.Exchanges {
			answer(done, &back.Exchanges[i], back.Exchanges[i].ID, (*Snapshot).Exchange)
		}
		return nil
	})
	return back, err
}

func restoreFlows(ctx context.Context, tx store.Tx, flows []symbiosis.Flow, back *Deleted) error {
	for _, f := range flows {
		old, err := tx.Flow(ctx, f.ID)
		there, err := thereAlready("flow", string(f.ID), old, err, f, plainFlow)
		if err != nil {
			return err
		}
		if there {
			back.Flows = append(back.Flows, old)
			continue
		}
		if err := siteMustExist(ctx, tx, f); err != nil {
			return err
		}
		if f, err = tx.PutFlow(ctx, f); err != nil {
			return err
		}
		back.Flows = append(back.Flows, f)
	}
	return nil
}

func restoreExchanges(ctx context.Context, tx store.Tx, exchanges []symbiosis.Exchange, back *Deleted) error {
	for _, e := range exchanges {
		old, err := tx.Exchange(ctx, e.ID)
		there, err := thereAlready("exchange", string(e.ID), old, err, e, plainExchange)
		if err != nil {
			return err
		}
		if there {
			back.Exchanges = append(back.Exchanges, old)
			continue
		}
		faults, err := exchangeFaults(e, func(id symbiosis.FlowID) (symbiosis.Flow, error) { return tx.Flow(ctx, id) })
		if err != nil {
			return err
		}
		if faults != nil {
			return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the exchange is not valid", Problems: faults}
		}
		if e, err = tx.PutExchange(ctx, e); err != nil {
			return err
		}
		back.Exchanges = append(back.Exchanges, e)
	}
	return nil
}

// exchangeFaults says what is wrong with the flows that an exchange names.
func exchangeFaults(e symbiosis.Exchange, flow func(symbiosis.FlowID) (symbiosis.Flow, error)) ([]symbiosis.Problem, error) {
	var faults []symbiosis.Problem
	for _, end := range []struct {
		field     string
		id        symbiosis.FlowID
		direction symbiosis.Direction
	}{{"surplus_id", e.SurplusID, symbiosis.Surplus}, {"need_id", e.NeedID, symbiosis.Need}} {
		f, err := flow(end.id)
		switch {
		case err != nil && symbiosis.KindOf(err) == symbiosis.NotFound:
			faults = append(faults, symbiosis.Problem{Field: end.field, Code: "unknown_id", Value: string(end.id), Text: "is no flow of the region", Hint: "add the flow first"})
		case errors.Is(err, errLeftOut):
			faults = append(faults, symbiosis.Problem{Field: end.field, Code: "unknown_id", Value: string(end.id), Text: "is a flow that is left out, as its row breaks a rule", Hint: "import the flow too, or mend the row"})
		case err != nil:
			return nil, err
		case f.Direction != end.direction:
			faults = append(faults, symbiosis.Problem{Field: end.field, Code: "wrong_direction", Value: string(end.id), Text: fmt.Sprintf("is a %s", f.Direction), Hint: "name a " + string(end.direction)})
		}
	}
	return faults, nil
}

// checkRestored checks each record by itself, and reports all faults at once.
func (p *Planner) checkRestored(d Deleted) error {
	var faults []symbiosis.Problem
	gather := func(place string, i int, err error) {
		if err != nil {
			faults = append(faults, placed(fmt.Sprintf("%s[%d]", place, i), err)...)
		}
	}
	for i := range d.Sites {
		d.Sites[i].Normalise()
		gather("sites", i, d.Sites[i].Validate())
	}
	for i := range d.Flows {
		d.Flows[i].Normalise()
		gather("flows", i, d.Flows[i].ValidateIn(p.catalogue))
	}
	for i := range d.Exchanges {
		d.Exchanges[i].Normalise()
		gather("exchanges", i, d.Exchanges[i].Validate())
	}
	if len(faults) > 0 {
		return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "what should be restored is not valid", Problems: faults}
	}
	return nil
}
