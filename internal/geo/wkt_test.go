package geo

import (
	"errors"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func TestParseWKT(t *testing.T) {
	for _, c := range []struct {
		text string
		want orb.Geometry
		srid int
	}{
		{"POINT (14.63 63.18)", orb.Point{14.63, 63.18}, 0},
		{"SRID=4326;POINT(14.63 63.18)", orb.Point{14.63, 63.18}, 4326},
		{" srid = 3006 ; point z (481374.1 7005698.2 310)", orb.Point{481374.1, 7005698.2}, 3006},
		{"LINESTRING(1 2, -3.5e1 4)", orb.LineString{{1, 2}, {-35, 4}}, 0},
		{"POLYGON((0 0,4 0,4 4,0 0),(1 1,2 1,2 2,1 1))", orb.Polygon{{{0, 0}, {4, 0}, {4, 4}, {0, 0}}, {{1, 1}, {2, 1}, {2, 2}, {1, 1}}}, 0},
		{"MULTIPOINT((1 2),(3 4))", orb.MultiPoint{{1, 2}, {3, 4}}, 0},
		{"MULTIPOINT(1 2,3 4)", orb.MultiPoint{{1, 2}, {3, 4}}, 0},
		{"MULTILINESTRING((1 2,3 4),(5 6,7 8))", orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}, 0},
		{"MULTIPOLYGON(((0 0,4 0,4 4,0 0)),((9 9,8 9,8 8,9 9)))", orb.MultiPolygon{{{{0, 0}, {4, 0}, {4, 4}, {0, 0}}}, {{{9, 9}, {8, 9}, {8, 8}, {9, 9}}}}, 0},
		{"GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(1 2,3 4))", orb.Collection{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}}, 0},
	} {
		got, srid, err := ParseWKT(c.text)
		if err != nil || srid != c.srid || !orb.Equal(got, c.want) {
			t.Errorf("%s: %v, %d, %v", c.text, got, srid, err)
		}
	}
	for _, text := range []string{"", "POINT", "POINT(14,63 63)", "POINT(14)", "POINT(14 63", "POINT(14 63))", "SRID=x;POINT(1 2)",
		"CIRCLE(1 2)", "POLYGON((0 0,4 0,4 4,0 1))", "LINESTRING(1 2)", "POINT(NaN 2)", "63.18, 14.63", strings.Repeat("GEOMETRYCOLLECTION(", 5000)} {
		g, _, err := ParseWKT(text)
		var e *Error
		if !errors.As(err, &e) || e.Problem != ProblemGeometry || g != nil {
			t.Errorf("%q: %v, %v", text, g, err)
		} else if strings.Contains(err.Error(), "\n") || len(err.Error()) > 400 {
			t.Errorf("%q: the message is no line: %q", text, err)
		}
	}
	if _, _, err := ParseWKT("POINT EMPTY"); !errors.Is(err, &Error{Problem: ProblemEmpty}) {
		t.Errorf("POINT EMPTY: %v", err)
	}
}

func TestWKTRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := orb.MultiPoint{drawPoint().Draw(t, "p"), drawPoint().Draw(t, "q")}
		text, err := FormatWKT(p)
		if err != nil {
			t.Fatal(err)
		}
		if got, _, err := ParseWKT(text); err != nil || !orb.Equal(p, got) {
			t.Fatalf("%v became %s became %v, %v", p, text, got, err)
		}
	})
}

func FuzzParseWKT(f *testing.F) {
	for _, s := range []string{"POINT(1 2)", "SRID=3006;POLYGON((0 0,4 0,4 4,0 0))", "GEOMETRYCOLLECTION Z(POINT EMPTY)", "MULTIPOLYGON M EMPTY", "MULTIPOINT(1 2 3 4,(5 6 7 8))"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		g, _, err := ParseWKT(text)
		if (g == nil) != (err != nil) {
			t.Errorf("%v with %v", g, err)
		}
	})
}
