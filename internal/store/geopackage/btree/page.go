// Package btree reads tables of an SQLite database from its pages, as SQLite hands those over: the
// format is that of https://www.sqlite.org/fileformat2.html, which SQLite has promised to keep.
//
// It is for reading whole tables, which SQLite in Go does row by row and column by column at some
// ten times the cost. Which state of the database the pages are of, locks and logs are SQLite's
// business: pages come from its table sqlite_dbpage, within a transaction.
package btree

import (
	"errors"
	"fmt"
)

// ErrFormat is what every error of this package wraps: the pages aren't what was expected. A
// program that meets it asks SQLite for the rows, which also tells whether the file is damaged.
var ErrFormat = errors.New("the database can't be read by its pages")

func formatError(text string, args ...any) error {
	return fmt.Errorf("%w: "+text, append([]any{ErrFormat}, args...)...)
}

// Database is what must be known of a database to read its pages.
type Database struct {
	pageSize int
	usable   int // bytes of a page that SQLite uses
}

// New reads the header of a database, with which its first page begins.
func New(first string) (Database, error) {
	size, err := PageSize(first)
	if err != nil {
		return Database{}, err
	}
	d := Database{pageSize: int(size)}
	d.usable = d.pageSize - int(first[20])
	if d.usable < 480 || len(first) != d.pageSize {
		return Database{}, formatError("its pages of %d bytes have %d to use", d.pageSize, d.usable)
	}
	if encoding := u32(first, 56); encoding != 1 {
		return Database{}, formatError("its texts aren't UTF-8")
	}
	return d, nil
}

// PageSize reads how many bytes each page has from the header of a database, 100 bytes.
func PageSize(header string) (int64, error) {
	if len(header) < 100 || header[:16] != "SQLite format 3\x00" {
		return 0, formatError("it has no header")
	}
	size := int64(u16(header, 16))
	if size == 1 {
		size = 1 << 16
	}
	if size < 512 || size&(size-1) != 0 {
		return 0, formatError("its page size is %d", size)
	}
	return size, nil
}

// The kinds of page.
const (
	indexInterior = 2
	tableInterior = 5
	indexLeaf     = 10
	tableLeaf     = 13
)

// page is a page of a tree.
type page struct {
	Database
	text  string
	kind  byte
	cells int
	first int // where the list of cells begins
	right uint32
}

func (d Database) page(number uint32, text string) (page, error) {
	start := 0
	if number == 1 {
		start = 100
	}
	if len(text) != d.pageSize {
		return page{}, formatError("page %d has %d bytes", number, len(text))
	}
	p := page{Database: d, text: text, kind: text[start], cells: int(u16(text, start+3)), first: start + 8}
	switch p.kind {
	case indexInterior, tableInterior:
		p.right = u32(text, start+8)
		p.first += 4
	case indexLeaf, tableLeaf:
	default:
		return page{}, formatError("page %d is of kind %d", number, p.kind)
	}
	if p.first+2*p.cells > d.usable {
		return page{}, formatError("page %d promises %d cells", number, p.cells)
	}
	return p, nil
}

// cell returns where the i-th cell begins.
func (p *page) cell(i int) (int, error) {
	at := int(u16(p.text, p.first+2*i))
	if at < p.first+2*p.cells || at+4 > p.usable {
		return 0, formatError("a cell lies outside its page")
	}
	return at, nil
}

// payload returns what a cell holds behind place at, of size bytes in all, in the page or from
// further pages.
func (p *page) payload(at int, size uint64, get Get) (string, error) {
	usable := uint64(p.usable) //nolint:gosec // checked to be some thousands
	most := usable - 35
	if p.kind == indexLeaf || p.kind == indexInterior {
		most = (usable-12)*64/255 - 23
	}
	if size <= most {
		if uint64(at)+size > usable { //nolint:gosec // a place in the page
			return "", formatError("a row lies outside its page")
		}
		return p.text[at : at+int(size)], nil //nolint:gosec // less than a page
	}
	// The rest stands in a chain of pages. What stays here is as much as lets the last be full.
	least := (usable-12)*32/255 - 23
	here := least + (size-least)%(usable-4)
	if here > most {
		here = least
	}
	if uint64(at)+here+4 > usable || size > 1<<31 { //nolint:gosec // a place in the page
		return "", formatError("a row lies outside its page")
	}
	end := at + int(here) //nolint:gosec // less than a page
	whole := []byte(p.text[at:end])
	next := u32(p.text, end)
	for rest := size - here; rest > 0; {
		if next == 0 {
			return "", formatError("a row ends early")
		}
		text, err := get(next)
		if err != nil {
			return "", err
		}
		if len(text) != p.pageSize {
			return "", formatError("page %d has %d bytes", next, len(text))
		}
		n := min(rest, usable-4)
		whole = append(whole, text[4:4+n]...)
		rest -= n
		next = u32(text, 0)
	}
	return string(whole), nil
}

// Get returns a page of the database.
type Get func(number uint32) (string, error)

func u16(s string, at int) uint16 { return uint16(s[at])<<8 | uint16(s[at+1]) }

func u32(s string, at int) uint32 {
	return uint32(s[at])<<24 | uint32(s[at+1])<<16 | uint32(s[at+2])<<8 | uint32(s[at+3])
}

// varint reads a number of one to nine bytes; n is 0 where s ends early.
func varint(s string, at int) (v uint64, n int) {
	for n < 8 && at+n < len(s) {
		b := s[at+n]
		v = v<<7 | uint64(b&0x7f)
		n++
		if b < 0x80 {
			return v, n
		}
	}
	if n == 8 && at+n < len(s) {
		return v<<8 | uint64(s[at+n]), 9
	}
	return 0, 0
}
