package postgis

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// TestForeignEditsAreRemembered edits the tables as psql and QGIS do, with a role that may do no
// more than edit them.
func TestForeignEditsAreRemembered(t *testing.T) {
	s, dsn := opened(t)
	putSample(t, s)
	region, _ := load(t, s)
	before := len(history(t, s, store.HistoryQuery{Limit: 1000}))
	schema := schemaOf(t, s)
	role := "editor_of_" + schema
	run(t, dsn, `CREATE ROLE `+role, `GRANT USAGE ON SCHEMA `+schema+` TO `+role,
		`GRANT SELECT, INSERT, UPDATE, DELETE ON sites, flows TO `+role)
	t.Cleanup(func() { run(t, testtool.PostGIS(t), `DROP OWNED BY `+role, `DROP ROLE `+role) })
	conn := foreign(t, with(t, dsn, "application_name", "QGIS"))
	execute(t, conn, `SET ROLE `+role,
		`BEGIN`, `UPDATE sites SET note = 'by hand' WHERE id = 'hall'`, `UPDATE sites SET id = 'hall-2' WHERE id = 'hall'`, `COMMIT`,
		`DELETE FROM flows WHERE id = 'sawdust'`, `UPDATE flows SET note = 'x' WHERE id = 'nobody'`,
		`BEGIN`, `DELETE FROM sites`, `ROLLBACK`)
	changes := history(t, s, store.HistoryQuery{Limit: 4})
	noted, sawdust := region.Sites[0], region.Flows[0]
	for _, f := range region.Flows {
		if f.ID == "sawdust" {
			sawdust = f
		}
	}
	noted.Note, noted.Version = "by hand", 2
	renamed := noted
	renamed.ID, renamed.Version = "hall-2", 3
	want := []store.Change{
		{Table: "flows", ID: "sawdust", Operation: store.Deleted, Version: 1, Latest: true, Before: sawdust},
		{Table: "sites", ID: "hall-2", Operation: store.Inserted, Version: 3, Latest: true, After: renamed},
		{Table: "sites", ID: "hall", Operation: store.Deleted, Version: 2, Latest: true, Before: noted},
		{Table: "sites", ID: "hall", Operation: store.Updated, Version: 2, Before: region.Sites[0], After: noted},
	}
	if changes[1].ID == "hall" { // the two of one statement come in any order
		changes[1], changes[2] = changes[2], changes[1]
	}
	if diff := cmp.Diff(want, changes, cmpopts.IgnoreFields(store.Change{}, "Number", "Set", "At", "Actor", "Program")); diff != "" {
		t.Fatalf("the history (-want +got):\n%s", diff)
	}
	for _, c := range changes {
		if c.Program != "QGIS" || c.Actor == "" || c.Actor == "local" {
			t.Errorf("it was %q with %q", c.Actor, c.Program)
		}
	}
	if changes[3].Set != changes[1].Set || changes[0].Set == changes[1].Set {
		t.Errorf("the transactions can't be told apart: %+v", changes)
	}
	if n := len(history(t, s, store.HistoryQuery{Limit: 1000})); n != before+4 {
		t.Errorf("%d changes", n)
	}
	run(t, dsn, `TRUNCATE areas`)
	if gone := history(t, s, store.HistoryQuery{Table: "areas"}); gone[0].Operation != store.Deleted || cmp.Diff(any(region.Areas[len(region.Areas)-1]), gone[0].Before) != "" &&
		cmp.Diff(any(region.Areas[0]), gone[0].Before) != "" {
		t.Errorf("after TRUNCATE: %+v", gone[0])
	}
}

func history(t testing.TB, s *Store, q store.HistoryQuery) []store.Change {
	t.Helper()
	changes, err := s.History(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// TestHistoryIsOnlyAddedTo tries to change the history as the owner of the tables.
func TestHistoryIsOnlyAddedTo(t *testing.T) {
	s, dsn := opened(t)
	putSample(t, s)
	before := history(t, s, store.HistoryQuery{Limit: 1000})
	for _, statement := range []string{
		`UPDATE samloka_history SET actor = 'someone else'`,
		`DELETE FROM samloka_history WHERE number = 1`,
		`TRUNCATE samloka_history`,
		`INSERT INTO samloka_history (change_set, changed_at, actor, program, table_name, record_id, operation) VALUES (1, now(), '', '', 'sites', 'hall', 'delete')`,
		`DELETE FROM samloka_history_runs`,
		`INSERT INTO samloka_history_idle VALUES (1000000)`,
		`INSERT INTO samloka_history_runs (number, change_set, changed_at, actor, program, table_name, least_id, greatest_id, record_ids) VALUES (1, 1, now(), '', '', 'sites', 'a', 'a', '{a}')`,
		`INSERT INTO samloka_history (number, change_set, changed_at, actor, program, table_name, record_id, operation) OVERRIDING SYSTEM VALUE SELECT 1, 1, now(), '', '', '', '', 'insert' ON CONFLICT (number) DO UPDATE SET actor = ''`,
	} {
		conn := foreign(t, dsn)
		if _, err := conn.Exec(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "only added to") {
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
	s, dsn := opened(t)
	putSample(t, s)
	run(t, dsn, `CREATE TABLE later (id text PRIMARY KEY, geom geometry(Point, 4326), version bigint NOT NULL DEFAULT 1)`,
		`SELECT samloka_keep_history()`, `SELECT samloka_keep_history()`,
		`ALTER TABLE later ADD COLUMN weight double precision DEFAULT 0.1`,
		`INSERT INTO later (id, geom) VALUES ('a', 'SRID=4326;POINT(14 63)')`, `DELETE FROM later`,
		`ALTER TABLE sites ADD COLUMN height double precision DEFAULT 7`, `UPDATE sites SET height = 8 WHERE id = 'hall'`)
	var told string
	if err := foreign(t, dsn).QueryRow(t.Context(), `SELECT string_agg(operation || ' ' || coalesce((before->>'weight') || ST_AsText((before->>'geom')::geometry), ''), ', ' ORDER BY number) FROM history WHERE table_name = 'later'`).Scan(&told); err != nil {
		t.Fatal(err)
	}
	if told != "insert , delete 0.1POINT(14 63)" {
		t.Errorf("of the new table it is told: %s", told)
	}
	if changes := history(t, s, store.HistoryQuery{Limit: 2}); changes[0].Table != "sites" || changes[0].Before.(symbiosis.Site).ID != "hall" || changes[1].Before != nil {
		t.Errorf("%+v", changes)
	}
}
