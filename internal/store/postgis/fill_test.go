package postgis

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// fill puts n new sites, named after round, and then fails with fault.
func fill(t *testing.T, s *Store, round, n int, fault error) error {
	t.Helper()
	_, err := s.Update(t.Context(), func(tx store.Tx) error {
		for i := range n {
			site := symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprintf("%d-%d", round, i)), Name: "x", Location: orb.Point{10 + float64(i)/float64(n), 60}}
			if _, err := tx.PutSite(t.Context(), site); err != nil {
				return err
			}
		}
		return fault
	})
	return err
}

// defined returns the definitions that a query lists.
func defined(t *testing.T, s *Store, query string) []string {
	t.Helper()
	rows, err := s.pool.Query(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// indexes returns the definitions of the indexes of sites.
func indexes(t *testing.T, s *Store) []string {
	t.Helper()
	return defined(t, s, `SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = 'sites' ORDER BY 1`)
}

// TestFillingKeepsTheIndexes: the spatial index is put off while an empty table is filled, and is
// there again afterwards with every row in it, also when the filling fails.
func TestFillingKeepsTheIndexes(t *testing.T) {
	s, _ := opened(t)
	before := indexes(t, s)
	if len(before) < 2 {
		t.Fatalf("sites has the indexes %v", before)
	}
	stop := errors.New("changed my mind")
	if err := fill(t, s, 0, 2*manyNews, stop); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if got := indexes(t, s); !slices.Equal(got, before) {
		t.Errorf("after a filling that failed: %v, want %v", got, before)
	}
	for round, n := range []int{manyNews + 1, manyNews + 1, 10} { // empty, not empty, few
		if err := fill(t, s, round+1, n, nil); err != nil {
			t.Fatal(err)
		}
		if got := indexes(t, s); !slices.Equal(got, before) {
			t.Errorf("after filling number %d: %v, want %v", round+1, got, before)
		}
	}
	var byIndex, all int
	err := s.pool.QueryRow(t.Context(), `SELECT count(*) FILTER (WHERE geom && ST_MakeEnvelope(9, 59, 12, 61, 4326)), count(*) FROM sites`).Scan(&byIndex, &all)
	if err != nil {
		t.Fatal(err)
	}
	if want := 2*(manyNews+1) + 10; all != want || byIndex != want {
		t.Errorf("%d sites, %d found by place, want %d", all, byIndex, want)
	}
}

// TestFillingKeepsAKeyThatIsNeeded: a primary key that something else hangs on stays where it is.
func TestFillingKeepsAKeyThatIsNeeded(t *testing.T) {
	s, dsn := opened(t)
	run(t, dsn, `CREATE TABLE visits (site_id text COLLATE "C" REFERENCES sites (id), day date)`)
	if err := fill(t, s, 0, manyNews+1, nil); err != nil {
		t.Fatal(err)
	}
	run(t, dsn, `INSERT INTO visits VALUES ('0-7', now())`)
	if got := indexes(t, s); len(got) < 2 {
		t.Errorf("indexes: %v", got)
	}
}

// TestFillingKeepsWhatOthersMadeOfAnIndex: a spatial index that has been described, that the table is to be sorted by,
// that stands on a disk of its own or that keeps a rule is as it was afterwards.
func TestFillingKeepsWhatOthersMadeOfAnIndex(t *testing.T) {
	s, dsn := opened(t)
	const space = "samloka_fill_test"
	run(t, dsn, `SET allow_in_place_tablespaces = on`, `CREATE TABLESPACE `+space+` LOCATION ''`)
	t.Cleanup(func() { run(t, dsn, `DROP TABLE sites CASCADE`, `DROP TABLESPACE `+space) })
	run(t, dsn, `CREATE INDEX described ON sites USING gist (geom)`, `COMMENT ON INDEX described IS 'för kartan'`,
		`CREATE INDEX sorted ON sites USING gist (geom)`, `ALTER TABLE sites CLUSTER ON sorted`,
		`CREATE INDEX elsewhere ON sites USING gist (geom) TABLESPACE `+space,
		`ALTER TABLE sites ADD CONSTRAINT one_at_a_place EXCLUDE USING gist (geom WITH &&)`)
	const query = `SELECT concat_ws(' ', relname, obj_description(indexrelid), indisclustered, (SELECT spcname FROM pg_tablespace AS t WHERE t.oid = reltablespace), pg_get_indexdef(indexrelid))
		FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indrelid = 'sites'::regclass ORDER BY 1`
	before := defined(t, s, query)
	if err := fill(t, s, 0, manyNews+1, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, defined(t, s, query)); diff != "" {
		t.Errorf("the indexes before a filling (-) and after it (+):\n%s", diff)
	}
}

// TestFillingKnowsWhatWasPutBefore: rows that were put, removed or looked for in vain before, while the
// table is filled, have the versions that one after the other gives them, and so on file; also where the
// hashes of different ids are the same.
func TestFillingKnowsWhatWasPutBefore(t *testing.T) {
	defer func(bits int) { bitsOfSeen = bits }(bitsOfSeen)
	for _, bits := range []int{64, 10, 1} {
		t.Run(fmt.Sprint(bits), func(t *testing.T) {
			bitsOfSeen = bits
			fillingKnowsWhatWasPutBefore(t)
		})
	}
}

func fillingKnowsWhatWasPutBefore(t *testing.T) {
	s, _ := opened(t)
	want := map[symbiosis.SiteID]int64{}
	_, err := s.Update(t.Context(), func(tx store.Tx) error {
		put := func(id symbiosis.SiteID, version int64) {
			t.Helper()
			got, err := tx.PutSite(t.Context(), symbiosis.Site{ID: id, Name: "x", Location: orb.Point{14, 63}})
			if err != nil {
				t.Fatal(err)
			}
			if got.Version != version {
				t.Errorf("%s is put as version %d, want %d", id, got.Version, version)
			}
			want[id] = version
		}
		for i := range 3 { // before all versions are read
			if err := tx.DeleteSite(t.Context(), symbiosis.SiteID(fmt.Sprint("gone", i))); symbiosis.KindOf(err) != symbiosis.NotFound {
				t.Fatal(err)
			}
		}
		for i := range manyNews + 100 {
			put(symbiosis.SiteID(fmt.Sprint("s", i)), 1)
		}
		put("gone0", 1)
		put("s7", 2)
		put("s7", 3)
		put(symbiosis.SiteID(fmt.Sprint("s", manyNews+50)), 2)
		if err := tx.DeleteSite(t.Context(), "s8"); err != nil {
			t.Fatal(err)
		}
		delete(want, "s8")
		for i := range manyNews + 100 { // in a second COPY
			put(symbiosis.SiteID(fmt.Sprint("t", i)), 1)
		}
		put("s8", 1)
		put("gone1", 1)
		put("s9", 2)
		put("t3", 2)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	region, _ := load(t, s)
	got := map[symbiosis.SiteID]int64{}
	for _, site := range region.Sites {
		got[site.ID] = site.Version
	}
	if !maps.Equal(got, want) {
		t.Errorf("%d sites on file, want %d; s7 has version %d, s8 %d, s9 %d, t3 %d", len(got), len(want), got["s7"], got["s8"], got["s9"], got["t3"])
	}
}

// TestFillingAsAGuest: a role that may write but doesn't own the tables fills them all the same.
func TestFillingAsAGuest(t *testing.T) {
	owner, dsn := opened(t)
	guestRole, schema := role(t, dsn), schemaOf(t, owner)
	run(t, dsn, `GRANT USAGE ON SCHEMA `+schema+` TO `+guestRole, `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA `+schema+` TO `+guestRole)
	guest := open(t, as(t, dsn, guestRole), MustExist())
	closeAtEnd(t, guest)
	if err := fill(t, guest, 1, manyNews+1, nil); err != nil {
		t.Fatal(err)
	}
}

// TestAfterAFillingRowsAreNamedAsBefore: the trigger that gives rows of others an id and a version,
// off while an empty table is filled, is on again, also when the filling fails.
func TestAfterAFillingRowsAreNamedAsBefore(t *testing.T) {
	s, dsn := opened(t)
	named := func(when, name string) {
		t.Helper()
		run(t, dsn, `INSERT INTO sites (id, name, version) VALUES (NULL, '`+name+`', NULL)`)
		var id string
		var version int
		if err := s.pool.QueryRow(t.Context(), `SELECT id, version FROM sites WHERE name = '`+name+`'`).Scan(&id, &version); err != nil || id == "" || version != 1 {
			t.Errorf("%s: the row has the id %q and version %d, %v", when, id, version, err)
		}
		run(t, dsn, `DELETE FROM sites WHERE name = '`+name+`'`)
	}
	stop := errors.New("changed my mind")
	if err := fill(t, s, 0, manyNews+1, stop); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	named("after a filling that failed", "one")
	if err := fill(t, s, 1, manyNews+1, nil); err != nil {
		t.Fatal(err)
	}
	named("after a filling", "two")
}

// triggers returns the definitions of the triggers of sites and of the history's runs, and whether they are on.
func triggers(t *testing.T, s *Store) []string {
	t.Helper()
	return defined(t, s, `SELECT pg_get_triggerdef(oid) || ' ' || tgenabled::text FROM pg_trigger
		WHERE tgrelid IN ('sites'::regclass, 'samloka_history_runs'::regclass) AND NOT tgisinternal ORDER BY 1`)
}

// TestFillingKeepsTheTriggers: those for new rows, gone while an empty table is filled, are there again
// afterwards, also when the filling fails; so is what lets nobody write into the history.
func TestFillingKeepsTheTriggers(t *testing.T) {
	s, _ := opened(t)
	before := triggers(t, s)
	if len(before) < 6 {
		t.Fatalf("the triggers are %v", before)
	}
	stop := errors.New("changed my mind")
	if err := fill(t, s, 0, manyNews+1, stop); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if got := triggers(t, s); !slices.Equal(got, before) {
		t.Errorf("after a filling that failed: %v, want %v", got, before)
	}
	if err := fill(t, s, 1, manyNews+1, nil); err != nil {
		t.Fatal(err)
	}
	if got := triggers(t, s); !slices.Equal(got, before) {
		t.Errorf("after a filling: %v, want %v", got, before)
	}
}

// TestFillingsAreRememberedAsByTheTrigger: the history that this package writes of a filling is the one
// that the table's trigger writes, as it does where somebody else has a trigger on new rows.
func TestFillingsAreRememberedAsByTheTrigger(t *testing.T) {
	var told [2][]string
	for i, foreignTrigger := range []bool{false, true} {
		s, dsn := opened(t)
		if foreignTrigger {
			run(t, dsn, `CREATE FUNCTION theirs() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.id = ''1-7'' THEN NEW.name := ''theirs''; END IF; RETURN NEW; END'`,
				`CREATE TRIGGER theirs BEFORE INSERT ON sites FOR EACH ROW EXECUTE FUNCTION theirs()`)
		}
		putSample(t, s) // numbers go on from what was there
		run(t, dsn, `DELETE FROM sites`)
		ctx := store.By(t.Context(), store.Author{Name: "Åsa", Undoes: 3})
		_, err := s.Update(ctx, func(tx store.Tx) error {
			for i := range 2*idsOfRun + manyNews + 17 {
				site := symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprintf("%d-%d", 1, i*7919%9973)), Name: "å", Location: orb.Point{10, 60}}
				if _, err := tx.PutSite(t.Context(), site); err != nil {
					return err
				}
			}
			if ours := tx.(*transaction).copying.history != nil; ours == foreignTrigger {
				t.Errorf("with somebody else's trigger %v, the history is written by us: %v", foreignTrigger, ours)
			}
			_, err := tx.PutSite(t.Context(), symbiosis.Site{ID: "1-0", Name: "once more", Location: orb.Point{10, 60}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := s.pool.Query(t.Context(), `
			SELECT concat_ws(' ', number, change_set, actor, program, table_name, undoes, least_id, greatest_id, md5(record_ids::text), array_ndims(record_ids), array_lower(record_ids, 1), array_length(record_ids, 1))
			FROM samloka_history_runs UNION ALL
			SELECT concat_ws(' ', number, change_set, actor, program, table_name, record_id, operation, version, undoes) FROM samloka_history UNION ALL
			SELECT 'next ' || nextval(pg_get_serial_sequence('samloka_history', 'number'))
			ORDER BY 1`)
		if err == nil {
			told[i], err = pgx.CollectRows(rows, pgx.RowTo[string])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(told[0]) < 9 {
		t.Errorf("it is told: %v", told[0])
	}
	if diff := cmp.Diff(told[1], told[0]); diff != "" {
		t.Errorf("by the trigger (-) and by us (+):\n%s", diff)
	}
}

// TestAFillingIsOneRevision, also where somebody reads the table, whatever is written after it: nothing but the
// transaction itself may number what it writes, or each statement from then on counts as another revision.
func TestAFillingIsOneRevision(t *testing.T) {
	for _, read := range []bool{false, true} {
		s, dsn := opened(t)
		if read {
			execute(t, foreign(t, dsn), `BEGIN ISOLATION LEVEL REPEATABLE READ`, `SELECT count(*) FROM sites`)
		}
		var began store.Revision
		ended := update(t, s, func(tx store.Tx) error {
			began = tx.Began()
			for round := range 3 { // each a statement of its own, as something is asked for between them
				for i := range manyNews + 1 {
					if _, err := tx.PutSite(t.Context(), symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprint(round, "-", i)), Name: "x", Location: orb.Point{14, 63}}); err != nil {
						return err
					}
				}
				if _, err := tx.Site(t.Context(), symbiosis.SiteID(fmt.Sprint(round, "-7"))); err != nil {
					return err
				}
			}
			return nil
		})
		before, known := parseRevision(began)
		after, also := parseRevision(ended)
		if !known || !also || after.counter != before.counter+1 {
			t.Errorf("while somebody reads the table (%v), a filling led from %s to %s", read, began, ended)
		}
	}
}

// settings lists all settings of a connection, but those that it has once it has run PL/pgSQL.
func settings(t *testing.T, from queryer) (all []string) {
	t.Helper()
	rows, err := from.Query(t.Context(), `SELECT name || ' = ' || setting FROM pg_settings WHERE name NOT LIKE 'plpgsql.%' ORDER BY name`)
	if err == nil {
		all, err = pgx.CollectRows(rows, pgx.RowTo[string])
	}
	if err != nil || len(all) < 100 {
		t.Fatalf("%d settings, %v", len(all), err)
	}
	return all
}

// TestFillingSortsInMemory: with as much memory as it takes, never less than the server would use anyway, and
// only as long as it lasts: afterwards the connection has the settings that it had, all of them.
func TestFillingSortsInMemory(t *testing.T) {
	for set, want := range map[string]string{"64MB": "256MB", "300MB": "300MB"} {
		s := open(t, with(t, with(t, fresh(t), "maintenance_work_mem", set), "max_parallel_maintenance_workers", "1"))
		closeAtEnd(t, s)
		before := settings(t, s.pool)
		shown := func(from queryer, name string) (value string) {
			t.Helper()
			if err := from.QueryRow(t.Context(), `SHOW `+name).Scan(&value); err != nil {
				t.Fatal(err)
			}
			return value
		}
		if _, err := s.Update(t.Context(), func(tx store.Tx) error {
			for i := range manyNews + 1 {
				if _, err := tx.PutSite(t.Context(), symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprint(i)), Name: "x", Location: orb.Point{14, 63}}); err != nil {
					return err
				}
			}
			conn, err := tx.(*transaction).db(t.Context())
			if err != nil {
				return err
			}
			if got := shown(conn, "maintenance_work_mem"); got != want {
				t.Errorf("with %s given, %s is used, want %s", set, got, want)
			}
			if got := shown(conn, "max_parallel_maintenance_workers"); got != "1" {
				t.Errorf("the next table's key is made by as many as %s besides, want 1", got)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		for _, conn := range s.pool.AcquireAllIdle(t.Context()) {
			if diff := cmp.Diff(before, settings(t, conn)); diff != "" {
				t.Errorf("the settings before the update (-) and after it (+):\n%s", diff)
			}
			conn.Release()
		}
	}
}
