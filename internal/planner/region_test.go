package planner_test

import (
	"crypto/rand"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/geopackage"
	"github.com/samloka/samloka/internal/store/postgis"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
	"github.com/samloka/samloka/internal/unit"
)

// region is a planner over a real store, and a second handle on it, as another program would have.
type region struct {
	*planner.Planner
	path  string
	other store.Store
}

func catalogue(t testing.TB) *symbiosis.Catalogue {
	c, err := symbiosis.LoadCatalogue(geodata.Catalogue(), geodata.WasteList(), geodata.WasteUses())
	must(t, err)
	return c
}

func assumptions(t testing.TB) symbiosis.Assumptions {
	a, err := symbiosis.LoadAssumptions(geodata.Assumptions())
	must(t, err)
	return a
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func openStore(t testing.TB, path string) store.Store {
	var s store.Store
	var err error
	if strings.HasPrefix(path, "postgres") {
		s, err = postgis.Open(t.Context(), path)
	} else {
		s, err = geopackage.Open(t.Context(), path)
	}
	must(t, err)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func newRegion(t testing.TB, opts planner.Options) *region {
	return regionAt(t, filepath.Join(t.TempDir(), "region.gpkg"), opts)
}

// onBothStores runs a test on a GeoPackage and on a PostGIS.
func onBothStores(t *testing.T, opts planner.Options, test func(*testing.T, *region)) {
	t.Run("GeoPackage", func(t *testing.T) { test(t, newRegion(t, opts)) })
	t.Run("PostGIS", func(t *testing.T) {
		u, err := url.Parse(testtool.PostGIS(t))
		must(t, err)
		q := u.Query()
		q.Set("search_path", "planner_"+strings.ToLower(rand.Text()[:12]))
		u.RawQuery = q.Encode()
		test(t, regionAt(t, u.String(), opts))
	})
}

func regionAt(t testing.TB, path string, opts planner.Options) *region {
	library, err := symbiosis.LoadProfiles(geodata.Profiles(), catalogue(t))
	must(t, err)
	opts.Profiles = library
	p, err := planner.Open(t.Context(), openStore(t, path), catalogue(t), assumptions(t), opts)
	must(t, err)
	return &region{p, path, openStore(t, path)}
}

// again opens another planner on the same file, which reads all anew.
func (r *region) again(t testing.TB) *planner.Planner {
	p, err := planner.Open(t.Context(), openStore(t, r.path), catalogue(t), assumptions(t), planner.Options{})
	must(t, err)
	return p
}

// handTicker ticks when the test says so.
type handTicker struct{ c chan time.Time }

func newHandTicker() handTicker { return handTicker{make(chan time.Time)} }

func (h handTicker) make(time.Duration) (<-chan time.Time, func()) { return h.c, func() {} }

func aSite(id string, lon, lat float64) symbiosis.Site {
	s := symbiosis.Site{ID: symbiosis.SiteID(id), Name: "Site " + id, Municipality: "Östersund", NACE: "24.10", Location: orb.Point{lon, lat}}
	s.Normalise()
	return s
}

// aHeat is 3 MW of heat: a surplus of 80/45 or a need of 60/40.
func aHeat(id, site string, d symbiosis.Direction) symbiosis.Flow {
	supply, back := 80*unit.Celsius, 45*unit.Celsius
	if d == symbiosis.Need {
		supply, back = 60*unit.Celsius, 40*unit.Celsius
	}
	hours := unit.Hours(6000)
	f := symbiosis.Flow{
		ID: symbiosis.FlowID(id), SiteID: symbiosis.SiteID(site), Direction: d, Resource: "heat",
		Quantity: symbiosis.Quantity{Amount: 3, Unit: symbiosis.MW}, FullLoadHours: &hours, Supply: &supply, Return: &back,
	}
	f.Normalise()
	return f
}

// pair puts a surplus at a and a need at b, two kilometres apart, that match.
func (r *region) pair(t testing.TB) {
	for _, s := range []symbiosis.Site{aSite("a", 14.60, 63.20), aSite("b", 14.64, 63.20)} {
		_, err := r.CreateSite(t.Context(), s)
		must(t, err)
	}
	for _, f := range []symbiosis.Flow{aHeat("s", "a", symbiosis.Surplus), aHeat("n", "b", symbiosis.Need)} {
		_, err := r.CreateFlow(t.Context(), f)
		must(t, err)
	}
}

// exchange has s go to n since another program says so.
func (r *region) exchange(t testing.TB) {
	e := symbiosis.Exchange{ID: "e", SurplusID: "s", NeedID: "n", State: symbiosis.Operation}
	e.Normalise()
	_, err := r.Import(t.Context(), planner.ImportOptions{}, exchangeformat.Batch{Exchanges: []exchangeformat.Placed[symbiosis.Exchange]{{Record: e}}})
	must(t, err)
}

func kindOf(t testing.TB, err error, kind symbiosis.ErrorKind) {
	t.Helper()
	if err == nil || symbiosis.KindOf(err) != kind {
		t.Fatalf("error %v, want one of kind %s", err, kind)
	}
}

func pairs(t testing.TB, s *planner.Snapshot) []planner.Pair {
	l, err := s.Matches(t.Context(), planner.MatchFilter{}, planner.Page{})
	must(t, err)
	return l.Items
}
