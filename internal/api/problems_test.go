package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/samloka/samloka/internal/api"
	"github.com/samloka/samloka/internal/api/problem"
)

// answered reads a problem, which every failure must be.
func answered(t testing.TB, w *httptest.ResponseRecorder) problem.Problem {
	t.Helper()
	if got := w.Header().Get("Content-Type"); got != problem.MediaType {
		t.Fatalf("%d with content type %q: %s", w.Code, got, w.Body)
	}
	var p problem.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	if p.Status != w.Code || p.Title == "" || p.Type == "" || p.RequestID == "" || p.RequestID != w.Header().Get("X-Request-Id") {
		t.Errorf("status %d, problem %+v", w.Code, p)
	}
	return p
}

// failure is a request that is refused, and how.
type failure struct {
	name, method, path string
	body               any
	headers            []string
	status             int
	kind, field, code  string
}

// failures are requests of many kinds that are refused.
var failures = []failure{
	{"no such path", "GET", "/api/v1/nothing", nil, nil, 404, "not_found", "", ""},
	{"no such path to write", "POST", "/api/v1/nothing", "{}", nil, 405, "method_not_allowed", "", ""},
	{"no such record", "GET", "/api/v1/sites/x", nil, nil, 404, "not_found", "", ""},
	{"no such method", "PATCH", "/api/v1/sites", "{}", nil, 405, "method_not_allowed", "", ""},
	{"broken JSON", "POST", "/api/v1/sites", `{"name":`, nil, 400, "malformed", "", ""},
	{"no JSON", "POST", "/api/v1/sites", "name=x", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "unsupported_media_type", "", ""},
	{"no body", "POST", "/api/v1/sites", "", nil, 400, "malformed", "", ""},
	{"missing attribute", "POST", "/api/v1/sites", `{"lon":1,"lat":1}`, nil, 422, "invalid", "name", "required"},
	{"unknown attribute", "POST", "/api/v1/sites", `{"name":"x","lon":1,"lat":1,"latt":2}`, nil, 422, "invalid", "latt", "unknown_field"},
	{"text for a number", "POST", "/api/v1/sites", `{"name":"x","lon":"1","lat":1}`, nil, 422, "invalid", "lon", "not_a_number"},
	{"off the globe", "POST", "/api/v1/sites", `{"name":"x","lon":1,"lat":91}`, nil, 422, "invalid", "lat", "out_of_range"},
	{"unknown code", "POST", "/api/v1/sites", `{"name":"x","lon":1,"lat":1,"visibility":"all"}`, nil, 422, "invalid", "visibility", "unknown_code"},
	{"rule of the noun", "POST", "/api/v1/sites", `{"name":"x","lon":1,"lat":1,"country":"SWE"}`, nil, 422, "invalid", "country", "unknown_code"},
	{"unknown resource", "POST", "/api/v1/flows", `{"site_id":"are-badhus","direction":"need","resource":"heet","quantity":1,"unit":"MW"}`, nil, 422, "invalid", "resource", "unknown_code"},
	{"unknown site", "POST", "/api/v1/flows", `{"site_id":"x","direction":"need","resource":"heat","quantity":1,"unit":"MW","supply_c":50,"return_c":30}`, nil, 422, "invalid", "site_id", "unknown_id"},
	{"no date", "POST", "/api/v1/flows", `{"site_id":"are-badhus","direction":"need","resource":"heat","quantity":1,"unit":"MW","supply_c":50,"return_c":30,"valid_from":"soon"}`, nil, 422, "invalid", "valid_from", "not_a_date"},
	{"no version", "PUT", "/api/v1/sites/are-badhus", `{"name":"x","lon":1,"lat":1}`, nil, 428, "precondition_required", "", ""},
	{"no version to delete", "DELETE", "/api/v1/sites/are-badhus", nil, nil, 428, "precondition_required", "", ""},
	{"version that is none", "PUT", "/api/v1/sites/are-badhus", `{"name":"x","lon":1,"lat":1}`, []string{"If-Match", "1"}, 400, "malformed", "If-Match", "not_an_etag"},
	{"weak version", "PUT", "/api/v1/sites/are-badhus", `{"name":"x","lon":1,"lat":1}`, []string{"If-Match", `W/"1"`}, 400, "malformed", "If-Match", "not_an_etag"},
	{"stale version", "PUT", "/api/v1/sites/are-badhus", `{"name":"x","lon":1,"lat":1}`, []string{"If-Match", `"9"`}, 412, "stale", "", ""},
	{"another id", "PUT", "/api/v1/sites/are-badhus", `{"id":"y","name":"x","lon":1,"lat":1}`, []string{"If-Match", "*"}, 422, "invalid", "id", "not_the_same"},
	{"known id", "POST", "/api/v1/sites", `{"id":"are-badhus","name":"x","lon":1,"lat":1}`, nil, 409, "conflict", "", ""},
	{"unknown parameter", "GET", "/api/v1/sites?limmit=3", nil, nil, 422, "invalid", "limmit", "unknown_parameter"},
	{"limit of none", "GET", "/api/v1/sites?limit=0", nil, nil, 422, "invalid", "limit", "out_of_range"},
	{"limit too great", "GET", "/api/v1/sites?limit=1001", nil, nil, 422, "invalid", "limit", "out_of_range"},
	{"limit that is none", "GET", "/api/v1/sites?limit=many", nil, nil, 422, "invalid", "limit", "not_a_number"},
	{"three numbers", "GET", "/api/v1/sites?bbox=1,2,3", nil, nil, 422, "invalid", "bbox", "not_a_bbox"},
	{"upside down", "GET", "/api/v1/sites?bbox=1,2,3,1", nil, nil, 422, "invalid", "bbox", "not_a_bbox"},
	{"no number", "GET", "/api/v1/sites?bbox=1,2,3,NaN", nil, nil, 422, "invalid", "bbox", "not_a_bbox"},
	{"a benefit that is no number", "GET", "/api/v1/matches?min_net_benefit_sek_per_year=NaN", nil, nil, 422, "invalid", "min_net_benefit_sek_per_year", "not_a_number"},
	{"unknown filter", "GET", "/api/v1/matches?resource=heet", nil, nil, 422, "invalid", "resource", "unknown_code"},
	{"cursor that is none", "GET", "/api/v1/sites?cursor=x", nil, nil, 422, "invalid", "cursor", "unknown_cursor"},
	{"two points of one id", "POST", "/api/v1/whatif", `{"points":[{"id":"x","lon":1,"lat":1,"flows":[{"direction":"need","resource":"water","quantity":1,"unit":"m3/yr"}]},` +
		`{"id":"x","lon":2,"lat":2,"flows":[{"direction":"need","resource":"water","quantity":1,"unit":"m3/yr"}]}]}`, nil, 422, "invalid", "id", "duplicate"},
	{"too many points", "POST", "/api/v1/whatif", `{"points":[` + strings.Repeat(`{"lon":1,"lat":1,"flows":[{"direction":"need","resource":"water","quantity":1,"unit":"m3/yr"}]},`, 1000) +
		`{"lon":1,"lat":1,"flows":[{"direction":"need","resource":"water","quantity":1,"unit":"m3/yr"}]}]}`, nil, 422, "invalid", "points", "too_many"},
	{"unknown assumption", "PUT", "/api/v1/assumptions", `{"values":{"x":1}}`, nil, 422, "invalid", "assumptions.x", "unknown_code"},
	{"unknown pair", "POST", "/api/v1/explain", `{"surplus_id":"x","need_id":"y"}`, nil, 404, "not_found", "", ""},
	{"no such layer", "GET", "/tiles/none/1/1/1.mvt", nil, nil, 404, "not_found", "", ""},
	{"no such tile", "GET", "/tiles/sites/1/2/1.mvt", nil, nil, 404, "not_found", "", ""},
	{"no such file", "GET", "/assets/none.js", nil, nil, 404, "not_found", "", ""},
	{"too large", "POST", "/api/v1/sites", strings.Repeat(" ", 9<<20), nil, 413, "too_large", "", ""},
	{"another host", "GET", "/api/v1/sites", nil, []string{"Host", "samloka.example"}, 421, "misdirected", "", ""},
	{"another site's page", "POST", "/api/v1/sites", "{}", []string{"Origin", "https://elsewhere.example"}, 403, "forbidden", "", ""},
	{"another site's page, as browsers say", "DELETE", "/api/v1/sites/are-badhus", nil, []string{"Sec-Fetch-Site", "cross-site"}, 403, "forbidden", "", ""},
}

func TestEveryFailureIsAProblem(t *testing.T) {
	r := newRegion(t)
	for _, c := range failures {
		t.Run(c.name, func(t *testing.T) {
			w := r.do(c.method, c.path, c.body, c.headers...)
			p := answered(t, w)
			if w.Code != c.status || p.Type != "urn:samloka:problem:"+c.kind {
				t.Errorf("%d %s, want %d %s: %s", w.Code, p.Type, c.status, c.kind, w.Body)
			}
			if c.field == "" {
				return
			}
			var found []string
			for _, e := range p.Errors {
				found = append(found, e.Field+" "+e.Code)
				if e.Text == "" {
					t.Errorf("%+v says nothing", e)
				}
			}
			if !slices.Contains(found, c.field+" "+c.code) {
				t.Errorf("errors %q, want %q", found, c.field+" "+c.code)
			}
		})
	}
}

func TestAStaleProblemTellsTheVersionOnFile(t *testing.T) {
	r := newRegion(t)
	w := r.do("PUT", "/api/v1/sites/are-badhus", `{"name":"x","lon":1,"lat":1}`, "If-Match", `"9"`)
	if p := answered(t, w); p.CurrentVersion != 1 || w.Header().Get("ETag") != `"1"` {
		t.Errorf("version %d and ETag %s, want 1 and \"1\"", p.CurrentVersion, w.Header().Get("ETag"))
	}
}

func TestAllFaultsAreToldAtOnce(t *testing.T) {
	r := newRegion(t)
	p := answered(t, r.do("POST", "/api/v1/flows", `{"site_id":"are-badhus","direction":"need","resource":"heat","quantity":1,"unit":"t/yr","return_c":30,"waste_code":"99 99 99"}`))
	if len(p.Errors) != 3 { // unit, supply_c, waste_code
		t.Errorf("%d faults, want 3: %+v", len(p.Errors), p.Errors)
	}
}

func TestMethodsAreNamedWhereOneIsNotAllowed(t *testing.T) {
	w := newRegion(t).do("PATCH", "/api/v1/sites", "{}")
	if allow := w.Header().Get("Allow"); !strings.Contains(allow, "GET") || !strings.Contains(allow, "POST") {
		t.Errorf("Allow: %q", allow)
	}
}

// A large body without a length is stopped where the limit is.
func TestAnEndlessBodyIsStopped(t *testing.T) {
	r := newRegion(t)
	req := httptest.NewRequest("POST", "http://localhost/api/v1/whatif", io.LimitReader(spaces{}, 1<<30))
	req.ContentLength = -1
	req.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	r.handler.ServeHTTP(w, req)
	if p := answered(t, w); p.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d, want 413", p.Status)
	}
}

type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestAPanicIsAProblem(t *testing.T) {
	h := api.Guarded(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("secret") }))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "http://localhost/", nil))
	p := answered(t, w)
	if p.Status != 500 || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("%s", w.Body)
	}
}

func TestHostsThatAreThisMachine(t *testing.T) {
	r := newRegion(t)
	for host, want := range map[string]int{
		"localhost": 200, "localhost:8080": 200, "127.0.0.1:8080": 200, "[::1]:8080": 200, "LOCALHOST": 200,
		"samloka.example": 421, "localhost.samloka.example:8080": 421, "192.168.1.5": 421, "": 421, "127.0.0.1.nip.io": 421,
	} {
		req := httptest.NewRequest("GET", "http://localhost/healthz", nil)
		req.Host = host
		w := httptest.NewRecorder()
		r.handler.ServeHTTP(w, req)
		if w.Code != want {
			t.Errorf("host %q: %d, want %d", host, w.Code, want)
		}
	}
}

func TestTwoWritersOfOneVersion(t *testing.T) {
	r := newRegion(t)
	codes := make([]int, 2)
	var group sync.WaitGroup
	for i := range codes {
		group.Go(func() {
			codes[i] = r.do("PUT", "/api/v1/sites/are-badhus", `{"name":"mine","lon":14,"lat":63}`, "If-Match", `"1"`).Code
		})
	}
	group.Wait()
	slices.Sort(codes)
	if !slices.Equal(codes, []int{200, 412}) {
		t.Errorf("answers %v, want one 200 and one 412", codes)
	}
}
