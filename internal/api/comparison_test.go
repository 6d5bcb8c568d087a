package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/api"
	"github.com/samloka/samloka/internal/api/rest"
)

// A comparison saved by the API opens by its address as it was, in each language, says when
// today's figures differ, and comes back from what its deletion answered.
func TestComparisons(t *testing.T) {
	r := newRegion(t)
	c := contract{api.Document()}
	w := r.do(http.MethodPost, "/api/v1/comparisons?lang=sv", `{"name":"Två","areas":["ostersund-a","krokom-a"],"settings":{"weights":{"reach_sek":7}}}`)
	var saved rest.Comparison
	r.read(w, &saved, 201)
	address := w.Header().Get("Location")
	if address != "/api/v1/comparisons/"+saved.ID || len(saved.Outlines) != 2 || saved.Outdated {
		t.Fatalf("saved at %q: %+v", address, saved.ComparisonInfo)
	}
	open := func(lang string) (rest.Comparison, string) {
		w := r.do(http.MethodGet, address+"?lang="+lang, nil)
		c.check(t, "GET", "/api/v1/comparisons/{id}", w)
		var got rest.Comparison
		r.read(w, &got, 200)
		b, err := json.Marshal(got.Judgement)
		if err != nil {
			t.Fatal(err)
		}
		return got, string(b)
	}
	_, before := open("sv")
	if got, _ := open("en"); got.Judgement.Areas[0].Score != saved.Judgement.Areas[0].Score || got.Judgement.Criteria[0].Label == saved.Judgement.Criteria[0].Label {
		t.Error("in English the comparison has other figures, or Swedish words")
	}
	r.read(r.do(http.MethodDelete, "/api/v1/sites/ostersund-lugnvik", nil, "If-Match", "*"), nil, 200)
	got, after := open("sv")
	if after != before {
		t.Error("the region has changed, and the comparison with it")
	}
	if !got.Outdated {
		t.Error("nobody says that the figures are older than the region")
	}
	var list rest.ComparisonList
	r.get("/api/v1/comparisons", &list, 200)
	if len(list.Items) != 1 || list.Items[0].ID != saved.ID || len(list.Items[0].AreaNames) != 2 {
		t.Errorf("listed %+v", list.Items)
	}
	r.read(r.do(http.MethodDelete, address, nil, "If-Match", `"9"`), nil, 412)
	w = r.do(http.MethodDelete, address, nil, "If-Match", `"1"`)
	c.check(t, "DELETE", "/api/v1/comparisons/{id}", w)
	var gone json.RawMessage
	r.read(w, &gone, 200)
	r.get(address, nil, 404)
	r.read(r.do(http.MethodPost, "/api/v1/comparisons", map[string]any{"restore": gone}), nil, 201)
	if _, back := open("sv"); back != before {
		t.Error("brought back, the comparison is another")
	}
	again := r.do(http.MethodPost, "/api/v1/comparisons", map[string]any{"restore": gone})
	if r.read(again, nil, 201); again.Header().Get("ETag") != `"1"` {
		t.Errorf("brought back twice, it is written twice: %s", again.Header().Get("ETag"))
	}
	r.read(r.do(http.MethodPost, "/api/v1/comparisons", map[string]any{"restore": json.RawMessage(strings.Replace(string(gone), `"name":"`, `"name":"X`, 1))}), nil, 409)
	r.read(r.do(http.MethodPost, "/api/v1/comparisons", `{"restore":{"id":"x","name":"x","areas":["a","b"],"revision":"1","data_time":"2026-01-01T00:00:00Z","created":"2026-01-01T00:00:00Z","visibility":"public","settings_document":"{}","result_document":"{}"}}`), nil, 422)
}
