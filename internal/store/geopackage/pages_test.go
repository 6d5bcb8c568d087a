package geopackage

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/geopackage/btree"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// everyTableByPage has tables of any size read page by page.
func everyTableByPage(t testing.TB) {
	old := fewestByPage
	fewestByPage = 0
	t.Cleanup(func() { fewestByPage = old })
}

// onlyByPage fails where a table of s can't be read by its pages.
func onlyByPage(t testing.TB, s *Store) {
	t.Helper()
	_, err := s.withSession(t.Context(), false, func(from *session) error {
		for _, k := range kindTables {
			if from.about[k.name] == 0 {
				continue
			}
			if _, err := from.layoutOf(k); err != nil {
				return err
			}
		}
		return byPage(from, &siteKind, func(piece symbiosis.Piece[symbiosis.Site], _ func()) error {
			piece(nil)
			return nil
		})
	})
	if errors.Is(err, btree.ErrFormat) {
		t.Fatal(err)
	}
}

func sortedLines(err error) string {
	lines := strings.Split(fmt.Sprint(err), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// TestPagesHoldWhatSQLiteReads: after each of many edits, ours and those of other programs, a region
// read by its pages is the one that SQLite reads row by row, and so are the faults it tells.
func TestPagesHoldWhatSQLiteReads(t *testing.T) {
	everyTableByPage(t)
	s := sample(t)
	same := func(what string) {
		t.Helper()
		ctx := context.Background()
		byRows, _, errRows := s.load(ctx, true)
		byPages, _, errPages := s.load(ctx, false)
		// Faults come in the order of the rows, and in that of the ids.
		if a, b := sortedLines(errRows), sortedLines(errPages); a != b {
			t.Fatalf("%s: row by row the region is refused by\n%s\nby its pages by\n%s", what, a, b)
		}
		if errRows != nil {
			return
		}
		if diff := cmp.Diff(byRows, byPages); diff != "" {
			t.Fatalf("%s: by its pages the region is another (-by rows +by pages):\n%s", what, diff)
		}
		onlyByPage(t, s)
	}
	same("the sample")
	chance := rand.New(rand.NewPCG(3, 6))
	site, flow := storetest.Sample().Sites[0], storetest.Sample().Flows[0]
	for round := range 6 {
		update(t, s, func(tx store.Tx) error {
			var errs error
			for range 700 {
				id := chance.IntN(1500)
				switch {
				case chance.IntN(4) == 0:
					if err := tx.DeleteSite(t.Context(), symbiosis.SiteID(fmt.Sprint("s", id))); symbiosis.KindOf(err) != symbiosis.NotFound {
						errs = errors.Join(errs, err)
					}
				default:
					site.ID, site.Name = symbiosis.SiteID(fmt.Sprint("s", id)), fmt.Sprint("plats ", id)
					// Also longer than a page, and than several.
					site.Note = strings.Repeat("å", max(0, chance.IntN(4000)-chance.IntN(8000)))
					site.Source = strings.Repeat("x", max(0, chance.IntN(4000)-chance.IntN(40_000)))
					_, err := tx.PutSite(t.Context(), site)
					flow.ID = symbiosis.FlowID(fmt.Sprint("f", id))
					flow.Quantity.Amount = float64(chance.IntN(5)) + 1
					_, errFlow := tx.PutFlow(t.Context(), flow)
					errs = errors.Join(errs, err, errFlow)
				}
			}
			return errs
		})
		same(fmt.Sprint("round ", round))
	}
	for _, statement := range []string{
		"VACUUM",
		"ALTER TABLE sites ADD COLUMN own TEXT DEFAULT 'x'",
		"ALTER TABLE flows ADD COLUMN first INTEGER",
		"UPDATE sites SET own = 'y' WHERE fid % 3 = 0",
		"UPDATE flows SET quantity = 17, supply_c = 80, return_c = 1 WHERE fid % 5 = 0",
		"UPDATE flows SET quantity = 1048577 WHERE fid % 7 = 1",
		"UPDATE flows SET valid_from = '2026-01-31', valid_to = '2027-12-24T18:30:00Z' WHERE fid % 3 = 0",
		"UPDATE flows SET valid_from = '2026-02-01 10:00', full_load_hours = 100, max_distance_m = 3e5 WHERE fid % 4 = 0",
		"UPDATE sites SET note = 'a' || char(0) || 'b' WHERE fid = 3",
		"UPDATE sites SET note = NULL WHERE fid = 3",
		"UPDATE sites SET version = NULL WHERE fid % 11 = 0",
		"UPDATE sites SET fid = fid + 5000000000 WHERE fid % 13 = 0",
		"UPDATE sites SET fid = -fid WHERE fid % 17 = 0",
		"UPDATE flows SET quantity = 'many' WHERE fid = 2",
		"UPDATE flows SET quantity = 1 WHERE fid = 2",
		"UPDATE sites SET geom = x'00' WHERE fid = 5",
		"DELETE FROM sites WHERE fid = 5",
		"UPDATE flows SET valid_from = 20260131 WHERE fid = 4",
		"UPDATE flows SET valid_from = NULL WHERE fid = 4",
		"DELETE FROM sites",
		"VACUUM",
	} {
		edit(t, s.path, statement)
		same(statement)
	}
}

// TestTablesOfAnotherMakeAreReadRowByRow: what a table must be to be read by its pages, and that
// others are still read.
func TestTablesOfAnotherMakeAreReadRowByRow(t *testing.T) {
	everyTableByPage(t)
	for what, statements := range map[string][]string{
		"no index of the ids": {
			`CREATE TABLE other AS SELECT * FROM exchanges`, `DROP TABLE exchanges`, `ALTER TABLE other RENAME TO exchanges`},
		"a view": {
			`ALTER TABLE exchanges RENAME TO other`, `CREATE VIEW exchanges AS SELECT * FROM other`},
	} {
		s := sample(t)
		want, _ := load(t, s)
		edit(t, s.path, statements...)
		_, err := s.withSession(t.Context(), false, func(from *session) error {
			_, err := from.layoutOf(exchangeKind.table)
			return err
		})
		if !errors.Is(err, btree.ErrFormat) {
			t.Errorf("%s: %v", what, err)
		}
		got, _, err := s.Load(t.Context())
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if diff := cmp.Diff(want.Exchanges, got.Exchanges); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
}

// TestTimesAreReadAsTheDriverReadsThem.
func TestTimesAreReadAsTheDriverReadsThem(t *testing.T) {
	s := sample(t)
	conn, err := s.readers.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, text := range []string{
		"", "2026-01-31", "2026-01-31Z", "2026-1-31", "2026-02-30", "2026-01-31 10:11", "2026-01-31T10:11", "2026-01-31T10:11:12", "2026-01-31 10:11:12.345678",
		"2026-01-31T10:11:12Z", "2026-01-31T10:11:12.5Z", "2026-01-31 10:11:12+02:00", "2026-01-31T10:11:12.000+05:30", "2026-01-31 10:11:12 +0100 CET",
		"2026-01-31 10:11:12.25 +0000 UTC m=+3.5", "today", "2026-01-31T", "2026-01-31 ",
	} {
		var fromDriver any
		if _, err := conn.ExecContext(t.Context(), `CREATE TEMP TABLE IF NOT EXISTS times (at DATETIME)`); err == nil {
			t.Fatal("a reader can write") // so the text is asked for as a column of the file below
		}
		edit(t, s.path, fmt.Sprintf(`UPDATE comparisons SET data_time = '%s' WHERE fid = 1`, text))
		if err := conn.QueryRowContext(t.Context(), `SELECT data_time FROM comparisons WHERE fid = 1`).Scan(&fromDriver); err != nil {
			t.Fatal(err)
		}
		var want driver.Value = text
		if at, ok := driverTime(text); ok {
			want = at
		}
		wantTime, isTime := want.(time.Time)
		gotTime, gotIsTime := fromDriver.(time.Time)
		if isTime != gotIsTime || isTime && !wantTime.Equal(gotTime) || !isTime && want != fromDriver {
			t.Errorf("%q: the driver reads %v, we %v", text, fromDriver, want)
		}
	}
}

// TestDamageIsTold: a file whose pages are damaged is refused in words, or read by SQLite; never a panic.
func TestDamageIsTold(t *testing.T) {
	everyTableByPage(t)
	s := sample(t)
	var pages []string
	_, err := s.withSession(t.Context(), false, func(from *session) error {
		for number := uint32(1); ; number++ {
			text, err := from.page(number)
			if errors.Is(err, btree.ErrFormat) {
				return nil
			}
			if err != nil {
				return err
			}
			pages = append(pages, text)
		}
	})
	if err != nil || len(pages) < 20 {
		t.Fatalf("%d pages: %v", len(pages), err)
	}
	db, err := btree.New(pages[0])
	if err != nil {
		t.Fatal(err)
	}
	chance := rand.New(rand.NewPCG(1, 2))
	values := make([]btree.Value, 40)
	for range 2000 {
		damaged := map[uint32]string{}
		get := func(number uint32) (string, error) {
			if number == 0 || int(number) > len(pages) {
				return "", btree.ErrFormat
			}
			if text, ok := damaged[number]; ok {
				return text, nil
			}
			bytes := []byte(pages[number-1])
			for range chance.IntN(6) {
				at := chance.IntN(len(bytes))
				if chance.IntN(2) == 0 {
					at = chance.IntN(110)
				}
				bytes[at] = byte(chance.IntN(256))
			}
			damaged[number] = string(bytes)
			return damaged[number], nil
		}
		root := uint32(chance.IntN(len(pages)) + 1)
		_ = db.RowNumbers(root, get, func(int64) error { return nil })
		leaves, err := db.Leaves(root, get)
		if err != nil {
			continue
		}
		for _, leaf := range leaves {
			text, err := get(leaf.Page)
			if err != nil {
				continue
			}
			rows, err := db.Rows(leaf, text, get)
			if err != nil {
				continue
			}
			for i := range rows.Len() {
				_, _, _ = rows.Read(i, values)
			}
			_, _, _ = rows.Find(7)
		}
	}
}

// BenchmarkStream reads 20 000 sites piece by piece, by pages and row by row.
func BenchmarkStream(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "region.gpkg"))
	closeAtEnd(b, s)
	site := storetest.Sample().Sites[0]
	update(b, s, func(tx store.Tx) error {
		for i := range 20_000 {
			site.ID = symbiosis.SiteID(fmt.Sprint("site-", i*7919%20_000))
			if _, err := tx.PutSite(b.Context(), site); err != nil {
				return err
			}
		}
		return nil
	})
	for _, byRows := range []bool{false, true} {
		b.Run(fmt.Sprintf("rows=%t", byRows), func(b *testing.B) {
			for b.Loop() {
				if _, _, err := s.load(b.Context(), byRows); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
