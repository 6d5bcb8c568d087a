package exchangeformat

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Limits on what a workbook may unpack to: a zip of some kilobytes can hold gigabytes.
const (
	maxUnpacked = 1 << 30
	maxSheetXML = 64 << 20 // larger sheets are read from a temporary file, not from memory
)

// readExcel reads the sheets of a workbook (.xlsx), each with a header in its first row
// that isn't empty. Sheets whose header tells of no noun are left out with a notice.
func readExcel(ctx context.Context, f *findings, s *settings, data []byte) (err error) {
	defer func() {
		// The library has been seen to panic on broken workbooks.
		if r := recover(); r != nil {
			err = damaged(s.name, "Excel file", fmt.Errorf("panic: %v", r))
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxSheetXML})
	if err != nil {
		return damaged(s.name, "Excel file", err)
	}
	defer func() {
		if e := book.Close(); e != nil && err == nil {
			err = symbiosis.Errorf(symbiosis.Internal, "%s can't be closed: %w", s.name, e)
		}
	}()
	props, err := book.GetWorkbookProps()
	if err != nil {
		return damaged(s.name, "Excel file", err)
	}
	use1904 := props.Date1904 != nil && *props.Date1904
	found := 0
	var reason error
	for _, sheet := range book.GetSheetList() {
		noun, why, err := readSheet(ctx, f, s, book, sheet, use1904)
		switch {
		case err != nil:
			return err
		case noun != "":
			found++
		case why != nil:
			reason = why
			f.notice(symbiosis.Problem{Place: Place{File: s.name, Sheet: sheet}.String(), Code: "unknown_header", Text: "has no header that tells what it holds, and was left out",
				Hint: "samloka columns lists the columns of sites, flows, areas and exchanges"})
		}
	}
	switch {
	case found > 0:
		return nil
	case reason != nil:
		return reason
	}
	return symbiosis.Errorf(symbiosis.Invalid, "%s has no sheet with anything on it", s.name)
}

// readSheet reads one sheet. why tells what hinders when its header is of no noun; an empty
// sheet has neither.
func readSheet(ctx context.Context, f *findings, s *settings, book *excelize.File, sheet string, use1904 bool) (noun Noun, why, err error) {
	rows, err := book.Rows(sheet)
	if err != nil {
		if errors.As(err, &excelize.ErrSheetNotExist{}) {
			return "", nil, nil // a chart
		}
		return "", nil, symbiosis.Errorf(symbiosis.Invalid, "%s, sheet %s can't be read: %w", s.name, sheet, err)
	}
	defer func() {
		if e := rows.Close(); e != nil && err == nil {
			err = symbiosis.Errorf(symbiosis.Internal, "%s, sheet %s can't be closed: %w", s.name, sheet, e)
		}
	}()
	src := &sheetRows{rows: rows}
	if !src.next() {
		return "", nil, src.err(s.name, sheet)
	}
	header := make([]string, len(src.cells))
	for i, c := range src.cells {
		header[i] = trim(c.text)
	}
	noun, why = nounOfHeader(s.name+", sheet "+sheet, header)
	if why != nil {
		return "", why, nil
	}
	src.markDates(header, use1904)
	if err := readNoun(ctx, f, s, noun, &tableFile{rowSource: src, header: header,
		headerAt: Place{File: s.name, Sheet: sheet, Row: src.row}, commaDecimal: true}); err != nil {
		return noun, nil, err
	}
	return noun, nil, src.err(s.name, sheet)
}

// sheetRows gives the rows of a sheet.
type sheetRows struct {
	rows    *excelize.Rows
	cells   []csvCell
	width   int
	row     int
	dates   []bool // by cell: the column holds dates
	use1904 bool
	failed  error
}

func (s *sheetRows) next() bool {
	for s.rows.Next() {
		s.row++
		texts, err := s.rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			s.failed = err
			return false
		}
		s.cells, s.width = s.cells[:0], len(texts)
		empty := true
		for i, text := range texts[:min(len(texts), maxColumns)] {
			if i < len(s.dates) && s.dates[i] {
				text = s.date(text)
			}
			empty = empty && trim(text) == ""
			s.cells = append(s.cells, csvCell{text, true})
		}
		if !empty {
			return true
		}
	}
	return false
}

func (s *sheetRows) found() tableRow {
	return tableRow{cells: s.cells, width: s.width, row: s.row}
}

// progress isn't known of a sheet.
func (s *sheetRows) progress() (done, all int) { return 0, 0 }

func (s *sheetRows) err(name, sheet string) error {
	err := s.failed
	if err == nil {
		err = s.rows.Error()
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return symbiosis.Errorf(symbiosis.Invalid, "%s, sheet %s, row %d can't be read: %w", name, sheet, s.row, err)
	}
	return nil
}

// markDates finds the columns that hold days: Excel keeps a day as a number.
func (s *sheetRows) markDates(header []string, use1904 bool) {
	s.use1904 = use1904
	s.dates = make([]bool, len(header))
	for i, h := range header {
		if c := flowTable.find(h); c >= 0 && flowTable.columns[c].Type == DateType {
			s.dates[i] = true
		}
		if c := exchangeTable.find(h); c >= 0 && exchangeTable.columns[c].Type == DateType {
			s.dates[i] = true
		}
	}
}

// date turns Excel's number of a day into a date, and leaves anything else alone.
func (s *sheetRows) date(text string) string {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || v < 1 || v > 2_958_465 { // 9999-12-31
		return text
	}
	t, err := excelize.ExcelDateToTime(v, s.use1904)
	if err != nil {
		return text
	}
	return symbiosis.DateOf(t).String()
}

// excelText is the greatest number of characters (UTF-16 units) of a cell in Excel.
const excelText = excelize.TotalCellChars

// WriteExcel writes a workbook (.xlsx) with a sheet for each noun that r holds: sites,
// flows, areas, exchanges. Read reads it back the same, but for control characters, which a
// workbook can't hold, and the last bit of a power. A text longer than Excel's cells (32 767 characters; the outline of a large
// area) is an Invalid error naming the record.
func WriteExcel(ctx context.Context, w io.Writer, r Records) error {
	return writeExcel(ctx, w, r, func(int) {})
}

func writeExcel(ctx context.Context, w io.Writer, r Records, progress func(rows int)) (err error) {
	book := excelize.NewFile()
	defer func() {
		if e := book.Close(); e != nil && err == nil {
			err = symbiosis.Errorf(symbiosis.Internal, "the workbook can't be closed: %w", e)
		}
	}()
	nouns := r.nouns()
	if len(nouns) == 0 {
		nouns = []Noun{Sites}
	}
	before := 0
	for i, n := range nouns {
		name := n.Plural()
		done := func(rows int) { progress(before + rows) }
		if i == 0 {
			err = book.SetSheetName("Sheet1", name)
		} else {
			_, err = book.NewSheet(name)
		}
		if err != nil {
			return excelFailed(err)
		}
		switch n {
		case Sites:
			err = writeSheet(ctx, book, name, siteTable, r.Sites, done, setSite)
		case Flows:
			err = writeSheet(ctx, book, name, flowTable, r.Flows, done, setFlow)
		case Areas:
			err = writeSheet(ctx, book, name, areaTable, r.Areas, done, setArea)
		case Exchanges:
			err = writeSheet(ctx, book, name, exchangeTable, r.Exchanges, done, setExchange)
		case Constraints:
			err = writeSheet(ctx, book, name, constraintTable, r.Constraints, done, setConstraint)
		case Facilities:
			err = writeSheet(ctx, book, name, facilityTable, r.Facilities, done, setFacility)
		}
		if err != nil {
			return err
		}
		before += r.count(n)
	}
	if err := book.Write(w); err != nil {
		return symbiosis.Errorf(symbiosis.Unavailable, "the workbook can't be written: %w", err)
	}
	return nil
}

func excelFailed(err error) error {
	return symbiosis.Errorf(symbiosis.Internal, "the workbook can't be made: %w", err)
}

func writeSheet[T, D any, P draft[D]](ctx context.Context, book *excelize.File, sheet string, t *table[D], records []T, done func(rows int), fill func(*D, *T)) error {
	if len(records) >= excelize.TotalRows {
		return symbiosis.Errorf(symbiosis.Invalid, "Excel holds %d rows, too few for %d %s; write CSV or GeoJSON", excelize.TotalRows, len(records), sheet)
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return excelFailed(err)
	}
	out, err := book.NewStreamWriter(sheet)
	if err != nil {
		return excelFailed(err)
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return excelFailed(err)
	}
	var row []any
	for _, c := range t.columns {
		if !c.ReadOnly {
			row = append(row, excelize.Cell{StyleID: bold, Value: c.Name})
			if err := out.SetColWidth(len(row), len(row), columnWidth(c.Column, c.Name)); err != nil {
				return excelFailed(err)
			}
		}
	}
	if err := out.SetRow("A1", row); err != nil {
		return excelFailed(err)
	}
	var d D
	for i := range records {
		if i&0x3ff == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			done(i)
		}
		fill(&d, &records[i])
		row = row[:0]
		for j := range t.columns {
			c := &t.columns[j]
			if c.ReadOnly {
				continue
			}
			s := c.format(&d)
			if len(s) > excelText {
				return symbiosis.Errorf(symbiosis.Invalid, "the %s of %s %s is too long for a cell of Excel; write GeoJSON", c.Name, t.noun, P(&d).id())
			}
			row = append(row, excelValue(s, c.Type))
		}
		if err := out.SetRow("A"+strconv.Itoa(i+2), row); err != nil {
			return excelFailed(fmt.Errorf("row %d: %w", i+2, err))
		}
	}
	if err := out.Flush(); err != nil {
		return excelFailed(err)
	}
	return nil
}

// columnWidth shows all of a column's title, and most of what stands below it, letters.
func columnWidth(c Column, title string) float64 {
	least := 10
	switch {
	case c.Name == "name" || c.Name == "source" || c.Name == "note":
		least = 32
	case c.Type == TextType || c.Type == ListType:
		least = 18
	}
	return float64(max(least, utf8.RuneCountInString(title)+2))
}

// excelValue makes numbers numbers, and leaves cells without a value out.
func excelValue(s string, kind ColumnType) any {
	if s == "" {
		return nil
	}
	if kind == NumberType {
		if v, err := strconv.ParseFloat(s, 64); err == nil {
			return v
		}
	}
	return s
}
