package planner

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"testing"

	"pgregory.net/rapid"
)

type row struct {
	key   string
	value int
}

// A table after any edits, small ones and such as fill and empty many chunks, is the table made of what a
// map holds after the same edits; and those before it stay as they were.
func TestATableIsASortedMap(t *testing.T) {
	key := func(i int) string { return fmt.Sprintf("%04d", i) }
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.IntRange(0, 5*chunkSize)
		have, want := newTable([]*row(nil), func(r *row) string { return r.key }), map[string]int{}
		for step := range rapid.IntRange(1, 8).Draw(t, "steps") {
			next := maps.Clone(want)
			var put []*row
			var gone []string
			// Single keys, and now and then every so manieth of a stretch, some of which aren't there.
			for _, k := range rapid.SliceOfN(keys, 0, 3).Draw(t, "gone") {
				gone = append(gone, key(k))
			}
			for from, every := keys.Draw(t, "gone from"), rapid.IntRange(1, 9).Draw(t, "every"); every < 6 && from <= 5*chunkSize; from += every {
				gone = append(gone, key(from))
			}
			for _, k := range rapid.SliceOfNDistinct(keys, 0, 3, rapid.ID).Draw(t, "put") {
				put = append(put, &row{key(k), step})
			}
			if to := keys.Draw(t, "put to"); rapid.Bool().Draw(t, "many") {
				for i := keys.Draw(t, "put from"); i < to; i++ {
					put = append(put, &row{key(i), -step})
				}
			}
			for _, k := range gone {
				delete(next, k)
			}
			for _, r := range slices.Backward(put) { // of one key the first counts
				next[r.key] = r.value
			}
			after := have.with(put, gone)
			checkTable(t, have, want)
			have, want = after, next
		}
		checkTable(t, have, want)
	})
}

func checkTable(t *rapid.T, have table[row], want map[string]int) {
	keys := slices.Sorted(maps.Keys(want))
	i := 0
	for r := range have.all() {
		if i == len(keys) || r.key != keys[i] || want[r.key] != r.value {
			t.Fatalf("row %d is %v of %d", i, *r, len(keys))
		}
		if have.get(r.key) != r || have.at(i) != r || have.seek(r.key) != i {
			t.Fatalf("%s is not found", r.key)
		}
		i++
	}
	if i != len(keys) || have.len() != len(keys) {
		t.Fatalf("%d rows, %d told, want %d", i, have.len(), len(keys))
	}
	for _, key := range []string{"", "0007x", "9"} {
		if have.get(key) != nil || have.seek(key) != sort.SearchStrings(keys, key) {
			t.Fatalf("found %q, which isn't there", key)
		}
		for r := range have.since(key) {
			if r != have.at(have.seek(key)) {
				t.Fatalf("%s comes first after %q", r.key, key)
			}
			break
		}
	}
	for i, c := range have.chunks {
		if len(c.rows) == 0 || len(c.rows) > chunkSize || i > 0 && len(c.rows)+len(have.chunks[i-1].rows) <= chunkSize/2 {
			t.Fatalf("chunk %d has %d rows", i, len(c.rows))
		}
	}
}
