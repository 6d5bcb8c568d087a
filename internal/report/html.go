package report

import (
	"bytes"
	_ "embed" // the page's form
	"html/template"
	"strconv"

	"github.com/samloka/samloka/internal/symbiosis"
)

//go:embed page.html
var pageForm string

// htmlDocument is what the form shows.
type htmlDocument struct {
	Document
	// Links are other forms of the document: its PDF, its other languages.
	Links []Link
	// Note stands above it all: until when the page can be read.
	Note string
}

// Link is an address with its text. Language is that of what it leads to, "" the document's.
type Link struct {
	Href, Text string
	Language   symbiosis.Language
}

var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"isHeading":   func(b Block) bool { _, ok := b.(Heading); return ok },
	"isParagraph": func(b Block) bool { _, ok := b.(Paragraph); return ok },
	"isFacts":     func(b Block) bool { _, ok := b.(Facts); return ok },
	"isTable":     func(b Block) bool { _, ok := b.(Table); return ok },
	"isMap":       func(b Block) bool { _, ok := b.(Map); return ok },
	"isBars":      func(b Block) bool { _, ok := b.(Bars); return ok },
	"drawMap": func(m Map) template.HTML {
		return svg(m.Alt, contentWidth, func(c canvas) float64 { return m.draw(c, contentWidth) })
	},
	"drawNarrowMap": func(m Map) template.HTML {
		return svg(m.Alt, phoneWidth, func(c canvas) float64 { return m.draw(c, phoneWidth) })
	},
	"drawBars": func(b Bars) template.HTML {
		return svg(b.Caption, contentWidth, func(c canvas) float64 { return b.draw(c, contentWidth) })
	},
	"sign": func(word string) template.HTML {
		return svg(word, signSize, func(c canvas) float64 { hatch(c, point{}, signSize); return signSize })
	},
	"level":  func(h Heading) int { return h.Level + 1 },
	"number": func(i int) string { return strconv.Itoa(i + 1) },
	"marked": func(t Text, w Words) markedText { return markedText{t, w} },
}).Parse(pageForm))

// phoneWidth is how wide a map is drawn for a phone, mm: its letters are then as large as the text round it.
const phoneWidth = 92.0

// markedText is a text with the words that its marks are read as.
type markedText struct {
	Text
	Words Words
}

// HTML writes the document as one page that needs nothing beside itself: headings, tables with
// their headers, pictures with their texts.
func HTML(d Document, note string, links ...Link) ([]byte, error) {
	var out bytes.Buffer
	if err := page.Execute(&out, htmlDocument{d, links, note}); err != nil {
		return nil, symbiosis.Errorf(symbiosis.Internal, "the page could not be written: %w", err)
	}
	return out.Bytes(), nil
}
