package match_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
)

// An engine made of all records at once is one into which they were put: with ids that come again,
// flows of sites that aren't there, of no resource and of figures that are no numbers; and both
// take the same edits.
func TestNewIsAnEditOfEverything(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	rapid.Check(t, func(t *rapid.T) {
		region := regiongen.Clustered(rapid.IntRange(0, 60).Draw(t, "surpluses"), rapid.Uint64Range(1, 50).Draw(t, "seed"))
		sites, flows := region.Sites, region.Flows
		for i := range sites { // near each other, so that there are pairs
			sites[i].Location[0], sites[i].Location[1] = 15+math.Mod(sites[i].Location[0], 1)/4, 60+math.Mod(sites[i].Location[1], 1)/4
		}
		for range rapid.IntRange(0, 8).Draw(t, "spoilt") {
			if len(flows) == 0 {
				break
			}
			pick := func(what string) int { return rapid.IntRange(0, len(flows)-1).Draw(t, what) }
			f := &flows[pick("flow")]
			switch rapid.IntRange(0, 5).Draw(t, "how") {
			case 0:
				f.ID = flows[pick("twin")].ID
			case 1:
				f.SiteID = "nowhere"
			case 2:
				f.Resource = "unheard-of"
			case 3:
				f.Quantity.Amount = math.NaN()
			case 4:
				sites[pick("site")].ID = sites[pick("its twin")].ID
			case 5:
				f.SiteID = sites[pick("neighbour")].ID
				f.Accepts = []string{"heat", "16 01"}
			}
		}
		atOnce, err := match.New(cat, reckoner, a, sites, flows)
		if err != nil {
			t.Fatal(err)
		}
		empty, err := match.New(cat, reckoner, a, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		edited, err := empty.With(match.Change{PutSites: sites, PutFlows: flows})
		if err != nil {
			t.Fatal(err)
		}
		same := func(when string) {
			t.Helper()
			if diff := cmp.Diff(edited.Skipped(), atOnce.Skipped()); diff != "" || edited.Flows() != atOnce.Flows() {
				t.Fatalf("%s: %d flows, edited %d; skipped by the edit (−) and at once (+):\n%s", when, atOnce.Flows(), edited.Flows(), diff)
			}
			if diff := cmp.Diff(allOf(t, edited), allOf(t, atOnce)); diff != "" {
				t.Fatalf("%s: edited (−), at once (+):\n%s", when, diff)
			}
			for _, s := range sites {
				want, wantNear, err := edited.OfSite(t.Context(), s.ID, match.Options{})
				got, gotNear, err2 := atOnce.OfSite(t.Context(), s.ID, match.Options{})
				if diff := cmp.Diff(want, got) + cmp.Diff(wantNear, gotNear); diff != "" || (err == nil) != (err2 == nil) {
					t.Fatalf("%s, site %s: edited (−) %v, at once (+) %v:\n%s", when, s.ID, err, err2, diff)
				}
			}
		}
		same("made")
		if len(flows) == 0 {
			return
		}
		moved := sites[0]
		moved.Location[0] += 0.01
		again := slices.Clone(flows[:1])
		again[0].Quantity.Amount = 1
		change := match.Change{
			PutSites: []symbiosis.Site{moved}, PutFlows: again,
			DeleteFlows: []symbiosis.FlowID{flows[len(flows)/2].ID}, DeleteSites: []symbiosis.SiteID{sites[len(sites)-1].ID},
		}
		for _, e := range []**match.Engine{&atOnce, &edited} {
			if *e, err = (*e).With(change); err != nil {
				t.Fatal(err)
			}
		}
		same("edited again")
	})
}

func allOf(t *rapid.T, e *match.Engine) (all []symbiosis.Match) {
	t.Helper()
	if err := e.All(t.Context(), match.Options{}, func(m symbiosis.Match) bool { all = append(all, m); return true }); err != nil {
		t.Fatal(err)
	}
	return all
}

// Of the same bad sites the same error comes out, whatever lies where.
func TestNewTellsOfTheFirstBadSite(t *testing.T) {
	region := regiongen.Clustered(20, 1)
	region.Sites[7].Location[1], region.Sites[30].Location[0] = 91, math.NaN()
	_, err := match.New(catalogue(t), reckoner, assumptions(t), region.Sites, region.Flows)
	if symbiosis.KindOf(err) != symbiosis.Invalid || !strings.Contains(err.Error(), string(region.Sites[7].ID)) {
		t.Errorf("got %v, want an Invalid error of site %s", err, region.Sites[7].ID)
	}
}
