package api_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/api"
)

type around struct {
	Sites, Flows int
	Visibility   string
	Lat, Lon     float64
	Outline      [][]float64
	ListedOf     int `json:"listed_of"`
	Listed       []struct {
		Flow      struct{ ID string }
		DistanceM float64 `json:"distance_m"`
	}
	Lines []struct {
		Resource      string
		Depth         int
		Surplus, Need struct {
			Flows, Sites int
			Estimated    int `json:"estimated_flows"`
			Amounts      []struct {
				Quantity float64
				Unit     string
			}
		}
	}
}

// told writes the lines as a table: depth, resource, surplus, need.
func (a *around) told() string {
	var b strings.Builder
	for _, l := range a.Lines {
		fmt.Fprintf(&b, "%d %s %d/%d%v %d/%d%v\n", l.Depth, l.Resource, l.Surplus.Flows, l.Surplus.Sites, l.Surplus.Amounts, l.Need.Flows, l.Need.Sites, l.Need.Amounts)
	}
	return b.String()
}

// What lies around a place is summed by resource in both directions, heat by its temperature, and what the
// reader may not see is left out.
func TestAroundAPlace(t *testing.T) {
	r := newRegion(t)
	c := contract{api.Document()}
	ask := func(query string) (out around) {
		t.Helper()
		w := r.do("GET", "/api/v1/around?"+query, nil)
		c.check(t, "GET", "/api/v1/around", w)
		r.read(w, &out, 200)
		return out
	}
	for i, lon := range []float64{2.00, 2.01, 2.05} {
		r.read(r.do("POST", "/api/v1/sites", fmt.Sprintf(`{"id":"r%d","name":"r","lon":%g,"lat":50}`, i, lon)), nil, 201)
	}
	for _, flow := range []string{
		`{"id":"a","site_id":"r0","direction":"surplus","resource":"heat","quantity":2,"unit":"MW","full_load_hours":4000,"supply_c":40,"return_c":20}`,
		`{"id":"b","site_id":"r1","direction":"surplus","resource":"heat.50-80","quantity":1,"unit":"GWh/yr","supply_c":50,"return_c":30,"certainty":"measured"}`,
		`{"id":"c","site_id":"r1","direction":"need","resource":"heat","quantity":500,"unit":"MWh/yr","supply_c":60,"return_c":30}`,
		`{"id":"d","site_id":"r1","direction":"surplus","resource":"wood.sawdust","quantity":3000,"unit":"kg/yr"}`,
		`{"id":"e","site_id":"r2","direction":"surplus","resource":"wood.bark","quantity":4,"unit":"t/yr"}`,
		`{"id":"f","site_id":"r0","direction":"surplus","resource":"wood.bark","quantity":7,"unit":"t/yr","visibility":"broker_only"}`,
		`{"id":"g","site_id":"r0","direction":"need","resource":"water.process","quantity":10,"unit":"m3/yr"}`,
	} {
		r.read(r.do("POST", "/api/v1/flows", flow), nil, 201)
	}
	// A hundredth of a degree is 717 m here.
	whole := ask("site=r0&radius_m=1000&lang=en")
	if want := `0 heat 2/2[{9000 MWh/yr}] 1/1[{500 MWh/yr}]
1 heat.30-50 1/1[{8000 MWh/yr}] 0/0[]
1 heat.50-80 1/1[{1000 MWh/yr}] 1/1[{500 MWh/yr}]
0 water 0/0[] 1/1[{10 m3/yr}]
1 water.process 0/0[] 1/1[{10 m3/yr}]
0 wood 2/2[{10 t/yr}] 0/0[]
1 wood.sawdust 1/1[{3 t/yr}] 0/0[]
1 wood.bark 1/1[{7 t/yr}] 0/0[]
`; whole.told() != want || whole.Sites != 2 || whole.Flows != 6 || whole.Visibility != "broker_only" {
		t.Errorf("within a kilometre %d sites, %d flows, %s:\n%swant\n%s", whole.Sites, whole.Flows, whole.Visibility, whole.told(), want)
	}
	if n := len(whole.Outline); n < 60 || fmt.Sprint(whole.Outline[0]) != fmt.Sprint(whole.Outline[n-1]) {
		t.Errorf("the edge has %d corners and isn't closed", n)
	}
	if at := ask("lat=50&lon=2&radius_m=1000"); at.told() != whole.told() || at.Lon != 2 || at.Lat != 50 {
		t.Errorf("asked by its coordinates the same place has\n%s", at.told())
	}
	open := ask("site=r0&radius_m=1000&visibility=network")
	if strings.Contains(open.told(), "bark") || open.Flows != 5 || open.Visibility != "public" {
		t.Errorf("what only the facilitator may see is in the sums for the network, %s:\n%s", open.Visibility, open.told())
	}
	listed := ask("site=r0&radius_m=1000&resource=heat&direction=surplus&limit=1")
	if len(listed.Listed) != 1 || listed.ListedOf != 2 || listed.Listed[0].Flow.ID != "a" || listed.Listed[0].DistanceM != 0 {
		t.Errorf("listed: %d %+v", listed.ListedOf, listed.Listed)
	}
	if class := ask("site=r0&radius_m=1000&resource=heat.30-50"); class.ListedOf != 1 || class.Listed[0].Flow.ID != "a" {
		t.Errorf("of the class of its temperature: %+v", class.Listed)
	}
	if none := ask("lat=0&lon=-30&radius_m=200000"); none.Flows != 0 || none.Visibility != "public" || len(none.Lines) != 0 {
		t.Errorf("in the ocean lie %s", none.told())
	}

	r.read(r.do("POST", "/api/v1/sites", `{"id":"closed","name":"r","lon":2.0,"lat":50.001,"visibility":"broker_only"}`), nil, 201)
	r.read(r.do("POST", "/api/v1/flows", `{"id":"h","site_id":"closed","direction":"surplus","resource":"wood.bark","quantity":9,"unit":"t/yr","visibility":"public"}`), nil, 201)
	if again := ask("site=r0&radius_m=1000&visibility=network"); again.told() != open.told() {
		t.Errorf("an open flow of a hidden site counts for the network:\n%s", again.told())
	}
	for query, status := range map[string]int{
		"radius_m=1000": 422, "site=r0": 422, "site=r0&radius_m=0": 422, "site=r0&radius_m=200001": 422, "site=r0&radius_m=NaN": 422, "site=r0&area=x&radius_m=10": 422,
		"site=r0&lat=1&lon=2&radius_m=10": 422, "lat=50&radius_m=10": 422, "site=r0&lat=50&radius_m=10": 422, "lat=91&lon=2&radius_m=10": 422, "lat=NaN&lon=2&radius_m=10": 422, "site=r0&radius_m=10&resource=gold": 422, "site=nobody&radius_m=10": 404, "area=nowhere&radius_m=10": 404,
		"site=r0&radius_m=10&visibility=secret": 422, "site=closed&radius_m=10&visibility=network": 404,
	} {
		w := r.do("GET", "/api/v1/around?"+query, nil)
		c.check(t, "GET", "/api/v1/around", w)
		if w.Code != status {
			t.Errorf("%s: %d, want %d: %s", query, w.Code, status, w.Body)
		}
	}
}
