package rising_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/rising"
)

// TestNothingAboveHasComeBefore: whatever the ids and their order, one that has come is never taken for a
// new one.
func TestNothingAboveHasComeBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ids rising.IDs
		seen := map[string]bool{}
		for _, id := range inRuns(t) {
			above := ids.Above(id)
			if above && seen[id] {
				t.Fatalf("%q came before", id)
			}
			if ids.Take(id) != above {
				t.Fatalf("%q is above others or not: %v when it is asked for, not when it is taken", id, above)
			}
			if seen[id] = true; ids.Above(id) {
				t.Fatalf("%q is above itself", id)
			}
		}
		for id := range seen {
			if ids.Above(id) {
				t.Fatalf("%q has come", id)
			}
		}
	})
}

// inRuns are ids of one to three signs or none, a few of which rise at a time.
func inRuns(t *rapid.T) []string {
	const digits = "0123456789abcdef"
	name := func(n int) string {
		switch {
		case n < 0:
			return ""
		case n < 16:
			return digits[n : n+1]
		case n < 256:
			return digits[n/16:n/16+1] + digits[n%16:n%16+1]
		}
		return digits[n/16%16:n/16%16+1] + digits[n%16:n%16+1] + digits[n/256:n/256+1]
	}
	var ids []string
	for range rapid.IntRange(1, 14).Draw(t, "runs") {
		n, step := rapid.IntRange(-1, 600).Draw(t, "from"), rapid.IntRange(-1, 9).Draw(t, "step")
		for range rapid.IntRange(1, 12).Draw(t, "of a run") {
			ids = append(ids, name(n))
			n = max(-1, n+step)
		}
	}
	return ids
}

// TestOrdersOfFiles: numbers, with zeros before them and without, names in order, and up to eight files in
// one, whose ids lie beside those of the others. A ninth that lies below is none that anybody can tell to be new.
func TestOrdersOfFiles(t *testing.T) {
	for name, id := range map[string]func(int) string{
		"numbers":                func(i int) string { return fmt.Sprint(i) },
		"with zeros":             func(i int) string { return fmt.Sprintf("at-%05d", i) },
		"of lengths":             func(i int) string { return fmt.Sprintf("%05d%.*s", i, i%3, "abc") },
		"from a word":            func(i int) string { return fmt.Sprintf("site %d", i) },
		"two files":              func(i int) string { return fmt.Sprintf("at-%c%05d", "sn"[i/1000], i%1000) },
		"eight files":            func(i int) string { return fmt.Sprintf("%c%05d", "hgfedcba"[i/250], i%250) },
		"many files in order":    func(i int) string { return fmt.Sprintf("%02d-%d", i/100, i%100) },
		"two files, and more on": func(i int) string { return fmt.Sprintf("%c%02d", "zabcdefghijklmnopqrst"[i/100], i%100) },
	} {
		var ids rising.IDs
		for i := range 2000 {
			if !ids.Take(id(i)) {
				t.Fatalf("%s: %s is taken for one of those before", name, id(i))
			}
		}
	}
	var ids rising.IDs
	for i := range 2000 {
		ids.Take(fmt.Sprintf("%c%04d", "ihgfedcba"[i*9/2000], i))
	}
	if ids.Above("a9999") || ids.Above("zz") {
		t.Error("ids are told to be new after nine runs, each below the one before it")
	}
}
