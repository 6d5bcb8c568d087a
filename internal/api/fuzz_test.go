package api_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/api"
)

// fuzzed is a server that fuzzing can share: nothing here is changed.
func fuzzed(f *testing.F) func(t *testing.T) *region {
	h := api.New(demoPlanner(f), api.Options{Page: page}).Handler()
	return func(t *testing.T) *region { return &region{T: t, handler: h} }
}

// Whatever cursor comes, the answer is a page or a problem that a user can act on.
func FuzzCursor(f *testing.F) {
	server := fuzzed(f)
	for _, s := range []string{"", "x", "AAAAAAAAAAAAAAAA", "////", "5O1bKUcDtp9bDzwj5O1bKUcDtp9bDzwj", "\x00", "å"} {
		f.Add("matches", s)
		f.Add("sites", s)
	}
	f.Fuzz(func(t *testing.T, list, cursor string) {
		if list != "matches" && list != "sites" && list != "flows" {
			t.Skip()
		}
		expect(t, server(t).do("GET", "/api/v1/"+list+"?limit=3&cursor="+url.QueryEscape(cursor), nil), 200, 422)
	})
}

func FuzzBBox(f *testing.F) {
	server := fuzzed(f)
	for _, s := range []string{"", "10,63,15,65", "170,-10,-170,10", "1,2,3", "1,2,3,4,5", "a,b,c,d", "NaN,0,1,1", "1e400,0,1,1", " 1 , 2 , 3 , 4 ", "-180,-90,180,90", "0x1p3,0,9,9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, bbox string) {
		for _, list := range []string{"sites", "matches", "areas"} {
			expect(t, server(t).do("GET", "/api/v1/"+list+"?limit=3&bbox="+url.QueryEscape(bbox), nil), 200, 422)
		}
	})
}

func FuzzWhatIf(f *testing.F) {
	server := fuzzed(f)
	for _, s := range []string{
		`{"points":[{"lon":14.6,"lat":63.2,"flows":[{"direction":"need","resource":"heat","quantity":3,"unit":"MW","supply_c":35,"return_c":20}]}]}`,
		`{"points":[]}`, `{"points":null}`, `{}`, `[]`, `null`, ``, `{"points":[{"lon":1e308,"lat":63,"flows":[]}]}`,
		`{"points":[{"lon":14,"lat":63,"flows":[{"direction":"surplus","resource":"wood","quantity":1e300,"unit":"t/yr","price_sek":-1e9,"max_distance_m":1e300}]}]}`,
		`{"points":[{"id":"a/b","lon":14,"lat":63,"flows":[{"id":"\u0000","direction":"need","resource":"co2","quantity":1e-300,"unit":"t/yr","shape":"own","monthly":[0,0,0,0,0,0,0,0,0,0,0,0]}]}]}`,
		`{"points":[{"lon":14,"lat":63,"flows":[{"direction":"need","resource":"heat","quantity":1,"unit":"kW","supply_c":-273.15,"return_c":-274}]}],"assumptions":{"interest_rate":1e9},"near_misses":true,"limit":1}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		expect(t, server(t).do("POST", "/api/v1/whatif", body), 200, 400, 422)
	})
}

func FuzzExplain(f *testing.F) {
	server := fuzzed(f)
	for _, s := range []string{
		`{"surplus_id":"ostersund-lugnvik-heat","need_id":"are-badhus-heat"}`,
		`{"surplus_id":"are-badhus-heat","need_id":"ostersund-lugnvik-heat","assumptions":{"terrain":2.5}}`,
		`{"surplus_id":"ostersund-lugnvik-heat","need_id":"are-badhus-heat","surplus":{"quantity":1e300,"unit":"t/yr"},"need":{"supply_c":3000,"return_c":-273}}`,
		`{"surplus_id":"ostersund-lugnvik-heat","need_id":"are-badhus-heat","need":{"full_load_hours":1e-300,"price_sek":1e9}}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		expect(t, server(t).do("POST", "/api/v1/explain", body), 200, 400, 404, 422)
	})
}

// expect fails unless the answer is one of the statuses and, when it is a failure, a problem.
func expect(t *testing.T, w *httptest.ResponseRecorder, statuses ...int) {
	t.Helper()
	for _, s := range statuses {
		if w.Code == s {
			if s >= 400 && !strings.HasPrefix(w.Header().Get("Content-Type"), "application/problem+json") {
				t.Errorf("%d as %s", s, w.Header().Get("Content-Type"))
			}
			return
		}
	}
	t.Errorf("status %d, want one of %v: %s", w.Code, statuses, w.Body)
}

func FuzzAround(f *testing.F) {
	server := fuzzed(f)
	for _, s := range []string{
		"lat=63.3&lon=13.7&radius_m=20000", "lat=90&lon=0&radius_m=200000", "lat=0&lon=-180&radius_m=200000", "lat=1e308&lon=x&radius_m=1", "lat=NaN&lon=Inf&radius_m=1e-300",
		"site=are-badhus&radius_m=1e9", "area=morsil-a&radius_m=5000&visibility=public&resource=heat&limit=2", "site=%00&radius_m=1", "radius_m=-0",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, query string) {
		// Only what is asked of the place: the rest of an address is the router's.
		if _, err := url.ParseQuery(query); err != nil || strings.ContainsAny(query, "# \r\n") || strings.ContainsFunc(query, func(r rune) bool { return r < ' ' || r > '~' }) {
			return
		}
		expect(t, server(t).do("GET", "/api/v1/around?"+query, nil), 200, 404, 422)
	})
}
