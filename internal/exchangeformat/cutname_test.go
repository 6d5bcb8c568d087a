package exchangeformat

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

// A .dbf holds ten letters of a column's name: what GIS programs write of our own columns is read in
// full, with and without saying what the file holds, and told.
func TestNamesThatAShapefileCutAreReadInFull(t *testing.T) {
	ogr2ogr := testtool.Require(t, "ogr2ogr")
	dir := t.TempDir()
	csv := filepath.Join(dir, "mark.csv")
	rows := "id,name,municipality,plan_status,years_to_build_ready,price_sek_per_m2,grid_mw,district_heating,wkt\n" +
		`tor,Torvalla,Östersund,detaljplan,2,250,7.5,nearby,"POLYGON((485800 7001200,486500 7001200,486500 7001500,485800 7001500,485800 7001200))"` + "\n"
	if err := os.WriteFile(csv, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	shp := filepath.Join(dir, "mark.shp")
	if out, err := exec.Command(ogr2ogr, "-f", "ESRI Shapefile", shp, csv, "-a_srs", "EPSG:3006", "-lco", "ENCODING=UTF-8", "-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "KEEP_GEOM_COLUMNS=NO").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for name, as := range map[string]As{"ours": {}, "somebody else's": {Noun: Areas, Certainty: symbiosis.Reported}} {
		b, err := readPath(t, shp, Options{As: as})
		if err != nil || len(b.Areas) != 1 || len(b.Problems) != 0 {
			t.Fatalf("%s: %d areas, %v, %v", name, len(b.Areas), b.Problems, err)
		}
		a := b.Areas[0].Record
		if a.Municipality != "Östersund" || a.PlanStatus != symbiosis.Detaljplan || a.YearsToBuildReady == nil || *a.YearsToBuildReady != 2 || a.Price == nil || float64(*a.Price) != 250 || a.DistrictHeating != symbiosis.Nearby {
			t.Errorf("%s: %+v", name, a)
		}
		var told []string
		for _, p := range b.Notices {
			if p.Code == "cut_name" {
				told = append(told, p.Value+"→"+p.Field)
			}
			if p.Code == "unknown_column" {
				t.Errorf("%s: what was read is told to be left: %+v", name, p)
			}
		}
		if want := []string{"municipali→municipality", "plan_statu→plan_status", "years_to_b→years_to_build_ready", "price_sek_→price_sek_per_m2", "district_h→district_heating"}; !slices.Equal(told, want) {
			t.Errorf("%s: told %q", name, told)
		}
	}
}

func TestACutNameIsWrittenOutWhenItCanMeanOneColumnOnly(t *testing.T) {
	for header, want := range map[string]string{
		"plan_statu": "plan_status", "PLAN_STATU": "plan_status", "price_sek_": "price_sek_per_m2",
		"remediatio": "", // remediation or remediation_cost_sek
		"plan_stat":  "", // nine letters: somebody's own name
		"grid_mw":    "", // whole as it is
		"omradesnam": "", // nothing of ours
	} {
		got := ""
		if at := areaTable.cut(header); at >= 0 {
			got = areaTable.columns[at].Name
		}
		if got != want {
			t.Errorf("%s is written out as %q, want %q", header, got, want)
		}
	}
	// A file that has both keeps its own.
	columns := []string{"plan_statu", "plan_status"}
	if got := areaTable.whole(&findings{}, Place{}, columns); !slices.Equal(got, columns) {
		t.Errorf("both became %q", got)
	}
}

func TestWhatAccompaniesAShapefileIsNotReadByItself(t *testing.T) {
	names := []string{"mark.shp", "mark.dbf", "mark.prj", "mark.shx", "mark.shp.xml", "annat.dbf", "sites.csv", "lager.SHP", "lager.SHX"}
	for i, want := range []bool{false, true, true, true, true, false, false, false, true} {
		if Accompanies(names[i], names) != want {
			t.Errorf("%s: accompanies is %v", names[i], !want)
		}
	}
}
