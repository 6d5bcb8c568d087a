package match_test

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// worthOf is what a match tells in numbers.
type worthOf struct {
	pair                    flowPair
	priced, in, assess      bool
	distance, benefit, mark float64
}

func worths(t rapid.TB, e *match.Engine, opts match.Options) (all []worthOf) {
	t.Helper()
	if err := e.Worths(context.Background(), opts, func(s match.Number, pairs []match.Worth) bool {
		if len(pairs) == 0 {
			t.Errorf("%s without pairs", e.IDOf(s))
		}
		for _, w := range pairs {
			all = append(all, worthOf{flowPair{e.IDOf(s), e.IDOf(w.Need)}, w.Priced, w.InOperation, w.NeedsAssessment, w.Distance.Metres(), w.NetBenefit.SEK(), w.Score})
		}
		return true
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// sameWorths fails unless numbers and matches by place are the same, to the last bit and in order.
func sameWorths(t rapid.TB, e *match.Engine, opts match.Options) int {
	t.Helper()
	var want []worthOf
	byPlace := opts
	byPlace.ByPlace = true
	if err := e.All(context.Background(), byPlace, func(m symbiosis.Match) bool {
		w := worthOf{pair: flowPair{m.SurplusID, m.NeedID}, in: m.Exchange != "", assess: m.NeedsAssessment, distance: m.Distance.Metres(), mark: m.Score.Total}
		if m.NetBenefit != nil {
			w.priced, w.benefit = true, m.NetBenefit.SEK()
		}
		want = append(want, w)
		return true
	}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, worths(t, e, opts), cmp.AllowUnexported(worthOf{})); diff != "" {
		t.Fatalf("%+v: matches (−), numbers (+):\n%s", opts, diff)
	}
	return len(want)
}

func TestWorthsAreThoseOfAll(t *testing.T) {
	defer goleak.VerifyNone(t)
	e := newEngine(t, regiongen.Clustered(1_500, 8))
	if n := sameWorths(t, e, match.Options{}); n < 200 {
		t.Fatalf("only %d matches: that compares nothing", n)
	}
	for _, opts := range []match.Options{
		{Workers: 1}, {Workers: 2}, {Workers: 7}, {MinBenefit: 100_000 * unit.SEK}, {Viewer: symbiosis.Public},
		{Gates: []symbiosis.GateName{symbiosis.GateResource, symbiosis.GateTemperature}},
		{Gates: []symbiosis.GateName{symbiosis.GateResource, symbiosis.GateTime, symbiosis.GateDistance}},
	} {
		sameWorths(t, e, opts)
	}
}

// The same with exchanges in operation.
func TestWorthsOfWhatIsLeft(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawDense(t)
		whole, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		e, err := whole.With(match.Change{PutExchanges: drawExchanges(t, r.flows, "x")})
		if err != nil {
			t.Fatal(err)
		}
		sameWorths(t, e, match.Options{})
		ours, err := e.AllocateAll(context.Background(), match.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(allocate(t, e, allMatches(t, e)), ours); diff != "" {
			t.Fatalf("plan of the matches (−), of the numbers (+):\n%s", diff)
		}
	})
}

func TestWorthsStopAndRefuse(t *testing.T) {
	defer goleak.VerifyNone(t)
	e := newEngine(t, regiongen.Clustered(500, 8))
	never := func(match.Number, []match.Worth) bool { t.Error("a pair"); return false }
	for _, gates := range [][]symbiosis.GateName{{symbiosis.GateResource, symbiosis.GateDistance}, {"gravity"}} {
		if err := e.Worths(t.Context(), match.Options{Gates: gates}, never); symbiosis.KindOf(err) != symbiosis.Invalid {
			t.Errorf("%v: %v, want an Invalid error", gates, err)
		}
	}
	for _, workers := range []int{1, 2} {
		seen := 0
		if err := e.Worths(t.Context(), match.Options{Workers: workers}, func(match.Number, []match.Worth) bool { seen++; return seen < 3 }); err != nil || seen != 3 {
			t.Errorf("stopped after %d of 3: %v", seen, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		if err := e.Worths(ctx, match.Options{Workers: workers}, func(match.Number, []match.Worth) bool { cancel(); return true }); !errors.Is(err, context.Canceled) {
			t.Errorf("a cancelled run ends with %v", err)
		}
	}
}

// Once its room is there, a run allocates nothing for a pair.
func TestWorthsAllocateNothingForAPair(t *testing.T) {
	region := regiongen.Clustered(2_000, 8)
	for i := range region.Sites { // near each other: many pairs for the room that a run makes
		at := &region.Sites[i].Location
		at[0], at[1] = 15+math.Mod(at[0], 1)/2, 60+math.Mod(at[1], 1)/4
	}
	e := newEngine(t, region)
	pairs := 0
	run := func() {
		pairs = 0
		if err := e.Worths(t.Context(), match.Options{Workers: 1}, func(_ match.Number, w []match.Worth) bool { pairs += len(w); return true }); err != nil {
			t.Fatal(err)
		}
	}
	run()
	if each := testing.AllocsPerRun(3, run) / float64(pairs); pairs < 30_000 || each > 0.05 {
		t.Errorf("%.2g allocations a pair in a run of %d", each, pairs)
	}
}
