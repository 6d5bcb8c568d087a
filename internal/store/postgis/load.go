package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// queryer is a pool, a connection or a transaction.
type queryer interface {
	Query(ctx context.Context, query string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) pgx.Row
}

// Load implements store.Store.
func (s *Store) Load(ctx context.Context) (*symbiosis.Region, store.Revision, error) {
	if s.unmade.Load() {
		return new(symbiosis.Region), noRegion.store(), nil
	}
	region, revision, err := s.load(ctx)
	if err != nil {
		return nil, "", s.explain(ctx, err)
	}
	return region, revision, nil
}

func (s *Store) load(ctx context.Context) (*symbiosis.Region, store.Revision, error) {
	var region symbiosis.Region
	revision, err := s.withSession(ctx, true, func(from *session) error {
		err := from.pieces().Gather(&region)
		region.Broken = from.broken()
		return err
	})
	if err != nil {
		return nil, "", err
	}
	return &region, revision, nil
}

// reader reads the records that touched names, by table.
type reader struct {
	ctx     context.Context //nolint:containedctx // of the one call that makes it
	from    queryer
	types   *pgtype.Map
	touched map[string][]string // ids
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
		take(loadInfo(r.ctx, r.from, r.types, &into.Info))
	}
	if failed == nil && r.wants(assumptions) {
		take(loadAssumptions(r.ctx, r.from, r.types, &into.Assumptions))
	}
	symbiosis.SortBroken(into.Broken)
	return failed
}

// wants says whether anything of a table is to be read.
func (r *reader) wants(t *table) bool { return len(r.touched[t.name]) > 0 }

// changed reads the records of the kind that were touched.
func (k *kind[T]) changed(r *reader, into *symbiosis.Region) ([]symbiosis.BrokenRow, error) {
	rows, err := r.from.Query(r.ctx, k.table.selectSome, r.touched[k.table.name])
	if err != nil {
		return nil, err
	}
	items, broken, err := k.readAll(rows, r.types)
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
