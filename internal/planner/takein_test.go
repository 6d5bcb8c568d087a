package planner

import (
	"fmt"
	"testing"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// BenchmarkTakeIn takes one flow that another server has changed into a snapshot of so many, its index
// included.
func BenchmarkTakeIn(b *testing.B) {
	for _, flows := range []int{20_000, 200_000} {
		b.Run(fmt.Sprint(flows), func(b *testing.B) {
			c, a := books(b)
			region := regiongen.Clustered(flows/2, 20261122)
			s, err := SnapshotOf(c, a, region)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := s.engine.get(); err != nil {
				b.Fatal(err)
			}
			p := &Planner{catalogue: c, defaults: a, opts: Options{}.withDefaults()}
			for i := 0; b.Loop(); i++ {
				f := region.Flows[i*7919%len(region.Flows)]
				f.Version++
				next, err := s.with(p.changeOf(store.News{Changed: symbiosis.Region{Flows: []symbiosis.Flow{f}}}, s), "next")
				if err != nil {
					b.Fatal(err)
				}
				s = next
			}
		})
	}
}
