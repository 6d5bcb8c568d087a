package planner

import (
	"context"
	"reflect"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// CreateSite adds a site; it makes an id when there is none. A known id is a Conflict.
func (p *Planner) CreateSite(ctx context.Context, s symbiosis.Site) (symbiosis.Site, error) {
	s.Normalise()
	if s.ID == "" {
		s.ID = symbiosis.SiteID(p.newID("site"))
	}
	if err := s.Validate(); err != nil {
		return symbiosis.Site{}, err
	}
	err := p.update(ctx, func(tx store.Tx, done *change) error {
		_, err := tx.Site(ctx, s.ID)
		if err = mustBeNew("site", string(s.ID), err); err != nil {
			return err
		}
		s, err = tx.PutSite(ctx, s)
		done.sites = []symbiosis.Site{s}
		answer(done, &s, s.ID, (*Snapshot).Site)
		return err
	})
	return s, err
}

// mustBeNew turns the outcome of reading an id into an error unless it was not found.
func mustBeNew(what, id string, err error) error {
	switch {
	case err == nil:
		return symbiosis.Errorf(symbiosis.Conflict, "there is already a %s %q; change that one, or give another id", what, id)
	case symbiosis.KindOf(err) == symbiosis.NotFound:
		return nil
	}
	return err
}

// thereAlready says that what is to be brought back is on file as it is sent: an earlier try brought it back,
// and its answer was lost. Anything else under its id is a Conflict.
func thereAlready[T any](what, id string, old T, err error, x T, plain func(T) T) (bool, error) {
	if err == nil && reflect.DeepEqual(plain(old), plain(x)) {
		return true, nil
	}
	return false, mustBeNew(what, id, err)
}

// UpdateSite replaces the site of the same id if version is the one on file (AnyVersion:
// whatever it is); otherwise the error is a *StaleError. An unknown id is NotFound.
func (p *Planner) UpdateSite(ctx context.Context, s symbiosis.Site, version int64) (symbiosis.Site, error) {
	s.Normalise()
	if err := s.Validate(); err != nil {
		return symbiosis.Site{}, err
	}
	err := p.update(ctx, func(tx store.Tx, done *change) error {
		old, err := tx.Site(ctx, s.ID)
		if err != nil {
			return err
		}
		if err := checkVersion("site", string(s.ID), version, old.Version); err != nil {
			return err
		}
		s, err = tx.PutSite(ctx, s)
		done.sites = []symbiosis.Site{s}
		answer(done, &s, s.ID, (*Snapshot).Site)
		return err
	})
	return s, err
}

// Deleted is what a deletion took away. Restore brings it back.
type Deleted struct {
	Sites     []symbiosis.Site
	Flows     []symbiosis.Flow
	Exchanges []symbiosis.Exchange
}

// DeleteSite deletes a site with its flows and their exchanges in one transaction, and
// returns all that went. An unknown id is NotFound, a version not on file a *StaleError.
func (p *Planner) DeleteSite(ctx context.Context, id symbiosis.SiteID, version int64) (Deleted, error) {
	var gone Deleted
	err := p.update(ctx, func(tx store.Tx, done *change) error {
		gone = Deleted{}
		site, err := tx.Site(ctx, id)
		if err != nil {
			return err
		}
		if err := checkVersion("site", string(id), version, site.Version); err != nil {
			return err
		}
		flows, err := tx.FlowsOfSite(ctx, id)
		if err != nil {
			return err
		}
		for _, f := range flows {
			if err := deleteFlow(ctx, tx, f, &gone, done); err != nil {
				return err
			}
		}
		gone.Sites = []symbiosis.Site{site}
		done.goneSites = []symbiosis.SiteID{id}
		return tx.DeleteSite(ctx, id)
	})
	return gone, err
}

// deleteFlow deletes a flow and its exchanges within a transaction.
func deleteFlow(ctx context.Context, tx store.Tx, f symbiosis.Flow, gone *Deleted, done *change) error {
	exchanges, err := tx.ExchangesOfFlow(ctx, f.ID)
	if err != nil {
		return err
	}
	for _, e := range exchanges {
		if err := tx.DeleteExchange(ctx, e.ID); err != nil {
			return err
		}
		gone.Exchanges = append(gone.Exchanges, e)
		done.goneExchanges = append(done.goneExchanges, e.ID)
	}
	gone.Flows = append(gone.Flows, f)
	done.goneFlows = append(done.goneFlows, f.ID)
	return tx.DeleteFlow(ctx, f.ID)
}
