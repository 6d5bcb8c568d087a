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
func (r *reader) region(into *symbiosis.Region) error {
	for _, read := range []func() ([]symbiosis.BrokenRow, error){
		func() ([]symbiosis.BrokenRow, error) { return readKind(r, &siteKind, &into.Sites) },
		func() ([]symbiosis.BrokenRow, error) { return readKind(r, &flowKind, &into.Flows) },
		func() ([]symbiosis.BrokenRow, error) { return readKind(r, &areaKind, &into.Areas) },
		func() ([]symbiosis.BrokenRow, error) { return readKind(r, &exchangeKind, &into.Exchanges) },
		func() ([]symbiosis.BrokenRow, error) { return readKind(r, &constraintKind, &into.Constraints) },
		func() ([]symbiosis.BrokenRow, error) { return readKind(r, &facilityKind, &into.Facilities) },
		func() ([]symbiosis.BrokenRow, error) { return readKind(r, &profileKind, &into.Profiles) },
		func() ([]symbiosis.BrokenRow, error) { return readKind(r, &comparisonKind, &into.Comparisons) },
		func() ([]symbiosis.BrokenRow, error) { return readKind(r, &pitchKind, &into.Pitches) },
		func() ([]symbiosis.BrokenRow, error) { return readKind(r, &settingKind, &into.Settings) },
		func() ([]symbiosis.BrokenRow, error) {
			if !r.wants(regionInfo) {
				return nil, nil
			}
			return loadInfo(r.ctx, r.from, r.types, &into.Info)
		},
		func() ([]symbiosis.BrokenRow, error) {
			if !r.wants(assumptions) {
				return nil, nil
			}
			return loadAssumptions(r.ctx, r.from, r.types, &into.Assumptions)
		},
	} {
		found, err := read()
		if err != nil {
			return err
		}
		into.Broken = append(into.Broken, found...)
	}
	symbiosis.SortBroken(into.Broken)
	return nil
}

// wants says whether anything of a table is to be read.
func (r *reader) wants(t *table) bool { return len(r.touched[t.name]) > 0 }

func readKind[T symbiosis.Record](r *reader, k *kind[T], into *[]T) ([]symbiosis.BrokenRow, error) {
	if !r.wants(k.table) {
		return nil, nil
	}
	rows, err := r.from.Query(r.ctx, k.table.selectSome, r.touched[k.table.name])
	if err != nil {
		return nil, err
	}
	items, broken, err := k.readAll(rows, r.types)
	if err != nil {
		return nil, err
	}
	*into = items
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
