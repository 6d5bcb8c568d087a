package postgis

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"
)

// rowWriter takes the values of a row in the order of the columns.
type rowWriter interface {
	text(s string) // none is NULL
	point(p orb.Point)
	value(v any)
}

// valueList gathers them for a statement.
type valueList []any

func (l *valueList) text(s string)     { *l = append(*l, orNull(s)) }
func (l *valueList) point(p orb.Point) { *l = append(*l, p) }
func (l *valueList) value(v any)       { *l = append(*l, v) }

// rowEncoder writes rows as COPY takes them in binary: for each value its length and its bytes. What
// most rows hold it writes itself, to the same bytes as pgx (a test holds it to that), in a third of
// the time. A row begins with begin; err says what the present one holds that can't be written.
type rowEncoder struct {
	types    *pgtype.Map
	columns  []uint32 // OIDs of the columns' types
	geometry uint32   // OID of PostGIS's type
	usual    []usual  // by column; nil: all are sent
	left     int      // how many columns aren't sent

	buf    []byte
	start  int   // of the row in buf
	at     int   // of the next value among the columns
	unlike []int // columns that aren't sent, in which the row has something else
	err    error
}

// copySignature begins a COPY in binary: the mark, no flags, no further header.
const copySignature = "PGCOPY\n\xff\r\n\x00" + "\x00\x00\x00\x00" + "\x00\x00\x00\x00"

// copyEnd ends it: a row of −1 values.
const copyEnd = "\xff\xff"

// begin starts a row.
func (e *rowEncoder) begin() {
	e.start, e.at, e.unlike, e.err = len(e.buf), 0, e.unlike[:0], nil
	e.buf = binary.BigEndian.AppendUint16(e.buf, uint16(len(e.columns)-e.left)) //nolint:gosec // far fewer columns
}

// undo takes the row back.
func (e *rowEncoder) undo() { e.buf = e.buf[:e.start] }

// end says whether the row is whole.
func (e *rowEncoder) end() error {
	if e.err == nil && e.at != len(e.columns) {
		e.err = fmt.Errorf("%d values for %d columns", e.at, len(e.columns))
	}
	return e.err
}

// next returns the type of the next value; 0 is no type, and pgx knows what to say of it.
func (e *rowEncoder) next() (oid uint32) {
	if e.at < len(e.columns) {
		oid = e.columns[e.at]
	}
	e.at++
	return oid
}

// unsent passes over the next value, if its column isn't sent; what it must be then is usual.
func (e *rowEncoder) unsent() (usual any, unsent bool) {
	if e.at >= len(e.usual) || !e.usual[e.at].unsent {
		return nil, false
	}
	e.at++
	return e.usual[e.at-1].value, true
}

// must notes whether the value that was passed over is the usual one.
func (e *rowEncoder) must(same bool) {
	if !same {
		e.unlike = append(e.unlike, e.at-1)
	}
}

func (e *rowEncoder) value(v any) {
	if usual, unsent := e.unsent(); unsent {
		e.must(isUsual(v, usual))
		return
	}
	e.set(e.appendValue(e.buf, e.next(), v))
}

func (e *rowEncoder) values(row []any) {
	for _, v := range row {
		e.value(v)
	}
}

func (e *rowEncoder) text(s string) {
	if usual, unsent := e.unsent(); unsent {
		text, isText := usual.(string)
		e.must(s == text && (isText || usual == nil))
		return
	}
	switch oid := e.next(); {
	case s == "":
		e.buf = append(e.buf, null...)
	case isText(oid):
		e.buf = appendText(e.buf, s)
	default:
		e.set(e.appendOther(e.buf, oid, s))
	}
}

func (e *rowEncoder) point(p orb.Point) {
	if _, unsent := e.unsent(); unsent {
		e.must(false) // no place is usual
		return
	}
	if oid := e.next(); oid == e.geometry && isPlace(p) {
		e.buf = appendPoint(e.buf, p)
	} else {
		e.set(e.appendOther(e.buf, oid, p))
	}
}

func (e *rowEncoder) whole(n int64) {
	if usual, unsent := e.unsent(); unsent {
		e.must(isUsual(n, usual))
		return
	}
	if oid := e.next(); oid == pgtype.Int8OID {
		e.buf = appendWhole(e.buf, n)
	} else {
		e.set(e.appendOther(e.buf, oid, n))
	}
}

// encoded writes a value of the column's type that is in its binary form already.
func (e *rowEncoder) encoded(value []byte) {
	e.next()                                                         // where all columns are sent
	e.buf = binary.BigEndian.AppendUint32(e.buf, uint32(len(value))) //nolint:gosec // as texts
	e.buf = append(e.buf, value...)
}

func (e *rowEncoder) set(buf []byte, err error) {
	switch {
	case err == nil:
		e.buf = buf
	case e.err == nil:
		e.err = err
	}
}

const null = "\xff\xff\xff\xff" // the length of a value that isn't there

func isText(oid uint32) bool {
	switch oid {
	case pgtype.TextOID, pgtype.VarcharOID, pgtype.BPCharOID, pgtype.JSONOID:
		return true
	}
	return false
}

func isPlace(p orb.Point) bool { return !math.IsNaN(p[0]) && !math.IsNaN(p[1]) }

func appendText(buf []byte, s string) []byte {
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(s))) //nolint:gosec // texts are of limited length
	return append(buf, s...)
}

func appendWhole(buf []byte, n int64) []byte {
	buf = append(buf, 0, 0, 0, 8)
	return binary.BigEndian.AppendUint64(buf, uint64(n)) //nolint:gosec // its bits
}

// appendPoint writes EWKB, little-endian: the type of a point with its SRID, and the place.
func appendPoint(buf []byte, p orb.Point) []byte {
	buf = append(buf, "\x00\x00\x00\x19"+plainPointHead...)
	buf = binary.LittleEndian.AppendUint64(buf, math.Float64bits(p[0]))
	return binary.LittleEndian.AppendUint64(buf, math.Float64bits(p[1]))
}

func (e *rowEncoder) appendValue(buf []byte, oid uint32, value any) ([]byte, error) {
	switch v := value.(type) {
	case nil:
		return append(buf, null...), nil
	case string:
		if isText(oid) {
			return appendText(buf, v), nil
		}
	case int64:
		if oid == pgtype.Int8OID {
			return appendWhole(buf, v), nil
		}
	case float64:
		if oid == pgtype.Float8OID {
			buf = append(buf, 0, 0, 0, 8)
			return binary.BigEndian.AppendUint64(buf, math.Float64bits(v)), nil
		}
	case orb.Point:
		if oid == e.geometry && isPlace(v) {
			return appendPoint(buf, v), nil
		}
	}
	return e.appendOther(buf, oid, value)
}

// appendOther has pgx write a value; a text for a column of another type is read as that type.
func (e *rowEncoder) appendOther(buf []byte, oid uint32, value any) ([]byte, error) {
	start := len(buf)
	buf = append(buf, null...)
	written, err := e.types.Encode(oid, pgtype.BinaryFormatCode, value, buf)
	if text, isText := value.(string); err != nil && isText {
		var typed any
		if e.types.Scan(oid, pgtype.TextFormatCode, []byte(text), &typed) == nil {
			written, err = e.types.Encode(oid, pgtype.BinaryFormatCode, typed, buf)
		}
	}
	if err != nil {
		return nil, err
	}
	if written == nil { // NULL
		return buf, nil
	}
	binary.BigEndian.PutUint32(written[start:], uint32(len(written)-start-4)) //nolint:gosec // as above
	return written, nil
}
