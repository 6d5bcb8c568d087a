package match_test

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
)

// answer is what a question finds.
type answer struct {
	Matches []symbiosis.Match
	Near    []symbiosis.NearMiss
}

// answersOf asks for every flow of the region and for the scenarios.
func answersOf(t rapid.TB, e *match.Engine, flows []symbiosis.Flow, scenarios []symbiosis.Scenario, opts match.Options) (list []answer) {
	for _, f := range flows {
		m, near, err := e.OfFlow(context.Background(), f.ID, opts)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, answer{m, near})
	}
	for _, sc := range scenarios {
		m, near, err := e.WhatIf(context.Background(), sc, opts)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, answer{m, near})
	}
	return list
}

// One flow finds the same in a layout as in the live index, near misses too: in drawn regions
// with any gates,
func TestAroundEqualsTheLiveIndex(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawRegion(t)
		opts := drawOptions(t)
		opts.MostNear = rapid.IntRange(-1, 3).Draw(t, "near misses")
		var sc symbiosis.Scenario
		sc.Sites = []symbiosis.Site{drawSite(t, "w0")}
		for i := range rapid.IntRange(1, 3).Draw(t, "scenario flows") {
			sc.Flows = append(sc.Flows, drawFlow(t, fmt.Sprintf("w%02d", i), sc.Sites))
		}
		e, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		live := answersOf(t, e, r.flows, []symbiosis.Scenario{sc}, opts)
		match.LayOut(t, e, opts)
		if diff := cmp.Diff(live, answersOf(t, e, r.flows, []symbiosis.Scenario{sc}, opts)); diff != "" {
			t.Fatalf("live index (−), laid out (+):\n%s", diff)
		}
	})
}

// and in regions of many blocks, one of them where programs go wrong.
func TestAroundInADenseRegion(t *testing.T) {
	for name, region := range map[string]symbiosis.Region{
		"clustered": regiongen.Clustered(1_000, 11), "awkward": regiongen.Awkward(11),
	} {
		other := regiongen.Clustered(100, 12)
		var scenarios []symbiosis.Scenario
		for i, f := range other.Flows {
			f.ID = "whatif-" + f.ID
			scenarios = append(scenarios, symbiosis.Scenario{Sites: other.Sites[i : i+1], Flows: []symbiosis.Flow{f}})
		}
		two := twoGates
		two.MostNear = -1
		for _, opts := range []match.Options{two, twoGates, {}, {MostNear: -1, Limit: 5}} {
			t.Run(fmt.Sprint(name, opts.Gates, opts.MostNear), func(t *testing.T) {
				e := newEngine(t, region)
				asked := region.Flows[:min(1_000, len(region.Flows))]
				live := answersOf(t, e, asked, scenarios, opts)
				found := 0
				for _, a := range live {
					found += len(a.Matches)
				}
				if found < 100 {
					t.Fatalf("only %d matches: that compares nothing", found)
				}
				match.LayOut(t, e, opts)
				laid := answersOf(t, e, asked, scenarios, opts)
				for i := range live {
					if !reflect.DeepEqual(live[i], laid[i]) {
						t.Fatalf("question %d, live index (−), laid out (+):\n%s", i, cmp.Diff(live[i], laid[i]))
					}
				}
			})
		}
	}
}
