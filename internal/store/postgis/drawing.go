package postgis

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"io"
	"time"
	"unsafe"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/samloka/samloka/internal/store/record"
)

const (
	// blockBytes is how many bytes of rows are handed over at once: some 500 of sites.
	blockBytes = 96 << 10
	// lull is how few bytes at once tell that the server is no further than who reads, and pause how long
	// the reader then leaves it alone: a server that wakes a reader for every 8 kB that it sends spends a
	// fifth of its time on that. What it sends meanwhile has room in the socket.
	lull  = 32 << 10
	pause = 100 * time.Microsecond
	// leastRoom is how much room makes another read worth while.
	leastRoom = 8 << 10

	// A message of PostgreSQL's protocol, version 3: its kind, a byte, then its length, four bytes that count
	// themselves.
	headBytes = 5
	dataRow   = 'D'
)

var errMalformed = errors.New("the server sent a row that can't be read")

// rowTap stands between a connection and pgx. Usually everything goes through it. While rows are drawn, it
// keeps them from pgx, which would look at each value by itself, and hands them over as the server sent
// them, many at once; all other messages go through, so that pgx sees a query that has no rows.
type rowTap struct {
	from  io.Reader
	head  [headBytes]byte // of the message that has begun, as far as it came
	begun int             // bytes of head
	left  int             // bytes of the message that are still to come, behind its head
	rest  []byte          // what was read and is still to go through
	draw  *drawing        // nil: nobody draws
}

// drawing is a query whose rows are kept from pgx.
type drawing struct {
	to      func(drawnRows)
	spare   *record.Again
	buf     []byte
	from    int // buf[from:at] are whole rows
	at, end int // buf[at:end] is what came behind them
	rows    int // of buf[from:at]
	blocks  int
	last    int  // bytes that came at once, the last time
	hurried bool // never pauses: how much comes at once tells nothing
}

// tapRows has the one connection that is made with c go through a tap.
func tapRows(_ context.Context, c *pgx.ConnConfig) error {
	tap := new(rowTap)
	c.BuildFrontend = func(r io.Reader, w io.Writer) *pgproto3.Frontend {
		*tap = rowTap{from: r}
		return pgproto3.NewFrontend(tap, w)
	}
	c.AfterConnect = func(_ context.Context, conn *pgconn.PgConn) error {
		conn.CustomData()[tapName] = tap
		return nil
	}
	return nil
}

const tapName = "samloka rows"

// drawRows carries out a statement that is prepared, and hands its rows over. It returns once all have come; to
// may keep what it is given, unless it gives that to spare.
func drawRows(ctx context.Context, conn *pgx.Conn, statement string, args [][]byte, formats []int16, spare *record.Again, to func(drawnRows)) error {
	tap, ok := conn.PgConn().CustomData()[tapName].(*rowTap)
	if !ok {
		return errors.New("the connection is none of the pool's")
	}
	_, byRecords := conn.PgConn().Conn().(*tls.Conn) // a record is as much as the server sent at once
	tap.draw = &drawing{to: to, spare: spare, hurried: byRecords}
	defer tap.over()
	_, err := conn.PgConn().ExecPrepared(ctx, statement, args, nil, formats).Close()
	return err
}

// over ends drawing. What came and wasn't asked for goes through later.
func (t *rowTap) over() {
	d := t.draw
	t.draw = nil
	if d.at < d.end {
		t.rest = d.buf[d.at:d.end]
		return
	}
	if d.buf != nil {
		d.spare.Give(d.buf)
	}
}

// Read implements io.Reader for pgx.
func (t *rowTap) Read(p []byte) (n int, err error) {
	switch d := t.draw; {
	case len(t.rest) > 0:
		n = copy(p, t.rest)
		t.rest = t.rest[n:]
	case d == nil:
		n, err = t.from.Read(p)
	case t.begun > 0 || t.left > 0: // not beyond the message, behind which rows may begin
		want := t.left
		if t.begun > 0 {
			want = headBytes - t.begun
		}
		p = p[:min(len(p), want)]
		if d.at == d.end {
			n, err = t.from.Read(p)
			break
		}
		n = copy(p, d.buf[d.at:d.end])
		d.at += n
	default:
		if err = d.draw(t.from); err != nil {
			return 0, err
		}
		n = copy(p, d.buf[d.at:d.at+headBytes])
		d.at += n
	}
	t.follow(p[:n])
	return n, err
}

// follow notes where messages begin and end in what goes through.
func (t *rowTap) follow(p []byte) {
	for len(p) > 0 {
		if t.left > 0 {
			n := min(t.left, len(p))
			t.left, p = t.left-n, p[n:]
			continue
		}
		n := copy(t.head[t.begun:], p)
		t.begun, p = t.begun+n, p[n:]
		if t.begun == headBytes {
			t.begun, t.left = 0, max(0, messageBytes(t.head[:])-headBytes)
		}
	}
}

// messageBytes is the length of a message, all of it.
func messageBytes(head []byte) int { return 1 + int(binary.BigEndian.Uint32(head[1:])) }

// draw hands rows over until another message stands at d.at, or its head at least.
func (d *drawing) draw(from io.Reader) error {
	for {
		need := headBytes // of the message at d.at, as far as that is known
		for d.end-d.at >= headBytes {
			switch need = messageBytes(d.buf[d.at:]); {
			case need < headBytes:
				return errMalformed
			case d.buf[d.at] != dataRow:
				d.handOver(0)
				return nil
			}
			if d.end-d.at < need {
				break
			}
			if d.rows == 0 {
				d.from = d.at
			}
			d.at, d.rows, need = d.at+need, d.rows+1, headBytes
		}
		if room := len(d.buf) - d.at; room < need || room < leastRoom {
			d.handOver(need)
		}
		if d.blocks > 0 && d.last < lull && !d.hurried {
			rest(pause)
		}
		n, err := from.Read(d.buf[d.end:])
		d.last = n
		if d.end += n; n == 0 && err != nil {
			return err
		}
	}
}

// handOver hands the rows over that have come, and goes on in a buffer that has room for need bytes behind them.
func (d *drawing) handOver(need int) {
	if d.rows == 0 && need == 0 {
		return
	}
	some := drawnRows{buffer: d.buf, bytes: d.buf[d.from:d.at], rows: d.rows}
	behind := d.buf[d.at:d.end]
	d.buf = d.spare.Take(max(blockBytes, need))
	d.at, d.end, d.rows = 0, copy(d.buf, behind), 0
	switch {
	case some.rows > 0:
		d.blocks++
		d.to(some)
	case some.buffer != nil:
		d.spare.Give(some.buffer)
	}
}

// drawnRows are rows as the server sent them.
type drawnRows struct {
	buffer []byte // which bytes are a part of
	bytes  []byte
	rows   int
}

// unpacking reads drawn rows. Their texts are parts of what holds them all: nobody writes to it any more.
type unpacking struct {
	bytes []byte
	text  string
	at    int
	err   error
}

func (d drawnRows) unpack() *unpacking {
	return &unpacking{bytes: d.bytes, text: unsafe.String(unsafe.SliceData(d.bytes), len(d.bytes))}
}

// next makes r ready for the next row; it is false after the last, and where a row isn't as it should be.
func (u *unpacking) next(r *row) bool {
	if u.at == len(u.bytes) {
		return false
	}
	end := u.at + messageBytes(u.bytes[u.at:])
	message := u.bytes[:end]
	at := u.at + headBytes + 2
	if at > end || int(binary.BigEndian.Uint16(message[at-2:])) != len(r.fields) {
		u.err = errMalformed
		return false
	}
	r.raw, r.together, r.begins, r.next = r.raw[:0], u.text, r.begins[:0], 0
	r.faults.Next()
	for range r.fields {
		if at+4 > end {
			u.err = errMalformed
			return false
		}
		size := int(int32(binary.BigEndian.Uint32(message[at:]))) //nolint:gosec // −1 is NULL
		at += 4
		if size < 0 {
			r.raw, r.begins = append(r.raw, nil), append(r.begins, 0)
			continue
		}
		if size > end-at {
			u.err = errMalformed
			return false
		}
		r.raw, r.begins = append(r.raw, message[at:at+size:at+size]), append(r.begins, at)
		at += size
	}
	u.at = end
	return true
}
