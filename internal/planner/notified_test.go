package planner_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// server is a planner that runs, as a server has it. Its clock stands still unless the test ticks.
type server struct {
	*planner.Planner
	ticker  handTicker
	changes <-chan string
}

func serve(t *testing.T, s store.Store) *server {
	t.Helper()
	ticker := newHandTicker()
	p, err := planner.Open(t.Context(), s, known(), defaults(), planner.Options{Ticker: ticker.make})
	must(t, err)
	changes, unsubscribe := p.Subscribe()
	ctx, stop := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- p.Run(ctx) }()
	t.Cleanup(func() {
		unsubscribe()
		stop()
		must(t, <-ran)
	})
	return &server{p, ticker, changes}
}

// awaits waits until the server has the revision.
func (s *server) awaits(t *testing.T, revision string) {
	t.Helper()
	patience := time.After(30 * time.Second)
	for s.Snapshot().Revision() != revision {
		select {
		case <-s.changes:
		case <-patience:
			t.Fatalf("the change never came: at %s, want %s", s.Snapshot().Revision(), revision)
		}
	}
}

// TestTwoServersOnOneDatabase lets each of two servers see what the other one writes, without any
// tick of the clock.
func TestTwoServersOnOneDatabase(t *testing.T) {
	address := newSchema(t)
	open := func() store.Store { return openPostGIS(t, address) }
	one, two := serve(t, open()), serve(t, open())
	const rounds = 5
	var writing sync.WaitGroup
	for name, s := range map[string]*server{"one-": one, "two-": two} {
		writing.Go(func() {
			for i := range rounds {
				if _, err := s.CreateSite(context.Background(), aSite(fmt.Sprint(name, i), 14, 63)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writing.Wait()
	fresh := open()
	region, revision, err := fresh.Load(t.Context())
	must(t, err)
	if len(region.Sites) != 2*rounds {
		t.Errorf("%d sites on file", len(region.Sites))
	}
	for _, s := range []*server{one, two} {
		s.awaits(t, string(revision))
		for _, x := range region.Sites {
			if _, err := s.Snapshot().Site(x.ID); err != nil {
				t.Error(err)
			}
		}
	}
}

// deaf is a store whose telling fails as often as it is asked to.
type deaf struct {
	store.Store
	asked chan struct{}
}

func (d deaf) Notify(ctx context.Context, _ func()) error {
	select {
	case d.asked <- struct{}{}:
	case <-ctx.Done():
	}
	return errors.New("the connection was cut")
}

// TestListeningIsTriedAgain shows that a server which can't listen goes on by asking at each tick,
// and tries to listen again then.
func TestListeningIsTriedAgain(t *testing.T) {
	r := newRegion(t, planner.Options{})
	asked := make(chan struct{})
	s := serve(t, deaf{openStore(t, r.path), asked})
	patience := time.After(30 * time.Second)
	for range 3 {
		for again := false; !again; {
			select {
			case <-asked:
				again = true
			case s.ticker.c <- time.Time{}:
			case <-patience:
				t.Fatal("it has given up listening")
			}
		}
	}
	revision, err := r.other().Update(t.Context(), func(tx store.Tx) error {
		_, err := tx.PutSite(t.Context(), aSite("theirs", 14, 63))
		return err
	})
	must(t, err)
	for s.Snapshot().Revision() != string(revision) {
		select {
		case <-asked:
		case s.ticker.c <- time.Time{}:
		case <-patience:
			t.Fatal("the change never came")
		}
	}
}

// TestAServerThatWasCutOffCatchesUp ends the connections of a running server from the database's side,
// the listening one among them, and lets another server and psql write meanwhile: at its next tick it has
// all of it, one by one. A change that the history was kept from telling has the region read anew.
func TestAServerThatWasCutOffCatchesUp(t *testing.T) {
	address := newSchema(t)
	s := serve(t, openPostGIS(t, address))
	other, err := planner.Open(t.Context(), openPostGIS(t, address), known(), defaults(), planner.Options{})
	must(t, err)
	_, err = other.CreateSite(t.Context(), aSite("heard", 14, 63))
	must(t, err)
	s.awaits(t, other.Snapshot().Revision()) // it listens

	schema := strings.Split(strings.Split(address, "search_path=")[1], "&")[0]
	catchUps, reloads := s.Followed()
	psql(t, address, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND pid <> pg_backend_pid()`,
		`INSERT INTO `+schema+`.sites (id, geom, name) VALUES ('by-psql', 'SRID=4326;POINT(14 63)', 'SQL')`)
	_, err = other.CreateSite(t.Context(), aSite("missed", 14, 63))
	if err == nil {
		_, err = other.CreateFlow(t.Context(), aHeat("missed-too", "missed", symbiosis.Need))
	}
	must(t, err)
	ticked(t, s, other.Snapshot().Revision())
	for _, id := range []symbiosis.SiteID{"heard", "by-psql", "missed"} {
		if _, err := s.Snapshot().Site(id); err != nil {
			t.Error(err)
		}
	}
	if now, anew := s.Followed(); now == catchUps || anew != reloads {
		t.Errorf("taken in %d times one by one and %d times by reading all", now-catchUps, anew-reloads)
	}

	psql(t, address, `BEGIN; ALTER TABLE `+schema+`.sites DISABLE TRIGGER samloka_history_update; UPDATE `+schema+`.sites SET note = 'unseen'; ALTER TABLE `+schema+`.sites ENABLE TRIGGER samloka_history_update; COMMIT`)
	must(t, other.Refresh(t.Context()))
	ticked(t, s, other.Snapshot().Revision())
	if x, err := s.Snapshot().Site("missed"); err != nil || x.Note != "unseen" {
		t.Errorf("the site is %+v, %v", x, err)
	}
	if _, anew := s.Followed(); anew != reloads+1 {
		t.Errorf("read anew %d times, want once", anew-reloads)
	}
	must(t, s.Check(t.Context()))
}

// ticked has the server's clock tick until it has the revision.
func ticked(t *testing.T, s *server, revision string) {
	t.Helper()
	patience := time.After(60 * time.Second)
	for s.Snapshot().Revision() != revision {
		select {
		case s.ticker.c <- time.Time{}:
		case <-patience:
			t.Fatalf("at %s, want %s", s.Snapshot().Revision(), revision)
		}
	}
}
