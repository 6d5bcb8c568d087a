package rest

import (
	"context"
	"net/url"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// The handlers of all nouns whose records are listed, read, added, changed and deleted one by one.
// What sets a noun apart (how its records are sent, stored and shown) is handed in.

// listInput is what a list takes: what every one does, and a filter of its own. bound is what the
// cursor is bound to.
type listInput[In, F any] interface {
	*In
	listing() *Listing
	filter() (f F, bound any, err error)
}

// filtering is a filter that knows what it may name.
type filtering interface {
	Check(*planner.Snapshot) error
}

func (l *Listing) listing() *Listing { return l }

// lister answers with a page of the records that fit. item shows one in JSON, place in GeoJSON.
func lister[In any, F filtering, T, I, P any, L listInput[In, F]](s *Service, name string, find func(*planner.Snapshot, F, planner.Page) (planner.Listed[T], error),
	item func(view, T) I, place func(view, T) feature[P]) func(context.Context, *In) (*listOutput, error) {
	return func(_ context.Context, in *In) (*listOutput, error) {
		filter, bound, err := L(in).filter()
		if err != nil {
			return nil, err
		}
		l := *L(in).listing()
		page := planner.Page{Language: l.lang()}
		if o, ok := any(in).(interface{ ordering() *Ordering }); ok {
			page.ByName, page.Search = o.ordering().Order == "name", o.ordering().Search
			bound = [...]any{bound, *o.ordering()}
			if page.ByName { // each language has its order
				bound = [...]any{bound, page.Language}
			}
		}
		if err := l.begin(&page, name, bound); err != nil {
			return nil, err
		}
		snapshot := s.planner.Snapshot()
		if err := filter.Check(snapshot); err != nil {
			return nil, err
		}
		found, err := find(snapshot, filter, page)
		if err != nil {
			return nil, err
		}
		v := s.view(snapshot, l.Language)
		return answer(l, snapshot, name, bound, found, func(t T) I { return item(v, t) }, func(t T) feature[P] { return place(v, t) })
	}
}

// surely is a search that can't fail, as one that could.
func surely[F, T any](find func(*planner.Snapshot, F, planner.Page) planner.Listed[T]) func(*planner.Snapshot, F, planner.Page) (planner.Listed[T], error) {
	return func(s *planner.Snapshot, f F, page planner.Page) (planner.Listed[T], error) {
		return find(s, f, page), nil
	}
}

// getter answers with a record by its id.
func getter[ID ~string, T symbiosis.Record, Out any](s *Service, find func(*planner.Snapshot, ID) (T, error), show func(view, T) Out) func(context.Context, *ByID) (*recordOutput[Out], error) {
	return func(_ context.Context, in *ByID) (*recordOutput[Out], error) {
		snapshot := s.planner.Snapshot()
		x, err := find(snapshot, ID(in.ID))
		if err != nil {
			return nil, err
		}
		return &recordOutput[Out]{ETag: etag(x.RecordVersion()), Body: show(s.view(snapshot, in.Language), x)}, nil
	}
}

// sending is a record's body.
type sending[In, T any] interface {
	*In
	givenID() *string
	// record is the record that was sent, with what had to be put right in it; the error is Invalid
	// and names the attribute.
	record() (x T, notices []symbiosis.Problem, err error)
}

type adding[In any] struct {
	Language
	Body In
}

type putting[In any] struct {
	Changing
	Body In
}

// creator adds the record that was sent.
func creator[In any, T symbiosis.Record, Out any, B sending[In, T]](s *Service, path string, create func(*planner.Planner, context.Context, T) (T, error),
	show func(view, T, []symbiosis.Problem) Out) func(context.Context, *adding[In]) (*recordOutput[Out], error) {
	return func(ctx context.Context, in *adding[In]) (*recordOutput[Out], error) {
		x, notices, err := B(&in.Body).record()
		if err != nil {
			return nil, err
		}
		if x, err = create(s.planner, ctx, x); err != nil {
			return nil, err
		}
		return &recordOutput[Out]{ETag: etag(x.RecordVersion()), Location: locationOf(path, x), Body: show(s.now(in.Language), x, notices)}, nil
	}
}

func locationOf(path string, x symbiosis.Record) string {
	return Prefix + path + "/" + url.PathEscape(x.RecordID())
}

// changer replaces a record by the one that was sent, if the version is the one on file.
func changer[In any, T symbiosis.Record, Out any, B sending[In, T]](s *Service, update func(*planner.Planner, context.Context, T, int64) (T, error),
	show func(view, T, []symbiosis.Problem) Out) func(context.Context, *putting[In]) (*recordOutput[Out], error) {
	return func(ctx context.Context, in *putting[In]) (*recordOutput[Out], error) {
		version, err := in.version()
		if err != nil {
			return nil, err
		}
		if err := sameID(in.ID, B(&in.Body).givenID()); err != nil {
			return nil, err
		}
		x, notices, err := B(&in.Body).record()
		if err != nil {
			return nil, err
		}
		if x, err = update(s.planner, ctx, x, version); err != nil {
			return nil, err
		}
		return &recordOutput[Out]{ETag: etag(x.RecordVersion()), Body: show(s.now(in.Language), x, notices)}, nil
	}
}

// sameID gives a body the id of the path, and refuses one that has another: ids don't change.
func sameID(path string, body *string) error {
	if *body == "" || *body == path {
		*body = path
		return nil
	}
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "an id can't be changed", Problems: []symbiosis.Problem{{
		Field: "id", Code: "not_the_same", Value: *body, Text: "is not the id of the path", Hint: path,
	}}}
}

// deleter deletes a record, if the version is the one on file, and answers with what went.
func deleter[ID ~string, Gone, Out any](s *Service, remove func(*planner.Planner, context.Context, ID, int64) (Gone, error), show func(view, Gone) Out) func(context.Context, *Changing) (*jsonOutput[Out], error) {
	return func(ctx context.Context, in *Changing) (*jsonOutput[Out], error) {
		version, err := in.version()
		if err != nil {
			return nil, err
		}
		gone, err := remove(s.planner, ctx, ID(in.ID), version)
		if err != nil {
			return nil, err
		}
		return &jsonOutput[Out]{show(s.now(in.Language), gone)}, nil
	}
}

// unnoticed shows a record of a noun that is stored as it was sent.
func unnoticed[T, Out any](show func(view, T) Out) func(view, T, []symbiosis.Problem) Out {
	return func(v view, x T, _ []symbiosis.Problem) Out { return show(v, x) }
}
