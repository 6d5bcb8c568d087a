package api_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/samloka/samloka/internal/api"
)

// The forms of a what-if's answer tell the same: columns hold the figures of the matches, in their
// order, and totals their sums.
func TestFormsOfAWhatIfTellTheSame(t *testing.T) {
	r := newRegion(t)
	c := contract{api.Document()}
	type result struct {
		Total      int
		NetBenefit float64 `json:"net_benefit_sek_per_year"`
		CO2e       float64 `json:"co2e_t_per_year"`
		Matches    []map[string]any
		Columns    map[string][]any
		Near       []any `json:"near_misses"`
	}
	asked := func(form string, limit int) []result {
		var flows string
		for i, f := range []string{
			`"direction":"need","resource":"heat","quantity":3,"unit":"MW","supply_c":55,"return_c":30`,
			`"direction":"surplus","resource":"heat","quantity":9,"unit":"GWh/yr","supply_c":80,"return_c":40`,
			`"direction":"need","resource":"plastic","quantity":500,"unit":"t/yr","price_sek":1500`,
		} {
			flows += fmt.Sprintf(`%s{%s}`, ","[:min(i, 1)], f)
		}
		point := func(lon, lat float64) string { return fmt.Sprintf(`{"lon":%g,"lat":%g,"flows":[%s]}`, lon, lat, flows) }
		w := r.do("POST", "/api/v1/whatif", fmt.Sprintf(`{"form":%q,"limit":%d,"near_misses":true,"points":[%s,%s,%s]}`, form, limit, point(13.7, 63.39), point(14.6, 63.2), point(2, 50)))
		c.check(t, "POST", "/api/v1/whatif", w)
		var out struct{ Points []result }
		r.read(w, &out, 200)
		return out.Points
	}
	several := 0
	for _, limit := range []int{2, 1000} {
		matches, columns, totals := asked("matches", limit), asked("columns", limit), asked("totals", limit)
		for i, want := range matches {
			several += len(want.Matches)
			for form, got := range map[string]result{"columns": columns[i], "totals": totals[i]} {
				if got.Total != want.Total || got.NetBenefit != want.NetBenefit || got.CO2e != want.CO2e || len(got.Matches) != 0 || !reflect.DeepEqual(got.Near, want.Near) {
					t.Errorf("point %d, %s: %+v, want %+v", i, form, got, want)
				}
			}
			if totals[i].Columns != nil || matches[i].Columns != nil || columns[i].Columns == nil {
				t.Errorf("point %d: columns where they weren't asked for, or none where they were", i)
			}
			for key, column := range columns[i].Columns {
				if len(column) != len(want.Matches) {
					t.Fatalf("point %d: %d of %s, %d matches", i, len(column), key, len(want.Matches))
				}
				for j, v := range column {
					if is := want.Matches[j][key]; is != v && !(is == nil && (v == nil || v == "")) {
						t.Errorf("point %d, match %d: %s is %v, in the column %v", i, j, key, is, v)
					}
				}
			}
		}
	}
	if several < 5 {
		t.Errorf("%d matches prove little", several)
	}
}
