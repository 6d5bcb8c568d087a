package match_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

type flowPair = [2]symbiosis.FlowID

// allPairs are those of Engine.Pairs, in their order.
func allPairs(t testing.TB, e *match.Engine, opts match.Options) []flowPair {
	t.Helper()
	var pairs []flowPair
	last := match.Number(-1)
	if err := e.Pairs(t.Context(), opts, func(s match.Number, needs []match.Number) bool {
		if s == last || len(needs) == 0 {
			t.Errorf("%s twice in a row, or without needs", e.IDOf(s))
		}
		last = s
		for _, n := range needs {
			pairs = append(pairs, flowPair{e.IDOf(s), e.IDOf(n)})
		}
		return true
	}); err != nil {
		t.Fatal(err)
	}
	return pairs
}

// bruteForce tries every surplus with every need of the same resource.
func bruteForce(region symbiosis.Region) (pairs []flowPair) {
	at := map[symbiosis.SiteID]geo.Prepared{}
	for _, s := range region.Sites {
		at[s.ID] = geo.Prepare(s.Location)
	}
	for _, s := range region.Flows {
		if s.Direction != symbiosis.Surplus || s.MaxDistance == nil {
			continue
		}
		from := at[s.SiteID]
		for _, n := range region.Flows {
			if n.Direction != symbiosis.Need || n.Resource != s.Resource {
				continue
			}
			if to := at[n.SiteID]; geo.Between(&from, &to) <= *s.MaxDistance {
				pairs = append(pairs, flowPair{s.ID, n.ID})
			}
		}
	}
	return sorted(pairs)
}

func sorted(pairs []flowPair) []flowPair {
	pairs = slices.Clone(pairs)
	slices.SortFunc(pairs, func(a, b flowPair) int { return slices.Compare(a[:], b[:]) })
	return pairs
}

// Over regions of many blocks, one as dense as a country's and one where programs go wrong:
// pairs laid out are those of brute force and of the live index; the order is the same on any
// number of cores, and however the region came about.
func TestLaidOutEqualsBruteForce(t *testing.T) {
	defer goleak.VerifyNone(t)
	for name, region := range map[string]symbiosis.Region{
		"clustered": regiongen.Clustered(1_500, 7), "awkward": regiongen.Awkward(7),
	} {
		t.Run(name, func(t *testing.T) {
			e := newEngine(t, region)
			want := bruteForce(region)
			if len(want) < 500 {
				t.Fatalf("only %d pairs: that compares nothing", len(want))
			}
			pairs := allPairs(t, e, twoGates)
			if diff := cmp.Diff(want, sorted(pairs)); diff != "" {
				t.Errorf("brute force (−), laid out (+):\n%s", diff)
			}
			byID := pairsOf(collect(t, e, twoGates))
			if diff := cmp.Diff(want, byID); diff != "" {
				t.Errorf("brute force (−), All by id (+):\n%s", diff)
			}
			for _, workers := range []int{1, 2, 7} {
				opts := twoGates
				opts.Workers, opts.ByPlace = workers, true
				if !slices.Equal(allPairs(t, e, opts), pairs) {
					t.Errorf("on %d cores Pairs comes in another order", workers)
				}
				if !slices.Equal(pairsOf(collect(t, e, opts)), pairs) {
					t.Errorf("on %d cores All by place is not as Pairs", workers)
				}
			}
			// Put in backwards, and after edits that come to nothing.
			other := symbiosis.Region{Sites: region.Sites, Flows: slices.Clone(region.Flows)}
			slices.Reverse(other.Flows)
			edited := newEngine(t, other)
			half := len(other.Flows) / 2
			var err error
			for _, c := range []match.Change{
				{DeleteFlows: []symbiosis.FlowID{other.Flows[0].ID, other.Flows[half].ID}},
				{PutFlows: []symbiosis.Flow{other.Flows[half], other.Flows[0]}},
			} {
				if edited, err = edited.With(c); err != nil {
					t.Fatal(err)
				}
			}
			if !slices.Equal(allPairs(t, edited, twoGates), pairs) {
				t.Error("the same region made another way gives another order")
			}
		})
	}
}

// With every gate on, runs over all pairs give what the live index gives flow by flow: also where needs have limits
// of their own, from 1 to 300 km, which decide for many how far they are searched for.
func TestLaidOutEqualsTheLiveIndex(t *testing.T) {
	asItIs, limited := regiongen.Clustered(1_500, 8), regiongen.Clustered(3_000, 8)
	drawn := rand.New(rand.NewPCG(8, 1))
	for i := range limited.Flows {
		if f := &limited.Flows[i]; f.Direction == symbiosis.Need && drawn.IntN(4) > 0 {
			most := unit.Length(math.Pow(300, drawn.Float64())) * unit.Kilometre
			f.MaxDistance = &most
		}
	}
	t.Run("as it is", func(t *testing.T) { laidOutEqualsTheLiveIndex(t, asItIs) })
	t.Run("needs with limits", func(t *testing.T) { laidOutEqualsTheLiveIndex(t, limited) })
}

func laidOutEqualsTheLiveIndex(t *testing.T, region symbiosis.Region) {
	e := newEngine(t, region)
	want := map[flowPair]symbiosis.Match{}
	for _, f := range region.Flows {
		found, _, err := e.OfFlow(t.Context(), f.ID, match.Options{MostNear: -1})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range found {
			m.Score.Parts = nil
			want[flowPair{m.SurplusID, m.NeedID}] = m
		}
	}
	if len(want) < 200 {
		t.Fatalf("only %d matches: that compares nothing", len(want))
	}
	for _, opts := range []match.Options{{}, {ByPlace: true}, {ByPlace: true, Workers: 3}, {Workers: 1}} {
		got := map[flowPair]symbiosis.Match{}
		matches := collect(t, e, opts)
		for _, m := range matches {
			got[flowPair{m.SurplusID, m.NeedID}] = m
		}
		if diff := cmp.Diff(want, got); diff != "" || len(got) != len(matches) {
			t.Errorf("%+v: %d matches, %d different; live index (−), laid out (+):\n%s", opts, len(matches), len(got), diff)
		}
	}
}

func TestPairsAreForRunsThatReckonNothing(t *testing.T) {
	e := newEngine(t, regiongen.Clustered(10, 1))
	never := func(match.Number, []match.Number) bool { t.Error("a pair"); return false }
	for _, opts := range []match.Options{{}, {Gates: []symbiosis.GateName{symbiosis.GateTemperature}}, {Gates: []symbiosis.GateName{"gravity"}}} {
		if err := e.Pairs(t.Context(), opts, never); symbiosis.KindOf(err) != symbiosis.Invalid {
			t.Errorf("%v: %v, want an Invalid error", opts.Gates, err)
		}
	}
}

// Thirty thousand needs on one spot with as many surpluses are nine hundred million pairs:
// they stream, and stop when nobody wants more.
func TestPairsOnOneSpotStreamAndStop(t *testing.T) {
	defer goleak.VerifyNone(t)
	const many = 30_000
	region := regiongen.Clustered(many, 9)
	spot := region.Sites[0].Location
	limit := *region.Flows[0].MaxDistance
	for i := range region.Sites {
		region.Sites[i].Location = spot
	}
	for i := range region.Flows {
		f := &region.Flows[i]
		f.Resource = "heat"
		if f.Direction == symbiosis.Surplus {
			f.MaxDistance = &limit
		}
	}
	e := newEngine(t, region)
	asked := rand.New(rand.NewPCG(1, 1)).IntN(50) + 10
	for _, workers := range []int{1, 2} {
		opts := twoGates
		opts.Workers = workers
		seen := 0
		if err := e.Pairs(t.Context(), opts, func(_ match.Number, needs []match.Number) bool {
			if len(needs) != many {
				t.Errorf("%d needs, want %d", len(needs), many)
			}
			seen++
			return seen < asked
		}); err != nil || seen != asked {
			t.Errorf("stopped after %d of %d: %v", seen, asked, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		if err := e.Pairs(ctx, opts, func(match.Number, []match.Number) bool { cancel(); return true }); err == nil {
			t.Error("a cancelled run ended as if it had found everything")
		}
	}
}
