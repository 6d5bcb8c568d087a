package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// Figures that nothing can be reckoned with are told at their field by every route that takes
// flows: a new flow, a what-if, an explanation with changes.
func TestBadFiguresAreToldAtTheirField(t *testing.T) {
	r := newRegion(t)
	for _, bad := range []struct{ field, value, says string }{
		{"quantity", "-3", "above"}, {"quantity", "0", "above"}, {"quantity", "1e13", "earth"}, {"quantity", `"NaN"`, "number"},
		{"supply_c", "-300", "273.15"}, {"return_c", "-273.16", "273.15"}, {"return_c", "75", "supply_c"},
		{"full_load_hours", "-1", "above"}, {"max_distance_m", "30000000", "earth"}, {"max_distance_m", "-1", "earth"}, {"price_sek", "1e12", "price"},
	} {
		attributes := map[string]string{"direction": `"need"`, "resource": `"heat"`, "quantity": "1", "unit": `"MW"`, "supply_c": "70", "return_c": "40"}
		attributes[bad.field] = bad.value
		var parts []string
		for name, value := range attributes {
			parts = append(parts, fmt.Sprintf("%q: %s", name, value))
		}
		flow := "{" + strings.Join(parts, ", ") + "}"
		for path, body := range map[string]string{
			"/api/v1/flows":   `{"site_id": "morsil-serverhall", ` + flow[1:],
			"/api/v1/whatif":  `{"points": [{"lon": 14, "lat": 63, "flows": [` + flow + `]}]}`,
			"/api/v1/explain": fmt.Sprintf(`{"surplus_id": "morsil-serverhall-heat", "need_id": "morsil-vaxthus-heat", "need": {"supply_c": 70, %q: %s}}`, bad.field, bad.value),
		} {
			if strings.HasSuffix(path, "explain") && bad.field == "supply_c" {
				body = strings.Replace(body, `"supply_c": 70, `, "", 1)
			}
			w := r.do(http.MethodPost, path, body)
			if w.Code != http.StatusUnprocessableEntity && w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), bad.field) {
				t.Errorf("%s with %s %s: %d %s", path, bad.field, bad.value, w.Code, w.Body)
			}
		}
	}
	for _, body := range []string{`{"points": [{"lon": 1e999, "lat": 63, "flows": []}]}`, `{"points": [{"lon": 14, "lat": 90.1, "flows": [{"direction": "need", "resource": "heat", "quantity": 1, "unit": "MW", "supply_c": 70, "return_c": 40}]}]}`} {
		if w := r.do(http.MethodPost, "/api/v1/whatif", body); w.Code != http.StatusUnprocessableEntity && w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", body, w.Code)
		}
	}
	// A thousand points on one spot are answered; more are refused before anything is reckoned.
	point := `{"lon": 13.66, "lat": 63.31, "flows": [{"direction": "need", "resource": "heat", "quantity": 1, "unit": "MW", "supply_c": 40, "return_c": 25}]}`
	if w := r.do(http.MethodPost, "/api/v1/whatif", `{"limit": 1, "points": [`+strings.Repeat(point+",", 999)+point+`]}`); w.Code != http.StatusOK {
		t.Errorf("a thousand points on one spot: %d %.300s", w.Code, w.Body)
	}
	if w := r.do(http.MethodPost, "/api/v1/whatif", `{"limit": 1, "points": [`+strings.Repeat(point+",", 1000)+point+`]}`); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a thousand and one: %d", w.Code)
	}
}
