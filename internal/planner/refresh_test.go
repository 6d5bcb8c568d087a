package planner_test

import (
	"context"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

func TestEditsOfOtherProgramsAreSeenAtTheNextTick(t *testing.T) {
	ticker := newHandTicker()
	r := newRegion(t, planner.Options{Ticker: ticker.make})
	changes, unsubscribe := r.Subscribe()
	defer unsubscribe()
	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- r.Run(ctx) }()

	_, err := r.other().Update(t.Context(), func(tx store.Tx) error {
		_, err := tx.PutSite(t.Context(), aSite("theirs", 14, 63))
		return err
	})
	must(t, err)
	if _, err := r.Snapshot().Site("theirs"); err == nil {
		t.Fatal("seen before any tick")
	}
	ticker.c <- time.Time{}
	revision := <-changes
	if got := r.Snapshot().Revision(); got != revision {
		t.Errorf("told of revision %s, at %s", revision, got)
	}
	_, err = r.Snapshot().Site("theirs")
	must(t, err)

	before := r.Snapshot()
	ticker.c <- time.Time{}
	ticker.c <- time.Time{} // taken only when the tick before has been dealt with
	if r.Snapshot() != before {
		t.Error("read anew though nothing has changed")
	}
	stop()
	must(t, <-ran)
}

// A write is made to the state on file, though the snapshot is older.
func TestAWriteAfterAnothersEditTakesBothIn(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.pair(t)
	_, err := r.other().Update(t.Context(), func(tx store.Tx) error {
		_, err := tx.PutSite(t.Context(), aSite("theirs", 14, 63))
		return err
	})
	must(t, err)
	_, err = r.CreateSite(t.Context(), aSite("ours", 15, 63))
	must(t, err)
	for _, id := range []symbiosis.SiteID{"theirs", "ours", "a"} {
		if _, err := r.Snapshot().Site(id); err != nil {
			t.Error(err)
		}
	}
	_, err = r.CreateSite(t.Context(), aSite("theirs", 14, 63))
	kindOf(t, err, symbiosis.Conflict)
}

func TestWhoIsSlowHearsOfTheLatestOnly(t *testing.T) {
	r := newRegion(t, planner.Options{})
	changes, unsubscribe := r.Subscribe()
	r.pair(t) // four writes
	if got, want := <-changes, r.Snapshot().Revision(); got != want {
		t.Errorf("heard of %s, want the latest, %s", got, want)
	}
	select {
	case late := <-changes:
		t.Errorf("heard of %s, too", late)
	default:
	}
	unsubscribe()
	_, err := r.CreateSite(t.Context(), aSite("c", 14, 63))
	must(t, err)
	select {
	case late := <-changes:
		t.Errorf("heard of %s after the end", late)
	default:
	}
}

// Flows that another program has left without their site take part when the site comes.
func TestAFlowWaitsForItsSite(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.pair(t)
	_, err := r.other().Update(t.Context(), func(tx store.Tx) error {
		_, err := tx.PutFlow(t.Context(), aHeat("waiting", "c", symbiosis.Need))
		return err
	})
	must(t, err)
	must(t, r.Refresh(t.Context()))
	if n := len(pairs(t, r.Snapshot())); n != 1 {
		t.Fatalf("%d matches, want 1", n)
	}
	_, err = r.CreateSite(t.Context(), aSite("c", 14.62, 63.20))
	must(t, err)
	if n := len(pairs(t, r.Snapshot())); n != 2 {
		t.Errorf("%d matches once the site is there, want 2", n)
	}
}

// Whatever is written in whatever order: the snapshot that took each change in by itself is
// the one that is read anew, indexes and matches included.
func TestSnapshotsTakeInChangesAsIfReadAnew(t *testing.T) {
	r := newRegion(t, planner.Options{})
	catalogue, defaults := known(), defaults()
	rapid.Check(t, func(rt *rapid.T) {
		for _, s := range r.Snapshot().Records().Sites {
			_, err := r.DeleteSite(t.Context(), s.ID, planner.AnyVersion)
			must(t, err)
		}
		for _, id := range []string{"a", "b", "c"} {
			_, err := r.CreateSite(t.Context(), aSite(id, 14.6, 63.2))
			must(t, err)
			_, err = r.CreateFlow(t.Context(), aHeat("f"+id, id, symbiosis.Surplus))
			must(t, err)
		}
		ids := rapid.SampledFrom([]string{"a", "b", "c", "d"})
		flowIDs := rapid.SampledFrom([]string{"fa", "fb", "fc", "g", "h"})
		steps := rapid.IntRange(1, 12).Draw(rt, "steps")
		for range steps {
			id, flow := ids.Draw(rt, "site"), flowIDs.Draw(rt, "flow")
			lon := rapid.Float64Range(14.5, 14.7).Draw(rt, "lon")
			direction := rapid.SampledFrom(symbiosis.Directions()).Draw(rt, "direction")
			// Refused steps, of ids that are or aren't there, are part of the game.
			switch rapid.IntRange(0, 7).Draw(rt, "step") {
			case 0, 1:
				_, _ = r.CreateSite(t.Context(), aSite(id, lon, 63.2))
			case 2:
				_, _ = r.UpdateSite(t.Context(), aSite(id, lon, 63.2), planner.AnyVersion)
			case 3, 4:
				_, _ = r.CreateFlow(t.Context(), aHeat(flow, id, direction))
			case 5:
				_, _ = r.UpdateFlow(t.Context(), aHeat(flow, id, direction), planner.AnyVersion)
			case 6:
				_, _ = r.DeleteFlow(t.Context(), symbiosis.FlowID(flow), planner.AnyVersion)
			case 7:
				gone, err := r.DeleteSite(t.Context(), symbiosis.SiteID(id), planner.AnyVersion)
				if err == nil && rapid.Bool().Draw(rt, "restore") {
					_, err = r.Restore(t.Context(), gone)
				}
				_ = err
			}
		}
		anew, err := planner.Open(t.Context(), r.other(), catalogue, defaults, planner.Options{})
		must(t, err)
		sameState(rt, t, r.Snapshot(), anew.Snapshot())
	})
}

func sameState(rt *rapid.T, t *testing.T, got, want *planner.Snapshot) {
	if got.Revision() != want.Revision() {
		rt.Fatalf("revision %s, want %s", got.Revision(), want.Revision())
	}
	if !reflect.DeepEqual(got.Records(), want.Records()) {
		rt.Fatalf("records %+v, want %+v", got.Records(), want.Records())
	}
	if !reflect.DeepEqual(pairs(t, got), pairs(t, want)) {
		rt.Fatalf("pairs %+v, want %+v", pairs(t, got), pairs(t, want))
	}
	box := bound(14.55, 63, 14.65, 64)
	gotSites, err := got.Sites(planner.SiteFilter{Bounds: &box}, planner.Page{})
	must(t, err)
	wantSites, err := want.Sites(planner.SiteFilter{Bounds: &box}, planner.Page{})
	must(t, err)
	if !reflect.DeepEqual(gotSites, wantSites) {
		rt.Fatalf("in the bounds %+v, want %+v", gotSites, wantSites)
	}
	for _, s := range want.Records().Sites {
		if !reflect.DeepEqual(got.FlowsOf(s.ID), want.FlowsOf(s.ID)) {
			rt.Fatalf("flows of %s %+v, want %+v", s.ID, got.FlowsOf(s.ID), want.FlowsOf(s.ID))
		}
	}
}

func TestMatchesCanBeGivenUpAndAskedForAgain(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.pair(t)
	given, giveUp := context.WithCancel(t.Context())
	giveUp()
	s := r.Snapshot()
	if _, err := s.Matches(given, planner.MatchFilter{}, planner.Page{}); err != nil && err != context.Canceled {
		t.Fatalf("error %v, want the context's own, or none when it was quick", err)
	}
	if n := len(pairs(t, s)); n != 1 {
		t.Errorf("%d matches after giving up, want 1", n)
	}
}
