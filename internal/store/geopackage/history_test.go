package geopackage

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

func history(t testing.TB, s *Store, q store.HistoryQuery) []store.Change {
	t.Helper()
	changes, err := s.History(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// editor is a connection of another program.
func editor(t testing.TB, s *Store) *sql.DB {
	t.Helper()
	db, err := connect(s.path, readWrite, time.Second, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// TestForeignEditsAreRemembered edits the file with GDAL, as QGIS does: each change is one entry,
// though triggers change the row once more.
func TestForeignEditsAreRemembered(t *testing.T) {
	s := sample(t)
	region, _ := load(t, s)
	last := history(t, s, store.HistoryQuery{Limit: 1})[0].Number
	for _, statement := range []string{
		"UPDATE sites SET note = 'by hand' WHERE id = 'hall'",
		"UPDATE sites SET name = 'B', version = 7 WHERE id = 'hall'",
		"UPDATE sites SET id = 'hall-2' WHERE id = 'hall'",
		"DELETE FROM exchanges WHERE id = 'e1'",
	} {
		gdal(t, "ogrinfo", s.path, "-sql", statement)
	}
	file := filepath.Join(t.TempDir(), "new.geojson")
	err := os.WriteFile(file, []byte(`{"type": "FeatureCollection", "name": "sites", "features": [
		{"type": "Feature", "properties": {"name": "Utan id"}, "geometry": {"type": "Point", "coordinates": [11.5, 64.0]}}]}`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	gdal(t, "ogr2ogr", "-append", "-nln", "sites", s.path, file)

	noted := region.Sites[0]
	noted.Note, noted.Version = "by hand", 2
	named := noted
	named.Name, named.Version = "B", 7
	renamed := named
	renamed.ID, renamed.Version = "hall-2", 8
	made := symbiosis.Site{Name: "Utan id", Location: orb.Point{11.5, 64}, Accuracy: symbiosis.Exact, Visibility: symbiosis.Public, Version: 1}
	want := []store.Change{
		{Table: "sites", Operation: store.Inserted, Version: 1, Latest: true, After: made},
		{Table: "exchanges", ID: "e1", Operation: store.Deleted, Version: 1, Latest: true, Before: region.Exchanges[0]},
		{Table: "sites", ID: "hall-2", Operation: store.Inserted, Version: 8, Latest: true, After: renamed},
		{Table: "sites", ID: "hall", Operation: store.Deleted, Version: 7, Latest: true, Before: named},
		{Table: "sites", ID: "hall", Operation: store.Updated, Version: 7, Before: noted, After: named},
		{Table: "sites", ID: "hall", Operation: store.Updated, Version: 2, Before: region.Sites[0], After: noted},
	}
	changes := history(t, s, store.HistoryQuery{})
	changes = changes[:len(changes)-int(last)]
	if len(changes) != len(want) {
		t.Fatalf("%d changes, want %d: %+v", len(changes), len(want), changes)
	}
	id := changes[0].ID
	if !strings.HasPrefix(id, "site-") {
		t.Errorf("the new row is %q", id)
	}
	made.ID = symbiosis.SiteID(id)
	want[0].ID, want[0].After = id, made
	if changes[2].ID == "hall" { // SQLite runs triggers in an order of its own
		changes[2], changes[3] = changes[3], changes[2]
	}
	if diff := cmp.Diff(want, changes, cmpopts.IgnoreFields(store.Change{}, "Number", "Set", "At")); diff != "" {
		t.Fatalf("the history (-want +got):\n%s", diff)
	}
}

// TestHistoryIsOnlyAddedTo tries to change the history by SQL.
func TestHistoryIsOnlyAddedTo(t *testing.T) {
	s := sample(t)
	const run = `INSERT INTO samloka_history_runs VALUES (1000, 1001, 9, '2026-11-25T12:00:00.000Z', '', '', 'sites', NULL, 'a', 'b', '["a","b"]')`
	if _, err := editor(t, s).ExecContext(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	before := history(t, s, store.HistoryQuery{Limit: 1000})
	for _, statement := range []string{
		`UPDATE samloka_history SET actor = 'someone else'`,
		`DELETE FROM samloka_history WHERE number = 1`,
		`DELETE FROM samloka_history`,
		`UPDATE samloka_history_runs SET record_ids = '[]'`,
		`DELETE FROM samloka_history_runs`,
	} {
		if _, err := editor(t, s).ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "only added to") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	if diff := cmp.Diff(before, history(t, s, store.HistoryQuery{Limit: 1000})); diff != "" {
		t.Errorf("the history has changed:\n%s", diff)
	}
}

// TestNewTablesAreRemembered: a table with an id and a version that a migration adds keeps its
// history, and a column that one adds is kept too.
func TestNewTablesAreRemembered(t *testing.T) {
	s := sample(t)
	exec := func(statement string) {
		t.Helper()
		if _, err := editor(t, s).ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	exec(`CREATE TABLE later (fid INTEGER PRIMARY KEY, id TEXT UNIQUE, version INTEGER DEFAULT 1)`)
	keep := func(db *sql.DB) {
		t.Helper()
		if err := keepHistory(t.Context(), db); err != nil {
			t.Fatal(err)
		}
	}
	keep(editor(t, s))
	exec(`ALTER TABLE later ADD COLUMN weight DOUBLE DEFAULT 0.1`)
	keep(editor(t, s))
	exec(`INSERT INTO later (id) VALUES ('a')`)
	exec(`UPDATE later SET weight = 0.2`)
	exec(`DELETE FROM later`)
	got := rows(t, s, `SELECT operation, version, before FROM samloka_history WHERE table_name = 'later' ORDER BY number`)
	want := []string{"insert|1|<nil>", `update|2|{"id":"a","version":1,"weight":0.1}`, `delete|2|{"id":"a","version":2,"weight":0.2}`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("of the new table it is told (-want +got):\n%s", diff)
	}
}
