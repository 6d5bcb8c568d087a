package exchangeformat

import (
	"context"
	"io"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// WriteCSV writes the records of one noun as CSV (RFC 4180 in UTF-8, but rows end in a line
// feed alone): every column that can be written, separated by commas, with decimal points.
// Text that a spreadsheet would run as a formula gets an apostrophe before it, which Read
// takes off again.
func WriteCSV(ctx context.Context, w io.Writer, noun Noun, r Records) error {
	return newParts(ctx, w, nil).csv(noun, r.pieces(), cellsOf(CSV))
}

// cells are how the rows of a CSV file are written.
type cells struct {
	comma byte // between cells; where it is a semicolon decimals have a comma
}

func cellsOf(f Format) cells {
	if f == SemicolonCSV {
		return cells{comma: ';'}
	}
	return cells{comma: ','}
}

// header begins the file with its titles.
func (c cells) header(titles ...string) []byte {
	var line []byte
	if c.comma == ';' {
		line = append(line, utf8Mark...)
	}
	for _, t := range titles {
		line = c.text(line, t)
	}
	return endRow(line)
}

// number puts the number written as s in a cell.
func (c cells) number(line []byte, s string) []byte {
	if c.comma == ';' {
		s = strings.Replace(s, ".", ",", 1)
	}
	return append(append(line, s...), c.comma)
}

func (p *parts) csv(noun Noun, r symbiosis.RegionPieces, c cells) error {
	switch noun {
	case Sites:
		return writeTable(p, c, siteTable, r.Sites, setSite)
	case Flows:
		return writeTable(p, c, flowTable, r.Flows, setFlow)
	case Areas:
		return writeTable(p, c, areaTable, r.Areas, setArea)
	case Exchanges:
		return writeTable(p, c, exchangeTable, r.Exchanges, setExchange)
	case Constraints:
		return writeTable(p, c, constraintTable, r.Constraints, setConstraint)
	case Facilities:
		return writeTable(p, c, facilityTable, r.Facilities, setFacility)
	}
	return symbiosis.Errorf(symbiosis.Invalid, "%q is not a noun that can be written", string(noun))
}

func writeTable[T, D any](p *parts, form cells, t *table[D], pieces symbiosis.Pieces[T], fill func(*D, *T)) error {
	var titles []string
	for _, c := range t.columns {
		if !c.ReadOnly {
			titles = append(titles, c.Name)
		}
	}
	p.Write(form.header(titles...))
	writePieces(p, t.noun, pieces, drafted(fill, func(f *featureWriter, d *D) {
		for i := range t.columns {
			c := &t.columns[i]
			if c.ReadOnly {
				continue
			}
			s := c.format(d)
			switch c.Type {
			case NumberType:
				f.buf = form.number(f.buf, s)
				continue
			case TextType, ListType:
				s = escapeFormula(s)
			}
			f.buf = form.text(f.buf, s)
		}
		endRow(f.buf)
	}), nil)
	if p.err != nil {
		return p.err
	}
	return p.done()
}

// text writes a cell and the comma behind it.
func (c cells) text(line []byte, s string) []byte {
	if s == "" {
		return append(line, c.comma)
	}
	if !strings.ContainsAny(s, ",;\"\r\n\t") && trim(s) == s {
		line = append(line, s...)
		return append(line, c.comma)
	}
	line = append(line, '"')
	for {
		before, after, found := strings.Cut(s, `"`)
		line = append(line, before...)
		if !found {
			break
		}
		line = append(line, `""`...)
		s = after
	}
	return append(line, '"', c.comma)
}

// endRow puts a line feed in the place of the last comma.
func endRow(line []byte) []byte {
	line[len(line)-1] = '\n'
	return line
}
