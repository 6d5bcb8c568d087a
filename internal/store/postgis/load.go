package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/record"
	"github.com/samloka/samloka/internal/symbiosis"
)

// queryer is a pool, a connection or a transaction.
type queryer interface {
	Query(ctx context.Context, query string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) pgx.Row
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
	problems, err := (&reader{ctx: ctx, from: tx, types: tx.Conn().TypeMap()}).region(&region)
	if err != nil {
		return nil, "", err
	}
	return &region, revision.store(), record.Unreadable(s.location, problems)
}

// reader reads the region, or the records of it that touched names, by table.
type reader struct {
	ctx     context.Context //nolint:containedctx // of the one call that makes it
	from    queryer
	types   *pgtype.Map
	touched map[string][]string // ids; nil: all there are
	gone    map[string][]string // those of touched that aren't there
}

// region reads every table; what breaks a rule comes apart.
func (r *reader) region(into *symbiosis.Region) (problems []symbiosis.Problem, err error) {
	for _, read := range []func() ([]symbiosis.Problem, error){
		func() ([]symbiosis.Problem, error) { return readKind(r, &siteKind, &into.Sites) },
		func() ([]symbiosis.Problem, error) { return readKind(r, &flowKind, &into.Flows) },
		func() ([]symbiosis.Problem, error) { return readKind(r, &areaKind, &into.Areas) },
		func() ([]symbiosis.Problem, error) { return readKind(r, &exchangeKind, &into.Exchanges) },
		func() ([]symbiosis.Problem, error) { return readKind(r, &constraintKind, &into.Constraints) },
		func() ([]symbiosis.Problem, error) { return readKind(r, &facilityKind, &into.Facilities) },
		func() ([]symbiosis.Problem, error) { return readKind(r, &profileKind, &into.Profiles) },
		func() ([]symbiosis.Problem, error) { return readKind(r, &comparisonKind, &into.Comparisons) },
		func() ([]symbiosis.Problem, error) { return readKind(r, &pitchKind, &into.Pitches) },
		func() ([]symbiosis.Problem, error) { return readKind(r, &settingKind, &into.Settings) },
		func() ([]symbiosis.Problem, error) {
			if !r.wants(regionInfo) {
				return nil, nil
			}
			return loadInfo(r.ctx, r.from, r.types, &into.Info)
		},
		func() ([]symbiosis.Problem, error) {
			if !r.wants(assumptions) {
				return nil, nil
			}
			return loadAssumptions(r.ctx, r.from, r.types, &into.Assumptions)
		},
	} {
		found, err := read()
		if err != nil {
			return nil, err
		}
		problems = append(problems, found...)
	}
	return problems, nil
}

// wants says whether anything of a table is to be read.
func (r *reader) wants(t *table) bool { return r.touched == nil || len(r.touched[t.name]) > 0 }

func readKind[T symbiosis.Record](r *reader, k *kind[T], into *[]T) ([]symbiosis.Problem, error) {
	if !r.wants(k.table) {
		return nil, nil
	}
	query, args := k.table.selectAll, []any(nil)
	if r.touched != nil {
		query, args = k.table.selectSome, []any{r.touched[k.table.name]}
	}
	rows, err := r.from.Query(r.ctx, query, args...)
	if err != nil {
		return nil, err
	}
	items, problems, err := k.readAll(rows, r.types)
	if err != nil {
		return nil, err
	}
	*into = items
	if r.touched == nil {
		return problems, nil
	}
	there := make(map[string]bool, len(items))
	for _, item := range items {
		there[item.RecordID()] = true
	}
	for _, id := range r.touched[k.table.name] {
		if !there[id] {
			r.gone[k.table.name] = append(r.gone[k.table.name], id)
		}
	}
	return problems, nil
}
