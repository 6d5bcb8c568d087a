package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/record"
	"github.com/samloka/samloka/internal/symbiosis"
)

// selectRevision also asks which schema the database has by now: a newer program may have brought
// it forward while this one runs.
const selectRevision = `
	SELECT counter, mark::text, (SELECT max(version_id) FROM samloka_migrations WHERE is_applied)
	FROM samloka_revision`

// queryer is a pool, a connection or a transaction.
type queryer interface {
	Query(ctx context.Context, query string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) pgx.Row
}

func readRevision(ctx context.Context, from queryer, location, query string) (store.Revision, error) {
	var counter, schema int64
	var mark string
	if err := from.QueryRow(ctx, query).Scan(&counter, &mark, &schema); err != nil {
		return "", err
	}
	newest, err := newestSchema()
	if err != nil {
		return "", err
	}
	if schema > newest {
		return "", newerSchema(location, schema, newest)
	}
	return store.Revision(fmt.Sprintf("%d-%s", counter, mark)), nil
}

// Revision implements store.Store.
func (s *Store) Revision(ctx context.Context) (store.Revision, error) {
	revision, err := readRevision(ctx, s.pool, s.location, selectRevision)
	if err != nil {
		return "", s.explain(ctx, err)
	}
	return revision, nil
}

// Load implements store.Store.
func (s *Store) Load(ctx context.Context) (*symbiosis.Region, store.Revision, error) {
	region, revision, err := s.load(ctx)
	if err != nil {
		return nil, "", s.explain(ctx, err)
	}
	return region, revision, nil
}

func (s *Store) load(ctx context.Context) (*symbiosis.Region, store.Revision, error) {
	// Repeatable read shows one state, whatever is committed meanwhile, and waits for nobody.
	tx, err := s.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	revision, err := readRevision(ctx, tx, s.location, selectRevision)
	if err != nil {
		return nil, "", err
	}
	var region symbiosis.Region
	var problems []symbiosis.Problem
	types := tx.Conn().TypeMap()
	for _, read := range []func() ([]symbiosis.Problem, error){
		func() ([]symbiosis.Problem, error) { return loadKind(ctx, tx, types, &siteKind, &region.Sites) },
		func() ([]symbiosis.Problem, error) { return loadKind(ctx, tx, types, &flowKind, &region.Flows) },
		func() ([]symbiosis.Problem, error) { return loadKind(ctx, tx, types, &areaKind, &region.Areas) },
		func() ([]symbiosis.Problem, error) { return loadKind(ctx, tx, types, &exchangeKind, &region.Exchanges) },
		func() ([]symbiosis.Problem, error) {
			return loadKind(ctx, tx, types, &constraintKind, &region.Constraints)
		},
		func() ([]symbiosis.Problem, error) {
			return loadKind(ctx, tx, types, &facilityKind, &region.Facilities)
		},
		func() ([]symbiosis.Problem, error) { return loadKind(ctx, tx, types, &profileKind, &region.Profiles) },
		func() ([]symbiosis.Problem, error) {
			return loadKind(ctx, tx, types, &comparisonKind, &region.Comparisons)
		},
		func() ([]symbiosis.Problem, error) { return loadKind(ctx, tx, types, &pitchKind, &region.Pitches) },
		func() ([]symbiosis.Problem, error) { return loadKind(ctx, tx, types, &settingKind, &region.Settings) },
		func() ([]symbiosis.Problem, error) { return loadInfo(ctx, tx, types, &region.Info) },
		func() ([]symbiosis.Problem, error) { return loadAssumptions(ctx, tx, types, &region.Assumptions) },
	} {
		found, err := read()
		if err != nil {
			return nil, "", err
		}
		problems = append(problems, found...)
	}
	return &region, revision, record.Unreadable(s.location, problems)
}

func loadKind[T symbiosis.Record](ctx context.Context, from queryer, types *pgtype.Map, k *kind[T], into *[]T) ([]symbiosis.Problem, error) {
	rows, err := from.Query(ctx, k.table.selectAll)
	if err != nil {
		return nil, err
	}
	items, problems, err := k.readAll(rows, types)
	*into = items
	return problems, err
}
