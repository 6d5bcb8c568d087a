package planner_test

import (
	"errors"
	"reflect"
	"testing"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// newest returns the number of the newest change of a record.
func (r *region) newest(t *testing.T, table, id string) planner.Change {
	t.Helper()
	changes, err := r.History(t.Context(), planner.HistoryQuery{Table: table, ID: id, Limit: 1})
	must(t, err)
	if len(changes) != 1 {
		t.Fatalf("nothing is remembered of %s %s", table, id)
	}
	return changes[0]
}

func TestAStaleChangeTellsBothVersions(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		r.pair(t)
		mine, err := r.Snapshot().Site("a")
		must(t, err)
		theirs := mine
		theirs.Note = "theirs"
		theirs, err = r.UpdateSite(planner.By(t.Context(), "Kim"), theirs, mine.Version)
		must(t, err)
		_, err = r.UpdateSite(t.Context(), mine, mine.Version)
		stale, ok := errors.AsType[*planner.StaleError](err)
		if !ok {
			t.Fatalf("the stale change returned %v", err)
		}
		if stale.BasedOn != any(mine) || stale.OnFile != any(theirs) || stale.By != "Kim" || stale.At.IsZero() {
			t.Errorf("it tells %+v", stale)
		}
	})
}

func TestAChangeIsUndoneByANewOne(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		r.pair(t)
		before, err := r.Snapshot().Site("a")
		must(t, err)
		changed := before
		changed.Name = "Nytt"
		_, err = r.UpdateSite(t.Context(), changed, 1)
		must(t, err)
		change := r.newest(t, "sites", "a")
		made, err := r.Undo(planner.By(t.Context(), "Kim"), change.Number, planner.UndoOptions{})
		must(t, err)
		now, err := r.Snapshot().Site("a")
		must(t, err)
		before.Version = 3
		if now != before || len(made) != 1 || made[0].Undoes != change.Number || made[0].Actor != "Kim" || made[0].After != any(now) {
			t.Errorf("after undoing: %+v, told as %+v", now, made)
		}
		// And the undoing is undone.
		_, err = r.Undo(t.Context(), made[0].Number, planner.UndoOptions{})
		must(t, err)
		if now, _ = r.Snapshot().Site("a"); now.Name != "Nytt" || now.Version != 4 {
			t.Errorf("after undoing the undoing: %+v", now)
		}
		_, err = r.Undo(t.Context(), 1<<40, planner.UndoOptions{})
		kindOf(t, err, symbiosis.NotFound)
	})
}

func TestUndoOfWhatHasChangedSinceTellsBothVersions(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		r.pair(t)
		first, err := r.Snapshot().Site("a")
		must(t, err)
		second := first
		second.Note = "second"
		second, err = r.UpdateSite(t.Context(), second, 1)
		must(t, err)
		change := r.newest(t, "sites", "a")
		third := second
		third.Note = "third"
		third, err = r.UpdateSite(t.Context(), third, 2)
		must(t, err)
		_, err = r.Undo(t.Context(), change.Number, planner.UndoOptions{})
		stale, ok := errors.AsType[*planner.StaleError](err)
		if !ok || stale.BasedOn != any(second) || stale.OnFile != any(third) || stale.Current != 3 {
			t.Fatalf("the undo returned %v, %+v", err, stale)
		}
		// Who has seen both may overwrite the one that was seen, and no other.
		_, err = r.Undo(t.Context(), change.Number, planner.UndoOptions{Version: 2})
		kindOf(t, err, symbiosis.Stale)
		_, err = r.Undo(t.Context(), change.Number, planner.UndoOptions{Version: 3})
		must(t, err)
		if now, _ := r.Snapshot().Site("a"); now.Note != first.Note || now.Version != 4 {
			t.Errorf("after undoing: %+v", now)
		}
	})
}

func TestADeletedSiteComesBackWithItsFlows(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		r.pair(t)
		r.exchange(t)
		before := r.Snapshot().Records()
		_, err := r.DeleteSite(t.Context(), "a", 1)
		must(t, err)
		change := r.newest(t, "sites", "a")
		flow := r.newest(t, "flows", "s")
		// The flow alone has nowhere to go.
		_, err = r.Undo(t.Context(), flow.Number, planner.UndoOptions{})
		kindOf(t, err, symbiosis.Invalid)
		made, err := r.Undo(t.Context(), change.Number, planner.UndoOptions{})
		must(t, err)
		if len(made) != 3 {
			t.Errorf("%d changes undid it, want site, flow and exchange", len(made))
		}
		if !reflect.DeepEqual(r.Snapshot().Records(), before) {
			t.Error("the region is not what it was")
		}
		if n := len(pairs(t, r.Snapshot())); n != 1 {
			t.Errorf("%d matches, want 1", n)
		}
		if !reflect.DeepEqual(r.again(t).Snapshot().Records(), before) {
			t.Error("read anew, the region is not what it was")
		}
	})
}

func batchOf(sites []symbiosis.Site, flows []symbiosis.Flow) exchangeformat.Batch {
	var b exchangeformat.Batch
	for _, s := range sites {
		b.Sites = append(b.Sites, exchangeformat.Placed[symbiosis.Site]{Record: s})
	}
	for _, f := range flows {
		b.Flows = append(b.Flows, exchangeformat.Placed[symbiosis.Flow]{Record: f})
	}
	return b
}

func TestAnImportIsUndoneAsAWhole(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		r.pair(t)
		before := r.Snapshot().Records()
		changed := aSite("a", 14, 63)
		changed.Name = "Imported"
		_, err := r.Import(t.Context(), planner.ImportOptions{}, batchOf([]symbiosis.Site{changed, aSite("new", 14.5, 63)}, []symbiosis.Flow{aHeat("nf", "new", symbiosis.Need)}))
		must(t, err)
		set := r.newest(t, "sites", "new")
		_, err = r.Undo(t.Context(), set.Number, planner.UndoOptions{Whole: true})
		must(t, err)
		after := r.Snapshot().Records()
		for i := range after.Sites {
			after.Sites[i].Version = before.Sites[i].Version
		}
		if !reflect.DeepEqual(after, before) {
			t.Errorf("after undoing the import: %+v", after)
		}
	})
}

func TestANewSiteWithOthersFlowsStays(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		_, err := r.CreateSite(t.Context(), aSite("a", 14, 63))
		must(t, err)
		site := r.newest(t, "sites", "a")
		_, err = r.CreateFlow(t.Context(), aHeat("s", "a", symbiosis.Surplus))
		must(t, err)
		_, err = r.Undo(t.Context(), site.Number, planner.UndoOptions{})
		kindOf(t, err, symbiosis.Conflict)
		_, err = r.Undo(t.Context(), r.newest(t, "flows", "s").Number, planner.UndoOptions{})
		must(t, err)
		_, err = r.Undo(t.Context(), site.Number, planner.UndoOptions{})
		must(t, err)
		if len(r.Snapshot().Records().Sites) != 0 {
			t.Error("the site is still there")
		}
	})
}

func TestOwnAssumptionsAreUndone(t *testing.T) {
	onBothStores(t, planner.Options{}, func(t *testing.T, r *region) {
		key := "heat_value_sek_per_mwh"
		a, _ := r.DefaultAssumptions().Get(key)
		must(t, r.SetAssumptions(t.Context(), map[string]float64{key: a.Min}))
		must(t, r.SetAssumptions(t.Context(), map[string]float64{key: a.Max}))
		_, err := r.Undo(t.Context(), r.newest(t, "assumptions", key).Number, planner.UndoOptions{})
		must(t, err)
		if got := r.Snapshot().Assumptions().Value(key); got != a.Min {
			t.Errorf("after undoing: %g, want %g", got, a.Min)
		}
	})
}
