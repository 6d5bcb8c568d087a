package planner

import (
	"context"
	"reflect"
	"slices"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/symbiosis"
)

// write puts the records that are new or have changed.
func (in *importing) write(ctx context.Context, sites []exchangeformat.Placed[symbiosis.Site], flows []exchangeformat.Placed[symbiosis.Flow],
	areas []exchangeformat.Placed[symbiosis.Area], exchanges []exchangeformat.Placed[symbiosis.Exchange]) error {
	var err error
	if in.done.sites, err = put(ctx, in, &in.report.Sites, sites,
		func(s symbiosis.Site) (symbiosis.Site, error) { return in.site(ctx, s.ID) },
		func(s symbiosis.Site) (symbiosis.Site, error) { return in.tx.PutSite(ctx, s) }, plainSite); err != nil {
		return err
	}
	if in.done.flows, err = put(ctx, in, &in.report.Flows, flows,
		func(f symbiosis.Flow) (symbiosis.Flow, error) { return in.flow(ctx, f.ID) },
		func(f symbiosis.Flow) (symbiosis.Flow, error) { return in.tx.PutFlow(ctx, f) }, plainFlow); err != nil {
		return err
	}
	if in.done.areas.put, err = put(ctx, in, &in.report.Areas, areas,
		func(a symbiosis.Area) (symbiosis.Area, error) { return in.area(ctx, a.ID) },
		func(a symbiosis.Area) (symbiosis.Area, error) { return in.tx.PutArea(ctx, a) }, plainArea); err != nil {
		return err
	}
	in.done.exchanges, err = put(ctx, in, &in.report.Exchanges, exchanges,
		func(e symbiosis.Exchange) (symbiosis.Exchange, error) { return in.exchange(ctx, e.ID) },
		func(e symbiosis.Exchange) (symbiosis.Exchange, error) { return in.tx.PutExchange(ctx, e) }, plainExchange)
	return err
}

// progressEvery is how many records lie between two reports of progress.
const progressEvery = 500

// writeLand is write for what bears on land.
func (in *importing) writeLand(ctx context.Context, constraints []exchangeformat.Placed[symbiosis.Constraint], facilities []exchangeformat.Placed[symbiosis.Facility]) error {
	var err error
	if in.done.constraints.put, err = put(ctx, in, &in.report.Constraints, constraints,
		func(c symbiosis.Constraint) (symbiosis.Constraint, error) { return in.constraint(ctx, c.ID) },
		func(c symbiosis.Constraint) (symbiosis.Constraint, error) { return in.tx.PutConstraint(ctx, c) },
		func(c symbiosis.Constraint) symbiosis.Constraint { c.Normalise(); c.Version = 0; return c }); err != nil {
		return err
	}
	in.done.facilities.put, err = put(ctx, in, &in.report.Facilities, facilities,
		func(f symbiosis.Facility) (symbiosis.Facility, error) { return in.facility(ctx, f.ID) },
		func(f symbiosis.Facility) (symbiosis.Facility, error) { return in.tx.PutFacility(ctx, f) },
		func(f symbiosis.Facility) symbiosis.Facility { f.Normalise(); f.Version = 0; return f })
	return err
}

// put writes the records that differ from what is on file, counts, and returns what it
// wrote. Two records are the same when plain makes them equal.
func put[T any](ctx context.Context, in *importing, count *ImportCount, records []exchangeformat.Placed[T],
	read, write func(T) (T, error), plain func(T) T) ([]T, error) {
	var written []T
	for _, r := range records {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if in.count++; in.opts.Progress != nil && (in.count%progressEvery == 0 || in.count == in.total) {
			in.opts.Progress(in.count, in.total)
		}
		old, err := read(r.Record)
		switch {
		case err == nil && reflect.DeepEqual(plain(old), plain(r.Record)):
			count.Unchanged++
			continue
		case err == nil:
			count.Updated++
		case symbiosis.KindOf(err) == symbiosis.NotFound:
			count.Created++
		default:
			return nil, err
		}
		now, err := write(r.Record)
		if err != nil {
			return nil, err
		}
		written = append(written, now)
	}
	return written, nil
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
