package planner

import (
	"context"
	"fmt"
	"slices"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// CreateFlow adds a flow to a site that exists; it makes an id when there is none. A known
// id is a Conflict.
func (p *Planner) CreateFlow(ctx context.Context, f symbiosis.Flow) (symbiosis.Flow, error) {
	f.Normalise()
	if f.ID == "" {
		f.ID = symbiosis.FlowID(p.newID("flow"))
	}
	if err := f.ValidateIn(p.catalogue); err != nil {
		return symbiosis.Flow{}, err
	}
	err := p.update(ctx, func(tx store.Tx, done *change) error {
		_, err := tx.Flow(ctx, f.ID)
		if err = mustBeNew("flow", string(f.ID), err); err != nil {
			return err
		}
		if err := siteMustExist(ctx, tx, f); err != nil {
			return err
		}
		f, err = tx.PutFlow(ctx, f)
		done.flows = []symbiosis.Flow{f}
		answer(done, &f, f.ID, (*Snapshot).Flow)
		return err
	})
	return f, err
}

func siteMustExist(ctx context.Context, tx store.Tx, f symbiosis.Flow) error {
	_, err := tx.Site(ctx, f.SiteID)
	if symbiosis.KindOf(err) == symbiosis.NotFound && err != nil {
		return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the flow is not valid", Problems: []symbiosis.Problem{{
			Field: "site_id", Code: "unknown_id", Value: string(f.SiteID), Text: "is no site of the region", Hint: "add the site first",
		}}}
	}
	return err
}

// UpdateFlow replaces the flow of the same id if version is the one on file (AnyVersion:
// whatever it is); otherwise the error is a *StaleError. An unknown id is NotFound. A flow
// with exchanges can't change its direction: that is a Conflict.
func (p *Planner) UpdateFlow(ctx context.Context, f symbiosis.Flow, version int64) (symbiosis.Flow, error) {
	f.Normalise()
	if err := f.ValidateIn(p.catalogue); err != nil {
		return symbiosis.Flow{}, err
	}
	err := p.update(ctx, func(tx store.Tx, done *change) error {
		old, err := tx.Flow(ctx, f.ID)
		if err != nil {
			return err
		}
		if err := checkVersion("flow", string(f.ID), version, old.Version); err != nil {
			return err
		}
		if err := siteMustExist(ctx, tx, f); err != nil {
			return err
		}
		if err := directionMayChange(ctx, tx, old, f); err != nil {
			return err
		}
		f, err = tx.PutFlow(ctx, f)
		done.flows = []symbiosis.Flow{f}
		answer(done, &f, f.ID, (*Snapshot).Flow)
		return err
	})
	return f, err
}

// directionMayChange refuses a flow that takes the place of old with the other direction than its exchanges have it
// in: that is a Conflict. Invalid says that the row of one of them is broken; the zero old stands for a broken row too,
// and exchanges that are broken beside it are on neither side.
func directionMayChange(ctx context.Context, tx store.Tx, old, f symbiosis.Flow) error {
	if old.Direction == f.Direction {
		return nil
	}
	exchanges, err := tx.ExchangesOfFlow(ctx, f.ID)
	if err != nil && (old.Direction != "" || symbiosis.KindOf(err) != symbiosis.Invalid) {
		return err
	}
	has := symbiosis.Surplus
	if f.Direction == symbiosis.Surplus {
		has = symbiosis.Need
	}
	exchanges = slices.DeleteFunc(exchanges, func(e symbiosis.Exchange) bool {
		return has == symbiosis.Surplus && e.SurplusID != f.ID || has == symbiosis.Need && e.NeedID != f.ID
	})
	if len(exchanges) == 0 {
		return nil
	}
	return &symbiosis.Error{Kind: symbiosis.Conflict, Text: fmt.Sprintf("the flow %q is part of exchanges (%d)", f.ID, len(exchanges)), Problems: []symbiosis.Problem{{
		Field: "direction", Code: "in_use", Value: string(f.Direction), Text: "can't change while an exchange names the flow as a " + string(has), Hint: "add a new flow instead",
	}}}
}

// DeleteFlow deletes a flow and its exchanges in one transaction, and returns all that went.
// An unknown id is NotFound, a version not on file a *StaleError.
func (p *Planner) DeleteFlow(ctx context.Context, id symbiosis.FlowID, version int64) (Deleted, error) {
	var gone Deleted
	err := p.update(ctx, func(tx store.Tx, done *change) error {
		gone = Deleted{}
		f, err := tx.Flow(ctx, id)
		if err != nil {
			return err
		}
		if err := checkVersion("flow", string(id), version, f.Version); err != nil {
			return err
		}
		return deleteFlow(ctx, tx, f, &gone, done)
	})
	return gone, err
}
