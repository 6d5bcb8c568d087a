package planner

import (
	"context"

	"github.com/samloka/samloka/internal/store"
)

// alone says how records of a noun are written that no other record depends on.
type alone[T any, ID ~string] struct {
	what  string
	id    func(*T) *ID
	ver   func(T) int64
	check func(*Planner, *T) error // normalises, then validates
	get   func(store.Tx, context.Context, ID) (T, error)
	put   func(store.Tx, context.Context, T) (T, error)
	del   func(store.Tx, context.Context, ID) error
	did   func(c *change, put []T, gone []string)
}

// create adds a record; it makes an id when there is none. A known id is a Conflict.
func (n alone[T, ID]) create(ctx context.Context, p *Planner, x T) (T, error) {
	if *n.id(&x) == "" {
		*n.id(&x) = ID(p.newID(n.what))
	}
	if err := n.check(p, &x); err != nil {
		var none T
		return none, err
	}
	id := *n.id(&x)
	err := p.update(ctx, func(tx store.Tx, done *change) error {
		_, err := n.get(tx, ctx, id)
		if err = mustBeNew(n.what, string(id), err); err != nil {
			return err
		}
		x, err = n.put(tx, ctx, x)
		n.did(done, []T{x}, nil)
		return err
	})
	return x, err
}

// update replaces the record of the same id if version is the one on file (AnyVersion: whatever it
// is); otherwise the error is a *StaleError. An unknown id is NotFound.
func (n alone[T, ID]) update(ctx context.Context, p *Planner, x T, version int64) (T, error) {
	if err := n.check(p, &x); err != nil {
		var none T
		return none, err
	}
	id := *n.id(&x)
	err := p.update(ctx, func(tx store.Tx, done *change) error {
		old, err := n.get(tx, ctx, id)
		if err != nil {
			return err
		}
		if err := checkVersion(n.what, string(id), version, n.ver(old)); err != nil {
			return err
		}
		x, err = n.put(tx, ctx, x)
		n.did(done, []T{x}, nil)
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
		if err := checkVersion(n.what, string(id), version, n.ver(gone)); err != nil {
			return err
		}
		n.did(done, nil, []string{string(id)})
		return n.del(tx, ctx, id)
	})
	return gone, err
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

// into notes what was done under a delta of the change.
func into[T any](at func(*change) *delta[T]) func(*change, []T, []string) {
	return func(c *change, put []T, gone []string) {
		d := at(c)
		d.put, d.gone = append(d.put, put...), append(d.gone, gone...)
	}
}
