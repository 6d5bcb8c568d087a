package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/api/problem"
)

// A filter that names what the region hasn't is told, at its field and with what to do: an empty list
// would look like a region in which nothing fits.
func TestAFilterThatNamesWhatThereIsNotIsTold(t *testing.T) {
	r := newRegion(t)
	for _, ask := range []struct{ path, field, hint string }{
		{"sites?municipality=Mordor", "municipality", "Orkland"},
		{"flows?municipality=Mordor", "municipality", "Orkland"},
		{"matches?municipality=Mordor", "municipality", "Orkland"},
		{"matches?municipality=Mordor&f=geojson", "municipality", "Orkland"},
		{"areas?municipality=Mordor", "municipality", "Orkland"},
		{"opportunities?municipality=Mordor", "municipality", "Krokom"},
		{"sites?sector=Z", "sector", "A, B"},
		{"flows?site=no-such", "site", "id"},
		{"matches?site=no-such", "site", "id"},
		{"exchanges?site=no-such", "site", "id"},
		{"exchanges?site=MORSIL-serverhall", "site", "morsil-serverhall"},
		{"constraints?layer=no-such", "layer", "protected_nature"},
		{"pitches?area=no-such", "area", "krokom-a"},
		{"history?set=999999999", "set", "/history"},
		{"sites?resource=heet", "resource", "heat"},
	} {
		w := r.do(http.MethodGet, "/api/v1/"+ask.path, nil)
		if w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %.200s", ask.path, w.Code, w.Body)
			continue
		}
		var told problem.Problem
		r.read(w, &told, http.StatusUnprocessableEntity)
		if len(told.Errors) != 1 || told.Errors[0].Field != ask.field || !strings.Contains(told.Errors[0].Hint, ask.hint) {
			t.Errorf("%s: %+v, want the field %s and a hint with %q", ask.path, told.Errors, ask.field, ask.hint)
		}
	}
}

// What there is but nothing of which fits gives an empty list.
func TestAFilterThatFitsNothingGivesAnEmptyList(t *testing.T) {
	r := newRegion(t)
	var land, plain listPage
	r.get("/api/v1/areas?limit=1000", &land, http.StatusOK)
	r.get("/api/v1/sites?limit=1000", &plain, http.StatusOK)
	built := map[string]bool{}
	for _, a := range land.Items {
		built[a["municipality"].(string)] = true
	}
	tried := 0
	for _, s := range plain.Items {
		if m, _ := s["municipality"].(string); m != "" && !built[m] && tried == 0 {
			tried++
			var none listPage
			r.get("/api/v1/areas?municipality="+strings.ToUpper(m), &none, http.StatusOK)
			if none.Total != 0 {
				t.Errorf("areas in %s: %d", m, none.Total)
			}
		}
	}
	if tried == 0 {
		t.Error("no municipality of the demo has sites but no land: the test tries nothing")
	}
	for _, path := range []string{"sites?sector=u", "exchanges?site=krokom-elektrolys&state=ended", "constraints?layer=groundwater", "pitches?area=krokom-a", "history?set=1&older=1", "history?set=1&table=pitches"} {
		r.get("/api/v1/"+path, &listPage{}, http.StatusOK)
	}
}
