package report

import (
	"slices"
	"strings"
)

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

// widestWord of a cell that a column makes room for at the others' cost, mm: a long address is broken.
const widestWord = 45.0

// leastWidths are how wide columns must be for the longest words of their titles and cells; where the page
// hasn't as much room, none is wider than others need to be too narrow for.
func (p *pdfPages) leastWidths(t Table) []float64 {
	least := make([]float64, len(t.Columns))
	room := func(i int, text Text, l lettering, most float64) {
		sign := 2*inset + 0.01
		if text.Estimated {
			sign += signRoom
		}
		for line := range strings.SplitSeq(withSources(text), "\n") {
			for word := range strings.SplitSeq(line, " ") {
				least[i] = max(least[i], min(most, p.canvas().width(drawable(word), l))+sign)
			}
		}
	}
	for i, c := range t.Columns {
		room(i, Text{Text: c.Title}, lettering{size: smallSize, bold: true}, contentWidth)
	}
	for _, cells := range append(t.Rows[:len(t.Rows):len(t.Rows)], t.Total) {
		for i, cell := range cells[:min(len(cells), len(least))] {
			room(i, cell, lettering{size: smallSize}, widestWord)
		}
	}
	left := contentWidth
	for k, at := range slices.Sorted(slices.Values(least)) {
		if each := left / float64(len(least)-k); at > each {
			for i, w := range least {
				least[i] = min(w, each)
			}
			break
		}
		left -= at
	}
	return least
}

// columnWidths shares the width of the page among the columns by their shares; a column has room for the
// longest words in it, at the others' cost.
func (p *pdfPages) columnWidths(t Table) (widths, starts []float64) {
	least := p.leastWidths(t)
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
