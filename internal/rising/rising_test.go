package rising_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/rising"
)

// TestNothingAboveHasComeBefore: whatever the ids and their order.
func TestNothingAboveHasComeBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ids rising.IDs
		seen := map[string]bool{}
		for _, id := range rapid.SliceOfN(rapid.StringMatching(`[ab]{0,3}|[0-9]{1,2}`), 1, 60).Draw(t, "ids") {
			if ids.Above(id) && seen[id] {
				t.Fatalf("%q came before", id)
			}
			ids.Add(id)
			if seen[id] = true; ids.Above(id) {
				t.Fatalf("%q is above itself", id)
			}
		}
	})
}

// TestOrdersOfFiles: numbers, with zeros before them and without, and names in order.
func TestOrdersOfFiles(t *testing.T) {
	for name, id := range map[string]func(int) string{
		"numbers":     func(i int) string { return fmt.Sprint(i) },
		"with zeros":  func(i int) string { return fmt.Sprintf("at-%05d", i) },
		"of lengths":  func(i int) string { return fmt.Sprintf("%05d%.*s", i, i%3, "abc") },
		"from a word": func(i int) string { return fmt.Sprintf("site %d", i) },
	} {
		var ids rising.IDs
		for i := range 2000 {
			if !ids.Above(id(i)) {
				t.Errorf("%s: %s is taken for one of those before", name, id(i))
			}
			ids.Add(id(i))
		}
	}
}
