package geopackage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// refused fails the test unless err is Unavailable, one sentence, with words in it.
func refused(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil || symbiosis.KindOf(err) != symbiosis.Unavailable {
		t.Fatalf("not refused as unavailable: %v", err)
	}
	text := err.Error()
	for _, word := range words {
		if !strings.Contains(text, word) {
			t.Errorf("%q doesn't say %q", text, word)
		}
	}
	if strings.Contains(text, "\n") || strings.Contains(text, "SQL") || strings.Contains(text, "sqlite") {
		t.Errorf("%q is not a sentence for people", text)
	}
}

func TestOpenRefusesWhatIsNoStore(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	write := func(name, content string) string {
		t.Helper()
		if err := os.WriteFile(at(name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return at(name)
	}
	other := at("other.db")
	made := func(path string, statements ...string) string {
		t.Helper()
		db, err := connect(path, create, 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		for _, q := range statements {
			if _, err := db.ExecContext(t.Context(), q); err != nil {
				t.Fatal(err)
			}
		}
		return path
	}
	newer := at("newer.gpkg")
	if err := open(t, newer).Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path  string
		words []string
		opts  []Option
	}{
		{path: at("missing/region.gpkg"), words: []string{"there is no folder " + at("missing")}},
		{path: write("file", "x") + "/region.gpkg", words: []string{at("file")}},
		{path: dir, words: []string{"is a folder"}},
		{path: at("none.gpkg"), opts: []Option{MustExist()}, words: []string{"none.gpkg does not exist"}},
		{path: write("notes.txt", strings.Repeat("These are my notes. ", 100)), words: []string{"notes.txt is not a GeoPackage", "samloka import"}},
		{path: made(other, `CREATE TABLE t (x)`, `INSERT INTO t VALUES (1)`), words: []string{"database of another program"}},
		{path: made(newer, `INSERT INTO samloka_migrations (version_id, is_applied) VALUES (99, 1)`), words: []string{"newer version", "schema 99", "update the program"}},
	} {
		before, _ := os.ReadFile(c.path)
		s, err := Open(t.Context(), c.path, c.opts...)
		if err == nil {
			_ = s.Close()
		}
		refused(t, err, append(c.words, c.path)...)
		if after, _ := os.ReadFile(c.path); string(before) != string(after) {
			t.Errorf("%s was changed though it was refused", c.path)
		}
	}
}

func TestOpenRefusesOthersGeoPackages(t *testing.T) {
	content, err := os.ReadFile(testtool.SharedData(t, "formats/gpkg/sample1_2.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "sample.gpkg")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), path)
	refused(t, err, "is a GeoPackage, but not a store of Samloka", "samloka import")
	if after, _ := os.ReadFile(path); string(after) != string(content) {
		t.Error("it was changed")
	}
}

// TestHalfMigratedFile stops after each migration, as a power cut may, and opens the file again.
func TestHalfMigratedFile(t *testing.T) {
	for done := range 3 {
		path := filepath.Join(t.TempDir(), "region.gpkg")
		db, err := connect(path, create, 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		provider, err := newProvider(db)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := provider.GetDBVersion(t.Context()); err != nil { // makes goose's own table
			t.Fatal(err)
		}
		if done > 0 {
			if _, err := provider.UpTo(t.Context(), int64(done)); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		var how []Option
		if done > 0 { // there is something to read
			how = append(how, ToRead())
		}
		s := open(t, path, how...)
		putSample(t, s)
		if region, _ := load(t, s); storetest.Dump(region) != storetest.Dump(storetest.Sample()) {
			t.Errorf("after %d migrations the file was not completed", done)
		}
		integrity(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestMigrationsGoDownAgain(t *testing.T) {
	db, err := connect(filepath.Join(t.TempDir(), "region.gpkg"), create, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	provider, err := newProvider(db)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := provider.Up(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := provider.DownTo(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
	}
	var left int
	err = db.QueryRowContext(t.Context(), `SELECT count(*) FROM sqlite_master WHERE name != 'samloka_migrations' AND name NOT LIKE 'sqlite_%'`).Scan(&left)
	if err != nil || left != 0 {
		t.Errorf("%d tables, triggers and indexes are left: %v", left, err)
	}
}

// TestManyOpenOneNewFile opens a file that doesn't exist yet many times at once.
func TestManyOpenOneNewFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "region.gpkg")
	const n = 6
	var wg sync.WaitGroup
	stores := make([]*Store, n)
	for i := range n {
		wg.Go(func() {
			s, err := Open(context.Background(), path)
			if err != nil {
				t.Errorf("Open: %v", err)
				return
			}
			stores[i] = s
			_, err = s.Update(context.Background(), func(tx store.Tx) error {
				_, err := tx.PutSite(context.Background(), symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprint(i)), Name: "x", Location: orb.Point{1, 1}})
				return err
			})
			if err != nil {
				t.Errorf("Update: %v", err)
			}
		})
	}
	wg.Wait()
	for _, s := range stores {
		if s == nil {
			continue
		}
		if region, _ := load(t, s); len(region.Sites) != n {
			t.Errorf("%d of %d sites are there", len(region.Sites), n)
		}
		integrity(t, s)
	}
	for _, s := range stores {
		if s != nil {
			if err := s.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
		}
	}
}

func TestEmptyFileAndOddNames(t *testing.T) {
	for _, name := range []string{"empty.gpkg", "Östersund 100 %?#&=.gpkg", "a b+c.sqlite", "?mode=ro"} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		// No region was ever written into it: whoever means to read one is told.
		if _, err := Open(t.Context(), path, MustExist()); symbiosis.KindOf(err) != symbiosis.Unavailable || !strings.Contains(err.Error(), "0 bytes") {
			t.Errorf("%s, empty: %v", name, err)
		}
		s := open(t, path)
		putSample(t, s)
		if s.Location() != path {
			t.Errorf("Location is %q", s.Location())
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s was not written: %v", path, err)
		}
	}
}

func TestCancelledOpen(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Open(ctx, filepath.Join(t.TempDir(), "region.gpkg")); !errors.Is(err, context.Canceled) {
		t.Errorf("Open returned %v", err)
	}
}

// TestUpdateAfterClose shows that a mistake of the caller gives an error, and does not hang.
func TestUpdateAfterClose(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "region.gpkg"))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Update(t.Context(), func(store.Tx) error { return nil }); err == nil {
		t.Error("a closed store was updated")
	}
	if _, _, err := s.Load(t.Context()); err == nil {
		t.Error("a closed store was read")
	}
}
