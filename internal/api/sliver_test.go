package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/api/rest"
	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/symbiosis"
)

// A polygon that is nearly flat: one kilometre long and from nothing to three metres
// wide. Import and API say the same of it, and what they take is evaluated without a wrong figure.
func TestANearlyFlatPolygonThroughEveryDoor(t *testing.T) {
	const lon, lat, long = 14.4, 63.3, 0.02 // a kilometre, nearly
	for _, c := range []struct {
		name   string
		wide   float64 // degrees of latitude
		sliver bool
	}{{"flat", 0, true}, {"tenth of a millimetre", 1e-9, true}, {"three metres", 3e-5, false}} {
		r := newRegion(t)
		corners := [][2]float64{{lon, lat}, {lon + long, lat}, {lon + long/2, lat + c.wide}, {lon, lat}}
		var wkt, coordinates []string
		for _, p := range corners {
			wkt = append(wkt, fmt.Sprintf("%.12f %.12f", p[0], p[1]))
			coordinates = append(coordinates, fmt.Sprintf("[%.12f,%.12f]", p[0], p[1]))
		}
		w := r.do(http.MethodPost, "/api/v1/areas", `{"id":"by-api","name":"Sliver","geometry":{"type":"Polygon","coordinates":[[`+strings.Join(coordinates, ",")+`]]}}`)
		batch, err := exchangeformat.Read(t.Context(), "areas.csv", strings.NewReader("id,name,plan_status,geometry\nby-file,Sliver,none,\"POLYGON(("+strings.Join(wkt, ",")+"))\"\n"), exchangeformat.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if w.Code != http.StatusCreated || len(batch.Areas) != 1 {
			t.Fatalf("%s: %d %s, %v", c.name, w.Code, w.Body, batch.Problems)
		}
		var made noticed
		r.read(w, &made, http.StatusCreated)
		told := func(list []symbiosis.Problem) bool {
			return slices.ContainsFunc(list, func(p symbiosis.Problem) bool { return p.Code == "sliver" && p.Hint != "" })
		}
		if told(made.Notices) != c.sliver || told(batch.Notices) != c.sliver {
			t.Errorf("%s: told by the API %v, by the file %v", c.name, made.Notices, batch.Notices)
		}
		if _, err := r.planner.CreateArea(t.Context(), batch.Areas[0].Record); err != nil {
			t.Fatal(err)
		}
		var both rest.Judgement
		r.read(r.do(http.MethodPost, "/api/v1/evaluations", `{"areas":["by-api","by-file"]}`), &both, 200)
		for _, a := range both.Areas {
			if got := slices.ContainsFunc(a.Land.Notices, func(n string) bool { return strings.Contains(n, "strimla") }); got != c.sliver {
				t.Errorf("%s: the evaluation says %v", c.name, a.Land.Notices)
			}
			if c.sliver { // edges are geodesics: 0.002 hectares between one and the parallel
				if a.Land.TotalHa > 0.01 || a.Land.FitHa > a.Land.TotalHa {
					t.Errorf("%s: %+v", c.name, a.Land)
				}
				continue
			}
			// 993 m × 3.3 m / 2: 0.17 hectares, half of which is the least piece that counts.
			if ha := a.Land.TotalHa; ha < 0.1 || ha > 0.25 || a.Land.FitHa > ha+1e-9 || a.Land.ExcludedHa > ha+1e-9 || a.Score < 0 || a.Score > 1 {
				t.Errorf("%s: %+v", a.AreaID, a.Land)
			}
		}
		if len(both.Areas) != 2 || both.Areas[0].Score != both.Areas[1].Score {
			t.Errorf("the same land by two doors comes out as two: %+v", both.Areas)
		}
	}
}
