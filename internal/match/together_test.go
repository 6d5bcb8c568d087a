package match_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
)

// A list tells of each pair what its explanation tells, in as many samples.
func TestSureOfAListIsThatOfEachExplanation(t *testing.T) {
	r := regiongen.Clustered(1500, 3)
	e := engineOf(t, r.Sites, r.Flows)
	matches := collect(t, e, match.Options{})
	matches = matches[:min(100, len(matches))]
	list, err := e.Sure(t.Context(), matches, 64)
	if err != nil {
		t.Fatal(err)
	}
	known := 0
	for i, m := range matches {
		x, err := e.Explain(m.SurplusID, m.NeedID, nil, match.Options{Samples: 64})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(x.Uncertainty, list[i]); diff != "" {
			t.Fatalf("%s -> %s:\n%s", m.SurplusID, m.NeedID, diff)
		}
		if list[i] != nil {
			known++
		}
	}
	if known < 50 {
		t.Errorf("only %d of %d pairs had a range", known, len(matches))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Sure(ctx, matches, 64); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context: %v", err)
	}
	if _, err := e.Sure(t.Context(), []symbiosis.Match{{SurplusID: "x", NeedID: "y"}}, 8); symbiosis.KindOf(err) != symbiosis.NotFound {
		t.Errorf("a pair that isn't there: %v", err)
	}
}

// twins is so many equal pairs of heat, far from each other, with figures of a certainty.
func twins(t *testing.T, pairs int, c symbiosis.Certainty, overrides map[string]float64) (symbiosis.Allocation, []symbiosis.Spread) {
	var sites []symbiosis.Site
	var flows []symbiosis.Flow
	for i := range pairs {
		lon := 5 + 0.5*float64(i)
		id := string(rune('a' + i))
		s, n := heat(id+"s", symbiosis.Surplus, id+"1", 3, 85, 50), heat(id+"n", symbiosis.Need, id+"2", 5, 75, 40)
		s.Certainty, n.Certainty = c, c
		sites = append(sites, siteAt(id+"1", lon, 63), siteAt(id+"2", lon+0.02, 63))
		flows = append(flows, s, n)
	}
	a, err := assumptions(t).With(overrides)
	if err != nil {
		t.Fatal(err)
	}
	e, err := match.New(catalogue(t), reckoner, a, sites, flows)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := e.AllocateAll(t.Context(), match.Options{})
	if err != nil || len(plan.Pairs) != pairs {
		t.Fatalf("%d pairs, %v", len(plan.Pairs), err)
	}
	spreads, err := e.SureTogether(t.Context(), plan.Pairs)
	if err != nil {
		t.Fatal(err)
	}
	again, err := e.SureTogether(t.Context(), plan.Pairs)
	if diff := cmp.Diff(spreads, again); diff != "" || err != nil {
		t.Fatalf("the second time it comes out otherwise: %v\n%s", err, diff)
	}
	return plan, spreads
}

// What is uncertain in common doesn't even out over a region, what each flow gives for itself
// does: the energy of sixteen equal pairs has a narrower range than that of one, their net
// benefit, decided by the value of heat, hardly.
func TestSumsKeepWhatIsUncertainInCommon(t *testing.T) {
	width := func(s symbiosis.Spread) float64 { return (s.High - s.Low) / s.Likely }
	_, one := twins(t, 1, symbiosis.Estimated, nil)
	plan, many := twins(t, 16, symbiosis.Estimated, nil)
	for i, s := range many {
		if !(s.Low <= s.Likely && s.Likely <= s.High) {
			t.Errorf("%+v", s)
		}
		if want := [4]float64{plan.Total.NetBenefit.SEK(), plan.Total.Energy.MegawattHours(), 0, plan.Total.CO2e.Tonnes()}[i]; s.Likely != want {
			t.Errorf("%s: likely %g, the plan says %g", s.Key, s.Likely, want)
		}
	}
	if a, b := width(one[1]), width(many[1]); !(b < a/2) {
		t.Errorf("the energy of one pair is uncertain by %.2f, of sixteen by %.2f: errors don't even out", a, b)
	}
	if a, b := width(one[0]), width(many[0]); !(b > a/2) {
		t.Errorf("the benefit of one pair is uncertain by %.2f, of sixteen by %.2f: what is common must not even out", a, b)
	}
	// The better known, the narrower.
	_, measured := twins(t, 1, symbiosis.Measured, nil)
	if a, b := width(one[1]), width(measured[1]); !(b < a/3) {
		t.Errorf("estimated energy is uncertain by %.2f, measured by %.2f", a, b)
	}
	if plan.ByCertainty[2].Certainty != symbiosis.Estimated || math.Abs(float64(plan.ByCertainty[2].NetBenefit/plan.Total.NetBenefit)-1) > 1e-12 {
		t.Errorf("by certainty %+v", plan.ByCertainty)
	}
}

// A sample leaves nothing behind in the room that the next one is carried out in: of flows that are in the
// plan, and of those from which exchanges in operation take.
func TestSamplesOfAPlanLeaveNothingBehind(t *testing.T) {
	r := regiongen.Clustered(2000, 3)
	e := engineOf(t, r.Sites, r.Flows)
	var c match.Change
	for i, m := range collect(t, e, match.Options{}) {
		if i%7 != 0 {
			continue
		}
		x := symbiosis.Exchange{ID: symbiosis.ExchangeID(fmt.Sprint("x", i)), SurplusID: m.SurplusID, NeedID: m.NeedID, State: symbiosis.Operation}
		if i%14 == 0 { // of the others it isn't known how much they carry
			x.Quantity = m.Delivered
			x.Quantity.Amount /= 3
		}
		c.PutExchanges = append(c.PutExchanges, x)
	}
	e, err := e.With(c)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := e.AllocateAll(t.Context(), match.Options{})
	if err != nil || len(plan.Pairs) < 100 || len(c.PutExchanges) < 20 {
		t.Fatal(len(plan.Pairs), len(c.PutExchanges), err)
	}
	want, err := match.TogetherInSamples(t.Context(), e, plan.Pairs, 16, true)
	if err != nil {
		t.Fatal(err)
	}
	got, err := match.TogetherInSamples(t.Context(), e, plan.Pairs, 16, false)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("each in its own room (−), one after the other (+):\n%s", diff)
	}
}
