package geodata

import _ "embed" // for the go:embed line

//go:embed profiles/profiles-2026-11.json
var profiles []byte

// Profiles returns the library of establishment profiles (JSON): kinds of firm with their needs
// and surpluses per unit of capacity. The caller must not change it.
func Profiles() []byte { return profiles }
