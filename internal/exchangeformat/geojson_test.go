package exchangeformat

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
	"github.com/samloka/samloka/internal/unit"
)

func collection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + "\n" + strings.Join(features, ",\n") + "\n]}"
}

func TestReadGeoJSON(t *testing.T) {
	b := right(t, mustRead(t, "r.geojson", collection(
		`{"type":"Feature","id":7,"geometry":{"coordinates":[14.64,63.18,310],"type":"Point"},"properties":{"namn":"S\u00e5gverket","kommun":"Krokom","nace":16.1,"note":null}}`,
		`{"type":"Feature","geometry":null,"properties":{"id":"f","site_id":7,"direction":"need","resource":"wood","quantity":100,"unit":"t/yr","accepts":["wood.sawdust","191207"],"monthly":[1,2,3,4,5,6,7,8,9,10,11,12.5],"max_moisture_pct":30}}`,
		`{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[14,63],[14,64],[15,64],[14,63]],[[14.1,63.4],[14.2,63.5],[14.1,63.5],[14.1,63.4]]]},"properties":{"id":"a","name":"Mark","grid_mw":1.1,"plan_status":"översiktsplan"}}`,
		`{"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]},"properties":{"kind":"exchange","id":"x","surplus_id":"s","need_id":"f","state":"drift"}}`,
	), Options{Catalogue: catalogue(t)}))
	if len(b.Notices) != 0 {
		t.Error(told(b.Notices))
	}
	if d := cmp.Diff([]Placed[symbiosis.Site]{{symbiosis.Site{ID: "7", Name: "Sågverket", Municipality: "Krokom", NACE: "16.1", Location: orb.Point{14.64, 63.18},
		Accuracy: symbiosis.Exact, Visibility: symbiosis.Public}, Place{File: "r.geojson", Row: 1, Line: 2, Feature: true}}}, b.Sites); d != "" {
		t.Error(d)
	}
	f := b.Flows[0].Record
	if f.SiteID != "7" || f.Direction != symbiosis.Need || f.Shape.Kind != symbiosis.Own || f.Shape.Monthly[11] != 12.5 || *f.Quality[0].Max != 30 ||
		!slices.Equal(f.Accepts, []string{"wood.sawdust", "19 12 07"}) {
		t.Errorf("%+v", f)
	}
	// The outer ring was clockwise, the hole too.
	if d := cmp.Diff(symbiosis.Area{ID: "a", Name: "Mark", PlanStatus: symbiosis.Oversiktsplan, GridPower: ptr(1_100_000 * unit.Watt), Accuracy: symbiosis.Exact, Certainty: symbiosis.Estimated, Visibility: symbiosis.Public,
		Geometry: orb.MultiPolygon{{{{14, 63}, {15, 64}, {14, 64}, {14, 63}}, {{14.1, 63.4}, {14.1, 63.5}, {14.2, 63.5}, {14.1, 63.4}}}}}, b.Areas[0].Record); d != "" {
		t.Error(d)
	}
	if x := b.Exchanges[0].Record; x.State != symbiosis.Operation || x.SurplusID != "s" {
		t.Errorf("%+v", x)
	}
}

func TestGeoJSONProblems(t *testing.T) {
	feature := func(geometry, properties string) string {
		return `{"type":"Feature","geometry":` + geometry + `,"properties":` + properties + `}`
	}
	const point = `{"type":"Point","coordinates":[14,63]}`
	b := mustRead(t, "r.geojson", collection(
		feature(point, `{"id":"ok","name":"A","colour":"red"}`),
		feature(point, `{"id":"b"}`),
		feature(point, `{"name":"B"}`),
		feature(`{"type":"Point","coordinates":[500000,7000000]}`, `{"id":"c","name":"C"}`),
		feature(`{"type":"LineString","coordinates":[[1,2],[3,4]]}`, `{"id":"d","name":"D"}`),
		feature(`{"type":"LineString","coordinates":[[1,2],[3,4]]}`, `{"kind":"site","id":"d","name":"D"}`),
		feature(`null`, `{"kind":"site","id":"e","name":"E"}`),
		feature(point, `{"id":"f","name":{"sv":"F"}}`),
		feature(point, `{"id":"g","name":"G","namn":"H"}`),
		feature(`null`, `{"id":"h","site_id":"ok","direction":"need","resource":"wood","quantity":"1,5","unit":"t/yr"}`),
		feature(`{"type":"Point","coordinates":[14]}`, `{"id":"i","name":"I"}`),
		feature(point, `{"id":"ok","name":"A"}`),
		`{"type":"Feature","type":"Feature","geometry":null,"properties":null}`,
		feature(point, `{"id":"last","name":"Last","lon":1,"lat":2}`),
	), Options{})
	got := told(b.Problems)
	for _, want := range []string{
		"r.geojson, feature 2 (line 3), property name: name is missing",
		"feature 3 (line 4), property id: id is missing",
		"feature 4 (line 5), property lon: lon is no place: (500000.00, 7000000.00) look like metres of a projection",
		"feature 5 (line 6): is a LineString whose properties don't tell what it is",
		"feature 6 (line 7): is a site with a LineString for its place",
		"feature 7 (line 8), property lon: lon is missing",
		"feature 8 (line 9), property name: name is neither text, number nor a list",
		`feature 9 (line 10), property namn: name means the same as property "name"`,
		`feature 10 (line 11), property quantity: quantity is not a number ("1,5")`,
		"feature 11 (line 12): has a position of fewer than two numbers",
		"feature 12 (line 13), property id: id stands twice: first in r.geojson, feature 1",
		"feature 13 (line 14): has a member twice",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("missing\n  %s\nin\n%s", want, got)
		}
	}
	if n := len(b.Sites); n != 2 || b.Sites[1].Record.Location != (orb.Point{14, 63}) {
		t.Errorf("read %+v", b.Sites)
	}
	if got := told(b.Notices); strings.Count(got, "colour") != 1 {
		t.Error(got)
	}
}

func TestGeoJSONReferenceSystems(t *testing.T) {
	text := func(crs string) string {
		return `{"type":"FeatureCollection",` + crs + `"features":[{"type":"Feature","properties":{"id":"a","name":"A"},"geometry":{"type":"Point","coordinates":[333538.2957000149,6484098.2550872]}}]}`
	}
	member := `"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3006"}},`
	sweref, err := geo.SystemByEPSG(3006)
	if err != nil {
		t.Fatal(err)
	}
	other, err := geo.SystemByEPSG(3007)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		crs     string
		opts    Options
		notices int
	}{{member, Options{}, 0}, {"", Options{CRS: sweref}, 0}, {member, Options{CRS: sweref}, 0}, {`"crs":null,`, Options{CRS: sweref}, 0},
		{strings.Replace(member, "3006", "3007", 1), Options{CRS: sweref}, 1}} {
		b := right(t, mustRead(t, "r.geojson", text(c.crs), c.opts))
		if p := b.Sites[0].Record.Location; p[0] < 12.1461514 || p[0] > 12.1461515 || len(b.Notices) != c.notices {
			t.Errorf("%s: %v, %s", c.crs, p, told(b.Notices))
		}
	}
	// In EPSG:3007 the easting lies 183.5 km east of the meridian of 12°.
	if p := right(t, mustRead(t, "r.geojson", text(member), Options{CRS: other})).Sites[0].Record.Location; p[0] < 15.1 || p[0] > 15.2 {
		t.Errorf("the system asked for didn't go before the file's: %v", p)
	}
	for _, crs := range []string{strings.Replace(member, "3006", "2154", 1), `"crs":{"type":"link"},`, `"crs":5,`} {
		if _, err := readTold(t, "r.geojson", strings.NewReader(text(crs)), Options{}); symbiosis.KindOf(err) != symbiosis.Invalid || err == nil {
			t.Errorf("%s: %v", crs, err)
		}
	}
}

// hinted are the cases of mapbox/geojsonhint that are no fault at this door.
var hinted = map[string]string{
	"bbox-4or6elements":                   "bounding boxes are not used",
	"bbox-contains-string":                "bounding boxes are not used",
	"bbox-string":                         "bounding boxes are not used",
	"bad-polygon-interiorring-rhr":        "rings are rewound",
	"polygon_winding_order":               "rings are rewound",
	"different-first-size":                "heights are dropped",
	"excessive_precision_truncated":       "digits are welcome",
	"point-toomany":                       "numbers after the height are dropped",
	"geometrycollection_nested":           "is advice",
	"geometrycollection_single":           "is advice",
	"feature_changed_semantics":           "members of other types are ignored",
	"featurecollection_changed_semantics": "members of other types are ignored",
	"geometry_changed_semantics":          "members of other types are ignored",
}

// Every fault that mapbox/geojsonhint tells of is told here too, and by its structure, not
// because an id is missing; nothing is said of the structure of the good ones.
func TestGeoJSONHint(t *testing.T) {
	structural := func(path string) bool {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		// A bare geometry is no file of records: a feature round it lets its own fault show.
		var probe struct{ Type any }
		if err := json.Unmarshal(data, &probe); err == nil {
			if kind, _ := probe.Type.(string); kind != "Feature" && !strings.EqualFold(kind, "FeatureCollection") && strings.HasPrefix(strings.TrimSpace(string(data)), "{") {
				data = []byte(`{"type":"Feature","properties":{},"geometry":` + string(data) + `}`)
			}
		}
		b, err := readTold(t, filepath.Base(path), strings.NewReader(string(data)), Options{})
		if err != nil {
			return true // nothing could be read
		}
		for _, p := range b.Problems {
			if p.Code == "bad_geojson" {
				return true
			}
		}
		return false
	}
	bad, err := filepath.Glob(filepath.Join(testtool.SharedData(t, "formats/geojsonhint/bad"), "*.geojson"))
	if err != nil || len(bad) < 40 {
		t.Fatal(len(bad), err)
	}
	for _, path := range bad {
		name := strings.TrimSuffix(filepath.Base(path), ".geojson")
		if _, excused := hinted[name]; structural(path) == excused {
			t.Errorf("%s: told of: %v", name, !excused)
		}
	}
	good, err := filepath.Glob(filepath.Join(testtool.SharedData(t, "formats/geojsonhint/good"), "*.geojson"))
	if err != nil || len(good) < 15 {
		t.Fatal(len(good), err)
	}
	for _, path := range good {
		if structural(path) {
			t.Errorf("%s is called bad", filepath.Base(path))
		}
	}
}
