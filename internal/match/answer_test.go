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

// Question after question into the same room, each of other flows by other gates, finds what it finds in a room
// of its own; a question that fails leaves the answer before it.
func TestAnAnswersRoomIsUsedAgain(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawRegion(t)
		e, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		var answer match.Answer
		for round := range 4 {
			opts := drawOptions(t)
			opts.MostNear, opts.Limit = rapid.IntRange(-1, 2).Draw(t, "near misses"), rapid.IntRange(0, 3).Draw(t, "limit")
			sc := symbiosis.Scenario{Sites: []symbiosis.Site{drawSite(t, "w0"), drawSite(t, "w1")}}
			for i := range rapid.IntRange(1, 3).Draw(t, "scenario flows") {
				sc.Flows = append(sc.Flows, drawFlow(t, fmt.Sprintf("f%02d", 10*round+i), sc.Sites))
			}
			matches, near, err := e.WhatIf(context.Background(), sc, opts)
			if err != nil {
				t.Fatal(err)
			}
			same := func(after string) {
				if diff := cmp.Diff(matches, answer.Matches, cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("after %s: in a room of its own (−), in one used before (+):\n%s", after, diff)
				}
				if diff := cmp.Diff(near, answer.Near); diff != "" {
					t.Fatalf("after %s: near misses in a room of their own (−), in one used before (+):\n%s", after, diff)
				}
			}
			if err := e.WhatIfInto(context.Background(), &answer, sc, opts); err != nil {
				t.Fatal(err)
			}
			same("the question")
			sc.Flows[0].Resource = "gravity"
			if err := e.WhatIfInto(context.Background(), &answer, sc, opts); symbiosis.KindOf(err) != symbiosis.Invalid {
				t.Fatalf("a flow of gravity: %v", err)
			}
			same("a question that failed")
		}
	})
}
