package exchangeformat

import "strings"

// csvScanner splits text into rows and cells. It differs from encoding/csv where files of
// people do: it keeps line ends inside cells as they are, tells quoted cells apart, counts
// empty rows as a spreadsheet does, and goes on after a broken quote.
type csvScanner struct {
	text  string
	comma byte

	cells []csvCell // of the row that next found
	width int       // number of cells in the row, those beyond maxColumns included
	row   int       // number of the row, empty ones counted, from 1
	line  int       // line where the row began, from 1
	fault *fault    // what is wrong with the row; its cells are then not to be used

	pos, nextLine int
	wasted        int // bytes looked at in vain behind broken quotes
	spans         []span
}

// csvCell is a cell's text, trimmed unless it stood in quotes.
type csvCell struct {
	text   string
	quoted bool
}

// span is where a cell lies in the text; own is its text when quotes had to be taken out.
type span struct {
	from, to int
	quoted   bool
	own      string
}

// maxColumns is the greatest number of cells of a row that are looked at.
const maxColumns = 2000

func newCSVScanner(text string, comma byte) *csvScanner {
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n") // line ends of old Macs
	}
	return &csvScanner{text: text, comma: comma, nextLine: 1}
}

// next finds the next row that isn't empty; false at the end.
func (s *csvScanner) next() bool {
	for s.pos < len(s.text) {
		s.row++
		s.line, s.fault, s.width = s.nextLine, nil, 0
		s.cells, s.spans = s.cells[:0], s.spans[:0]
		start := s.pos
		end, after := s.lineEnd(start)
		if strings.IndexByte(s.text[start:end], '"') >= 0 {
			s.quotedRow(start)
			return true
		}
		s.pos = after
		s.nextLine++
		if strings.TrimLeft(s.text[start:end], " \t") == "" {
			continue
		}
		for from := start; ; {
			to := strings.IndexByte(s.text[from:end], s.comma)
			if to < 0 {
				s.add(span{from: from, to: end})
				break
			}
			s.add(span{from: from, to: from + to})
			from += to + 1
		}
		s.cut(start, end)
		return true
	}
	return false
}

func (s *csvScanner) found() tableRow {
	return tableRow{cells: s.cells, width: s.width, row: s.row, line: s.line, fault: s.fault}
}

func (s *csvScanner) progress() (done, all int) { return s.pos, len(s.text) }

// lineEnd returns the end of the line that holds i, without \r\n, and the next line's start.
func (s *csvScanner) lineEnd(i int) (end, after int) {
	n := strings.IndexByte(s.text[i:], '\n')
	if n < 0 {
		end, after = len(s.text), len(s.text)
	} else {
		end, after = i+n, i+n+1
	}
	if end > i && s.text[end-1] == '\r' {
		end--
	}
	return end, after
}

func (s *csvScanner) add(c span) {
	if s.width++; s.width <= maxColumns {
		s.spans = append(s.spans, c)
	}
}

// cut turns the spans into cells. The row is copied once, so that records don't hold on to
// the whole file.
func (s *csvScanner) cut(start, end int) {
	row := strings.Clone(s.text[start:end])
	for _, c := range s.spans {
		switch {
		case c.own != "":
			s.cells = append(s.cells, csvCell{c.own, true})
		case c.quoted:
			s.cells = append(s.cells, csvCell{row[c.from-start : c.to-start], true})
		default:
			s.cells = append(s.cells, csvCell{trim(row[c.from-start : c.to-start]), false})
		}
	}
}

// quotedRow reads a row with quotes in its first line, which may reach over several.
func (s *csvScanner) quotedRow(start int) {
	i, lines := start, 1
	for {
		open := i
		for open < len(s.text) && s.text[open] == ' ' {
			open++
		}
		if open < len(s.text) && s.text[open] == '"' {
			c, end, f := s.quoted(open)
			if f != nil {
				s.broken(start, end, f)
				return
			}
			lines += strings.Count(s.text[open:end], "\n")
			s.add(c)
			i = end
		} else {
			end, _ := s.lineEnd(i)
			if n := strings.IndexByte(s.text[i:end], s.comma); n >= 0 {
				end = i + n
			}
			s.add(span{from: i, to: end})
			i = end
		}
		if i < len(s.text) && s.text[i] == s.comma {
			i++
			continue
		}
		end, after := s.lineEnd(i)
		if end != i {
			s.broken(start, end, &fault{code: "bad_csv", text: "has something behind a closing quote",
				hint: `put the whole cell in quotes, and write a quote within it as ""`})
			return
		}
		s.pos = after
		s.nextLine += lines
		s.cut(start, end)
		return
	}
}

// quoted reads the quoted cell that opens at i and returns the place behind it.
func (s *csvScanner) quoted(i int) (c span, end int, f *fault) {
	from, doubled := i+1, false
	for j := from; ; {
		n := strings.IndexByte(s.text[j:], '"')
		if n < 0 {
			return c, len(s.text), &fault{code: "bad_csv", text: "opens a quote that is never closed",
				hint: `close the cell with ", and write a quote within it as ""`}
		}
		j += n
		if j+1 < len(s.text) && s.text[j+1] == '"' {
			doubled = true
			j += 2
			continue
		}
		c = span{from: from, to: j, quoted: true}
		if doubled {
			c.own = strings.ReplaceAll(s.text[from:j], `""`, `"`)
		}
		end = j + 1
		break
	}
	for end < len(s.text) && s.text[end] == ' ' {
		end++
	}
	return c, end, nil
}

// broken notes the fault and goes on with the line after the one where the row began. A
// file of nothing but broken quotes is given up before it takes long.
func (s *csvScanner) broken(start, end int, f *fault) {
	s.fault = f
	_, s.pos = s.lineEnd(start)
	s.nextLine++
	if s.wasted += end - start; s.wasted > 16*len(s.text)+1<<20 {
		s.fault = &fault{code: "bad_csv", text: "and the rows after it have broken quotes; the rest of the file was not read",
			hint: `write a quote within a cell as ""`}
		s.pos = len(s.text)
	}
}
