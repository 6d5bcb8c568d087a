package geopackage

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// rowsOf counts the records of a table as the region has them, and its broken rows.
func rowsOf(r *symbiosis.Region, table string) int {
	broken := 0
	for _, b := range r.Broken {
		if b.Table == table && table != "region_info" {
			broken++
		}
	}
	return broken + map[string]int{
		"sites": len(r.Sites), "flows": len(r.Flows), "areas": len(r.Areas), "exchanges": len(r.Exchanges), "constraints": len(r.Constraints),
		"facilities": len(r.Facilities), "profiles": len(r.Profiles), "comparisons": len(r.Comparisons), "pitches": len(r.Pitches),
		"settings": len(r.Settings), "assumptions": len(r.Assumptions), "region_info": 1,
	}[table]
}

// TestNewsOfForeignEdits edits the file as other programs do, with SQL and with GDAL: the news lead
// to what a load shows, or say that they can't.
func TestNewsOfForeignEdits(t *testing.T) {
	s := sample(t)
	db := editor(t, s)
	region, revision := load(t, s)
	point := blob(t, region.Sites[0].Location, 4326)
	for _, edit := range []struct{ sql, gap string }{
		{`UPDATE sites SET name = 'Nytt namn' WHERE id = 'hall'`, ""},
		{`UPDATE sites SET id = 'hall-2', version = 40 WHERE id = 'hall'`, ""},
		{`INSERT INTO sites (geom, name) VALUES (` + point + `, 'Utan id')`, ""},
		{`INSERT INTO flows (id, site_id, direction, resource, quantity, unit) VALUES ('f', 'hall-2', 'need', 'heat', 3, 'MW')`, ""},
		{`DELETE FROM flows WHERE id = 'f'`, ""},
		{`INSERT INTO flows (id, site_id, direction, resource, quantity, unit) VALUES ('f', 'hall-2', 'surplus', 'heat', 4, 'MW')`, ""},
		{`UPDATE flows SET quantity = quantity * 2 WHERE unit = 'MW'`, ""},
		{`BEGIN; DELETE FROM exchanges; UPDATE areas SET note = 'x'; DELETE FROM areas WHERE note = 'x'; COMMIT`, ""},
		// Rows that break a rule, by themselves and among others, mended and deleted.
		{`UPDATE flows SET quantity = NULL WHERE id = 'f'`, ""},
		{`UPDATE flows SET note = 'still broken' WHERE id = 'f'`, ""},
		{`UPDATE sites SET name = NULL`, ""},
		{`BEGIN; UPDATE sites SET name = 'Mended' WHERE id = 'smolt'; UPDATE flows SET quantity = 5 WHERE id = 'f'; COMMIT`, ""},
		{`INSERT INTO sites (id, geom) VALUES ('new', ` + point + `)`, ""},
		{`DELETE FROM sites WHERE id = 'new'`, ""},
		{`UPDATE sites SET name = id`, ""},
		{`UPDATE assumptions SET value = 'much'`, ""},
		{`UPDATE region_info SET questions = '[1]'`, ""},
		{`UPDATE region_info SET questions = NULL`, ""},
		{`UPDATE assumptions SET value = 7`, ""},
		{`DELETE FROM assumptions`, ""},
		{`UPDATE region_info SET name_sv = 'Jämtland'`, ""},
		{`DELETE FROM constraints`, ""},
		// A row in the place of another one: by its id, by its key, by both of two others.
		{`INSERT OR REPLACE INTO sites (id, geom, name) VALUES ('smolt', ` + point + `, 'I dess ställe')`, ""},
		{`INSERT OR REPLACE INTO sites (fid, id, geom, name) SELECT fid, 'another', geom, 'Ingen såg' FROM sites WHERE id = 'smolt'`, "rows"},
		{`UPDATE OR REPLACE flows SET id = 'f' WHERE id = (SELECT max(id) FROM flows WHERE id != 'f')`, ""},
		{`UPDATE OR REPLACE flows SET fid = (SELECT fid FROM flows WHERE id = 'f') WHERE id = (SELECT max(id) FROM flows WHERE id != 'f')`, "rows"},
		{`UPDATE flows SET id = ' ' WHERE fid = (SELECT min(fid) FROM flows)`, ""},
		{`UPDATE sites SET note = 'beside a row without an id' WHERE id = 'another'`, ""},
		{`DELETE FROM flows WHERE id = ' '`, "doesn't tell"},
		{`UPDATE flows SET id = NULL WHERE fid = (SELECT min(fid) FROM flows)`, ""},
		{`BEGIN; UPDATE sites SET note = 'x' WHERE id = 'another'; UPDATE flows SET name = 'changed with it' WHERE id IS NULL; COMMIT`, ""},
		{`UPDATE flows SET id = 'named', quantity = 1, unit = 'MW', direction = 'need', resource = 'heat', site_id = 'another' WHERE id IS NULL`, ""},
		{`INSERT INTO flows (id, site_id, direction, resource, quantity, unit) VALUES ('gone', 'smolt', 'need', 'heat', 3, 'MW')`, ""},
		{`UPDATE flows SET id = NULL WHERE id = 'named'`, ""},
		// What takes the place of a record unseen, having no id, is told by the number of rows.
		{`BEGIN; UPDATE OR REPLACE flows SET fid = (SELECT fid FROM flows WHERE id = 'gone') WHERE id IS NULL; UPDATE sites SET note = 'y' WHERE id = 'another'; COMMIT`, "rows"},
		{`UPDATE flows SET id = 'named again' WHERE id IS NULL`, ""},
		{`INSERT INTO assumptions (key, value) VALUES (NULL, 3)`, "doesn't tell"},
		{`INSERT INTO assumptions (key, value) VALUES ('k', 3)`, ""},
		{`INSERT INTO assumptions (key, value) VALUES ('  ', 3)`, "doesn't tell"},
		{`UPDATE sites SET note = 'z' WHERE id = 'another'`, ""},
		{`DELETE FROM assumptions WHERE key = '  '`, "doesn't tell"},
		{`DELETE FROM assumptions WHERE key IS NULL`, "doesn't tell"},
	} {
		if _, err := db.ExecContext(t.Context(), edit.sql); err != nil {
			t.Fatalf("%s: %v", edit.sql, err)
		}
		news, err := s.Since(t.Context(), revision, 1000)
		if err != nil {
			t.Fatalf("%s: %v", edit.sql, err)
		}
		want, now, err := s.Load(t.Context())
		if now == revision {
			t.Fatalf("%s changes nothing", edit.sql)
		}
		if news.Gap == "" {
			region = storetest.Applied(region, news)
			for table, n := range news.Rows {
				if n != rowsOf(region, table) {
					news.Gap = "rows"
				}
			}
		}
		if err != nil || edit.gap == "" != (news.Gap == "") || !strings.Contains(news.Gap, edit.gap) {
			t.Fatalf("%s: gap %q, want %q; a load says %v", edit.sql, news.Gap, edit.gap, err)
		}
		if diff := cmp.Diff(storetest.Dump(want), storetest.Dump(region)); diff != "" && news.Gap == "" {
			t.Fatalf("%s: the news lead elsewhere (-load +news):\n%s", edit.sql, diff)
		}
		region, revision = want, now
	}

	file := filepath.Join(t.TempDir(), "new.geojson")
	err := os.WriteFile(file, []byte(`{"type": "FeatureCollection", "name": "sites", "features": [
		{"type": "Feature", "properties": {"name": "Från GDAL"}, "geometry": {"type": "Point", "coordinates": [11.5, 64.0]}}]}`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	gdal(t, "ogr2ogr", "-append", "-nln", "sites", s.path, file)
	gdal(t, "ogrinfo", s.path, "-sql", "UPDATE sites SET note = 'by hand' WHERE id = 'hall-2'")
	news, err := s.Since(t.Context(), revision, 1000)
	if err != nil || news.Gap != "" || len(news.Changed.Sites) != 2 {
		t.Fatalf("the news of GDAL's edits: %+v, %v", news, err)
	}
	want, _ := load(t, s)
	if diff := cmp.Diff(storetest.Dump(want), storetest.Dump(storetest.Applied(region, news))); diff != "" {
		t.Errorf("after GDAL's edits the news lead elsewhere (-load +news):\n%s", diff)
	}
}

// TestNewsOfAnOpenTransaction asks while another program has a transaction open: it neither waits nor
// hears of it before the commit.
func TestNewsOfAnOpenTransaction(t *testing.T) {
	s := sample(t)
	_, revision := load(t, s)
	tx, err := editor(t, s).BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(t.Context(), `UPDATE sites SET note = 'open' WHERE id = 'hall'`); err != nil {
		t.Fatal(err)
	}
	if news, err := s.Since(t.Context(), revision, 1000); err != nil || news.Revision != revision {
		t.Errorf("what isn't committed is news: %+v, %v", news, err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if news, err := s.Since(t.Context(), revision, 1000); err != nil || len(news.Changed.Sites) != 1 {
		t.Errorf("the news of the commit: %+v, %v", news, err)
	}
	if b, err := s.Behind(t.Context(), revision); err != nil || b.Revisions != 1 || b.For > time.Hour {
		t.Errorf("one edit behind: %+v, %v", b, err)
	}
}

// TestNewsOfAnotherPast asks a backup, which then goes on by itself, for the news since a state that
// came after it: they notice.
func TestNewsOfAnotherPast(t *testing.T) {
	s := sample(t)
	note := func(text string) store.Revision {
		return update(t, s, func(tx store.Tx) error {
			x, err := tx.Site(t.Context(), "hall")
			if err != nil {
				return err
			}
			x.Note = text
			_, err = tx.PutSite(t.Context(), x)
			return err
		})
	}
	note("saved")
	copied := filepath.Join(t.TempDir(), "copy.gpkg")
	if err := s.Backup(t.Context(), copied, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	lost := note("lost with the restore")
	c := open(t, copied)
	closeAtEnd(t, c)
	if news, err := c.Since(t.Context(), lost, 1000); err != nil || !strings.Contains(news.Gap, "gone back") {
		t.Errorf("the backup itself: %+v, %v", news, err)
	}
	for range 3 {
		update(t, c, func(tx store.Tx) error {
			x, err := tx.Site(t.Context(), "smolt")
			if err != nil {
				return err
			}
			_, err = tx.PutSite(t.Context(), x)
			return err
		})
	}
	if news, err := c.Since(t.Context(), lost, 1000); err != nil || !strings.Contains(news.Gap, "another past") {
		t.Errorf("the backup that went on: %+v, %v", news, err)
	}
}
