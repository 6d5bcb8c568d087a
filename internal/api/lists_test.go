package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/api"
)

type listPage struct {
	Items      []map[string]any `json:"items"`
	Total      int              `json:"total"`
	NextCursor string           `json:"next_cursor"`
}

// Following the cursors gives the list that one page would, whatever the filter.
func TestCursorsGiveTheWholeList(t *testing.T) {
	r := newRegion(t)
	rapid.Check(t, func(rt *rapid.T) {
		list := rapid.SampledFrom([]string{"sites", "flows", "matches", "areas", "exchanges"}).Draw(rt, "list")
		q := url.Values{}
		if rapid.Bool().Draw(rt, "in a box") {
			west := rapid.Float64Range(8, 16).Draw(rt, "west")
			q.Set("bbox", fmt.Sprintf("%g,57,%g,%g", west, west+3, rapid.Float64Range(57, 67).Draw(rt, "north")))
		}
		if list == "flows" || list == "matches" {
			q.Set("resource", rapid.SampledFrom([]string{"heat", "plastic", "wood"}).Draw(rt, "resource"))
		}
		whole := r.page(rt, "/api/v1/"+list+"?limit=1000&"+q.Encode())
		if len(whole.Items) != whole.Total || whole.NextCursor != "" {
			rt.Fatalf("%d of %d items with cursor %q", len(whole.Items), whole.Total, whole.NextCursor)
		}
		var items []map[string]any
		q.Set("limit", fmt.Sprint(rapid.IntRange(1, 40).Draw(rt, "limit")))
		for {
			p := r.page(rt, "/api/v1/"+list+"?"+q.Encode())
			items = append(items, p.Items...)
			if p.Total != whole.Total {
				rt.Fatalf("total %d, want %d", p.Total, whole.Total)
			}
			if p.NextCursor == "" {
				break
			}
			q.Set("cursor", p.NextCursor)
		}
		if len(items) != len(whole.Items) || len(items) > 0 && !reflect.DeepEqual(items, whole.Items) {
			rt.Fatalf("%d items page by page, want %d", len(items), len(whole.Items))
		}
	})
}

func (r *region) page(t *rapid.T, path string) listPage {
	w := r.do("GET", path, nil)
	if w.Code != 200 {
		t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	var p listPage
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestACursorBelongsToItsFilter(t *testing.T) {
	r := newRegion(t)
	var p listPage
	r.get("/api/v1/flows?limit=2&resource=heat", &p, 200)
	cursor := url.QueryEscape(p.NextCursor)
	for path, status := range map[string]int{
		"/api/v1/flows?limit=2&resource=heat&cursor=":              200,
		"/api/v1/flows?limit=9&resource=heat&f=geojson&cursor=":    200, // the same list, otherwise shown
		"/api/v1/flows?limit=2&cursor=":                            422,
		"/api/v1/flows?limit=2&resource=wood&cursor=":              422,
		"/api/v1/flows?limit=2&resource=heat&bbox=1,1,2,2&cursor=": 422,
		"/api/v1/sites?limit=2&resource=heat&cursor=":              422,
	} {
		if w := r.do("GET", path+cursor, nil); w.Code != status {
			t.Errorf("%s: %d, want %d", path, w.Code, status)
		}
	}
}

// A layer is what RFC 7946 says, holds what the list holds, and its next links lead through
// all of it.
func TestLayersAreGeoJSON(t *testing.T) {
	r := newRegion(t)
	for _, list := range []string{"sites", "flows", "matches", "areas", "exchanges"} {
		var whole listPage
		r.get("/api/v1/"+list+"?limit=1000", &whole, 200)
		seen := map[string]bool{}
		for next := "/api/v1/" + list + "?f=geojson&limit=17"; next != ""; {
			w := r.do("GET", next, nil)
			var layer map[string]any
			r.read(w, &layer, 200)
			if w.Header().Get("Content-Type") != "application/geo+json" || layer["type"] != "FeatureCollection" || layer["crs"] != nil {
				t.Fatalf("%s: %s", list, w.Body)
			}
			for _, f := range layer["features"].([]any) {
				checkFeature(t, f.(map[string]any))
				seen[f.(map[string]any)["id"].(string)] = true
			}
			next = linkTo(layer, "next")
			if header := w.Header().Get("Link"); (next != "") != strings.Contains(header, `rel="next"`) || !strings.Contains(header, next) {
				t.Errorf("link %q in the layer, %q in the header", next, header)
			}
		}
		if len(seen) != whole.Total {
			t.Errorf("%s: %d features, want %d", list, len(seen), whole.Total)
		}
	}
	if w := r.do("GET", "/api/v1/sites", nil, "Accept", "application/geo+json"); w.Header().Get("Content-Type") != "application/geo+json" {
		t.Errorf("asked by Accept: %s", w.Header().Get("Content-Type"))
	}
}

func linkTo(layer map[string]any, rel string) string {
	for _, l := range layer["links"].([]any) {
		if link := l.(map[string]any); link["rel"] == rel {
			return link["href"].(string)
		}
	}
	return ""
}

// checkFeature holds a feature against RFC 7946, 3.1 and 3.2.
func checkFeature(t *testing.T, f map[string]any) {
	t.Helper()
	geometry, ok := f["geometry"].(map[string]any)
	if f["type"] != "Feature" || !ok || f["properties"] == nil {
		t.Fatalf("no feature: %v", f)
	}
	switch coordinates := geometry["coordinates"].([]any); geometry["type"] {
	case "Point":
		checkPositions(t, []any{coordinates})
	case "LineString":
		checkPositions(t, coordinates)
		if len(coordinates) < 2 {
			t.Errorf("a line of %d positions", len(coordinates))
		}
	case "MultiPolygon":
		for _, polygon := range coordinates {
			for i, ring := range polygon.([]any) {
				checkPositions(t, ring.([]any))
				checkRing(t, ring.([]any), i == 0)
			}
		}
	default:
		t.Errorf("geometry %v", geometry["type"])
	}
}

func checkPositions(t *testing.T, positions []any) {
	t.Helper()
	for _, p := range positions {
		xy := p.([]any)
		if len(xy) != 2 || math.Abs(xy[0].(float64)) > 180 || math.Abs(xy[1].(float64)) > 90 {
			t.Errorf("position %v", xy)
		}
	}
}

func checkRing(t *testing.T, ring []any, shell bool) {
	t.Helper()
	at := func(i, axis int) float64 { return ring[i].([]any)[axis].(float64) }
	if len(ring) < 4 || !reflect.DeepEqual(ring[0], ring[len(ring)-1]) {
		t.Errorf("a ring of %d positions that isn't closed", len(ring))
		return
	}
	surface := 0.0
	for i := 1; i < len(ring); i++ {
		surface += at(i-1, 0)*at(i, 1) - at(i, 0)*at(i-1, 1)
	}
	if (surface > 0) != shell {
		t.Error("a ring turns against the right-hand rule")
	}
}

func (r *region) upload(query string, files ...[2]string) *httptest.ResponseRecorder {
	return r.send("/api/v1/import"+query, "files", files...)
}

// send posts files as a form.
func (r *region) send(path, field string, files ...[2]string) *httptest.ResponseRecorder {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, f := range files {
		w, err := form.CreateFormFile(field, f[0])
		if err != nil {
			r.Fatal(err)
		}
		if _, err := w.Write([]byte(f[1])); err != nil {
			r.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		r.Fatal(err)
	}
	return r.do("POST", path, body.String(), "Content-Type", form.FormDataContentType())
}

func TestImport(t *testing.T) {
	r := newRegion(t)
	c := contract{api.Document()}
	sites := [2]string{"sites.csv", "id;name;lon;lat\nimp-1;Ett;14,6;63,2\nimp-2;Två;14,7;63,2\n"}
	flows := [2]string{"flows.csv", "id,site_id,direction,resource,quantity,unit\nimp-f,imp-1,surplus,wood,100,t/yr\n"}
	var report struct {
		DryRun       bool `json:"dry_run"`
		Sites, Flows struct{ Created, Updated, Unchanged int }
		LeftOut      int `json:"left_out"`
		Problems     []struct{ Place string }
	}
	w := r.upload("?dry_run=true", flows, sites)
	c.check(t, "POST", "/api/v1/import", w)
	r.read(w, &report, 200)
	if !report.DryRun || report.Sites.Created != 2 || report.Flows.Created != 1 {
		t.Errorf("dry run: %+v", report)
	}
	r.get("/api/v1/sites/imp-1", nil, 404)
	r.read(r.upload("", flows, sites), &report, 200)
	r.get("/api/v1/sites/imp-1", nil, 200)

	bad := [2]string{"bad.csv", "id,site_id,direction,resource,quantity,unit\nb1,imp-1,surplus,wood,much,t/yr\nb2,nowhere,need,wood,1,t/yr\nb3,imp-1,need,wood,1,t/yr\n"}
	w = r.upload("", bad)
	c.check(t, "POST", "/api/v1/import", w)
	p := answered(t, w)
	var places []string
	for _, e := range p.Errors {
		places = append(places, e.Place)
	}
	if w.Code != 422 || !slices.Equal(places, []string{"bad.csv, row 2, column quantity", "bad.csv, row 3, column site_id"}) {
		t.Errorf("%d with places %q", w.Code, places)
	}
	r.get("/api/v1/flows/b3", nil, 404)
	w = r.upload("?partial=true", bad)
	c.check(t, "POST", "/api/v1/import", w)
	r.read(w, &report, 200)
	if report.Flows.Created != 1 || report.LeftOut != 2 || len(report.Problems) != 2 {
		t.Errorf("partial: %+v", report)
	}
	r.get("/api/v1/flows/b3", nil, 200)
	if w := r.upload("", [2]string{"x.xlsx", "PK\x03\x04"}); w.Code != 422 {
		t.Errorf("a file that can't be read: %d", w.Code)
	}
	if w := r.upload(""); w.Code != 422 {
		t.Errorf("no file: %d", w.Code)
	}
}

// The course of a year comes along as a file of its own, before or after the flows that name it.
func TestImportOfAYearsCourse(t *testing.T) {
	r := newRegion(t)
	sites := [2]string{"sites.csv", "id,name,lon,lat\nimp-1,Ett,14.6,63.2\n"}
	flows := [2]string{"flows.csv", "id,site_id,direction,resource,quantity,unit,supply_c,return_c,shape_file\nimp-f,imp-1,need,heat,1,MW,70,40,town.csv\n"}
	year := [2]string{"town.csv", "load\n" + strings.Repeat("1\n", 31*24) + strings.Repeat("0\n", 8760-31*24)}
	for _, files := range [][][2]string{{year, flows, sites}, {sites, flows, year}} {
		r.read(r.upload("", files...), nil, 200)
		var f struct {
			Shape   string
			Monthly []float64
		}
		r.get("/api/v1/flows/imp-f", &f, 200)
		if f.Shape != "own" || len(f.Monthly) != 12 || f.Monthly[0] != 1 || f.Monthly[1] != 0 {
			t.Errorf("%+v, want all in January", f)
		}
	}
	if p := answered(t, r.upload("", sites, flows)); len(p.Errors) != 1 || p.Errors[0].Field != "shape_file" {
		t.Errorf("without the course: %+v", p)
	}
	if w := r.upload("", sites, year); w.Code != 422 {
		t.Errorf("a course that nothing names: %d", w.Code)
	}
}

func TestImportOfHotmaps(t *testing.T) {
	data, err := os.ReadFile("../../../shared/data/sites/hotmaps_industrial_database_v_ehcm.csv")
	if err != nil {
		t.Skip("the public data beside the project is not here: ", err)
	}
	r := newRegion(t)
	var report struct {
		Sites   struct{ Created int }
		Notices []struct{ Place, Text string }
	}
	r.read(r.upload("?preset=hotmaps", [2]string{"hotmaps.csv", string(data)}), &report, 200)
	// 5 029 rows, 524 of them without coordinates: those are told of and left out.
	if report.Sites.Created != 4505 || len(report.Notices) < 524 {
		t.Errorf("%d sites and %d notices", report.Sites.Created, len(report.Notices))
	}
}

// What the region exports it imports as unchanged.
func TestAnExportIsTheRegion(t *testing.T) {
	r := newRegion(t)
	file := r.do("GET", "/api/v1/export", nil)
	if got := file.Header().Get("Content-Disposition"); got != `attachment; filename="samloka-all.geojson"` {
		t.Errorf("disposition %s", got)
	}
	var report struct {
		Sites, Flows, Areas, Exchanges struct{ Created, Updated, Unchanged int }
	}
	r.read(r.upload("?dry_run=true", [2]string{"all.geojson", file.Body.String()}), &report, 200)
	if report.Sites.Created+report.Sites.Updated+report.Flows.Created+report.Flows.Updated+report.Areas.Created+report.Areas.Updated+
		report.Exchanges.Created+report.Exchanges.Updated != 0 || report.Sites.Unchanged == 0 || report.Areas.Unchanged == 0 {
		t.Errorf("%+v", report)
	}
	var whole listPage
	r.get("/api/v1/matches?limit=1", &whole, 200)
	csv := r.do("GET", "/api/v1/export?format=csv&table=matches", nil).Body.String()
	if rows := strings.Count(csv, "\n"); rows != whole.Total+1 || !strings.HasPrefix(csv, "surplus_id,need_id,") {
		t.Errorf("%d rows of matches, want %d and a header", rows, whole.Total)
	}
}
