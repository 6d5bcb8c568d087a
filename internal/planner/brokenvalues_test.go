package planner_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// TestValuesThatAreNotAllowedAreTold: another program writes values of assumptions that this one doesn't know or
// allow. Each is told as a broken row, on a server that follows as on one that has just begun, and has its own way
// back, which leaves the others as they are.
func TestValuesThatAreNotAllowedAreTold(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		do := sqlOf(t, r)
		must(t, r.SetAssumptions(t.Context(), map[string]float64{"detour_pipe": 1.5, "detour_road": 1.2}))
		must(t, do("UPDATE assumptions SET value = 99 WHERE key = 'detour_pipe'"))
		must(t, do("UPDATE assumptions SET value = NULL WHERE key = 'detour_road'"))
		must(t, do("INSERT INTO assumptions (key, value) VALUES ('warp_factor', 9)"))
		must(t, do("UPDATE assumptions SET value = 98 WHERE key = 'detour_pipe'"))
		must(t, do("UPDATE assumptions SET value = 10 WHERE key = 'warp_factor'"))
		leftOut := func(want ...string) {
			t.Helper()
			must(t, r.Refresh(t.Context()))
			for name, s := range map[string]*planner.Snapshot{"who follows": r.Snapshot(), "who has just begun": r.again(t).Snapshot()} {
				var got []string
				for _, b := range s.Broken() {
					got = append(got, b.Table+" "+b.ID+" "+b.Problems[0].Field+" "+b.Problems[0].Code)
					if !strings.HasPrefix(b.Problems[0].Place, "table assumptions, row") {
						t.Errorf("%s tells of %+v", name, b.Problems[0])
					}
				}
				if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("%s leaves out (-want +got):\n%s", name, diff)
				}
			}
		}
		const pipe, road, warp = "assumptions detour_pipe value out_of_range", "assumptions detour_road value required", "assumptions warp_factor key unknown_code"
		leftOut(pipe, road, warp)
		if v := r.Snapshot().Assumptions().Value("detour_pipe"); v == 98 || v == 1.5 {
			t.Errorf("the value that counts is %v", v)
		}
		back := func(key string) {
			t.Helper()
			rows, _, err := r.BrokenRows(t.Context())
			must(t, err)
			for _, row := range rows {
				if row.ID == key {
					if row.Spoilt == nil {
						t.Fatalf("%s has no way back", key)
					}
					_, err = r.Undo(t.Context(), row.Spoilt.Number, planner.UndoOptions{Version: planner.AnyVersion})
					must(t, err)
					return
				}
			}
			t.Fatalf("%s isn't among %+v", key, rows)
		}
		back("detour_pipe")
		leftOut(road, warp)
		// The server hasn't seen yet that there is another one.
		must(t, do("INSERT INTO assumptions (key, value) VALUES ('truck_fill', 7)"))
		back("warp_factor")
		leftOut(road, "assumptions truck_fill value out_of_range")
		back("detour_road")
		back("truck_fill")
		leftOut()
		for name, s := range map[string]*planner.Snapshot{"who follows": r.Snapshot(), "who has just begun": r.again(t).Snapshot()} {
			if diff := cmp.Diff(map[string]float64{"detour_pipe": 1.5, "detour_road": 1.2}, s.Everything().Assumptions); diff != "" {
				t.Errorf("%s has other values (-want +got):\n%s", name, diff)
			}
		}
	})
}

// TestTheDescriptionComesBack: another program spoils the questions of the region's description, and changes it once
// more. What was right before comes back whole.
func TestTheDescriptionComesBack(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		do := sqlOf(t, r)
		want := symbiosis.RegionInfo{
			Name:      symbiosis.Names{SV: "Jämtland"},
			Questions: []symbiosis.Question{{Role: "planner", Text: symbiosis.Names{SV: "Vad når marken?"}, Target: "area:x"}},
		}
		must(t, r.SetInfo(t.Context(), want))
		must(t, do("UPDATE region_info SET questions = '[1]'"))
		must(t, do("UPDATE region_info SET name_sv = 'Härjedalen'"))
		must(t, r.Refresh(t.Context()))
		rows, _, err := r.BrokenRows(t.Context())
		must(t, err)
		if len(rows) != 1 || rows[0].Table != "region_info" || rows[0].ID != "region" || rows[0].Spoilt == nil {
			t.Fatalf("told of as %+v", rows)
		}
		_, err = r.Undo(t.Context(), rows[0].Spoilt.Number, planner.UndoOptions{Version: planner.AnyVersion})
		must(t, err)
		for name, s := range map[string]*planner.Snapshot{"who undid": r.Snapshot(), "who has just begun": r.again(t).Snapshot()} {
			if diff := cmp.Diff(want, s.Info()); diff != "" || len(s.Broken()) != 0 {
				t.Errorf("%s leaves out %v and has (-want +got):\n%s", name, s.Broken(), diff)
			}
		}
	})
}

// TestARowComesBackWhole: the change that is named as the one which spoilt a row is one before which all of it could
// be read, not only what is checked of it.
func TestARowComesBackWhole(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		do := sqlOf(t, r)
		r.pair(t)
		f, err := r.Snapshot().Flow("s")
		must(t, err)
		most := 30.0
		f.Quality = []symbiosis.Property{{Name: "moisture", Unit: "%", Max: &most}}
		_, err = r.UpdateFlow(t.Context(), f, f.Version)
		must(t, err)
		must(t, do(`UPDATE flows SET quality = '"dry"' WHERE id = 's'`))
		must(t, do(`UPDATE flows SET note = 'still' WHERE id = 's'`))
		must(t, r.Refresh(t.Context()))
		rows, _, err := r.BrokenRows(t.Context())
		must(t, err)
		if len(rows) != 1 || rows[0].Spoilt == nil {
			t.Fatalf("told of as %+v", rows)
		}
		_, err = r.Undo(t.Context(), rows[0].Spoilt.Number, planner.UndoOptions{Version: planner.AnyVersion})
		must(t, err)
		now, err := r.Snapshot().Flow("s")
		must(t, err)
		if diff := cmp.Diff(f.Quality, now.Quality); diff != "" || now.Note != "" {
			t.Errorf("what came back (-want +got):\n%s\nwith the note %q", diff, now.Note)
		}
	})
}

// TestRowsWithoutAnIDAreFollowed: while a GeoPackage has rows without an id, other changes are taken in one by one, and
// the rows are told as long as they are there.
func TestRowsWithoutAnIDAreFollowed(t *testing.T) {
	r := newRegion(t, planner.Options{})
	do := sqlOf(t, r)
	r.pair(t)
	must(t, do("INSERT INTO flows (id, site_id) VALUES ('x', 'a'), ('y', 'a')"))
	must(t, do("UPDATE flows SET id = NULL WHERE id IN ('x', 'y')"))
	must(t, r.Refresh(t.Context()))
	_, before := r.Followed()
	for i, change := range []struct {
		statement string
		left      int
	}{
		{"UPDATE sites SET note = 'x' WHERE id = 'a'", 2},
		{"UPDATE flows SET note = 'x' WHERE id = 's'", 2},
		{"INSERT INTO assumptions (key, value) VALUES ('detour_pipe', 1.5)", 2},
		{"UPDATE flows SET id = 'named' WHERE rowid = (SELECT min(rowid) FROM flows WHERE id IS NULL)", 2},
		{"DELETE FROM flows WHERE id = 'named'", 1},
	} {
		must(t, do(change.statement))
		if i%2 == 0 { // one's own write, which is taken in without the store's news, or with them
			must(t, r.Refresh(t.Context()))
		}
		site, err := r.Snapshot().Site("b")
		must(t, err)
		site.Note = change.statement
		_, err = r.UpdateSite(t.Context(), site, planner.AnyVersion)
		must(t, err)
		fresh := r.again(t).Snapshot()
		if diff := cmp.Diff(fresh.Broken(), r.Snapshot().Broken()); diff != "" || len(fresh.Broken()) != change.left {
			t.Errorf("%s: %d rows are left out; (-new +it):\n%s", change.statement, len(fresh.Broken()), diff)
		}
		if diff := cmp.Diff(fresh.Everything(), r.Snapshot().Everything(), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: (-new +it):\n%s", change.statement, diff)
		}
	}
	if _, reloads := r.Followed(); reloads != before {
		t.Errorf("the region was read anew %d times", reloads-before)
	}
}
