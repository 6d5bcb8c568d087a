package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// mostFaults is how many lines that can't be read are told one by one.
const mostFaults = 20

// faulty gathers the lines that can't be read.
type faulty struct {
	problems []symbiosis.Problem
	more     int             // beyond mostFaults
	names    map[string]bool // of sites, flows and exchanges whose lines can't be read
}

// add tells of a line. One that names what another line would have said isn't told: nobody knows whether it
// is right until that one is.
func (f *faulty) add(number int, line string, err error) {
	words := strings.FieldsFunc(line, func(c rune) bool { return c == ' ' || c == '\t' || c == ':' || c == ',' })
	follows := len(words) > 1 && slices.ContainsFunc(words[1:], func(word string) bool { return f.names[word] })
	if len(words) > 1 && slices.Contains([]string{"site", "surplus", "need", "exchange"}, words[0]) {
		if f.names == nil {
			f.names = map[string]bool{}
		}
		f.names[words[1]] = true
	}
	switch {
	case follows:
	case len(f.problems) == mostFaults:
		f.more++
	default:
		f.problems = append(f.problems, symbiosis.Problem{Place: fmt.Sprintf("line %d", number), Value: line, Code: "syntax", Text: err.Error()})
	}
}

// err is an Invalid error with every line, or nil.
func (f *faulty) err() error {
	if len(f.problems) == 0 {
		return nil
	}
	all := f.problems
	if f.more > 0 {
		all = append(slices.Clip(all), symbiosis.Problem{Code: "more", Text: fmt.Sprintf("and %d more", f.more)})
	}
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the scenario can't be run", Problems: all}
}
