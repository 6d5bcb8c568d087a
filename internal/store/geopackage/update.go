package geopackage

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/record"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Update implements store.Store.
func (s *Store) Update(ctx context.Context, write func(store.Tx) error) (store.Revision, error) {
	if err := s.writer.acquire(ctx); err != nil {
		return "", err
	}
	defer s.writer.release()
	if err := s.inPlace(); err != nil {
		return "", err
	}
	if err := s.writer.begin(ctx); err != nil {
		return "", explain(ctx, s.path, err)
	}
	tx := &transaction{
		path: s.path, writer: s.writer, author: store.AuthorOf(ctx), changed: map[string]bool{},
		extents: map[string]*extent{}, fillings: map[string]*filling{}, news: map[string]int{},
	}
	tx.Transaction = tx.nouns()
	committed := false
	before, err := tx.revision(ctx)
	if err != nil {
		s.writer.rollback()
		return "", err
	}
	tx.began, tx.edited = before, before != s.writer.last
	// Also when write panics or ends its goroutine.
	defer func() {
		tx.closed = true
		if !committed {
			s.writer.rollback()
		}
	}()

	err = write(tx)
	if tx.failed != nil {
		return "", tx.failed
	}
	if err != nil {
		return "", err
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	revision, err := tx.finish(ctx)
	if err != nil {
		return "", err
	}
	var altered bool
	if err := tx.scan(ctx, []any{&altered}, othersHaveAHand); err != nil {
		return "", err
	}
	// From here on the outcome must not hang on ctx: either all is kept or nothing.
	if _, err := s.writer.conn.ExecContext(context.WithoutCancel(ctx), `COMMIT`); err != nil {
		return "", explain(context.WithoutCancel(ctx), s.path, err)
	}
	committed = true
	s.writer.last = revision
	if s.making != nil {
		s.making.kept.Store(true)
	}
	if altered {
		return store.Altered, nil
	}
	return revision, nil
}

// othersHaveAHand says whether a table of the region has triggers that aren't ours: then what an update has put
// is not all that it has changed. Those that keep the spatial index, and GDAL's that count rows, change none of
// the region.
const othersHaveAHand = `SELECT EXISTS (
	SELECT 1 FROM sqlite_master AS other
	WHERE other.type = 'trigger' AND other.name NOT GLOB 'samloka_*' AND other.name NOT GLOB 'rtree_*' AND other.name NOT GLOB 'trigger_*_feature_count_*'
		AND EXISTS (SELECT 1 FROM sqlite_master AS ours WHERE ours.type = 'trigger' AND ours.tbl_name = other.tbl_name AND ours.name GLOB 'samloka_*_insert'))`

// transaction implements store.Tx. Statements run without the caller's context, which is looked at
// before each: they take microseconds, and SQLite answers an interrupted statement by rolling
// the whole transaction back, after which the next one would stand alone.
type transaction struct {
	record.Transaction // the records

	path    string
	writer  *writer
	changed map[string]bool // tables, by name
	extents map[string]*extent
	// fillings are of tables that were empty at their first new row, or get many, by name; nil: neither.
	fillings map[string]*filling
	news     map[string]int // new rows of tables that weren't, until they are being filled
	author   store.Author
	signed   bool // the triggers of the history have been told the author
	began    store.Revision
	edited   bool  // another program may have changed the file since our last update
	failed   error // the first failure of SQLite: the transaction is lost with it
	closed   bool
}

var _ store.Tx = (*transaction)(nil)

// Began implements store.Tx.
func (tx *transaction) Began() store.Revision { return tx.began }

// finish brings what depends on the changes up to date and returns the new revision.
func (tx *transaction) finish(ctx context.Context) (store.Revision, error) {
	for _, name := range slices.Sorted(maps.Keys(tx.fillings)) {
		if f := tx.fillings[name]; f != nil {
			if err := f.end(ctx, tx); err != nil {
				return "", err
			}
		}
	}
	if err := tx.updateContents(ctx); err != nil {
		return "", err
	}
	if tx.signed {
		if err := tx.run(ctx, `UPDATE samloka_session SET change_set = NULL, actor = NULL, undoes = NULL`); err != nil {
			return "", err
		}
	}
	return tx.revision(ctx)
}

// revision returns the revision of what the transaction sees.
func (tx *transaction) revision(ctx context.Context) (store.Revision, error) {
	var r revision
	var e entry
	if err := tx.scan(ctx, revisionTargets(&r, &e), selectRevision); err != nil {
		return "", err
	}
	return r.at(e).store(), nil
}

// usable says why the transaction can't be used any more, or nil.
func (tx *transaction) usable(ctx context.Context) error {
	switch {
	case tx.closed:
		return symbiosis.Errorf(symbiosis.Internal, "a transaction was used after its update had ended")
	case tx.failed != nil:
		return tx.failed
	case ctx.Err() != nil:
		return tx.fail(ctx, ctx.Err())
	}
	return nil
}

// fail notes that the transaction is lost and returns why.
func (tx *transaction) fail(ctx context.Context, err error) error {
	if tx.failed == nil {
		tx.failed = explain(ctx, tx.path, err)
	}
	return tx.failed
}

// exec changes the region, and tells the triggers of the history who does.
func (tx *transaction) exec(ctx context.Context, query string, args ...any) error {
	if !tx.signed {
		tx.signed = true
		var undoes any
		if tx.author.Undoes != 0 {
			undoes = tx.author.Undoes
		}
		err := tx.run(ctx, `UPDATE samloka_session SET change_set = `+nextNumber+`, actor = ?, undoes = ?`, tx.author.Name, undoes)
		if err != nil {
			return err
		}
	}
	return tx.run(ctx, query, args...)
}

// prepared returns a statement once every row that was put is where it can see it.
func (tx *transaction) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if err := tx.settle(ctx); err != nil {
		return nil, err
	}
	return tx.writer.statement(context.WithoutCancel(ctx), query)
}

func (tx *transaction) run(ctx context.Context, query string, args ...any) error {
	stmt, err := tx.prepared(ctx, query)
	if err == nil {
		_, err = stmt.ExecContext(context.WithoutCancel(ctx), args...)
	}
	if err != nil {
		return tx.fail(context.WithoutCancel(ctx), err)
	}
	return nil
}

func (tx *transaction) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := tx.usable(ctx); err != nil {
		return nil, err
	}
	stmt, err := tx.prepared(ctx, query)
	if err != nil {
		return nil, tx.fail(context.WithoutCancel(ctx), err)
	}
	rows, err := stmt.QueryContext(context.WithoutCancel(ctx), args...)
	if err != nil {
		return nil, tx.fail(context.WithoutCancel(ctx), err)
	}
	return rows, nil
}

// scan reads the one row of a query into targets; without a row they stay as they are.
func (tx *transaction) scan(ctx context.Context, targets []any, query string, args ...any) error {
	stmt, err := tx.prepared(ctx, query)
	return tx.scanOne(ctx, stmt, err, targets, args...)
}

// findOld is find of a row that isn't among those that wait to be written, and leaves them waiting.
func (tx *transaction) findOld(ctx context.Context, t *table, id string) (fid, version int64, err error) {
	stmt, err := tx.writer.statement(context.WithoutCancel(ctx), t.selectVersion)
	err = tx.scanOne(ctx, stmt, err, []any{&fid, &version}, id)
	return fid, version, err
}

func (tx *transaction) scanOne(ctx context.Context, stmt *sql.Stmt, err error, targets []any, args ...any) error {
	if err == nil {
		err = stmt.QueryRowContext(context.WithoutCancel(ctx), args...).Scan(targets...)
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return tx.fail(context.WithoutCancel(ctx), err)
	}
	return nil
}

// find returns the key and version of the row of id; the key is 0 when there is none.
func (tx *transaction) find(ctx context.Context, t *table, id string) (fid, version int64, err error) {
	err = tx.scan(ctx, []any{&fid, &version}, t.selectVersion, id)
	return fid, version, err
}
