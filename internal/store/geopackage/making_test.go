package geopackage

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// inFolder returns the names of the files of a folder.
func inFolder(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestAFileIsMadeWhenItIsWhole: until the store is closed there is no file of the name, and afterwards
// one that Open would have made, also in the place of an empty one.
func TestAFileIsMadeWhenItIsWhole(t *testing.T) {
	usual := filepath.Join(t.TempDir(), "region.gpkg")
	s := openAt(t, usual)
	storetest.Fill(t, s, storetest.Sample())
	want, _ := load(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	rights, err := os.Stat(usual)
	if err != nil {
		t.Fatal(err)
	}
	for _, wasEmpty := range []bool{false, true} {
		dir := t.TempDir()
		path := filepath.Join(dir, "region.gpkg")
		if wasEmpty {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s := open(t, path, MakeLater())
		if s.Location() != path {
			t.Errorf("it is called %s", s.Location())
		}
		storetest.Fill(t, s, storetest.Sample())
		if diff := cmp.Diff(want, first(load(t, s))); diff != "" {
			t.Errorf("before it is closed it holds (-want +got):\n%s", diff)
		}
		if info, err := os.Stat(path); err == nil && info.Size() > 0 || err == nil != wasEmpty {
			t.Errorf("there is a file before it is whole: %v", info)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if names := inFolder(t, dir); !cmp.Equal(names, []string{"region.gpkg"}) {
			t.Errorf("the folder holds %q", names)
		}
		if info, err := os.Stat(path); err != nil || info.Mode() != rights.Mode() {
			t.Errorf("its rights are %v, %v, want %v", info.Mode(), err, rights.Mode())
		}
		again := open(t, path, MustExist())
		closeAtEnd(t, again)
		if diff := cmp.Diff(want, first(load(t, again))); diff != "" {
			t.Errorf("it holds (-want +got):\n%s", diff)
		}
		integrity(t, again)
		if changes, err := again.History(t.Context(), store.HistoryQuery{Limit: 1000}); err != nil || len(changes) == 0 {
			t.Errorf("%d changes are remembered, %v", len(changes), err)
		}
	}
}

func first[A, B any](a A, _ B) A { return a }

// TestAFileThatIsNotFilledIsNone: whatever ends the only update, nothing is left.
func TestAFileThatIsNotFilledIsNone(t *testing.T) {
	broken := errors.New("broken")
	for name, use := range map[string]func(s *Store){
		"nothing is done": func(*Store) {},
		"the update fails": func(s *Store) {
			_, err := s.Update(t.Context(), func(tx store.Tx) error {
				return errors.Join(storetest.Put(t.Context(), tx, storetest.Sample()), broken)
			})
			if !errors.Is(err, broken) {
				t.Error(err)
			}
		},
		"it is cancelled": func(s *Store) {
			ctx, cancel := context.WithCancel(t.Context())
			_, err := s.Update(ctx, func(tx store.Tx) error {
				cancel()
				return storetest.Put(ctx, tx, storetest.Sample())
			})
			if !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		},
	} {
		dir := t.TempDir()
		s := open(t, filepath.Join(dir, "region.gpkg"), MakeLater())
		use(s)
		if err := s.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if names := inFolder(t, dir); len(names) > 0 {
			t.Errorf("%s: the folder holds %q", name, names)
		}
	}
	if _, err := Open(t.Context(), filepath.Join(t.TempDir(), "none", "region.gpkg"), MakeLater()); symbiosis.KindOf(err) != symbiosis.Unavailable {
		t.Errorf("without a folder: %v", err)
	}
}

// TestAFileOfSomebodyElseStays: one that took the name meanwhile is not overwritten.
func TestAFileOfSomebodyElseStays(t *testing.T) {
	for _, wasEmpty := range []bool{false, true} {
		dir := t.TempDir()
		path := filepath.Join(dir, "region.gpkg")
		write := func(content string) {
			t.Helper()
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if wasEmpty {
			write("")
		}
		s := open(t, path, MakeLater())
		storetest.Fill(t, s, storetest.Sample())
		write("somebody else's")
		if err := s.Close(); symbiosis.KindOf(err) != symbiosis.Conflict {
			t.Errorf("closing says %v", err)
		}
		if content, err := os.ReadFile(path); err != nil || string(content) != "somebody else's" {
			t.Errorf("it is now %q, %v", content, err)
		}
		if names := inFolder(t, dir); len(names) != 1 {
			t.Errorf("the folder holds %q", names)
		}
	}
}

// TestALogThatIsNotWrittenBackIsNoFile: a file without what stands in its log yet is not whole.
func TestALogThatIsNotWrittenBackIsNoFile(t *testing.T) {
	dir := t.TempDir()
	s := open(t, filepath.Join(dir, "region.gpkg"), MakeLater())
	storetest.Fill(t, s, storetest.Sample())
	// Whoever reads keeps SQLite from writing all of the log back.
	db, err := connect(s.at(), readOnly, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), `SELECT id FROM sites`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	rows.Next()
	storetest.Fill(t, s, storetest.Sample())
	if err := s.Close(); symbiosis.KindOf(err) != symbiosis.Unavailable {
		t.Errorf("closing says %v", err)
	}
	if names := inFolder(t, dir); len(names) != 0 {
		t.Errorf("the folder holds %q", names)
	}
}
