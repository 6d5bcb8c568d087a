package exchangeformat

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// TestSpotsAreAMap compares them with a map and a list, ids coming, coming twice and being taken back.
func TestSpotsAreAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, want := newSpots(), map[string]spot{}
		var order []string
		rows, inOrder := 0, rapid.Bool().Draw(t, "in order")
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0: // the last ones are taken back
				rows -= min(rows, rapid.IntRange(0, 60).Draw(t, "back"))
				for len(order) > 0 && int(want[order[len(order)-1]].row) > rows {
					delete(want, order[len(order)-1])
					order = order[:len(order)-1]
				}
				s.forget(rows)
			case 1:
				s.expect(rapid.IntRange(0, 200).Draw(t, "room"))
			default:
				for range rapid.IntRange(1, 80).Draw(t, "rows") {
					rows++
					id := fmt.Sprint("id-", rows)
					if !inOrder || rapid.IntRange(0, 200).Draw(t, "out of order") == 0 {
						id = fmt.Sprint("id-", rapid.IntRange(0, 400).Draw(t, "id"))
					}
					here := spot{int32(rows), int32(3 * rows)}
					first, twice := s.add(id, here)
					before, known := want[id]
					if twice != known || first != before {
						t.Fatalf("%s stood at %v, %v; want %v, %v", id, first, twice, before, known)
					}
					if !known {
						want[id], order = here, append(order, id)
					}
				}
			}
			if s.len() != len(want) {
				t.Fatalf("%d ids, want %d", s.len(), len(want))
			}
		}
		for id, at := range want {
			if first, twice := s.add(id, spot{}); !twice || first != at {
				t.Errorf("%s stands at %v, %v, want %v", id, first, twice, at)
			}
		}
	})
}

// TestTextsOfOnePlace: a text is given as it is written, whatever stood at its place before: an escape
// that looks like the backslash of the one before isn't one.
func TestTextsOfOnePlace(t *testing.T) {
	raws := []string{`a`, `a`, `C:\\new`, `C:\new`, `C:\\new`, ``, `a`, `å`, `a long text, of more characters than are kept for others to share`}
	for i := range 3 * otherEachTime {
		raws = append(raws, fmt.Sprint("text ", i), fmt.Sprint("text ", i))
	}
	for i := range 3 * otherEachTime {
		raws = append(raws, fmt.Sprint("other ", i))
	}
	raws = append(raws, raws...)
	scan, before := &jsonScanner{}, recent{}
	for i, raw := range raws {
		if got, want := before.take(scan, []byte(raw)), unescape([]byte(raw)); got != want {
			t.Errorf("text %d, %s, is %q, want %q", i, raw, got, want)
		}
	}
}
