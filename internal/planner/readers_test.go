package planner_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// rounds is a region of so many pairs far from each other in which every write marks the first and the
// last record of each kind, and a spare one that comes and goes.
const pairsInRounds = 700

func roundsRegion(t *testing.T, s store.Store) *planner.Planner {
	p, err := planner.Open(t.Context(), s, known(), defaults(), planner.Options{})
	must(t, err)
	var all exchangeformat.Batch
	for i := range pairsInRounds {
		id := fmt.Sprintf("%04d", i)
		lon, lat := 5+float64(i%50)/5, 60+float64(i/50)/2
		for _, site := range []symbiosis.Site{aSite("a"+id, lon, lat), aSite("b"+id, lon+0.02, lat)} {
			all.Sites = append(all.Sites, exchangeformat.Placed[symbiosis.Site]{Record: site})
		}
		for _, f := range []symbiosis.Flow{aHeat("s"+id, "a"+id, symbiosis.Surplus), aHeat("n"+id, "b"+id, symbiosis.Need)} {
			all.Flows = append(all.Flows, exchangeformat.Placed[symbiosis.Flow]{Record: f})
		}
	}
	_, err = p.Import(t.Context(), planner.ImportOptions{}, all)
	must(t, err)
	return p
}

// write marks some records in one transaction.
func writeRound(t *testing.T, p *planner.Planner, round int) error {
	var b exchangeformat.Batch
	for _, id := range []string{"0000", "0699"} {
		site := aSite("a"+id, 20+float64(round)/1000, 65)
		flow := aHeat("s"+id, "a"+id, symbiosis.Surplus)
		site.Note, flow.Note = fmt.Sprint(round), fmt.Sprint(round)
		b.Sites = append(b.Sites, exchangeformat.Placed[symbiosis.Site]{Record: site})
		b.Flows = append(b.Flows, exchangeformat.Placed[symbiosis.Flow]{Record: flow})
	}
	spare := aHeat(fmt.Sprint("spare", round), "b0350", symbiosis.Need)
	spare.Note = fmt.Sprint(round)
	b.Flows = append(b.Flows, exchangeformat.Placed[symbiosis.Flow]{Record: spare})
	_, err := p.Import(t.Context(), planner.ImportOptions{}, b)
	return err
}

// roundOf returns the round that a snapshot shows, by every way there is to its records; they must agree.
func roundOf(t *testing.T, s *planner.Snapshot) (round string) {
	first, err := s.Flow("s0000")
	must(t, err)
	round = first.Note
	see := func(way, note string) {
		if note != round {
			t.Errorf("%s shows round %q, the flow itself %q", way, note, round)
		}
	}
	flows, err := s.Flows(planner.FlowFilter{}, planner.Page{})
	must(t, err)
	spares := 0
	for i, f := range flows.Items {
		if i > 0 && flows.Items[i-1].ID >= f.ID {
			t.Errorf("%s stands before %s", flows.Items[i-1].ID, f.ID)
		}
		if f.ID == "s0000" || f.ID == "s0699" || f.ID == symbiosis.FlowID("spare"+round) {
			see("the list of flows", f.Note)
		}
		if f.SiteID == "b0350" {
			spares++
		}
	}
	if got := len(s.FlowsOf("b0350")); got != spares {
		t.Errorf("a site has %d flows, the list %d", got, spares)
	}
	for _, id := range []symbiosis.SiteID{"a0000", "a0699"} {
		site, err := s.Site(id)
		must(t, err)
		see("the site "+string(id), site.Note)
		of := s.FlowsOf(id)
		see("the flows of "+string(id), of[0].Note)
		around, err := s.Sites(planner.SiteFilter{Bounds: &orb.Bound{Min: site.Location, Max: site.Location}}, planner.Page{})
		must(t, err)
		if !slices.ContainsFunc(around.Items, func(x symbiosis.Site) bool { return x.ID == id }) {
			t.Errorf("round %s: %s isn't found where it is", round, id)
		}
	}
	near, err := s.Matches(t.Context(), planner.MatchFilter{Site: "b0350"}, planner.Page{})
	must(t, err)
	if len(near.Items) != spares { // the surplus beside it serves each of them
		t.Errorf("round %s: %d matches of a site with %d needs", round, len(near.Items), spares)
	}
	return round
}

// TestReadersSeeOneState: whoever reads while others write sees every record, list and index of one
// transaction or none of it, and the same again however much has been written since.
func TestReadersSeeOneState(t *testing.T) {
	p := roundsRegion(t, openStore(t, filepath.Join(t.TempDir(), "region.gpkg")))
	must(t, writeRound(t, p, 0))
	const writes = 40
	written := make(chan error, 1)
	go func() {
		var err error
		for round := 1; round <= writes && err == nil; round++ {
			err = writeRound(t, p, round)
		}
		written <- err
	}()
	var readers sync.WaitGroup
	over := make(chan struct{})
	for range 3 {
		readers.Go(func() {
			held := p.Snapshot()
			then := roundOf(t, held)
			for {
				roundOf(t, p.Snapshot())
				if again := roundOf(t, held); again != then {
					t.Errorf("a state that was held showed round %s, now %s", then, again)
				}
				select {
				case <-over:
					return
				default:
				}
			}
		})
	}
	must(t, <-written)
	close(over)
	readers.Wait()
	if got := roundOf(t, p.Snapshot()); got != fmt.Sprint(writes) {
		t.Errorf("in the end round %s is shown, want %d", got, writes)
	}
}

// slowly is a store whose transactions stay open until they are let go.
type slowly struct {
	store.Store
	open, letGo chan struct{}
}

func (s slowly) Update(ctx context.Context, write func(store.Tx) error) (store.Revision, error) {
	return s.Store.Update(ctx, func(tx store.Tx) error {
		err := write(tx)
		if s.open != nil {
			s.open <- struct{}{}
			<-s.letGo
		}
		return err
	})
}

// TestReadersNeverWaitForAWriter reads everything while a transaction is open that has written already: it
// ends only when all has been read, so a reader that waited would wait for ever.
func TestReadersNeverWaitForAWriter(t *testing.T) {
	s := &slowly{Store: openStore(t, filepath.Join(t.TempDir(), "region.gpkg"))}
	p := roundsRegion(t, s)
	must(t, writeRound(t, p, 1))
	s.open, s.letGo = make(chan struct{}), make(chan struct{})
	written := make(chan error, 1)
	go func() { written <- writeRound(t, p, 2) }()
	<-s.open
	if got := roundOf(t, p.Snapshot()); got != "1" {
		t.Errorf("round %s is shown, which isn't committed", got)
	}
	_, err := p.Snapshot().Summary(t.Context())
	must(t, err)
	close(s.letGo)
	must(t, <-written)
	if got := roundOf(t, p.Snapshot()); got != "2" {
		t.Errorf("round %s is shown after the commit", got)
	}
}
