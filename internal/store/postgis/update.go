package postgis

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/record"
	"github.com/samloka/samloka/internal/symbiosis"
)

// endTimeout is how long a commit or a rollback may take once it no longer hangs on the caller's
// context.
const endTimeout = time.Minute

// Update implements store.Store.
func (s *Store) Update(ctx context.Context, write func(store.Tx) error) (store.Revision, error) {
	// First among ourselves, so that waiting updates don't take the connections of readers.
	if err := s.acquireTurn(ctx); err != nil {
		return "", err
	}
	defer s.releaseTurn()
	on, err := s.pool.Acquire(ctx)
	if err != nil {
		return "", s.explain(ctx, err)
	}
	tx := &transaction{location: s.location, conn: on.Conn(), waiting: map[*table]*pending{}}
	tx.Transaction = tx.nouns()
	committed := false
	// Also when write panics or ends its goroutine.
	defer func() {
		tx.closed = true
		if !committed {
			tx.rollback()
		}
		on.Release()
	}()
	if err := tx.begin(ctx, func() error { return s.makeWithin(ctx, tx) }); err != nil {
		return "", s.explain(ctx, err)
	}

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
		return "", s.explain(ctx, err)
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	// From here on the outcome must not hang on ctx: either all is kept or nothing.
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTimeout)
	defer cancel()
	if _, err := tx.conn.Exec(ending, `COMMIT`); err != nil {
		return "", s.explainCommit(ending, err)
	}
	committed = true
	s.isMade(ending, tx.conn)
	return revision, nil
}

// explainCommit tells of a commit that failed. When the answer was lost on the way, the change may
// be kept or not.
func (s *Store) explainCommit(ctx context.Context, err error) error {
	err = s.explain(context.WithoutCancel(ctx), err)
	if symbiosis.KindOf(err) != symbiosis.Unavailable {
		return err
	}
	return &symbiosis.Error{Kind: symbiosis.Unavailable, Err: err,
		Text: err.Error() + "; it may have kept the last change: look before repeating it"}
}

// transaction implements store.Tx.
type transaction struct {
	record.Transaction // the records

	location string
	conn     *pgx.Conn // by db, as a COPY may be under way
	waiting  map[*table]*pending
	order    []*pending // of waiting, as they came
	copying  *copying   // what is under way on conn; nil: nothing
	failed   error      // the first failure of the database: the transaction is lost with it
	closed   bool
	began    store.Revision
}

var _ store.Tx = (*transaction)(nil)

// begin starts the transaction and locks the revision, as every change of the region does first:
// nobody else can change the region until we end. Each statement sees what was committed before
// the lock was ours (read committed).
// A region that isn't there is made before.
func (tx *transaction) begin(ctx context.Context, makeRegion func() error) error {
	if _, err := tx.conn.Exec(ctx, `BEGIN ISOLATION LEVEL READ COMMITTED`); err != nil {
		return err
	}
	if err := makeRegion(); err != nil {
		return err
	}
	// For the history; both end with the transaction.
	author := store.AuthorOf(ctx)
	name, undoes := strings.ReplaceAll(strings.ToValidUTF8(author.Name, "?"), "\x00", "?"), ""
	if author.Undoes != 0 {
		undoes = strconv.FormatInt(author.Undoes, 10)
	}
	var batch pgx.Batch
	batch.Queue(`SELECT FROM samloka_revision FOR UPDATE`)
	batch.Queue(`SELECT set_config('samloka.actor', $1, true), set_config('samloka.undoes', $2, true)`, name, undoes)
	batch.Queue(selectRevision) // apart from the first, which sees the history as it was before it waited
	results := tx.conn.SendBatch(ctx, &batch)
	defer results.Close()
	for range 2 {
		if _, err := results.Exec(); err != nil {
			return err
		}
	}
	now, err := scanRevision(results.QueryRow(), tx.location)
	if err != nil {
		return err
	}
	if tx.began == "" {
		tx.began = now.store()
	}
	return results.Close()
}

// Began implements store.Tx.
func (tx *transaction) Began() store.Revision { return tx.began }

// finish writes what waits and returns the new revision, or store.Altered.
func (tx *transaction) finish(ctx context.Context) (store.Revision, error) {
	for _, p := range tx.order {
		if err := p.flush(ctx); err != nil {
			return "", err
		}
		if err := p.makeGood(ctx); err != nil {
			return "", err
		}
	}
	conn, err := tx.db(ctx)
	if err != nil {
		return "", err
	}
	now, err := scanRevision(conn.QueryRow(ctx, selectRevisionAfter), tx.location)
	if err != nil {
		return "", err
	}
	if now.altered {
		return store.Altered, nil
	}
	return now.store(), nil
}

// db returns the connection once nothing is under way on it any more.
func (tx *transaction) db(ctx context.Context) (*pgx.Conn, error) {
	if c := tx.copying; c != nil {
		if err := tx.endCopy(ctx); err != nil {
			return nil, tx.fail(ctx, err)
		}
		if err := tx.waiting[c.table].makeWhole(ctx); err != nil {
			return nil, err
		}
	}
	return tx.conn, nil
}

// rollback ends the transaction without keeping anything. A connection that fails in this is
// closed when it is released, which undoes the change too.
func (tx *transaction) rollback() {
	ctx, cancel := context.WithTimeout(context.Background(), endTimeout)
	defer cancel()
	if tx.copying != nil {
		tx.copying.abort(ctx)
		tx.copying = nil
	}
	if tx.conn.IsClosed() {
		return
	}
	_, _ = tx.conn.Exec(ctx, `ROLLBACK`)
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
		tx.failed = explain(ctx, tx.location, err)
	}
	return tx.failed
}

func (tx *transaction) exec(ctx context.Context, query string, args ...any) error {
	conn, err := tx.db(ctx)
	if err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, query, args...); err != nil {
		return tx.fail(ctx, err)
	}
	return nil
}
