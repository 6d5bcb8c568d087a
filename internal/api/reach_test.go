package api_test

import (
	"encoding/json"
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
	// What is closed counts for who may see it alone, and the answer tells how closed it is.
	r.read(r.do("POST", "/api/v1/flows", `{"id":"closed","site_id":"r1","direction":"need","resource":"wood","quantity":1,"unit":"t/yr","visibility":"broker_only"}`), nil, 201)
	for _, viewer := range []string{"", "broker_only", "network", "public"} {
		question := `{"direction":"surplus","resource":"wood","max_distance_m":600,"points":[[2.005,50],[2.012,50],[2.5,50]]`
		if viewer != "" {
			question += `,"visibility":"` + viewer + `"`
		}
		var out struct {
			Counts     []int
			Visibility string
		}
		w := r.do("POST", "/api/v1/reach", question+"}")
		c.check(t, "POST", "/api/v1/reach", w)
		r.read(w, &out, 200)
		all := viewer == "" || viewer == "broker_only"
		if got := fmt.Sprint(out.Counts, " ", out.Visibility); all && got != "[3 3 0] broker_only" || !all && got != "[2 2 0] public" {
			t.Errorf("seen by %q: %s", viewer, got)
		}
	}
	for _, bad := range []string{
		`{"points":[[2,50]]}`, `{"direction":"need","resource":"wood","visibility":"secret","points":[[2,50]]}`,
		`{"resource":"wood","flow":{"direction":"need","resource":"wood","quantity":1,"unit":"t/yr"},"points":[[2,50]]}`,
		`{"flow":{"direction":"need","resource":"gold","quantity":1,"unit":"t/yr"},"points":[[2,50]]}`,
		`{"flow":{"direction":"need","resource":"wood","quantity":1,"unit":"t/yr"},"points":[[2,91]]}`,
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

// Of a whole flow those count that a what-if at the point would match, by every gate: waste code and
// permit, temperatures and money among them.
func TestReachOfAFlowIsTheWhatIf(t *testing.T) {
	r := newRegion(t)
	c := contract{api.Document()}
	points := "[[13.7,63.39],[13.68,63.31],[14.6,63.2],[14.62,63.19],[2,50]]"
	found := map[string]int{}
	for _, flow := range []string{
		`{"direction":"need","resource":"heat","quantity":3,"unit":"MW","supply_c":55,"return_c":30}`,
		`{"direction":"need","resource":"heat","quantity":3,"unit":"MW","supply_c":250,"return_c":200}`,
		`{"direction":"surplus","resource":"heat","quantity":9,"unit":"GWh/yr","supply_c":80,"return_c":40}`,
		`{"direction":"surplus","resource":"wood","quantity":900,"unit":"t/yr","disposal_cost_sek":900,"status":"waste","waste_code":"17 02 01"}`,
		`{"direction":"need","resource":"plastic","quantity":500,"unit":"t/yr","price_sek":1500,"accepts":["wood"],"permitted_codes":["17"]}`,
	} {
		var counted struct {
			Counts     []int
			Visibility string
		}
		w := r.do("POST", "/api/v1/reach", `{"flow":`+flow+`,"points":`+points+`}`)
		c.check(t, "POST", "/api/v1/reach", w)
		r.read(w, &counted, 200)
		var at [][2]float64
		if err := json.Unmarshal([]byte(points), &at); err != nil {
			t.Fatal(err)
		}
		for i, p := range at {
			var asked struct{ Points []struct{ Total int } }
			r.read(r.do("POST", "/api/v1/whatif", fmt.Sprintf(`{"form":"totals","points":[{"lon":%g,"lat":%g,"flows":[%s]}]}`, p[0], p[1], flow)), &asked, 200)
			if counted.Counts[i] != asked.Points[0].Total {
				t.Errorf("%s at %v: %d within reach, the what-if finds %d", flow, p, counted.Counts[i], asked.Points[0].Total)
			}
			found[flow] += asked.Points[0].Total
		}
	}
	some := 0
	for _, n := range found {
		if n > 0 {
			some++
		}
	}
	if some < 3 {
		t.Errorf("only %d flows find anything: the region proves little", some)
	}
}
