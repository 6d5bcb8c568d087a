package geopackage

import (
	"cmp"
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
const rowsAPiece = 1000

// piecesOf hands over the records of a kind.
func piecesOf[T symbiosis.Record](s *session, k *kind[T]) symbiosis.Pieces[T] {
	about := s.about[k.table.name]
	if about == 0 {
		return symbiosis.None[T]()
	}
	return symbiosis.Pieces[T]{About: about, Each: func(give func(symbiosis.Piece[T]) error) error {
		if !s.byRows && about >= fewestByPage {
			given := false
			err := byPage(s, k, func(piece symbiosis.Piece[T]) error {
				given = true
				return give(piece)
			})
			if given || !errors.Is(err, btree.ErrFormat) {
				return err
			}
		}
		return byRow(s, k, give)
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
		items = append(items, k.read(r))
		return nil
	})
	if err != nil {
		return err
	}
	s.wrong.Tell(k.table.name, 0, r.problems)
	items = k.sorted(items)
	return symbiosis.PiecesOf(len(items), func(i int) T { return items[i] }).Each(give)
}

// byPage reads a table's pages in the order of the ids. When rows lie in that order, as they do where
// a file was sorted by id, some pages at a time are held; otherwise all of the table's, some
// 150 bytes a site. It gives nothing before it knows that it can read them.
func byPage[T symbiosis.Record](s *session, k *kind[T], give func(symbiosis.Piece[T]) error) error {
	l, err := s.layoutOf(k.table)
	if err != nil {
		return err
	}
	leaves, err := l.db.Leaves(l.root, s.page)
	if err != nil {
		return err
	}
	order, err := l.db.RowNumbers(l.index, s.page)
	if err != nil {
		return err
	}
	given := 0
	// pieceOf makes records of rows that next names one after the other.
	pieceOf := func(rows int, next func(i int) (*btree.Rows, int, error)) symbiosis.Piece[T] {
		number := given
		given++
		return func(into []T) []T {
			r := newPagedRow(k.table, l)
			into = slices.Grow(into, rows)
			for i := range rows {
				from, at, err := next(i)
				if err == nil {
					err = r.read(from, at)
				}
				if err != nil {
					s.fail(err)
					return into
				}
				into = append(into, k.read(&r.row))
			}
			s.wrong.Tell(k.table.name, number, r.problems)
			return into
		}
	}
	if slices.IsSorted(order) {
		return inOrder(s, l, leaves, int64(len(order)), func(pages []btree.Rows, rows int) error {
			at, i := 0, -1
			return give(pieceOf(rows, func(int) (*btree.Rows, int, error) {
				for i++; i == pages[at].Len(); i = 0 {
					at++
				}
				return &pages[at], i, nil
			}))
		})
	}
	pages := make([]btree.Rows, 0, len(leaves))
	err = s.leaves(l, leaves, func(rows btree.Rows) error {
		pages = append(pages, rows)
		return nil
	})
	if err != nil {
		return err
	}
	for some := range slices.Chunk(order, rowsAPiece) {
		err := give(pieceOf(len(some), func(i int) (*btree.Rows, int, error) {
			at, _ := slices.BinarySearchFunc(leaves, some[i], func(l btree.Leaf, number int64) int {
				return cmp.Compare(l.Last, number)
			})
			if at == len(pages) {
				return nil, 0, errUnlike
			}
			row, ok, err := pages[at].Find(some[i])
			if err == nil && !ok {
				err = errUnlike
			}
			return &pages[at], row, err
		}))
		if err != nil {
			return err
		}
	}
	return nil
}
