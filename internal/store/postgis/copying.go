package postgis

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// copying is a COPY of new rows into a table that goes on while further ones are put: the server
// stores what it was given while the program reads and checks the next. The connection takes no
// other statement meanwhile; transaction.db ends it.
type copying struct {
	table   *table
	history *fillHistory // takes the ids of the rows; nil: the table's trigger does
	row     rowEncoder   // holds the rows that aren't handed over yet
	chunks  chan []byte  // on their way
	empty   chan []byte  // for further rows
	rows    int          // how many were added
	tag     pgconn.CommandTag
	cancel  context.CancelFunc
	done    chan struct{}
	err     error // how it ended, with tag, once done is closed

	sending []byte // what Read is at
	rest    []byte // of sending
	aborted bool   // set before chunks is closed
}

const (
	// chunkBytes is about how many bytes of rows are handed over at once: as many as pgx sends at once.
	chunkBytes = 64 << 10
	// chunksAhead is how many chunks may wait for the server.
	chunksAhead = 16
)

var errAborted = errors.New("the update has ended")

// startCopy begins the COPY into t that these rows are the first of.
func (tx *transaction) startCopy(ctx context.Context, t *table, news [][]any) error {
	described, err := tx.conn.Prepare(ctx, "", `SELECT `+named(t.all(), nil)+` FROM `+pgx.Identifier{t.name}.Sanitize())
	if err != nil {
		return err
	}
	types := make([]uint32, len(described.Fields))
	for i, field := range described.Fields {
		types[i] = field.DataTypeOID
	}
	usual, err := tx.waiting[t].usual(ctx, news, types)
	if err == nil {
		tx.beginCopy(ctx, t, tx.waiting[t].history, types, usual)
	}
	return err
}

// beginCopy begins a COPY into t, whose columns have these types. It lives until it is ended, whatever becomes of ctx.
func (tx *transaction) beginCopy(ctx context.Context, t *table, history *fillHistory, types []uint32, usual []usual) {
	conn := tx.conn
	c := &copying{
		table: t, history: history, chunks: make(chan []byte, chunksAhead), empty: make(chan []byte, chunksAhead+2), done: make(chan struct{}),
		row: rowEncoder{types: conn.TypeMap(), columns: types, usual: usual, buf: []byte(copySignature)},
	}
	for _, u := range usual {
		if u.unsent {
			c.row.left++
		}
	}
	if geometry, known := conn.TypeMap().TypeForName("geometry"); known {
		c.row.geometry = geometry.OID
	}
	ctx, c.cancel = context.WithCancel(context.WithoutCancel(ctx))
	tx.copying = c
	go func() {
		defer close(c.done)
		defer c.cancel()
		c.tag, c.err = conn.PgConn().CopyFrom(ctx, c, `COPY `+pgx.Identifier{t.name}.Sanitize()+` (`+named(t.all(), usual)+`) FROM STDIN BINARY`)
	}()
}

// named lists columns, but for those that aren't sent.
func named(columns []string, usual []usual) string {
	var list []string
	for i, name := range columns {
		if i >= len(usual) || !usual[i].unsent {
			list = append(list, pgx.Identifier{name}.Sanitize())
		}
	}
	return strings.Join(list, ", ")
}

// endCopy ends the COPY that is under way once all its rows are in the table; for the transaction it is over then.
func (tx *transaction) endCopy(ctx context.Context) error {
	c := tx.copying
	tx.copying = nil
	if err := c.end(ctx); err != nil {
		return err
	}
	return leftOut(tx.location, c.table.name, c.tag, c.rows)
}

// copyRow gives the COPY into the table a row, whose values the caller may use again.
func (p *pending) copyRow(ctx context.Context, values []any) error {
	p.tx.copying.row.begin()
	p.tx.copying.row.values(values)
	if len(p.tx.copying.row.unlike) > 0 {
		if err := p.tx.sendMore(ctx); err != nil {
			return err
		}
		p.tx.copying.row.values(values)
	}
	return p.tx.copying.added(ctx, values[p.table.keyAt].(string))
}

// added takes the row of id that was written.
func (c *copying) added(ctx context.Context, id string) error {
	if err := c.row.end(); err != nil {
		return err
	}
	c.rows++
	if c.history != nil {
		c.history.add(id)
	}
	if len(c.row.buf) < chunkBytes {
		return nil
	}
	return c.handOver(ctx)
}

// handOver sends the rows that are waiting on their way.
func (c *copying) handOver(ctx context.Context) error {
	select {
	case c.chunks <- c.row.buf:
	case <-c.done: // it has failed
		return c.err
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case c.row.buf = <-c.empty:
	default:
		c.row.buf = make([]byte, 0, chunkBytes+chunkBytes/4)
	}
	return nil
}

// end waits until every row is stored.
func (c *copying) end(ctx context.Context) error {
	c.row.buf = append(c.row.buf, copyEnd...)
	if err := c.handOver(ctx); err != nil {
		c.abort(ctx)
		return err
	}
	close(c.chunks)
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
	close(c.chunks)
	select {
	case <-c.done:
	case <-ctx.Done():
		c.cancel()
		<-c.done
	}
}

// Read implements io.Reader for pgx.
func (c *copying) Read(p []byte) (int, error) {
	if len(c.rest) == 0 {
		if c.sending != nil {
			select {
			case c.empty <- c.sending[:0]:
			default:
			}
		}
		c.sending = <-c.chunks // nil when there are no more
		c.rest = c.sending
	}
	switch {
	case len(c.rest) > 0:
	case c.aborted:
		return 0, errAborted
	default:
		return 0, io.EOF
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}
