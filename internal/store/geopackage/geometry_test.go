package geopackage

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/testtool"
)

// drawGeometry draws any geometry that WKB has, empty ones too.
func drawGeometry(t *rapid.T, depth int) orb.Geometry {
	points := func() []orb.Point { return rapid.SliceOfN(rapid.Custom(storetest.Point), 0, 5).Draw(t, "points") }
	several := func(draw func()) {
		for range rapid.IntRange(0, 3).Draw(t, "parts") {
			draw()
		}
	}
	switch rapid.IntRange(0, 6+min(depth, 1)).Draw(t, "type") {
	case 0:
		return storetest.Point(t)
	case 1:
		return orb.Point{math.NaN(), math.NaN()}
	case 2:
		return orb.MultiPoint(points())
	case 3:
		return orb.LineString(points())
	case 4:
		g := orb.MultiLineString{}
		several(func() { g = append(g, points()) })
		return g
	case 5:
		g := orb.Polygon{}
		several(func() { g = append(g, points()) })
		return g
	case 6:
		g := orb.MultiPolygon{}
		several(func() {
			p := orb.Polygon{}
			several(func() { p = append(p, points()) })
			g = append(g, p)
		})
		return g
	default:
		g := orb.Collection{}
		several(func() { g = append(g, drawGeometry(t, depth-1)) })
		return g
	}
}

// written writes a geometry or box with its type and every digit; NaN is NaN.
func written(g any) string { return fmt.Sprintf("%T %v", g, g) }

func TestGeometryRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want, srs := drawGeometry(t, 2), rapid.Int32().Draw(t, "srs")
		b, err := encodeGeometry(want, srs)
		if err != nil {
			t.Fatal(err)
		}
		got, gotSRS, err := decodeGeometry(b)
		if diff := cmp.Diff(written(want), written(got)); err != nil || gotSRS != srs || diff != "" {
			t.Fatalf("%v, srs %d (-want +got):\n%s", err, gotSRS, diff)
		}
		bound, empty, err := boundOf(b)
		if err != nil || empty != isEmpty(want) {
			t.Fatalf("boundOf says empty: %v, %v", empty, err)
		}
		if hasNoEmptyPart(want) && !empty && bound != want.Bound() {
			t.Fatalf("boundOf gives %v, not %v", bound, want.Bound())
		}
	})
}

// hasNoEmptyPart says that orb's Bound can be compared with: it takes an empty part for a place.
func hasNoEmptyPart(g orb.Geometry) bool {
	switch g := g.(type) {
	case orb.MultiLineString:
		return !slices.ContainsFunc(g, func(p orb.LineString) bool { return isEmpty(p) })
	case orb.Polygon:
		return !slices.ContainsFunc(g, func(p orb.Ring) bool { return isEmpty(p) })
	case orb.MultiPolygon:
		return !slices.ContainsFunc(g, func(p orb.Polygon) bool { return isEmpty(p) || !hasNoEmptyPart(p) })
	case orb.Collection:
		return !slices.ContainsFunc(g, func(p orb.Geometry) bool { return isEmpty(p) || !hasNoEmptyPart(p) })
	}
	return true
}

// TestGeometryBytes compares with the layout of clause 2.1.3, written out by hand.
func TestGeometryBytes(t *testing.T) {
	for _, c := range []struct {
		name string
		g    orb.Geometry
		hex  string
	}{
		{"point without envelope", orb.Point{1, 2}, "4750 00 01 e6100000 01 01000000 000000000000f03f 0000000000000040"},
		{"empty point", orb.Point{math.NaN(), math.NaN()}, "4750 00 11 e6100000 01 01000000 010000000000f87f 010000000000f87f"},
		{
			"line with envelope minx maxx miny maxy", orb.LineString{{1, 8}, {2, 4}},
			"4750 00 03 e6100000 000000000000f03f 0000000000000040 0000000000001040 0000000000002040" +
				"01 02000000 02000000 000000000000f03f 0000000000002040 0000000000000040 0000000000001040",
		},
		{"empty multipolygon", orb.MultiPolygon{}, "4750 00 11 e6100000 01 06000000 00000000"},
	} {
		want, err := hex.DecodeString(strings.ReplaceAll(c.hex, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		got, err := encodeGeometry(c.g, wgs84)
		if err != nil || string(got) != string(want) {
			t.Errorf("%s: %v\n got %x\nwant %x", c.name, err, got, want)
		}
	}
}

// TestGeometryOfOtherWriters reads headers and WKB of either byte order with each kind of envelope.
func TestGeometryOfOtherWriters(t *testing.T) {
	line := orb.LineString{{1, 8}, {2, 4}}
	for kind, doubles := range [][]float64{{}, {1, 2, 4, 8}, {1, 2, 4, 8, 0, 9}, {1, 2, 4, 8, 0, 9}, {1, 2, 4, 8, 0, 9, 0, 9}} {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			for _, wkbOrder := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
				flags := byte(kind << envelopeShift)
				if order == binary.AppendByteOrder(binary.LittleEndian) {
					flags |= flagLittleEndian
				}
				b := order.AppendUint32([]byte{'G', 'P', 0, flags}, wgs84)
				for _, d := range doubles {
					b = order.AppendUint64(b, math.Float64bits(d))
				}
				b = append(b, wkb.MustMarshal(line, wkbOrder)...)
				g, srs, err := decodeGeometry(b)
				if err != nil || srs != wgs84 || !orb.Equal(g, line) {
					t.Errorf("envelope %d, %v, %v: %v, srs %d, %v", kind, order, wkbOrder, g, srs, err)
				}
				if bound, empty, err := boundOf(b); err != nil || empty || bound != line.Bound() {
					t.Errorf("envelope %d, %v, %v: bound %v, %v, %v", kind, order, wkbOrder, bound, empty, err)
				}
			}
		}
	}
}

func TestNoGeometry(t *testing.T) {
	good, err := encodeGeometry(orb.LineString{{1, 8}, {2, 4}}, wgs84)
	if err != nil {
		t.Fatal(err)
	}
	changed := func(at int, to byte) []byte {
		b := slices.Clone(good)
		b[at] = to
		return b
	}
	bad := map[string][]byte{
		"the mark": changed(0, 'X'), "the version": changed(2, 7), "the extended flag": changed(3, flagExtended|flagLittleEndian),
		"the envelope's kind": changed(3, 5<<envelopeShift), "the WKB type": changed(headerSize+32+1, 99), "WKB type, by its second byte": changed(headerSize+32+2, 0x03),
		"the point count": changed(headerSize+32+8, 0xff),
	}
	for n := range len(good) {
		bad[fmt.Sprint("the end, after byte ", n)] = good[:n]
	}
	for what, b := range bad {
		if g, _, err := decodeGeometry(b); !errors.Is(err, errNotGeometry) {
			t.Errorf("with another %s it reads %v, %v", what, g, err)
		}
	}
}

// TestGeoPackagesOfOthers reads every geometry of the OGC's sample files and of other writers, and
// compares with the R-trees that these files bring along.
func TestGeoPackagesOfOthers(t *testing.T) {
	for _, name := range []string{"gdal_sample_v1.2_no_extensions.gpkg", "null_geometry.gpkg", "sample1_2.gpkg", "simple_sewer_features.gpkg"} {
		t.Run(name, func(t *testing.T) {
			content, err := os.ReadFile(testtool.SharedData(t, "formats/gpkg/"+name))
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			db, err := connect(path, readOnly, 0, 1)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			s := &Store{path: path, readers: db}
			geometries := 0
			for _, line := range rows(t, s, `
				SELECT g.table_name, g.column_name, g.z, g.m,
					EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'rtree_' || g.table_name || '_' || g.column_name),
					(SELECT name FROM pragma_table_info(g.table_name) WHERE pk = 1)
				FROM gpkg_geometry_columns g`) {
				part := strings.Split(line, "|")
				table, column, flat, indexed, key := part[0], part[1], part[2] == "0" && part[3] == "0", part[4] == "1", part[5]
				for _, r := range readGeometries(t, s, table, column, key) {
					geometries++
					g, srs, err := decodeGeometry(r.blob)
					if !flat && errors.Is(err, errNotGeometry) {
						continue // Z is refused, not misread
					}
					if err != nil {
						t.Errorf("%s, row %s: %v", table, r.key, err)
						continue
					}
					again, err := encodeGeometry(g, srs)
					if err != nil {
						t.Fatal(err)
					}
					if h, _ := readHeader(r.blob); !strings.HasSuffix(string(again), string(h.wkb)) {
						t.Errorf("%s, row %s: our WKB differs", table, r.key)
					}
					bound, empty, err := boundOf(r.blob)
					if err != nil || empty != isEmpty(g) || !empty && bound != g.Bound() {
						t.Errorf("%s, row %s: the envelope is %v (empty: %v, %v), the geometry's box %v", table, r.key, bound, empty, err, g.Bound())
					}
					if indexed && !empty {
						in := rows(t, s, fmt.Sprintf(`SELECT count(*) FROM "rtree_%s_%s" WHERE id = ?1 AND minx <= ?2 AND maxx >= ?3 AND miny <= ?4 AND maxy >= ?5`, table, column),
							r.key, bound.Min[0], bound.Max[0], bound.Min[1], bound.Max[1])
						if in[0] != "1" {
							t.Errorf("%s, row %s: the file's R-tree doesn't hold %v", table, r.key, bound)
						}
					}
				}
			}
			t.Logf("%d geometries", geometries)
			if geometries == 0 && name != "null_geometry.gpkg" {
				t.Error("the file has no geometry")
			}
		})
	}
}

type keyed struct {
	key  string
	blob []byte
}

func readGeometries(t *testing.T, s *Store, table, column, key string) (all []keyed) {
	t.Helper()
	r, err := s.readers.QueryContext(context.Background(), fmt.Sprintf(`SELECT "%s", "%s" FROM "%s" WHERE "%s" IS NOT NULL`, key, column, table, column))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for r.Next() {
		var x keyed
		if err := r.Scan(&x.key, &x.blob); err != nil {
			t.Fatal(err)
		}
		all = append(all, x)
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func FuzzGeometry(f *testing.F) {
	for _, g := range []orb.Geometry{
		orb.Point{14, 63}, orb.Point{math.NaN(), math.NaN()}, orb.LineString{{1, 2}, {3, 4}}, orb.MultiPoint{{1, 2}},
		orb.Polygon{{{1, 1}, {2, 1}, {2, 2}, {1, 1}}}, orb.MultiPolygon{{{{1, 1}, {2, 1}, {2, 2}, {1, 1}}}},
		orb.Collection{orb.Point{1, 2}, orb.Collection{orb.LineString{}}},
	} {
		b, err := encodeGeometry(g, wgs84)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		bound, empty, errBound := boundOf(b)
		g, srs, err := decodeGeometry(b)
		if err != nil {
			if !errors.Is(err, errNotGeometry) || g != nil {
				t.Fatalf("decodeGeometry returned %v, %v", g, err)
			}
			return
		}
		if errBound != nil {
			t.Fatalf("a geometry without box: %v", errBound)
		}
		if h, _ := readHeader(b); !h.empty && !h.hasBound && !empty && hasNoEmptyPart(g) {
			if diff := cmp.Diff(written(g.Bound()), written(bound)); diff != "" {
				t.Fatalf("box (-geometry +ours):\n%s", diff)
			}
		}
		again, err := encodeGeometry(g, srs)
		if err != nil {
			t.Fatalf("what was read can't be written: %v", err)
		}
		g2, srs2, err := decodeGeometry(again)
		if diff := cmp.Diff(written(g), written(g2)); err != nil || srs2 != srs || diff != "" {
			t.Fatalf("%v, srs %d (-read +written and read):\n%s", err, srs2, diff)
		}
	})
}
