package geopackage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

func TestDamagedFile(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "region.gpkg"))
	putSample(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	// All but the first page, which the schema's root is on.
	for i := 4096; i < len(content); i++ {
		content[i] ^= 0x5a
	}
	if err := os.WriteFile(s.path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	damaged, err := Open(t.Context(), s.path)
	if err == nil {
		closeAtEnd(t, damaged)
		_, _, err = damaged.Load(t.Context())
	}
	refused(t, err, "is damaged", "restore it from a copy")
}

func TestFullDisk(t *testing.T) {
	s := sample(t)
	want, before := load(t, s)
	limit := func(pages string) {
		t.Helper()
		update(t, s, func(store.Tx) error { return nil }) // so the writer has its connection
		if _, err := s.writer.conn.ExecContext(t.Context(), `PRAGMA max_page_count = `+pages); err != nil {
			t.Fatal(err)
		}
	}
	limit("1") // SQLite takes the present size
	large := storetest.Sample().Sites[0]
	large.Note = strings.Repeat("full ", 800)
	fill := func(tx store.Tx) error {
		for i := range 1000 {
			large.ID = symbiosis.SiteID(fmt.Sprint("large", i))
			if _, err := tx.PutSite(context.Background(), large); err != nil {
				return err
			}
		}
		return nil
	}
	_, err := s.Update(t.Context(), fill)
	refused(t, err, "the disk is full", "nothing was changed")
	// Nor does an update get through that takes no heed of the error: SQLite has rolled back
	// what was before it.
	_, err = s.Update(t.Context(), func(tx store.Tx) error {
		_ = fill(tx)
		_ = tx.DeleteSite(context.Background(), "hall")
		return nil
	})
	refused(t, err, "the disk is full")
	got, after := load(t, s)
	if diff := cmp.Diff(want, got); diff != "" || before != after {
		t.Errorf("a failed update left (-want +got):\n%s", diff)
	}
	limit("1000000")
	update(t, s, fill)
	integrity(t, s)
}

func TestReadOnlyFile(t *testing.T) {
	s := sample(t)
	db, err := connect(s.path, readOnly, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.ExecContext(t.Context(), `DELETE FROM sites`)
	refused(t, explain(t.Context(), s.path, err), "can't be written", "make the file and its folder writable")
	if os.Geteuid() == 0 {
		return // to root every file is writable
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(s.path, 0o400); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), s.path)
	refused(t, err, s.path)
}

// TestReplacedFile puts another file in the place of an open one, as people do with backups.
func TestReplacedFile(t *testing.T) {
	s := sample(t)
	for _, replace := range []func() error{
		func() error { return os.Rename(s.path, s.path+".old") },
		func() error { return os.WriteFile(s.path, []byte("something else"), 0o600) },
	} {
		if err := replace(); err != nil {
			t.Fatal(err)
		}
		_, _, err := s.Load(t.Context())
		refused(t, err, "was moved, deleted or replaced")
		_, err = s.Revision(t.Context())
		refused(t, err, "was moved, deleted or replaced")
		_, err = s.Update(t.Context(), func(store.Tx) error { return errors.New("called") })
		refused(t, err, "was moved, deleted or replaced")
	}
	if err := os.Rename(s.path+".old", s.path); err != nil {
		t.Fatal(err)
	}
	putSample(t, s)
}
