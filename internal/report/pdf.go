package report

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"github.com/samloka/samloka/internal/symbiosis"
)

// An A4 page, mm.
const (
	pageWidth    = 210.0
	pageHeight   = 297.0
	marginLeft   = 20.0
	marginTop    = 18.0
	contentWidth = pageWidth - 2*marginLeft
	contentEnd   = pageHeight - 22 // below it stands the foot
	fontFamily   = "text"
)

// Sizes of letters, mm.
const (
	bodySize  = 3.5
	smallSize = 3.05
	lineRoom  = 1.36 // height of a line, in sizes
)

// PDF writes the document: A4, with bookmarks, language and title in its metadata, numbered
// pages, and its own fonts. The same document gives the same bytes. It is not tagged: who needs
// the structure read aloud is served by the HTML. progress is told the blocks as they are laid out,
// each of them twice.
func PDF(d Document, progress Progress) ([]byte, error) {
	done, total := 0, 2*len(d.Blocks)
	laid := func() { done++; progress.Tell(done, total) }
	_, pages, err := layOut(d, 0, laid)
	if err != nil {
		return nil, err
	}
	content, _, err := layOut(d, pages, laid) // now it is known how many pages there are
	return content, err
}

func layOut(d Document, pages int, laid func()) ([]byte, int, error) {
	p := &pdfPages{f: fpdf.New("P", "mm", "A4", ""), doc: d, of: pages}
	p.f.SetCatalogSort(true)
	day := time.Date(d.Date.Year, d.Date.Month, d.Date.Day, 0, 0, 0, 0, time.UTC)
	p.f.SetCreationDate(day)
	p.f.SetModificationDate(day)
	p.f.SetTitle(drawable(d.Title), true)
	p.f.SetSubject(drawable(d.Kind), true)
	p.f.SetCreator("Samloka", true)
	p.f.SetProducer("Samloka", true)
	p.f.SetLang(string(d.Language))
	p.f.SetAutoPageBreak(false, 0)
	p.f.SetMargins(0, 0, 0)
	p.f.AddUTF8FontFromBytes(fontFamily, "", regularFont)
	p.f.AddUTF8FontFromBytes(fontFamily, "B", semiboldFont)
	p.f.AddUTF8FontFromBytes(fontFamily, "I", italicFont)
	p.turn()
	p.head()
	for i, b := range d.Blocks {
		p.block(b, d.Blocks[i+1:])
		laid()
	}
	p.sources()
	var out bytes.Buffer
	if err := p.f.Output(&out); err != nil {
		return nil, 0, symbiosis.Errorf(symbiosis.Internal, "the PDF could not be written: %w", err)
	}
	return out.Bytes(), p.f.PageNo(), nil
}

// pdfPages lays blocks out from the top of a page to its end.
type pdfPages struct {
	f   *fpdf.Fpdf
	doc Document
	of  int // pages in all; 0 on the first run
	y   float64
}

func (p *pdfPages) canvas() pdfCanvas { return pdfCanvas{f: p.f} }

// turn begins a page and writes its foot.
func (p *pdfPages) turn() {
	p.f.AddPage()
	p.y = marginTop
	c := p.canvas()
	l := lettering{size: 2.75, colour: quietInk}
	foot := pageHeight - 13
	c.line([]point{{marginLeft, foot - 4.2}, {pageWidth - marginLeft, foot - 4.2}}, stroke{colour: rule, width: 0.2})
	number := p.doc.Words.Page(p.f.PageNo(), p.of)
	right := l
	right.anchor = endsAt
	c.text(point{pageWidth - marginLeft, foot}, number, right)
	left := wrapped(c, p.doc.Kind+" · "+p.doc.Title, l, contentWidth-c.width(number, l)-8)
	text := left[0]
	if len(left) > 1 {
		text += " …"
	}
	c.text(point{marginLeft, foot}, text, l)
	made := p.doc.Words.Made + " " + p.doc.Date.String() + " · " + p.doc.Words.Data + " " + p.doc.Version
	c.text(point{marginLeft, foot + 4}, made, l)
}

// room turns the page unless height mm are left on it.
func (p *pdfPages) room(height float64) {
	if p.y+height > contentEnd && p.y > marginTop {
		p.turn()
	}
}

func (p *pdfPages) head() {
	c := p.canvas()
	p.f.Bookmark(drawable(p.doc.Title), 0, 0)
	c.text(point{marginLeft, p.y + 3}, strings.ToUpper(p.doc.Kind), lettering{size: 3, colour: accent, bold: true})
	p.y += 6.5
	p.lines(p.doc.Title, lettering{size: 7.4, colour: ink, bold: true}, marginLeft, contentWidth)
	if p.doc.Subtitle != "" {
		p.y += 1
		p.lines(p.doc.Subtitle, lettering{size: 4.2, colour: quietInk}, marginLeft, contentWidth)
	}
	p.y += 4
}

// lines writes wrapped text and goes on below it.
func (p *pdfPages) lines(text string, l lettering, x, width float64) {
	c := p.canvas()
	height := l.size * lineRoom
	for _, line := range wrapped(c, text, l, width) {
		p.room(height)
		c.text(point{x, p.y + l.size*0.98}, line, l)
		p.y += height
	}
}

func (p *pdfPages) block(b Block, after []Block) {
	switch b := b.(type) {
	case Heading:
		p.heading(b, after)
	case Paragraph:
		p.paragraph(b)
	case Facts:
		p.facts(b)
	case Table:
		p.table(b)
	case Map:
		p.figure("", func(c canvas) float64 { return b.draw(c, contentWidth) })
	case Bars:
		p.figure(b.Caption, func(c canvas) float64 { return b.draw(c, contentWidth) })
	}
}

// heading keeps at least the beginning of what it heads on its page.
func (p *pdfPages) heading(h Heading, after []Block) {
	size := 5.0
	if h.Level > 1 {
		size = 4.0
	}
	least := 16.0
	if len(after) > 0 {
		switch b := after[0].(type) {
		case Map:
			least = b.Height + 16
		case Bars:
			least = min(70, p.heightOf(func(c canvas) float64 { return b.draw(c, contentWidth) })+10)
		case Heading:
			least = 26
		case Table:
			least = p.beginning(b)
			if b.Caption != "" {
				least = max(least, 26)
			}
		}
	}
	p.room(size*lineRoom + 3 + least)
	p.y += 3
	p.f.Bookmark(drawable(h.Text), h.Level, p.y)
	p.lines(h.Text, lettering{size: size, colour: accent, bold: true}, marginLeft, contentWidth)
	p.y += 1
}

func (p *pdfPages) paragraph(b Paragraph) {
	l := lettering{size: bodySize, colour: ink}
	if b.Quiet {
		l = lettering{size: smallSize, colour: quietInk}
	}
	x, width := marginLeft, contentWidth
	if b.Estimated {
		p.room(l.size * lineRoom)
		hatch(p.canvas(), point{x, p.y + 0.7}, signSize)
		x, width = x+signRoom, width-signRoom
	}
	p.lines(withSources(b.Text), l, x, width)
	p.y += 2
}

const (
	signSize = 2.4            // of the sign of an estimate, mm
	signRoom = signSize + 1.2 // with what stands free after it
)

// withSources is the text with the numbers of its sources behind it.
func withSources(t Text) string {
	if len(t.Sources) == 0 {
		return t.Text
	}
	numbers := make([]string, len(t.Sources))
	for i, n := range t.Sources {
		numbers[i] = strconv.Itoa(n)
	}
	return t.Text + "\u00a0[" + strings.Join(numbers, ",\u00a0") + "]"
}

// cellLines are the lines of a text in a cell and whether the sign stands before the first.
func (p *pdfPages) cellLines(t Text, l lettering, width float64) []string {
	if t.Estimated {
		width -= signRoom
	}
	lines := wrapped(p.canvas(), withSources(t), l, width)
	if len(lines) > mostLines {
		lines = lines[:mostLines]
		lines[mostLines-1] += " …"
	}
	return lines
}

// mostLines of one cell still fit on a page with the columns' titles.
const mostLines = 45

func (p *pdfPages) cell(t Text, lines []string, l lettering, x, y, width float64, right bool) {
	c := p.canvas()
	for i, line := range lines {
		at := point{x, y + l.size*0.98 + float64(i)*l.size*lineRoom}
		switch {
		case right:
			w := c.width(line, l)
			at.x = x + width - w
		case t.Estimated:
			at.x += signRoom
		}
		if t.Estimated && i == 0 {
			sign := point{x, y + 0.5}
			if right {
				sign.x = at.x - signRoom
			}
			hatch(c, sign, signSize)
		}
		c.text(at, line, l)
	}
}

func (p *pdfPages) facts(b Facts) {
	const labelWidth = 58.0
	label := lettering{size: bodySize, colour: quietInk}
	value := lettering{size: bodySize, colour: ink}
	height := bodySize * lineRoom
	c := p.canvas()
	for _, f := range b.Facts {
		names := wrapped(c, f.Label, label, labelWidth-3)
		lines := p.cellLines(f.Value, value, contentWidth-labelWidth)
		rows := float64(max(len(names), len(lines)))
		p.room(rows*height + 1.4)
		for i, n := range names {
			c.text(point{marginLeft, p.y + bodySize*0.98 + float64(i)*height}, n, label)
		}
		p.cell(f.Value, lines, value, marginLeft+labelWidth, p.y, contentWidth-labelWidth, false)
		p.y += rows*height + 0.7
		c.line([]point{{marginLeft, p.y}, {pageWidth - marginLeft, p.y}}, stroke{colour: rule, width: 0.12})
		p.y += 0.7
	}
	p.y += 2
}

// heightOf draws on a page that is thrown away.
func (p *pdfPages) heightOf(draw func(canvas) float64) float64 { return draw(blank{}) }

// figure draws a picture of which no part is torn off, unless it is longer than a page.
func (p *pdfPages) figure(caption string, draw func(canvas) float64) {
	height := p.heightOf(draw)
	if height == 0 {
		return
	}
	if caption != "" {
		p.room(height + 8)
		p.lines(caption, lettering{size: smallSize, colour: quietInk}, marginLeft, contentWidth)
		p.y += 1.5
	}
	p.room(height)
	draw(pdfCanvas{f: p.f, origin: point{marginLeft, p.y}})
	p.y += height + 4
}

// sources lists where the figures come from.
func (p *pdfPages) sources() {
	if len(p.doc.Sources) == 0 {
		return
	}
	p.heading(Heading{1, p.doc.Words.Sources}, nil)
	l := lettering{size: smallSize, colour: ink}
	for i, s := range p.doc.Sources {
		p.room(smallSize * lineRoom)
		p.canvas().text(point{marginLeft + 7, p.y + smallSize*0.98}, strconv.Itoa(i+1), lettering{size: smallSize, colour: quietInk, anchor: endsAt})
		p.lines(s, l, marginLeft+9, contentWidth-9)
		p.y += 0.7
	}
}
