package tile_test

import (
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/api/tile"
	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store/geopackage"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
	"github.com/samloka/samloka/internal/unit"
)

func TestMain(m *testing.M) { testtool.Main(m) }

// region serves tiles of n sites scattered over a degree, each with a surplus or a need of
// heat, and of two pieces of land.
type region struct {
	*planner.Planner
	handler *echo.Echo
}

func newRegion(t testing.TB, n int) *region {
	catalogue, err := symbiosis.LoadCatalogue(geodata.Catalogue(), geodata.WasteList(), geodata.WasteUses())
	must(t, err)
	assumptions, err := symbiosis.LoadAssumptions(geodata.Assumptions())
	must(t, err)
	store, err := geopackage.Open(t.Context(), filepath.Join(t.TempDir(), "region.gpkg"))
	must(t, err)
	t.Cleanup(func() { must(t, store.Close()) })
	p, err := planner.Open(t.Context(), store, catalogue, assumptions, planner.Options{})
	must(t, err)
	_, err = p.Import(t.Context(), planner.ImportOptions{}, scattered(n))
	must(t, err)
	e := echo.New()
	tile.Register(e, p)
	return &region{p, e}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func scattered(n int) exchangeformat.Batch {
	var b exchangeformat.Batch
	for i := range n {
		// The golden ratio scatters without a seed; each fifth site shares its neighbour's place.
		k := float64(i - i%5/4)
		_, lon := math.Modf(k * 0.6180339887)
		s := symbiosis.Site{ID: symbiosis.SiteID(fmt.Sprintf("s%04d", i)), Name: fmt.Sprint("Site ", i), Location: orb.Point{14 + lon, 63 + k/float64(n)}}
		s.Normalise()
		b.Sites = append(b.Sites, exchangeformat.Placed[symbiosis.Site]{Record: s})
		supply, back, hours := 90*unit.Celsius, 45*unit.Celsius, unit.Hours(8000)
		f := symbiosis.Flow{
			ID: symbiosis.FlowID("f" + string(s.ID)), SiteID: s.ID, Direction: symbiosis.Directions()[i%2], Resource: "heat",
			Quantity: symbiosis.Quantity{Amount: 20, Unit: symbiosis.MW}, FullLoadHours: &hours, Supply: &supply, Return: &back,
		}
		if f.Direction == symbiosis.Need {
			supply, back = 60, 40
		}
		f.Normalise()
		b.Flows = append(b.Flows, exchangeformat.Placed[symbiosis.Flow]{Record: f})
	}
	// Each seventh surplus goes to a need of its own, in each state by turns.
	for i := 0; i+1 < n; i += 14 {
		surplus, need := b.Flows[i].Record.ID, b.Flows[i+1].Record.ID
		x := symbiosis.Exchange{
			ID: symbiosis.ExchangeID("x" + string(surplus)), SurplusID: surplus, NeedID: need,
			State: symbiosis.ExchangeStates()[i/14%len(symbiosis.ExchangeStates())],
		}
		x.Normalise()
		b.Exchanges = append(b.Exchanges, exchangeformat.Placed[symbiosis.Exchange]{Record: x})
	}
	square := func(lon, lat, half float64) orb.Ring {
		return orb.Ring{{lon - half, lat - half}, {lon + half, lat - half}, {lon + half, lat + half}, {lon - half, lat + half}, {lon - half, lat - half}}
	}
	hole := square(14.5, 63.5, 0.01)
	hole.Reverse()
	for i, g := range []orb.MultiPolygon{{{square(14.5, 63.5, 0.03), hole}}, {{square(14.2, 63.2, 0.01)}, {square(14.3, 63.2, 0.02)}}} {
		a := symbiosis.Area{ID: symbiosis.AreaID(fmt.Sprint("a", i)), Name: fmt.Sprint("Area ", i), Geometry: g}
		a.Normalise()
		b.Areas = append(b.Areas, exchangeformat.Placed[symbiosis.Area]{Record: a})
	}
	return b
}

func (r *region) get(path string, headers ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, req)
	return w
}

func (r *region) tile(t rapid.TB, layer string, a tile.Address) []byte {
	t.Helper()
	w := r.get(fmt.Sprintf("/tiles/%s/%d/%d/%d.mvt", layer, a.Z, a.X, a.Y))
	if w.Code != http.StatusOK {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	return w.Body.Bytes()
}
