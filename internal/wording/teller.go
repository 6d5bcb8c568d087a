package wording

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

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
		case 'r':
			if names, ok := resourceNames()[arg]; ok {
				told[i] = names.In(t.lang)
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

// decimal has a number as it is written with a decimal comma.
func decimal(number string) string {
	if strings.Count(number, ".") == 1 {
		return strings.Replace(number, ".", ",", 1)
	}
	return number
}
