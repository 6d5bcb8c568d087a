package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/symbiosis"
)

type noticed struct {
	ID      string
	Notices []symbiosis.Problem
}

// Longitude and latitude that look changed for each other are told for each noun that has a place; a
// site tells it whenever it is read, so that who didn't make it sees it too.
func TestTurnedCoordinatesAreToldForEachNoun(t *testing.T) {
	r := newRegion(t)
	square := func(lon, lat float64) string {
		return fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%[1]g,%[2]g],[%[3]g,%[2]g],[%[3]g,%[4]g],[%[1]g,%[2]g]]]}`, lon, lat, lon+0.01, lat+0.01)
	}
	for path, body := range map[string]func(lon, lat float64) string{
		"sites": func(lon, lat float64) string { return fmt.Sprintf(`{"name":"Here","lon":%g,"lat":%g}`, lon, lat) },
		"areas": func(lon, lat float64) string { return `{"name":"Here","geometry":` + square(lon, lat) + `}` },
		"constraints": func(lon, lat float64) string {
			return `{"layer":"shore","source":"a map","geometry":` + square(lon, lat) + `}`
		},
		"facilities": func(lon, lat float64) string {
			return `{"facility":"rail","source":"a map","geometry":` + square(lon, lat) + `}`
		},
	} {
		for _, turned := range []bool{false, true} {
			lon, lat := 13.66, 63.31
			if turned {
				lon, lat = lat, lon
			}
			var made noticed
			r.read(r.do(http.MethodPost, "/api/v1/"+path, body(lon, lat)), &made, http.StatusCreated)
			if got := len(made.Notices) == 1 && made.Notices[0].Code == "axes_swapped" && made.Notices[0].Hint != ""; got != turned || !turned && len(made.Notices) > 0 {
				t.Errorf("%s, turned %t: %+v", path, turned, made.Notices)
			}
			if path == "sites" {
				var read noticed
				r.get("/api/v1/sites/"+made.ID, &read, 200)
				if (len(read.Notices) == 1) != turned {
					t.Errorf("read again, turned %t: %+v", turned, read.Notices)
				}
			}
		}
	}
}

// What is wrong with a profile is refused with what, where and what to do; what may be meant is told.
func TestProfilesAreChecked(t *testing.T) {
	r := newRegion(t)
	const flow = `{"direction":"need","resource":"heat","quantity":1,"unit":"MW","supply_c":40,"return_c":20,"origin":{"source":"a test"}}`
	profile := func(more string, flows string) string {
		return `{"names":{"sv":"Firma"},"capacity_unit":"t/yr","flows":[` + flows + `]` + more + `}`
	}
	for field, more := range map[string]string{
		"greatest_capacity": `,"capacity":5,"least_capacity":10,"greatest_capacity":2`,
		"capacity":          `,"capacity":0`,
		"least_capacity":    `,"capacity":5,"least_capacity":0`,
		"grid_mw":           `,"capacity":5,"grid_mw":1e6`,
	} {
		w := r.do(http.MethodPost, "/api/v1/profiles", profile(more, flow))
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), field) {
			t.Errorf("%s: %d %s", field, w.Code, w.Body)
		}
	}
	for field, body := range map[string]string{
		"category": profile(`,"capacity":5,"category":"fodo"`, flow),
		"nace":     profile(`,"capacity":5,"nace":"34.10"`, flow),
		"flows":    profile(`,"capacity":5`, ""),
		"capacity": profile(`,"capacity":5,"greatest_capacity":2`, flow),
	} {
		var made, read noticed
		r.read(r.do(http.MethodPost, "/api/v1/profiles", body), &made, http.StatusCreated)
		r.get("/api/v1/profiles/"+made.ID, &read, 200)
		for _, x := range []noticed{made, read} {
			if len(x.Notices) != 1 || x.Notices[0].Field != field || x.Notices[0].Hint == "" {
				t.Errorf("%s: %+v", field, x.Notices)
			}
		}
		// What was read can be sent back.
		w := r.do(http.MethodGet, "/api/v1/profiles/"+made.ID, nil)
		r.read(r.do(http.MethodPut, "/api/v1/profiles/"+made.ID, w.Body.String(), "If-Match", w.Header().Get("ETag")), nil, 200)
	}
}
