package geopackage

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/store"
)

// TestWhatAKilledProgramLeftIsClearedAway: files that were being made long ago go, with what SQLite keeps beside them;
// those of a program that is at it stay, however old they look, and so does whatever only has a name like theirs.
func TestWhatAKilledProgramLeftIsClearedAway(t *testing.T) {
	dir := t.TempDir()
	before := time.Now().Add(-2 * leftFor)
	place := func(name string, at time.Time) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("half of a region"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	const dead, young = ".samloka-new-abcdefghijklmnop", ".samloka-new-bbbbbbbbbbbbbbbb"
	for _, name := range []string{dead, dead + "-wal", dead + "-shm", ".samloka-backup-123", "region-20261125T013000Z.gpkg", ".samloka-new-notes.txt", ".samloka-mine"} {
		place(name, before)
	}
	place(young, before)
	place(young+"-wal", time.Now())

	making := open(t, filepath.Join(dir, "making.gpkg"), MakeLater())
	update(t, making, func(store.Tx) error {
		for _, name := range inFolder(t, dir) { // as if it had stood still since yesterday
			if half.MatchString(name) && filepath.Join(dir, name) != filepath.Join(dir, young+"-wal") {
				if err := os.Chtimes(filepath.Join(dir, name), before, before); err != nil {
					t.Error(err)
				}
			}
		}
		other := open(t, filepath.Join(dir, "other.gpkg"))
		closeAtEnd(t, other)
		return nil
	})
	names := inFolder(t, dir)
	for _, gone := range []string{dead, dead + "-wal", dead + "-shm", ".samloka-backup-123"} {
		if slices.Contains(names, gone) {
			t.Errorf("%s is left", gone)
		}
	}
	for _, stays := range []string{young, young + "-wal", "region-20261125T013000Z.gpkg", ".samloka-new-notes.txt", ".samloka-mine"} {
		if !slices.Contains(names, stays) {
			t.Errorf("%s is gone", stays)
		}
	}
	if err := making.Close(); err != nil {
		t.Errorf("what was being made was taken away: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "making.gpkg")); err != nil {
		t.Error(err)
	}
}
