package exchangeformat

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
)

// readAnything holds what must be true of any input: no panic, an error of ours or records
// that keep the rules, and records that come back the same when they are written.
func readAnything(t *testing.T, data []byte, opts Options) {
	b, err := Read(context.Background(), "f", bytes.NewReader(data), opts)
	if err != nil {
		if k := symbiosis.KindOf(err); k != symbiosis.Invalid {
			t.Fatalf("%s: %v", k, err)
		}
		return
	}
	if len(b.Problems) > defaultMaxProblems || len(b.Notices) > maxNotices {
		t.Fatalf("%d problems and %d notices were told", len(b.Problems), len(b.Notices))
	}
	for _, p := range append(b.Problems, b.Notices...) {
		if p.Place == "" || p.Code == "" || p.Text == "" || len(p.Value) > 400 {
			t.Fatalf("a problem without place, code or text, or of great length: %+v", p)
		}
	}
	got := records(b)
	for _, s := range b.Sites {
		if err := s.Record.Validate(); err != nil || s.Place.Row < 1 || s.Place.Line < 1 {
			t.Fatalf("%v: %v", s, err)
		}
	}
	for _, f := range b.Flows {
		if err := f.Record.Validate(); err != nil {
			t.Fatalf("%v: %v", f, err)
		}
	}
	for _, a := range b.Areas {
		if err := a.Record.Validate(); err != nil {
			t.Fatalf("%v: %v", a, err)
		}
	}
	for _, e := range b.Exchanges {
		if err := e.Record.Validate(); err != nil {
			t.Fatalf("%v: %v", e, err)
		}
	}
	var file bytes.Buffer
	if err := WriteGeoJSON(context.Background(), &file, got); err != nil {
		t.Fatal(err)
	}
	if !json.Valid(file.Bytes()) {
		t.Fatalf("broken JSON was written: %s", file.Bytes())
	}
	again, err := Read(context.Background(), "f", &file, Options{})
	if err != nil || again.Err() != nil {
		t.Fatal(err, again.Err())
	}
	if d := cmp.Diff(got, records(again), cmpopts.EquateEmpty()); d != "" {
		t.Fatal(d)
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		siteHeader + "\na,A,14.6,63.2\n",
		"id;namn;x;y;epsg;kommun\r\na;\"A\"\"B\";500000,5;7 000 000;3006;Östersund\r\n",
		"id,site_id,direction,resource,quantity,unit,quality,monthly,accepts\nf,s,need,wood,1,t/yr,\"chloride<=5 mg/kg; \"\"a;b\"\"=1..2 mm\",1;1;1;1;1;1;1;1;1;1;1;1,19 12;wood\n",
		"id,name,geometry\na,A,\"SRID=3006;POLYGON((500000 7000000,500100 7000000,500000 7000100,500000 7000000))\"\n",
		"id,surplus_id,need_id,state\nx,a,b,idea\n",
		"sep=;\nid;name;lon;lat\n'=1;\"x\ny\";1;2",
		"\xff\xfei\x00d\x00,\x00n\x00a\x00m\x00e\x00",
		"id,name,lon,lat\n\"\"\"\n,\"\"\"\n\"",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { readAnything(t, data, Options{}) })
}

func FuzzHotmaps(f *testing.F) {
	f.Add([]byte("SiteID;CompanyName;SiteName;Country;geom;Excess_Heat_100-200C;Excess_Heat_200-500C;Excess_Heat_500C\n1;A;B;Sweden;\"SRID=4326;POINT(15 60)\";1;2;0\n2;A;B;Liechtenstein;;1;2;0\n"))
	f.Fuzz(func(t *testing.T, data []byte) { readAnything(t, data, Options{Preset: Hotmaps}) })
}

func FuzzGeoJSON(f *testing.F) {
	for _, s := range []string{
		collection(`{"type":"Feature","id":7,"geometry":{"coordinates":[14.64,63.18,310],"type":"Point"},"properties":{"name":"S\u00e5g","note":null,"x":[1,{"a":[]}]}}`),
		collection(`{"type":"Feature","geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]},"properties":{"kind":"flow","id":"f","site_id":"s","direction":"need","resource":"wood","quantity":1e2,"unit":"t/yr"}}`),
		`{"crs":{"type":"name","properties":{"name":"EPSG:3006"}},"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[[[[500000,7000000],[500100,7000000],[500000,7000100],[500000,7000000]]]]},"properties":{"id":"a","name":"A"}}`,
		collection(`{"type":"Feature","geometry":null,"properties":{"kind":"exchange","id":"x","surplus_id":"a","need_id":"b","state":"idea"}}`),
		"[[[[", `{"type":"FeatureCollection","features":[null,5,"a",{}]}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { readAnything(t, data, Options{}) })
}

// FuzzJSONScanner holds our scanner to encoding/json: the same texts are JSON.
func FuzzJSONScanner(f *testing.F) {
	for _, s := range []string{`{"a":[1,-0.5e+3,"x\u00e5\n",true,false,null],"b":{}}`, `[01]`, `["\x"]`, `{"a" 1}`, `[1,]`, `"a`, "[\"\t\"]", "1.", "-", "tru", `{"a":1,}`, `[1 2]`, "\u00a01"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &jsonScanner{data: data}
		s.skip()
		ours := s.fault == "" && s.peek() == 0 && s.pos == len(data)
		if s.depth > maxDepth {
			return
		}
		if theirs := json.Valid(data); ours != theirs {
			t.Fatalf("%q: %v here (%s), %v by encoding/json", data, ours, s.fault, theirs)
		}
	})
}

// FuzzCSVScanner holds our scanner to encoding/csv where that takes a text without fault:
// the same cells, but for spaces round unquoted ones, line ends within cells, and rows of
// nothing but spaces.
func FuzzCSVScanner(f *testing.F) {
	for _, s := range []string{"a,b\n\"c,\"\"d\"\"\",\" e\"\r\n\r\nf", "\"a\nb\",c\n", ",\n,,\n", "a\n \nb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "\r") || strings.Contains(text, ` "`) || strings.Contains(text, `" `) {
			return // carriage returns and spaces round quotes are where we differ on purpose
		}
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord = -1
		want, err := r.ReadAll()
		if err != nil {
			return
		}
		s := newCSVScanner(text, ',')
		for _, row := range want {
			for i := range row {
				row[i] = trim(row[i])
			}
			if len(row) == 1 && row[0] == "" {
				continue
			}
			var got []string
			for len(got) == 0 || len(got) == 1 && got[0] == "" {
				if !s.next() || s.fault != nil {
					t.Fatalf("%q: the row %q is missing; %+v", text, row, s.fault)
				}
				got = got[:0]
				for _, c := range s.cells {
					got = append(got, trim(c.text))
				}
			}
			if d := cmp.Diff(row, got, cmpopts.EquateEmpty()); d != "" {
				t.Fatalf("%q: %s", text, d)
			}
		}
	})
}

// Whatever is handed in as a shapefile, with whatever beside it, is read or refused.
func FuzzShapefile(f *testing.F) {
	shape := func(kind uint32, content ...byte) []byte {
		b := make([]byte, shpHeader)
		binary.BigEndian.PutUint32(b, 9994)
		binary.LittleEndian.PutUint32(b[32:], kind)
		b = binary.BigEndian.AppendUint32(b, 1)
		b = binary.BigEndian.AppendUint32(b, uint32((len(content)+4)/2))
		b = binary.LittleEndian.AppendUint32(b, kind)
		return append(b, content...)
	}
	f.Add(shape(1, make([]byte, 16)...), []byte{}, []byte("UTF-8"))
	f.Add(shape(5, make([]byte, 120)...), make([]byte, 80), []byte(""))
	f.Add(shape(0), make([]byte, 32), []byte("1252"))
	f.Fuzz(func(t *testing.T, shp, table, cpg []byte) {
		found := &findings{maxProblems: 10}
		s := &settings{name: "f.shp", crs: geo.WGS84}
		err := readShapes(context.Background(), found, s, shapeFiles{shp: shp, dbf: table, cpg: cpg}, As{Noun: Constraints, Layer: "other", Source: "x"})
		if err != nil && symbiosis.KindOf(err) != symbiosis.Invalid {
			t.Fatal(err)
		}
		for _, c := range found.Constraints {
			if err := c.Record.Validate(); err != nil {
				t.Fatalf("%+v: %v", c.Record, err)
			}
		}
	})
}

// A surface of any corners is made whole or refused, and what is whole stays as it is.
func FuzzMend(f *testing.F) {
	f.Add([]byte{0, 0, 9, 9, 9, 0, 0, 9}, uint8(4))
	f.Add([]byte{0, 0, 9, 0, 9, 9, 0, 9, 2, 2, 4, 2, 4, 4}, uint8(4))
	f.Fuzz(func(t *testing.T, corners []byte, shell uint8) {
		var p orb.Polygon
		var ring orb.Ring
		for i := 0; i+1 < len(corners) && i < 60; i += 2 {
			ring = append(ring, orb.Point{14 + float64(corners[i])/1000, 63 + float64(corners[i+1])/1000})
			if len(ring) == int(shell)%12+3 {
				p = append(p, append(ring, ring[0]))
				ring = nil
			}
		}
		if len(p) == 0 {
			return
		}
		g, _, err := Mended(orb.MultiPolygon(orb.MultiPolygon{p}))
		if err != nil {
			return
		}
		again, notices, err := Mended(g)
		if err != nil || len(notices) > 0 {
			t.Fatalf("what was made whole isn't: %v %v\n%v\n%v", err, notices, p, g)
		}
		if !orb.Equal(g, again) {
			t.Fatalf("what was whole was changed:\n%v\n%v", g, again)
		}
	})
}
