package bench

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/bench/peer"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

var twoGates = []symbiosis.GateName{symbiosis.GateResource, symbiosis.GateDistance}

// countPairs runs Engine.Pairs: each pair is handed over as two numbers.
func countPairs(b *testing.B, e *match.Engine, workers int) (pairs int) {
	b.Helper()
	opts := match.Options{Gates: twoGates, Workers: workers}
	if err := e.Pairs(b.Context(), opts, func(_ match.Number, needs []match.Number) bool { pairs += len(needs); return true }); err != nil {
		b.Fatal(err)
	}
	return pairs
}

// countMatches runs Engine.All: each match is handed over with all its figures.
func countMatches(b *testing.B, e *match.Engine, opts match.Options) (matches int) {
	b.Helper()
	opts.ByPlace = true
	if err := e.All(b.Context(), opts, func(symbiosis.Match) bool { matches++; return true }); err != nil {
		b.Fatal(err)
	}
	return matches
}

// countWorths runs Engine.Worths: each match is handed over in numbers.
func countWorths(b *testing.B, e *match.Engine, workers int) (matches int) {
	b.Helper()
	opts := match.Options{Workers: workers}
	if err := e.Worths(b.Context(), opts, func(_ match.Number, pairs []match.Worth) bool { matches += len(pairs); return true }); err != nil {
		b.Fatal(err)
	}
	return matches
}

// BenchmarkAllPairs finds every pair of a region; indexes are ready before the clock starts.
// What is handed over: the engine every pair as two numbers (and in lines of their own with
// its distance, and with every gate, budget and score, as matches and in numbers), the R-tree loop and flatbush as well, cKDTree
// a list a surplus, PostGIS only a count.
func BenchmarkAllPairs(b *testing.B) {
	for _, size := range sizes {
		b.Run(fmt.Sprint(size), func(b *testing.B) { allPairs(b, regionOf(size)) })
	}
}

func allPairs(b *testing.B, r *region) {
	engine := r.engine(b)
	pairs := countPairs(b, engine, 0)
	figures.note(b, fmt.Sprintf("pairs, %d × %d, 2 gates", r.size, r.size), "pairs", float64(pairs))
	for _, workers := range coreCounts() {
		b.Run(fmt.Sprintf("engine-pairs-%d", workers), func(b *testing.B) {
			figures.measure(b, lineOf(r.size, "engine", workers), func() { countPairs(b, engine, workers) })
		})
		b.Run(fmt.Sprintf("engine-2-gates-%d", workers), func(b *testing.B) {
			figures.measure(b, lineOf(r.size, "engine, with distances", workers), func() {
				countMatches(b, engine, match.Options{Gates: twoGates, Workers: workers})
			})
		})
		for _, c := range []struct {
			name, line string
			run        func() int
		}{
			{"engine-numbers", "engine, all gates in numbers", func() int { return countWorths(b, engine, workers) }},
			{"engine-all-gates", "engine, all gates", func() int { return countMatches(b, engine, match.Options{Workers: workers}) }},
		} {
			b.Run(fmt.Sprintf("%s-%d", c.name, workers), func(b *testing.B) {
				matches := c.run() // the layout is made, and the room
				before := allocated()
				figures.measure(b, lineOf(r.size, c.line, workers), func() { matches = c.run() })
				bytes := float64(allocated()-before) / float64(b.N)
				figures.note(b, fmt.Sprintf("feasible pairs, %d × %d, all gates", r.size, r.size), "pairs", float64(matches))
				figures.note(b, fmt.Sprintf("allocated for a feasible pair, %d × %d, %s", r.size, r.size, c.line), "bytes", bytes/float64(matches))
			})
		}
	}
	if r.size > comparedOneByOne {
		b.Run("PostGIS", func(b *testing.B) { allPairsOfPostGIS(b, r, engine) })
		return
	}
	b.Run("rtree", func(b *testing.B) { allPairsOfRTree(b, r, engine) })
	b.Run("cKDTree", func(b *testing.B) { allPairsOfCKDTree(b, r, engine) })
	b.Run("flatbush", func(b *testing.B) { allPairsOfFlatbush(b, r, engine) })
	b.Run("PostGIS", func(b *testing.B) { allPairsOfPostGIS(b, r, engine) })
}

// allocated is all the heap has given out so far, bytes.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

func allPairsOfRTree(b *testing.B, r *region, engine *match.Engine) {
	tree := peer.NewRTree(r.points)
	for _, c := range []struct {
		name string
		near peer.Ruler
		off  float64
	}{
		{"rtree loop, haversine", peer.Haversine, sphereOff},
		{"rtree loop, geodesic", peer.Geodesic, 0},
	} {
		var theirs []peer.Pair
		tree.Pairs(0, len(r.points.Surpluses), c.near, func(p peer.Pair) { theirs = append(theirs, p) })
		samePairs(b, r, engine, c.name, theirs, c.off)
		for _, workers := range coreCounts() {
			b.Run(fmt.Sprintf("%s-%d", c.name, workers), func(b *testing.B) {
				figures.measure(b, lineOf(r.size, c.name, workers), func() { tree.Count(c.near, workers) })
			})
		}
	}
}

func allPairsOfCKDTree(b *testing.B, r *region, engine *match.Engine) {
	if err := peer.HasScipy(); err != nil {
		b.Skip(err)
	}
	for _, workers := range coreCounts() {
		for _, c := range []struct {
			name  string
			count bool
		}{{"cKDTree", false}, {"cKDTree, counts only", true}} {
			run, err := peer.CKDTree(b.Context(), b.TempDir(), r.points, repeats, workers, c.count)
			if err != nil {
				b.Fatal(err)
			}
			noteRun(b, r, engine, c.name, workers, run)
		}
	}
}

func allPairsOfFlatbush(b *testing.B, r *region, engine *match.Engine) {
	if err := peer.HasFlatbush(); err != nil {
		b.Skip(err)
	}
	run, err := peer.Flatbush(b.Context(), b.TempDir(), r.points, repeats)
	if err != nil {
		b.Fatal(err)
	}
	noteRun(b, r, engine, "flatbush", 1, run)
}

// repeats is how often a program of its own is asked in one run.
const repeats = 7

// noteRun compares a program's pairs with the engine's and notes its times.
func noteRun(b *testing.B, r *region, engine *match.Engine, name string, workers int, run *peer.Run) {
	b.Helper()
	switch {
	case run.Pairs != nil:
		samePairs(b, r, engine, name+" ("+run.Version+")", run.Pairs, chordOff)
	default:
		if ours := countPairs(b, engine, 0); float64(max(ours, run.Count)-min(ours, run.Count)) > 1e-6*float64(ours) {
			b.Fatalf("%s finds %d pairs, the engine %d", name, run.Count, ours)
		}
	}
	figures.note(b, lineOf(r.size, name, workers), "ms", quantile(run.Query, 0.5))
	figures.note(b, lineOf(r.size, name, workers), "ms CPU", quantile(run.CPU, 0.5))
	figures.note(b, fmt.Sprintf("index built, %d × %d: %s", r.size, r.size, name), "ms", run.Build)
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
	start, used := time.Now(), postgis.ProcessorTime()
	if err := postgis.Index(ctx); err != nil {
		b.Fatal(err)
	}
	line := fmt.Sprintf("index built, %d × %d: PostGIS", r.size, r.size)
	figures.note(b, line, "ms", time.Since(start).Seconds()*1000)
	figures.note(b, line, "ms CPU", postgis.ProcessorTime()-used)
	name, times := "PostGIS tuned", 1.0
	if r.size <= comparedOneByOne {
		theirs, err := postgis.PairsOnly(ctx)
		if err != nil {
			b.Fatal(err)
		}
		samePairs(b, r, engine, "PostGIS", theirs, 0)
	} else {
		postgis.OneIn, name, times = oneIn, sampledPostGIS, oneIn
		sameSums(b, r, engine, postgis)
	}
	for _, workers := range coreCounts() {
		b.Run(fmt.Sprint(workers), func(b *testing.B) {
			if err := postgis.Workers(ctx, workers); err != nil {
				b.Fatal(err)
			}
			cpu := postgis.ProcessorTime
			if workers > 1 {
				cpu = func() float64 { return math.NaN() } // its other processes come and go
			}
			figures.measureCPU(b, lineOf(r.size, name, workers), times, func() {
				if _, err := postgis.Count(ctx); err != nil {
					b.Fatal(err)
				}
			}, cpu)
		})
	}
}
