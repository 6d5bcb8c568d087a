package geo

import "github.com/samloka/samloka/internal/unit"

// BetweenEach is Between from one place to each of others, to the last bit and in a third of the time:
// lengths[i] is that to to[i].
func BetweenEach(lengths []unit.Length, from *Prepared, to []*Prepared) {
	lengths = lengths[:len(to)]
	if alongChords(lengths, from, to) {
		return
	}
	for i, q := range to {
		if !(lengths[i] > 0) {
			lengths[i] = Between(from, q)
		}
	}
}

// alongChordsPlain sets lengths that go by the chord, all of them more than nil, and leaves nil where one
// is too short or too long for it, or no length. It returns whether it has set all.
func alongChordsPlain(lengths []unit.Length, from *Prepared, to []*Prepared) bool {
	all := true
	for i, q := range to {
		lengths[i] = 0
		if c2 := SquaredLine(from, q); c2 >= shortestChord && c2 <= longestChord {
			lengths[i] = alongChord(c2, from.Space[2]-q.Space[2], from.Space[2]+q.Space[2])
		} else {
			all = false
		}
	}
	return all
}
