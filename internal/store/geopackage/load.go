package geopackage

import (
	"context"
	"database/sql"
	"errors"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/geopackage/btree"
	"github.com/samloka/samloka/internal/symbiosis"
)

// queryer is a pool or a transaction.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Load implements store.Store.
func (s *Store) Load(ctx context.Context) (*symbiosis.Region, store.Revision, error) {
	region, revision, err := s.load(ctx, false)
	if errors.Is(err, btree.ErrFormat) {
		region, revision, err = s.load(ctx, true) // what SQLite can read shall be read
	}
	if err != nil {
		return nil, "", explain(ctx, s.path, err)
	}
	return region, revision, nil
}

func (s *Store) load(ctx context.Context, byRows bool) (*symbiosis.Region, store.Revision, error) {
	var region symbiosis.Region
	revision, err := s.withSession(ctx, byRows, func(from *session) error {
		err := from.pieces().Gather(&region)
		region.Broken = from.broken()
		return err
	})
	return &region, revision, err
}

// reader reads the records that touched names, by table.
type reader struct {
	ctx     context.Context //nolint:containedctx // of the one call that makes it
	from    queryer
	touched map[string][]string // ids
	after   int64               // the history's entries above this number touched them
	gone    map[string][]string // those of touched that aren't there
}

// region reads what has changed of every table.
func (r *reader) region(into *symbiosis.Region) (failed error) {
	take := func(broken []symbiosis.BrokenRow, err error) {
		into.Broken, failed = append(into.Broken, broken...), err
	}
	for _, k := range kinds {
		if failed == nil && r.wants(k.ofTable()) {
			take(k.changed(r, into))
		}
	}
	if failed == nil && r.wants(regionInfo) {
		take(loadInfo(r.ctx, r.from, &into.Info))
	}
	if failed == nil && r.wants(assumptions) {
		take(loadAssumptions(r.ctx, r.from, &into.Assumptions))
	}
	symbiosis.SortBroken(into.Broken)
	return failed
}

// wants says whether anything of a table is to be read.
func (r *reader) wants(t *table) bool { return len(r.touched[t.name]) > 0 }

// changed reads the records of the kind that were touched.
func (k *kind[T]) changed(r *reader, into *symbiosis.Region) ([]symbiosis.BrokenRow, error) {
	about := len(r.touched[k.table.name])
	rows, err := r.from.QueryContext(r.ctx, k.table.selectTouched, k.table.name, r.after)
	if err != nil {
		return nil, err
	}
	items, broken, err := k.readAll(rows, about)
	if err != nil {
		return nil, err
	}
	*symbiosis.List[T](into) = items
	there := make(map[string]bool, len(items))
	for _, item := range items {
		there[item.RecordID()] = true
	}
	for _, id := range r.touched[k.table.name] {
		if !there[id] {
			r.gone[k.table.name] = append(r.gone[k.table.name], id)
		}
	}
	return broken, nil
}
