package bench

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"testing"

	"github.com/samloka/samloka/internal/bench/peer"
	"github.com/samloka/samloka/internal/match"
)

// sizes of regions: so many surpluses and as many needs. SAMLOKA_BENCH_LARGE, when not empty, adds
// a million, which takes many minutes and 10 GB of memory.
var sizes = func() []int {
	if os.Getenv("SAMLOKA_BENCH_LARGE") != "" {
		return []int{10_000, 100_000, 1_000_000}
	}
	return []int{10_000, 100_000}
}()

// comparedOneByOne is the largest region that every peer is asked of, and of which all pairs are held
// and compared. Of a larger one PostGIS alone is asked, for one surplus in oneIn, and what each of them
// reaches is compared by sums.
const (
	comparedOneByOne = 100_000
	oneIn            = 10
)

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
			for _, who := range []string{
				"PostGIS tuned", "cKDTree", "cKDTree, counts only", "flatbush", "rtree loop, haversine", "rtree loop, geodesic",
				"engine, with distances", "engine, all gates", "engine, all gates in numbers",
			} {
				add(size, workers, who, "engine")
			}
			add(size, workers, "engine, all gates", "engine, with distances")
			add(size, workers, "engine, all gates in numbers", "engine, with distances")
		}
		if size > comparedOneByOne {
			for _, workers := range coreCounts() {
				add(size, workers, sampledPostGIS, "engine")
			}
		}
		for _, what := range []string{"engine, layout and R-tree", "engine, from records"} {
			list = append(list, ratio{
				fmt.Sprintf("index built, %d × %d: PostGIS ÷ %s", size, size, what),
				fmt.Sprintf("index built, %d × %d: PostGIS", size, size), fmt.Sprintf("index built, %d × %d: %s", size, size, what),
			})
		}
	}
	return list
}()

// ratio tells how many times longer one line of the table is than another.
type ratio struct{ what, over, under string }

// sampledPostGIS is what PostGIS takes for one surplus in oneIn, times oneIn.
var sampledPostGIS = fmt.Sprintf("PostGIS tuned, one surplus in %d × %d", oneIn, oneIn)

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

// How far from a surplus's budget, as a share of it, a program may tell a pair differently that
// measures by the straight line through the Earth (one radius of curvature for all) or along a sphere.
const (
	chordOff  = 1e-6
	sphereOff = 6e-3
)

// enginePairs are the engine's pairs, sorted.
func enginePairs(b *testing.B, r *region, engine *match.Engine) (pairs []peer.Pair) {
	b.Helper()
	surplus, need := numbers(r, engine)
	if err := engine.Pairs(b.Context(), match.Options{Gates: twoGates}, func(s match.Number, needs []match.Number) bool {
		for _, n := range needs {
			pairs = append(pairs, peer.Pair{Surplus: surplus(s), Need: need(n)})
		}
		return true
	}); err != nil {
		b.Fatal(err)
	}
	peer.Sort(pairs)
	return pairs
}

// numbers turn the engine's numbers into places in peer.Points.
func numbers(r *region, engine *match.Engine) (surplus, need func(match.Number) int32) {
	surpluses, needs := r.points.Numbers()
	return func(n match.Number) int32 { return surpluses[engine.IDOf(n)] }, func(n match.Number) int32 { return needs[engine.IDOf(n)] }
}

// samePairs fails unless the engine's pairs are those of a peer, one by one, but for pairs whose
// distance is off the budget by no more than the given share.
func samePairs(b *testing.B, r *region, engine *match.Engine, name string, theirs []peer.Pair, off float64) {
	b.Helper()
	ours := enginePairs(b, r, engine)
	peer.Sort(theirs)
	differ, farthest := r.points.Difference(ours, theirs)
	if differ > 0 && farthest > off {
		b.Fatalf("the engine finds %d pairs and %s %d; %d differ, by up to %.2g of the budget", len(ours), name, len(theirs), differ, farthest)
	}
	if differ > 0 {
		b.Logf("%s: of %d pairs %d are told otherwise, all within %.2g of the budget's edge", name, len(ours), differ, farthest)
	}
}

// sameSums fails unless the engine and PostGIS agree, for each surplus, on how many needs it reaches, the
// sum of their numbers and the sum of their squares.
func sameSums(b *testing.B, r *region, engine *match.Engine, postgis *peer.PostGIS) {
	b.Helper()
	theirs, err := postgis.Sums(b.Context(), len(r.points.Surpluses))
	if err != nil {
		b.Fatal(err)
	}
	ours := make([]peer.Sums, len(theirs))
	surplus, need := numbers(r, engine)
	if err := engine.Pairs(b.Context(), match.Options{Gates: twoGates}, func(s match.Number, needs []match.Number) bool {
		at := surplus(s)
		if int(at)%oneIn != 0 {
			return true
		}
		sums := &ours[at]
		for _, n := range needs {
			id := int64(need(n))
			sums.Count, sums.Sum, sums.Squares = sums.Count+1, sums.Sum+id, sums.Squares+id*id
		}
		return true
	}); err != nil {
		b.Fatal(err)
	}
	differ := 0
	for i := range ours {
		if ours[i] != theirs[i] {
			if differ++; differ <= 10 {
				b.Errorf("surplus %d: the engine %v, PostGIS %v", i, ours[i], theirs[i])
			}
		}
	}
	if differ > 0 {
		b.Fatalf("of %d surpluses %d have other needs", len(ours), differ)
	}
}
