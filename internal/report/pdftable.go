package report

import "strings"

// table writes rows with rules between them; the columns' titles stand again on each page.
func (p *pdfPages) table(t Table) {
	if len(t.Columns) == 0 {
		return
	}
	widths, starts := p.columnWidths(t)
	head := lettering{size: smallSize, colour: quietInk, bold: true}
	body := lettering{size: smallSize, colour: ink}
	line := smallSize * lineRoom
	if t.Caption != "" {
		p.room(line * 5)
		p.lines(t.Caption, lettering{size: smallSize, colour: quietInk}, marginLeft, contentWidth)
		p.y += 0.5
	}
	row := func(cells []Text, l lettering, shade bool, repeat func(), with float64) {
		lines, height := p.rowLines(t, cells, l, widths)
		if p.y+height+with > contentEnd && p.y > marginTop {
			p.turn()
			if repeat != nil {
				repeat()
			}
		}
		c := p.canvas()
		if shade {
			c.area([][]point{box(point{marginLeft, p.y}, point{pageWidth - marginLeft, p.y + height})}, &paperShade, stroke{})
		}
		for i, col := range t.Columns {
			if lines[i] != nil {
				p.cell(cells[i], lines[i], l, marginLeft+starts[i]+inset, p.y+inset, widths[i]-2*inset, col.Right)
			}
		}
		p.y += height
		c.line([]point{{marginLeft, p.y}, {pageWidth - marginLeft, p.y}}, stroke{colour: rule, width: 0.15})
	}
	p.room(p.beginning(t))
	heads := func() { row(titlesOf(t), head, true, nil, 0) }
	heads()
	rows := t.Rows
	if t.Total != nil {
		rows = append(rows[:len(rows):len(rows)], t.Total)
	}
	for i, cells := range rows {
		l, last := body, 0.0
		l.bold = t.Total != nil && i == len(rows)-1
		if i == len(rows)-2 { // the last row never stands alone on the next page
			_, last = p.rowLines(t, rows[i+1], body, widths)
		}
		row(cells, l, l.bold, heads, last)
	}
	p.y += 4
}

// inset is what a cell leaves free round its text, mm.
const inset = 1.2

func titlesOf(t Table) []Text {
	titles := make([]Text, len(t.Columns))
	for i, col := range t.Columns {
		titles[i] = Text{Text: col.Title}
	}
	return titles
}

// rowLines are the lines of each cell of a row, and how high the row is.
func (p *pdfPages) rowLines(t Table, cells []Text, l lettering, widths []float64) (lines [][]string, height float64) {
	lines = make([][]string, len(t.Columns))
	most := 1
	for i := range t.Columns {
		if i < len(cells) {
			lines[i] = p.cellLines(cells[i], l, widths[i]-2*inset)
			most = max(most, len(lines[i]))
		}
	}
	return lines, float64(most)*smallSize*lineRoom + 2*inset
}

// beginning is how high the part of a table is that stands together at its beginning: the titles and
// the first row, or two when there are no more, mm.
func (p *pdfPages) beginning(t Table) float64 {
	widths, _ := p.columnWidths(t)
	_, height := p.rowLines(t, titlesOf(t), lettering{size: smallSize, bold: true}, widths)
	rows := t.Rows
	if t.Total != nil {
		rows = append(rows[:len(rows):len(rows)], t.Total)
	}
	if len(rows) > 2 {
		rows = rows[:1]
	}
	for _, cells := range rows {
		_, h := p.rowLines(t, cells, lettering{size: smallSize}, widths)
		height += h
	}
	return height
}

// columnWidths shares the width of the page among the columns by their shares; a column has room for the
// longest word of its title, at the others' cost, if there is as much room at all.
func (p *pdfPages) columnWidths(t Table) (widths, starts []float64) {
	least, sum := make([]float64, len(t.Columns)), 0.0
	for i, c := range t.Columns {
		for word := range strings.SplitSeq(c.Title, " ") {
			least[i] = max(least[i], p.canvas().width(word, lettering{size: smallSize, bold: true})+2*inset+0.01)
		}
		sum += least[i]
	}
	if sum > contentWidth {
		clear(least)
	}
	widths = make([]float64, len(t.Columns))
	narrow := make([]bool, len(t.Columns))
	for again := true; again; {
		left, shares := contentWidth, 0.0
		for i, c := range t.Columns {
			if narrow[i] {
				left -= widths[i]
			} else {
				shares += max(c.Share, 0.1)
			}
		}
		again = false
		for i, c := range t.Columns {
			if narrow[i] {
				continue
			}
			widths[i] = left * max(c.Share, 0.1) / shares
			if widths[i] < least[i] {
				widths[i], narrow[i], again = least[i], true, true
			}
		}
	}
	x := 0.0
	for _, w := range widths {
		starts = append(starts, x)
		x += w
	}
	return widths, starts
}
