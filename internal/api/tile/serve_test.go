package tile_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/api/tile"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

func TestATileIsSentOnce(t *testing.T) {
	r := newRegion(t, 300)
	const path = "/tiles/sites/6/34/17.mvt"
	plain := r.get(path)
	tag := plain.Header().Get("ETag")
	if plain.Code != 200 || plain.Header().Get("Content-Type") != "application/vnd.mapbox-vector-tile" || !strings.HasPrefix(tag, `"`) {
		t.Fatalf("%d %v", plain.Code, plain.Header())
	}
	if again := r.get(path, "If-None-Match", `"other", `+tag); again.Code != http.StatusNotModified || again.Body.Len() != 0 || again.Header().Get("ETag") != tag {
		t.Errorf("%d with %d bytes, want 304 with none", again.Code, again.Body.Len())
	}
	zipped := r.get(path, "Accept-Encoding", "br, gzip")
	if zipped.Header().Get("Content-Encoding") != "gzip" || zipped.Header().Get("ETag") == tag || zipped.Header().Get("Vary") != "Accept-Encoding" {
		t.Fatalf("%v", zipped.Header())
	}
	z, err := gzip.NewReader(zipped.Body)
	must(t, err)
	unzipped, err := io.ReadAll(z)
	must(t, err)
	if !slices.Equal(unzipped, plain.Body.Bytes()) {
		t.Error("the zipped tile is another one")
	}
	if w := r.get(path, "Accept-Encoding", "gzip;q=0"); w.Header().Get("Content-Encoding") != "" {
		t.Error("zipped for a reader that doesn't take it")
	}
}

// A change elsewhere leaves a tile's tag as it is; one within it doesn't.
func TestATileFollowsTheRegion(t *testing.T) {
	r := newRegion(t, 50)
	const path = "/tiles/sites/6/34/17.mvt"
	tag := r.get(path).Header().Get("ETag")
	far := symbiosis.Site{ID: "far", Name: "Far", Location: orb.Point{-60, -30}}
	_, err := r.CreateSite(t.Context(), far)
	must(t, err)
	if got := r.get(path).Header().Get("ETag"); got != tag {
		t.Error("a change far away has changed the tile's tag")
	}
	_, err = r.DeleteSite(t.Context(), "s0001", planner.AnyVersion)
	must(t, err)
	if got := r.get(path, "If-None-Match", tag); got.Code != 200 || got.Header().Get("ETag") == tag {
		t.Errorf("%d %s after a site of the tile is gone", got.Code, got.Header().Get("ETag"))
	}
}

func TestAnEmptyTileIsEmpty(t *testing.T) {
	r := newRegion(t, 5)
	if w := r.get("/tiles/sites/3/0/7.mvt"); w.Code != 200 || w.Body.Len() != 0 || w.Header().Get("ETag") == "" {
		t.Errorf("%d with %d bytes", w.Code, w.Body.Len())
	}
}

func TestLayersDescribeThemselves(t *testing.T) {
	r := newRegion(t, 20)
	for _, layer := range []string{"sites", "flows", "matches", "exchanges", "areas", "constraints", "zones", "facilities"} {
		var doc struct {
			TileJSON     string   `json:"tilejson"`
			Tiles        []string `json:"tiles"`
			VectorLayers []struct {
				ID     string            `json:"id"`
				Fields map[string]string `json:"fields"`
			} `json:"vector_layers"`
		}
		must(t, json.Unmarshal(r.get("/tiles/"+layer).Body.Bytes(), &doc))
		if doc.TileJSON != "3.0.0" || len(doc.VectorLayers) != 1 || doc.VectorLayers[0].ID != layer || len(doc.Tiles) != 1 {
			t.Fatalf("%+v", doc)
		}
		path := strings.NewReplacer("http://example.com", "", "{z}", "6", "{x}", "34", "{y}", "17").Replace(doc.Tiles[0])
		for _, f := range decode(t, layer, r.get(path).Body.Bytes()) {
			for key := range f.Properties {
				if _, ok := doc.VectorLayers[0].Fields[key]; !ok {
					t.Errorf("%s: the attribute %s is not described", layer, key)
				}
			}
		}
	}
}

func FuzzPath(f *testing.F) {
	for _, s := range []string{"sites/6/34/17.mvt", "sites/0/0/0.mvt", "areas/14/8799/4417.mvt", "sites/1/2/0.mvt", "sites/-1/0/0.mvt", "sites/00/0/0.mvt",
		"sites/15/0/0.mvt", "sites/4294967296/0/0.mvt", "x/0/0/0.mvt", "sites/1/1/1", "sites/1/1/1.mvt/", "sites/1/%31/1.mvt"} {
		f.Add(s)
	}
	r := newRegion(f, 20)
	f.Fuzz(func(t *testing.T, path string) {
		if strings.ContainsAny(path, " \t\r\n?#%\x00") || strings.ContainsFunc(path, func(c rune) bool { return c < ' ' || c > '~' }) {
			t.Skip("not a path a client can send as it is")
		}
		w := r.get("/tiles/" + path)
		switch w.Code {
		case 200:
			if strings.HasSuffix(path, ".mvt") && w.Body.Len() > 0 {
				layer, _, _ := strings.Cut(path, "/")
				decode(t, layer, w.Body.Bytes())
			}
		case 404, 405, 301, 500: // echo alone answers our errors with 500; the server makes problems of them
		default:
			t.Fatalf("%q: %d", path, w.Code)
		}
	})
}

// The time of a tile that isn't at hand: drawn and zipped anew, 10 000 sites to choose from.
func BenchmarkTileZ8(b *testing.B) {
	r := newRegion(b, 10_000)
	for _, layer := range []string{"sites", "flows"} {
		b.Run(layer, func(b *testing.B) {
			draw, err := tile.Drawer(b.Context(), r.Snapshot(), layer)
			must(b, err)
			size := 0
			for b.Loop() {
				size = draw(tile.Address{Z: 8, X: 138, Y: 69})
			}
			b.ReportMetric(float64(size), "B/tile")
		})
	}
}
