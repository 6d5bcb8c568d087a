package wording

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/symbiosis"
)

// sentence is an English sentence as the source has it, and what it is in the other languages. Verbs
// stand for what only the running program knows: %d a number, %q a text in quotes, %w another
// sentence or fault, %r the English name of a resource, %s anything, a word of the dictionary among it.
// The translations have them in the same order, or say which: %[2]s.
type sentence struct{ en, sv, nb string }

func (s sentence) in(l symbiosis.Language) string {
	if l == symbiosis.Norwegian {
		return s.nb
	}
	return s.sv
}

// verb stands in a sentence for what only the running program knows.
var verb = regexp.MustCompile(`%(?:\[\d\])?[sdqwr]`)

// kindOfVerb is the last letter of a verb.
type kindOfVerb byte

// takes says that a text can stand for the verb.
func (k kindOfVerb) takes(text string) bool {
	switch k {
	case 'd':
		_, err := strconv.ParseFloat(strings.NewReplacer(" ", "", "\u00a0", "", "−", "-").Replace(text), 64)
		return err == nil
	case 'q':
		return len(text) > 1 && text[0] == '"' && text[len(text)-1] == '"'
	}
	return text != ""
}

// format is a sentence with verbs, taken apart.
type format struct {
	sentence
	literals []string // around the verbs: one more than these
	verbs    []kindOfVerb
	length   int                            // of the literals
	letters  int                            // of the literals, without spaces and marks; what is told apart by
	pieces   map[symbiosis.Language][]piece // of the translations
}

type book struct {
	plain   map[string]sentence
	formats []format
	byStart map[string][]int // of formats that begin with as many bytes
	byEnd   map[string][]int // of the others, that end with as many
	open    []int            // of those that begin and end with a verb or nearly
}

// dictionary is all sentences, those with the most letters first.
var dictionary = sync.OnceValue(func() book {
	b := book{plain: map[string]sentence{}}
	for _, room := range sentences() {
		for _, s := range room {
			at := verb.FindAllStringIndex(s.en, -1)
			if at == nil {
				b.plain[s.en] = s
				continue
			}
			f := format{sentence: s}
			last := 0
			for _, m := range at {
				f.literals = append(f.literals, s.en[last:m[0]])
				f.verbs = append(f.verbs, kindOfVerb(s.en[m[1]-1]))
				last = m[1]
			}
			f.literals = append(f.literals, s.en[last:])
			for _, l := range f.literals {
				f.length += len(l)
				f.letters += letters(l)
			}
			f.pieces = map[symbiosis.Language][]piece{symbiosis.Swedish: piecesOf(s.sv), symbiosis.Norwegian: piecesOf(s.nb)}
			b.formats = append(b.formats, f)
		}
	}
	slices.SortStableFunc(b.formats, func(x, y format) int { return cmp.Compare(y.letters, x.letters) })
	b.index()
	return b
})

// resourceNames are the names of the resources that ship, by their English one. Texts that name one hold
// it in English, as all they say, and are told without a catalogue at hand.
var resourceNames = sync.OnceValue(func() map[string]symbiosis.Names {
	names := map[string]symbiosis.Names{}
	catalogue, err := symbiosis.LoadCatalogue(geodata.Catalogue(), geodata.WasteList(), geodata.WasteUses())
	if err != nil {
		return names // the program doesn't start with one that can't be read
	}
	for _, r := range catalogue.Resources() {
		names[r.Names.EN] = r.Names
	}
	return names
})

// letters counts what isn't space or mark.
func letters(s string) int {
	n := 0
	for _, r := range s {
		if !strings.ContainsRune(" .,:;()…\"'", r) {
			n += len(string(r))
		}
	}
	return n
}

// sentences are the dictionary, room by room.
func sentences() [][]sentence {
	return [][]sentence{
		symbiosisSentences, recordSentences(), geoSentences, engineSentences, plannerSentences, fileSentences, columnSentences,
		storeSentences, commandSentences, callSentences, scenarioSentences, apiSentences, schemaSentences, librarySentences,
	}
}

// piece is a piece of a translation, and the argument that follows it; -1 at the end.
type piece struct {
	literal string
	arg     int
}

// piecesOf takes a translation apart.
func piecesOf(translation string) []piece {
	var pieces []piece
	last, next := 0, 0
	for _, m := range verb.FindAllStringIndex(translation, -1) {
		if translation[m[0]+1] == '[' {
			next = int(translation[m[0]+2] - '1')
		}
		pieces = append(pieces, piece{translation[last:m[0]], next})
		last = m[1]
		next++
	}
	return append(pieces, piece{translation[last:], -1})
}
