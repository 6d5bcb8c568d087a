package postgis

import (
	"context"
	"errors"
	"io/fs"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// TestARegionIsMadeByItsFirstUpdate: until then there is none, and an update that fails leaves none. It
// is to the last comment and trigger the one that Open makes.
func TestARegionIsMadeByItsFirstUpdate(t *testing.T) {
	dsn := fresh(t)
	s := open(t, dsn, MakeLater())
	closeAtEnd(t, s)
	none := func(when string) {
		t.Helper()
		if other, err := Open(t.Context(), dsn, MustExist()); !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("%s there is a region: %v, %v", when, other, err)
		}
		if region, revision := load(t, s); len(region.Sites) != 0 || revision != noRegion.store() {
			t.Errorf("%s it holds %d sites, at %s", when, len(region.Sites), revision)
		}
	}
	none("before the first update")
	broken := errors.New("broken")
	if _, err := s.Update(t.Context(), func(tx store.Tx) error {
		if _, err := tx.PutSite(t.Context(), symbiosis.Site{ID: "x", Name: "X", Location: orb.Point{14, 63}}); err != nil {
			return err
		}
		none("while it is made")
		return broken
	}); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	none("after an update that failed")
	gone, cancel := context.WithCancel(t.Context())
	if _, err := s.Update(gone, func(store.Tx) error { cancel(); return nil }); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	none("after one that was cancelled")

	update(t, s, func(tx store.Tx) error {
		if began := tx.Began(); began != noRegion.store() {
			t.Errorf("the update that makes the region began at %s, not where there was none: who serves that would read all anew", began)
		}
		return storetest.Put(t.Context(), tx, storetest.Sample())
	})
	region, revision := load(t, s)
	usual, usualDSN := opened(t)
	putSample(t, usual)
	want, _ := load(t, usual)
	if diff := cmp.Diff(want, region); diff != "" {
		t.Errorf("the region (-want +got):\n%s", diff)
	}
	// River's tables among it: opening, below, would make them.
	if diff := cmp.Diff(describeSchema(t, usualDSN), describeSchema(t, dsn)); diff != "" {
		t.Errorf("the schema (-Open +first update):\n%s", diff)
	}
	reopened := open(t, dsn, MustExist())
	closeAtEnd(t, reopened)
	if again, at := load(t, reopened); at != revision || !cmp.Equal(again, region) {
		t.Errorf("opened again it is at %s, not %s", at, revision)
	}
	// The history goes on, and jobs find their tables.
	news, err := s.Since(t.Context(), noRegion.store(), 1000)
	if err != nil || news.Gap == "" && len(news.Changed.Sites) != len(region.Sites) {
		t.Errorf("news since there was none: %+v, %v", news, err)
	}
	putSample(t, s)
	if news, err = s.Since(t.Context(), revision, 1000); err != nil || news.Gap != "" || len(news.Changed.Sites) != len(region.Sites) {
		t.Errorf("news of a second update: %d sites, gap %q, %v", len(news.Changed.Sites), news.Gap, err)
	}
	if _, err := s.AddJobs(t.Context(), store.NewJob{Kind: "k", Args: []byte("{}")}); err != nil {
		t.Error(err)
	}
}

// TestTwoMakeARegionOnce: who comes second finds the first one's, and adds to it.
func TestTwoMakeARegionOnce(t *testing.T) {
	dsn := fresh(t)
	// Who comes second waits for as long as the first takes, however little patience it has with locks otherwise.
	first, second := open(t, dsn, MakeLater()), open(t, dsn, MakeLater(), LockTimeout(time.Millisecond))
	closeAtEnd(t, first)
	closeAtEnd(t, second)
	put := func(s *Store, id symbiosis.SiteID, inside func()) error {
		_, err := s.Update(t.Context(), func(tx store.Tx) error {
			inside()
			_, err := tx.PutSite(t.Context(), symbiosis.Site{ID: id, Name: "X", Location: orb.Point{14, 63}})
			return err
		})
		return err
	}
	done := make(chan error, 1)
	watcher := foreign(t, dsn)
	if err := put(first, "a", func() {
		go func() { done <- put(second, "b", func() {}) }()
		const waits = `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()
			AND query LIKE '%pg_advisory_xact_lock%' AND clock_timestamp() - query_start > interval '50 ms')`
		for waiting := false; !waiting && len(done) == 0; {
			if err := watcher.QueryRow(t.Context(), waits).Scan(&waiting); err != nil {
				t.Fatal(err)
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	for _, s := range []*Store{first, second} {
		if region, _ := load(t, s); len(region.Sites) != 2 {
			t.Errorf("%d sites", len(region.Sites))
		}
	}
}

// TestMakingGivesBackItsOwnLockAlone: the lock that migrations take is free again, and what else the connection has
// locked for its session, as others do who share it, it keeps. Locks are waited for as long afterwards as before.
func TestMakingGivesBackItsOwnLockAlone(t *testing.T) {
	s := open(t, fresh(t), MakeLater())
	closeAtEnd(t, s)
	ask := func(from queryer, query string, into any) {
		t.Helper()
		if err := from.QueryRow(t.Context(), query).Scan(into); err != nil {
			t.Fatal(err)
		}
	}
	var pid, after int
	ask(s.pool, `SELECT pg_backend_pid() FROM pg_advisory_lock(4711)`, &pid)
	var patience string
	_, err := s.Update(t.Context(), func(tx store.Tx) error {
		ask(tx.(*transaction).conn, `SHOW lock_timeout`, &patience)
		return nil
	})
	if err != nil || patience != Patience.String() {
		t.Errorf("the update that makes the region waits %s for a lock, %v", patience, err)
	}
	var locks []int64
	ask(s.pool, `SELECT pg_backend_pid()`, &after)
	ask(s.pool, `SELECT array_agg(objid::bigint) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()`, &locks)
	if after != pid || len(locks) != 1 || locks[0] != 4711 {
		t.Errorf("after the region was made the connection %d, %d before, holds the locks %v", after, pid, locks)
	}
	if ask(s.pool, `SHOW lock_timeout`, &patience); patience != Patience.String() {
		t.Errorf("after it locks are waited for %s", patience)
	}
}

// describeSchema lists columns, indexes, triggers, comments, views and functions, and the migrations.
func describeSchema(t *testing.T, dsn string) []string {
	t.Helper()
	conn := foreign(t, dsn)
	rows, err := conn.Query(t.Context(), `
		WITH here AS (SELECT oid, nspname FROM pg_namespace WHERE nspname = current_schema()),
		told AS (
			SELECT concat_ws(' ', 'column', c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum)) AS line
			FROM pg_class AS c JOIN here ON here.oid = c.relnamespace JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
			UNION ALL SELECT concat_ws(' ', 'relation', c.relname, c.relkind, obj_description(c.oid, 'pg_class'), CASE WHEN c.relkind = 'v' THEN pg_get_viewdef(c.oid) WHEN c.relkind = 'i' THEN pg_get_indexdef(c.oid) END) FROM pg_class AS c JOIN here ON here.oid = c.relnamespace
			UNION ALL SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), t.tgenabled) FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid JOIN here ON here.oid = c.relnamespace WHERE NOT t.tgisinternal
			UNION ALL SELECT concat_ws(' ', 'constraint', c.relname, k.conname, pg_get_constraintdef(k.oid)) FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid JOIN here ON here.oid = c.relnamespace
			UNION ALL SELECT concat_ws(' ', 'function', pg_get_functiondef(p.oid)) FROM pg_proc AS p JOIN here ON here.oid = p.pronamespace
			UNION ALL SELECT concat_ws(' ', 'migration', version_id, is_applied) FROM samloka_migrations
			UNION ALL SELECT concat_ws(' ', 'River', line, version) FROM river_migration
		)
		SELECT replace(line, here.nspname, 'SCHEMA') FROM told, here ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(lines) < 300 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	return lines
}
