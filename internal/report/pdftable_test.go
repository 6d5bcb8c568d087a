package report

import (
	"fmt"
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
