package geopackage

import (
	"context"
	"database/sql"
	"strconv"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/record"
	"github.com/samloka/samloka/internal/symbiosis"
)

const selectRevision = `SELECT counter, mark FROM samloka_revision`

func revisionOf(counter, mark int64) store.Revision {
	return store.Revision(strconv.FormatInt(counter, 10) + "-" + strconv.FormatUint(uint64(mark), 16)) //nolint:gosec // the mark is 64 random bits
}

// Revision implements store.Store.
func (s *Store) Revision(ctx context.Context) (store.Revision, error) {
	if err := s.inPlace(); err != nil {
		return "", err
	}
	revision, err := readRevision(ctx, s.readers)
	if err != nil {
		return "", explain(ctx, s.path, err)
	}
	return revision, nil
}

func readRevision(ctx context.Context, from queryer) (store.Revision, error) {
	var counter, mark int64
	err := from.QueryRowContext(ctx, selectRevision).Scan(&counter, &mark)
	return revisionOf(counter, mark), err
}

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
	var problems []symbiosis.Problem
	for _, read := range []func() ([]symbiosis.Problem, error){
		func() ([]symbiosis.Problem, error) { return loadKind(ctx, tx, &siteKind, &region.Sites) },
		func() ([]symbiosis.Problem, error) { return loadKind(ctx, tx, &flowKind, &region.Flows) },
		func() ([]symbiosis.Problem, error) { return loadKind(ctx, tx, &areaKind, &region.Areas) },
		func() ([]symbiosis.Problem, error) { return loadKind(ctx, tx, &exchangeKind, &region.Exchanges) },
		func() ([]symbiosis.Problem, error) { return loadKind(ctx, tx, &constraintKind, &region.Constraints) },
		func() ([]symbiosis.Problem, error) { return loadKind(ctx, tx, &facilityKind, &region.Facilities) },
		func() ([]symbiosis.Problem, error) { return loadKind(ctx, tx, &profileKind, &region.Profiles) },
		func() ([]symbiosis.Problem, error) { return loadKind(ctx, tx, &comparisonKind, &region.Comparisons) },
		func() ([]symbiosis.Problem, error) { return loadKind(ctx, tx, &pitchKind, &region.Pitches) },
		func() ([]symbiosis.Problem, error) { return loadKind(ctx, tx, &settingKind, &region.Settings) },
		func() ([]symbiosis.Problem, error) { return loadInfo(ctx, tx, &region.Info) },
		func() ([]symbiosis.Problem, error) { return loadAssumptions(ctx, tx, &region.Assumptions) },
	} {
		found, err := read()
		if err != nil {
			return nil, "", err
		}
		problems = append(problems, found...)
	}
	return &region, revision, record.Unreadable(s.path, problems)
}

func loadKind[T symbiosis.Record](ctx context.Context, from queryer, k *kind[T], into *[]T) ([]symbiosis.Problem, error) {
	var count int
	if err := from.QueryRowContext(ctx, `SELECT count(*) FROM `+k.table.name).Scan(&count); err != nil {
		return nil, err
	}
	rows, err := from.QueryContext(ctx, k.table.selectAll)
	if err != nil {
		return nil, err
	}
	items, problems, err := k.readAll(rows, count)
	*into = items
	return problems, err
}
