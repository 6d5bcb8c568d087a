package match_test

import (
	"cmp"
	"context"
	"math"
	"slices"
	"testing"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/bench/peer"
	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
	"github.com/samloka/samloka/internal/transport"
)

// edge is how near the budget's edge, in metres, two programs may tell a pair differently: two
// geodesics of 2 000 km in double precision differ by some nanometres. PostGIS takes a pair for
// which its own geodesic is at most the budget, without a tolerance, and rounds ST_Distance to 10
// nanometres. A pair nearer to the edge than this is counted and reported.
const edge = 1e-6

// newEngine makes the engine of the program over a made-up region.
func newEngine(t testing.TB, region symbiosis.Region) *match.Engine {
	t.Helper()
	cat, err := symbiosis.LoadCatalogue(geodata.Catalogue(), geodata.WasteList(), geodata.WasteUses())
	if err != nil {
		t.Fatal(err)
	}
	assumptions, err := symbiosis.LoadAssumptions(geodata.Assumptions())
	if err != nil {
		t.Fatal(err)
	}
	model := func(a symbiosis.Assumptions) match.Reckoner { return transport.New(a) }
	engine, err := match.New(cat, model, assumptions, region.Sites, region.Flows)
	if err != nil {
		t.Fatal(err)
	}
	if skipped := engine.Skipped(); len(skipped) > 0 {
		t.Fatalf("%d flows take no part, such as %s", len(skipped), skipped[0])
	}
	return engine
}

var twoGates = match.Options{Gates: []symbiosis.GateName{symbiosis.GateResource, symbiosis.GateDistance}}

// enginePairs are the engine's pairs with its distances, in the order of peer.Points.
func enginePairs(t testing.TB, engine *match.Engine, points peer.Points) []peer.Measured {
	t.Helper()
	surplus, need := points.Numbers()
	var pairs []peer.Measured
	err := engine.All(context.Background(), twoGates, func(m symbiosis.Match) bool {
		pair := peer.Pair{Surplus: surplus[m.SurplusID], Need: need[m.NeedID]}
		pairs = append(pairs, peer.Measured{Pair: pair, Distance: m.Distance.Metres()})
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(pairs, compareMeasured)
	return pairs
}

func compareMeasured(a, b peer.Measured) int {
	return cmp.Or(cmp.Compare(a.Surplus, b.Surplus), cmp.Compare(a.Need, b.Need))
}

// openPostGIS loads points into a schema of the test's own.
func openPostGIS(t testing.TB, schema string, points peer.Points) *peer.PostGIS {
	t.Helper()
	ctx := t.Context()
	postgis, err := peer.OpenPostGIS(ctx, testtool.PostGIS(t), schema)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := postgis.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	if err := postgis.Load(ctx, points); err != nil {
		t.Fatal(err)
	}
	if err := postgis.Index(ctx); err != nil {
		t.Fatal(err)
	}
	return postgis
}

// samePairs fails the test when the engine's pairs differ from PostGIS's anywhere but at the edge
// of the budget, or a distance differs by more than that. It logs what it compared.
func samePairs(t *testing.T, postgis *peer.PostGIS, points peer.Points, ours, theirs []peer.Measured) {
	t.Helper()
	found, alike, atEdge, toldApart, worst := len(ours), 0, 0, 0, 0.0
	near := func(m peer.Measured) bool {
		return math.Abs(m.Distance-points.Surpluses[m.Surplus].Budget.Metres()) <= edge
	}
	faults := 0
	fault := func(format string, m peer.Measured, args ...any) {
		if faults++; faults <= 10 {
			s, n := points.Surpluses[m.Surplus], points.Needs[m.Need]
			t.Errorf("%s at %v (budget %.9f m) and %s at %v: "+format, append([]any{s.ID, s.At, s.Budget.Metres(), n.ID, n.At}, args...)...)
		}
	}
	for len(ours) > 0 || len(theirs) > 0 {
		var order int
		switch {
		case len(ours) == 0:
			order = 1
		case len(theirs) == 0:
			order = -1
		default:
			order = compareMeasured(ours[0], theirs[0])
		}
		switch {
		case order == 0:
			alike++
			difference := math.Abs(ours[0].Distance - theirs[0].Distance)
			worst = max(worst, difference)
			if difference > edge || math.IsNaN(difference) {
				fault("the engine says %.9f m, PostGIS %.9f", ours[0], ours[0].Distance, theirs[0].Distance)
			}
			if near(theirs[0]) {
				atEdge++
			}
			ours, theirs = ours[1:], theirs[1:]
		case order < 0:
			distance, err := postgis.Distance(t.Context(), ours[0].Pair)
			if err != nil {
				t.Fatal(err)
			}
			if m := (peer.Measured{Pair: ours[0].Pair, Distance: distance}); near(m) {
				toldApart++
			} else {
				fault("the engine alone matches them; PostGIS says %.9f m", ours[0], distance)
			}
			ours = ours[1:]
		default:
			if near(theirs[0]) {
				toldApart++
			} else {
				fault("PostGIS alone matches them, %.9f m", theirs[0], theirs[0].Distance)
			}
			theirs = theirs[1:]
		}
	}
	if faults > 10 {
		t.Errorf("%d pairs differ in all", faults)
	}
	t.Logf("%d × %d flows: %d pairs, %d alike with distances to %.1g m; within %g m of the budget lie %d, told apart are %d",
		len(points.Surpluses), len(points.Needs), found, alike, worst, edge, atEdge+toldApart, toldApart)
}

// The gates resource and distance give the pairs of ST_DWithin over the spheroid, over points as
// dense as a country's.
func TestPairsAreThoseOfPostGIS(t *testing.T) {
	region := regiongen.Clustered(3_000, 20261122)
	points := peer.PointsOf(region)
	postgis := openPostGIS(t, "match_clustered", points)
	theirs, err := postgis.Pairs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ours := enginePairs(t, newEngine(t, region), points)
	if len(ours) < 1_000 {
		t.Fatalf("only %d pairs: that compares nothing", len(ours))
	}
	samePairs(t, postgis, points, ours, theirs)
}

// The same where programs go wrong (see regiongen.Awkward), against every pair's ST_Distance and
// not what the index of PostGIS finds. Needs lie down to ten micrometres from the budget's edge;
// at the edge itself are one spot's points with a budget of nil.
func TestAwkwardPairsAreThoseOfPostGIS(t *testing.T) {
	region := regiongen.Awkward(20261122)
	points := peer.PointsOf(region)
	postgis := openPostGIS(t, "match_awkward", points)
	theirs, err := postgis.PairsWithoutIndex(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	ours := enginePairs(t, newEngine(t, region), points)
	samePairs(t, postgis, points, ours, theirs)

	// What PostGIS finds by its index is the same but for budgets of nil, where it loses one place
	// written in two ways: a pole with two longitudes, −180° and 180°. These lie at the edge.
	byIndex, err := postgis.Pairs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	samePairs(t, postgis, points, ours, byIndex)
}
