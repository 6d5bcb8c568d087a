package wording

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/symbiosis"
)

// No format that a text could be made by is left untried: for texts made by any of them, and for pieces
// of the dictionary put together by chance.
func TestCandidatesAreAllThatFit(t *testing.T) {
	book := dictionary()
	whatever := []string{"7", "12.5", `"a: b"`, "", "x", "is missing", "sites.csv, row 3", "; ", ": "}
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		for range rapid.IntRange(1, 3).Draw(t, "parts") {
			f := book.formats[rapid.IntRange(0, len(book.formats)-1).Draw(t, "format")]
			for i, l := range f.literals {
				if i > 0 {
					text.WriteString(rapid.SampledFrom(whatever).Draw(t, "argument"))
				}
				text.WriteString(l)
			}
		}
		made := text.String()
		candidates := book.candidates(made)
		if !slices.IsSorted(candidates) {
			t.Fatalf("not in the order of the book: %v", candidates)
		}
		teller := newTeller(symbiosis.Swedish)
		for i := range book.formats {
			if teller.work = 0; teller.format(&book.formats[i], made).score > 0 && !slices.Contains(candidates, i) {
				t.Fatalf("%q is not tried against %q", made, book.formats[i].en)
			}
		}
	})
}
