package geo

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/ewkb"
	"github.com/twpayne/go-geom/encoding/wkb"
	"pgregory.net/rapid"
)

// drawGeometry makes every type that has a binary form, empty ones and collections of
// collections included.
func drawGeometry(depth int) *rapid.Generator[orb.Geometry] {
	return rapid.Custom(func(t *rapid.T) orb.Geometry {
		coordinate := rapid.Float64Range(-1e7, 1e7)
		points := func(label string) []orb.Point {
			list := make([]orb.Point, rapid.IntRange(0, 6).Draw(t, label))
			for i := range list {
				list[i] = orb.Point{coordinate.Draw(t, "x"), coordinate.Draw(t, "y")}
			}
			return list
		}
		rings := func() orb.Polygon {
			p := make(orb.Polygon, rapid.IntRange(0, 3).Draw(t, "rings"))
			for i := range p {
				p[i] = points("ring")
			}
			return p
		}
		switch rapid.IntRange(0, 5+min(depth, 1)).Draw(t, "type") {
		case 0:
			return orb.Point{coordinate.Draw(t, "x"), coordinate.Draw(t, "y")}
		case 1:
			return orb.MultiPoint(points("points"))
		case 2:
			return orb.LineString(points("line"))
		case 3:
			m := make(orb.MultiLineString, rapid.IntRange(0, 3).Draw(t, "lines"))
			for i := range m {
				m[i] = points("line")
			}
			return m
		case 4:
			return rings()
		case 5:
			m := make(orb.MultiPolygon, rapid.IntRange(0, 3).Draw(t, "polygons"))
			for i := range m {
				m[i] = rings()
			}
			return m
		default:
			c := make(orb.Collection, rapid.IntRange(0, 3).Draw(t, "parts"))
			for i := range c {
				c[i] = drawGeometry(depth-1).Draw(t, "part")
			}
			return c
		}
	})
}

func TestGeomRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGeometry(2).Draw(t, "geometry")
		srid := rapid.SampledFrom([]int{0, 3006, 4326}).Draw(t, "srid")
		m, err := ToGeom(g, srid)
		if err != nil {
			t.Fatal(err)
		}
		if m.SRID() != srid {
			t.Fatalf("SRID %d, want %d", m.SRID(), srid)
		}
		back, err := FromGeom(m)
		if err != nil {
			t.Fatal(err)
		}
		if !orb.Equal(g, back) {
			t.Fatalf("%v came back as %v", g, back)
		}
	})
}

// TestDecodeWKBAgreesWithGoGeom reads what go-geom writes, in both orders and forms.
func TestDecodeWKBAgreesWithGoGeom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGeometry(2).Draw(t, "geometry")
		m, err := ToGeom(g, 3006)
		if err != nil {
			t.Fatal(err)
		}
		order := rapid.SampledFrom([]binary.ByteOrder{binary.LittleEndian, binary.BigEndian}).Draw(t, "order")
		extended, err := ewkb.Marshal(m, order)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := wkb.Marshal(m, order)
		if err != nil {
			t.Fatal(err)
		}
		for i, data := range [][]byte{extended, plain} {
			got, srid, err := DecodeWKB(data)
			if err != nil || !orb.Equal(g, got) {
				t.Fatalf("read %v, %v; want %v", got, err, g)
			}
			if want := []int{3006, 0}[i]; srid != want {
				t.Fatalf("SRID %d, want %d", srid, want)
			}
		}
	})
}

func TestEncode(t *testing.T) {
	g := orb.Polygon{{{14, 63}, {15, 63}, {15, 64}, {14, 63}}}
	data, err := EncodeEWKB(g, 4326)
	if err != nil {
		t.Fatal(err)
	}
	if want := "0103000020e6100000"; hex.EncodeToString(data[:9]) != want {
		t.Errorf("EWKB starts with %x, want %s", data[:9], want)
	}
	plain, err := EncodeWKB(g)
	if err != nil {
		t.Fatal(err)
	}
	if want := append([]byte{1, 3, 0, 0, 0}, data[9:]...); !bytes.Equal(plain, want) {
		t.Errorf("WKB is %x, want %x", plain, want)
	}
	for _, g := range []orb.Geometry{orb.Ring(g[0]), g.Bound()} {
		m, err := ToGeom(g, 0)
		if _, ok := m.(*geom.Polygon); err != nil || !ok {
			t.Errorf("%T became %T, %v", g, m, err)
		}
	}
	if _, err := EncodeWKB(nil); !errors.Is(err, &Error{Problem: ProblemEmpty}) {
		t.Errorf("nil: %v", err)
	}
}

// TestDecodeWKBDimensions drops heights and measures, said in the ISO or in PostGIS's way.
func TestDecodeWKBDimensions(t *testing.T) {
	want := orb.LineString{{1, 2}, {3, 4}}
	for _, l := range []*geom.LineString{
		geom.NewLineStringFlat(geom.XYZ, []float64{1, 2, 9, 3, 4, 9}),
		geom.NewLineStringFlat(geom.XYM, []float64{1, 2, 9, 3, 4, 9}),
		geom.NewLineStringFlat(geom.XYZM, []float64{1, 2, 8, 9, 3, 4, 8, 9}),
	} {
		iso, err := wkb.Marshal(l, wkb.NDR)
		if err != nil {
			t.Fatal(err)
		}
		extended, err := ewkb.Marshal(l.SetSRID(3006), wkb.NDR)
		if err != nil {
			t.Fatal(err)
		}
		for _, data := range [][]byte{iso, extended} {
			if got, _, err := DecodeWKB(data); err != nil || !orb.Equal(got, want) {
				t.Errorf("%s: %v, %v", l.Layout(), got, err)
			}
		}
		if got, err := FromGeom(l); err != nil || !orb.Equal(got, want) {
			t.Errorf("%s: %v, %v", l.Layout(), got, err)
		}
	}
}

func TestDecodeWKBRejects(t *testing.T) {
	good, err := EncodeEWKB(orb.MultiPolygon{{{{14, 63}, {15, 63}, {15, 64}, {14, 63}}}}, 3006)
	if err != nil {
		t.Fatal(err)
	}
	for n := range good {
		if g, _, err := DecodeWKB(good[:n]); err == nil {
			t.Errorf("the first %d bytes became %v", n, g)
		}
	}
	if _, _, err := DecodeWKB(append(good, 0)); err == nil {
		t.Error("a byte too many went unseen")
	}
	deep := bytes.Repeat([]byte{1, 7, 0, 0, 0, 1, 0, 0, 0}, 100_000)
	for name, data := range map[string][]byte{
		"byte order":            {2, 1, 0, 0, 0},
		"kind 8":                {1, 8, 0, 0, 0, 0, 0, 0, 0},
		"kind 5001":             {1, 0x89, 0x13, 0, 0},
		"four billion points":   {1, 2, 0, 0, 0, 255, 255, 255, 255},
		"nested without end":    deep,
		"a line of multipoints": {1, 4, 0, 0, 0, 1, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0},
	} {
		var e *Error
		if _, _, err := DecodeWKB(data); !errors.As(err, &e) || e.Problem != ProblemGeometry {
			t.Errorf("%s: %v", name, err)
		}
	}
	nan := geom.NewPointFlat(geom.XY, []float64{math.NaN(), math.NaN()})
	data, err := wkb.Marshal(nan, wkb.NDR)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := DecodeWKB(data); !errors.Is(err, &Error{Problem: ProblemEmpty}) {
		t.Errorf("empty point: %v", err)
	}
	if _, err := FromGeom(geom.NewPointEmpty(geom.XY)); !errors.Is(err, &Error{Problem: ProblemEmpty}) {
		t.Errorf("empty point: %v", err)
	}
}

func FuzzDecodeWKB(f *testing.F) {
	for _, g := range []orb.Geometry{
		orb.Point{14, 63}, orb.MultiPoint{{1, 2}}, orb.LineString{{1, 2}, {3, 4}}, orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}},
		orb.Collection{orb.MultiLineString{{{1, 2}, {3, 4}}}, orb.MultiPolygon{}},
	} {
		data, err := EncodeEWKB(g, 3006)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		g, srid, err := DecodeWKB(data)
		if err != nil {
			return
		}
		again, err := EncodeEWKB(g, srid)
		if err != nil {
			t.Fatal(err)
		}
		back, _, err := DecodeWKB(again)
		if err != nil {
			t.Fatal(err)
		}
		// compared as bytes, since NaN is not NaN
		if third, err := EncodeEWKB(back, srid); err != nil || !bytes.Equal(again, third) {
			t.Fatal(cmp.Diff(again, third), err)
		}
	})
}
