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

// Pages come from the file where it alone holds the state (file.go), else from SQLite's own table of
// pages, within the session's transaction: of the same state, wherever log or file has them.
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
	if s.file != nil {
		return s.file.pages(number, number)
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
		err = missing(number)
	}
	err = errors.Join(err, rows.Close())
	return textOf(values[0]), err
}

func missing(page uint32) error { return fmt.Errorf("%w: page %d is missing", btree.ErrFormat, page) }

func (s *session) closePages() {
	if s.onePage != nil {
		_ = s.onePage.Close() // it has done its work
	}
}

// mostAtOnce is how many pages are read at once.
const mostAtOnce = 64

// near returns how many of the first leaves lie one behind the other, and so dense in the file that
// reading all pages between them takes less than asking for each.
func near(leaves []btree.Leaf) int {
	n := 1
	for n < len(leaves) && leaves[n].Page > leaves[n-1].Page {
		span := uint64(leaves[n].Page-leaves[0].Page) + 1
		if span > mostAtOnce || span*costOfOther > uint64(n+1)*costOfOne { //nolint:gosec // some dozens
			break
		}
		n++
	}
	return n
}

// near calls give with the rows of each of some leaves that lie near each other, in order.
func (s *session) near(l layout, leaves []btree.Leaf, give func(btree.Rows, *pageRun)) error {
	first, last := leaves[0].Page, leaves[len(leaves)-1].Page
	var run *pageRun // nil: what a row is read from is nobody else's
	take := func(number uint32, text string) error {
		if len(leaves) == 0 || number != leaves[0].Page {
			return nil
		}
		rows, err := l.db.Rows(leaves[0], text, s.page)
		if err == nil {
			leaves = leaves[1:]
			give(rows, run)
		}
		return err
	}
	switch {
	case first == last:
		text, err := s.page(first)
		if err != nil {
			return err
		}
		return take(first, text)
	case s.file != nil:
		if err := s.ctx.Err(); err != nil {
			return err
		}
		var text string
		var err error
		if text, run, err = s.file.run(first, last); err != nil {
			return err
		}
		defer run.drop()
		size := len(text) / int(last-first+1)
		for number := first; text != ""; number, text = number+1, text[size:] {
			if err := take(number, text[:size]); err != nil {
				return err
			}
		}
	default:
		between := []driver.NamedValue{{Ordinal: 1, Value: int64(first)}, {Ordinal: 2, Value: int64(last)}}
		err := s.query(selectPages, 2, between, func(values []driver.Value) error {
			number, _ := values[0].(int64)
			return take(uint32(number), textOf(values[1])) //nolint:gosec // a page number
		})
		if err != nil {
			return err
		}
	}
	if len(leaves) > 0 {
		return missing(leaves[0].Page)
	}
	return nil
}

// textOf returns the bytes of a page as they are: the driver has made them for us alone, and nobody
// writes to them.
func textOf(v driver.Value) string {
	data, _ := v.([]byte)
	return unsafe.String(unsafe.SliceData(data), len(data))
}
