package report

import (
	"github.com/samloka/samloka/internal/symbiosis"
)

// Document is what leaves the house, in one language and independent of its form.
type Document struct {
	Kind     string // what it is, above the title: "Prospektblad"
	Title    string
	Subtitle string
	Language symbiosis.Language
	Date     symbiosis.Date // when it was made
	// Version names the state of the data it rests on, for people.
	Version string
	Blocks  []Block
	// Sources are what Text.Sources number, from 1; they stand last.
	Sources []string
	// Words are the few that a form itself says.
	Words Words
}

// Words are what a form says around the blocks, in the document's language.
type Words struct {
	Page      func(n, of int) string // "sida 1 av 3"
	Made      string                 // "Upprättat"
	Data      string                 // "Uppgifternas version"
	Sources   string                 // heading
	Estimated string                 // what the hatched sign means
	Source    string                 // before a number of a source, for who hears the page
	North     string                 // the letter at the arrow
	Existing  string                 // legend of a solid line
	Possible  string                 // legend of a dashed line
	MapData   string                 // attribution of the basemap
}

// Block is a part of a document: Heading, Paragraph, Facts, Table, Map or Bars.
type Block interface{ block() }

// Heading begins a section; level 1 is the highest below the title.
type Heading struct {
	Level int // 1 or 2
	Text  string
}

// Paragraph is running text.
type Paragraph struct {
	Text
	Quiet bool // small print
}

// Text is a text with the marks of a figure.
type Text struct {
	Text      string
	Estimated bool  // draws the hatched sign
	Sources   []int // numbers of Document.Sources
}

// Facts are labels with values.
type Facts struct {
	Facts []Fact
}

// Fact is one label with its value.
type Fact struct {
	Label string
	Value Text
}

// Table has rows of as many cells as it has columns.
type Table struct {
	Caption string
	Columns []Column
	Rows    [][]Text
	Total   []Text // a last row, or nil
}

// Column is a column of a table.
type Column struct {
	Title string
	// Share is the column's part of the width, against those of the others.
	Share float64
	Right bool // numbers
}

// Bars is a chart of shares 0–1, one row a label, side by side for each series.
type Bars struct {
	Caption string
	Series  []string // names of the bars of a row; one name or more
	Rows    []BarRow
}

// BarRow is a row of bars.
type BarRow struct {
	Label string
	// Values are 0–1 in the order of the series; nil is not known, which is not nil.
	Values []*float64
	Texts  []string // beside the bars, in the order of the series
}

// Progress is told how many parts of a document are made, of how many; nil: nobody asks.
type Progress func(done, total int)

// Tell tells it.
func (p Progress) Tell(done, total int) {
	if p != nil {
		p(done, total)
	}
}

func (Heading) block()   {}
func (Paragraph) block() {}
func (Facts) block()     {}
func (Table) block()     {}
func (Map) block()       {}
func (Bars) block()      {}

// cited gathers sources and numbers them in the order of their first mention.
type cited struct {
	list   []string
	number map[string]int
}

// cite returns the numbers of sources; empty ones are left out.
func (c *cited) cite(sources ...string) []int {
	if c.number == nil {
		c.number = map[string]int{}
	}
	var numbers []int
	seen := map[int]bool{}
	for _, s := range sources {
		if s == "" {
			continue
		}
		n, ok := c.number[s]
		if !ok {
			c.list = append(c.list, s)
			n = len(c.list)
			c.number[s] = n
		}
		if !seen[n] {
			seen[n] = true
			numbers = append(numbers, n)
		}
	}
	return numbers
}
