package bench

import (
	"bytes"
	"context"
	"path/filepath"
	"sync"
	"testing"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/bench/peer"
	"github.com/samloka/samloka/internal/bench/regiongen"
	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store/geopackage"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/transport"
)

// seed is that of every region here: figures of different days are of the same points.
const seed = 20261122

// A region is made once a size, however many benchmarks use it.
var (
	regionsMutex sync.Mutex
	regions      = map[int]*region{}
)

type region struct {
	symbiosis.Region
	points peer.Points
	size   int
}

func regionOf(size int) *region {
	regionsMutex.Lock()
	defer regionsMutex.Unlock()
	if regions[size] == nil {
		r := regiongen.Clustered(size, seed)
		regions[size] = &region{Region: r, points: peer.PointsOf(r), size: size}
	}
	return regions[size]
}

func catalogue(b testing.TB) *symbiosis.Catalogue {
	b.Helper()
	c, err := symbiosis.LoadCatalogue(geodata.Catalogue(), geodata.WasteList(), geodata.WasteUses())
	if err != nil {
		b.Fatal(err)
	}
	return c
}

func assumptions(b testing.TB) symbiosis.Assumptions {
	b.Helper()
	a, err := symbiosis.LoadAssumptions(geodata.Assumptions())
	if err != nil {
		b.Fatal(err)
	}
	return a
}

func model(a symbiosis.Assumptions) match.Reckoner { return transport.New(a) }

func (r *region) engine(b testing.TB) *match.Engine {
	b.Helper()
	e, err := match.New(catalogue(b), model, assumptions(b), r.Sites, r.Flows)
	if err != nil {
		b.Fatal(err)
	}
	return e
}

// csv returns the region as two files.
func (r *region) csv(b testing.TB) (sites, flows []byte) {
	b.Helper()
	write := func(noun exchangeformat.Noun) []byte {
		var file bytes.Buffer
		records := exchangeformat.Records{Sites: r.Sites, Flows: r.Flows}
		if err := exchangeformat.WriteCSV(context.Background(), &file, noun, records); err != nil {
			b.Fatal(err)
		}
		return file.Bytes()
	}
	return write(exchangeformat.Sites), write(exchangeformat.Flows)
}

// batches reads the files as the command import does.
func batches(b testing.TB, c *symbiosis.Catalogue, sites, flows []byte) []exchangeformat.Batch {
	b.Helper()
	var read []exchangeformat.Batch
	for name, data := range map[string][]byte{"sites.csv": sites, "flows.csv": flows} {
		batch, err := exchangeformat.Read(b.Context(), name, bytes.NewReader(data), exchangeformat.Options{Catalogue: c})
		if err == nil {
			err = batch.Err()
		}
		if err != nil {
			b.Fatal(err)
		}
		read = append(read, batch)
	}
	return read
}

// planner opens a planner over a new store on disk, with nothing in it.
func emptyPlanner(b testing.TB) *planner.Planner {
	b.Helper()
	s, err := geopackage.Open(b.Context(), filepath.Join(b.TempDir(), "region.gpkg"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	p, err := planner.Open(b.Context(), s, catalogue(b), assumptions(b), planner.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return p
}
