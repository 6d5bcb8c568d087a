package report

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"
)

// However much stands above a table, neither its heading nor its last row stands alone on a page.
func TestATableLeavesNoRowAlone(t *testing.T) {
	p := &pdfPages{f: fpdf.New("P", "mm", "A4", ""), doc: Document{Words: Words{Page: func(int, int) string { return "" }}}}
	p.f.SetAutoPageBreak(false, 0)
	p.f.AddUTF8FontFromBytes(fontFamily, "", regularFont)
	p.f.AddUTF8FontFromBytes(fontFamily, "B", semiboldFont)
	for rows := 2; rows <= 5; rows++ {
		for gap := 0.0; gap < 60; gap += 1.5 {
			p.turn()
			table := Table{Columns: []Column{{"Verksamhet", 1, false}, {"Mängd", 1, true}}}
			for i := range rows {
				table.Rows = append(table.Rows, []Text{{Text: fmt.Sprintf("rad %d\nandra raden", i)}, {Text: "12 ton"}})
			}
			p.y = contentEnd - gap
			p.heading(Heading{2, "Värme"}, []Block{table})
			headed := p.f.PageNo()
			p.table(table)
			_, height := p.rowLines(table, table.Rows[0], lettering{size: smallSize}, []float64{contentWidth / 2, contentWidth / 2})
			_, head := p.rowLines(table, titlesOf(table), lettering{size: smallSize, bold: true}, []float64{contentWidth / 2, contentWidth / 2})
			if p.f.PageNo() > headed && p.y < marginTop+head+2*height+4-0.01 {
				t.Errorf("%d rows %.1f mm from the end: the last page has fewer than two of them", rows, gap)
			}
			if p.f.PageNo() > headed && rows <= 2 {
				t.Errorf("%d rows %.1f mm from the end: the heading stands on another page", rows, gap)
			}
		}
	}
}

// Titles stand in whole words where the page has room for that, and the columns fill it.
func TestColumnsHaveRoomForTheWordsOfTheirTitles(t *testing.T) {
	p := &pdfPages{f: fpdf.New("P", "mm", "A4", ""), doc: Document{Words: Words{Page: func(int, int) string { return "" }}}}
	p.f.AddUTF8FontFromBytes(fontFamily, "", regularFont)
	p.f.AddUTF8FontFromBytes(fontFamily, "B", semiboldFont)
	p.turn()
	l := lettering{size: smallSize, bold: true}
	for _, titles := range [][]string{{"Placering", "Område", "Först vid slumpade vikter"}, {"Plassering", "Område", "Rang"}, {"a", "b", "c"}} {
		table := Table{Columns: []Column{{titles[0], 0.1, true}, {titles[1], 5, false}, {titles[2], 0.5, true}}}
		widths, starts := p.columnWidths(table)
		for i, title := range titles {
			lines := wrapped(p.canvas(), title, l, widths[i]-2*inset)
			if got := strings.Join(lines, " "); got != title {
				t.Errorf("%q stands as %q", title, lines)
			}
		}
		if end := starts[2] + widths[2]; math.Abs(end-contentWidth) > 1e-6 {
			t.Errorf("%v: the columns end at %.3f of %.3f mm", titles, end, contentWidth)
		}
	}
	many := Table{}
	for range 30 {
		many.Columns = append(many.Columns, Column{"Koldioxidekvivalenter", 1, true})
	}
	if widths, _ := p.columnWidths(many); math.Abs(widths[0]-contentWidth/30) > 1e-6 {
		t.Errorf("thirty columns without room for their titles are %v mm wide", widths[0])
	}
}

// A long word in one title takes no other column the room for its figures.
func TestNoColumnIsTooNarrowForItsFigures(t *testing.T) {
	p := &pdfPages{f: fpdf.New("P", "mm", "A4", ""), doc: Document{Words: Words{Page: func(int, int) string { return "" }}}}
	p.f.AddUTF8FontFromBytes(fontFamily, "", regularFont)
	p.f.AddUTF8FontFromBytes(fontFamily, "B", semiboldFont)
	p.turn()
	table := Table{Columns: []Column{{"Kriterium", 3, false}, {"Vikt", 1, true}}, Rows: [][]Text{{{Text: "Avstånd till transformatorstation"}, {Text: "2,9\u00a0%"}}}}
	for _, name := range []string{"Strömsund-Hammerdals industriområdesutvidgning", "A", "Östra", "Långviksmonsflygfältsindustriparken", "Norr 2", "Syd"} {
		table.Columns = append(table.Columns, Column{name, 1.9, true})
		table.Rows[0] = append(table.Rows[0], Text{Text: "≈\u00a02,2\u00a0Gkr/år\n100", Estimated: true})
	}
	widths, starts := p.columnWidths(table)
	if end := starts[7] + widths[7]; math.Abs(end-contentWidth) > 1e-6 {
		t.Errorf("the columns end at %.3f of %.3f mm", end, contentWidth)
	}
	for i, cell := range table.Rows[0] {
		if lines := p.cellLines(cell, lettering{size: smallSize}, widths[i]-2*inset); i > 0 && len(lines) != 1+strings.Count(cell.Text, "\n") {
			t.Errorf("in %.1f mm %q stands as %q", widths[i], cell.Text, lines)
		}
	}
}
