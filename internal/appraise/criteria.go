package appraise

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Definition is a criterion as the defaults have it.
type Definition struct {
	Key    string  `json:"key"`
	Group  string  `json:"group"`
	Unit   string  `json:"unit"` // of the figure; "class" for a step of a scale, "1" for a share or a number
	Weight float64 `json:"weight"`
	Points Curve   `json:"points"`
	// Source is of the value function; Assumption marks one that no source gives.
	Source     string `json:"source"`
	Assumption bool   `json:"assumption,omitempty"`
}

// Book is the list of criteria, in the order they are shown. It is immutable.
type Book struct {
	list  []Definition
	place map[string]int
	group []string
}

// NewBook reads the defaults (a JSON array of definitions) and checks them.
func NewBook(data []byte) (*Book, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	b := &Book{place: map[string]int{}}
	if err := d.Decode(&b.list); err != nil {
		return nil, symbiosis.Errorf(symbiosis.Invalid, "the criteria can't be read: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, symbiosis.Errorf(symbiosis.Invalid, "something follows the list of criteria")
	}
	var faults []symbiosis.Problem
	for i, c := range b.list {
		if _, twice := b.place[c.Key]; twice || c.Key == "" || c.Group == "" || c.Unit == "" || c.Source == "" || !(c.Weight > 0) {
			faults = append(faults, symbiosis.Problem{Field: c.Key, Code: "required", Text: "stands twice, or lacks a key, a group, a unit, a source or a weight"})
		}
		faults = append(faults, c.Points.check(c.Key)...)
		b.place[c.Key] = i
		if n := len(b.group); n == 0 || b.group[n-1] != c.Group {
			b.group = append(b.group, c.Group)
		}
	}
	if faults != nil {
		return nil, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the criteria are not valid", Problems: faults}
	}
	return b, nil
}

// All lists the criteria. The caller must not change it.
func (b *Book) All() []Definition { return b.list }

// Groups lists the groups in their order.
func (b *Book) Groups() []string { return b.group }

// Get returns the criterion of a key.
func (b *Book) Get(key string) (Definition, bool) {
	i, ok := b.place[key]
	if !ok {
		return Definition{}, false
	}
	return b.list[i], true
}

// unknown is the problem of a key that is no criterion.
func unknown(field, key, what string) symbiosis.Problem {
	return symbiosis.Problem{Field: field, Code: "unknown_code", Value: key, Text: fmt.Sprintf("is no %s", what), Hint: "see the list of criteria"}
}
