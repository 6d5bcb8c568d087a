// Package wording holds the words of Samloka in Swedish, Norwegian (bokmål) and English: what
// a gate says, what a figure is called, how a number is written. The command, the API and
// the page take them from here, so that they say the same.
//
// Engines hand over keys and numbers (symbiosis.Gate, symbiosis.Reckoned); a key that isn't
// in the dictionary comes back as it is, and a test in each engine keeps that from happening.
package wording
