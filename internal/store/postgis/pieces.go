package postgis

import (
	"slices"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/samloka/samloka/internal/store/record"
	"github.com/samloka/samloka/internal/symbiosis"
)

// piecesOf hands over the records of a kind.
func piecesOf[T symbiosis.Record](s *session, k *kind[T]) symbiosis.Pieces[T] {
	about := s.about[k.table.name]
	if about == 0 {
		return symbiosis.None[T]()
	}
	return symbiosis.Pieces[T]{
		About: about,
		Each: func(give func(symbiosis.Piece[T]) error) error {
			return eachPiece(s, k, false, func(piece symbiosis.Piece[T], _ func()) error { return give(piece) })
		},
		Lend: func(give func(symbiosis.Piece[T], func()) error) error { return eachPiece(s, k, true, give) },
	}
}

// eachPiece hands rows over as they come from the connection; whoever makes a piece reads what they
// say, while the next ones come.
func eachPiece[T symbiosis.Record](s *session, k *kind[T], lent bool, give func(symbiosis.Piece[T], func()) error) error {
	// Without a name, so that a table may have changed its form before the next time.
	query := k.table.selectAll
	if lent {
		query = k.table.selectLent
	}
	statement, err := s.conn.PgConn().Prepare(s.ctx, "", query, nil)
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
	var again record.Again
	var refused error
	number := 0
	err = drawRows(s.ctx, s.conn, statement.Name, nil, formats, &again, func(some drawnRows) {
		if refused != nil { // the rest is passed over
			again.Give(some.buffer)
			return
		}
		if !lent && len(some.bytes) < blockBytes/2 { // texts of a few rows shall not hold a whole block
			few := drawnRows{bytes: slices.Clone(some.bytes), rows: some.rows} //nolint:exhaustruct // nobody gives it back
			again.Give(some.buffer)
			some = few
		}
		piece := number
		number++
		refused = give(func(into []T) []T {
			types, back := s.borrow()
			defer back()
			r := newRow(k.table, types)
			r.fields, r.texts = fields, nil
			into = slices.Grow(into, some.rows)
			rows := some.unpack()
			for rows.next(r) {
				if item := k.read(r); !r.faults.Broken() {
					into = append(into, item)
				}
			}
			s.wrong.Tell(k.table.name, piece, r.faults.Rows)
			s.fail(rows.err)
			return into
		}, func() { again.Give(some.buffer) })
	})
	if refused != nil { // tells more
		return refused
	}
	return err
}
