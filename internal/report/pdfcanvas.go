package report

import (
	"codeberg.org/go-pdf/fpdf"
)

// pdfCanvas draws on a page of a PDF, from an origin on.
type pdfCanvas struct {
	f      *fpdf.Fpdf
	origin point
}

const pointsPerMM = 72 / 25.4

func (c pdfCanvas) at(p point) (x, y float64) { return c.origin.x + p.x, c.origin.y + p.y }

func (c pdfCanvas) pen(s stroke) {
	c.f.SetDrawColor(int(s.colour.r), int(s.colour.g), int(s.colour.b))
	c.f.SetLineWidth(s.width)
	c.f.SetDashPattern(s.dash, 0)
}

func (c pdfCanvas) area(rings [][]point, fill *colour, edge stroke) {
	style := ""
	switch {
	case fill != nil && edge.width > 0:
		style = "FD*"
	case fill != nil:
		style = "F*"
	case edge.width > 0:
		style = "D"
	default:
		return
	}
	if fill != nil {
		c.f.SetFillColor(int(fill.r), int(fill.g), int(fill.b))
	}
	if edge.width > 0 {
		c.pen(edge)
	}
	drawn := false
	for _, ring := range rings {
		if len(ring) < 3 {
			continue
		}
		c.f.MoveTo(c.at(ring[0]))
		for _, p := range ring[1:] {
			c.f.LineTo(c.at(p))
		}
		c.f.ClosePath()
		drawn = true
	}
	if drawn {
		c.f.DrawPath(style)
	}
}

func (c pdfCanvas) line(points []point, s stroke) {
	if len(points) < 2 {
		return
	}
	c.pen(s)
	c.f.MoveTo(c.at(points[0]))
	for _, p := range points[1:] {
		c.f.LineTo(c.at(p))
	}
	c.f.DrawPath("D")
}

func (c pdfCanvas) circle(at point, radius float64, fill *colour, edge stroke) {
	style := ""
	if fill != nil {
		style = "F"
		c.f.SetFillColor(int(fill.r), int(fill.g), int(fill.b))
	}
	if edge.width > 0 {
		style += "D"
		c.pen(edge)
	}
	x, y := c.at(at)
	c.f.Circle(x, y, radius, style)
}

func (c pdfCanvas) text(at point, text string, l lettering) {
	text = drawable(text)
	switch l.anchor {
	case centredAt:
		at.x -= c.width(text, l) / 2
	case endsAt:
		at.x -= c.width(text, l)
	}
	style := ""
	if l.bold {
		style = "B"
	} else if l.italic {
		style = "I"
	}
	c.f.SetFont(fontFamily, style, l.size*pointsPerMM)
	x, y := c.at(at)
	if l.halo {
		c.pen(stroke{colour: white, width: 0.7})
		c.f.SetTextRenderingMode(1)
		c.f.Text(x, y, text)
		c.f.SetTextRenderingMode(0)
	}
	c.f.SetTextColor(int(l.colour.r), int(l.colour.g), int(l.colour.b))
	c.f.Text(x, y, text)
}

func (c pdfCanvas) width(text string, l lettering) float64 { return faceOf(l).width(text) * l.size }

func (c pdfCanvas) within(from, to point, draw func()) {
	x, y := c.at(from)
	c.f.ClipRect(x, y, to.x-from.x, to.y-from.y, false)
	draw()
	c.f.ClipEnd()
}
