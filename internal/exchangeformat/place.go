package exchangeformat

import (
	"strconv"
	"strings"
)

// Place tells where in a file a record stood.
type Place struct {
	File  string
	Sheet string // of a workbook; of a GeoPackage the layer
	// Row is the number a spreadsheet shows, the header being row 1; of GeoJSON the number
	// of the feature, from 1.
	Row int
	// Line is the line of the file where the record begins, from 1; 0 in a workbook. It
	// differs from Row after a cell that holds a line break.
	Line    int
	Feature bool // Row counts features
}

// String returns the place as people name it: "flows.csv, row 14".
func (p Place) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	switch {
	case p.Sheet == "":
	case p.Feature:
		b.WriteString(", layer " + p.Sheet)
	default:
		b.WriteString(", sheet " + p.Sheet)
	}
	switch {
	case p.Feature && p.Line == 0 && p.Row > 0: // of a file that has no lines
		b.WriteString(", feature " + strconv.Itoa(p.Row))
	case p.Feature && p.Line == 0:
	case p.Row == 0 && p.Line > 0:
		b.WriteString(", line " + strconv.Itoa(p.Line))
	case p.Feature:
		b.WriteString(", feature " + strconv.Itoa(p.Row) + " (line " + strconv.Itoa(p.Line) + ")")
	case p.Row > 0:
		b.WriteString(", row " + strconv.Itoa(p.Row))
		if p.Line > 0 && p.Line != p.Row {
			b.WriteString(" (line " + strconv.Itoa(p.Line) + ")")
		}
	}
	return b.String()
}

// column names a column or property of the place.
func (p Place) column(name string) string {
	switch {
	case name == "":
		return p.String()
	case p.Feature:
		return p.String() + ", property " + name
	}
	return p.String() + ", column " + name
}

// Placed is a record with its place in the file.
type Placed[T any] struct {
	Record T
	Place  Place
}
