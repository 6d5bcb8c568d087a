package exchangeformat_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/symbiosis"
)

// A file that holds nothing to read says so; one that holds a row doesn't.
func TestAFileWithoutRowsSaysSo(t *testing.T) {
	for text, want := range map[string]bool{
		"id,name,lon,lat\n":                             true,
		`{"type":"FeatureCollection","features":[]}`:    true,
		"id,name,lon,lat\ns1,Mörsil,13.66,63.31\n":      false,
		"id,name,lon,lat\ns1,Mörsil,13.66,north\n":      false, // its problem says more
		"id,site_id,direction,resource,quantity,unit\n": true,
	} {
		batch, err := exchangeformat.Read(t.Context(), "file.csv", strings.NewReader(text), exchangeformat.Options{})
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		told := slices.ContainsFunc(batch.Notices, func(p symbiosis.Problem) bool { return p.Code == "no_rows" && p.Place == "file.csv" })
		if told != want {
			t.Errorf("%q: told %t, want %t; notices %v, problems %v", text, told, want, batch.Notices, batch.Problems)
		}
	}
}

// A file that isn't what its name says is told by its name, whatever is asked of it.
func TestADamagedFileIsToldByItsName(t *testing.T) {
	for name, kind := range map[string]string{"a.gpkg": "GeoPackage", "a.SHP": "Shapefile", "a.zip": "zip file", "a.xlsx": "Excel file"} {
		for _, as := range []exchangeformat.As{{}, {Noun: exchangeformat.Constraints, Layer: "flood"}} {
			_, err := exchangeformat.Read(t.Context(), name, strings.NewReader("\x17\xff,not,what\nit,seems,\x02"), exchangeformat.Options{As: as})
			if err == nil || !strings.Contains(err.Error(), "is no "+kind) {
				t.Errorf("%s as %q: %v", name, as.Noun, err)
			}
		}
	}
}
