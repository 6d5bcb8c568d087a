package wording

import (
	"strings"
	"sync"

	"github.com/samloka/samloka/internal/symbiosis"
)

// The program says what is wrong in English, in symbiosis.Problem and symbiosis.Error, wherever it
// finds it; no floor below knows of languages. Told, Fault and Faults say the same in the reader's
// language, where it is read: the English sentence, or its format, is the key of the dictionary
// (sentences_….go). So what is kept, such as why a job failed, is told to each reader in theirs. A test
// reads the program's own source, and no sentence in it is missing here.

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
