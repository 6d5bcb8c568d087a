package geopackage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"github.com/samloka/samloka/internal/store"
)

// writer is the one connection that changes the file. Whoever holds the turn may use it.
type writer struct {
	turn chan struct{} // holds one token while nobody writes
	db   *sql.DB
	conn *sql.Conn // nil until the first update, and after a failure
	// unused says that there has never been a connection.
	unused bool
	// statements of conn, by their text: preparing one costs more than running it.
	statements map[string]*sql.Stmt
	// last is the revision that our last update left; another one at the next shows that another
	// program has changed the file meanwhile.
	last store.Revision
}

func newWriter(db *sql.DB) *writer {
	w := &writer{turn: make(chan struct{}, 1), db: db}
	w.turn <- struct{}{}
	return w
}

// acquire waits for the turn, or for the end of ctx.
func (w *writer) acquire(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-w.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *writer) release() { w.turn <- struct{}{} }

// begin starts a transaction that holds the file's write lock.
func (w *writer) begin(ctx context.Context) error {
	if w.conn == nil {
		conn, err := w.db.Conn(ctx)
		if err != nil {
			return err
		}
		w.conn, w.statements, w.unused = conn, map[string]*sql.Stmt{}, false
	}
	_, err := w.conn.ExecContext(ctx, `BEGIN IMMEDIATE`)
	if err != nil {
		// It may have begun just as ctx ended.
		w.rollback()
	}
	return err
}

// rollback ends a transaction. After some errors (disk full, I/O) SQLite has already done so.
func (w *writer) rollback() {
	if _, err := w.conn.ExecContext(context.Background(), `ROLLBACK`); err != nil {
		w.discard()
	}
}

// discard closes the connection; the next update opens another.
func (w *writer) discard() {
	for _, s := range w.statements {
		_ = s.Close()
	}
	// Not back into the pool: it may be within a transaction still.
	_ = w.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = w.conn.Close()
	w.conn, w.statements = nil, nil
}

func (w *writer) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := w.statements[query]; ok {
		return s, nil
	}
	s, err := w.conn.PrepareContext(ctx, query)
	if err == nil {
		w.statements[query] = s
	}
	return s, err
}

// close waits for the update under way, writes the log back into the file and closes it.
func (w *writer) close() error {
	// Another program that reads just now keeps part of the log in use. That is no fault: the
	// log is read with the file, and goes when the last program closes it.
	errLog := w.writeBack()
	if resultCode(errLog) != 0 {
		errLog = nil
	}
	return errors.Join(errLog, w.db.Close())
}

// writeBack waits for the update under way and writes the log back into the file. Only closing may
// follow: an update then fails rather than hangs, its database is closed.
func (w *writer) writeBack() error {
	<-w.turn
	defer w.release()
	if w.conn != nil {
		w.discard()
	}
	if w.unused {
		return nil // readers do it
	}
	_, err := w.db.ExecContext(context.Background(), `PRAGMA busy_timeout = 1000; PRAGMA wal_checkpoint(TRUNCATE)`)
	return err
}
