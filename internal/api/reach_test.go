package api_test

import (
	"fmt"
	"testing"

	"github.com/samloka/samloka/internal/api"
)

// Counts at many points are what lies within reach by the crow, and bad questions are told.
func TestReachCountsAtManyPoints(t *testing.T) {
	r := newRegion(t)
	c := contract{api.Document()}
	for i, lon := range []float64{2.00, 2.01, 2.02} {
		r.read(r.do("POST", "/api/v1/sites", fmt.Sprintf(`{"id":"r%d","name":"r","lon":%g,"lat":50}`, i, lon)), nil, 201)
		r.read(r.do("POST", "/api/v1/flows", fmt.Sprintf(`{"id":"rf%d","site_id":"r%d","direction":"need","resource":"wood","quantity":1,"unit":"t/yr"}`, i, i)), nil, 201)
	}
	r.read(r.do("POST", "/api/v1/flows", `{"id":"rs","site_id":"r0","direction":"surplus","resource":"wood","quantity":1,"unit":"t/yr","max_distance_m":1000}`), nil, 201)
	asked := func(direction string, within float64, points string) []int {
		w := r.do("POST", "/api/v1/reach", fmt.Sprintf(`{"direction":%q,"resource":"wood","max_distance_m":%g,"points":%s}`, direction, within, points))
		c.check(t, "POST", "/api/v1/reach", w)
		var out struct{ Counts []int }
		r.read(w, &out, 200)
		return out.Counts
	}
	// A hundredth of a degree is 717 m here.
	if got := asked("surplus", 800, "[[2,50],[2.01,50],[2.05,50]]"); fmt.Sprint(got) != "[2 3 0]" {
		t.Errorf("a surplus that goes 800 m reaches %v", got)
	}
	if got := asked("need", 0, "[[2.01,50],[2.02,50]]"); fmt.Sprint(got) != "[1 0]" {
		t.Errorf("a need is reached by %v", got)
	}
	for _, bad := range []string{
		`{"direction":"surplus","resource":"gold","points":[[2,50]]}`, `{"direction":"surplus","resource":"wood","points":[[2,91]]}`,
		`{"direction":"sideways","resource":"wood","points":[[2,50]]}`, `{"direction":"surplus","resource":"wood","max_distance_m":-1,"points":[[2,50]]}`,
		`{"direction":"surplus","resource":"wood","points":[]}`,
	} {
		w := r.do("POST", "/api/v1/reach", bad)
		c.check(t, "POST", "/api/v1/reach", w)
		if w.Code != 422 {
			t.Errorf("%s: %d", bad, w.Code)
		}
	}
}
