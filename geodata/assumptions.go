package geodata

import _ "embed" // for the go:embed line

//go:embed assumptions/assumptions-2026-11.json
var assumptions []byte

// Assumptions returns the defaults that users can see and change (JSON), each with unit,
// source and bounds. The caller must not change it.
func Assumptions() []byte { return assumptions }
