package exchangeformat_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/exchangeformat"
)

// Longitude and latitude that look changed for each other are told at every door: columns, WKT and
// GeoJSON, of every noun that has a place. The record is read all the same.
func TestCoordinatesThatLookTurnedAreTold(t *testing.T) {
	const wkt = `"POLYGON((%[1]g %[2]g,%[3]g %[2]g,%[3]g %[4]g,%[1]g %[2]g))"`
	geojson := func(properties string) string {
		return `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{` + properties + `},"geometry":{"type":"Polygon","coordinates":[[[%[1]g,%[2]g],[%[3]g,%[2]g],[%[3]g,%[4]g],[%[1]g,%[2]g]]]}}]}`
	}
	for name, text := range map[string]string{
		"sites.csv":           "id,name,lon,lat\ns,Mörsil,%[1]g,%[2]g\n",
		"areas.csv":           "id,name,plan_status,geometry\na,Mark,none," + wkt,
		"constraints.csv":     "id,layer,source,geometry\nc,shore,a map," + wkt,
		"facilities.csv":      "id,facility,source,geometry\nf,rail,a map," + wkt,
		"areas.geojson":       geojson(`"id":"a","name":"Mark","plan_status":"none"`),
		"constraints.geojson": geojson(`"id":"c","layer":"shore","source":"a map"`),
	} {
		for turned, at := range map[bool][]any{false: {13.66, 63.31, 13.67, 63.32}, true: {63.31, 13.66, 63.32, 13.67}} {
			content, _, _ := strings.Cut(fmt.Sprintf(text, at...), "%!(EXTRA") // a site has two of the four
			batch, err := exchangeformat.Read(t.Context(), name, strings.NewReader(content), exchangeformat.Options{})
			if err != nil || len(batch.Problems) > 0 {
				t.Fatalf("%s: %v %v", name, err, batch.Problems)
			}
			if n := len(batch.Sites) + len(batch.Areas) + len(batch.Constraints) + len(batch.Facilities); n != 1 {
				t.Fatalf("%s: %d records; notices %v", name, n, batch.Notices)
			}
			told := 0
			for _, n := range batch.Notices {
				if n.Code == "axes_swapped" && strings.Contains(n.Place, name) && n.Hint != "" {
					told++
				}
			}
			if (told == 1) != turned {
				t.Errorf("%s, turned %t: %v", name, turned, batch.Notices)
			}
		}
	}
}
