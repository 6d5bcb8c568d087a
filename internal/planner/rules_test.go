package planner_test

import (
	"errors"
	"reflect"
	"sync"
	"testing"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

func TestSitesAreCreatedChangedAndFound(t *testing.T) {
	r := newRegion(t, planner.Options{})
	created, err := r.CreateSite(t.Context(), symbiosis.Site{Name: "Badhuset", Location: aSite("x", 14, 63).Location})
	must(t, err)
	if created.ID == "" || created.Version != 1 {
		t.Fatalf("created %+v, want an id and version 1", created)
	}
	_, err = r.CreateSite(t.Context(), created)
	kindOf(t, err, symbiosis.Conflict)

	created.Name = "Storsjöbadet"
	changed, err := r.UpdateSite(t.Context(), created, created.Version)
	must(t, err)
	if changed.Version != 2 {
		t.Fatalf("version %d, want 2", changed.Version)
	}
	got, err := r.Snapshot().Site(created.ID)
	must(t, err)
	if got != changed {
		t.Errorf("read %+v, want %+v", got, changed)
	}
	_, err = r.Snapshot().Site("nobody")
	kindOf(t, err, symbiosis.NotFound)
	_, err = r.UpdateSite(t.Context(), aSite("nobody", 14, 63), planner.AnyVersion)
	kindOf(t, err, symbiosis.NotFound)
	_, err = r.CreateSite(t.Context(), symbiosis.Site{ID: "bad", Location: aSite("x", 200, 63).Location})
	kindOf(t, err, symbiosis.Invalid)
	if n := len(problems(t, err)); n != 2 { // no name, and no longitude
		t.Errorf("%d problems, want both at once: %v", n, err)
	}
}

func problems(t testing.TB, err error) []symbiosis.Problem {
	t.Helper()
	e, ok := errors.AsType[*symbiosis.Error](err)
	if !ok {
		t.Fatalf("%v is no error of ours", err)
	}
	return e.Problems
}

func TestAStaleChangeIsRefusedAndTellsTheVersion(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.pair(t)
	site, err := r.Snapshot().Site("a")
	must(t, err)
	_, err = r.UpdateSite(t.Context(), site, 1)
	must(t, err)
	for name, err := range map[string]error{
		"update": func() error { _, err := r.UpdateSite(t.Context(), site, 1); return err }(),
		"delete": func() error { _, err := r.DeleteSite(t.Context(), "a", 1); return err }(),
	} {
		kindOf(t, err, symbiosis.Stale)
		stale, ok := errors.AsType[*planner.StaleError](err)
		if !ok || stale.Given != 1 || stale.Current != 2 {
			t.Errorf("%s: %v, want version 1 given and 2 on file", name, err)
		}
	}
}

func TestOfTwoWritersOfOneVersionOneWins(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.pair(t)
	site, err := r.Snapshot().Site("a")
	must(t, err)
	const writers = 8
	failed := make([]error, writers)
	var group sync.WaitGroup
	for i := range writers {
		group.Go(func() {
			mine := site
			mine.Note = string(rune('A' + i))
			_, failed[i] = r.UpdateSite(t.Context(), mine, site.Version)
		})
	}
	group.Wait()
	won := 0
	for _, err := range failed {
		if err == nil {
			won++
			continue
		}
		kindOf(t, err, symbiosis.Stale)
	}
	if won != 1 {
		t.Errorf("%d writers won, want one", won)
	}
	if site, err = r.Snapshot().Site("a"); err != nil || site.Version != 2 {
		t.Errorf("version %d (%v), want 2", site.Version, err)
	}
}

func TestFlowsNeedTheirSite(t *testing.T) {
	r := newRegion(t, planner.Options{})
	_, err := r.CreateFlow(t.Context(), aHeat("s", "nowhere", symbiosis.Surplus))
	kindOf(t, err, symbiosis.Invalid)
	if p := problems(t, err); len(p) != 1 || p[0].Field != "site_id" {
		t.Errorf("problems %v, want site_id", p)
	}
	r.pair(t)
	moved := aHeat("s", "nowhere", symbiosis.Surplus)
	_, err = r.UpdateFlow(t.Context(), moved, planner.AnyVersion)
	kindOf(t, err, symbiosis.Invalid)
	unknown := aHeat("x", "a", symbiosis.Surplus)
	unknown.Resource = "heaat"
	_, err = r.CreateFlow(t.Context(), unknown)
	kindOf(t, err, symbiosis.Invalid)
}

func TestADirectionInUseStays(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.pair(t)
	r.exchange(t)
	_, err := r.UpdateFlow(t.Context(), aHeat("s", "a", symbiosis.Need), planner.AnyVersion)
	kindOf(t, err, symbiosis.Conflict)
	_, err = r.DeleteFlow(t.Context(), "s", planner.AnyVersion)
	must(t, err)
	if e := r.Snapshot().Exchanges(planner.ExchangeFilter{}, planner.Page{}); e.Total != 0 {
		t.Errorf("%d exchanges are left of a deleted flow", e.Total)
	}
}

func TestDeletingASiteTakesAllAlongAndRestoreBringsAllBack(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.pair(t)
	r.exchange(t)
	before := r.Snapshot()
	gone, err := r.DeleteSite(t.Context(), "a", 1)
	must(t, err)
	if len(gone.Sites) != 1 || len(gone.Flows) != 1 || len(gone.Exchanges) != 1 {
		t.Fatalf("%d sites, %d flows and %d exchanges went, want one of each", len(gone.Sites), len(gone.Flows), len(gone.Exchanges))
	}
	after := r.Snapshot()
	if _, err := after.Flow("s"); err == nil {
		t.Error("the flow of a deleted site is there")
	}
	if n := len(pairs(t, after)); n != 0 {
		t.Errorf("%d matches of a deleted site", n)
	}
	if _, err := before.Flow("s"); err != nil {
		t.Error("an old snapshot has changed")
	}
	back, err := r.Restore(t.Context(), gone)
	must(t, err)
	if !reflect.DeepEqual(back, gone) { // versions start at 1 again, as they did
		t.Errorf("restored %+v, want %+v", back, gone)
	}
	if !reflect.DeepEqual(r.Snapshot().Records(), before.Records()) {
		t.Error("the region is not what it was")
	}
	if n := len(pairs(t, r.Snapshot())); n != 1 {
		t.Errorf("%d matches after restoring, want 1", n)
	}
	// Whoever didn't hear the answer asks once more, and nothing is written; another record under an id that
	// is taken is a conflict.
	again, err := r.Restore(t.Context(), gone)
	must(t, err)
	if !reflect.DeepEqual(again, back) {
		t.Errorf("asked for once more: %+v, before %+v", again, back)
	}
	gone.Sites[0].Note += "!"
	_, err = r.Restore(t.Context(), gone)
	kindOf(t, err, symbiosis.Conflict)
}

func TestRestoreIsAllOrNothing(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.pair(t)
	bad := symbiosis.Exchange{ID: "e", SurplusID: "n", NeedID: "s", State: symbiosis.Idea}
	_, err := r.Restore(t.Context(), planner.Deleted{Sites: []symbiosis.Site{aSite("c", 14, 63)}, Exchanges: []symbiosis.Exchange{bad}})
	kindOf(t, err, symbiosis.Invalid)
	if n := len(problems(t, err)); n != 2 { // each end names a flow of the other direction
		t.Errorf("%d problems, want 2: %v", n, err)
	}
	if _, err := r.Snapshot().Site("c"); err == nil {
		t.Error("a site came back though the exchange could not")
	}
}

func TestOwnAssumptionsChangeTheMatches(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.pair(t)
	if n := len(pairs(t, r.Snapshot())); n != 1 {
		t.Fatalf("%d matches, want 1", n)
	}
	key := "heat_value_sek_per_mwh"
	a, _ := r.DefaultAssumptions().Get(key)
	must(t, r.SetAssumptions(t.Context(), map[string]float64{key: a.Min}))
	if got := r.Snapshot().Assumptions().Value(key); got != a.Min {
		t.Errorf("value %g, want the region's own %g", got, a.Min)
	}
	if n := len(pairs(t, r.Snapshot())); n != 0 {
		t.Errorf("%d matches when heat is worth %g, want none", n, a.Min)
	}
	if got := r.again(t).Snapshot().Assumptions().Value(key); got != a.Min {
		t.Errorf("read anew %g, want %g", got, a.Min)
	}
	err := r.SetAssumptions(t.Context(), map[string]float64{"no_such": 1, key: a.Max + 1})
	kindOf(t, err, symbiosis.Invalid)
	if n := len(problems(t, err)); n != 2 {
		t.Errorf("%d problems, want 2", n)
	}
	must(t, r.SetAssumptions(t.Context(), map[string]float64{}))
	if n := len(pairs(t, r.Snapshot())); n != 1 {
		t.Errorf("%d matches with the defaults again, want 1", n)
	}
}
