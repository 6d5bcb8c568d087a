package spatial

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/parallel"
	"github.com/samloka/samloka/internal/radix"
)

// New indexes entries. A point that is no longitude and latitude is an error (a *geo.Error
// within), and no snapshot is made.
//
// Each group is put in along the curve, on as many cores as there are: the tree's way to a
// place is then mostly that of the entry before, which halves the time, and its leaves are
// neighbours from the beginning.
func New[G, ID comparable](entries []Entry[G, ID]) (*Snapshot[G, ID], error) {
	for i := range entries {
		if err := geo.CheckLonLat(entries[i].Point); err != nil {
			return nil, fmt.Errorf("index entry %v: %w", entries[i].ID, err)
		}
	}
	s := &Snapshot[G, ID]{count: len(entries), edits: new(sync.Mutex), groups: make(map[G]*rtree.RTreeG[item[ID]])}
	numbers, members := map[G]int{}, [][]int32(nil)
	trees := []*rtree.RTreeG[item[ID]](nil)
	last := -1
	for i := range entries {
		if g := entries[i].Group; last < 0 || g != entries[i-1].Group {
			var known bool
			if last, known = numbers[g]; !known {
				last = len(members)
				numbers[g], members = last, append(members, nil)
				trees = append(trees, new(rtree.RTreeG[item[ID]]))
				s.groups[g] = trees[last]
			}
		}
		members[last] = append(members[last], int32(i))
	}
	largestFirst := make([]int, len(members))
	for i := range largestFirst {
		largestFirst[i] = i
	}
	slices.SortFunc(largestFirst, func(a, b int) int { return cmp.Compare(len(members[b]), len(members[a])) })
	parallel.Each(len(members), func(i int) {
		g := largestFirst[i]
		plant(trees[g], entries, members[g])
	})
	return s, nil
}

// plant puts the entries listed into an empty tree.
func plant[G, ID comparable](tree *rtree.RTreeG[item[ID]], entries []Entry[G, ID], list []int32) {
	all, units := make([]radix.Item, len(list)), make([][3]float64, len(list))
	for i, at := range list {
		units[i] = geo.UnitVector(entries[at].Point)
		all[i] = radix.Item{Key: CurveKey(units[i]), At: at, Of: int32(i)}
	}
	radix.Sort(all)
	// Entries that are neighbours on the curve lie anywhere in memory: fetched by the tray, they are waited
	// for together.
	type grown struct {
		point orb.Point
		item[ID]
	}
	var tray [256]grown
	for rest := all; len(rest) > 0; {
		n := min(len(rest), len(tray))
		for i, s := range rest[:n] {
			e := &entries[s.At]
			tray[i] = grown{e.Point, item[ID]{e.ID, units[s.Of]}}
		}
		for i := range tray[:n] {
			g := &tray[i]
			tree.Insert(g.point, g.point, g.item)
		}
		rest = rest[n:]
	}
}
