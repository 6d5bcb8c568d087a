package bench

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
)

// fileSize is of the region that is imported and exported: four times as many rows, a site and a
// flow for each surplus and need.
const fileSize = 10_000

// BenchmarkImport reads a region's two CSV files, checks them and stores them in a new GeoPackage
// on disk, in one transaction, index included.
func BenchmarkImport(b *testing.B) {
	sites, flows := regionOf(fileSize).csv(b)
	c := catalogue(b)
	var read, whole []float64
	for b.Loop() {
		b.StopTimer()
		p := emptyPlanner(b)
		b.StartTimer()
		start := time.Now()
		files := batches(b, c, sites, flows)
		read = append(read, rowsPerSecond(start))
		if _, err := p.Import(b.Context(), planner.ImportOptions{}, files...); err != nil {
			b.Fatal(err)
		}
		whole = append(whole, rowsPerSecond(start))
	}
	figures.note(b, "import, CSV read and checked", "rows/s", quantile(read, 0.5))
	figures.note(b, "import, CSV into a GeoPackage", "rows/s", quantile(whole, 0.5))
}

func rowsPerSecond(start time.Time) float64 { return 4 * fileSize / time.Since(start).Seconds() }

// BenchmarkExport writes the region as CSV and as GeoJSON.
func BenchmarkExport(b *testing.B) {
	r := regionOf(fileSize)
	records := exchangeformat.Records{Sites: r.Sites, Flows: r.Flows}
	for _, c := range []struct {
		name  string
		write func(io.Writer) error
	}{
		{"CSV", func(w io.Writer) error {
			if err := exchangeformat.WriteCSV(b.Context(), w, exchangeformat.Sites, records); err != nil {
				return err
			}
			return exchangeformat.WriteCSV(b.Context(), w, exchangeformat.Flows, records)
		}},
		{"GeoJSON", func(w io.Writer) error { return exchangeformat.WriteGeoJSON(b.Context(), w, records) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			var rates []float64
			var file bytes.Buffer
			for b.Loop() {
				file.Reset()
				start := time.Now()
				if err := c.write(&file); err != nil {
					b.Fatal(err)
				}
				rates = append(rates, rowsPerSecond(start))
			}
			figures.note(b, "export, "+c.name, "rows/s", quantile(rates, 0.5))
		})
	}
}
