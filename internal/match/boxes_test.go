package match_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/match"
)

// However keys lie, evenly, in heaps, all on one spot or without end, they come in their order.
func TestBoxesSort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		heaps := rapid.IntRange(1, 50).Draw(t, "heaps")
		width := rapid.SampledFrom([]float64{0, 1e-300, 1e-9, 1, 1e300}).Draw(t, "width of a heap")
		endless := rapid.SampledFrom([]float64{0, 0.01}).Draw(t, "share without end")
		keys := make([]float64, rapid.SampledFrom([]int{0, 1, 2, 15, 16, 17, 18, 100, 3000}).Draw(t, "keys"))
		for i := range keys {
			keys[i] = float64(random.IntN(heaps)-heaps/3) + random.Float64()*width
			if random.Float64() < endless {
				keys[i] = math.Inf(random.IntN(2)*2 - 1)
			}
		}
		want := slices.Sorted(slices.Values(keys))
		if got := match.SortKeys(keys); !slices.Equal(want, got) {
			t.Fatalf("want %v\ngot %v", want, got)
		}
	})
}
