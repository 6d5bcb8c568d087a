package tile

// Below these zooms what a map can't tell apart is drawn as one.
const (
	thinPointsBelow = 8
	thinLinesBelow  = 12
)

// cell is the side of a square, in units, within which points are one: 4 pixels of a tile
// drawn 512 wide. It divides the buffer, so that neighbouring tiles agree on the cells.
const cell = 32

// spot is a cell, or a pair of cells, with what else tells features apart.
type spot struct {
	x0, y0, x1, y1 int32
	group          uint16
}

// cellOf returns the cell of a unit.
func cellOf(x, y int) (int32, int32) { return int32(x >> 5), int32(y >> 5) }

// thinner gathers the features of a tile and keeps one for each spot: the first, as features
// come in order of weight.
type thinner struct {
	at    map[spot]int
	kept  []int    // index of the feature
	count []uint64 // how many it stands for
}

func newThinner() *thinner { return &thinner{at: map[spot]int{}} }

// add draws a feature, or counts it where its spot has one. One that is not to be drawn for itself is
// only counted.
func (t *thinner) add(s spot, feature int, itself bool) {
	if i, ok := t.at[s]; ok {
		t.count[i]++
		return
	}
	if !itself {
		return
	}
	t.at[s] = len(t.kept)
	t.kept = append(t.kept, feature)
	t.count = append(t.count, 1)
}
