package match_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
)

// AllOf gives those matches of All that have one of the flows, each once, with or without a layout.
func TestAllOfIsAllThatHasTheFlows(t *testing.T) {
	region := regiongen.Clustered(400, 5)
	region.Flows[7].Visibility = symbiosis.BrokerOnly
	e := newEngine(t, region)
	for name, opts := range map[string]match.Options{
		"every gate": {}, "two gates": twoGates, "parts of scores": {ScoreParts: true}, "what pays": {MinBenefit: 1},
		"seen by the network": {Viewer: symbiosis.Network}, "by temperature alone": {Gates: []symbiosis.GateName{symbiosis.GateTemperature, symbiosis.GateDistance}},
	} {
		all := func(e *match.Engine) (list []symbiosis.Match) {
			if err := e.All(t.Context(), opts, func(m symbiosis.Match) bool { list = append(list, m); return true }); err != nil {
				t.Fatal(err)
			}
			return list
		}(newEngine(t, region))
		if len(all) == 0 {
			t.Fatalf("%s: there are no matches", name)
		}
		rapid.Check(t, func(t *rapid.T) {
			ids := []symbiosis.FlowID{"nobody's"}
			for range rapid.IntRange(0, 30).Draw(t, "flows") {
				ids = append(ids, region.Flows[rapid.IntRange(0, len(region.Flows)-1).Draw(t, "flow")].ID)
			}
			if m := all[rapid.IntRange(0, len(all)-1).Draw(t, "match")]; rapid.Bool().Draw(t, "both ends") {
				ids = append(ids, m.NeedID, m.SurplusID)
			}
			var want, got []symbiosis.Match
			for _, m := range all {
				if slices.Contains(ids, m.SurplusID) || slices.Contains(ids, m.NeedID) {
					want = append(want, m)
				}
			}
			if err := e.AllOf(t.Context(), ids, opts, func(m symbiosis.Match) bool { got = append(got, m); return true }); err != nil {
				t.Fatal(err)
			}
			byID := func(a, b symbiosis.Match) int {
				return slices.Compare([]symbiosis.FlowID{a.SurplusID, a.NeedID}, []symbiosis.FlowID{b.SurplusID, b.NeedID})
			}
			slices.SortFunc(want, byID)
			slices.SortFunc(got, byID)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("%s: of All (−), AllOf (+):\n%s", name, diff)
			}
		})
		if err := e.LayOut(t.Context(), opts); err != nil || !match.LaidOut(e, opts) {
			t.Fatal("it is not laid out", err)
		}
	}
}

// What has changed is told from any earlier engine, over several edits; an engine made anew has changed
// in every flow.
func TestChangedSince(t *testing.T) {
	region := regiongen.Clustered(1500, 5)
	first := newEngine(t, region)
	edit := func(e *match.Engine, c match.Change) *match.Engine {
		next, err := e.With(c)
		if err != nil {
			t.Fatal(err)
		}
		return next
	}
	a, b, gone := region.Flows[3], region.Flows[2999], region.Flows[1700]
	fresh := a
	fresh.ID = "fresh"
	second := edit(first, match.Change{PutFlows: []symbiosis.Flow{a}, DeleteFlows: []symbiosis.FlowID{gone.ID}})
	third := edit(second, match.Change{PutSites: []symbiosis.Site{region.Sites[2999]}, PutFlows: []symbiosis.Flow{fresh}})
	for name, c := range map[string]struct {
		from *match.Engine
		want []symbiosis.FlowID
	}{"itself": {third, nil}, "one edit": {second, []symbiosis.FlowID{fresh.ID, b.ID}}, "two": {first, []symbiosis.FlowID{fresh.ID, a.ID, b.ID, gone.ID}}} {
		slices.Sort(c.want)
		if diff := cmp.Diff(c.want, third.ChangedSince(c.from.State())); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if got := newEngine(t, region).ChangedSince(first.State()); len(got) != len(region.Flows) {
		t.Errorf("%d of %d flows of an engine made anew have changed", len(got), len(region.Flows))
	}
	if got := newEngine(t, symbiosis.Region{}).ChangedSince(first.State()); len(got) != len(region.Flows) {
		t.Errorf("%d of %d flows have gone", len(got), len(region.Flows))
	}
}
