package main

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
)

// TestAPastGoesThroughStoresOfBothKinds: each kind takes over from itself and from the other, twice.
func TestAPastGoesThroughStoresOfBothKinds(t *testing.T) {
	file := func(name string) store.Store { return openedStore(t, filepath.Join(t.TempDir(), name)) }
	database := func() store.Store { return openedStore(t, freshPostGIS(t)) }
	storetest.Inherits(t, file("a.gpkg"), database(), file("b.gpkg"), file("c.gpkg"), database(), database())
	storetest.Inherits(t, database(), file("d.gpkg"), database())
}

// TestWhatWasDoneCanBeUndoneAfterCopies tells of a region that is imported, edited and deleted from, and moves to
// the other kind of store and back: who, when and what read the same, who has read a record before may change it
// after, and what was done at the beginning is undone at the end.
func TestWhatWasDoneCanBeUndoneAfterCopies(t *testing.T) {
	ctx := t.Context()
	by := func(name string) context.Context { return planner.By(ctx, name) }
	plan := func(s store.Store) *planner.Planner {
		t.Helper()
		p, err := newPlanner(ctx, s, planner.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	first := openedStore(t, filepath.Join(t.TempDir(), "first.gpkg"))
	storetest.Fill(t, first, storetest.Sample())
	p := plan(first)
	region, _, err := first.Load(ctx)
	if err != nil {
		t.Fatal(err)
	}
	site, area, gone := region.Sites[0], region.Areas[0], region.Sites[len(region.Sites)-1]
	moved := site
	moved.Location[0] += 1.0 / 3
	moved, errSite := p.UpdateSite(by("Åsa"), moved, site.Version)
	renamed := area
	renamed.Name = "Ny"
	_, errArea := p.UpdateArea(by("Kim"), renamed, area.Version)
	if err := errors.Join(errSite, errArea); err != nil {
		t.Fatal(err)
	}
	if _, err := p.DeleteSite(by("Kim"), gone.ID, gone.Version); err != nil {
		t.Fatal(err)
	}
	of := func(p *planner.Planner, q planner.HistoryQuery) []planner.Change {
		t.Helper()
		q.Limit = 10_000
		changes, err := p.History(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		return changes
	}
	areas := of(p, planner.HistoryQuery{Table: "areas", ID: string(area.ID)})
	if _, err := p.Undo(by("Åsa"), areas[0].Number, planner.UndoOptions{}); err != nil {
		t.Fatal(err)
	}
	told := of(p, planner.HistoryQuery{})

	from := first
	for _, name := range []string{freshPostGIS(t), filepath.Join(t.TempDir(), "back.gpkg")} {
		to := openedStore(t, name)
		copied, err := copyRegion(ctx, from, to, copyOptions{}, func(int, int) {})
		if err != nil || !copied.past {
			t.Fatalf("%+v, %v", copied, err)
		}
		instants := cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })
		p = plan(to)
		if diff := cmp.Diff(told, of(p, planner.HistoryQuery{}), instants); diff != "" {
			t.Errorf("%s tells (-want +got):\n%s", to.Location(), diff)
		}
		from = to
	}
	again := moved
	again.Note = "efter två kopior"
	if _, err := p.UpdateSite(by("Åsa"), again, site.Version); err == nil {
		t.Error("a site was changed by who had read it before it changed last")
	}
	if _, err := p.UpdateSite(by("Åsa"), again, moved.Version); err != nil {
		t.Errorf("who had read the site before it was copied can't change it: %v", err)
	}
	deleted := of(p, planner.HistoryQuery{Table: "sites", ID: string(gone.ID)})[0]
	for _, number := range []int64{of(p, planner.HistoryQuery{Table: "sites", ID: string(site.ID)})[0].Number, deleted.Number} {
		if _, err := p.Undo(by("Åsa"), number, planner.UndoOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.Undo(by("Åsa"), of(p, planner.HistoryQuery{Table: "sites", ID: string(site.ID)})[2].Number, planner.UndoOptions{Version: planner.AnyVersion}); err != nil {
		t.Fatal(err)
	}
	now, _, err := from.Load(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range append(versions(now), versions(region)...) {
		*version = 1
	}
	if diff := cmp.Diff(storetest.Dump(region), storetest.Dump(now)); diff != "" {
		t.Errorf("after all was undone (-want +got):\n%s", diff)
	}
	if newest := of(p, planner.HistoryQuery{})[0]; newest.Set <= told[0].Set || newest.Number <= told[0].Number {
		t.Errorf("change %d of set %d follows on %d of %d", newest.Number, newest.Set, told[0].Number, told[0].Set)
	}
}
