package symbiosis

import (
	"errors"
	"fmt"
	"strings"
)

// ErrorKind says, for programs, what went wrong. Text for people is in the Problems.
type ErrorKind string

// The kinds of error. Each maps to one HTTP status and one exit status.
const (
	Internal    ErrorKind = "internal"    // our fault
	Invalid     ErrorKind = "invalid"     // the input breaks a rule
	NotFound    ErrorKind = "not_found"   // no record of that id
	Conflict    ErrorKind = "conflict"    // the write contradicts what is stored
	Stale       ErrorKind = "stale"       // the record has changed since it was read
	Unavailable ErrorKind = "unavailable" // the store or a file can't be used now
)

// ErrGoesOn says that an answer was not ready in time but is reckoned on, or has come further: asking
// again is worth while. It stands beside the context's own error.
var ErrGoesOn = errors.New("the answer is still being calculated")

// Problem is one thing wrong with an input: what, where, and what would be right.
type Problem struct {
	// Place tells where the value stood, for example "flows.csv, row 14, column return_c".
	// Empty when the input is a single record.
	Place string `json:"place,omitempty"`
	// Field is the name of the attribute, as in the API and the column of a file.
	Field string `json:"field,omitempty"`
	// Value is what was given, as text.
	Value string `json:"value,omitempty"`
	// Code is the rule that was broken, for programs and translation: "required",
	// "not_a_number", "out_of_range", "unknown_code", "duplicate", …
	Code string `json:"code"`
	// Text says what is wrong, in English, as a clause without a full stop.
	Text string `json:"text"`
	// Hint says what would be right, in English.
	Hint string `json:"hint,omitempty"`
}

// String returns the problem in one line.
func (p Problem) String() string {
	var b strings.Builder
	if p.Place != "" {
		b.WriteString(p.Place + ": ")
	}
	if p.Field != "" {
		b.WriteString(p.Field + " ")
	}
	b.WriteString(p.Text)
	if p.Value != "" {
		fmt.Fprintf(&b, " (%q)", p.Value)
	}
	if p.Hint != "" {
		b.WriteString("; " + p.Hint)
	}
	return b.String()
}

// Error is the one error type that crosses the floors.
type Error struct {
	Kind     ErrorKind
	Text     string    // one sentence for people, the cause included
	Problems []Problem // every fault found, not only the first
	Err      error     // the cause, for errors.Is; may be nil
}

// Error returns all problems, one a line.
func (e *Error) Error() string {
	var lines []string
	if e.Text != "" {
		lines = append(lines, e.Text)
	}
	for _, p := range e.Problems {
		lines = append(lines, p.String())
	}
	if len(lines) == 0 {
		lines = append(lines, string(e.Kind))
	}
	if e.Text == "" && e.Err != nil {
		lines[0] += ": " + e.Err.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error of kind with a sentence for people. A cause given with %w stands
// in the sentence and stays reachable by errors.Is.
func Errorf(kind ErrorKind, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Kind: kind, Text: err.Error(), Err: errors.Unwrap(err)}
}

// KindOf returns the kind of the first Error in err's chain, Internal if there is none.
func KindOf(err error) ErrorKind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// problems gathers the faults of one record.
type problems []Problem

func (ps *problems) add(field, code, value, text, hint string) {
	*ps = append(*ps, Problem{Field: field, Code: code, Value: value, Text: text, Hint: hint})
}

// err returns an Invalid error holding the problems, or nil when there are none.
func (ps problems) err(what string) error {
	if len(ps) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Text: what + " is not valid", Problems: ps}
}
