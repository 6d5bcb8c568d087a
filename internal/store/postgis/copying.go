package postgis

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
)

// copying is a COPY of new rows into a table that goes on while further ones are put: the server
// stores what it was given while the program reads and checks the next. The connection takes no
// other statement meanwhile; transaction.db ends it.
type copying struct {
	table  *table
	parts  chan [][]any
	cancel context.CancelFunc
	done   chan struct{}
	err    error // how it ended, once done is closed

	part    [][]any // what Next is at
	aborted bool    // set before parts is closed
}

// partsAhead is how many parts of rows may wait for the server.
const partsAhead = 4

var errAborted = errors.New("the update has ended")

// startCopy begins a COPY into t. It lives until it is ended, whatever becomes of ctx.
func (tx *transaction) startCopy(ctx context.Context, t *table) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c := &copying{table: t, parts: make(chan [][]any, partsAhead), cancel: cancel, done: make(chan struct{})}
	tx.copying = c
	go func() {
		defer close(c.done)
		defer cancel()
		_, c.err = tx.conn.CopyFrom(ctx, pgx.Identifier{t.name}, t.all(), c)
	}()
}

// give hands rows over; they belong to the COPY from then on.
func (c *copying) give(ctx context.Context, rows [][]any) error {
	select {
	case c.parts <- rows:
		return nil
	case <-c.done: // it has failed
		return c.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// end waits until every row is stored.
func (c *copying) end(ctx context.Context) error {
	close(c.parts)
	select {
	case <-c.done:
	case <-ctx.Done():
		c.cancel()
		<-c.done
		return ctx.Err()
	}
	return c.err
}

// abort gives the COPY up; nothing of it is kept. When ctx ends first, the connection goes with it.
func (c *copying) abort(ctx context.Context) {
	c.aborted = true
	close(c.parts)
	select {
	case <-c.done:
	case <-ctx.Done():
		c.cancel()
		<-c.done
	}
}

// Next implements pgx.CopyFromSource.
func (c *copying) Next() bool {
	if len(c.part) > 1 {
		c.part = c.part[1:]
		return true
	}
	c.part = <-c.parts // nil when there are no more
	return len(c.part) > 0
}

// Values implements pgx.CopyFromSource.
func (c *copying) Values() ([]any, error) { return c.part[0], nil }

// Err implements pgx.CopyFromSource.
func (c *copying) Err() error {
	if c.aborted {
		return errAborted
	}
	return nil
}
