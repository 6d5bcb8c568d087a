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
	return newParts(ctx, w, nil).csv(noun, r.pieces())
}

func (p *parts) csv(noun Noun, r symbiosis.RegionPieces) error {
	switch noun {
	case Sites:
		return writeTable(p, siteTable, r.Sites, setSite)
	case Flows:
		return writeTable(p, flowTable, r.Flows, setFlow)
	case Areas:
		return writeTable(p, areaTable, r.Areas, setArea)
	case Exchanges:
		return writeTable(p, exchangeTable, r.Exchanges, setExchange)
	case Constraints:
		return writeTable(p, constraintTable, r.Constraints, setConstraint)
	case Facilities:
		return writeTable(p, facilityTable, r.Facilities, setFacility)
	}
	return symbiosis.Errorf(symbiosis.Invalid, "%q is not a noun that can be written", string(noun))
}

func writeTable[T, D any](p *parts, t *table[D], pieces symbiosis.Pieces[T], fill func(*D, *T)) error {
	var header []byte
	for _, c := range t.columns {
		if !c.ReadOnly {
			header = appendCell(header, c.Name)
		}
	}
	p.Write(endRow(header))
	writePieces(p, t.noun, pieces, drafted(fill, func(f *featureWriter, d *D) {
		for i := range t.columns {
			c := &t.columns[i]
			if c.ReadOnly {
				continue
			}
			s := c.format(d)
			if c.Type == TextType || c.Type == ListType {
				s = escapeFormula(s)
			}
			f.buf = appendCell(f.buf, s)
		}
		endRow(f.buf)
	}), nil)
	if p.err != nil {
		return p.err
	}
	return p.done()
}

// appendCell writes a cell and the comma behind it.
func appendCell(line []byte, s string) []byte {
	if s == "" {
		return append(line, ',')
	}
	if !strings.ContainsAny(s, ",;\"\r\n\t") && trim(s) == s {
		line = append(line, s...)
		return append(line, ',')
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
	return append(line, '"', ',')
}

// endRow puts a line feed in the place of the last comma.
func endRow(line []byte) []byte {
	line[len(line)-1] = '\n'
	return line
}
