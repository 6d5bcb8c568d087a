package geo

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

func TestTransformGeometry(t *testing.T) {
	s := mustSystem(t, 3006)
	line := orb.LineString{{481374, 7005698}, {482000, 7005000}, {483000, 7006000}, {481374, 7005698}}
	ring := orb.Ring(line)
	for _, g := range []orb.Geometry{
		line[0], orb.MultiPoint(line), line, orb.MultiLineString{line, line[:2]}, ring,
		orb.Polygon{ring}, orb.MultiPolygon{{ring}, {ring, ring}}, orb.Collection{line[1], orb.Polygon{ring}}, orb.MultiPoint{},
	} {
		q, err := s.GeometryToWGS84(g)
		if err != nil {
			t.Fatal(err)
		}
		if reflect.TypeOf(q) != reflect.TypeOf(g) {
			t.Errorf("%T became %T", g, q)
		}
		back, err := s.GeometryFromWGS84(q)
		if err != nil {
			t.Fatal(err)
		}
		if !orb.Equal(round(back), round(g)) {
			t.Errorf("%v came back as %v", g, back)
		}
	}
	if !orb.Equal(line[0], orb.Point{481374, 7005698}) {
		t.Error("the original was changed")
	}
	if g, err := s.GeometryToWGS84(line.Bound()); err != nil || g.GeoJSONType() != "Polygon" {
		t.Errorf("a bound became %v, %v", g, err)
	}

	bad := orb.MultiPolygon{{ring}, {ring, {{481374, 7005698}, {7005698, 481374}}}}
	_, err := s.GeometryToWGS84(bad)
	if !errors.Is(err, &Error{Problem: ProblemSwapped}) || !strings.HasPrefix(err.Error(), "part 2: part 2: coordinate 2: ") {
		t.Errorf("the place of the fault is lost: %v", err)
	}
	if _, err := s.GeometryToWGS84(nil); !errors.Is(err, &Error{Problem: ProblemEmpty}) {
		t.Errorf("nil: %v", err)
	}
}

// round rounds to a tenth of a millimetre.
func round(g orb.Geometry) orb.Geometry {
	r, err := mapPoints(g, func(p orb.Point) (orb.Point, error) {
		return orb.Point{math.Round(p[0] * 1e4), math.Round(p[1] * 1e4)}, nil
	})
	if err != nil {
		return nil
	}
	return r
}

func TestCheckGeometry(t *testing.T) {
	ring := orb.Ring{{14, 63}, {15, 63}, {15, 64}, {14, 63}}
	for _, g := range []orb.Geometry{ring[0], orb.LineString(ring), ring, orb.Polygon{ring}, orb.MultiPolygon{{ring}}, orb.Collection{ring[0]}, ring.Bound()} {
		if err := CheckGeometry(g); err != nil {
			t.Errorf("%v: %v", g, err)
		}
	}
	for _, c := range []struct {
		g    orb.Geometry
		want Problem
	}{
		{nil, ProblemEmpty},
		{orb.Polygon{}, ProblemEmpty},
		{orb.MultiPoint{}, ProblemEmpty},
		{orb.MultiPolygon{{ring}, {}}, ProblemEmpty},
		{orb.Collection{}, ProblemEmpty},
		{orb.Polygon{ring[:3]}, ProblemGeometry},
		{orb.Polygon{ring, {{14, 63}, {15, 63}, {15, 64}, {14, 64}}}, ProblemGeometry},
		{orb.MultiLineString{{{14, 63}}}, ProblemGeometry},
		{orb.LineString{{14, 63}, {14, math.NaN()}}, ProblemNotFinite},
		{orb.Point{481374, 7005698}, ProblemLooksMetres},
	} {
		if err := CheckGeometry(c.g); !errors.Is(err, &Error{Problem: c.want}) {
			t.Errorf("%v: %v, want %s", c.g, err, c.want)
		}
	}
}
