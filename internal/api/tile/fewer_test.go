package tile_test

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/api/tile"
	"github.com/samloka/samloka/internal/planner"
)

// Of more matches than can be told apart the best are drawn, the same in all tiles of a zoom, and each line says how
// many are not; the closest zoom draws all.
func TestOfTooManyMatchesTheBestAreDrawn(t *testing.T) {
	const most = 25
	tile.SetMostLines(t, most)
	r := newRegion(t, 60)
	all, err := r.Snapshot().Matches(t.Context(), planner.MatchFilter{}, planner.Page{})
	if err != nil || all.Total < 8*most {
		t.Fatalf("%d matches, %v", all.Total, err)
	}
	place := map[string]int{} // of a match in the order of the list
	var places []orb.Point
	for i, p := range all.Items {
		place[string(p.SurplusID)+":"+string(p.NeedID)] = i
		places = append(places, p.SurplusSite.Location, p.NeedSite.Location)
	}
	region := tile.Address{Z: 4, X: 8, Y: 4} // holds the region whole
	counted := 0.0
	for _, f := range decode(t, "matches", r.tile(t, "matches", region)) {
		if i := place[f.Properties["id"].(string)]; i >= most {
			t.Errorf("from afar the match that is number %d is drawn", i)
		}
		if left := f.Properties["left_out"]; left != float64(all.Total-most) {
			t.Errorf("%v are said to be left out, want %d", left, all.Total-most)
		}
		counted += f.Properties["count"].(float64)
	}
	if counted < most {
		t.Errorf("%g matches are counted, want the best %d", counted, most)
	}
	drawn := map[uint32]int{} // at a zoom, the number of the last match that was seen
	rapid.Check(t, func(t *rapid.T) {
		a := drawAddress(t, places, 12, 14)
		in := map[string]bool{}
		left := all.Total
		for _, f := range decode(t, "matches", r.tile(t, "matches", a)) {
			in[f.Properties["id"].(string)] = true
			left = 0
			if v, ok := f.Properties["left_out"].(float64); ok {
				left = int(v)
			}
		}
		for _, p := range all.Items[:all.Total-left] {
			x0, y0 := unitsOf(p.SurplusSite.Location, a)
			x1, y1 := unitsOf(p.NeedSite.Location, a)
			id := string(p.SurplusID) + ":" + string(p.NeedID)
			if crossing(x0, y0, x1, y1) > 1e-3 && !in[id] {
				t.Fatalf("%+v lacks %s, number %d of the %d that are drawn at its zoom", a, id, place[id], all.Total-left)
			}
		}
		for id := range in {
			if place[id] >= all.Total-left {
				t.Fatalf("%+v has number %d of %d that are drawn", a, place[id], all.Total-left)
			}
			drawn[a.Z] = max(drawn[a.Z], place[id])
		}
		if a.Z == 14 && len(in) > 0 && left > 0 {
			t.Fatalf("%d are left out in %+v", left, a)
		}
	})
	if drawn[14] < drawn[12] || drawn[12] < most {
		t.Errorf("last of those that were seen, by zoom: %v", drawn)
	}
}

// What small groups don't need the others share alike.
func TestGroupsShareWhatCanBeDrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(1, 50), 1, 8).Draw(t, "sizes")
		most := rapid.IntRange(0, 300).Draw(t, "most")
		groups, sum := map[uint16]int{}, func(share int) (n int) {
			for _, size := range sizes {
				n += min(size, share)
			}
			return n
		}
		for i, n := range sizes {
			groups[uint16(i)] = n
		}
		share := tile.EvenShare(groups, most)
		if sum(share) > most {
			t.Fatalf("of %v %d each make %d, more than %d", sizes, share, sum(share), most)
		}
		if greatest := slices.Max(sizes); share < greatest && sum(share+1) <= most {
			t.Fatalf("of %v %d each make %d: one more each were within %d", sizes, share, sum(share), most)
		}
	})
}
