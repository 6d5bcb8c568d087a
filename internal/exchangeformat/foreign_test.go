package exchangeformat

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

var reserves = As{Noun: Constraints, Layer: symbiosis.ProtectedNature, Source: "Naturvårdsverket, CC0"}

// readPath reads a file from the disk, with what stands beside it.
func readPath(t testing.TB, path string, opts Options) (Batch, error) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	opts.Beside = func(name string) (io.ReadCloser, error) { return os.Open(filepath.Join(filepath.Dir(path), name)) }
	return readTold(t, filepath.Base(path), file, opts)
}

// inSystem names a reference system by its number.
func inSystem(t testing.TB, epsg int) geo.System {
	t.Helper()
	s, err := geo.SystemByEPSG(epsg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// hectares sums the surfaces of constraints.
func hectares(b Batch) float64 {
	sum := 0.0
	for _, c := range b.Constraints {
		sum += geo.AreaOf(c.Record.Geometry).Hectares()
	}
	return sum
}

func TestReservesAndParksAreReadAsTheyAre(t *testing.T) {
	b, err := readPath(t, testtool.SharedData(t, "land/naturreservat_151_epsg3006.csv"), Options{As: reserves, CRS: inSystem(t, 3006)})
	if err != nil || len(b.Constraints) != 151 || len(b.Problems) != 0 {
		t.Fatalf("%d reserves, %v\n%s", len(b.Constraints), err, told(b.Problems))
	}
	c := b.Constraints[0].Record
	if c.ID != "protected_nature-2025349" || c.Name != "Limhamns kalkbrott" || c.Effect != symbiosis.Excludes || c.Source != reserves.Source || c.Certainty != symbiosis.Reported {
		t.Errorf("the first is %+v", c)
	}
	if p := c.Geometry.Bound().Center(); math.Abs(p[0]-12.933) > 0.01 || math.Abs(p[1]-55.567) > 0.01 {
		t.Errorf("it lies at %v", p)
	}
	// The file gives no surfaces; the parks do, reckoned on SWEREF 99 TM.
	parks, err := readPath(t, testtool.SharedData(t, "land/nationalparker_np_4326.geojson"), Options{As: reserves})
	if err != nil || len(parks.Constraints) != 30 || len(parks.Problems) != 0 {
		t.Fatalf("%d parks, %v\n%s", len(parks.Constraints), err, told(parks.Problems))
	}
	for _, c := range parks.Constraints {
		if c.Record.Name == "Garphyttan" {
			if ha := geo.AreaOf(c.Record.Geometry).Hectares(); math.Abs(ha-110.59) > 0.2 || c.Record.ID != "protected_nature-2000188" {
				t.Errorf("Garphyttan, %s, has %.2f ha, by its authority 110.59", c.Record.ID, ha)
			}
			return
		}
	}
	t.Error("Garphyttan is missing")
}

// The formats are one: what GDAL makes of a file in another format and system reads the same.
func TestWhatGDALWritesReadsTheSame(t *testing.T) {
	source := testtool.SharedData(t, "land/nationalparker_np_4326.geojson")
	want, err := readPath(t, source, Options{As: reserves})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	make := func(name string, args ...string) string {
		path := filepath.Join(dir, name)
		out, err := exec.CommandContext(t.Context(), testtool.Require(t, "ogr2ogr"), append([]string{path, source}, args...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return path
	}
	for _, c := range []struct {
		name string
		args []string
		crs  int
	}{
		{"tm.gpkg", []string{"-t_srs", "EPSG:3006"}, 0},
		{"zone.gpkg", []string{"-t_srs", "EPSG:3012"}, 0},
		{"utf8.shp", []string{"-t_srs", "EPSG:3006", "-lco", "ENCODING=UTF-8"}, 0},
		{"cp1252.shp", []string{"-t_srs", "EPSG:3014", "-lco", "ENCODING=CP1252"}, 0},
		{"utm.shp", []string{"-t_srs", "EPSG:25833"}, 0},
		{"wkt.csv", []string{"-t_srs", "EPSG:25832", "-lco", "GEOMETRY=AS_WKT", "-nlt", "MULTIPOLYGON"}, 25832},
		{"tm.geojson", []string{"-t_srs", "EPSG:3006"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			opts := Options{As: reserves}
			if c.crs != 0 {
				opts.CRS = inSystem(t, c.crs)
			}
			got, err := readPath(t, make(c.name, c.args...), opts)
			if err != nil || len(got.Problems) > 0 || len(got.Constraints) != len(want.Constraints) {
				t.Fatalf("%d parks, %v\n%s", len(got.Constraints), err, told(got.Problems))
			}
			for i, w := range want.Constraints {
				g := got.Constraints[i].Record
				near := geo.Distance(g.Geometry.Bound().Min, w.Record.Geometry.Bound().Min).Metres()
				if g.ID != w.Record.ID || g.Name != w.Record.Name || near > 0.02 {
					t.Errorf("%s %q, %.3f m off; want %s %q", g.ID, g.Name, near, w.Record.ID, w.Record.Name)
				}
			}
			if a, b := hectares(got), hectares(want); math.Abs(a-b) > 1e-6*b {
				t.Errorf("%.3f ha in all, want %.3f", a, b)
			}
		})
	}
	t.Run("zip", func(t *testing.T) {
		var archive bytes.Buffer
		w := zip.NewWriter(&archive)
		for _, ext := range []string{".shp", ".dbf", ".prj", ".cpg", ".shx"} {
			content, err := os.ReadFile(filepath.Join(dir, "utf8"+ext))
			if err != nil {
				t.Fatal(err)
			}
			part, err := w.Create("parker/utf8" + ext)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = part.Write(content)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		got, err := readTold(t, "parker.zip", &archive, Options{As: reserves})
		if err != nil || len(got.Constraints) != len(want.Constraints) || len(got.Problems) > 0 {
			t.Errorf("%d parks, %v, %s", len(got.Constraints), err, told(got.Problems))
		}
	})
}

// Records without ids are numbered on through the layers of a zip, though they are called alike.
func TestLayersOfOneNameInAZipAreNumberedOn(t *testing.T) {
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	for _, folder := range []string{"norr", "syd"} {
		part, err := w.Create(folder + "/mark.geojson")
		if err != nil {
			t.Fatal(err)
		}
		feature := `{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[14.5,63.3],[14.51,63.3],[14.51,63.31],[14.5,63.3]]]}}`
		fmt.Fprintf(part, `{"type":"FeatureCollection","features":[%s,%s]}`, feature, feature)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := readTold(t, "mark.zip", &archive, Options{As: As{Noun: Areas, Certainty: "reported"}})
	if err != nil || len(got.Problems) > 0 {
		t.Fatal(err, told(got.Problems))
	}
	var ids []string
	for _, a := range got.Areas {
		ids = append(ids, string(a.Record.ID))
	}
	if want := "area-1 area-2 area-3 area-4"; strings.Join(ids, " ") != want {
		t.Errorf("ids are %v, want %s", ids, want)
	}
}

func TestGeoPackagesOfOthersAreRead(t *testing.T) {
	facility, constraint := As{Noun: Facilities, Facility: symbiosis.Highway}, As{Noun: Constraints, Layer: "other"}
	for _, c := range []struct {
		file, layer string
		as          As
		crs         int
		want        int
		problems    string // place and code of each, or of the error
	}{
		{"gdal_sample_v1.2_no_extensions.gpkg", "linestring2d", facility, 0, 1, "layer linestring2d, feature 2: required"},
		{"gdal_sample_v1.2_no_extensions.gpkg", "multipolygon3d", constraint, 4326, 1, "layer multipolygon3d, feature 2: required"},
		{"gdal_sample_v1.2_no_extensions.gpkg", "geomcollection2d", constraint, 4326, 4, "layer geomcollection2d, feature 5: required"},
		{"gdal_sample_v1.2_no_extensions.gpkg", "", constraint, 0, 0, "several layers"},
		{"gdal_sample_v1.2_no_extensions.gpkg", "missing", constraint, 0, 0, "no layer of the file"},
		{"gdal_sample_v1.2_no_extensions.gpkg", "", As{}, 0, 0, "no layer whose columns are ours"},
		{"sample1_2.gpkg", "counties", constraint, 0, 0, "EPSG:4269"},
		{"sample1_2.gpkg", "counties", constraint, 4326, -1, ""},
		{"simple_sewer_features.gpkg", "s_manhole", facility, 0, 0, "reference system"},
		{"null_geometry.gpkg", "PointExamples", constraint, 4326, -1, "required"},
	} {
		t.Run(c.file+" "+c.layer, func(t *testing.T) {
			opts := Options{As: c.as, Layer: c.layer}
			if c.crs != 0 {
				opts.CRS = inSystem(t, c.crs)
			}
			b, err := readPath(t, testtool.SharedData(t, "formats/gpkg/"+c.file), opts)
			got := told(b.Problems)
			for _, p := range b.Problems {
				got += p.Place + ": " + p.Code
			}
			if err != nil {
				got = err.Error()
			}
			got = strings.ReplaceAll(got, ", property geometry", "")
			if c.want >= 0 && b.Len() != c.want || c.want < 0 && b.Len() == 0 {
				t.Errorf("%d records", b.Len())
			}
			if !strings.Contains(got, c.problems) || c.problems == "" && got != "" {
				t.Errorf("told %q, want %q", got, c.problems)
			}
		})
	}
}

// A store of ours is a file as others are: what is handed in comes back.
func TestTheStoresOwnGeoPackageIsRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "region.geojson")
	var file bytes.Buffer
	want := Records{
		Sites:       []symbiosis.Site{{ID: "s", Name: "Sågen", Location: orb.Point{14, 63}, Accuracy: symbiosis.Exact, Visibility: symbiosis.Public}},
		Constraints: []symbiosis.Constraint{{ID: "c", Layer: "flood", Effect: symbiosis.Penalises, Geometry: orb.LineString{{14, 63}, {15, 63.5}}, WarningDistance: 30, Accuracy: symbiosis.Exact, Certainty: symbiosis.Reported, Source: "x"}},
	}
	if err := WriteGeoJSON(t.Context(), &file, want); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	gpkg := filepath.Join(dir, "region.gpkg")
	for i, layer := range []struct{ kind, columns string }{{"site", "id,name"}, {"constraint", "id,layer,effect,warning_distance_m,source"}} {
		args := []string{gpkg, path, "-nln", layer.kind + "s", "-where", "kind='" + layer.kind + "'", "-select", layer.columns}
		if i > 0 {
			args = append([]string{"-update"}, args...)
		}
		out, err := exec.CommandContext(t.Context(), testtool.Require(t, "ogr2ogr"), args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	b, err := readPath(t, gpkg, Options{})
	if err != nil || len(b.Problems) > 0 {
		t.Fatalf("%v, %s", err, told(b.Problems))
	}
	if d := cmp.Diff(want, records(b), cmpopts.EquateEmpty()); d != "" {
		t.Error(d)
	}
}

// A DBF of Lantmäteriet's whose field names too are in Windows-1252, without a .cpg.
func TestADBFInWindows1252(t *testing.T) {
	data, err := os.ReadFile(testtool.SharedData(t, "formats/lantmateriet_distrikt_cp1252.dbf"))
	if err != nil {
		t.Fatal(err)
	}
	table, err := readDBF(data, nil)
	if err != nil || table.count != 2593 || !slices.Contains(table.columns, "LÄN") {
		t.Fatalf("%d rows of %q: %v", table.count, table.columns, err)
	}
	_, first := table.row(0)
	t.Logf("%q", first)
	letters := 0
	for n := range table.count {
		_, values := table.row(n)
		all := strings.Join(values, "")
		if letters += strings.Count(all, "ö"); strings.ContainsAny(all, "�") {
			t.Fatalf("row %d has broken letters: %q", n+1, values)
		}
	}
	if letters < 500 {
		t.Errorf("%d ö in 2593 districts of Sweden", letters)
	}
}

func TestABrokenGeometryIsMendedOrRefused(t *testing.T) {
	head := "id,name,geometry\n"
	for _, c := range []struct {
		name, wkt string
		notice    string // "" none
		problem   string
		ha        float64
	}{
		{"whole", "POLYGON((500000 7000000,500100 7000000,500100 7000100,500000 7000100,500000 7000000))", "", "", 1},
		{"a bow tie", "POLYGON((500000 7000000,500100 7000100,500100 7000000,500000 7000100,500000 7000000))", "self_crossing", "", 0.5},
		{"a hole outside", "POLYGON((500000 7000000,500100 7000000,500100 7000100,500000 7000100,500000 7000000),(500200 7000000,500300 7000000,500300 7000100,500200 7000000))", "hole_outside", "", 1},
		{"parts over each other", "MULTIPOLYGON(((500000 7000000,500100 7000000,500100 7000100,500000 7000100,500000 7000000)),((500050 7000000,500150 7000000,500150 7000100,500050 7000100,500050 7000000)))", "overlapping", "", 1.5},
		{"a line for a polygon", "POLYGON((500000 7000000,500100 7000000,500000 7000000,500000 7000000))", "", "geometry:required", 0},
		{"nothing", "POLYGON EMPTY", "", "geometry:empty_geometry", 0},
		{"degrees where metres are said", "POLYGON((14 63,15 63,15 64,14 63))", "", "geometry:looks_lonlat", 0},
		{"metres of another system", "POLYGON((147000 6600000,148000 6600000,148000 6601000,147000 6600000))", "", "", -1},
		{"swapped axes", "POLYGON((7000000 500000,7000100 500000,7000100 500100,7000000 500000))", "", "geometry:swapped_axes", 0},
		{"no number", "POLYGON((nan 7000000,500100 7000000,500100 7000100,500000 7000000))", "", "geometry:*", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := readTold(t, "f.csv", strings.NewReader(head+`1,A,"`+c.wkt+`"`+"\n"), Options{As: As{Noun: Areas}, CRS: inSystem(t, 3006)})
			if err != nil {
				t.Fatal(err)
			}
			notices, problems := "", ""
			for _, n := range b.Notices {
				if n.Field == "geometry" {
					notices += n.Code
				}
			}
			for _, p := range b.Problems {
				problems += p.Field + ":" + p.Code
				if !strings.Contains(p.Place, "row 2") {
					t.Errorf("the place is %q", p.Place)
				}
			}
			t.Logf("notices %q, problems %q %s", notices, problems, told(b.Problems))
			if notices != c.notice {
				t.Errorf("notices %q, want %q", notices, c.notice)
			}
			if (problems == "") != (c.problem == "") {
				t.Errorf("problems %q, want %q", problems, c.problem)
			}
			if c.ha > 0 {
				// The grid's scale at its axis is 0.9996.
				if ha := geo.AreaOf(b.Areas[0].Record.Geometry).Hectares() * 0.9996 * 0.9996; math.Abs(ha-c.ha) > 1e-4 {
					t.Errorf("%.5f ha, want %g", ha, c.ha)
				}
			}
		})
	}
}

// A coastline of a hundred thousand corners is read in a moment, and as it is.
func TestALongCoastline(t *testing.T) {
	const n = 100_000
	var ring orb.Ring
	for i := range n {
		a := 2 * math.Pi * float64(i) / n
		r := 0.3 + 0.02*math.Sin(37*a) + 0.0005*math.Sin(4001*a)
		ring = append(ring, orb.Point{15 + 2*r*math.Cos(a), 63 + r*math.Sin(a)})
	}
	ring = append(ring, ring[0])
	wkt, err := geo.FormatWKT(orb.Polygon{ring})
	if err != nil {
		t.Fatal(err)
	}
	b, err := readTold(t, "coast.csv", strings.NewReader("id,geometry\n1,\""+wkt+"\"\n"), Options{As: As{Noun: Constraints, Layer: symbiosis.Shore}})
	if err != nil || len(b.Constraints) != 1 {
		t.Fatalf("%v, %s", err, told(b.Problems))
	}
	if got := b.Constraints[0].Record.Geometry.(orb.Polygon)[0]; len(got) != n+1 || !slices.Equal(got, ring) {
		t.Errorf("%d corners, want %d as they were; %s", len(got), n+1, told(b.Notices))
	}
}

func TestAWishThatMakesNoSenseIsRefused(t *testing.T) {
	for name, as := range map[string]As{
		"a site":             {Noun: Sites},
		"no layer":           {Noun: Constraints},
		"a layer in words":   {Noun: Constraints, Layer: "nature reserves"},
		"no kind":            {Noun: Facilities},
		"an effect that isn": {Noun: Constraints, Layer: "flood", Effect: "forbids"},
	} {
		if _, err := readTold(t, "f.geojson", strings.NewReader(`{"type":"FeatureCollection","features":[]}`), Options{As: as}); symbiosis.KindOf(err) != symbiosis.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
