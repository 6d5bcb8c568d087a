package postgis

import (
	"encoding/binary"
	"slices"
	"unsafe"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/samloka/samloka/internal/store/record"
	"github.com/samloka/samloka/internal/symbiosis"
)

// rowsAPiece is how many rows make a piece.
const rowsAPiece = 500

// piecesOf hands over the records of a kind.
func piecesOf[T symbiosis.Record](s *session, k *kind[T]) symbiosis.Pieces[T] {
	about := s.about[k.table.name]
	if about == 0 {
		return symbiosis.None[T]()
	}
	return symbiosis.Pieces[T]{
		About: about,
		Each: func(give func(symbiosis.Piece[T]) error) error {
			return eachPiece(s, k, func(piece symbiosis.Piece[T], _ func()) error { return give(piece) })
		},
		Lend: func(give func(symbiosis.Piece[T], func()) error) error { return eachPiece(s, k, give) },
	}
}

// eachPiece copies rows as they come from the connection; whoever makes a piece reads what they
// say, while the next ones come.
func eachPiece[T symbiosis.Record](s *session, k *kind[T], give func(symbiosis.Piece[T], func()) error) error {
	// Without a name, so that a table may have changed its form before the next time.
	statement, err := s.conn.PgConn().Prepare(s.ctx, "", k.table.selectAll, nil)
	if err != nil {
		return err
	}
	types, back := s.borrow()
	formats := make([]int16, len(statement.Fields))
	fields := slices.Clone(statement.Fields)
	for i := range fields {
		formats[i] = types.FormatCodeForOID(fields[i].DataTypeOID)
		if fields[i].DataTypeOID == pgtype.TextOID { // the same bytes, for which the server takes a quarter less
			formats[i] = pgtype.TextFormatCode
		}
		fields[i].Format = formats[i]
	}
	back()
	rows := s.conn.PgConn().ExecPrepared(s.ctx, statement.Name, nil, nil, formats)
	var packed packedRows
	var again record.Again
	number := 0
	flush := func() error {
		if packed.rows == 0 {
			return nil
		}
		some, piece := packed, number
		packed = packedRows{bytes: again.Take(len(some.bytes) + len(some.bytes)/8)[:0]}
		number++
		return give(func(into []T) []T {
			types, back := s.borrow()
			defer back()
			r := newRow(k.table, types)
			r.fields, r.texts = fields, nil
			into = slices.Grow(into, some.rows)
			for rows := some.unpack(); rows.next(r); {
				into = append(into, k.read(r))
			}
			s.wrong.Tell(k.table.name, piece, r.faults.Problems)
			return into
		}, func() { again.Give(some.bytes) })
	}
	for rows.NextRow() {
		packed.add(rows.Values())
		if packed.rows == rowsAPiece {
			if err := flush(); err != nil {
				_, _ = rows.Close() // the reader's error tells more
				return err
			}
		}
	}
	if _, err := rows.Close(); err != nil {
		return err
	}
	return flush()
}

// packedRows are rows one after the other: each value behind its length, four bytes, −1 for NULL.
type packedRows struct {
	bytes []byte
	rows  int
}

func (p *packedRows) add(values [][]byte) {
	p.rows++
	for _, v := range values {
		if v == nil {
			p.bytes = append(p.bytes, 0xff, 0xff, 0xff, 0xff)
			continue
		}
		p.bytes = binary.LittleEndian.AppendUint32(p.bytes, uint32(len(v))) //nolint:gosec // PostgreSQL's values are below 1 GB
		p.bytes = append(p.bytes, v...)
	}
}

// unpacking reads packed rows. Their texts are parts of what holds them all: nobody writes to it any more.
type unpacking struct {
	bytes []byte
	text  string
	at    int
}

func (p *packedRows) unpack() *unpacking {
	return &unpacking{bytes: p.bytes, text: unsafe.String(unsafe.SliceData(p.bytes), len(p.bytes))}
}

// next makes r ready for the next row; it is false after the last.
func (u *unpacking) next(r *row) bool {
	if u.at == len(u.bytes) {
		return false
	}
	r.raw, r.together, r.begins, r.next = r.raw[:0], u.text, r.begins[:0], 0
	for range r.fields {
		size := int(int32(binary.LittleEndian.Uint32(u.bytes[u.at:]))) //nolint:gosec // −1 is a value of the form
		u.at += 4
		if size < 0 {
			r.raw, r.begins = append(r.raw, nil), append(r.begins, 0)
			continue
		}
		end := u.at + size
		r.raw, r.begins = append(r.raw, u.bytes[u.at:end:end]), append(r.begins, u.at)
		u.at = end
	}
	return true
}
