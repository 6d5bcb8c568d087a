package planner_test

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
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

// region is a planner over a real store.
type region struct {
	*planner.Planner
	path string
	// other is a second handle on the store, as another program would have: opened when it is asked for.
	other func() store.Store
}

// known, defaults, kindsOfFirm and emptyFile are made once: properties ask for them hundreds of times, and
// nobody changes them.
var (
	known = once(func() (*symbiosis.Catalogue, error) {
		return symbiosis.LoadCatalogue(geodata.Catalogue(), geodata.WasteList(), geodata.WasteUses())
	})
	defaults    = once(func() (symbiosis.Assumptions, error) { return symbiosis.LoadAssumptions(geodata.Assumptions()) })
	kindsOfFirm = once(func() (*symbiosis.ProfileLibrary, error) { return symbiosis.LoadProfiles(geodata.Profiles(), known()) })
	emptyFile   = once(func() ([]byte, error) { // a GeoPackage in which there is no region yet
		folder, err := os.MkdirTemp("", "samloka-planner")
		if err != nil {
			return nil, err
		}
		defer os.RemoveAll(folder)
		path := filepath.Join(folder, "empty.gpkg")
		s, err := geopackage.Open(context.Background(), path)
		if err != nil {
			return nil, err
		}
		if err := s.Close(); err != nil {
			return nil, err
		}
		return os.ReadFile(path)
	})
)

func once[T any](read func() (T, error)) func() T {
	return sync.OnceValue(func() T {
		v, err := read()
		if err != nil {
			panic(err)
		}
		return v
	})
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
	path := filepath.Join(t.TempDir(), "region.gpkg")
	must(t, os.WriteFile(path, emptyFile(), 0o600))
	return regionAt(t, path, opts)
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
	opts.Profiles = kindsOfFirm()
	p, err := planner.Open(t.Context(), openStore(t, path), known(), defaults(), opts)
	must(t, err)
	return &region{p, path, sync.OnceValue(func() store.Store { return openStore(t, path) })}
}

// again opens another planner on the same region, which reads all anew.
func (r *region) again(t testing.TB) *planner.Planner {
	p, err := planner.Open(t.Context(), r.other(), known(), defaults(), planner.Options{})
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
