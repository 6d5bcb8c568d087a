package geopackage

import (
	"database/sql/driver"
	"errors"
	"slices"

	"github.com/samloka/samloka/internal/store/geopackage/btree"
	"github.com/samloka/samloka/internal/symbiosis"
)

// fewestByPage is the greatest row number from which on a table is read page by page: below it,
// looking into how it was made would take longer than its rows.
var fewestByPage = 2000

// rowsAPiece is how many rows make a piece, or about as many.
const rowsAPiece = 500

// piecesOf hands over the records of a kind.
func piecesOf[T symbiosis.Record](s *session, k *kind[T]) symbiosis.Pieces[T] {
	about := s.about[k.table.name]
	if about == 0 {
		return symbiosis.None[T]()
	}
	lend := func(give func(symbiosis.Piece[T], func()) error) error {
		if !s.byRows && about >= fewestByPage {
			given := false
			err := byPage(s, k, func(piece symbiosis.Piece[T], done func()) error {
				given = true
				return give(piece, done)
			})
			if given || !errors.Is(err, btree.ErrFormat) {
				return err
			}
		}
		return byRow(s, k, func(piece symbiosis.Piece[T]) error { return give(piece, func() {}) })
	}
	return symbiosis.Pieces[T]{About: about, Lend: lend, Each: func(give func(symbiosis.Piece[T]) error) error {
		return lend(func(piece symbiosis.Piece[T], _ func()) error { return give(piece) })
	}}
}

// byRow has SQLite read all rows and sorts them: one piece.
func byRow[T symbiosis.Record](s *session, k *kind[T], give func(symbiosis.Piece[T]) error) error {
	var items []T
	r := newRow(k.table)
	err := s.query(k.table.selectAll, len(r.values), nil, func(values []driver.Value) error {
		for i, v := range values {
			r.values[i] = valueFrom(v)
		}
		r.start()
		if item := k.read(r); !r.faults.Broken() {
			items = append(items, item)
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.wrong.Tell(k.table.name, 0, r.faults.Rows)
	items = k.sorted(items)
	return symbiosis.PiecesOf(len(items), func(i int) T { return items[i] }).Each(give)
}

// byPage reads a table's pages in the order of the ids. The rows of a piece are read from its pages until done
// is called, if it ever is.
func byPage[T symbiosis.Record](s *session, k *kind[T], give func(piece symbiosis.Piece[T], done func()) error) error {
	l, err := s.layoutOf(k.table)
	if err != nil {
		return err
	}
	w, err := newWalk(s, l)
	if err != nil {
		return err
	}
	given := 0
	flush := func() error {
		some, rows := w.take()
		if rows == 0 {
			return nil
		}
		number := given
		given++
		return give(func(into []T) []T {
			r := newPagedRow(k.table, l)
			into = slices.Grow(into, rows)
			for _, stretch := range some {
				for i := range stretch.count {
					if err := r.read(stretch.leaf, stretch.first+i); err != nil {
						s.fail(err)
						return into
					}
					if item := k.read(&r.row); !r.faults.Broken() {
						into = append(into, item)
					}
				}
			}
			s.wrong.Tell(k.table.name, number, r.faults.Rows)
			return into
		}, func() {
			for _, stretch := range some {
				stretch.run.drop()
			}
		})
	}
	err = l.db.RowNumbers(l.index, s.page, func(row int64) error {
		if err := w.add(row); err != nil {
			return err
		}
		if w.rows < rowsAPiece {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	if err := w.end(); err != nil {
		return err
	}
	return flush()
}
