package main

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// copied counts what a copy holds.
type copied struct {
	sites, flows, areas, exchanges, constraints, facilities, profiles, comparisons, pitches, settings, assumptions int

	past bool // the history, and how often each record has changed
}

// copyOptions say what may be overwritten, and what stays.
type copyOptions struct{ replace, leavePast bool }

// copyRegion makes to hold what from does and nothing else, in one transaction. A store that holds
// something already is a Conflict, unless it is to be replaced. One that has never held anything gets the past
// too, versions and history, unless that is left. Of from only a few pieces are held at a time, of to
// only the ids. progress is told how many records are done, of about so many.
func copyRegion(ctx context.Context, from, to store.Store, o copyOptions, progress func(n, total int)) (copied, error) {
	var done copied
	_, err := to.Update(ctx, func(tx store.Tx) error {
		// While the transaction is open nobody else can write: what the store says now is what we
		// change.
		var old ids
		if err := to.Stream(ctx, old.read); err != nil {
			return err
		}
		empty := old.none()
		if !empty && !o.replace {
			return symbiosis.Errorf(symbiosis.Conflict, "%s holds a region already (records: %d): nothing was copied; name an empty store, or add --replace", to.Location(), old.count())
		}
		// Rows that break a rule show at the end of the stream only: then the transaction fails with it.
		return from.Whole(ctx, func(r symbiosis.RegionPieces, past store.Past) (err error) {
			if done, err = copyPieces(ctx, r, old, tx, progress); err != nil || !empty || o.leavePast {
				return err
			}
			done.past, err = tx.Inherit(ctx, past)
			return err
		})
	})
	return done, err
}

// ids are those of a store, by noun.
type ids struct {
	sites, flows, areas, exchanges, constraints, facilities, profiles, comparisons, pitches, settings map[string]bool
	more                                                                                              bool // it has a name, questions or assumptions
}

func (o *ids) read(r symbiosis.RegionPieces) error {
	o.more = len(r.Assumptions) > 0 || r.Info.Name != (symbiosis.Names{}) || len(r.Info.Questions) > 0
	return errors.Join(
		idsOf(r.Sites, &o.sites), idsOf(r.Flows, &o.flows), idsOf(r.Areas, &o.areas), idsOf(r.Exchanges, &o.exchanges),
		idsOf(r.Constraints, &o.constraints), idsOf(r.Facilities, &o.facilities), idsOf(r.Profiles, &o.profiles),
		idsOf(r.Comparisons, &o.comparisons), idsOf(r.Pitches, &o.pitches), idsOf(r.Settings, &o.settings))
}

func idsOf[T symbiosis.Record](pieces symbiosis.Pieces[T], into *map[string]bool) error {
	*into = map[string]bool{}
	var records []T
	return pieces.Each(func(piece symbiosis.Piece[T]) error {
		records = piece(records[:0])
		for _, x := range records {
			(*into)[x.RecordID()] = true
		}
		return nil
	})
}

// count is of the records.
func (o *ids) count() int {
	return len(o.sites) + len(o.flows) + len(o.areas) + len(o.exchanges) + len(o.constraints) + len(o.facilities) +
		len(o.profiles) + len(o.comparisons) + len(o.pitches) + len(o.settings)
}

func (o *ids) none() bool { return o.count() == 0 && !o.more }

// copyPieces puts all of r, and deletes what else there is among old.
func copyPieces(ctx context.Context, r symbiosis.RegionPieces, old ids, tx store.Tx, progress func(n, total int)) (copied, error) {
	c := copying{ctx: ctx, progress: progress, total: r.Sites.About + r.Flows.About + r.Areas.About + r.Exchanges.About + r.Constraints.About +
		r.Facilities.About + r.Profiles.About + r.Comparisons.About + r.Pitches.About + r.Settings.About}
	done := copied{assumptions: len(r.Assumptions)}
	for _, next := range []func() error{
		func() error { return copyNoun(&c, &done.sites, r.Sites, old.sites, tx.PutSite, tx.DeleteSite) },
		func() error { return copyNoun(&c, &done.flows, r.Flows, old.flows, tx.PutFlow, tx.DeleteFlow) },
		func() error { return copyNoun(&c, &done.areas, r.Areas, old.areas, tx.PutArea, tx.DeleteArea) },
		func() error {
			return copyNoun(&c, &done.exchanges, r.Exchanges, old.exchanges, tx.PutExchange, tx.DeleteExchange)
		},
		func() error {
			return copyNoun(&c, &done.constraints, r.Constraints, old.constraints, tx.PutConstraint, tx.DeleteConstraint)
		},
		func() error {
			return copyNoun(&c, &done.facilities, r.Facilities, old.facilities, tx.PutFacility, tx.DeleteFacility)
		},
		func() error {
			return copyNoun(&c, &done.profiles, r.Profiles, old.profiles, tx.PutProfile, tx.DeleteProfile)
		},
		func() error {
			return copyNoun(&c, &done.comparisons, r.Comparisons, old.comparisons, tx.PutComparison, tx.DeleteComparison)
		},
		func() error { return copyNoun(&c, &done.pitches, r.Pitches, old.pitches, tx.PutPitch, tx.DeletePitch) },
		func() error {
			return copyNoun(&c, &done.settings, r.Settings, old.settings, tx.PutSetting, tx.DeleteSetting)
		},
		func() error { return tx.PutInfo(ctx, r.Info) },
		func() error { return tx.PutAssumptions(ctx, r.Assumptions) },
	} {
		if err := next(); err != nil {
			return done, err
		}
	}
	return done, nil
}

// copying counts the records that are done.
type copying struct {
	ctx      context.Context //nolint:containedctx // of the one call that makes it
	n, total int             // total is about
	progress func(n, total int)
}

// errStopped ends a stream of which nobody takes anything any more.
var errStopped = errors.New("the copy has ended")

// copyNoun puts all records, while further ones are read, and then deletes those of old that weren't
// among them, both in the order of their ids.
func copyNoun[T symbiosis.Record, ID ~string](c *copying, count *int, pieces symbiosis.Pieces[T], old map[string]bool,
	put func(context.Context, T) (T, error), remove func(context.Context, ID) error) error {
	read, stop, ended := make(chan []T), make(chan struct{}), make(chan error, 1)
	go func() {
		defer close(read)
		ended <- pieces.Each(func(piece symbiosis.Piece[T]) error {
			select {
			case read <- piece(nil):
				return nil
			case <-stop:
				return errStopped
			}
		})
	}()
	putAll := func() error {
		for records := range read {
			for _, x := range records {
				if _, err := put(c.ctx, x); err != nil {
					return err
				}
				delete(old, x.RecordID())
				*count++
				c.n++
				c.progress(c.n, max(c.n, c.total))
			}
		}
		return nil
	}
	err := putAll()
	close(stop)
	// The pieces are read within the stream, so it must not go on before they are.
	if reading := <-ended; err == nil {
		err = reading
	}
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(old)) {
		if err := remove(c.ctx, ID(id)); err != nil {
			return err
		}
	}
	return nil
}
