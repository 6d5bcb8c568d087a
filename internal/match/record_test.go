package match

import (
	"testing"
	"unsafe"
)

// What every pair reads of a record lies in two lines of memory that begin where a line does. A field more makes
// the run over every gate slower by a tenth, and no other test would tell.
func TestWhatAPairReadsLiesInTwoLines(t *testing.T) {
	const line = 64
	var r record
	if size := unsafe.Sizeof(r); size%line != 0 {
		t.Errorf("a record is %d bytes, no whole number of lines: in a slab every other would begin in the midst of one", size)
	}
	if at := unsafe.Offsetof(r.at) + unsafe.Offsetof(r.at.Space); at%line != 0 || unsafe.Offsetof(r.confidence)+8 != at+line {
		t.Errorf("from at.Space, byte %d, to the end of confidence, %d, is no line", at, unsafe.Offsetof(r.confidence)+8)
	}
	if at, last := unsafe.Offsetof(r.Stream), unsafe.Offsetof(r.CO2eKnown); at%line != 0 || last-at >= line {
		t.Errorf("the stream begins at byte %d and what every pair reads of it ends at byte %d: that is more than a line", at, last)
	}
}
