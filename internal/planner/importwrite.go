package planner

import (
	"context"
	"reflect"
	"slices"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/symbiosis"
)

// writeAlone puts the records that are new or have changed, of the nouns that name no other.
func (in *importing) writeAlone(ctx context.Context, sites []exchangeformat.Placed[symbiosis.Site], areas []exchangeformat.Placed[symbiosis.Area],
	constraints []exchangeformat.Placed[symbiosis.Constraint], facilities []exchangeformat.Placed[symbiosis.Facility]) error {
	if err := put(ctx, in, &in.report.Sites, &in.done.sites, sites,
		func(s *symbiosis.Site) (symbiosis.Site, standing, error) { return in.site(ctx, s.ID) }, in.tx.KeepSite, plainSite); err != nil {
		return err
	}
	if err := put(ctx, in, &in.report.Areas, &in.done.areas.put, areas,
		func(a *symbiosis.Area) (symbiosis.Area, standing, error) { return in.area(ctx, a.ID) }, keep(in.tx.PutArea), plainArea); err != nil {
		return err
	}
	if err := put(ctx, in, &in.report.Constraints, &in.done.constraints.put, constraints,
		func(c *symbiosis.Constraint) (symbiosis.Constraint, standing, error) { return in.constraint(ctx, c.ID) }, keep(in.tx.PutConstraint),
		func(c symbiosis.Constraint) symbiosis.Constraint { c.Normalise(); c.Version = 0; return c }); err != nil {
		return err
	}
	return put(ctx, in, &in.report.Facilities, &in.done.facilities.put, facilities,
		func(f *symbiosis.Facility) (symbiosis.Facility, standing, error) { return in.facility(ctx, f.ID) }, keep(in.tx.PutFacility),
		func(f symbiosis.Facility) symbiosis.Facility { f.Normalise(); f.Version = 0; return f })
}

// writeDependent is writeAlone for those that do.
func (in *importing) writeDependent(ctx context.Context, flows []exchangeformat.Placed[symbiosis.Flow], exchanges []exchangeformat.Placed[symbiosis.Exchange]) error {
	if err := put(ctx, in, &in.report.Flows, &in.done.flows, flows,
		func(f *symbiosis.Flow) (symbiosis.Flow, standing, error) { return in.flow(ctx, f.ID) }, keep(in.tx.PutFlow), plainFlow); err != nil {
		return err
	}
	return put(ctx, in, &in.report.Exchanges, &in.done.exchanges, exchanges,
		func(e *symbiosis.Exchange) (symbiosis.Exchange, standing, error) { return in.exchange(ctx, e.ID) }, keep(in.tx.PutExchange), plainExchange)
}

// progressEvery is how many records lie between two reports of progress.
const progressEvery = 500

// checkedEvery is after how many records that are as on file an import looks whether it shall go on.
const checkedEvery = 64

// put writes the records that differ from what is on file, where that may be a broken row, counts, and adds what it wrote to written,
// unless nobody will ask. Two records are the same when plain makes them equal.
func put[T any](ctx context.Context, in *importing, count *ImportCount, written *[]T, records []exchangeformat.Placed[T],
	read func(*T) (T, standing, error), write func(context.Context, *T) error, plain func(T) T) error {
	for i := range records {
		r := &records[i].Record
		if in.count%checkedEvery == 0 && ctx.Err() != nil { // what is put the store asks for
			return ctx.Err()
		}
		if in.count++; in.opts.Progress != nil && (in.count%progressEvery == 0 || in.count == in.expected) {
			in.opts.Progress(in.count, max(in.count, in.expected))
		}
		old, is, err := read(r)
		switch {
		case err != nil:
			return err
		case is == nothing:
			count.Created++
		case is == aRecord && reflect.DeepEqual(plain(old), plain(*r)):
			count.Unchanged++
			continue
		default:
			count.Updated++
		}
		if err := write(ctx, r); err != nil {
			return err
		}
		if !in.planner.opts.Once {
			*written = append(*written, *r)
		}
	}
	return nil
}

// keep makes a method of the transaction that puts a record one like KeepSite.
func keep[T any](put func(context.Context, T) (T, error)) func(context.Context, *T) error {
	return func(ctx context.Context, x *T) error {
		now, err := put(ctx, *x)
		if err == nil {
			*x = now
		}
		return err
	}
}

// The plain forms leave out the version, and make nothing and an empty list the same.
func plainSite(s symbiosis.Site) symbiosis.Site {
	s.Normalise()
	s.Version = 0
	return s
}

func plainFlow(f symbiosis.Flow) symbiosis.Flow {
	f.PermittedCodes = slices.Clone(f.PermittedCodes) // Normalise writes into it
	f.Normalise()
	f.Version = 0
	if len(f.Accepts) == 0 {
		f.Accepts = nil
	}
	if len(f.PermittedCodes) == 0 {
		f.PermittedCodes = nil
	}
	if len(f.Quality) == 0 {
		f.Quality = nil
	}
	return f
}

func plainArea(a symbiosis.Area) symbiosis.Area {
	a.Normalise()
	a.Version = 0
	return a
}

func plainExchange(e symbiosis.Exchange) symbiosis.Exchange {
	e.Normalise()
	e.Version = 0
	if e.Quantity.Amount == 0 {
		e.Quantity = symbiosis.Quantity{}
	}
	return e
}
