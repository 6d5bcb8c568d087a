package postgis

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// schemaOf is the schema of a store of ours, for programs that have another search path.
func schemaOf(t testing.TB, s *Store) string {
	t.Helper()
	_, schema, ok := strings.Cut(s.Location(), "search_path=")
	if !ok {
		t.Fatalf("no schema in %s", s.Location())
	}
	return schema
}

// TestForeignEditsAreSeen edits the tables as psql and QGIS do: without our search path, and
// without a thought for versions and revisions.
func TestForeignEditsAreSeen(t *testing.T) {
	s, _ := opened(t)
	putSample(t, s)
	before, revision := load(t, s)
	conn := foreign(t, testtool.PostGIS(t))
	edited := func(statement string) *symbiosis.Region {
		t.Helper()
		execute(t, conn, strings.ReplaceAll(statement, "region.", schemaOf(t, s)+"."))
		region, now := load(t, s)
		if now == revision {
			t.Errorf("%s: the revision is still %s", statement, now)
		}
		if again, err := s.Revision(t.Context()); again != now || err != nil {
			t.Errorf("%s: Revision returns %s and %v, Load %s", statement, again, err, now)
		}
		revision = now
		return region
	}

	want := before.Sites[0]
	want.Name, want.Version = "Nytt namn", 2
	region := edited(`UPDATE region.sites SET name = 'Nytt namn' WHERE id = 'hall'`)
	if diff := cmp.Diff(want, region.Sites[0]); diff != "" {
		t.Errorf("after the update of a name (-want +got):\n%s", diff)
	}
	region = edited(`UPDATE region.sites SET geom = 'SRID=4326;POINT(20 65)', version = 1 WHERE id = 'hall'`)
	if got := region.Sites[0]; got.Location != (orb.Point{20, 65}) || got.Version != 3 {
		t.Errorf("the moved site is %+v", got)
	}
	region = edited(`UPDATE region.flows SET quantity = 2.5, price_sek = NULL WHERE id = 'hall-heat'`)
	if got := region.Flows[0]; got.Quantity.Amount != 2.5 || got.Price != nil || got.Version != 2 {
		t.Errorf("the changed flow is %+v", got)
	}
	edited(`UPDATE region.assumptions SET value = 7`)
	edited(`UPDATE region.region_info SET name_sv = 'Jämtland'`)
	edited(`UPDATE region.exchanges SET state = 'ended'`)
	edited(`DELETE FROM region.exchanges WHERE id = 'e2'`)
	if region = edited(`TRUNCATE region.areas`); len(region.Areas) != 0 {
		t.Errorf("%d areas after TRUNCATE", len(region.Areas))
	}

	// Rows that know neither our defaults nor our ways of writing are completed.
	region = edited(`INSERT INTO region.sites (geom, name, country, place_accuracy, visibility, version)
		VALUES ('SRID=4326;POINT(14 63)', ' Såg ', 'se', NULL, '', NULL)`)
	var made symbiosis.Site
	for _, x := range region.Sites {
		if x.Name == "Såg" {
			made = x
		}
	}
	if !strings.HasPrefix(string(made.ID), "site-") || len(made.ID) < 15 {
		t.Errorf("the new site has the id %q", made.ID)
	}
	made.ID = ""
	wantNew := symbiosis.Site{Name: "Såg", Country: "SE", Location: orb.Point{14, 63}, Accuracy: symbiosis.Exact, Visibility: symbiosis.Public, Version: 1}
	if diff := cmp.Diff(wantNew, made); diff != "" {
		t.Errorf("the new site (-want +got):\n%s", diff)
	}
	region = edited(`INSERT INTO region.flows (id, site_id, direction, resource, quantity, unit, accepts, permitted_codes, quality, valid_from)
		VALUES ('f', 'hall', 'need', 'HEAT', 3, 'MW', '{" wood ",NULL,""}', '{191204}', '[]', '2026-11-22')`)
	f := region.Flows[0]
	if f.ID != "f" || f.Resource != "heat" || !cmp.Equal(f.Accepts, []string{"wood"}) || !cmp.Equal(f.PermittedCodes, []symbiosis.WasteCode{"19 12 04"}) ||
		f.Quality != nil || f.ValidFrom != (symbiosis.Date{Year: 2026, Month: 11, Day: 22}) || f.Status != symbiosis.UnknownStatus {
		t.Errorf("the new flow is %+v", f)
	}

	// And we go on in the same tables.
	update(t, s, func(tx store.Tx) error {
		x, err := tx.Site(t.Context(), "hall")
		if err != nil {
			return err
		}
		if x, err = tx.PutSite(t.Context(), x); x.Version != 4 {
			t.Errorf("our own change made version %d", x.Version)
		}
		return err
	})
}

// TestCommitsOutOfOrder lets the transaction that began first, and has the lower number, commit
// last: a reader that has seen the other one must see it too.
func TestCommitsOutOfOrder(t *testing.T) {
	s, dsn := opened(t)
	putSample(t, s)
	early, late := foreign(t, dsn), foreign(t, dsn)
	execute(t, early, `BEGIN`, `SELECT pg_current_xact_id()`, `SELECT count(*) FROM sites`)
	_, start := load(t, s)
	execute(t, late, `BEGIN`, `UPDATE sites SET note = 'late' WHERE id = 'hall'`)
	if now, _ := s.Revision(t.Context()); now != start {
		t.Error("what is not committed changes the revision")
	}

	// early waits for late, since late has changed the region and not ended.
	waited := make(chan error, 1)
	go func() {
		_, err := early.Exec(context.Background(), `UPDATE sites SET note = 'early' WHERE id = 'smolt'`)
		waited <- err
	}()
	execute(t, late, `COMMIT`)
	if err := <-waited; err != nil {
		t.Fatal(err)
	}
	region, between := load(t, s)
	if between == start || region.Sites[0].Note != "late" || region.Sites[1].Note == "early" {
		t.Errorf("between the commits: %s, %+v", between, region.Sites)
	}
	execute(t, early, `COMMIT`)
	region, end := load(t, s)
	if end == between || end == start || region.Sites[1].Note != "early" {
		t.Errorf("after both: %s, %+v", end, region.Sites)
	}
	execute(t, early, `BEGIN`, `DELETE FROM sites`, `ROLLBACK`)
	if now, _ := s.Revision(t.Context()); now != end {
		t.Error("what was rolled back changes the revision")
	}
	execute(t, early, `BEGIN`, `SAVEPOINT a`, `UPDATE sites SET note = ''`, `ROLLBACK TO a`, `UPDATE sites SET note = '' WHERE id = 'hall'`, `COMMIT`)
	if now, _ := s.Revision(t.Context()); now == end {
		t.Error("a change after a savepoint was rolled back is missed")
	}
}

// TestOneRevisionOneState lets foreign programs and two servers write at once, each in its own
// order, while readers look: two looks at one revision must show the same records, and the last
// look all of them.
func TestOneRevisionOneState(t *testing.T) {
	one, dsn := opened(t)
	two := open(t, dsn)
	closeAtEnd(t, two)
	putSample(t, one)
	const rounds = 12
	var mu sync.Mutex
	states := map[store.Revision]string{}
	var writing, reading sync.WaitGroup
	for w, s := range []*Store{one, two} {
		writing.Go(func() {
			for i := range rounds {
				_, err := s.Update(context.Background(), func(tx store.Tx) error {
					_, err := tx.PutSite(context.Background(), symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprintf("s%d-%d", w, i)), Name: "x", Location: orb.Point{1, 1}})
					return err
				})
				if err != nil {
					t.Errorf("Update: %v", err)
				}
			}
		})
	}
	for _, order := range [][]string{{"hall", "smolt"}, {"smolt", "hall"}} {
		conn := foreign(t, dsn)
		writing.Go(func() {
			for range rounds {
				for _, q := range []string{
					`BEGIN`, `UPDATE sites SET note = (version + 1)::text WHERE id = '` + order[0] + `'`,
					`UPDATE sites SET note = (version + 1)::text WHERE id = '` + order[1] + `'`, `COMMIT`,
				} {
					if _, err := conn.Exec(context.Background(), q); err != nil {
						t.Errorf("%s: %v", q, err)
					}
				}
			}
		})
	}
	done := make(chan struct{})
	for _, s := range []*Store{one, two} {
		reading.Go(func() {
			for {
				region, revision, err := s.Load(context.Background())
				if err != nil {
					t.Errorf("Load: %v", err)
					return
				}
				dump := storetest.Dump(region)
				mu.Lock()
				if old, ok := states[revision]; ok && old != dump {
					t.Errorf("revision %s stands for two states:\n%s", revision, cmp.Diff(old, dump))
				}
				states[revision] = dump
				mu.Unlock()
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	writing.Wait()
	close(done)
	reading.Wait()
	region, _ := load(t, one)
	if len(region.Sites) != 3+2*rounds {
		t.Errorf("%d sites", len(region.Sites))
	}
	for _, x := range region.Sites {
		if (x.ID == "hall" || x.ID == "smolt") && (x.Version != 1+2*rounds || x.Note != fmt.Sprint(x.Version)) {
			t.Errorf("%s has version %d and says %s", x.ID, x.Version, x.Note)
		}
	}
}

// TestForeignWriterWaitsAndDoesNotDeadlock changes one row from both sides at once.
func TestForeignWriterWaitsAndDoesNotDeadlock(t *testing.T) {
	s, dsn := opened(t)
	putSample(t, s)
	conn := foreign(t, dsn)
	waited := make(chan error, 1)
	update(t, s, func(tx store.Tx) error {
		go func() {
			_, err := conn.Exec(context.Background(), `UPDATE sites SET note = 'theirs' WHERE id = 'hall'`)
			waited <- err
		}()
		x, err := tx.Site(t.Context(), "hall")
		if err != nil {
			return err
		}
		x.Note = "ours"
		_, err = tx.PutSite(t.Context(), x)
		return err
	})
	if err := <-waited; err != nil {
		t.Fatal(err)
	}
	if region, _ := load(t, s); region.Sites[0].Note != "theirs" || region.Sites[0].Version != 3 {
		t.Errorf("after both: %+v", region.Sites[0])
	}
}

// TestPatienceIsTheServers: how long is waited for a lock stands in the session, also after an update that has waited
// longer because it has made the region.
func TestPatienceIsTheServers(t *testing.T) {
	for want, opts := range map[string][]Option{Patience.String(): {MakeLater()}, "7s": {MakeLater(), LockTimeout(7 * time.Second)}} {
		s := open(t, fresh(t), opts...)
		closeAtEnd(t, s)
		update(t, s, func(tx store.Tx) error {
			conn, err := tx.(*transaction).db(t.Context())
			if err != nil {
				return err
			}
			var within, after string
			if err := conn.QueryRow(t.Context(), `SHOW lock_timeout`).Scan(&within); err != nil {
				return err
			}
			if err := s.pool.QueryRow(t.Context(), `SHOW lock_timeout`).Scan(&after); err != nil {
				return err
			}
			if within != want || after != want {
				t.Errorf("the update that makes the region waits for %s, others for %s, want %s", within, after, want)
			}
			return nil
		})
	}
}

func TestLockedByAnotherProgram(t *testing.T) {
	s, dsn := opened(t)
	putSample(t, s)
	impatient := open(t, dsn, LockTimeout(1))
	closeAtEnd(t, impatient)
	conn := foreign(t, dsn)
	execute(t, conn, `BEGIN`, `UPDATE sites SET note = 'open' WHERE id = 'hall'`)
	load(t, impatient) // readers don't mind
	_, err := impatient.Update(t.Context(), func(store.Tx) error {
		t.Error("write was called")
		return nil
	})
	refused(t, err, "is locked by another program")

	ctx, cancel := context.WithCancel(t.Context())
	waiting := make(chan error, 1)
	go func() {
		_, err := s.Update(ctx, func(store.Tx) error { return nil })
		waiting <- err
	}()
	cancel()
	if err := <-waiting; err != context.Canceled {
		t.Errorf("the update that was cancelled while it waited returned %v", err)
	}
	execute(t, conn, `ROLLBACK`)
	putSample(t, impatient)
}
