//go:build !amd64.v3

package geo

import (
	"golang.org/x/sys/cpu"

	"github.com/samloka/samloka/internal/unit"
)

// hasAVX2 says that this processor can measure four at once.
var hasAVX2 = cpu.X86.HasAVX2

// chordLanes is how many are measured at once.
const chordLanes = 4

// chordTable is what alongChordsAVX2 reckons with, each constant once for each of the four.
var chordTable = func() (table [16][chordLanes]float64) {
	for i, c := range [len(table)]float64{
		1, secondEccentricity2, perDiameter2, perAxis2, asin1, asin2, asin3, asin4, bendScale, bendNext,
		eccentricity4, restAlong, restAcross, restTwist, shortestChord, longestChord,
	} {
		for lane := range table[i] {
			table[i][lane] = c
		}
	}
	return table
}()

func alongChords(lengths []unit.Length, from *Prepared, to []*Prepared) bool {
	n := len(to)
	if !hasAVX2 || n < chordLanes {
		return alongChordsPlain(lengths, from, to)
	}
	lengths = lengths[:n]
	fours := n &^ (chordLanes - 1)
	all := alongChordsAVX2(&lengths[0], from, &to[0], fours, &chordTable) == 1<<chordLanes-1
	if fours < n { // the last four: some of them a second time
		last := n - chordLanes
		all = alongChordsAVX2(&lengths[last], from, &to[last], chordLanes, &chordTable) == 1<<chordLanes-1 && all
	}
	return all
}

// alongChordsAVX2 is alongChordsPlain for n places, four or a multiple of it. It returns a bit for each of
// the four, set where it has set all of that number.
//
//go:noescape
func alongChordsAVX2(lengths *unit.Length, from *Prepared, to **Prepared, n int, table *[16][chordLanes]float64) (set int)
