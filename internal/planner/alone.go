package planner

import (
	"context"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// alone says how records of a noun are written that no other record depends on.
type alone[T symbiosis.Record, ID ~string] struct {
	what  string // for people: "area"
	id    func(*T) *ID
	check func(*Planner, *T) error // normalises, then validates
	get   func(store.Tx, context.Context, ID) (T, error)
	put   func(store.Tx, context.Context, T) (T, error)
	del   func(store.Tx, context.Context, ID) error
	in    func(*change) *delta[T] // where it is noted what was done
	shown func(*Snapshot, ID) (T, error)
}

// create adds a record; it makes an id when there is none. A known id is a Conflict.
func (n alone[T, ID]) create(ctx context.Context, p *Planner, x T) (T, error) {
	if *n.id(&x) == "" {
		*n.id(&x) = ID(p.newID(n.what))
	}
	return n.write(ctx, p, x, func(tx store.Tx, id ID) error {
		_, err := n.get(tx, ctx, id)
		return mustBeNew(n.what, string(id), err)
	})
}

// restore brings a record back under its id; one that is on file as it is sent (plain makes the two equal)
// stays as it is. Anything else under its id is a Conflict.
func (n alone[T, ID]) restore(ctx context.Context, p *Planner, x T, plain func(T) T) (T, error) {
	if err := n.check(p, &x); err != nil {
		var none T
		return none, err
	}
	err := p.update(ctx, func(tx store.Tx, done *change) error {
		id := *n.id(&x)
		old, err := n.get(tx, ctx, id)
		there, err := thereAlready(n.what, string(id), old, err, x, plain)
		if err != nil {
			return err
		}
		if there {
			x = old
			return nil
		}
		x, err = n.putIn(ctx, tx, done, x)
		answer(done, &x, *n.id(&x), n.shown)
		return err
	})
	return x, err
}

// update replaces the record of the same id if version is the one on file (AnyVersion: whatever it
// is); otherwise the error is a *StaleError. An unknown id is NotFound.
func (n alone[T, ID]) update(ctx context.Context, p *Planner, x T, version int64) (T, error) {
	return n.write(ctx, p, x, func(tx store.Tx, id ID) error {
		old, err := n.get(tx, ctx, id)
		if err != nil {
			return err
		}
		return checkVersion(n.what, string(id), version, old.RecordVersion())
	})
}

// set is update for a record that need not be there: version 0 is that of one that isn't.
func (n alone[T, ID]) set(ctx context.Context, p *Planner, x T, version int64) (T, error) {
	return n.write(ctx, p, x, func(tx store.Tx, id ID) error {
		old, err := n.get(tx, ctx, id)
		if err != nil && symbiosis.KindOf(err) != symbiosis.NotFound {
			return err
		}
		return checkVersion(n.what, string(id), version, old.RecordVersion())
	})
}

// write checks a record and puts it, if what is on file under its id may be replaced.
func (n alone[T, ID]) write(ctx context.Context, p *Planner, x T, mayReplace func(store.Tx, ID) error) (T, error) {
	if err := n.check(p, &x); err != nil {
		var none T
		return none, err
	}
	err := p.update(ctx, func(tx store.Tx, done *change) error {
		err := mayReplace(tx, *n.id(&x))
		if err != nil {
			return err
		}
		x, err = n.putIn(ctx, tx, done, x)
		answer(done, &x, *n.id(&x), n.shown)
		return err
	})
	return x, err
}

// remove deletes a record and returns it as it was. An unknown id is NotFound, a version not on
// file a *StaleError.
func (n alone[T, ID]) remove(ctx context.Context, p *Planner, id ID, version int64) (T, error) {
	var gone T
	err := p.update(ctx, func(tx store.Tx, done *change) error {
		var err error
		if gone, err = n.get(tx, ctx, id); err != nil {
			return err
		}
		if err := checkVersion(n.what, string(id), version, gone.RecordVersion()); err != nil {
			return err
		}
		return n.takeAway(ctx, tx, done, string(id))
	})
	return gone, err
}

// putIn puts a record within a transaction.
func (n alone[T, ID]) putIn(ctx context.Context, tx store.Tx, done *change, x T) (T, error) {
	now, err := n.put(tx, ctx, x)
	noted := n.in(done)
	noted.put = append(noted.put, now)
	return now, err
}

// bringBack puts a record as the history has it.
func (n alone[T, ID]) bringBack(ctx context.Context, tx store.Tx, done *change, record any) error {
	x, ok := record.(T)
	if !ok {
		return symbiosis.Errorf(symbiosis.Invalid, "a %T can't be brought back as a %s", record, n.what)
	}
	_, err := n.putIn(ctx, tx, done, x)
	return err
}

// takeAway deletes the record of id within a transaction. An unknown id is NotFound.
func (n alone[T, ID]) takeAway(ctx context.Context, tx store.Tx, done *change, id string) error {
	noted := n.in(done)
	noted.gone = append(noted.gone, id)
	return n.del(tx, ctx, ID(id))
}

// byItself checks a record whose rules need nothing else.
func byItself[T any, P interface {
	*T
	Normalise()
	Validate() error
}](_ *Planner, x *T) error {
	P(x).Normalise()
	return P(x).Validate()
}
