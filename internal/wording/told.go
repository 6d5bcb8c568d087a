package wording

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/samloka/samloka/internal/symbiosis"
)

// The program says what is wrong in English, in symbiosis.Problem and symbiosis.Error, wherever it
// finds it; no floor below knows of languages. Told, Fault and Faults say the same in the reader's
// language, where it is read: the English sentence, or its format, is the key of the dictionary
// (sentences_….go). So what is kept, such as why a job failed, is told to each reader in theirs. A test
// reads the program's own source, and no sentence in it is missing here.

// sentence is an English sentence as the source has it, and what it is in the other languages. Verbs
// stand for what only the running program knows: %d a number, %q a text in quotes, %w another
// sentence or fault, %s anything, a word of the dictionary among it. The translations have them
// in the same order, or say which: %[2]s.
type sentence struct{ en, sv, nb string }

func (s sentence) in(l symbiosis.Language) string {
	if l == symbiosis.Norwegian {
		return s.nb
	}
	return s.sv
}

// Told is what the program says in English, a sentence or faults one a line as
// symbiosis.Error has them, in a language. What it doesn't know stays English.
func Told(l symbiosis.Language, english string) string {
	if l == symbiosis.English || english == "" {
		return english
	}
	lines := strings.Split(english, "\n")
	for i, line := range lines {
		text := strings.TrimLeft(line, " ")
		lines[i] = line[:len(line)-len(text)] + remembered.line(l, text)
	}
	return strings.Join(lines, "\n")
}

// memory keeps what lines were told as: why a job failed is read again whenever jobs are listed. A line
// takes a tenth of a millisecond.
type memory struct {
	mu   sync.Mutex
	told map[inLanguage]string
}

type inLanguage struct {
	lang symbiosis.Language
	line string
}

// mostRemembered bounds the memory; when it is full it begins anew.
const mostRemembered = 4096

var remembered = memory{told: map[inLanguage]string{}}

func (m *memory) line(l symbiosis.Language, english string) string {
	key := inLanguage{l, english}
	m.mu.Lock()
	told, ok := m.told[key]
	m.mu.Unlock()
	if ok {
		return told
	}
	told = english
	if h := newTeller(l).line(english); h.score > 0 {
		told = h.text
	}
	if len(english) > longest {
		return told
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.told) >= mostRemembered {
		clear(m.told)
	}
	m.told[key] = told
	return told
}

// Fault is a problem in a language: its place, text and hint. Codes, fields and values are for
// programs, or the user's own, and stay.
func Fault(l symbiosis.Language, p symbiosis.Problem) symbiosis.Problem {
	p.Place, p.Text, p.Hint = Place(l, p.Place), Told(l, p.Text), Told(l, p.Hint)
	return p
}

// Faults are problems in a language; the given ones stay as they are.
func Faults(l symbiosis.Language, ps []symbiosis.Problem) []symbiosis.Problem {
	if ps == nil || l == symbiosis.English {
		return ps
	}
	told := make([]symbiosis.Problem, len(ps))
	for i, p := range ps {
		told[i] = Fault(l, p)
	}
	return told
}

// What is looked through for sentences, in bytes: a text, and all its parts together. A user's own words,
// such as an id of colons, can be cut in any number of ways; what isn't known by then stays English.
const (
	longest   = 4000
	mostWork  = 2_000_000 // of the program's own sentences the longest take less than half
	leastWork = 300       // of a sentence, beside its bytes
)

// heard is what a text is in the reader's language; score is how many letters of it are known, 0 when
// nothing is.
type heard struct {
	text  string
	score int
}

// teller tells one text. It remembers what its parts are.
type teller struct {
	lang             symbiosis.Language
	lines, sentences map[string]heard
	work             int // bytes looked through
}

func newTeller(l symbiosis.Language) *teller {
	return &teller{lang: l, lines: map[string]heard{}, sentences: map[string]heard{}}
}

// works says that so many bytes more may be looked through.
func (t *teller) works(bytes int) bool {
	t.work += bytes
	return t.work <= mostWork
}

// line tells a sentence, or a fault as symbiosis.Problem writes it in one line: whichever way more
// of it is known.
func (t *teller) line(english string) heard {
	if h, ok := t.lines[english]; ok || len(english) > longest || !t.works(len(english)) {
		return h
	}
	t.lines[english] = heard{} // until it is known
	best := t.sentence(english)
	for _, at := range splits(english, ": ") {
		if !t.works(len(english)) {
			break
		}
		place, rest := english[:at.before], english[at.after:]
		if quotes(place) {
			continue
		}
		if h := t.fault(rest); h.score > 0 {
			if place != "" {
				told, known := placeIn(t.lang, place)
				h.text, h.score = told+": "+h.text, h.score+known
			}
			if h.score > best.score {
				best = h
			}
		}
	}
	t.lines[english] = best
	return best
}

// attribute is the name of a field, as faults begin with.
var attribute = regexp.MustCompile(`^[A-Za-z_][\w.\[\]-]* `)

// valued parts a text from the value that it is about, which ends it: `text ("value")`.
func valued(text string) (before, value string) {
	if !strings.HasSuffix(text, `")`) {
		return text, ""
	}
	for at := strings.LastIndex(text, ` ("`); at >= 0; at = strings.LastIndex(text[:at], ` ("`) {
		if quoted, err := strconv.QuotedPrefix(text[at+2:]); err == nil && at+2+len(quoted)+1 == len(text) {
			return text[:at], text[at:]
		}
	}
	return text, ""
}

// fault tells a fault without its place: [field] text [("value")][; hint].
func (t *teller) fault(english string) (best heard) {
	field := attribute.FindString(english)
	for _, f := range []string{"", field} {
		rest := english[len(f):]
		for _, at := range splits(rest, "; ") {
			if !t.works(len(rest)) {
				return best
			}
			text, hint := rest[at.after:], ""
			if at.after > 0 {
				text, hint = rest[:at.before], rest[at.after:]
				if quotes(text) {
					continue
				}
			}
			text, value := valued(text)
			h := t.sentence(text)
			if h.score == 0 {
				continue
			}
			if value != "" || hint != "" {
				h.score++ // rather than a sentence whose argument reaches this far
			}
			h.text = f + h.text + value
			if hint != "" {
				told := t.sentence(hint)
				if told.score == 0 {
					told.text = hint // a unit, or the user's own
				}
				h.text += "; " + told.text
				h.score += told.score
			}
			if h.score > best.score {
				best = h
			}
		}
	}
	return best
}

// quotes says that a quotation goes on where the text ends: what stands there are somebody's own words.
func quotes(text string) bool {
	return (strings.Count(text, `"`)-strings.Count(text, `\"`)-strings.Count(text, `'"'`))%2 != 0 // '"' is a mark that a reader of JSON names
}

// cut is where a text falls into two.
type cut struct{ before, after int }

// splits are the places where a text can be cut at a mark; the first is not at all.
func splits(text, mark string) []cut {
	all := []cut{{}}
	for at := 0; ; {
		i := strings.Index(text[at:], mark)
		if i < 0 {
			return all
		}
		all = append(all, cut{at + i, at + i + len(mark)})
		at += i + len(mark)
	}
}

// sentence tells what the dictionary holds as a whole.
func (t *teller) sentence(english string) heard {
	if h, ok := t.sentences[english]; ok || len(english) > longest {
		return h
	}
	if !t.works(len(english) + leastWork) {
		return heard{}
	}
	t.sentences[english] = heard{}
	book := dictionary()
	best := heard{}
	if s, ok := book.plain[english]; ok {
		best = heard{s.in(t.lang), len(english) + 1}
	}
	for _, i := range book.candidates(english) {
		if f := &book.formats[i]; f.letters+len(english) > best.score {
			if h := t.format(f, english); h.score > best.score {
				best = h
			}
		}
	}
	t.sentences[english] = best
	return best
}

// format tells a sentence that was made by a format; score 0 when it wasn't.
func (t *teller) format(f *format, english string) (best heard) {
	first, last := f.literals[0], f.literals[len(f.literals)-1]
	if !f.mayBe(english) {
		return heard{}
	}
	args := make([]string, len(f.verbs))
	var fill func(i int, rest string)
	fill = func(i int, rest string) {
		if i == len(f.verbs)-1 {
			args[i] = rest
			if f.verbs[i].takes(rest) {
				if h := t.put(f, args, best.score); h.score > best.score {
					best = h
				}
			}
			return
		}
		for _, at := range splits(rest, f.literals[i+1])[1:] {
			if !t.works(len(rest)) {
				return
			}
			if args[i] = rest[:at.before]; quotes(args[i]) {
				continue
			}
			if f.verbs[i].takes(args[i]) {
				fill(i+1, rest[at.after:])
			}
		}
	}
	fill(0, english[len(first):len(english)-len(last)])
	return best
}

// put writes a translation with its arguments, if more of it is known than least.
func (t *teller) put(f *format, args []string, least int) heard {
	h := heard{score: f.letters}
	var room [4]string
	told := append(room[:0], args...)
	for i, arg := range args {
		var known heard
		switch f.verbs[i] {
		case 'w':
			known = t.line(arg)
		case 's':
			if s, ok := dictionary().plain[arg]; ok { // a word
				known = heard{s.in(t.lang), len(arg)}
			} else if strings.Contains(arg, ", ") {
				told[i] = Place(t.lang, arg) // if it is one; not scored, so that the place before a fault is rather taken for it
			}
		case 'd':
			told[i] = decimal(arg)
		}
		if f.verbs[i] == 'w' && f.letters == 0 && (known.score == 0 || !strings.Contains(arg, " ")) {
			return heard{} // nothing but a word of it is known
		}
		if known.score > 0 {
			told[i] = known.text
			h.score += known.score
		}
	}
	if h.score <= least {
		return heard{}
	}
	var text strings.Builder
	for _, p := range f.pieces[t.lang] {
		text.WriteString(p.literal)
		if p.arg >= 0 {
			text.WriteString(told[p.arg])
		}
	}
	h.text = text.String()
	return h
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

// decimal has a number as it is written with a decimal comma.
func decimal(number string) string {
	if strings.Count(number, ".") == 1 {
		return strings.Replace(number, ".", ",", 1)
	}
	return number
}

// verb stands in a sentence for what only the running program knows.
var verb = regexp.MustCompile(`%(?:\[\d\])?[sdqw]`)

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
