package main

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// TestCopyLosesNothing moves a region with every attribute, its name, questions and assumptions
// among them, from store to store until it is where it began.
func TestCopyLosesNothing(t *testing.T) {
	want := storetest.Sample()
	from := openedStore(t, filepath.Join(t.TempDir(), "first.gpkg"))
	storetest.Fill(t, from, want)
	region := want
	for _, name := range []string{filepath.Join(t.TempDir(), "a.gpkg"), freshPostGIS(t), filepath.Join(t.TempDir(), "b.gpkg"), freshPostGIS(t)} {
		to := openedStore(t, name)
		counted := 0
		for range 2 { // once into an empty store, once over itself
			copied, err := copyRegion(t.Context(), from, to, copyOptions{replace: counted > 0}, func(n, total int) { counted = n })
			if err != nil {
				t.Fatal(err)
			}
			if all := held(region); counted != all || copied.sum() != all || copied.assumptions != len(region.Assumptions) {
				t.Errorf("%d records were counted, and told as %+v", counted, copied)
			}
		}
		got, _, err := to.Load(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i := range got.Sites { // put over itself, so that the version it came with has grown
			if want := max(1, region.Sites[i].Version) + 1; got.Sites[i].Version != want {
				t.Errorf("site %s has version %d, want %d", got.Sites[i].ID, got.Sites[i].Version, want)
			}
		}
		from, region = to, got
	}
	for _, version := range versions(region) {
		*version = 1
	}
	if diff := cmp.Diff(storetest.Dump(want), storetest.Dump(region)); diff != "" {
		t.Errorf("after four copies (-want +got):\n%s", diff)
	}
}

func openedStore(t *testing.T, name string) store.Store {
	t.Helper()
	s, err := openStore(t.Context(), name, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// held counts the records of a region.
func held(r *symbiosis.Region) int { return len(versions(r)) }

func (c copied) sum() int {
	return c.sites + c.flows + c.areas + c.exchanges + c.constraints + c.facilities + c.profiles + c.comparisons + c.pitches + c.settings
}

// TestCopyTakesThePlace copies over a region that shares some records with it, and has others.
func TestCopyTakesThePlace(t *testing.T) {
	want := storetest.Sample()
	from := openedStore(t, filepath.Join(t.TempDir(), "from.gpkg"))
	storetest.Fill(t, from, want)
	for _, name := range []string{filepath.Join(t.TempDir(), "to.gpkg"), freshPostGIS(t)} {
		to := openedStore(t, name)
		other := storetest.Sample()
		other.Sites[0].ID += "-2"
		other.Sites[1].Name = "another"
		other.Flows[1].ID += "-2"
		other.Settings = nil
		other.Assumptions["of its own"] = 7
		other.Info.Name.SV = "En annan"
		storetest.Fill(t, to, other)
		revision, err := to.Revision(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := copyRegion(t.Context(), from, to, copyOptions{}, func(int, int) {}); symbiosis.KindOf(err) != symbiosis.Conflict {
			t.Errorf("without replace: %v", err)
		}
		if now, err := to.Revision(t.Context()); err != nil || now != revision {
			t.Errorf("a copy that was refused has changed something: %v", err)
		}
		if _, err := copyRegion(t.Context(), from, to, copyOptions{replace: true}, func(int, int) {}); err != nil {
			t.Fatal(err)
		}
		got, _, err := to.Load(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, version := range append(versions(got), versions(want)...) {
			*version = 1
		}
		if diff := cmp.Diff(storetest.Dump(want), storetest.Dump(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", to.Location(), diff)
		}
	}
}

// TestCopyHoldsFewRecords copies 40 000 sites of a kilobyte and more, both ways, in a heap that would not
// take them.
func TestCopyHoldsFewRecords(t *testing.T) {
	const many, note, bound = 40_000, 1500, 20 << 20
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	from := openedStore(t, filepath.Join(t.TempDir(), "from.gpkg"))
	if _, err := from.Update(t.Context(), func(tx store.Tx) error {
		site := storetest.Sample().Sites[0]
		for i := range many {
			site.ID = symbiosis.SiteID(fmt.Sprintf("s%06d", i))
			site.Note = strings.Repeat(string(rune('a'+i%26)), note)
			if _, err := tx.PutSite(t.Context(), site); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{freshPostGIS(t), filepath.Join(t.TempDir(), "to.gpkg")} {
		to := openedStore(t, name)
		before, most := heap(), uint64(0)
		copied, err := copyRegion(t.Context(), from, to, copyOptions{}, func(n, _ int) {
			if n%(many/10) == 0 {
				most = max(most, heap())
			}
		})
		if err != nil || copied.sites != many {
			t.Fatal(copied, err)
		}
		if most > before+bound {
			t.Errorf("%s: the heap grew by %d MB for %d MB of notes", to.Location(), (most-before)>>20, many*note>>20)
		}
		from = to
	}
	last, _, err := from.Load(t.Context())
	if err != nil || len(last.Sites) != many || !strings.HasPrefix(last.Sites[many-1].Note, string(rune('a'+(many-1)%26))) || len(last.Sites[7].Note) != note {
		t.Errorf("%d sites came through, %v", len(last.Sites), err)
	}
}

// TestCopyOfABrokenRegionLeavesNothing: a row that breaks a rule shows only once all has been read.
func TestCopyOfABrokenRegionLeavesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "from.gpkg")
	from := openedStore(t, path)
	storetest.Fill(t, from, storetest.Sample())
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `UPDATE flows SET direction = 'sideways'`); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, name := range []string{freshPostGIS(t), filepath.Join(dir, "to.gpkg")} {
		to, err := openToFill(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		_, err = copyRegion(t.Context(), from, to, copyOptions{}, func(int, int) {})
		if symbiosis.KindOf(err) != symbiosis.Invalid || !strings.Contains(fmt.Sprint(err), "sideways") {
			t.Errorf("%s: %v", name, err)
		}
		if err := to.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := openStore(t.Context(), name, false); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is there: %v", name, err)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("the folder holds %v, %v", left, err)
	}
}

func versions(r *symbiosis.Region) (all []*int64) {
	for i := range r.Sites {
		all = append(all, &r.Sites[i].Version)
	}
	for i := range r.Flows {
		all = append(all, &r.Flows[i].Version)
	}
	for i := range r.Areas {
		all = append(all, &r.Areas[i].Version)
	}
	for i := range r.Exchanges {
		all = append(all, &r.Exchanges[i].Version)
	}
	for i := range r.Constraints {
		all = append(all, &r.Constraints[i].Version)
	}
	for i := range r.Facilities {
		all = append(all, &r.Facilities[i].Version)
	}
	for i := range r.Profiles {
		all = append(all, &r.Profiles[i].Version)
	}
	for i := range r.Comparisons {
		all = append(all, &r.Comparisons[i].Version)
	}
	for i := range r.Pitches {
		all = append(all, &r.Pitches[i].Version)
	}
	for i := range r.Settings {
		all = append(all, &r.Settings[i].Version)
	}
	return all
}
