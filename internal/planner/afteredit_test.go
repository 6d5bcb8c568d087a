package planner

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// After edits of every kind, one or several between two questions, all matches, their order, the records
// they hold and the plan are those of a snapshot made anew; and most of them were taken over.
func TestMatchesAfterEditsAreThoseReckonedAnew(t *testing.T) {
	c, a := books(t)
	takenOver, reckoned := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		region := regiongen.Clustered(rapid.IntRange(100, 200).Draw(t, "surpluses"), rapid.Uint64Range(1, 50).Draw(t, "seed"))
		for i := range region.Sites { // near each other, so that there are pairs
			at := region.Sites[i].Location
			region.Sites[i].Location = orb.Point{15 + (at[0]-15)/20, 62 + (at[1]-62)/20}
		}
		s, err := SnapshotOf(c, a, region)
		if err != nil {
			t.Fatal(err)
		}
		had := map[*matchRow]bool{}
		for more := rapid.IntRange(1, 6).Draw(t, "questions"); more >= 0; more-- {
			all, err := s.allMatches(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range all.rows {
				if reckoned++; had[row] {
					takenOver++
				}
			}
			had = map[*matchRow]bool{}
			for _, row := range all.rows {
				had[row] = true
			}
			sameAsAnew(t, s, all, more == 0)
			for range rapid.IntRange(1, 3).Draw(t, "edits") {
				if s, err = s.with(anEdit(t, s, all), s.revision+"+"); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
	t.Logf("%d of %d matches were taken over", takenOver, reckoned)
	if takenOver < reckoned/5 {
		t.Errorf("of %d matches %d were taken over from before the edits", reckoned, takenOver)
	}
}

// sameAsAnew fails unless all matches of s, and the plan if planToo says so, are those of a snapshot made of
// its records.
func sameAsAnew(t *rapid.T, s *Snapshot, got *allMatches, planToo bool) {
	t.Helper()
	anew := *s
	anew.engine = lazily(anew.newEngine)
	anew.forgetMatches()
	want, err := anew.allMatches(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	matchesOf := func(all *allMatches) (list []symbiosis.Match) {
		for _, row := range all.rows {
			list = append(list, row.Match)
		}
		return list
	}
	if diff := cmp.Diff(matchesOf(want), matchesOf(got)); diff != "" {
		t.Fatalf("made anew (−), after edits (+):\n%s", diff)
	}
	if got.surpluses != want.surpluses || got.needs != want.needs {
		t.Fatalf("%d surpluses and %d needs have matches, made anew %d and %d", got.surpluses, got.needs, want.surpluses, want.needs)
	}
	for i, row := range got.rows {
		if w := want.rows[i]; row.surplus != w.surplus || row.need != w.need || row.from != w.from || row.to != w.to {
			t.Fatalf("match %d holds records that are no longer the snapshot's", i)
		}
	}
	if !planToo {
		return
	}
	plan, err := s.together(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	planned, err := anew.together(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(planned, plan); diff != "" {
		t.Fatalf("the plan made anew (−), after edits (+):\n%s", diff)
	}
}

// anEdit draws one; what it touches is taken from earlier matches, mostly.
func anEdit(t *rapid.T, s *Snapshot, all *allMatches) (c change) {
	f := s.flows.at(rapid.IntRange(0, s.flows.len()-1).Draw(t, "flow")).Flow
	surplus, need := symbiosis.FlowID(""), symbiosis.FlowID("")
	if len(all.rows) > 0 {
		m := all.rows[rapid.IntRange(0, len(all.rows)-1).Draw(t, "match")].Match
		surplus, need = m.SurplusID, m.NeedID
		if row := s.flows.get(string(surplus)); row != nil {
			f = row.Flow
		}
	}
	site := s.sites.get(string(f.SiteID))
	forget := func(id symbiosis.FlowID) {
		c.goneFlows = append(c.goneFlows, id)
		for x := range s.exchanges.all() {
			if x.SurplusID == id || x.NeedID == id {
				c.goneExchanges = append(c.goneExchanges, x.ID)
			}
		}
	}
	switch rapid.IntRange(0, 8).Draw(t, "edit") {
	case 0:
		f.Quantity.Amount *= rapid.Float64Range(0.1, 3).Draw(t, "times")
		c.flows = append(c.flows, f)
	case 1:
		moved := site.Site
		moved.Location[0] += rapid.Float64Range(-0.2, 0.2).Draw(t, "east")
		c.sites = append(c.sites, moved)
	case 2:
		named := site.Site
		named.Name += "!"
		c.sites = append(c.sites, named)
	case 3:
		forget(f.ID)
	case 4:
		c.goneSites = append(c.goneSites, f.SiteID)
		for row := range s.flowsOf(f.SiteID) {
			forget(row.ID)
		}
	case 5:
		f.ID += "+"
		c.flows = append(c.flows, f)
	case 6:
		if s.flows.get(string(surplus)) != nil && s.flows.get(string(need)) != nil {
			x := symbiosis.Exchange{ID: symbiosis.ExchangeID(surplus + "→" + need), SurplusID: surplus, NeedID: need}
			x.State = rapid.SampledFrom([]symbiosis.ExchangeState{symbiosis.Operation, symbiosis.Operation, symbiosis.Study, symbiosis.Ended}).Draw(t, "state")
			if rapid.Bool().Draw(t, "known") {
				x.Quantity = f.Quantity
				x.Quantity.Amount *= rapid.Float64Range(0, 1).Draw(t, "share")
			}
			c.exchanges = append(c.exchanges, x)
		}
	case 7:
		for x := range s.exchanges.all() {
			c.goneExchanges = append(c.goneExchanges, x.ID)
			break
		}
	case 8:
		if rapid.IntRange(0, 3).Draw(t, "rarely") == 0 {
			c.assumptions = map[string]float64{"heat_value_sek_per_mwh": rapid.Float64Range(200, 600).Draw(t, "heat")}
		}
	}
	return c
}

// BenchmarkAfterEdit asks, after an edit of one flow and its site, for all matches and then for the
// plan, which a region's totals, lists and map wait for.
func BenchmarkAfterEdit(b *testing.B) {
	for _, flows := range []int{20_000, 100_000} {
		b.Run(fmt.Sprint(flows), func(b *testing.B) {
			c, a := books(b)
			region := regiongen.Clustered(flows/2, 20261122)
			s, err := SnapshotOf(c, a, region)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := s.together(b.Context()); err != nil {
				b.Fatal(err)
			}
			p := &Planner{catalogue: c, defaults: a, opts: Options{}.withDefaults()}
			var clock, used [2]float64
			for i := 0; b.Loop(); i++ {
				b.StopTimer()
				at := i * 7919 % len(region.Flows)
				f, site := region.Flows[at], region.Sites[at]
				f.Version, site.Version = f.Version+1, site.Version+1
				site.Location[0] += 0.01
				s, err = s.with(p.changeOf(store.News{Changed: symbiosis.Region{Sites: []symbiosis.Site{site}, Flows: []symbiosis.Flow{f}}}, s), "next")
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				for question, ask := range []func() error{
					func() error { _, err := s.allMatches(b.Context()); return err },
					func() error { _, err := s.together(b.Context()); return err },
				} {
					start, before := time.Now(), testtool.ProcessorTime()
					if err := ask(); err != nil {
						b.Fatal(err)
					}
					clock[question] += time.Since(start).Seconds() * 1000
					used[question] += testtool.ProcessorTime() - before
				}
			}
			all, _ := s.allMatches(b.Context())
			plan, _ := s.together(b.Context())
			b.ReportMetric(float64(len(all.rows)), "pairs")
			b.ReportMetric(float64(len(plan.Pairs)), "planned")
			for question, name := range []string{"matches", "plan"} {
				b.ReportMetric(clock[question]/float64(b.N), name+"-ms")
				b.ReportMetric(used[question]/float64(b.N), name+"-cpu-ms")
			}
		})
	}
}
