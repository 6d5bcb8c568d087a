package geopackage

import (
	"context"
	"database/sql"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/record"
	"github.com/samloka/samloka/internal/symbiosis"
)

// queryer is a pool or a transaction.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Load implements store.Store.
func (s *Store) Load(ctx context.Context) (*symbiosis.Region, store.Revision, error) {
	region, revision, err := s.load(ctx)
	if err != nil {
		return nil, "", explain(ctx, s.path, err)
	}
	return region, revision, nil
}

func (s *Store) load(ctx context.Context) (*symbiosis.Region, store.Revision, error) {
	if err := s.inPlace(); err != nil {
		return nil, "", err
	}
	// One transaction shows one state, whatever is written meanwhile.
	tx, err := s.readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = tx.Rollback() }()
	revision, err := readRevision(ctx, tx)
	if err != nil {
		return nil, "", err
	}
	var region symbiosis.Region
	problems, err := (&reader{ctx: ctx, from: tx}).region(&region)
	if err != nil {
		return nil, "", err
	}
	return &region, revision.store(), record.Unreadable(s.path, problems)
}

// reader reads the region, or the records of it that touched names, by table.
type reader struct {
	ctx     context.Context //nolint:containedctx // of the one call that makes it
	from    queryer
	touched map[string][]string // ids; nil: all there are
	after   int64               // the history's entries above this number touched them
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
			return loadInfo(r.ctx, r.from, &into.Info)
		},
		func() ([]symbiosis.Problem, error) {
			if !r.wants(assumptions) {
				return nil, nil
			}
			return loadAssumptions(r.ctx, r.from, &into.Assumptions)
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
	about, query, args := len(r.touched[k.table.name]), k.table.selectTouched, []any{k.table.name, r.after}
	if r.touched == nil {
		query, args = k.table.selectAll, nil
		if err := r.from.QueryRowContext(r.ctx, `SELECT count(*) FROM `+k.table.name).Scan(&about); err != nil {
			return nil, err
		}
	}
	rows, err := r.from.QueryContext(r.ctx, query, args...)
	if err != nil {
		return nil, err
	}
	items, problems, err := k.readAll(rows, about)
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
