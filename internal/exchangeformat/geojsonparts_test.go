package exchangeformat

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/geo"
)

// byOne and inParts read a file by the one reader, with patterns unless it is plain, and by many.
func byOne(data []byte, as As, problems int, plain bool) (Batch, error) {
	f, s := &findings{maxProblems: problems}, &settings{name: "f", ctx: context.Background(), noPatterns: plain}
	err := readWhole(context.Background(), f, s, data, as)
	return f.Batch, err
}

// otherwise tells what two readings of a file don't have in common.
func otherwise(want, got Batch) string {
	return cmp.Diff(want, got, cmpopts.EquateEmpty(), cmp.AllowUnexported(geo.System{}))
}

func inParts(t require, data []byte, size int) (b Batch, read bool) {
	t.Helper()
	var got Batch
	f, s := &findings{maxProblems: 5}, &settings{name: "f", ctx: context.Background()}
	read, err := readInParts(context.Background(), f, s, data, size)
	if err != nil {
		t.Fatalf("in parts of %d bytes: %v", size, err)
	}
	got = f.Batch
	// Handed over as they come they are the same.
	var given Batch
	f, s = &findings{maxProblems: 5}, &settings{name: "f", ctx: context.Background()}
	f.give = func(b Batch) error {
		given.append(b)
		return nil
	}
	again, err := readInParts(context.Background(), f, s, data, size)
	if err == nil {
		err = f.handOver()
	}
	if err != nil || again != read {
		t.Fatalf("in parts of %d bytes, handed over: %v, %v", size, again, err)
	}
	given.Notices, given.Problems, given.MoreNotices, given.MoreProblems = f.Notices, f.Problems, f.MoreNotices, f.MoreProblems
	given.Distinct = f.Distinct
	if d := cmp.Diff(got, given, cmpopts.EquateEmpty()); read && d != "" {
		t.Fatalf("in parts of %d bytes, kept and handed over:\n%s", size, d)
	}
	return got, read
}

// whileItComes reads a file whose bytes come a few at a time, the greatest piece of which is known.
func whileItComes(t require, data []byte, size int) (b Batch, read bool) {
	t.Helper()
	f, s := &findings{maxProblems: 5}, &settings{name: "f", ctx: context.Background()}
	var kept Batch
	f.give = func(b Batch) error {
		kept.append(b)
		return nil
	}
	read, err := readStretches(context.Background(), f, s, &arriving{ctx: context.Background(), from: &dripping{data}, most: int64(len(data))}, 0, size)
	if err == nil {
		err = f.handOver()
	}
	if err != nil {
		t.Fatalf("in stretches of %d bytes: %v", size, err)
	}
	kept.Notices, kept.Problems, kept.MoreNotices, kept.MoreProblems = f.Notices, f.Problems, f.MoreNotices, f.MoreProblems
	kept.Distinct = f.Distinct
	return kept, read
}

// dripping gives its bytes seven at a time.
type dripping struct{ rest []byte }

func (d *dripping) Read(p []byte) (int, error) {
	if len(d.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(7, len(p))], d.rest)
	d.rest = d.rest[n:]
	return n, nil
}

// require is what testing.T, testing.F and rapid.T have in common here.
type require interface {
	Helper()
	Fatalf(string, ...any)
}

// append adds copies of the records of another.
func (b *Batch) append(o Batch) {
	b.Sites = append(b.Sites, o.Sites...)
	b.Flows = append(b.Flows, o.Flows...)
	b.Areas = append(b.Areas, o.Areas...)
	b.Exchanges = append(b.Exchanges, o.Exchanges...)
	b.Constraints = append(b.Constraints, o.Constraints...)
	b.Facilities = append(b.Facilities, o.Facilities...)
}

// sameInParts holds reading in parts to reading from one end to the other: records with their places,
// notices, problems; and so while the file comes, unless it must be had as a whole. It returns whether the
// file could be read in parts, and counts how often while it came.
func sameInParts(t require, data []byte, arrived *int, sizes ...int) bool {
	t.Helper()
	want, err := byOne(data, As{}, 5, false)
	all := true
	for _, size := range sizes {
		got, read := inParts(t, data, size)
		come, came := whileItComes(t, data, size)
		if came && !read {
			t.Fatalf("in parts of %d bytes it can be read only while it comes:\n%s", size, data)
		}
		if all = all && read; !read {
			continue
		}
		if came {
			*arrived++
			if d := otherwise(got, come); d != "" {
				t.Fatalf("in stretches of %d bytes (-at hand +while it comes):\n%s\n%s", size, d, data)
			}
		}
		if err != nil {
			t.Fatalf("in parts of %d bytes it was read, by one reader it fails: %v", size, err)
		}
		if d := otherwise(want, got); d != "" {
			t.Fatalf("in parts of %d bytes (-one reader +parts):\n%s\n%s", size, d, data)
		}
	}
	return all
}

// oddFeatures are features of every kind, right and wrong.
var oddFeatures = []string{
	`{"type":"Feature","id":"ID","geometry":{"type":"Point","coordinates":[14.6,63.2]},"properties":{"kind":"site","id":"ID","name":"Åre"}}`,
	`{ "type": "Feature", "geometry": { "type": "Point", "coordinates": [ 14.6, 63.2 ] },` + "\n" + `"properties": { "id": "ID", "name": "B", "colour": "red" } }`,
	`{"properties":{"id":"ID","name":"no type first","weight":3},"geometry":{"coordinates":[14,63],"type":"Point"},"type":"Feature"}`,
	`{"type":"Feature","id":"same","geometry":{"type":"Point","coordinates":[14,63]},"properties":{"name":"twice"}}`,
	`{"type":"Feature","id":"ID","geometry":{"type":"Point","coordinates":[63.2,14.6]},"properties":{"name":"axes the other way"}}`,
	`{"type":"Feature","id":"ID","geometry":null,"properties":{"kind":"flow","site_id":"ID","direction":"surplus","resource":"heat","quantity":"lots","unit":"MW"}}`,
	`{"type":"Feature","id":"ID","geometry":null,"properties":{"kind":"flow","site_id":"s","direction":"surplus","resource":"heat","quantity":3,"unit":"MW","full_load_hours":6000,"supply_c":80,"return_c":45}}`,
	`{"type":"Feature","id":"ID","geometry":null,"properties":{"kind":"flow","site_id":"s","direction":"need","resource":"heat","quantity":3,"unit":"MW","shape_file":"year.csv"}}`,
	`{"type":"Feature","id":"ID","geometry":{"type":"Polygon","coordinates":[[[14,63],[14.1,63],[14.1,63.1],[14,63]]]},"properties":{"name":"land"}}`,
	`{"type":"Feature","id":"ID","geometry":{"type":"Polygon","coordinates":[[[14,63],[14.1,63.1],[14.1,63],[14,63.1],[14,63]]]},"properties":{"name":"a bow tie"}}`,
	`{"type":"Feature","id":"ID","geometry":{"type":"LineString","coordinates":[[14,63],[15,63]]},"properties":{"layer":"shore","source":"x"}}`,
	`{"type":"Feature","id":"ID","properties":{"nested":[{"a":1},{"type":"Feature","id":"within"},{"type":"Feature"}],"id":"ID","name":"N","lon":14,"lat":63}}`,
	`{"type":"Feature","id":"ID","geometry":{"type":"Point"},"properties":{"name":"no coordinates"}}`,
	`{"type":"Feature","id":"ID","geometry":{"type":"Point","coordinates":[14,63]},"properties":{"name":"says ,{\"type\":\"Feature\" itself"}}`,
	`{"type":"Feature","id":"ID","geometry":{"type":"Circle","coordinates":[14,63]},"properties":{"name":"no such type"}}`,
	`{"type":"Feature","id":"ID","geometry":{"coordinates":{"x":[1]},"type":"Circle"},"properties":{"name":"no such type"}}`,
	`{"type":"Feature","id":"ID","geometry":{"type":"Point","coordinates":[14,63],"coordinates":[15,63]},"properties":{"name":"twice"}}`,
	`{"type":"Feature","id":"ID","geometry":{"type":"Polygon","coordinates":[[14,63]]},"properties":{"name":"not deep enough"}}`,
	`17`, `null`, `{"type":"Feature"}`, `{"type":"Feature","id":"ID","id":"ID"}`,
}

func TestReadingInPartsIsReadingFromOneEndToTheOther(t *testing.T) {
	read, arrived := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		// Mostly right, so that parts are taken over, with some that aren't.
		pick := rapid.OneOf(rapid.Just(0), rapid.Just(0), rapid.Just(1), rapid.Just(6), rapid.IntRange(0, len(oddFeatures)-1))
		var features []string
		for i := range rapid.IntRange(1, 40).Draw(t, "features") {
			features = append(features, strings.ReplaceAll(oddFeatures[pick.Draw(t, "kind")], "ID", fmt.Sprint("id", i)))
		}
		head := rapid.SampledFrom([]string{`{"type":"FeatureCollection","features":[`, "{\n\"type\": \"FeatureCollection\",\n\"name\": \"x\",\n\"crs\": {\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:OGC:1.3:CRS84\"}},\n\"features\": [\n",
			`{"features":[`, `{"type":"Feature","features":[`, `{"type":"FeatureCollection","type":"FeatureCollection","features":[`}).Draw(t, "head")
		foot := rapid.SampledFrom([]string{"]}", "\n]\n}\n", `],"bbox":[1,2,3,4]}`, `],"crs":null}`, `],"type":"FeatureCollection"}`, `]`, `]}}`, `],}`, ``}).Draw(t, "foot")
		comma := rapid.SampledFrom([]string{",", ",\n", "\n , \n\n"}).Draw(t, "comma")
		data := []byte(head + strings.Join(features, comma) + foot)
		if rapid.IntRange(0, 9).Draw(t, "broken") == 0 {
			data = data[:rapid.IntRange(1, len(data)).Draw(t, "cut")]
		}
		if sameInParts(t, data, &arrived, 1, 200, 1500, 1<<20) {
			read++
		}
	})
	if read == 0 || arrived < read {
		t.Errorf("%d files were read in parts, %d times while they came", read, arrived)
	}
}

// TestRightFilesAreReadInParts: what we, GDAL and QGIS write is no exception that takes the long way.
func TestRightFilesAreReadInParts(t *testing.T) {
	for name, feature := range map[string]string{
		"ours": oddFeatures[0] + "\n", "GDAL's": `{ "type": "Feature", "properties": { "id": "ID", "name": "B" }, "geometry": { "type": "Point", "coordinates": [ 14.6, 63.2 ] } }`,
		"with columns of others": oddFeatures[1],
	} {
		var b bytes.Buffer
		b.WriteString("{\n\"type\": \"FeatureCollection\",\n\"name\": \"x\",\n\"features\": [\n")
		for i := range 100 {
			if i > 0 {
				b.WriteString(",\n")
			}
			b.WriteString(strings.ReplaceAll(feature, "ID", fmt.Sprint("s", i)))
		}
		b.WriteString("\n]\n}\n")
		arrived := 0
		if !sameInParts(t, b.Bytes(), &arrived, 1000) || arrived != 1 {
			t.Errorf("%s is not read in parts, or not while it comes", name)
		}
		if n := strings.Count(b.String(), `"Feature"`); border(b.Bytes(), 0) == b.Len() || n != 100 {
			t.Errorf("%s: no borders found", name)
		}
	}
}

func FuzzGeoJSONParts(f *testing.F) {
	for i := range oddFeatures {
		f.Add([]byte(`{"type":"FeatureCollection","features":[` + oddFeatures[i] + ",\n" + oddFeatures[0] + "," + oddFeatures[(i+3)%len(oddFeatures)] + `]}`))
	}
	f.Fuzz(func(t *testing.T, data []byte) { sameInParts(t, data, new(int), 1, 300) })
}

// TestTextsAreScannedEightBytesAtATime: whatever stands at whatever place of a text, it is found.
func TestTextsAreScannedEightBytesAtATime(t *testing.T) {
	for c := range 256 {
		for at := range 24 {
			text := []byte(`"abcdefgh ijklmnop qrstuvw"`)
			text[1+at] = byte(c)
			s := &jsonScanner{data: text}
			s.skip()
			ours := s.fault == "" && s.peek() == 0 && s.pos == len(text)
			if theirs := json.Valid(text); ours != theirs {
				t.Fatalf("%q: %v here (%s), %v by encoding/json", text, ours, s.fault, theirs)
			}
		}
	}
}
