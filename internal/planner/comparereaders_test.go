package planner_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// twoAreas lie beside each other among the neighbours.
func twoAreas() []symbiosis.Area {
	return []symbiosis.Area{land("l", 14.6, 63.2), land("m", 14.63, 63.21)}
}

func kept(t testing.TB, b around) (*planner.Snapshot, planner.Compared) {
	b.Areas = twoAreas()
	snapshot, err := planner.SnapshotOf(known(), defaults(), b)
	must(t, err)
	c, err := snapshot.Keep(t.Context(), planner.Compare{Name: "Two", Areas: []symbiosis.AreaID{"l", "m"}})
	must(t, err)
	return snapshot, c
}

// A report for readers who may see less is to the last figure the report of a region where nothing
// hidden is: so there is nothing in it to reckon a hidden flow from, alone or beside another report.
// Only sums are added.
func TestAReportForFewerRestsOnWhatTheyMaySee(t *testing.T) {
	outer := t
	rapid.Check(t, func(t *rapid.T) {
		b := neighbours(t)
		for i := range b.Sites { // places of work count too
			b.Sites[i].NACE = rapid.SampledFrom([]string{"17.12", "10.51", "20.11"}).Draw(t, "branch")
		}
		reader := rapid.SampledFrom([]symbiosis.Visibility{symbiosis.Public, symbiosis.Network}).Draw(t, "reader")
		snapshot, whole := kept(outer, b)
		var open around
		shown := map[symbiosis.FlowID]bool{}
		for _, s := range b.Sites {
			if s.Visibility.Within(reader) {
				open.Sites = append(open.Sites, s)
			}
		}
		for _, f := range b.Flows {
			if mayBeSeen(b, f, reader) {
				open.Flows, shown[f.ID] = append(open.Flows, f), true
			}
		}
		for _, e := range b.Exchanges {
			if shown[e.SurplusID] && shown[e.NeedID] {
				open.Exchanges = append(open.Exchanges, e)
			}
		}
		openSnapshot, without := kept(outer, open)
		want, err := openSnapshot.LandReport(without, reader)
		must(outer, err)
		got, err := snapshot.LandReport(whole, reader)
		must(outer, err)
		if got.Visibility != reader && !got.Visibility.Within(reader) {
			t.Fatalf("a report for %s is %s", reader, got.Visibility)
		}
		for i := range got.Areas {
			for _, sum := range got.Areas[i].Sums {
				holders := map[string]bool{}
				for _, f := range b.Flows {
					if !shown[f.ID] && f.Direction == sum.Direction {
						holders[sites(b)[f.SiteID].Organisation] = true
					}
				}
				if len(holders) < symbiosis.LeastHolders {
					t.Fatalf("a sum of %d", len(holders))
				}
			}
			got.Areas[i].Sums = nil
		}
		got.WithoutHidden, want.WithoutHidden = false, false
		got.Visibility, want.Visibility = "", ""
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("hidden flows change the figures for %s (-without +with):\n%s", reader, diff)
		}
	})
}

// reportOf is the report for a reader of a region of donors.
func reportOf(t testing.TB, b around, reader symbiosis.Visibility) report.LandReport {
	snapshot, c := kept(t, b)
	r, err := snapshot.LandReport(c, reader)
	must(t, err)
	return r
}

func TestHiddenFlowsEnterReportsAsSumsOfThreeOrNotAtAll(t *testing.T) {
	own := func(i int) string { return fmt.Sprint("firm ", i) }
	for n, want := range map[int]int{1: 0, 2: 0, 3: 1, 4: 1} {
		r := reportOf(t, donors(n, own), symbiosis.Public)
		for _, a := range r.Areas {
			if len(a.Sums) != want || len(a.Reached) != 0 || a.Evaluation.Reach.Energy != 0 || a.Evaluation.Reach.Surpluses != 0 {
				t.Errorf("%d hidden firms: %+v, %d told, %v", n, a.Sums, len(a.Reached), a.Evaluation.Reach.Energy)
			}
		}
	}
	if r := reportOf(t, donors(3, own), symbiosis.Public); r.Areas[0].Sums[0].Amount != 50 || r.Areas[0].Sums[0].Unit != "GWh/yr" { // 48
		t.Errorf("%+v", r.Areas[0].Sums)
	}
}

// Whoever reads both the report for all and that for the network takes off what the network sees: what
// is left must not be one firm's.
func TestTwoReportsTellOfNoOneByTheirDifference(t *testing.T) {
	b := donors(4, func(i int) string { return fmt.Sprint("firm ", i) })
	for i := range 3 {
		b.Flows[i].Visibility = symbiosis.Network
	}
	alone := reportOf(t, b, symbiosis.Public)
	b.Flows[3].Quantity.Amount = 3 // what only the facilitator sees
	other := reportOf(t, b, symbiosis.Public)
	if len(alone.Areas[0].Sums) != 1 {
		t.Fatalf("three of the network: %+v", alone.Areas[0].Sums)
	}
	if diff := cmp.Diff(alone.Areas[0].Sums, other.Areas[0].Sums); diff != "" {
		t.Errorf("the one hidden from the network too changes the sum:\n%s", diff)
	}
}

// What is closed or deleted after a comparison was saved closes the reports that show it.
func TestAReportIsRefusedWhenSomethingHasBeenClosedSince(t *testing.T) {
	b := donors(3, func(i int) string { return fmt.Sprint("firm ", i) })
	b.Flows[0].Visibility = symbiosis.Public
	_, c := kept(t, b)
	change := func(edit func(*around)) *planner.Snapshot {
		later := around{Sites: slices.Clone(b.Sites), Flows: slices.Clone(b.Flows), Areas: twoAreas()}
		edit(&later)
		s, err := planner.SnapshotOf(known(), defaults(), later)
		must(t, err)
		return s
	}
	for name, s := range map[string]*planner.Snapshot{
		"a flow closed":  change(func(b *around) { b.Flows[0].Visibility = symbiosis.BrokerOnly }),
		"a site closed":  change(func(b *around) { b.Sites[0].Visibility = symbiosis.Network }),
		"a flow deleted": change(func(b *around) { b.Flows = b.Flows[1:] }),
		"land closed":    change(func(b *around) { b.Areas[1].Visibility = symbiosis.Network }),
	} {
		if _, err := s.LandReport(c, symbiosis.Public); symbiosis.KindOf(err) != symbiosis.Conflict {
			t.Errorf("%s: %v, want Conflict", name, err)
		}
		if slices.Contains(s.ReportsFor(c), symbiosis.Public) {
			t.Errorf("%s: a report for all is offered", name)
		}
		r, err := s.LandReport(c, "")
		must(t, err)
		if r.Visibility != symbiosis.BrokerOnly {
			t.Errorf("%s: the whole report is %s", name, r.Visibility)
		}
	}
	if s := change(func(b *around) { b.Flows[0].Quantity.Amount = 7 }); len(s.ReportsFor(c)) != 3 {
		t.Errorf("another amount closes a report: %v", s.ReportsFor(c))
	}
	// All that an open comparison rests on is open: closed since, it is no longer.
	b.Flows, b.Sites = b.Flows[:1], b.Sites[:1]
	_, c = kept(t, b)
	if c.Visibility != symbiosis.Public {
		t.Fatalf("an open comparison is %s", c.Visibility)
	}
	if _, err := change(func(b *around) { b.Flows[0].Visibility = symbiosis.BrokerOnly }).LandReport(c, symbiosis.Public); symbiosis.KindOf(err) != symbiosis.Conflict {
		t.Errorf("%v, want Conflict", err)
	}
}

// Comparisons saved before 2026-11-25 took their visibility from the flows that they told of: one that
// counts more may rest on anything.
func TestEarlierComparisonsAreJudgedAnew(t *testing.T) {
	var b around
	site := aSite("d", 14.6, 63.21)
	b.Sites = append(b.Sites, site)
	for i := range planner.MostReached + 1 {
		f := aHeat(fmt.Sprintf("f%03d", i), "d", symbiosis.Surplus)
		f.Quantity.Amount, *f.FullLoadHours = 2, unit.Hours(8000)
		b.Flows = append(b.Flows, f)
	}
	s, c := kept(t, b)
	if got := planner.BeforeRests(c, symbiosis.Public); len(s.ReportsFor(got)) != 1 {
		t.Errorf("a comparison that counts more than it tells of has reports for %v", s.ReportsFor(got))
	}
	b.Flows = b.Flows[:3]
	s, c = kept(t, b)
	if got := planner.BeforeRests(c, symbiosis.Public); len(s.ReportsFor(got)) != 3 {
		t.Errorf("one that tells of all has reports for %v", s.ReportsFor(got))
	}
}
