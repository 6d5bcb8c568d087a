package report

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
)

// svgCanvas writes a drawing as SVG, a millimetre a unit.
type svgCanvas struct {
	b *strings.Builder
}

// svg returns a drawing of a width as a picture that scales, named for who doesn't see it.
func svg(alt string, width float64, draw func(canvas) float64) template.HTML {
	c := &svgCanvas{b: &strings.Builder{}}
	height := draw(c)
	if height == 0 {
		return ""
	}
	return template.HTML(fmt.Sprintf(`<svg viewBox="0 0 %s %s" role="img" aria-label="%s" xmlns="http://www.w3.org/2000/svg">%s</svg>`, //nolint:gosec // texts are escaped where they are written
		mm(width), mm(height), template.HTMLEscapeString(alt), c.b.String()))
}

// mm writes a length to a hundredth of a millimetre.
func mm(v float64) string {
	text := strconv.FormatFloat(v, 'f', 2, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

func (c colour) hex() string { return fmt.Sprintf("#%02x%02x%02x", c.r, c.g, c.b) }

func (c *svgCanvas) paint(fill *colour, edge stroke) string {
	var b strings.Builder
	if fill == nil {
		b.WriteString(` fill="none"`)
	} else {
		b.WriteString(` fill="` + fill.hex() + `"`)
	}
	if edge.width > 0 {
		b.WriteString(` stroke="` + edge.colour.hex() + `" stroke-width="` + mm(edge.width) + `"`)
		if edge.dash != nil {
			parts := make([]string, len(edge.dash))
			for i, d := range edge.dash {
				parts[i] = mm(d)
			}
			b.WriteString(` stroke-dasharray="` + strings.Join(parts, " ") + `"`)
		}
	}
	return b.String()
}

func path(points []point) string {
	var b strings.Builder
	for i, p := range points {
		if i == 0 {
			b.WriteString("M")
		} else {
			b.WriteString("L")
		}
		b.WriteString(mm(p.x) + " " + mm(p.y))
	}
	return b.String()
}

func (c *svgCanvas) area(rings [][]point, fill *colour, edge stroke) {
	d := ""
	for _, r := range rings {
		if len(r) > 2 {
			d += path(r) + "Z"
		}
	}
	if d != "" {
		c.b.WriteString(`<path fill-rule="evenodd" d="` + d + `"` + c.paint(fill, edge) + `/>`)
	}
}

func (c *svgCanvas) line(points []point, s stroke) {
	if len(points) > 1 {
		c.b.WriteString(`<path d="` + path(points) + `"` + c.paint(nil, s) + `/>`)
	}
}

func (c *svgCanvas) circle(at point, radius float64, fill *colour, edge stroke) {
	c.b.WriteString(`<circle cx="` + mm(at.x) + `" cy="` + mm(at.y) + `" r="` + mm(radius) + `"` + c.paint(fill, edge) + `/>`)
}

func (c *svgCanvas) text(at point, text string, l lettering) {
	anchor := map[anchor]string{startsAt: "start", centredAt: "middle", endsAt: "end"}[l.anchor]
	weight, style := "", ""
	if l.bold {
		weight = ` font-weight="600"`
	}
	if l.italic {
		style = ` font-style="italic"`
	}
	halo := ""
	if l.halo {
		halo = ` stroke="#fff" stroke-width="0.7" paint-order="stroke" stroke-linejoin="round"`
	}
	// As wide as it was measured, whatever type the reader's browser has.
	c.b.WriteString(`<text textLength="` + mm(c.width(drawable(text), l)) + `" lengthAdjust="spacingAndGlyphs" x="` + mm(at.x) + `" y="` + mm(at.y) + `" font-size="` + mm(l.size) + `" fill="` + l.colour.hex() +
		`" text-anchor="` + anchor + `"` + weight + style + halo + `>` + template.HTMLEscapeString(drawable(text)) + `</text>`)
}

func (c *svgCanvas) width(text string, l lettering) float64 { return faceOf(l).width(text) * l.size }

func (c *svgCanvas) within(from, to point, draw func()) {
	// A nested svg clips by itself, and needs no name that could stand twice on a page.
	c.b.WriteString(`<svg x="` + mm(from.x) + `" y="` + mm(from.y) + `" width="` + mm(to.x-from.x) + `" height="` + mm(to.y-from.y) +
		`" viewBox="` + mm(from.x) + ` ` + mm(from.y) + ` ` + mm(to.x-from.x) + ` ` + mm(to.y-from.y) + `">`)
	draw()
	c.b.WriteString(`</svg>`)
}
