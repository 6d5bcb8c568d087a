package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/api"
	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store/geopackage"
	"github.com/samloka/samloka/internal/symbiosis"
)

// region is a server of the demo region over the real store.
type region struct {
	*testing.T
	planner *planner.Planner
	handler http.Handler
}

func catalogue(t testing.TB) *symbiosis.Catalogue {
	c, err := symbiosis.LoadCatalogue(geodata.Catalogue(), geodata.WasteList(), geodata.WasteUses())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func assumptions(t testing.TB) symbiosis.Assumptions {
	a, err := symbiosis.LoadAssumptions(geodata.Assumptions())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// emptyPlanner opens a planner over a new store.
func emptyPlanner(t testing.TB) *planner.Planner {
	s, err := geopackage.Open(t.Context(), filepath.Join(t.TempDir(), "region.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	library, err := symbiosis.LoadProfiles(geodata.Profiles(), catalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	p, err := planner.Open(t.Context(), s, catalogue(t), assumptions(t), planner.Options{Profiles: library, KeepJobs: 7 * 24 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func demoPlanner(t testing.TB) *planner.Planner {
	p := emptyPlanner(t)
	fillWithDemo(t, p)
	return p
}

func fillWithDemo(t testing.TB, p *planner.Planner) {
	t.Helper()
	var batches []exchangeformat.Batch
	for _, name := range []string{"sites.csv", "flows.csv", "areas.geojson", "exchanges.csv"} {
		f, err := geodata.Demo().Open(name)
		if err != nil {
			t.Fatal(err)
		}
		b, err := exchangeformat.Read(t.Context(), name, f, exchangeformat.Options{Catalogue: p.Catalogue()})
		if err != nil {
			t.Fatal(err)
		}
		batches = append(batches, b)
	}
	if _, err := p.Import(t.Context(), planner.ImportOptions{}, batches...); err != nil {
		t.Fatal(err)
	}
}

var page fs.FS = fstest.MapFS{
	"index.html":         {Data: []byte("<!doctype html><title>Samloka</title>")},
	"assets/app-1234.js": {Data: []byte("export {}")},
	"icon.svg":           {Data: []byte("<svg/>")},
}

func newRegion(t *testing.T) *region {
	p := demoPlanner(t)
	return &region{t, p, api.New(p, api.Options{Page: page}).Handler()}
}

// do asks the server; headers come in pairs.
func (r *region) do(method, path string, body any, headers ...string) *httptest.ResponseRecorder {
	r.Helper()
	var reader io.Reader
	if body != nil {
		text, ok := body.(string)
		if !ok {
			b, err := json.Marshal(body)
			if err != nil {
				r.Fatal(err)
			}
			text = string(b)
		}
		reader = strings.NewReader(text)
	}
	req := httptest.NewRequest(method, "http://localhost"+path, reader)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			req.Host = headers[i+1]
		}
	}
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, req)
	return w
}

// get asks and reads the answer, which must have the status.
func (r *region) get(path string, into any, status int) *httptest.ResponseRecorder {
	r.Helper()
	w := r.do(http.MethodGet, path, nil)
	r.read(w, into, status)
	return w
}

func (r *region) read(w *httptest.ResponseRecorder, into any, status int) {
	r.Helper()
	if w.Code != status {
		r.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	if into == nil {
		return
	}
	if err := json.NewDecoder(bytes.NewReader(w.Body.Bytes())).Decode(into); err != nil {
		r.Fatalf("%v: %s", err, w.Body)
	}
}
