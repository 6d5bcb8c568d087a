package exchangeformat

import (
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/symbiosis"
)

// badInput are figures that no door lets in: the column, the value, and what is said of it.
var badInput = []struct{ column, value, says string }{
	{"quantity", "NaN", "is not a number"},
	{"quantity", "1e999", "is not a number"},
	{"quantity", "-3", "must be above zero"},
	{"quantity", "1e13", "larger than any flow on earth"},
	{"supply_c", "-300", "must lie within −273.15 and 3000"},
	{"return_c", "-273.16", "must lie within −273.15 and 3000"},
	{"return_c", "75", "must be below supply_c (70)"},
	{"full_load_hours", "-1", "must be above 0"},
	{"max_distance_m", "30000000", "half the way round the earth"},
	{"max_distance_m", "-1", "half the way round the earth"},
	{"price_sek", "1e12", "is not a price"},
	{"disposal_cost_sek", "-5", "must be zero or above"},
}

// A file with such a figure is told the row, the column and what would be right, as CSV and as
// GeoJSON.
func TestBadFiguresOfFilesAreTold(t *testing.T) {
	for _, bad := range badInput {
		cells := map[string]string{"id": "f", "site_id": "s", "direction": "need", "resource": "heat", "quantity": "1", "unit": "MW", "supply_c": "70", "return_c": "40"}
		if bad.column == "disposal_cost_sek" {
			cells["direction"] = "surplus"
		}
		cells[bad.column] = bad.value
		var header, row, properties []string
		for name, value := range cells {
			header, row = append(header, name), append(row, value)
			properties = append(properties, `"`+name+`": "`+value+`"`)
		}
		for name, text := range map[string]string{
			"flows.csv":     strings.Join(header, ",") + "\n" + strings.Join(row, ",") + "\n",
			"flows.geojson": `{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null, "properties": {` + strings.Join(properties, ", ") + `}}]}`,
		} {
			b, err := readTold(t, name, strings.NewReader(text), Options{Catalogue: catalogue(t)})
			if err != nil {
				t.Errorf("%s %s = %s: %v", name, bad.column, bad.value, err)
				continue
			}
			told := false
			for _, p := range b.Problems {
				told = told || p.Field == bad.column && strings.Contains(p.Text, bad.says) && strings.HasPrefix(p.Place, name)
			}
			if !told || len(b.Flows) != 0 {
				t.Errorf("%s %s = %s: %d flows kept, told %v", name, bad.column, bad.value, len(b.Flows), b.Problems)
			}
		}
	}
	for _, place := range []string{"NaN,63", "14,91", "200,63", "1e300,1", "14,-90.0001"} {
		b, err := readTold(t, "sites.csv", strings.NewReader("id,name,lon,lat\ns,S,"+place+"\n"), Options{})
		if err != nil || len(b.Sites) != 0 || len(b.Problems) == 0 || symbiosis.KindOf(b.Err()) != symbiosis.Invalid {
			t.Errorf("a site at %s: %v, %v", place, b.Problems, err)
		}
	}
}
