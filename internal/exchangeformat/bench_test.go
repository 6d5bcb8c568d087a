package exchangeformat

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
	"github.com/samloka/samloka/internal/unit"
)

// manyRecords makes n sites, each with one flow, spread over the Nordic countries.
func manyRecords(n int) Records {
	var r Records
	for i := range n {
		s := symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprintf("site-%06d", i)), Name: fmt.Sprintf("Sågverket nr %d", i), Organisation: "Norrlands Trä AB",
			NACE: "16.10", Municipality: "Krokom", Country: "SE", Source: "a made-up register", Note: "for measuring"}
		s.Location[0], s.Location[1] = 10+float64(i%1000)*0.0123, 58+float64(i/1000)*0.0123
		s.Normalise()
		f := symbiosis.Flow{ID: symbiosis.FlowID(fmt.Sprintf("flow-%06d", i)), SiteID: s.ID, Direction: symbiosis.Surplus, Resource: "heat.50-80",
			Quantity: symbiosis.Quantity{Amount: 12.5 + float64(i), Unit: symbiosis.MWhYear}, FullLoadHours: ptr(unit.Hours(4000)), Supply: ptr(80 * unit.Celsius),
			Return: ptr(45 * unit.Celsius), Price: ptr(150.0), MaxDistance: ptr(40 * unit.Kilometre), Source: "a made-up report"}
		f.Normalise()
		r.Sites, r.Flows = append(r.Sites, s), append(r.Flows, f)
	}
	return r
}

const benchRows = 20_000

func perRow(b *testing.B, rows int) {
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func benchmarkRead(b *testing.B, rows int, write func(io.Writer) error) {
	c := catalogue(b)
	var file bytes.Buffer
	if err := write(&file); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(file.Len()))
	b.ReportAllocs()
	for b.Loop() {
		batch, err := Read(context.Background(), "f", bytes.NewReader(file.Bytes()), Options{Catalogue: c})
		if err != nil || batch.Len() != rows {
			b.Fatal(err, batch.Len(), batch.Err())
		}
	}
	perRow(b, rows)
}

func BenchmarkReadCSV(b *testing.B) {
	r := manyRecords(benchRows)
	for _, n := range []Noun{Sites, Flows} {
		b.Run(string(n), func(b *testing.B) {
			benchmarkRead(b, benchRows, func(w io.Writer) error { return WriteCSV(context.Background(), w, n, r) })
		})
	}
}

func BenchmarkReadGeoJSON(b *testing.B) {
	r := manyRecords(benchRows)
	b.Run("site", func(b *testing.B) {
		benchmarkRead(b, benchRows, func(w io.Writer) error {
			return WriteGeoJSON(context.Background(), w, Records{Sites: r.Sites})
		})
	})
	b.Run("both", func(b *testing.B) {
		benchmarkRead(b, 2*benchRows, func(w io.Writer) error { return WriteGeoJSON(context.Background(), w, r) })
	})
}

func BenchmarkWrite(b *testing.B) {
	r := manyRecords(benchRows)
	for name, write := range map[string]func() error{
		"csv/site":     func() error { return WriteCSV(context.Background(), io.Discard, Sites, r) },
		"csv/flow":     func() error { return WriteCSV(context.Background(), io.Discard, Flows, r) },
		"geojson/site": func() error { return WriteGeoJSON(context.Background(), io.Discard, Records{Sites: r.Sites}) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := write(); err != nil {
					b.Fatal(err)
				}
			}
			perRow(b, benchRows)
		})
	}
}

func BenchmarkMatchCSV(b *testing.B) {
	m := someMatches()[0]
	w := NewMatchCSV(context.Background(), io.Discard, CSV)
	for b.Loop() {
		if err := w.Write(m); err != nil {
			b.Fatal(err)
		}
	}
	perRow(b, 1)
}

func BenchmarkHotmaps(b *testing.B) {
	data, err := os.ReadFile(testtool.SharedData(b, "sites/hotmaps_industrial_database_v_ehcm.csv"))
	if err != nil {
		b.Fatal(err)
	}
	c := catalogue(b)
	for b.Loop() {
		if _, err := Read(context.Background(), "hotmaps.csv", bytes.NewReader(data), Options{Preset: Hotmaps, Catalogue: c}); err != nil {
			b.Fatal(err)
		}
	}
	perRow(b, 5029)
}
