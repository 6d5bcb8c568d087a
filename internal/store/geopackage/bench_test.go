package geopackage

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// region puts n flows at a tenth as many sites.
func region(b *testing.B, s *Store, n int) {
	b.Helper()
	ctx := context.Background()
	hot, cold, reach := unit.Temperature(80), unit.Temperature(40), 5*unit.Kilometre
	update(b, s, func(tx store.Tx) error {
		for i := range n {
			site := symbiosis.SiteID(fmt.Sprint("site-", i/10))
			if i%10 == 0 {
				at := orb.Point{11 + float64(i*7919%100_000)/12_500, 55 + float64(i*104_729%100_000)/10_000}
				if _, err := tx.PutSite(ctx, symbiosis.Site{ID: site, Name: "Sågen i Åsele", Municipality: "Åsele", Country: "SE", Location: at}); err != nil {
					return err
				}
			}
			_, err := tx.PutFlow(ctx, symbiosis.Flow{
				ID: symbiosis.FlowID(fmt.Sprint("flow-", i)), SiteID: site, Direction: symbiosis.Surplus, Resource: "heat",
				Quantity: symbiosis.Quantity{Amount: float64(i%100 + 1), Unit: symbiosis.MW}, Supply: &hot, Return: &cold, MaxDistance: &reach,
				Source: "Hotmaps D2.3",
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func BenchmarkImport(b *testing.B) {
	const n = 20_000
	for b.Loop() {
		s := open(b, filepath.Join(b.TempDir(), "region.gpkg"))
		region(b, s, n)
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(1.1*n*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkLoad(b *testing.B) {
	const n = 200_000
	s := open(b, filepath.Join(b.TempDir(), "region.gpkg"))
	closeAtEnd(b, s)
	region(b, s, n)
	for b.Loop() {
		load(b, s)
	}
	b.ReportMetric(1.1*n*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkUpdateOne(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "region.gpkg"))
	closeAtEnd(b, s)
	region(b, s, 20_000)
	for b.Loop() {
		update(b, s, func(tx store.Tx) error {
			x, err := tx.Site(b.Context(), "site-17")
			if err == nil {
				x.Location[0] += 1e-6
				_, err = tx.PutSite(b.Context(), x)
			}
			return err
		})
	}
}

func BenchmarkRevision(b *testing.B) {
	s := open(b, filepath.Join(b.TempDir(), "region.gpkg"))
	closeAtEnd(b, s)
	for b.Loop() {
		if _, err := s.Revision(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
