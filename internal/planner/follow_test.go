package planner_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/postgis"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// rival is another program that edits a region past the planner's rules.
type rival interface {
	edit(t *testing.T, rt *rapid.T)
}

// world is a region that several programs work at.
type world struct {
	open  func(testing.TB) store.Store // one more handle on it
	rival rival
}

// draws are the few ids that everybody fights over.
func draws(rt *rapid.T) (site, flow, exchange string, lon float64) {
	return rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(rt, "site"),
		rapid.SampledFrom([]string{"f", "g", "h", "i", "j"}).Draw(rt, "flow"),
		rapid.SampledFrom([]string{"x", "y"}).Draw(rt, "exchange"),
		rapid.Float64Range(14.6, 14.64).Draw(rt, "lon")
}

// bySQL edits the tables as psql does.
type bySQL struct{ conn *pgx.Conn }

func (r bySQL) edit(t *testing.T, rt *rapid.T) {
	site, flow, exchange, lon := draws(rt)
	direction := rapid.SampledFrom(symbiosis.Directions()).Draw(rt, "direction")
	statement := rapid.SampledFrom([]string{
		fmt.Sprintf(`INSERT INTO sites (id, geom, name) VALUES ('%s', 'SRID=4326;POINT(%.9f 63.2)', 'SQL') ON CONFLICT (id) DO UPDATE SET geom = excluded.geom`, site, lon),
		fmt.Sprintf(`UPDATE sites SET geom = 'SRID=4326;POINT(%.9f 63.2)', note = 'moved' WHERE id <= '%s'`, lon, site),
		fmt.Sprintf(`DELETE FROM sites WHERE id = '%s'`, site), // its flows stay behind
		fmt.Sprintf(`UPDATE sites SET id = id || '2' WHERE id = '%s'`, site),
		fmt.Sprintf(`INSERT INTO flows (id, site_id, direction, resource, quantity, unit, full_load_hours, supply_c, return_c) VALUES ('%s', '%s', '%s', 'heat', 3, 'MW', 6000, %d, 40)
			ON CONFLICT (id) DO UPDATE SET site_id = excluded.site_id, direction = excluded.direction, supply_c = excluded.supply_c`, flow, site, direction, map[symbiosis.Direction]int{symbiosis.Surplus: 80, symbiosis.Need: 60}[direction]),
		fmt.Sprintf(`UPDATE flows SET site_id = '%s', quantity = quantity + 1`, site),
		fmt.Sprintf(`DELETE FROM flows WHERE id >= '%s'`, flow), // their exchanges stay behind
		fmt.Sprintf(`UPDATE flows SET resource = CASE resource WHEN 'heat' THEN 'no-such-thing' ELSE 'heat' END WHERE id = '%s'`, flow),
		fmt.Sprintf(`INSERT INTO exchanges (id, surplus_id, need_id, state) VALUES ('%s', '%s', 'g', 'operation') ON CONFLICT (id) DO UPDATE SET state = 'ended', surplus_id = excluded.surplus_id`, exchange, flow),
		fmt.Sprintf(`DELETE FROM exchanges WHERE id = '%s'`, exchange),
		`BEGIN; TRUNCATE flows; INSERT INTO flows (id, site_id, direction, resource, quantity, unit, full_load_hours, supply_c, return_c)
			SELECT id || '-f', id, 'surplus', 'heat', 2, 'MW', 6000, 80, 40 FROM sites; COMMIT`,
		fmt.Sprintf(`INSERT INTO areas (id, geom, name) VALUES ('%s', 'SRID=4326;MULTIPOLYGON(((14 63, 14.1 63, 14.1 63.1, 14 63)))', 'Mark') ON CONFLICT (id) DO UPDATE SET note = 'x'`, site),
		`INSERT INTO assumptions (key, value) VALUES ('heat_value_sek_per_mwh', 321), ('no.such.key', 1) ON CONFLICT (key) DO UPDATE SET value = assumptions.value + 1`,
		`DELETE FROM assumptions`,
		`UPDATE region_info SET name_sv = name_sv || '!'`,
		`BEGIN; SAVEPOINT s; UPDATE sites SET note = 'gone again'; ROLLBACK TO s; UPDATE flows SET note = 'kept'; COMMIT`,
		`BEGIN; UPDATE sites SET note = 'never'; ROLLBACK`,
	}).Draw(rt, "statement")
	_, err := r.conn.Exec(t.Context(), statement)
	if refused, ok := errors.AsType[*pgconn.PgError](err); err != nil && (!ok || refused.Code != "23505") { // an id that is taken
		rt.Fatalf("%s: %v", statement, err)
	}
}

// byStore edits a store past the planner's rules.
type byStore struct{ s store.Store }

func (r byStore) edit(t *testing.T, rt *rapid.T) {
	ctx := t.Context()
	_, err := r.s.Update(ctx, func(tx store.Tx) error {
		for range rapid.IntRange(1, 3).Draw(rt, "edits") {
			site, flow, exchange, lon := draws(rt)
			direction := rapid.SampledFrom(symbiosis.Directions()).Draw(rt, "direction")
			var err error
			switch rapid.IntRange(0, 6).Draw(rt, "edit") {
			case 0, 1:
				_, err = tx.PutSite(ctx, aSite(site, lon, 63.2))
			case 2:
				err = tx.DeleteSite(ctx, symbiosis.SiteID(site))
			case 3, 4:
				_, err = tx.PutFlow(ctx, aHeat(flow, site, direction))
			case 5:
				err = tx.DeleteFlow(ctx, symbiosis.FlowID(flow))
			case 6:
				_, err = tx.PutExchange(ctx, symbiosis.Exchange{ID: symbiosis.ExchangeID(exchange), SurplusID: symbiosis.FlowID(flow), NeedID: "g", State: symbiosis.Operation})
			}
			if symbiosis.KindOf(err) != symbiosis.NotFound && err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		rt.Fatal(err)
	}
}

// newSchema returns the address of a schema of the test's own.
func newSchema(t testing.TB) string {
	u, err := url.Parse(testtool.PostGIS(t))
	must(t, err)
	schema := "planner_" + strings.ToLower(rand.Text()[:12])
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	address := u.String()
	t.Cleanup(func() { psql(t, address, "DROP SCHEMA IF EXISTS "+schema+" CASCADE") })
	return address
}

// psql carries out statements as another program would.
func psql(t testing.TB, address string, statements ...string) {
	t.Helper()
	conn := connect(t, address)
	for _, q := range statements {
		_, err := conn.Exec(context.Background(), q)
		must(t, err)
	}
	must(t, conn.Close(context.Background()))
}

func connect(t testing.TB, address string) *pgx.Conn {
	t.Helper()
	u, err := url.Parse(address)
	must(t, err)
	q := u.Query()
	q.Set("search_path", q.Get("search_path")+",public") // where PostGIS stands
	u.RawQuery = q.Encode()
	conn, err := pgx.Connect(context.Background(), u.String())
	must(t, err)
	return conn
}

func openPostGIS(t testing.TB, address string) store.Store {
	s, err := postgis.Open(context.Background(), address)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	return s
}

func worlds(t *testing.T) map[string]func(t *testing.T) world {
	return map[string]func(t *testing.T) world{
		"a GeoPackage": func(t *testing.T) world {
			path := t.TempDir() + "/region.gpkg"
			return world{func(t testing.TB) store.Store { return openStore(t, path) }, byStore{openStore(t, path)}}
		},
		"PostGIS": func(t *testing.T) world {
			address := newSchema(t)
			openPostGIS(t, address)
			conn := connect(t, address)
			t.Cleanup(func() { must(t, conn.Close(context.Background())) })
			return world{func(t testing.TB) store.Store { return openPostGIS(t, address) }, bySQL{conn}}
		},
	}
}

// TestFollowersAgreeWithAFreshLoad lets two servers and another program that knows no rules change one
// region in any order, each server following now and then: in the end both hold what a fresh load
// holds, to the last record, and find the pairs that it finds and that brute force does.
func TestFollowersAgreeWithAFreshLoad(t *testing.T) {
	for name, make := range worlds(t) {
		t.Run(name, func(t *testing.T) {
			w := make(t)
			c, a := known(), defaults()
			open := func() *planner.Planner {
				p, err := planner.Open(t.Context(), w.open(t), c, a, planner.Options{})
				must(t, err)
				return p
			}
			servers := []*planner.Planner{open(), open()}
			fresh := w.open(t)
			changes, found := 0, 0
			rapid.Check(t, func(rt *rapid.T) {
				for _, s := range servers {
					pairs(t, s.Snapshot()) // so that the index is there, to be edited
				}
				for range rapid.IntRange(1, 20).Draw(rt, "steps") {
					s := servers[rapid.IntRange(0, 1).Draw(rt, "server")]
					switch rapid.IntRange(0, 3).Draw(rt, "who") {
					case 0:
						must(t, s.Refresh(t.Context()))
					case 1:
						w.rival.edit(t, rt)
						changes++
					default:
						plan(t, rt, s)
						changes++
					}
				}
				anew, err := planner.Open(t.Context(), fresh, c, a, planner.Options{})
				must(t, err)
				for _, s := range servers {
					must(t, s.Refresh(t.Context()))
					sameEverything(rt, t, s.Snapshot(), anew.Snapshot())
				}
				found += bruteForce(rt, t, anew.Snapshot())
			})
			var caughtUp, reloads int64
			for _, s := range servers {
				n, m := s.Followed()
				caughtUp, reloads = caughtUp+n, reloads+m
			}
			t.Logf("%d changes, taken in %d times one by one and %d times by reading all; %d pairs", changes, caughtUp, reloads, found)
			if !testing.Short() && (caughtUp < 20*reloads || caughtUp < 100 || found < 30) {
				t.Errorf("the game is too poor: %d times one by one, %d times by reading all, %d pairs", caughtUp, reloads, found)
			}
		})
	}
}

// plan has a server do one of the things that its users do. Refused ones are part of the game.
func plan(t *testing.T, rt *rapid.T, p *planner.Planner) {
	ctx := t.Context()
	site, flow, _, lon := draws(rt)
	direction := rapid.SampledFrom(symbiosis.Directions()).Draw(rt, "direction")
	var err error
	switch rapid.IntRange(0, 9).Draw(rt, "plan") {
	case 0:
		_, err = p.CreateSite(ctx, aSite(site, lon, 63.2))
	case 1:
		_, err = p.UpdateSite(ctx, aSite(site, lon, 63.2), planner.AnyVersion)
	case 2, 3:
		_, err = p.CreateFlow(ctx, aHeat(flow, site, direction))
	case 4:
		_, err = p.UpdateFlow(ctx, aHeat(flow, site, direction), planner.AnyVersion)
	case 5:
		_, err = p.DeleteFlow(ctx, symbiosis.FlowID(flow), planner.AnyVersion)
	case 6:
		_, err = p.DeleteSite(ctx, symbiosis.SiteID(site), planner.AnyVersion)
	case 7:
		err = p.SetAssumptions(ctx, map[string]float64{"heat_value_sek_per_mwh": rapid.Float64Range(100, 500).Draw(rt, "alternative cost")})
	case 8:
		_, err = p.CreateArea(ctx, symbiosis.Area{Name: "Mark", Geometry: orb.MultiPolygon{{{{14, 63}, {14.1, 63}, {14.1, 63.1}, {14, 63}}}}})
	case 9:
		var list []planner.Change
		if list, err = p.History(ctx, planner.HistoryQuery{Limit: 1}); err == nil && len(list) == 1 {
			_, err = p.Undo(ctx, list[0].Number, planner.UndoOptions{Whole: true})
		}
	}
	switch kind := symbiosis.KindOf(err); {
	case err != nil && (kind == symbiosis.Internal || kind == symbiosis.Unavailable):
		rt.Fatalf("a plan fails: %v", err)
	}
}

// sameEverything holds a followed state against a fresh one.
func sameEverything(rt *rapid.T, t *testing.T, got, want *planner.Snapshot) {
	if got.Revision() != want.Revision() {
		rt.Fatalf("revision %s, want %s", got.Revision(), want.Revision())
	}
	if diff := cmp.Diff(want.Everything(), got.Everything(), cmpopts.EquateEmpty()); diff != "" {
		rt.Fatalf("the followed state is another (-fresh +followed):\n%s", diff)
	}
	sameState(rt, t, got, want)
}

// bruteForce tries each surplus with each need and returns how many pairs there are.
func bruteForce(rt *rapid.T, t *testing.T, s *planner.Snapshot) int {
	listed := map[string]bool{}
	for _, p := range pairs(t, s) {
		listed[string(p.SurplusID)+" "+string(p.NeedID)] = true
	}
	all, n := s.Records(), 0
	for _, surplus := range all.Flows {
		for _, need := range all.Flows {
			if surplus.Direction != symbiosis.Surplus || need.Direction != symbiosis.Need {
				continue
			}
			x, err := s.Explain(planner.Explain{SurplusID: surplus.ID, NeedID: need.ID})
			if err != nil { // an end without a site, or of no known resource
				continue
			}
			if pair := string(surplus.ID) + " " + string(need.ID); x.Feasible != listed[pair] {
				rt.Fatalf("the pair %s is listed: %v, feasible: %v", pair, listed[pair], x.Feasible)
			} else if x.Feasible {
				n++
			}
		}
	}
	if n != len(listed) {
		rt.Fatalf("%d pairs are listed, brute force finds %d", len(listed), n)
	}
	return n
}

// TestFollowingDoesNotWaitForWriters holds the region's lock from psql and has a write of the server's
// own wait for it: what others committed before is followed meanwhile.
func TestFollowingDoesNotWaitForWriters(t *testing.T) {
	address := newSchema(t)
	one, err := planner.Open(t.Context(), openPostGIS(t, address), known(), defaults(), planner.Options{})
	must(t, err)
	two, err := planner.Open(t.Context(), openPostGIS(t, address), known(), defaults(), planner.Options{})
	must(t, err)
	_, err = two.CreateSite(t.Context(), aSite("theirs", 14, 63))
	must(t, err)
	conn := connect(t, address)
	defer conn.Close(context.Background())
	_, err = conn.Exec(t.Context(), `BEGIN; UPDATE sites SET note = 'open'`)
	must(t, err)
	wrote := make(chan error, 1)
	go func() {
		_, err := one.CreateSite(context.Background(), aSite("ours", 15, 63))
		wrote <- err
	}()
	watch := connect(t, address)
	defer watch.Close(context.Background())
	patience := time.After(30 * time.Second)
	for waiting := false; !waiting; {
		must(t, watch.QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%samloka_revision%' AND pid <> pg_backend_pid())`).Scan(&waiting))
		select {
		case <-patience:
			t.Fatal("the write never waits")
		default:
		}
	}
	if _, err := one.Snapshot().Site("theirs"); err == nil {
		t.Fatal("followed before it was asked to")
	}
	must(t, one.Refresh(t.Context())) // hangs when following waits for writers
	if _, err := one.Snapshot().Site("theirs"); err != nil {
		t.Error(err)
	}
	select {
	case err := <-wrote:
		t.Fatalf("the write didn't wait: %v", err)
	default:
	}
	_, err = conn.Exec(t.Context(), `COMMIT`)
	must(t, err)
	must(t, <-wrote)
	for _, id := range []symbiosis.SiteID{"theirs", "ours"} {
		if _, err := one.Snapshot().Site(id); err != nil {
			t.Error(err)
		}
	}
	if caughtUp, reloads := one.Followed(); caughtUp != 2 || reloads != 1 {
		t.Errorf("taken in %d times one by one, %d times by reading all; want 2 and 1", caughtUp, reloads)
	}
}
