package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/samloka/samloka/internal/api"
	"github.com/samloka/samloka/internal/symbiosis"
)

func TestBasemapAddresses(t *testing.T) {
	for _, good := range []string{
		"", "https://tiles.example.org/{z}/{x}/{y}.png", "https://example.org:8443/wmts/{z}/{y}/{x}.jpg?key=a1", "https://example.org/region.pmtiles",
		"http://localhost:9000/{z}/{x}/{y}.png", "http://127.0.0.1:9000/a.pmtiles", "http://[::1]:9000/a.pmtiles",
	} {
		if _, err := api.ParseBasemap(good, ""); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for bad, why := range map[string]string{
		"tiles":                                   "is no address",
		"/tiles/{z}/{x}/{y}.png":                  "is no address",
		"https://example.org/{z}/{x}.png":         "{y}",
		"https://example.org/{z}/{z}/{x}/{y}.png": "{z}",
		"http://example.org/{z}/{x}/{y}.png":      "https",
		"ftp://example.org/a.pmtiles":             "https",
		"https://u:p@example.org/a.pmtiles":       "password",
		"https://*.example.org/a.pmtiles":         "no one server",
		"https://example.org; script-src *":       "is no address",
		"https://example.org/\"{z}/{x}/{y}.png":   "is no address",
	} {
		if _, err := api.ParseBasemap(bad, ""); symbiosis.KindOf(err) != symbiosis.Invalid || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v, want a word on %q", bad, err, why)
		}
	}
}

// The page is told of the basemap, and may ask its server and no other.
func TestTheBasemapIsAllowedAlone(t *testing.T) {
	files := fstest.MapFS{"index.html": {Data: []byte(`<body><div id="page"></div></body>`)}}
	ask := func(b api.Basemap) (policy, body string) {
		h := api.New(emptyPlanner(t), api.Options{Page: files, Basemap: b}).Handler()
		r := httptest.NewRequest(http.MethodGet, "http://localhost/some/route", nil)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		text, err := io.ReadAll(w.Result().Body)
		if err != nil {
			t.Fatal(err)
		}
		return w.Header().Get("Content-Security-Policy"), string(text)
	}
	policy, body := ask(api.Basemap{})
	if strings.Contains(policy, "http") || strings.Contains(body, "data-basemap") || !strings.Contains(policy, "connect-src 'self';") {
		t.Errorf("without a basemap: %s\n%s", policy, body)
	}
	b, err := api.ParseBasemap("https://Tiles.example.org:8443/{z}/{x}/{y}.png?a=1&b=2", `Lantmäteriet "CC0" <2026>`)
	if err != nil {
		t.Fatal(err)
	}
	policy, body = ask(b)
	for _, part := range []string{"connect-src 'self' https://tiles.example.org:8443;", "img-src 'self' data: blob: https://tiles.example.org:8443;", "default-src 'self';"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy lacks %q: %s", part, policy)
		}
	}
	if n := strings.Count(policy, "https://"); n != 2 {
		t.Errorf("%d addresses in the policy %s", n, policy)
	}
	if want := `<div id="page" data-basemap="https://Tiles.example.org:8443/{z}/{x}/{y}.png?a=1&amp;b=2" data-basemap-credit="Lantmäteriet &#34;CC0&#34; &lt;2026&gt;"></div>`; !strings.Contains(body, want) {
		t.Errorf("the page is %s", body)
	}
}
