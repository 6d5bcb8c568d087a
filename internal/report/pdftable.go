package report

// table writes rows with rules between them; the columns' titles stand again on each page.
func (p *pdfPages) table(t Table) {
	if len(t.Columns) == 0 {
		return
	}
	const inset = 1.2
	widths, starts := columnWidths(t)
	head := lettering{size: smallSize, colour: quietInk, bold: true}
	body := lettering{size: smallSize, colour: ink}
	line := smallSize * lineRoom
	if t.Caption != "" {
		p.room(line * 5)
		p.lines(t.Caption, lettering{size: smallSize, colour: quietInk}, marginLeft, contentWidth)
		p.y += 0.5
	}
	row := func(cells []Text, l lettering, shade bool, repeat func()) {
		lines := make([][]string, len(t.Columns))
		most := 1
		for i := range t.Columns {
			if i < len(cells) {
				lines[i] = p.cellLines(cells[i], l, widths[i]-2*inset)
				most = max(most, len(lines[i]))
			}
		}
		height := float64(most)*line + 2*inset
		if p.y+height > contentEnd && p.y > marginTop {
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
	titles := make([]Text, len(t.Columns))
	for i, col := range t.Columns {
		titles[i] = Text{Text: col.Title}
	}
	p.room(line*4 + 4*inset)
	heads := func() { row(titles, head, true, nil) }
	heads()
	for _, cells := range t.Rows {
		row(cells, body, false, heads)
	}
	if t.Total != nil {
		body.bold = true
		row(t.Total, body, true, heads)
	}
	p.y += 4
}

// columnWidths shares the width of the page among the columns.
func columnWidths(t Table) (widths, starts []float64) {
	sum := 0.0
	for _, c := range t.Columns {
		sum += max(c.Share, 0.1)
	}
	x := 0.0
	for _, c := range t.Columns {
		w := contentWidth * max(c.Share, 0.1) / sum
		widths, starts = append(widths, w), append(starts, x)
		x += w
	}
	return widths, starts
}
