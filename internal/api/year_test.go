package api_test

import (
	"math"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/api"
)

// A year's course comes back as what a flow takes: stored with its months and hours it stands. A
// file that can't be read is told by a code, its line and the value.
func TestAYearIsReadFromAFile(t *testing.T) {
	r := newRegion(t)
	c := contract{api.Document()}
	year := func(hours string) [2]string { return [2]string{"year.csv", hours} }
	w := r.send("/api/v1/year", "file", year("load\n"+strings.Repeat("1\n", 4380)+strings.Repeat("3\n", 4380)))
	c.check(t, "POST", "/api/v1/year", w)
	var course struct {
		Values        int
		Monthly       []float64
		FullLoadHours float64 `json:"full_load_hours"`
	}
	r.read(w, &course, 200)
	if course.Values != 8760 || len(course.Monthly) != 12 || math.Abs(course.FullLoadHours-8760*2./3) > 1 || math.Abs(course.Monthly[11]-3*course.Monthly[0]) > 1e-12 {
		t.Fatalf("%+v", course)
	}
	flow := map[string]any{
		"id": "course", "site_id": "morsil-serverhall", "direction": "need", "resource": "heat", "quantity": 1, "unit": "MW",
		"supply_c": 60, "return_c": 40, "shape": "own", "monthly": course.Monthly, "full_load_hours": course.FullLoadHours,
	}
	r.read(r.do("POST", "/api/v1/flows", flow), nil, 201)
	var stored struct{ Monthly []float64 }
	r.get("/api/v1/flows/course", &stored, 200)
	for m := range stored.Monthly {
		if math.Abs(stored.Monthly[m]-course.Monthly[m]) > 1e-12 {
			t.Errorf("month %d is stored as %g, not %g", m+1, stored.Monthly[m], course.Monthly[m])
		}
	}

	for _, bad := range []struct{ text, code, place, value string }{
		{"load\n1\nmuch\n", "not_a_number", "line 3", "much"},
		{"load\n1\n2\n", "length", "", "2"},
		{"", "empty", "", ""},
		{"cats,dogs\n1,2\n", "no_column", "line 1", ""},
		{"PK\x03\x04\x14\x00\x06\x00", "not_text", "", ""},
	} {
		w := r.send("/api/v1/year", "file", year(bad.text))
		c.check(t, "POST", "/api/v1/year", w)
		p := answered(t, w)
		if p.Status != 422 || len(p.Errors) != 1 || p.Errors[0].Code != bad.code || p.Errors[0].Place != bad.place || p.Errors[0].Value != bad.value || !strings.Contains(p.Detail, "year.csv") {
			t.Errorf("%q: %+v, want %s", bad.text, p, bad.code)
		}
	}
}
