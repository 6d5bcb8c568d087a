package postgis

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/store/record"
)

// chopped hands its bytes over a few at a time.
type chopped struct {
	rest  []byte
	sizes func() int
}

func (c *chopped) Read(p []byte) (int, error) {
	if len(c.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, c.rest[:min(len(c.rest), max(1, c.sizes()))])
	c.rest = c.rest[n:]
	return n, nil
}

func message(kind byte, body []byte) []byte {
	m := binary.BigEndian.AppendUint32([]byte{kind}, uint32(4+len(body))) //nolint:gosec // short
	return append(m, body...)
}

// aRow is the message of a row; nil is NULL.
func aRow(values ...[]byte) []byte {
	body := binary.BigEndian.AppendUint16(nil, uint16(len(values))) //nolint:gosec // few
	for _, v := range values {
		if v == nil {
			body = append(body, 0xff, 0xff, 0xff, 0xff)
			continue
		}
		body = append(binary.BigEndian.AppendUint32(body, uint32(len(v))), v...) //nolint:gosec // short
	}
	return message(dataRow, body)
}

// TestRowsAreDrawn: whatever comes in whatever portions, before, while and after rows are drawn, rows are handed over as
// they are and in order, and all else goes through as it is.
func TestRowsAreDrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := func() int { return rapid.SampledFrom([]int{1, 2, 5, 7, 100, 5000, 1 << 20}).Draw(t, "at once") }
		var sent, others, told []byte
		var want, got []string
		say := func(b []byte) { sent, others = append(sent, b...), append(others, b...) }
		say(message('N', []byte("before")))
		before := len(sent) + rapid.IntRange(0, 4).Draw(t, "of the head of the next")
		for range rapid.IntRange(1, 4).Draw(t, "runs of rows") {
			say(message(rapid.SampledFrom([]byte("2TN")).Draw(t, "kind"), make([]byte, rapid.SampledFrom([]int{0, 1, 300, 20_000}).Draw(t, "length"))))
			for i := range rapid.SampledFrom([]int{0, 1, 3, 3000}).Draw(t, "rows") {
				text := bytes.Repeat([]byte{'a' + byte(i%26)}, 60)
				if i == 1 {
					text = bytes.Repeat(text, rapid.SampledFrom([]int{1, 2000, 10_000}).Draw(t, "longer"))
				}
				sent, want = append(sent, aRow(text, nil)...), append(want, string(text))
			}
		}
		say(message('C', []byte("SELECT")))
		say(message('Z', []byte("I")))
		during := len(others)
		say(message('N', []byte("after")))

		tap := &rowTap{from: &chopped{rest: sent, sizes: size}}
		read := func(until int) {
			p := make([]byte, 8192)
			for len(told) < until {
				n, err := tap.Read(p[:min(len(p), max(1, min(size(), until-len(told))))])
				if err != nil {
					t.Fatal(err)
				}
				told = append(told, p[:n]...)
			}
		}
		read(before)
		var spare record.Again
		tap.draw = &drawing{spare: &spare, hurried: true, to: func(some drawnRows) {
			r := &row{fields: make([]pgconn.FieldDescription, 2)} //nolint:exhaustruct // what unpacking asks for
			rows, n := some.unpack(), 0
			for ; rows.next(r); n++ {
				if r.raw[1] != nil || string(r.raw[0]) != r.together[r.begins[0]:r.begins[0]+len(r.raw[0])] {
					t.Fatalf("a row of %d and %d bytes", len(r.raw[0]), len(r.raw[1]))
				}
				got = append(got, string(r.raw[0]))
			}
			if rows.err != nil || n != some.rows {
				t.Fatalf("%d rows of %d, %v", n, some.rows, rows.err)
			}
			clear(some.buffer) // nobody else may stand in it
			spare.Give(some.buffer)
		}}
		read(during)
		tap.over()
		read(len(others))
		if !bytes.Equal(told, others) {
			t.Fatal("what went through isn't what was sent")
		}
		if len(got) != len(want) {
			t.Fatalf("%d rows of %d", len(got), len(want))
		}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("row %d is another", i)
			}
		}
	})
}

// TestABrokenRow: a row whose lengths don't fit is told, not read.
func TestABrokenRow(t *testing.T) {
	whole := aRow([]byte("one"), nil)
	for name, broken := range map[string][]byte{
		"no columns":        message(dataRow, nil),
		"a column less":     aRow([]byte("one")),
		"a column more":     aRow([]byte("one"), nil, nil),
		"ends in a length":  message(dataRow, whole[headBytes:len(whole)-1]),
		"longer than it is": message(dataRow, append([]byte{0, 2, 0, 0, 0, 99}, "one and two"...)),
	} {
		r := &row{fields: make([]pgconn.FieldDescription, 2)} //nolint:exhaustruct // what unpacking asks for
		rows := drawnRows{bytes: append(bytes.Clone(whole), broken...), rows: 2}.unpack()
		if !rows.next(r) || rows.next(r) || !errors.Is(rows.err, errMalformed) {
			t.Errorf("%s: %v", name, rows.err)
		}
	}
	tap := &rowTap{from: bytes.NewReader([]byte{dataRow, 0, 0, 0, 3, 0, 0})}
	tap.draw = &drawing{spare: new(record.Again), to: func(drawnRows) {}}
	if _, err := tap.Read(make([]byte, 100)); !errors.Is(err, errMalformed) {
		t.Errorf("a row of three bytes: %v", err)
	}
}
