package match_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
)

// While a run lays the region out, as a server's does at its start and after each edit, what-ifs are
// answered all the time, and as by an engine that has no layout.
func TestWhatIfsAreTheSameWhileTheLayoutIsMade(t *testing.T) {
	region := regiongen.Clustered(2_000, 21)
	other := regiongen.Clustered(250, 22)
	plain := newEngine(t, region)
	ask := func(e *match.Engine, i int) (match.Summed, error) {
		site, flow := other.Sites[i], other.Flows[i]
		flow.ID, site.ID = symbiosis.FlowID(fmt.Sprint("w", i)), symbiosis.SiteID(fmt.Sprint("ws", i))
		flow.SiteID = site.ID
		return e.WhatIfSummed(t.Context(), symbiosis.Scenario{Sites: []symbiosis.Site{site}, Flows: []symbiosis.Flow{flow}}, match.Options{Limit: 20})
	}
	var want []match.Summed
	found := 0
	for i := range other.Flows {
		s, err := ask(plain, i)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, s)
		found += s.Total
	}
	if found < 100 {
		t.Fatalf("%d matches prove little", found)
	}
	laid := newEngine(t, region)
	edited, err := laid.With(match.Change{PutFlows: region.Flows[:1]}) // another engine, the same region
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []*match.Engine{laid, edited} {
		var work sync.WaitGroup
		begun := make(chan struct{})
		work.Go(func() {
			close(begun)
			if err := e.All(t.Context(), match.Options{}, func(symbiosis.Match) bool { return true }); err != nil {
				t.Error(err)
			}
		})
		<-begun
		for range 2 {
			work.Go(func() {
				for i := range want {
					got, err := ask(e, i)
					if err != nil {
						t.Error(err)
					} else if diff := cmp.Diff(want[i], got); diff != "" {
						t.Errorf("what-if %d while the layout is made:\n%s", i, diff)
					}
				}
			})
		}
		work.Wait()
	}
}
