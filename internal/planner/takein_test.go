package planner

import (
	"fmt"
	"testing"

	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// BenchmarkTakeIn takes one flow and its site, which another server has changed and moved, into a snapshot
// of so many flows, its indexes included: all that an edit costs beside the store.
func BenchmarkTakeIn(b *testing.B) {
	for _, flows := range []int{20_000, 200_000, 1_000_000} {
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
			var used float64
			for i := 0; b.Loop(); i++ {
				if i == 0 {
					used = testtool.ProcessorTime()
				}
				at := i * 7919 % len(region.Flows)
				f, site := region.Flows[at], region.Sites[at]
				f.Version, site.Version = f.Version+1, site.Version+1
				site.Location[0] += 0.01
				next, err := s.with(p.changeOf(store.News{Changed: symbiosis.Region{Sites: []symbiosis.Site{site}, Flows: []symbiosis.Flow{f}}}, s), "next")
				if err != nil {
					b.Fatal(err)
				}
				s = next
			}
			b.ReportMetric((testtool.ProcessorTime()-used)/float64(b.N), "cpu-ms/op")
		})
	}
}
