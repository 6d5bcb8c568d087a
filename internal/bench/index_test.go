package bench

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/spatial"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// BenchmarkBuild makes an engine of a region's records, which is what a start of the server costs
// beside reading the store. By itself it makes, of flows with known places and budgets, what stands
// against PostGIS's index: the layout for all pairs, which the first run after an edit does, and the
// R-tree of all flows.
func BenchmarkBuild(b *testing.B) {
	for _, size := range sizes {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			r := regionOf(size)
			line := func(what string) string { return fmt.Sprintf("index built, %d × %d: engine, %s", size, size, what) }
			var engine *match.Engine
			before := heap()
			figures.measure(b, line("from records"), func() { engine = r.engine(b) })
			figures.note(b, line("from records"), "MB", heap()-before)

			both := [2]float64{} // ms, ms CPU
			for _, c := range []struct {
				name, line string
				opts       match.Options
			}{
				{"layout", "layout for all pairs", match.Options{Gates: twoGates}},
				{"layout-every-gate", "layout for every gate", match.Options{}},
			} {
				b.Run(c.name, func(b *testing.B) {
					before := heap()
					var next *match.Engine
					var times, cpus []float64
					for b.Loop() {
						var err error
						if next, err = engine.With(match.Change{}); err != nil {
							b.Fatal(err)
						}
						start, used := time.Now(), testtool.ProcessorTime()
						if err := next.LayOut(b.Context(), c.opts); err != nil {
							b.Fatal(err)
						}
						times, cpus = append(times, time.Since(start).Seconds()*1000), append(cpus, testtool.ProcessorTime()-used)
					}
					ms, cpu := quantile(times, 0.5), quantile(cpus, 0.5)
					if c.opts.Gates != nil {
						both = [2]float64{ms, cpu}
					}
					figures.note(b, line(c.line), "ms", ms)
					figures.note(b, line(c.line), "ms CPU", cpu)
					figures.note(b, line(c.line), "MB", heap()-before)
					runtime.KeepAlive(next)
				})
			}
			b.Run("rtree", func(b *testing.B) {
				entries := make([]spatial.Entry[symbiosis.ResourceCode, int32], len(r.Flows))
				for i, f := range r.Flows {
					entries[i] = spatial.Entry[symbiosis.ResourceCode, int32]{Group: f.Resource + symbiosis.ResourceCode(f.Direction), ID: int32(i), Point: orb.Point(r.Sites[i].Location)}
				}
				empty := heap()
				var tree *spatial.Snapshot[symbiosis.ResourceCode, int32]
				figures.measure(b, line("R-tree alone"), func() {
					var err error
					if tree, err = spatial.New(entries); err != nil {
						b.Fatal(err)
					}
				})
				figures.note(b, line("R-tree alone"), "MB", heap()-empty)
				figures.note(b, line("layout and R-tree"), "ms", both[0]+figures.median(line("R-tree alone"), "ms"))
				figures.note(b, line("layout and R-tree"), "ms CPU", both[1]+figures.median(line("R-tree alone"), "ms CPU"))
				runtime.KeepAlive(tree)
			})
			runtime.KeepAlive(engine)
		})
	}
}

// heap is what is in use after a collection, MB.
func heap() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}

// BenchmarkEdit moves one flow's figures and its site: the next engine, with a reader of the old one at work.
func BenchmarkEdit(b *testing.B) {
	for _, size := range sizes {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			r := regionOf(size)
			engine := r.engine(b)
			var times []float64
			for i := 0; b.Loop(); i++ {
				at := (i * 7919) % len(r.Flows)
				site, flow := r.Sites[at], r.Flows[at]
				site.Location = orb.Point{site.Location.Lon() + 0.01, site.Location.Lat()}
				flow.Quantity.Amount *= 1.1
				start := time.Now()
				next, err := engine.With(match.Change{PutSites: []symbiosis.Site{site}, PutFlows: []symbiosis.Flow{flow}})
				times = append(times, float64(time.Since(start).Microseconds()))
				if err != nil || next.Flows() != engine.Flows() {
					b.Fatal(err)
				}
				engine = next
			}
			line := fmt.Sprintf("one edit into the index, %d × %d", size, size)
			figures.note(b, line, "µs p50", quantile(times, 0.5))
			figures.note(b, line, "µs p99", quantile(times, 0.99))
		})
	}
}
