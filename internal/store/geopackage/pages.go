package geopackage

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"unsafe"

	"github.com/samloka/samloka/internal/store/geopackage/btree"
)

// Pages come from SQLite's own table of pages, within the session's transaction: of the same state,
// wherever log or file has them.
const (
	selectPage  = `SELECT data FROM sqlite_dbpage WHERE pgno = ?`
	selectPages = `SELECT pgno, data FROM sqlite_dbpage WHERE +pgno BETWEEN ? AND ?`
)

// What a page takes that is asked for by its number, and one that a walk through all comes by, in
// microseconds: measured, and only their ratio counts.
const (
	costOfOne   = 8
	costOfOther = 3
)

// errUnlike is met where a table's rows and the index of their ids tell of different rows.
var errUnlike = fmt.Errorf("%w: its index is of other rows", btree.ErrFormat)

// page returns one page.
func (s *session) page(number uint32) (string, error) {
	if err := s.ctx.Err(); err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// Each takes microseconds: a context that could interrupt them would take longer.
	ctx := context.WithoutCancel(s.ctx)
	if s.onePage == nil {
		var err error
		if s.onePage, err = s.conn.PrepareContext(ctx, selectPage); err != nil {
			return "", err
		}
	}
	statement, ok := s.onePage.(driver.StmtQueryContext)
	if !ok {
		return "", btree.ErrFormat
	}
	rows, err := statement.QueryContext(ctx, []driver.NamedValue{{Ordinal: 1, Value: int64(number)}})
	if err != nil {
		return "", err
	}
	var values [1]driver.Value
	err = rows.Next(values[:])
	if errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: page %d is missing", btree.ErrFormat, number)
	}
	err = errors.Join(err, rows.Close())
	return textOf(values[0]), err
}

func (s *session) closePages() {
	if s.onePage != nil {
		_ = s.onePage.Close() // it has done its work
	}
}

// leaves calls give with the rows of each leaf, in order.
func (s *session) leaves(l layout, leaves []btree.Leaf, give func(btree.Rows) error) error {
	if !worthAWalk(leaves) {
		for _, leaf := range leaves {
			text, err := s.page(leaf.Page)
			if err != nil {
				return err
			}
			rows, err := l.db.Rows(leaf, text, s.page)
			if err != nil {
				return err
			}
			if err := give(rows); err != nil {
				return err
			}
		}
		return nil
	}
	next := 0
	between := []driver.NamedValue{
		{Ordinal: 1, Value: int64(leaves[0].Page)}, {Ordinal: 2, Value: int64(leaves[len(leaves)-1].Page)}}
	err := s.query(selectPages, 2, between, func(values []driver.Value) error {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		number, _ := values[0].(int64)
		if next == len(leaves) || number != int64(leaves[next].Page) {
			return nil
		}
		rows, err := l.db.Rows(leaves[next], textOf(values[1]), s.page)
		if err != nil {
			return err
		}
		next++
		return give(rows)
	})
	if err == nil && next < len(leaves) {
		err = errUnlike
	}
	return err
}

// worthAWalk says whether the leaves lie one after the other, and so dense in the file that
// a walk through all pages takes less than asking for each.
func worthAWalk(leaves []btree.Leaf) bool {
	for i := range leaves[1:] {
		if leaves[i].Page >= leaves[i+1].Page {
			return false
		}
	}
	first, last := int64(leaves[0].Page), int64(leaves[len(leaves)-1].Page)
	return (last-first)*costOfOther < int64(len(leaves))*costOfOne
}

// inOrder calls give with leaves that hold about rowsAPiece rows, until all are given. There must be
// want rows.
func inOrder(s *session, l layout, leaves []btree.Leaf, want int64, give func(pages []btree.Rows, rows int) error) error {
	var pages []btree.Rows
	rows := 0
	flush := func() error {
		if rows == 0 {
			return nil
		}
		some, n := pages, rows
		pages, rows = nil, 0
		want -= int64(n)
		return give(some, n)
	}
	err := s.leaves(l, leaves, func(r btree.Rows) error {
		pages = append(pages, r)
		if rows += r.Len(); rows < rowsAPiece {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	if err == nil && want != 0 {
		err = errUnlike
	}
	return err
}

// textOf returns the bytes of a page as they are: the driver has made them for us alone, and nobody
// writes to them.
func textOf(v driver.Value) string {
	data, _ := v.([]byte)
	return unsafe.String(unsafe.SliceData(data), len(data))
}
