package postgis

import (
	"context"
	"fmt"
	"testing"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// putMany puts n sites and n flows in one update, as an import does.
func putMany(b *testing.B, s *Store, n int) {
	b.Helper()
	ctx := context.Background()
	site, flow := storetest.Sample().Sites[0], storetest.Sample().Flows[0]
	update(b, s, func(tx store.Tx) error {
		for i := range n {
			site.ID = symbiosis.SiteID(fmt.Sprint("s", i))
			flow.ID, flow.SiteID = symbiosis.FlowID(fmt.Sprint("f", i)), site.ID
			if _, err := tx.PutSite(ctx, site); err != nil {
				return err
			}
			if _, err := tx.PutFlow(ctx, flow); err != nil {
				return err
			}
		}
		return nil
	})
}

func BenchmarkPutNew(b *testing.B) {
	const n = 20_000
	for b.Loop() {
		b.StopTimer()
		s := open(b, fresh(b))
		b.StartTimer()
		putMany(b, s, n)
		b.StopTimer()
		_ = s.Close()
		b.StartTimer()
	}
	b.ReportMetric(float64(2*n*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkPutKnown(b *testing.B) {
	const n = 20_000
	s, _ := opened(b)
	putMany(b, s, n)
	for b.Loop() {
		putMany(b, s, n)
	}
	b.ReportMetric(float64(2*n*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkPutOne(b *testing.B) {
	s, _ := opened(b)
	putMany(b, s, 1000)
	for b.Loop() {
		putMany(b, s, 1)
	}
}

func BenchmarkLoad(b *testing.B) {
	const n = 20_000
	s, _ := opened(b)
	putMany(b, s, n)
	for b.Loop() {
		load(b, s)
	}
	b.ReportMetric(float64(2*n*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkRevision(b *testing.B) {
	s, _ := opened(b)
	for b.Loop() {
		if _, err := s.Revision(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
