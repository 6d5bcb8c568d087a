package symbiosis

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/unit"
)

// Assumption is a default that a user can see and change.
type Assumption struct {
	Key   string `json:"key"`
	Group string `json:"group"` // "heat", "truck", "distance", "score", …
	Names Names  `json:"names"`
	Figure
	Min float64 `json:"min"`
	Max float64 `json:"max"`
	// Range is within which the value is thought to lie, for telling how sure a result is. Nil:
	// it is taken as it stands.
	Range *Range `json:"range,omitempty"`
	// Choices, when given, name the values 0, 1, 2 … that the assumption can take.
	Choices []string `json:"choices,omitempty"`
}

// Assumptions is a full set of assumptions, immutable. The zero value has none.
type Assumptions struct {
	list   []Assumption // defaults with overrides applied, in the order of the file
	byKey  map[string]int
	change map[string]float64 // what differs from the defaults
}

// LoadAssumptions reads the defaults (a JSON array of assumptions) and checks them: keys
// once, names in every language, a source, and the value within its range.
func LoadAssumptions(data []byte) (Assumptions, error) {
	var a Assumptions
	if err := strictJSON(data, &a.list); err != nil {
		return Assumptions{}, Errorf(Invalid, "the assumptions can't be read: %w", err)
	}
	a.byKey = make(map[string]int, len(a.list))
	var ps problems
	for i, x := range a.list {
		if _, twice := a.byKey[x.Key]; twice || x.Key == "" {
			ps.add(x.Key, "duplicate", x.Key, "is empty or stands twice", "")
		}
		a.byKey[x.Key] = i
		if !x.Names.Complete() || x.Source == "" || x.Unit == "" || x.Group == "" {
			ps.add(x.Key, "required", "", "lacks a name, a unit, a group or a source", "")
		}
		if fault := x.fault(x.Value); fault != "" {
			ps.add(x.Key, "out_of_range", number(x.Value), fault, "")
		}
		if r := x.Range; r != nil && (r.Source == "" || x.fault(r.Low) != "" || x.fault(r.High) != "" || !(r.Low <= x.Value && x.Value <= r.High)) {
			ps.add(x.Key, "out_of_range", "", "has a range without a source, beyond what the value may be, or without the value itself", "")
		}
	}
	if err := ps.err("the set of assumptions"); err != nil {
		return Assumptions{}, err
	}
	return a, nil
}

// fault says what is wrong with v as the assumption's value; "" when nothing is.
func (x Assumption) fault(v float64) string {
	if !unit.Finite(v) || v < x.Min || v > x.Max {
		if x.Unit == "1" {
			return fmt.Sprintf("must lie within %g and %g", x.Min, x.Max)
		}
		return fmt.Sprintf("must lie within %g and %g %s", x.Min, x.Max, x.Unit)
	}
	if n := len(x.Choices); n > 0 && (v != float64(int(v)) || int(v) < 0 || int(v) >= n) {
		return "must be the number of a choice: 0 " + strings.Join(x.Choices, ", ")
	}
	return ""
}

// Value returns the value of key. It panics on a key that the defaults don't have: that is
// a slip of the program, found by the first test.
func (a Assumptions) Value(key string) float64 {
	i, ok := a.byKey[key]
	if !ok {
		panic("no assumption is called " + key)
	}
	return a.list[i].Value
}

// Get returns the assumption of key with its value, unit and source.
func (a Assumptions) Get(key string) (Assumption, bool) {
	i, ok := a.byKey[key]
	if !ok {
		return Assumption{}, false
	}
	return a.list[i], true
}

// All lists the assumptions in the order of the file. The caller must not change it.
func (a Assumptions) All() []Assumption { return a.list }

// Changed returns what differs from the defaults, by key.
func (a Assumptions) Changed() map[string]float64 { return a.change }

// With returns a set in which the values of overrides stand. A value that was set is taken as
// it was set: it keeps no range. An unknown key, or a value
// outside its range, is an Invalid error with a problem for each.
func (a Assumptions) With(overrides map[string]float64) (Assumptions, error) {
	if len(overrides) == 0 {
		return a, nil
	}
	b := Assumptions{list: slices.Clone(a.list), byKey: a.byKey, change: make(map[string]float64, len(a.change)+len(overrides))}
	for k, v := range a.change {
		b.change[k] = v
	}
	var ps problems
	keys := make([]string, 0, len(overrides))
	for k := range overrides {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		v := overrides[k]
		i, ok := b.byKey[k]
		if !ok {
			ps.add("assumptions."+k, "unknown_code", k, "is no assumption", "see samloka assumptions")
			continue
		}
		if fault := b.list[i].fault(v); fault != "" {
			ps.add("assumptions."+k, "out_of_range", number(v), fault, "")
			continue
		}
		if b.list[i].Value != v {
			b.list[i].Value = v
			b.list[i].Source = "changed by the user; default: " + b.list[i].Source
			b.list[i].Assumption = true
			b.list[i].Range = nil
			b.change[k] = v
		}
	}
	if err := ps.err("the set of assumptions"); err != nil {
		return Assumptions{}, err
	}
	return b, nil
}

// MarshalJSON writes the list.
func (a Assumptions) MarshalJSON() ([]byte, error) { return json.Marshal(a.list) }
