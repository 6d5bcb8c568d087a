package geopackage

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// named gives each of n sites a name, in one update.
func named(t testing.TB, s *Store, n int, name string) {
	t.Helper()
	site := storetest.Sample().Sites[0]
	update(t, s, func(tx store.Tx) error {
		for i := range n {
			site.ID, site.Name = symbiosis.SiteID(fmt.Sprint("s", i)), name
			if _, err := tx.PutSite(context.Background(), site); err != nil {
				return err
			}
		}
		return nil
	})
}

// names calls use in a session that has begun to read, and counts the names of all sites in it then.
func names(t testing.TB, s *Store, use func(plain bool)) map[string]int {
	t.Helper()
	counted := map[string]int{}
	_, err := s.withSession(context.Background(), false, func(from *session) error {
		use(from.file != nil)
		return byPage(from, &siteKind, func(piece symbiosis.Piece[symbiosis.Site], _ func()) error {
			for _, site := range piece(nil) {
				counted[site.Name]++
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return counted
}

// writeBack moves as much of the log into the file as may be moved now.
func writeBack(t testing.TB, s *Store, how string) {
	t.Helper()
	if _, err := editor(t, s).ExecContext(context.Background(), `PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(`+how+`)`); err != nil {
		t.Fatal(err)
	}
}

// TestTheFileIsReadOnlyWhereItHoldsTheState: a session reads the file beside SQLite when the log is empty;
// what others then write, and try to move into the file, doesn't reach it. With something in the log it
// has SQLite read.
func TestTheFileIsReadOnlyWhereItHoldsTheState(t *testing.T) {
	const n = 500
	s := open(t, filepath.Join(t.TempDir(), "region.gpkg"))
	closeAtEnd(t, s)
	named(t, s, n, "first")
	was := false
	if got := names(t, s, func(plain bool) { was = plain }); got["first"] != n || was {
		t.Errorf("with a log: %v, from the file: %v", got, was)
	}
	for _, how := range []string{"PASSIVE", "FULL", "RESTART", "TRUNCATE"} {
		writeBack(t, s, "TRUNCATE")
		before := names(t, s, func(plain bool) {
			if was = plain; !plain {
				t.Errorf("the log is empty, and the file isn't read")
			}
			named(t, s, n, how)
			writeBack(t, s, how)
		})
		if len(before) != 1 || before[how] != 0 {
			t.Errorf("%s: a session that began before reads %v", how, before)
		}
		if after := names(t, s, func(bool) {}); after[how] != n || len(after) != 1 {
			t.Errorf("%s: afterwards %v is read", how, after)
		}
	}
}

// TestTheFileIsReadWhileOthersWrite: all sites are renamed again and again and the log is moved into the
// file, while readers find one name for all.
func TestTheFileIsReadWhileOthersWrite(t *testing.T) {
	const n, rounds = 300, 40
	s := open(t, filepath.Join(t.TempDir(), "region.gpkg"))
	closeAtEnd(t, s)
	named(t, s, n, "at first")
	other := open(t, s.path)
	closeAtEnd(t, other)
	var writing, reading sync.WaitGroup
	done := make(chan struct{})
	for range 2 {
		reading.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if got := names(t, s, func(bool) {}); len(got) != 1 {
					t.Errorf("one state has sites called %v", got)
					return
				}
			}
		})
	}
	writing.Go(func() {
		for i := range rounds {
			named(t, other, n, fmt.Sprint("round ", i))
			writeBack(t, other, "TRUNCATE")
		}
	})
	writing.Wait()
	close(done)
	reading.Wait()
}

// TestReadersLeaveNothingBeside: a store that was opened to read and not written leaves neither log nor
// index of it, also when a link led there, and writes all the same when it has to.
func TestReadersLeaveNothingBeside(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "region.gpkg")
	s := open(t, path)
	named(t, s, 3, "x")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link.gpkg")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	alone := func(what string) {
		t.Helper()
		if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
			t.Errorf("%s: the folder holds %v (%v)", what, files, err)
		}
	}
	for _, at := range []string{path, link} {
		s = open(t, at, ToRead())
		if got := names(t, s, func(plain bool) {
			if !plain {
				t.Error("the file isn't read beside SQLite")
			}
		}); got["x"] != 3 {
			t.Errorf("it holds %v", got)
		}
		if at == link {
			named(t, s, 4, "y")
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		alone(at)
	}
	edit(t, path, "PRAGMA journal_mode = DELETE")
	s = open(t, path, ToRead())
	if got := names(t, s, func(bool) {}); got["y"] != 4 {
		t.Errorf("the file of another mode holds %v", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	alone("another mode")
}

// TestPagesAreUsedAgain: what is read from the file into memory that is used again is what stands there, as long
// as it is lent.
func TestPagesAreUsedAgain(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "region.gpkg"))
	defer s.Close()
	const n = 10_000
	named(t, s, n, "plats")
	writeBack(t, s, "TRUNCATE")
	names(t, s, func(plain bool) {
		if !plain {
			t.Fatal("the file isn't read")
		}
	})
	region, _, err := s.Load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if lent := storetest.LentSites(t, s); len(lent) != n || !slices.Equal(lent, storetest.WithoutVersions(region.Sites)) {
		t.Errorf("%d sites are lent, or not those of the region", len(lent))
	}
}
