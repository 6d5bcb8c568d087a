package exchangeformat

import (
	"bufio"
	"context"
	"io"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Format is a kind of file that can be written.
type Format string

// The formats.
const (
	CSV     Format = "csv"     // one noun a file
	GeoJSON Format = "geojson" // all nouns in one FeatureCollection
	Excel   Format = "xlsx"    // a workbook with a sheet for each noun
	// SemicolonCSV is CSV as spreadsheets whose language has decimal commas open it, such as Excel in
	// Swedish and bokmål: semicolons between cells, decimal commas, a byte order mark.
	SemicolonCSV Format = "csv-semicolon"
)

// Formats lists the formats that can be written.
func Formats() []Format { return []Format{CSV, GeoJSON, Excel, SemicolonCSV} }

// FormatOf tells the format from a file's name: .csv, .geojson, .json or .xlsx. ok is false for
// any other.
func FormatOf(name string) (f Format, ok bool) {
	switch i := strings.LastIndexByte(name, '.'); strings.ToLower(name[i+1:]) {
	case "csv":
		return CSV, i >= 0
	case "geojson", "json":
		return GeoJSON, i >= 0
	case "xlsx":
		return Excel, i >= 0
	}
	return "", false
}

// Records are what is to be written. Versions are the store's and are not written.
type Records struct {
	Sites     []symbiosis.Site
	Flows     []symbiosis.Flow
	Areas     []symbiosis.Area
	Exchanges []symbiosis.Exchange

	Constraints []symbiosis.Constraint
	Facilities  []symbiosis.Facility
}

// Only returns the records of one noun.
func (r Records) Only(n Noun) Records {
	switch n {
	case Sites:
		return Records{Sites: r.Sites}
	case Flows:
		return Records{Flows: r.Flows}
	case Areas:
		return Records{Areas: r.Areas}
	case Exchanges:
		return Records{Exchanges: r.Exchanges}
	case Constraints:
		return Records{Constraints: r.Constraints}
	case Facilities:
		return Records{Facilities: r.Facilities}
	}
	return Records{}
}

// pieces hands the records over some at a time.
func (r Records) pieces() symbiosis.RegionPieces {
	return symbiosis.RegionPieces{
		Sites:       listed(r.Sites),
		Flows:       listed(r.Flows),
		Areas:       listed(r.Areas),
		Exchanges:   listed(r.Exchanges),
		Constraints: listed(r.Constraints),
		Facilities:  listed(r.Facilities),
	}
}

func listed[T any](records []T) symbiosis.Pieces[T] {
	return symbiosis.PiecesOf(len(records), func(i int) T { return records[i] })
}

// count returns how many records r holds of a noun.
func (r Records) count(n Noun) int {
	switch n {
	case Sites:
		return len(r.Sites)
	case Flows:
		return len(r.Flows)
	case Areas:
		return len(r.Areas)
	case Exchanges:
		return len(r.Exchanges)
	case Constraints:
		return len(r.Constraints)
	case Facilities:
		return len(r.Facilities)
	}
	return 0
}

// nouns lists the nouns that r holds.
func (r Records) nouns() []Noun {
	var ns []Noun
	for _, n := range Nouns() {
		if r.count(n) > 0 {
			ns = append(ns, n)
		}
	}
	return ns
}

// Write writes records in a format, in the order given. Valid records come back the same
// by Read. A CSV file holds one noun: records of several are an Invalid error; WriteCSV
// picks one. A write that fails is an Unavailable error.
func Write(ctx context.Context, w io.Writer, format Format, r Records) error {
	switch format {
	case CSV, SemicolonCSV:
		noun := Sites
		nouns := r.nouns()
		if len(nouns) > 0 {
			noun = nouns[0]
		}
		if len(nouns) < 2 {
			return newParts(ctx, w, nil).csv(noun, r.pieces(), cellsOf(format))
		}
		return symbiosis.Errorf(symbiosis.Invalid, "a CSV file holds records of one noun only: write each noun to its own, or all to GeoJSON")
	case GeoJSON:
		return WriteGeoJSON(ctx, w, r)
	case Excel:
		return WriteExcel(ctx, w, r)
	}
	return symbiosis.Errorf(symbiosis.Invalid, "%q is not a format that can be written; csv, geojson and xlsx are", string(format))
}

// output writes through a buffer and keeps the first error.
type output struct {
	*bufio.Writer
	ctx  context.Context
	rows int
}

func newOutput(ctx context.Context, w io.Writer) *output {
	return &output{Writer: bufio.NewWriterSize(w, 64<<10), ctx: ctx}
}

// cancelled looks at the context every thousandth row.
func (o *output) cancelled() error {
	if o.rows++; o.rows&0x3ff == 1 {
		return o.ctx.Err()
	}
	return nil
}

// done flushes. A buffered writer keeps its first error, so this one is enough.
func (o *output) done() error {
	if err := o.Flush(); err != nil {
		return symbiosis.Errorf(symbiosis.Unavailable, "the file can't be written: %w", err)
	}
	return nil
}
