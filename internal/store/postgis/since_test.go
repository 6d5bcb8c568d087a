package postgis

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// follower is a reader that keeps up with a store by its news alone.
type follower struct {
	t        *testing.T
	s        *Store
	region   *symbiosis.Region
	revision store.Revision
}

func follow(t *testing.T, s *Store) *follower {
	region, revision := load(t, s)
	return &follower{t, s, region, revision}
}

func (f *follower) ask() store.News {
	f.t.Helper()
	news, err := f.s.Since(f.t.Context(), f.revision, 1000)
	if err != nil {
		f.t.Fatal(err)
	}
	return news
}

// catchesUp takes the news in and holds what they lead to against a fresh load.
func (f *follower) catchesUp(after string) store.News {
	f.t.Helper()
	news := f.ask()
	want, revision := load(f.t, f.s)
	if news.Gap != "" || news.Revision != revision {
		f.t.Fatalf("after %s: gap %q, revision %s, want %s", after, news.Gap, news.Revision, revision)
	}
	f.region, f.revision = storetest.Applied(f.region, news), news.Revision
	if diff := cmp.Diff(storetest.Dump(want), storetest.Dump(f.region)); diff != "" {
		f.t.Fatalf("after %s the news lead elsewhere (-load +news):\n%s", after, diff)
	}
	return news
}

// mustLoad holds that the history can't tell, and loads.
func (f *follower) mustLoad(after, gap string) {
	f.t.Helper()
	if news := f.ask(); !strings.Contains(news.Gap, gap) || news.Gap == "" {
		f.t.Fatalf("after %s: gap %q, want %q", after, news.Gap, gap)
	}
	f.region, f.revision = load(f.t, f.s)
}

// TestNewsOfForeignEdits edits the tables as psql and QGIS do: the news lead to what a load shows.
func TestNewsOfForeignEdits(t *testing.T) {
	s, dsn := opened(t)
	putSample(t, s)
	conn := foreign(t, dsn)
	f := follow(t, s)
	for _, edit := range []string{
		`UPDATE sites SET name = 'Nytt namn' WHERE id = 'hall'`,
		`UPDATE sites SET id = 'hall-2' WHERE id = 'hall'`,
		`INSERT INTO sites (geom, name) VALUES ('SRID=4326;POINT(14 63)', 'Utan id')`,
		`INSERT INTO flows (id, site_id, direction, resource, quantity, unit) VALUES ('f', 'hall-2', 'need', 'heat', 3, 'MW')`,
		`DELETE FROM flows WHERE id = 'f'`,
		`INSERT INTO flows (id, site_id, direction, resource, quantity, unit) VALUES ('f', 'hall-2', 'surplus', 'heat', 4, 'MW')`,
		`UPDATE flows SET quantity = quantity * 2 WHERE unit = 'MW'`,
		`BEGIN; DELETE FROM exchanges; UPDATE areas SET note = 'x'; DELETE FROM areas WHERE note = 'x'; COMMIT`,
		`BEGIN; INSERT INTO exchanges (id, surplus_id, need_id) VALUES ('e', 'f', 'g'); DELETE FROM exchanges; COMMIT`,
		// Rows that break a rule, by themselves and among others, mended and deleted.
		`UPDATE flows SET quantity = NULL WHERE id = 'f'`,
		`UPDATE flows SET note = 'still broken' WHERE id = 'f'`,
		`UPDATE sites SET name = NULL`,
		`BEGIN; UPDATE sites SET name = 'Mended' WHERE id = 'smolt'; UPDATE flows SET quantity = 5 WHERE id = 'f'; COMMIT`,
		`INSERT INTO sites (id, geom) VALUES ('new', 'SRID=4326;POINT(14 63)')`,
		`DELETE FROM sites WHERE id = 'new'`,
		`UPDATE sites SET name = id`,
		`UPDATE assumptions SET value = NULL`,
		`UPDATE region_info SET questions = '[1]'`,
		`UPDATE region_info SET questions = NULL`,
		`UPDATE assumptions SET value = 7`,
		`DELETE FROM assumptions`,
		`UPDATE region_info SET name_sv = 'Jämtland'`,
		`DELETE FROM region_info`,
		`TRUNCATE constraints`,
		`DELETE FROM sites`,
		`BEGIN; SAVEPOINT a; UPDATE facilities SET note = 'y'; SAVEPOINT b; UPDATE facilities SET note = 'z'; ROLLBACK TO b; UPDATE settings SET version = 9; RELEASE a; COMMIT`,
		`DELETE FROM profiles`,
	} {
		execute(t, conn, edit)
		f.catchesUp(edit)
	}
	// A statement that finds no row counts as a change all the same, of which there is nothing to tell;
	// triggers that are switched off leave something untold.
	for _, edit := range []string{
		`DELETE FROM profiles WHERE id = 'nobody'`, `UPDATE sites SET note = 'x' WHERE false`, `TRUNCATE sites`, `INSERT INTO sites SELECT * FROM sites WHERE false`,
		`UPDATE assumptions SET value = 3`, `INSERT INTO areas (id) VALUES ('none') ON CONFLICT DO NOTHING; DELETE FROM areas WHERE id = 'none'; DELETE FROM areas`,
		`BEGIN; DELETE FROM sites; INSERT INTO sites (id, geom, name) VALUES ('one', 'SRID=4326;POINT(14 63)', 'One'); DELETE FROM flows WHERE false; COMMIT`,
		`BEGIN; DELETE FROM flows WHERE false; UPDATE flows SET note = 'x' WHERE false; COMMIT`,
	} {
		execute(t, conn, edit)
		f.catchesUp(edit)
	}
	execute(t, conn, `DELETE FROM sites WHERE false`, `ALTER TABLE sites DISABLE TRIGGER samloka_history_update`, `UPDATE sites SET name = 'untold'`, `ALTER TABLE sites ENABLE TRIGGER samloka_history_update`, `DELETE FROM sites WHERE false`)
	f.mustLoad("an update that left no entry", "doesn't tell")
	f.catchesUp("the load")
	other, _ := opened(t)
	putSample(t, other)
	_, f.revision = load(t, other)
	f.mustLoad("a state of another store", "another past")
}

// TestNewsOfInterleavedTransactions lets the transaction that began first commit last, with the
// follower asking at every point between: it hears of each transaction once it has committed, of
// none before, and misses none. Nor does it wait for one that is open.
func TestNewsOfInterleavedTransactions(t *testing.T) {
	s, dsn := opened(t)
	putSample(t, s)
	early, late, third := foreign(t, dsn), foreign(t, dsn), foreign(t, dsn)
	f := follow(t, s)
	quiet := func(after string) {
		t.Helper()
		if before, news := f.revision, f.catchesUp(after); news.Revision != before {
			t.Fatalf("after %s, with nothing committed: revision %s, was %s", after, news.Revision, before)
		}
	}
	hears := func(after string, sites ...symbiosis.SiteID) {
		t.Helper()
		news := f.catchesUp(after)
		var got []symbiosis.SiteID
		for _, x := range news.Changed.Sites {
			got = append(got, x.ID)
		}
		if diff := cmp.Diff(sites, got); diff != "" {
			t.Fatalf("after %s (-want +got):\n%s", after, diff)
		}
	}

	// early has the lower transaction id and the older snapshot.
	execute(t, early, `BEGIN`, `SELECT pg_current_xact_id()`, `SELECT count(*) FROM sites`)
	execute(t, late, `BEGIN`, `UPDATE sites SET note = 'late' WHERE id = 'hall'`)
	quiet("an update that is open")
	waited := make(chan error, 1)
	go func() {
		_, err := early.Exec(context.Background(), `UPDATE sites SET note = 'early' WHERE id = 'smolt'`)
		waited <- err
	}()
	quiet("two updates that are open")
	execute(t, late, `COMMIT`)
	if err := <-waited; err != nil {
		t.Fatal(err)
	}
	hears("the late one's commit", "hall")
	execute(t, early, `COMMIT`)
	hears("the early one's commit", "smolt")

	// A savepoint rolled back lets go of the lock in the middle of its transaction; another one slips in.
	execute(t, early, `BEGIN`, `SAVEPOINT a`, `UPDATE sites SET note = 'not kept' WHERE id = 'hall'`, `ROLLBACK TO a`)
	execute(t, third, `UPDATE sites SET note = 'between' WHERE id = 'smolt'`)
	hears("a commit in the middle of another transaction", "smolt")
	execute(t, early, `UPDATE sites SET note = 'after all' WHERE id = 'hall'`)
	quiet("a further update that is open")
	execute(t, early, `COMMIT`)
	hears("the commit of a transaction with a savepoint rolled back", "hall")

	// What was rolled back leaves a hole in the numbers of the history, and no gap.
	execute(t, late, `BEGIN`, `UPDATE sites SET note = 'never'`, `ROLLBACK`)
	quiet("a rollback")
	execute(t, late, `UPDATE sites SET note = 'at last' WHERE id = 'hall'`)
	hears("a commit after a rollback", "hall")

	// Our own update waits for an open transaction; the follower doesn't.
	ours := make(chan error, 1)
	execute(t, early, `BEGIN`, `UPDATE sites SET note = 'slow' WHERE id = 'smolt'`)
	go func() {
		_, err := s.Update(context.Background(), func(tx store.Tx) error {
			if now, err := s.Revision(context.Background()); err != nil || tx.Began() != now {
				t.Errorf("a transaction that has waited began at %s, not at %s: %v", tx.Began(), now, err)
			}
			x, err := tx.Site(context.Background(), "hall")
			if err != nil {
				return err
			}
			x.Note = "ours"
			_, err = tx.PutSite(context.Background(), x)
			return err
		})
		ours <- err
	}()
	quiet("an open transaction and our own update waiting for it")
	execute(t, early, `COMMIT`)
	if err := <-ours; err != nil {
		t.Fatal(err)
	}
	hears("both", "hall", "smolt")
}

// TestNewsWhereTheHistoryCannotTell breaks the chain in every way that there is: each is noticed.
func TestNewsWhereTheHistoryCannotTell(t *testing.T) {
	s, dsn := opened(t)
	putSample(t, s)
	conn := foreign(t, dsn)
	f := follow(t, s)

	execute(t, conn, `BEGIN; ALTER TABLE sites DISABLE TRIGGER samloka_history_update; UPDATE sites SET note = 'unseen'; ALTER TABLE sites ENABLE TRIGGER samloka_history_update; COMMIT`)
	f.mustLoad("a change with the history switched off", "doesn't tell")
	execute(t, conn, `BEGIN; ALTER TABLE sites DISABLE TRIGGER samloka_history_update; UPDATE sites SET note = 'unseen again'; ALTER TABLE sites ENABLE TRIGGER samloka_history_update; COMMIT`,
		`UPDATE flows SET note = 'seen'`)
	f.mustLoad("one of two changes with the history switched off", "doesn't tell")

	// A backup is put back, and the region goes on from there by more changes than before.
	execute(t, conn, `CREATE TABLE saved_sites AS TABLE sites`, `CREATE TABLE saved_revision AS TABLE samloka_revision`, `CREATE TABLE saved_number AS SELECT max(number) AS n FROM samloka_history`)
	execute(t, conn, `UPDATE sites SET note = 'lost with the restore' WHERE id = 'hall'`)
	f.catchesUp("an ordinary change")
	putBack := []string{
		`SET session_replication_role = replica`,
		`DELETE FROM samloka_history WHERE number > (SELECT n FROM saved_number)`, `DELETE FROM sites`, `INSERT INTO sites SELECT * FROM saved_sites`,
		`UPDATE samloka_revision SET (counter, mark) = (SELECT counter, mark FROM saved_revision)`,
		`SELECT setval(pg_get_serial_sequence('samloka_history', 'number'), (SELECT n FROM saved_number))`,
		`SET session_replication_role = DEFAULT`,
	}
	execute(t, conn, putBack...)
	back := *f
	back.mustLoad("a backup that was put back", "gone back")
	for range 3 {
		execute(t, conn, `UPDATE flows SET note = 'another past' WHERE id = 'hall-heat'`)
	}
	f.mustLoad("a backup that was put back and went on", "another past")
	f.catchesUp("the load")
	back.catchesUp("three changes since the load of the backup")
}
