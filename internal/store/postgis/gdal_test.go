package postgis

import (
	"bytes"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/samloka/samloka/internal/testtool"
)

// gdal runs a program of GDAL, which must succeed without a word on standard error.
func gdal(t *testing.T, program string, args ...string) string {
	t.Helper()
	path := testtool.Require(t, program)
	var out, errs bytes.Buffer
	for try := 1; ; try++ {
		cmd := exec.CommandContext(t.Context(), path, args...)
		out.Reset()
		errs.Reset()
		cmd.Stdout, cmd.Stderr = &out, &errs
		err := cmd.Run()
		// GDAL asks for all tables of the database, those among them that another test is just dropping.
		if strings.Contains(errs.String(), "could not open relation with OID") && try < 10 {
			continue
		}
		if err != nil || errs.Len() > 0 {
			t.Fatalf("%s %q: %v\n%s", program, args, err, errs.String())
		}
		break
	}
	if text := out.String(); strings.Contains(text, "Warning ") || strings.Contains(text, "ERROR") {
		t.Fatalf("%s %q warns:\n%s", program, args, text)
	}
	return out.String()
}

// forGDAL returns the address as GDAL takes it, with the schema as the active one.
func forGDAL(t *testing.T, dsn string) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	return "PG:dbname=" + strings.TrimPrefix(u.Path, "/") + " host=" + q.Get("host") + " user=" + u.User.Username() +
		" schemas=" + q.Get("search_path") + " active_schema=" + q.Get("search_path")
}

func TestGDALReadsWithoutWarning(t *testing.T) {
	s, dsn := opened(t)
	putSample(t, s)
	// By name: of all tables of the schema, those of jobs have keys that GDAL warns of.
	args := []string{"-ro", forGDAL(t, dsn), "flows_on_map", "exchanges_on_map", "assumptions", "region_info"}
	for _, table := range nounTables() {
		args = append(args, table.name)
	}
	out := gdal(t, "ogrinfo", args...)
	for _, want := range []string{
		"Layer name: sites", "Layer name: areas", "Layer name: flows", "Layer name: flows_on_map", "Layer name: exchanges_on_map",
		"Layer name: exchanges", "Layer name: assumptions", "Layer name: region_info",
		"Geometry: Point", "Geometry: Multi Polygon", "Geometry: Line String", "Feature Count: 3", `ID["EPSG",4326]`,
		"name (String) = Serverhallen i Mörsil", "POINT (13.6537 63.3106)", "MULTIPOLYGON (((13.6 63.3,13.7 63.3,13.7 63.35,13.6 63.35,13.6 63.3)",
		"valid_from (Date) = 2026/01/01", "quality: String(JSON)", "accepts (StringList) = (2:heat.low,19 12)", "monthly: RealList",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("ogrinfo doesn't show %q", want)
		}
	}
}

// TestGDALAppends lets ogr2ogr append the sample's layers to a new region, and a file that knows
// nothing of our columns.
func TestGDALAppends(t *testing.T) {
	from, fromDSN := opened(t)
	putSample(t, from)
	to, toDSN := opened(t)
	_, before := load(t, to)
	for _, table := range nounTables() {
		gdal(t, "ogr2ogr", "-append", "-update", forGDAL(t, toDSN), forGDAL(t, fromDSN), table.name, "-nln", table.name)
	}
	want, _ := load(t, from)
	got, after := load(t, to)
	want.Info, want.Assumptions = got.Info, got.Assumptions
	// GDAL writes numbers with 15 digits.
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-12)); diff != "" || before == after {
		t.Errorf("GDAL's copy differs (-want +got):\n%s", diff)
	}
	file := filepath.Join(t.TempDir(), "new.geojson")
	err := os.WriteFile(file, []byte(`{"type": "FeatureCollection", "name": "sites", "features": [
		{"type": "Feature", "properties": {"name": "Utan id"}, "geometry": {"type": "Point", "coordinates": [11.5, 64.0]}},
		{"type": "Feature", "properties": {"name": "Med id", "id": "med"}, "geometry": {"type": "Point", "coordinates": [12.5, 64.5]}}]}`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	gdal(t, "ogr2ogr", "-append", "-update", forGDAL(t, toDSN), file, "-nln", "sites")
	if region, _ := load(t, to); len(region.Sites) != 5 {
		t.Errorf("%d sites", len(region.Sites))
	}
}
