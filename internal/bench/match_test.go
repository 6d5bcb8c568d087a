package bench

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"testing"

	"github.com/samloka/samloka/internal/bench/peer"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// sizes of regions: so many surpluses and as many needs. SAMLOKA_BENCH_LARGE, when not empty, adds
// a size that takes minutes.
var sizes = func() []int {
	if os.Getenv("SAMLOKA_BENCH_LARGE") != "" {
		return []int{10_000, 20_000, 100_000}
	}
	return []int{10_000, 20_000}
}()

// ratios are the table's last lines.
var ratios = func() (list []ratio) {
	add := func(size, workers int, over, under string) {
		list = append(list, ratio{
			fmt.Sprintf("%d × %d, %s: %s ÷ %s", size, size, cores(workers), over, under),
			lineOf(size, over, workers), lineOf(size, under, workers),
		})
	}
	for _, size := range sizes {
		for _, workers := range coreCounts() {
			add(size, workers, "PostGIS tuned", "engine, 2 gates")
			add(size, workers, "rtree loop", "engine, 2 gates")
			add(size, workers, "engine, all gates", "engine, 2 gates")
		}
	}
	return list
}()

// ratio tells how many times longer one line of the table is than another.
type ratio struct{ what, over, under string }

func lineOf(size int, who string, workers int) string {
	return fmt.Sprintf("all pairs, %d × %d: %s, %s", size, size, who, cores(workers))
}

func cores(n int) string {
	if n == 1 {
		return "1 core"
	}
	return fmt.Sprintf("%d cores", n)
}

// coreCounts are one, and all there are.
func coreCounts() []int {
	return slices.Compact([]int{1, runtime.GOMAXPROCS(0)})
}

var twoGates = []symbiosis.GateName{symbiosis.GateResource, symbiosis.GateDistance}

func count(b *testing.B, e *match.Engine, opts match.Options) (pairs int) {
	b.Helper()
	if err := e.All(b.Context(), opts, func(symbiosis.Match) bool { pairs++; return true }); err != nil {
		b.Fatal(err)
	}
	return pairs
}

// BenchmarkAllPairs finds every pair of a region: the engine with two gates and with all, the plain
// R-tree loop, and PostGIS; indexes are ready before the clock starts. PostGIS only counts its
// pairs, the engine hands each over with its distance.
func BenchmarkAllPairs(b *testing.B) {
	for _, size := range sizes {
		b.Run(fmt.Sprint(size), func(b *testing.B) { allPairs(b, regionOf(size)) })
	}
}

func allPairs(b *testing.B, r *region) {
	engine := r.engine(b)
	tree := peer.NewRTree(r.points)
	want := count(b, engine, match.Options{Gates: twoGates})
	for _, workers := range coreCounts() {
		b.Run(fmt.Sprintf("engine-2-gates-%d", workers), func(b *testing.B) {
			figures.measure(b, lineOf(r.size, "engine, 2 gates", workers), func() {
				count(b, engine, match.Options{Gates: twoGates, Workers: workers})
			})
		})
		b.Run(fmt.Sprintf("engine-all-gates-%d", workers), func(b *testing.B) {
			pairs := 0
			figures.measure(b, lineOf(r.size, "engine, all gates", workers), func() {
				pairs = count(b, engine, match.Options{Workers: workers})
			})
			figures.note(b, fmt.Sprintf("feasible pairs, %d × %d, all gates", r.size, r.size), "pairs", float64(pairs))
		})
		b.Run(fmt.Sprintf("rtree-%d", workers), func(b *testing.B) {
			pairs := 0
			figures.measure(b, lineOf(r.size, "rtree loop", workers), func() {
				pairs = tree.Count(r.points.Surpluses, workers)
			})
			if pairs != want {
				b.Fatalf("the R-tree loop finds %d pairs, the engine %d", pairs, want)
			}
		})
	}
	figures.note(b, fmt.Sprintf("pairs, %d × %d, 2 gates", r.size, r.size), "pairs", float64(want))
	b.Run("PostGIS", func(b *testing.B) { allPairsOfPostGIS(b, r, engine) })
}

func allPairsOfPostGIS(b *testing.B, r *region, engine *match.Engine) {
	ctx := b.Context()
	postgis, err := peer.OpenPostGIS(ctx, testtool.PostGIS(b), "bench")
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		if err := postgis.Close(context.WithoutCancel(ctx)); err != nil {
			b.Error(err)
		}
	}()
	if err := postgis.Load(ctx, r.points); err != nil {
		b.Fatal(err)
	}
	if err := postgis.Index(ctx); err != nil {
		b.Fatal(err)
	}
	samePairs(b, r, engine, postgis)
	for _, workers := range coreCounts() {
		b.Run(fmt.Sprint(workers), func(b *testing.B) {
			if err := postgis.Workers(ctx, workers); err != nil {
				b.Fatal(err)
			}
			figures.measure(b, lineOf(r.size, "PostGIS tuned", workers), func() {
				if _, err := postgis.Count(ctx); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
}

// samePairs fails unless the engine's pairs are those of PostGIS, one by one.
func samePairs(b *testing.B, r *region, engine *match.Engine, postgis *peer.PostGIS) {
	b.Helper()
	surplus, need := r.points.Numbers()
	var ours []peer.Pair
	if err := engine.All(b.Context(), match.Options{Gates: twoGates}, func(m symbiosis.Match) bool {
		ours = append(ours, peer.Pair{Surplus: surplus[m.SurplusID], Need: need[m.NeedID]})
		return true
	}); err != nil {
		b.Fatal(err)
	}
	theirs, err := postgis.PairsOnly(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	peer.Sort(ours)
	peer.Sort(theirs)
	if !slices.Equal(ours, theirs) {
		b.Fatalf("the engine finds %d pairs and PostGIS %d, and they are not the same", len(ours), len(theirs))
	}
}

// BenchmarkBuild makes an engine of a region's records, which is what a start of the server costs
// beside reading the store.
func BenchmarkBuild(b *testing.B) {
	for _, size := range sizes {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			r := regionOf(size)
			figures.measure(b, fmt.Sprintf("engine built, %d × %d", size, size), func() { r.engine(b) })
		})
	}
}
