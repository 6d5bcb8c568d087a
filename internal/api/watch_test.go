package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/api"
	"github.com/samloka/samloka/internal/symbiosis"
)

// figure returns the value of a series of /metrics, "" when there is none.
func figure(t *testing.T, h http.Handler, series string) string {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, localRequest(http.MethodGet, "/metrics"))
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
		t.Fatalf("/metrics: %d, %s", w.Code, w.Header().Get("Content-Type"))
	}
	for line := range strings.Lines(w.Body.String()) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), series+" "); ok {
			return value
		}
	}
	return ""
}

func localRequest(method, path string) *http.Request {
	r := httptest.NewRequest(method, path, nil)
	r.Host = "localhost:8080"
	return r
}

func TestMetricsCountByRouteNotByPath(t *testing.T) {
	p := emptyPlanner(t)
	h := api.New(p, api.Options{Page: page}).Handler()
	for _, path := range []string{"/api/v1/sites/one", "/api/v1/sites/two", "/api/v1/sites"} {
		h.ServeHTTP(httptest.NewRecorder(), localRequest(http.MethodGet, path))
	}
	if got := figure(t, h, `samloka_http_requests_total{method="GET",route="/api/v1/sites/:id",status="404"}`); got != "2" {
		t.Errorf("two sites that aren't there: %q", got)
	}
	if got := figure(t, h, `samloka_http_request_duration_seconds_count{method="GET",route="/api/v1/sites"}`); got != "1" {
		t.Errorf("one list: %q", got)
	}
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("BREW", "http://elsewhere.example/", nil)) // refused by the guards
	if got := figure(t, h, `samloka_http_requests_total{method="other",route="none",status="421"}`); got != "1" {
		t.Errorf("what no route took: %q", got)
	}
	if got := figure(t, h, `samloka_region_records{kind="site"}`); got != "0" {
		t.Errorf("an empty region: %q sites", got)
	}
	if _, err := p.CreateSite(t.Context(), symbiosis.Site{Name: "New"}); err != nil {
		t.Fatal(err)
	}
	if got := figure(t, h, `samloka_region_records{kind="site"}`); got != "1" {
		t.Errorf("after one: %q sites", got)
	}
	if got := figure(t, h, "samloka_region_current"); got != "1" {
		t.Errorf("the newest state is served, and it says %q", got)
	}
	if got := figure(t, h, "samloka_http_requests_open"); got != "1" {
		t.Errorf("the look itself is the one open request; it says %q", got)
	}
}

func TestEachRequestHasALineWithItsID(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&out, nil))
	h := api.New(emptyPlanner(t), api.Options{Page: page, Log: log, LogRequests: true}).Handler()
	ask := func(id string) (answered string, line map[string]any) {
		t.Helper()
		out.Reset()
		r, w := localRequest(http.MethodGet, "/api/v1/sites/none"), httptest.NewRecorder()
		r.Header.Set("X-Request-Id", id)
		h.ServeHTTP(w, r)
		if err := json.NewDecoder(io.Reader(&out)).Decode(&line); err != nil {
			t.Fatal(err)
		}
		if line["status"] != 404.0 || line["path"] != "/api/v1/sites/none" || line["bytes"] != float64(w.Body.Len()) {
			t.Errorf("the line is %v", line)
		}
		if line["request"] != w.Header().Get("X-Request-Id") {
			t.Errorf("the line has id %v, the answer %s", line["request"], w.Header().Get("X-Request-Id"))
		}
		return w.Header().Get("X-Request-Id"), line
	}
	if got, _ := ask("proxy-4711-abc"); got != "proxy-4711-abc" {
		t.Errorf("the id of a proxy became %s", got)
	}
	for _, id := range []string{"", "short", "with space in it", "line\nbreak-in-it", strings.Repeat("x", 100)} {
		if got, _ := ask(id); got == id || len(got) != 12 {
			t.Errorf("the id %q became %q", id, got)
		}
	}
	quiet := api.New(emptyPlanner(t), api.Options{Page: page, Log: log}).Handler()
	out.Reset()
	quiet.ServeHTTP(httptest.NewRecorder(), localRequest(http.MethodGet, "/healthz"))
	if out.Len() > 0 {
		t.Errorf("nobody asked for lines, and there is %s", out.String())
	}
}
