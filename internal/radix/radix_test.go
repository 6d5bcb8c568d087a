package radix_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/radix"
)

// Whatever bits the keys differ in, and however often one comes, the order is that of comparing, and items of
// one key keep theirs.
func TestSortIsAStableSort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		bits, base := rapid.Uint64().Draw(t, "bits that differ"), rapid.Uint64().Draw(t, "others")
		list := make([]radix.Item, rapid.SampledFrom([]int{0, 1, 2, 100, 511, 512, 513, 4000}).Draw(t, "items"))
		for i := range list {
			list[i] = radix.Item{Key: random.Uint64()&bits | base&^bits, At: int32(i), Of: int32(-i)}
		}
		if rapid.Bool().Draw(t, "in order") {
			slices.SortFunc(list, func(a, b radix.Item) int { return cmp.Compare(a.Key, b.Key) })
		}
		want := slices.Clone(list)
		slices.SortStableFunc(want, func(a, b radix.Item) int { return cmp.Compare(a.Key, b.Key) })
		if radix.Sort(list); !slices.Equal(want, list) {
			t.Fatal("not in order")
		}
	})
}

func BenchmarkSort(b *testing.B) {
	for _, c := range []struct {
		name string
		sort func([]radix.Item)
	}{{"radix", radix.Sort}, {"comparing", func(list []radix.Item) {
		slices.SortFunc(list, func(a, b radix.Item) int { return cmp.Compare(a.Key, b.Key) })
	}}} {
		b.Run(c.name, func(b *testing.B) {
			random := rand.New(rand.NewPCG(1, 1))
			list := make([]radix.Item, 500_000)
			for b.Loop() {
				b.StopTimer()
				for i := range list {
					list[i].Key = random.Uint64() >> 30
				}
				b.StartTimer()
				c.sort(list)
			}
		})
	}
}
