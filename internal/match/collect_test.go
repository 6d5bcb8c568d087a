package match_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
)

// The best of a limit are the first of all, whatever room earlier questions have left behind, and stay as
// they are when later ones use it.
func TestALimitGivesTheFirstOfAll(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawRegion(t)
		opts := drawOptions(t)
		opts.MostNear = rapid.IntRange(-1, 2).Draw(t, "near misses")
		sc := symbiosis.Scenario{Sites: []symbiosis.Site{drawSite(t, "w0"), drawSite(t, "w1")}}
		for i := range rapid.IntRange(1, 4).Draw(t, "scenario flows") {
			sc.Flows = append(sc.Flows, drawFlow(t, fmt.Sprintf("w%02d", i), sc.Sites))
		}
		e, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		opts.Limit = 0
		all, misses, err := e.WhatIf(context.Background(), sc, opts)
		if err != nil {
			t.Fatal(err)
		}
		for opts.Limit = len(all) + 1; opts.Limit > 0; opts.Limit-- {
			got, near, err := e.WhatIf(context.Background(), sc, opts)
			if err != nil {
				t.Fatal(err)
			}
			want := all[:min(opts.Limit, len(all))]
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("the first %d of all (−), with a limit (+):\n%s", opts.Limit, diff)
			}
			if diff := cmp.Diff(misses, near); diff != "" {
				t.Fatalf("near misses of all (−), with a limit (+):\n%s", diff)
			}
		}
	})
}
