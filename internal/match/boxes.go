package match

import (
	"math"
	"slices"
)

// boxes sort by dealing into boxes of equal width, as many as there are things: of keys that lie anyhow evenly, as
// distances do, a box gets one or a few. Their room is used again.
type boxes struct {
	ends  []int32
	dealt []ranked
}

// few are quicker put in order one by one than dealt.
const few = 16

// sort puts a list in the order of its keys; those of one key are in no order. Keys are numbers.
func (b *boxes) sort(list []ranked) {
	if len(list) <= few {
		insert(list)
		return
	}
	least, most := list[0].key, list[0].key
	for i := range list {
		least, most = min(least, list[i].key), max(most, list[i].key)
	}
	scale := float64(len(list)-1) / (most - least)
	if !(scale > 0 && scale < math.MaxFloat64) { // one key, or endless ones
		slices.SortFunc(list, byKey)
		return
	}
	b.ends = append(b.ends[:0], make([]int32, len(list))...)
	b.dealt = append(b.dealt[:0], list...)
	for i := range b.dealt {
		r := &b.dealt[i]
		r.box = int32((r.key - least) * scale)
		b.ends[r.box]++
	}
	sum, fullest := int32(0), int32(0)
	for i, n := range b.ends { // where the next one of a box goes; the end of the box when all are dealt
		b.ends[i], sum, fullest = sum, sum+n, max(fullest, n)
	}
	for _, r := range b.dealt {
		list[b.ends[r.box]] = r
		b.ends[r.box]++
	}
	if fullest <= few {
		insert(list)
		return
	}
	first := int32(0)
	for _, end := range b.ends {
		slices.SortFunc(list[first:end], byKey)
		first = end
	}
}

// insert sorts by insertion: it is for lists of a few, or in which each is a few places from its own.
func insert(list []ranked) {
	for i := 1; i < len(list); i++ {
		r := list[i]
		at := i
		for ; at > 0 && list[at-1].key > r.key; at-- {
			list[at] = list[at-1]
		}
		list[at] = r
	}
}
