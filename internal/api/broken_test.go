package api_test

import (
	"net/http"
	"os/exec"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/api"
	"github.com/samloka/samloka/internal/testtool"
)

// TestBrokenRowsAreTold: of a row that another program has spoilt, programs and people are told everywhere, in
// their language, and the server stays ready; undoing the change that is named ends it.
func TestBrokenRowsAreTold(t *testing.T) {
	r := newRegion(t)
	spoil := exec.CommandContext(t.Context(), testtool.Require(t, "ogrinfo"), r.planner.Location(), "-sql", "UPDATE flows SET unit = 'lass' WHERE id = 'morsil-serverhall-heat'")
	if out, err := spoil.CombinedOutput(); err != nil || strings.Contains(string(out), "ERROR") {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := r.planner.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	says := func(path string, status int, wants ...string) string {
		t.Helper()
		w := r.do(http.MethodGet, path, nil)
		if w.Code != status {
			t.Errorf("%s: status %d: %s", path, w.Code, w.Body)
		}
		for _, want := range wants {
			if !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s lacks %s:\n%s", path, want, w.Body)
			}
		}
		return w.Body.String()
	}
	told := says("/api/v1/broken-rows?lang=sv", 200, `"count":1`, `"table":"flows"`, `"id":"morsil-serverhall-heat"`, `"field":"unit"`, "är inget som Samloka känner till", `"spoilt":{"number":`)
	contract{api.Document()}.check(t, http.MethodGet, "/api/v1/broken-rows", r.do(http.MethodGet, "/api/v1/broken-rows", nil))
	says("/api/v1/summary", 200, `"broken_rows":1`)
	says("/readyz", 200, `"status":"ready"`, `"broken_rows":"1"`)
	says("/metrics", 200, "\nsamloka_region_broken_rows 1\n")
	says("/api/v1/history", 200, "morsil-serverhall-heat")
	says("/api/v1/flows/morsil-serverhall-heat?lang=sv", 404, "lämnas utanför", `"field":"unit"`)

	_, number, _ := strings.Cut(told, `"number":`)
	number, _, _ = strings.Cut(number, ",")
	if w := r.do(http.MethodPost, "/api/v1/history/"+number+"/undo", nil, "If-Match", "*"); w.Code != 200 {
		t.Fatalf("undone: %d: %s", w.Code, w.Body)
	}
	says("/api/v1/broken-rows", 200, `"count":0`, `"items":[]`)
	says("/api/v1/summary", 200, `"broken_rows":0`)
	says("/metrics", 200, "\nsamloka_region_broken_rows 0\n")
	says("/api/v1/flows/morsil-serverhall-heat", 200)
	if strings.Contains(says("/readyz", 200), "broken") {
		t.Error("/readyz tells of broken rows when there are none")
	}
}

// TestInfiniteValuesAreTold: another program writes infinite numbers, which JSON doesn't have, and values of
// assumptions that this one doesn't know or allow. The history and the list of broken rows tell of them all the same.
func TestInfiniteValuesAreTold(t *testing.T) {
	r := newRegion(t)
	for _, q := range []string{
		"INSERT INTO assumptions (key, value) VALUES ('detour_pipe', 9e999)", "UPDATE assumptions SET value = -9e999",
		"INSERT INTO assumptions (key, value) VALUES ('warp_factor', 9)", "INSERT INTO assumptions (key, value) VALUES ('detour_road', 99)",
		"UPDATE flows SET quantity = 9e999 WHERE id = 'morsil-serverhall-heat'", "UPDATE flows SET note = 'still' WHERE id = 'morsil-serverhall-heat'",
	} {
		out, err := exec.CommandContext(t.Context(), testtool.Require(t, "ogrinfo"), r.planner.Location(), "-sql", q).CombinedOutput()
		if err != nil || strings.Contains(string(out), "ERROR") {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	if err := r.planner.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	for path, wants := range map[string][]string{
		"/api/v1/history":     {`"id":"detour_pipe"`, `"id":"morsil-serverhall-heat"`},
		"/api/v1/broken-rows": {`"count":4`, `"id":"detour_pipe"`, `"spoilt":{"number":`, `"id":"warp_factor"`, `"text":"är inget antagande"`, `"id":"detour_road"`, `ska ligga mellan 1 och 3"`},
		"/api/v1/summary":     {`"broken_rows":4`},
		"/readyz":             {`"broken_rows":"4"`},
		"/metrics":            {"\nsamloka_region_broken_rows 4\n"},
	} {
		w := r.do(http.MethodGet, path, nil)
		for _, want := range wants {
			if w.Code != 200 || !strings.Contains(w.Body.String(), want) {
				t.Errorf("%s lacks %s: %d %s", path, want, w.Code, w.Body)
			}
		}
	}
}
