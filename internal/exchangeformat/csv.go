package exchangeformat

import (
	"context"
	"fmt"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Greatest sizes of a cell in bytes.
const (
	maxCell     = 64 << 10
	maxGeometry = 32 << 20
)

func readCSV(ctx context.Context, f *findings, s *settings, text string) error {
	if strings.IndexByte(text[:min(len(text), 4096)], 0) >= 0 {
		return symbiosis.Errorf(symbiosis.Invalid, "%s is not a text file", s.name)
	}
	text, comma := chooseComma(text)
	sc := newCSVScanner(text, comma)
	if !sc.next() {
		return symbiosis.Errorf(symbiosis.Invalid, "%s is empty", s.name)
	}
	if sc.fault != nil {
		return symbiosis.Errorf(symbiosis.Invalid, "%s: the header %s; %s", s.name, sc.fault.text, sc.fault.hint)
	}
	header := make([]string, len(sc.cells))
	for i, c := range sc.cells {
		header[i] = trim(c.text)
	}
	if header[0] == "" && len(header) == 1 {
		return symbiosis.Errorf(symbiosis.Invalid, "%s has an empty header", s.name)
	}
	noun, err := nounOfHeader(s.name, header)
	if err != nil {
		return err
	}
	f.Distinct = true
	return readNoun(ctx, f, s, noun, &tableFile{rowSource: sc, header: header, headerAt: Place{File: s.name, Row: sc.row, Line: sc.line}, commaDecimal: comma != ',', escaped: true})
}

// readNoun reads the rows of a table whose header has been read.
func readNoun(ctx context.Context, f *findings, s *settings, noun Noun, t *tableFile) error {
	switch noun {
	case Sites:
		return readTable(ctx, t, siteRows(f, s))
	case Flows:
		return readTable(ctx, t, flowRows(f, s))
	case Areas:
		return readTable(ctx, t, areaRows(f, s))
	case Constraints:
		return readTable(ctx, t, constraintRows(f, s))
	case Facilities:
		return readTable(ctx, t, facilityRows(f, s))
	}
	return readTable(ctx, t, exchangeRows(f, s))
}

// chooseComma finds the separator that makes most of the header known. The first line can
// name it, as Excel does: "sep=;".
func chooseComma(text string) (rest string, comma byte) {
	if line, after, _ := strings.Cut(text, "\n"); len(line) >= 5 && strings.EqualFold(line[:4], "sep=") {
		if l := strings.TrimRight(line, "\r"); len(l) == 5 {
			return after, l[4]
		}
	}
	comma, best, most := ',', -1, 0
	for _, c := range []byte{',', ';', '\t'} {
		sc := newCSVScanner(text, c)
		if !sc.next() || sc.fault != nil {
			continue
		}
		known := 0
		for _, cell := range sc.cells {
			if siteTable.find(cell.text) >= 0 || flowTable.find(cell.text) >= 0 || areaTable.find(cell.text) >= 0 || exchangeTable.find(cell.text) >= 0 ||
				constraintTable.find(cell.text) >= 0 || facilityTable.find(cell.text) >= 0 {
				known++
			}
		}
		if known > best || known == best && sc.width > most {
			comma, best, most = c, known, sc.width
		}
	}
	return text, comma
}

// nounOfHeader tells from its header what a table holds.
func nounOfHeader(name string, header []string) (Noun, error) {
	has := func(find func(string) int, column int) bool {
		for _, h := range header {
			if find(h) == column {
				return true
			}
		}
		return false
	}
	site := func(c string) bool { return has(siteTable.find, siteTable.byName[c]) }
	flow := func(c string) bool { return has(flowTable.find, flowTable.byName[c]) }
	area := func(c string) bool { return has(areaTable.find, areaTable.byName[c]) }
	exchange := func(c string) bool { return has(exchangeTable.find, exchangeTable.byName[c]) }
	constraint := func(c string) bool { return has(constraintTable.find, constraintTable.byName[c]) }
	facility := func(c string) bool { return has(facilityTable.find, facilityTable.byName[c]) }
	raw := func(c string) bool {
		for _, h := range header {
			if h == c {
				return true
			}
		}
		return false
	}
	switch {
	case raw("Excess_Heat_100-200C") && raw("SiteID"):
		return "", symbiosis.Errorf(symbiosis.Invalid, "%s is the Hotmaps database of industrial sites; import it with the preset hotmaps", name)
	case raw("budget_m") && raw("net_benefit_sek_per_year"):
		return "", symbiosis.Errorf(symbiosis.Invalid, "%s is a list of matches; they are computed and can't be imported", name)
	case exchange("surplus_id") && exchange("need_id"):
		return Exchanges, nil
	case flow("direction") || flow("resource"), flow("site_id") && flow("quantity"):
		return Flows, nil
	case constraint("layer") && constraint("geometry"):
		return Constraints, nil
	case facility("facility") && facility("geometry"):
		return Facilities, nil
	case area("geometry"), area("plan_status"):
		return Areas, nil
	case site("lon"), site("lat"), site("x") && site("y"), site("id") && site("name"):
		return Sites, nil
	}
	return "", &symbiosis.Error{Kind: symbiosis.Invalid, Text: name + " has no header that tells what it holds", Problems: []symbiosis.Problem{{
		Place: name + ", row 1", Code: "unknown_header", Value: shorten(strings.Join(header, ", ")), Text: "is not a header we know",
		Hint: "sites need id,name,lon,lat; flows id,site_id,direction,resource,quantity,unit; areas id,name,geometry; exchanges id,surplus_id,need_id,state; constraints id,layer,source,geometry; facilities id,facility,source,geometry; layers of others are read as land, constraints or infrastructure (--as)"}}}
}

// rowSource gives the rows of a table one after the other.
type rowSource interface {
	// next finds the next row that isn't empty; false at the end.
	next() bool
	// found returns the row that next found.
	found() tableRow
	// progress tells how much of all has been read.
	progress() (done, all int)
}

// tableRow is a row of cells, or what is wrong with it.
type tableRow struct {
	cells     []csvCell
	width     int // number of cells, those beyond maxColumns included
	row, line int
	fault     *fault
}

// tableFile is a table whose header has been read.
type tableFile struct {
	rowSource
	header       []string
	headerAt     Place
	commaDecimal bool
	escaped      bool // text may have an apostrophe against formulas
}

// readTable reads the rows behind the header into records of one noun.
func readTable[D any, P draft[D]](ctx context.Context, t *tableFile, r *rows[D, P]) error {
	columns := bindHeader(t, r)
	place := t.headerAt
	for n := 0; t.next(); n++ {
		if n&0x3ff == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		r.expect(t.progress())
		row := t.found()
		place.Row, place.Line = row.row, row.line
		if row.fault != nil {
			r.problem(symbiosis.Problem{Place: place.String(), Code: row.fault.code, Text: row.fault.text, Hint: row.fault.hint})
			continue
		}
		r.begin(place)
		for i, c := range row.cells {
			switch {
			case c.text == "":
			case i >= len(columns):
				r.surplusCell(place, c.text)
			case columns[i] >= 0:
				text := c.text
				if t.escaped {
					text = unescapeFormula(text)
				}
				r.limited(columns[i], t.header[i], cell{text, t.commaDecimal})
			}
		}
		if row.width > maxColumns {
			r.surplusCell(place, fmt.Sprintf("%d cells", row.width))
		}
		if r.unit != "" {
			r.set(r.table.byName["unit"], "", cell{text: r.unit})
		}
		r.end()
		if err := r.handOverMany(t.progress()); err != nil {
			return err
		}
	}
	return nil
}

// surplusCell reports a cell behind the last column of the header, once a row.
func (r *rows[D, P]) surplusCell(place Place, value string) {
	if n := len(r.faults); n > 0 && r.faults[n-1].Code == "too_many_cells" {
		return
	}
	r.faults = append(r.faults, symbiosis.Problem{Place: place.String(), Value: value, Code: "too_many_cells",
		Text: "has more cells than the header has columns", Hint: "put text that holds the separator in double quotes, and use a decimal point where commas separate"})
}

// limited is set with a limit on the size of what is looked at.
func (r *rows[D, P]) limited(i int, header string, c cell) {
	longest := maxCell
	if r.table.columns[i].Type == GeometryType {
		longest = maxGeometry
	}
	if len(c.text) > longest {
		r.given[i] = true
		r.fault(fault{code: "too_long", text: fmt.Sprintf("is longer than %d kB", longest>>10)}, i, header, c.text)
		return
	}
	r.set(i, header, c)
}

// bindHeader finds the column of each header, −1 for none, and tells of unknown, doubled
// and missing ones.
func bindHeader[D any, P draft[D]](t *tableFile, r *rows[D, P]) []int {
	place := t.headerAt
	columns := make([]int, len(t.header))
	for j, h := range t.header {
		i := r.table.find(h)
		if i < 0 {
			i = r.quantityWithUnit(h, t.header)
		}
		columns[j] = i
		switch {
		case h == "":
		case i < 0:
			r.table.unknownHeader(r.findings, place, h)
		case r.headers[i] != "":
			r.problem(symbiosis.Problem{Place: place.column(h), Field: r.table.columns[i].Name, Code: "duplicate",
				Text: "means the same as column " + r.headers[i], Hint: "leave one of them out"})
			columns[j] = -1
		default:
			r.headers[i] = h
		}
	}
	if r.unit != "" {
		unit := r.table.byName["unit"]
		r.headers[unit] = r.headers[r.table.byName["quantity"]]
	}
	for i, c := range r.table.columns {
		if c.Required && r.headers[i] == "" && (c.or == "" || r.headers[r.table.byName[c.or]] == "") {
			r.broken = true
			r.problem(symbiosis.Problem{Place: place.String(), Field: c.Name, Code: "required",
				Text: "is missing among the columns of " + withArticle(r.table.noun), Hint: c.Doc})
		}
	}
	return columns
}
