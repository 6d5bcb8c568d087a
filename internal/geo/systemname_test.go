package geo

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func TestParseSystem(t *testing.T) {
	for text, epsg := range map[string]int{
		"EPSG:3006":                     3006,
		"epsg::3018":                    3018,
		" 3007 ":                        3007,
		"urn:ogc:def:crs:EPSG::3006":    3006,
		"urn:ogc:def:crs:EPSG:9.8:3021": 3021,
		"http://www.opengis.net/def/crs/EPSG/0/3006":   3006,
		"https://www.opengis.net/def/crs/EPSG/0/25833": 25833,
		"http://www.opengis.net/gml/srs/epsg.xml#4326": 4326,
		"urn:ogc:def:crs:OGC:1.3:CRS84":                4326,
		"http://www.opengis.net/def/crs/OGC/1.3/CRS84": 4326,
		"CRS84":                 4326,
		"OGC:CRS84":             4326,
		"EPSG:4258":             4326,
		"SWEREF 99 TM":          3006,
		"sweref99tm":            3006,
		"SWEREF99 14 15":        3012,
		"RT90 2,5 gon V":        3021,
		"WGS 84":                4326,
		"UTM 33":                25833,
		"EUREF89 UTM sone 32":   25832,
		"ETRS89 / UTM zone 32N": 25832,
		"WGS 84 / UTM zone 33N": 32633,
	} {
		s, err := ParseSystem(text)
		if err != nil || s.EPSG() != epsg {
			t.Errorf("%q: %d, %v; want %d", text, s.EPSG(), err, epsg)
		}
	}
	for _, text := range []string{"", "EPSG:", "EPSG:3857", "EPSG:30066", "3006x", "UTM 31", "urn:ogc:def:crs:EPSG::", "SWEREF99 TM 3006", "sweden", "EPSG:99999999999999999999"} {
		s, err := ParseSystem(text)
		if !errors.Is(err, &Error{Problem: ProblemUnknownSystem}) || s.Valid() {
			t.Errorf("%q: %v, %v", text, s, err)
		}
	}
}

// TestSystemFromPRJ reads descriptions written by PROJ 9.1, named after what they are.
func TestSystemFromPRJ(t *testing.T) {
	files, err := filepath.Glob("testdata/wkt/*.prj")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s, err := SystemFromPRJ(string(text))
		want, _, _ := strings.Cut(filepath.Base(file), "-")
		if want == "unknown" {
			if !errors.Is(err, &Error{Problem: ProblemUnknownSystem}) || s.Valid() {
				t.Errorf("%s: %v, %v", file, s, err)
			}
			continue
		}
		code, err2 := strconv.Atoi(want)
		if err2 != nil {
			t.Fatal(err2)
		}
		system := mustSystem(t, code)
		if err != nil || s != system {
			t.Errorf("%s: %v (%d), %v", file, s, s.EPSG(), err)
		}
		// A description cut short is none.
		if s, err := SystemFromPRJ(strings.TrimSpace(string(text))[:len(strings.TrimSpace(string(text)))-1]); err == nil {
			t.Errorf("%s without its end: %v", file, s)
		}
	}
	// As Lantmäteriet ships it, in another order than PROJ's.
	const sweref = `PROJCS["SWEREF99_TM",GEOGCS["GCS_SWEREF99",DATUM["D_SWEREF99",SPHEROID["GRS_1980",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["Degree",0.017453292519943295]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",15],PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["Meter",1]]`
	if s, err := SystemFromPRJ("\ufeff" + sweref + "\r\n"); err != nil || s.EPSG() != 3006 {
		t.Errorf("%v, %v", s, err)
	}
	for _, wrong := range []string{
		strings.Replace(sweref, `"central_meridian",15`, `"central_meridian",14`, 1),
		strings.Replace(sweref, `"Meter",1`, `"Foot",0.3048`, 1),
		strings.Replace(sweref, `"Meter",1`, `"Meter"`, 1),
		strings.Replace(sweref, `D_SWEREF99`, `D_Pulkovo_1942`, 1),
		strings.Replace(sweref, `298.257222101`, `299`, 1),
		strings.Replace(sweref, `Transverse_Mercator`, `Lambert_Conformal_Conic`, 1),
	} {
		if s, err := SystemFromPRJ(wrong); err == nil {
			t.Errorf("took %s for %s", wrong, s)
		}
	}
}

func FuzzSystemFromPRJ(f *testing.F) {
	files, _ := filepath.Glob("testdata/wkt/*.prj")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Add(`PROJCS["a""b",UNIT["x",1`)
	f.Add(strings.Repeat("A[", 1000))
	f.Fuzz(func(t *testing.T, text string) {
		s, err := SystemFromPRJ(text)
		if s.Valid() != (err == nil) {
			t.Errorf("%v with %v", s, err)
		}
	})
}
