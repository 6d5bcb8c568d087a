package wording

import (
	"slices"
	"strings"
)

// A text is tried against few of the dictionary's formats: those that begin as it begins, or, where a
// format begins with what only the running program knows, end as it ends, and hold in their order the
// words that it holds.

// edge is by how many bytes of a beginning or an end formats are looked up.
const edge = 4

// index sorts the formats by what they begin or end with.
func (b *book) index() {
	b.byStart, b.byEnd, b.open = map[string][]int{}, map[string][]int{}, nil
	for i := range b.formats {
		f := &b.formats[i]
		switch first, last := f.literals[0], f.literals[len(f.literals)-1]; {
		case len(first) >= edge:
			b.byStart[first[:edge]] = append(b.byStart[first[:edge]], i)
		case len(last) >= edge:
			b.byEnd[last[len(last)-edge:]] = append(b.byEnd[last[len(last)-edge:]], i)
		default:
			b.open = append(b.open, i)
		}
	}
}

// candidates are the formats that a text may have been made by, in the order of the book.
func (b *book) candidates(text string) []int {
	var found []int
	look := func(among []int) {
		for _, i := range among {
			if b.formats[i].mayBe(text) {
				found = append(found, i)
			}
		}
	}
	if len(text) >= edge {
		look(b.byStart[text[:edge]])
		look(b.byEnd[text[len(text)-edge:]])
	}
	look(b.open)
	slices.Sort(found)
	return found
}

// mayBe says that a text has the literals of the format in their order.
func (f *format) mayBe(text string) bool {
	first, last := f.literals[0], f.literals[len(f.literals)-1]
	if len(text) < f.length || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
		return false
	}
	rest := text[len(first) : len(text)-len(last)]
	for _, l := range f.literals[1 : len(f.literals)-1] {
		at := strings.Index(rest, l)
		if at < 0 {
			return false
		}
		rest = rest[at+len(l):]
	}
	return true
}
