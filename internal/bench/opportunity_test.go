package bench

import (
	"cmp"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/bench/peer"
	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/opportunity"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
	"github.com/samloka/samloka/internal/unit"
)

// The matrix kernel: so many areas, firms, and needs a firm, over so many surpluses.
const (
	kernelAreas, kernelFirms, kernelNeeds = 2000, 50, 5
	kernelSources                         = 100_000
)

// areasOf are points of a region of another seed.
func areasOf(n int) []orb.Point {
	other := regiongen.Clustered(n/2, seed+2)
	points := make([]orb.Point, n)
	for i := range points {
		points[i] = other.Sites[i].Location
	}
	return points
}

// reachOf is the question of the kernel over a region's surpluses, each with its max_distance_m.
func reachOf(sources int) *peer.Reach {
	r := regiongen.Clustered(sources, seed)
	at := map[symbiosis.SiteID]orb.Point{}
	for _, s := range r.Sites {
		at[s.ID] = s.Location
	}
	q := &peer.Reach{Firms: kernelFirms}
	for _, p := range areasOf(kernelAreas) {
		q.Areas = append(q.Areas, geo.Prepare(p))
	}
	numbers := map[symbiosis.ResourceCode]int{}
	for _, f := range r.Flows {
		if f.Direction != symbiosis.Surplus {
			continue
		}
		if _, ok := numbers[f.Resource]; !ok {
			numbers[f.Resource] = len(numbers)
		}
		q.Sources = append(q.Sources, peer.Source{At: geo.Prepare(at[f.SiteID]), Radius: *f.MaxDistance, Resource: numbers[f.Resource], Amount: f.Quantity.Amount})
	}
	random := rand.New(rand.NewPCG(seed, 3))
	for firm := range kernelFirms {
		resources := random.Perm(len(numbers))[:kernelNeeds]
		for _, resource := range resources {
			q.Needs = append(q.Needs, peer.FirmNeed{Firm: firm, Resource: resource, Amount: math.Exp(random.NormFloat64()*2 + 6), Worth: math.Exp(random.NormFloat64() + 5)})
		}
	}
	// As an index would keep them: by resource, then from place to place.
	slices.SortFunc(q.Sources, func(a, b peer.Source) int {
		return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(math.Floor(a.At.Point[1]*4), math.Floor(b.At.Point[1]*4)), cmp.Compare(a.At.Point[0], b.At.Point[0]))
	})
	return q
}

// kernel answers the question with the index of package opportunity, by firm and area.
func kernel(land *opportunity.Land, q *peer.Reach, reach []float64) (matrix []float64, pairs int) {
	clear(reach)
	areas := len(q.Areas)
	var near []int32
	search := land.Search()
	for i := range q.Sources {
		s := &q.Sources[i]
		near = search.Within(&s.At, s.Radius, nil, near[:0])
		pairs += len(near)
		row := reach[s.Resource*areas : (s.Resource+1)*areas]
		for _, lot := range near {
			row[lot] += s.Amount
		}
	}
	matrix = make([]float64, q.Firms*areas)
	for _, n := range q.Needs {
		row, from := matrix[n.Firm*areas:(n.Firm+1)*areas], reach[n.Resource*areas:(n.Resource+1)*areas]
		for lot, amount := range from {
			row[lot] += min(amount, n.Amount) * n.Worth
		}
	}
	return matrix, pairs
}

// Lines of the table.
const (
	kernelOurs    = "matrix kernel, 2000 areas × 50 firms × 5 needs, 100000 surpluses: Samloka, 1 core"
	kernelPostGIS = "matrix kernel, 2000 areas × 50 firms × 5 needs, 100000 surpluses: PostGIS tuned, 1 core"
	kernelScipy   = "matrix kernel, 2000 areas × 50 firms × 5 needs, 100000 surpluses: scipy, 1 core"

	matrixOnce = "matrix, all gates, 2000 areas × 50 profiles of 5 needs × 9 capacities, 100000 flows, all cores: pairs near the land, judged once"
	matrixAnew = "the same matrix: every pair judged anew at each capacity"
	matrixFar  = "the same matrix, no flow with a limit of its own: pairs near the land, judged once"
)

func init() {
	ratios = append(ratios, ratio{"matrix kernel: PostGIS tuned ÷ Samloka", kernelPostGIS, kernelOurs}, ratio{"matrix kernel: scipy ÷ Samloka", kernelScipy, kernelOurs},
		ratio{"matrix: judged anew at each capacity ÷ judged once", matrixAnew, matrixOnce})
}

// BenchmarkMatrixKernel asks what lies within reach of every area and what that is worth to every
// firm: the index of package opportunity, PostGIS and scipy, whose answers must be the same. Reach is
// the distance within each surplus's own radius and a sum; indexes are ready before the clock starts.
func BenchmarkMatrixKernel(b *testing.B) {
	q := reachOf(kernelSources)
	points := make([]orb.Point, len(q.Areas))
	for i := range q.Areas {
		points[i] = q.Areas[i].Point
	}
	land, err := opportunity.NewLand(points)
	if err != nil {
		b.Fatal(err)
	}
	resources := 0
	for _, s := range q.Sources {
		resources = max(resources, s.Resource+1)
	}
	reach := make([]float64, resources*len(q.Areas))
	want, pairs := kernel(land, q, reach)
	b.Run("Samloka", func(b *testing.B) {
		figures.measure(b, kernelOurs, func() { kernel(land, q, reach) })
		figures.note(b, "matrix kernel, pairs within reach", "pairs", float64(pairs))
	})
	b.Run("scipy", func(b *testing.B) {
		for b.Loop() {
			matrix, median, n, err := peer.ReachOfScipy(b.Context(), q, b.TempDir(), 5)
			if errors.Is(err, peer.ErrNoScipy) {
				b.Skip(err)
			}
			if err != nil {
				b.Fatal(err)
			}
			if n != pairs {
				b.Errorf("scipy finds %d pairs, Samloka %d", n, pairs)
			}
			sameMatrix(b, "scipy", matrix, want)
			figures.note(b, kernelScipy, "ms", median.Seconds()*1000)
		}
	})
	b.Run("PostGIS", func(b *testing.B) {
		postgis, err := peer.OpenPostGIS(b.Context(), testtool.PostGIS(b), "bench_matrix")
		if err != nil {
			b.Fatal(err)
		}
		defer func() {
			if err := postgis.Close(context.WithoutCancel(b.Context())); err != nil {
				b.Error(err)
			}
		}()
		if err := postgis.LoadReach(b.Context(), q); err != nil {
			b.Fatal(err)
		}
		var matrix []float64
		figures.measure(b, kernelPostGIS, func() {
			if matrix, err = postgis.Reach(b.Context(), q); err != nil {
				b.Fatal(err)
			}
		})
		sameMatrix(b, "PostGIS", matrix, want)
	})
}

// sameMatrix fails unless each cell is the other's; sums in another order differ in the last digits.
func sameMatrix(b *testing.B, who string, got, want []float64) {
	b.Helper()
	if len(got) != len(want) {
		b.Fatalf("%s has %d cells, Samloka %d", who, len(got), len(want))
	}
	for i, v := range want {
		if math.Abs(v-got[i]) > 1e-9*math.Max(math.Abs(v), 1) {
			b.Fatalf("cell %d of %s is %v, Samloka's %v", i, who, got[i], v)
		}
	}
}

// finder hands the matching engine to the opportunities the plain way: all of a region is judged
// anew each time.
type finder struct{ *match.Engine }

func (f finder) Anywhere(ctx context.Context, sizes []symbiosis.Flow, yield func(*symbiosis.Prospect, []symbiosis.Terms) bool) error {
	return f.Engine.Anywhere(ctx, sizes, match.Options{}, yield)
}

func groundOf(b *testing.B, n int) *opportunity.Ground {
	var lots []opportunity.Lot
	for i, p := range areasOf(n) {
		lots = append(lots, opportunity.Lot{Area: symbiosis.Area{ID: symbiosis.AreaID("a" + string(rune('0'+i%10)))}, Point: p, Fit: 100 * unit.Hectare})
	}
	g, err := opportunity.NewGround(lots)
	if err != nil {
		b.Fatal(err)
	}
	return g
}

// firms are made-up profiles of needs for what the region's surpluses are: of heat and materials.
func firms(n, needs int) []symbiosis.Profile {
	other := regiongen.Clustered(n*needs*2, seed+5)
	var flows []symbiosis.Flow
	for _, f := range other.Flows {
		if f.Direction == symbiosis.Need {
			flows = append(flows, f)
		}
	}
	list := make([]symbiosis.Profile, n)
	for i := range list {
		// A range that gives nine capacities.
		least, greatest := 0.25, 4.0
		p := symbiosis.Profile{ID: "firm", CapacityUnit: "1", Capacity: 1, LeastCapacity: &least, GreatestCapacity: &greatest}
		for _, f := range flows[i*needs : (i+1)*needs] {
			p.Flows = append(p.Flows, symbiosis.ProfileFlow{
				Direction: f.Direction, Resource: f.Resource, PerCapacity: f.Quantity, FullLoadHours: f.FullLoadHours, Shape: f.Shape,
				Supply: f.Supply, Return: f.Return, Price: f.Price,
			})
		}
		list[i] = p
	}
	return list
}

// BenchmarkMatrix reckons the matrix by all gates, with cost and climate, each firm at nine
// capacities: as planner has it made, with what is made ready for it, and the plain way. The two must be
// equal to the last bit.
func BenchmarkMatrix(b *testing.B) {
	r := regiongen.Clustered(kernelSources/2, seed)
	engine, err := match.New(catalogue(b), model, assumptions(b), r.Sites, r.Flows)
	if err != nil {
		b.Fatal(err)
	}
	ground, profiles := groundOf(b, kernelAreas), firms(kernelFirms, kernelNeeds)
	reckon := func(b *testing.B, f opportunity.Finder) *opportunity.Matrix {
		m, err := ground.Reckon(b.Context(), f, profiles)
		if err != nil {
			b.Fatal(err)
		}
		return m
	}
	var once *opportunity.Matrix
	b.Run("judged-once", func(b *testing.B) {
		figures.measure(b, matrixOnce, func() { once = reckon(b, huntOf(b, engine, ground)) })
	})
	b.Run("judged-anew", func(b *testing.B) {
		var anew *opportunity.Matrix
		figures.measure(b, matrixAnew, func() { anew = reckon(b, finder{engine}) })
		if once != nil && !reflect.DeepEqual(once.Cells, anew.Cells) || once != nil && !reflect.DeepEqual(once.Takers, anew.Takers) {
			b.Error("the two matrices differ")
		}
	})
	b.Run("no-limits", func(b *testing.B) {
		flows := slices.Clone(r.Flows)
		for i := range flows {
			flows[i].MaxDistance = nil
		}
		engine, err := match.New(catalogue(b), model, assumptions(b), r.Sites, flows)
		if err != nil {
			b.Fatal(err)
		}
		figures.measure(b, matrixFar, func() { reckon(b, huntOf(b, engine, ground)) })
	})
}

// huntOf makes the region ready for firms on the land, as planner does once for a state of it.
func huntOf(b *testing.B, engine *match.Engine, ground *opportunity.Ground) *match.Hunt {
	hunt, err := engine.Hunt(match.Options{}, ground.Away())
	if err != nil {
		b.Fatal(err)
	}
	return hunt
}

// BenchmarkRanking ranks a thousand areas for one profile of the library on 20 000 flows: again, as
// sliders move, and for the first time after an edit.
func BenchmarkRanking(b *testing.B) {
	engine := regionOf(10_000).engine(b)
	ground := groundOf(b, 1000)
	library, err := symbiosis.LoadProfiles(geodata.Profiles(), catalogue(b))
	if err != nil {
		b.Fatal(err)
	}
	hunt := huntOf(b, engine, ground)
	rank := func(b *testing.B, f opportunity.Finder, p symbiosis.Profile) {
		if _, err := ground.Rank(b.Context(), f, opportunity.Question{Profile: p, Capacity: p.Capacity}); err != nil {
			b.Fatal(err)
		}
	}
	for _, id := range []symbiosis.ProfileID{"greenhouse", "pellets", "data-centre"} {
		p, _ := library.Profile(id)
		b.Run(string(id), func(b *testing.B) {
			figures.measure(b, "ranking 1000 areas for a "+string(id)+", 20000 flows", func() { rank(b, hunt, p) })
		})
	}
	p, _ := library.Profile("greenhouse")
	b.Run("first", func(b *testing.B) {
		figures.measure(b, "ranking 1000 areas for a greenhouse, 20000 flows: the first after an edit", func() { rank(b, huntOf(b, engine, ground), p) })
	})
	b.Run("judged-anew", func(b *testing.B) {
		figures.measure(b, "ranking 1000 areas for a greenhouse, 20000 flows: every pair judged", func() { rank(b, finder{engine}, p) })
	})
	b.Run("one-what-if-at-a-time", func(b *testing.B) {
		flows := p.FlowsAt("firm")
		figures.measure(b, "ranking 1000 areas for a greenhouse, 20000 flows: a what-if each", func() {
			for _, lot := range ground.Lots() {
				site := symbiosis.Site{ID: "firm", Name: "firm", Location: lot.Point}
				site.Normalise()
				if _, _, err := engine.WhatIf(b.Context(), symbiosis.Scenario{Sites: []symbiosis.Site{site}, Flows: flows}, match.Options{MostNear: -1}); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}
