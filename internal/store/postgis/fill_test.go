package postgis

import (
	"errors"
	"fmt"
	"slices"
	"testing"

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

// indexes returns the definitions of the indexes of sites.
func indexes(t *testing.T, s *Store) []string {
	t.Helper()
	rows, err := s.pool.Query(t.Context(), `SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = 'sites' ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return found
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
