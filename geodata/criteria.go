package geodata

import _ "embed" // for the go:embed line

//go:embed criteria/criteria-2026-11.json
var criteria []byte

// Criteria returns what land is judged by (JSON): each criterion with its unit, usual weight, the
// corners of its value function and their source. The caller must not change it.
func Criteria() []byte { return criteria }
