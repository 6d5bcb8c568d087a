package geopackage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

func openAt(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// putPair writes the same number into two sites in one transaction.
func putPair(ctx context.Context, s store.Store, n int) error {
	_, err := s.Update(ctx, func(tx store.Tx) error {
		for _, id := range []symbiosis.SiteID{"left", "right"} {
			site := symbiosis.Site{ID: id, Name: fmt.Sprint(n), Location: orb.Point{14.6, 63.2}}
			if _, err := tx.PutSite(ctx, site); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// TestBackupIsOneState backs a store up while it is written to: each copy opens as a store and
// holds the two halves of one transaction, never of two.
func TestBackupIsOneState(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, filepath.Join(dir, "region.gpkg"))
	if err := putPair(t.Context(), s, 0); err != nil {
		t.Fatal(err)
	}
	writing, stop := context.WithCancel(t.Context())
	written := make(chan error, 1)
	counted := make(chan int, 1)
	go func() {
		n := 1
		for ; writing.Err() == nil; n++ {
			if err := putPair(context.WithoutCancel(writing), s, n); err != nil {
				written <- err
				return
			}
			select {
			case counted <- n:
			default:
			}
		}
		written <- nil
	}()
	for i := range 5 {
		<-counted // the writer is at work
		path := filepath.Join(dir, fmt.Sprintf("backup%d.gpkg", i))
		var done, total int
		if err := s.Backup(t.Context(), path, func(d, of int) { done, total = d, of }); err != nil {
			t.Fatal(err)
		}
		if total == 0 || done != total {
			t.Errorf("progress ended at %d of %d", done, total)
		}
		region, _, err := openAt(t, path).Load(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(region.Sites) != 2 || region.Sites[0].Name != region.Sites[1].Name || region.Sites[0].Version != region.Sites[1].Version {
			t.Errorf("the backup holds half a transaction: %+v", region.Sites)
		}
	}
	stop()
	if err := <-written; err != nil {
		t.Error(err)
	}
	leftovers, err := filepath.Glob(filepath.Join(dir, ".samloka-backup-*"))
	if err != nil || len(leftovers) > 0 {
		t.Errorf("left over: %v, %v", leftovers, err)
	}
}

// TestBackupLosesNothing compares a restored region with the one that was backed up.
func TestBackupLosesNothing(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, filepath.Join(dir, "region.gpkg"))
	storetest.Fill(t, s, storetest.Sample())
	want, _, err := s.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "copy.gpkg")
	if err := s.Backup(t.Context(), path, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	got, _, err := openAt(t, path).Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(storetest.Dump(want), storetest.Dump(got)); diff != "" {
		t.Errorf("the restored region differs (-want +got):\n%s", diff)
	}
}

// TestBackupRefuses: what can't be written leaves no file, and what is there stays.
func TestBackupRefuses(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, filepath.Join(dir, "region.gpkg"))
	there := filepath.Join(dir, "there.gpkg")
	if err := os.WriteFile(there, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), there, func(int, int) {}); symbiosis.KindOf(err) != symbiosis.Conflict {
		t.Errorf("over a file: %v", err)
	}
	if b, err := os.ReadFile(there); err != nil || string(b) != "mine" {
		t.Errorf("the file that was there: %q, %v", b, err)
	}
	if err := s.Backup(t.Context(), filepath.Join(dir, "no", "folder.gpkg"), func(int, int) {}); symbiosis.KindOf(err) != symbiosis.Unavailable {
		t.Errorf("into no folder: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Backup(ended, filepath.Join(dir, "ended.gpkg"), func(int, int) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if names, err := filepath.Glob(filepath.Join(dir, "*ended*")); err != nil || len(names) > 0 {
		t.Errorf("a cancelled backup left %v, %v", names, err)
	}
}

// A folder that there is none of is named, not the file that would have been made in it.
func TestBackupNamesTheMissingFolder(t *testing.T) {
	dir := t.TempDir()
	s := openAt(t, filepath.Join(dir, "r.gpkg"))
	missing := filepath.Join(dir, "nofolder")
	err := s.Backup(t.Context(), filepath.Join(missing, "x.gpkg"), func(int, int) {})
	if err == nil || err.Error() != "there is no folder "+missing+": make it first, or name another" {
		t.Error(err)
	}
}
