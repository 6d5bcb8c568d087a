package geo

import (
	"encoding/csv"
	"errors"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func mustSystem(t testing.TB, epsg int) System {
	t.Helper()
	s, err := SystemByEPSG(epsg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// checkBothWays wants want in the system for lonlat, and lonlat back, to tol metres.
func checkBothWays(t *testing.T, s System, lonlat, want orb.Point, tol float64) {
	t.Helper()
	got, err := s.FromWGS84(lonlat)
	if err != nil {
		t.Errorf("%s: %v", s, err)
		return
	}
	if d := math.Hypot(got[0]-want[0], got[1]-want[1]); !(d <= tol) {
		t.Errorf("%s of %v: %.4f, want %.4f: %.2g m off", s, lonlat, got, want, d)
	}
	back, err := s.ToWGS84(want)
	if err != nil {
		t.Errorf("%s: %v", s, err)
		return
	}
	if d := Distance(back, lonlat).Metres(); !(d <= tol) {
		t.Errorf("%s back from %v: %v, want %v: %.2g m off", s, want, back, lonlat, d)
	}
}

// TestSharedCoordinates reads 18 points on which six implementations agree.
func TestSharedCoordinates(t *testing.T) {
	f, err := os.Open("../../../shared/data/formats/swedish_crs_coordinates.csv")
	if err != nil {
		t.Skip("the shared test data are not here: ", err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.FieldsPerRecord = '|', -1 // the heading lacks a separator
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 19 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		var v [9]float64
		for i := range v {
			if v[i], err = strconv.ParseFloat(row[i], 64); err != nil {
				t.Fatal(err)
			}
		}
		lonlat := orb.Point{v[1], v[2]}
		for i := 3; i <= 6; i += 3 {
			s, tol := mustSystem(t, int(v[i])), 1e-4
			if s.def.shift != nil {
				tol = 5e-3 // a change of datum: implementations differ in the heights they drop
			}
			checkBothWays(t, s, lonlat, orb.Point{v[i+1], v[i+2]}, tol)
		}
	}
}

func TestRoundTrip(t *testing.T) {
	systems := Systems()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(systems).Draw(t, "system")
		r := s.def.reach
		p := orb.Point{
			rapid.Float64Range(r.Min[0], r.Max[0]).Draw(t, "lon"),
			rapid.Float64Range(r.Min[1], r.Max[1]).Draw(t, "lat"),
		}
		q, err := s.FromWGS84(p)
		if err != nil {
			t.Fatal(err)
		}
		back, err := s.ToWGS84(q)
		var e *Error
		if errors.As(err, &e) && e.Problem == ProblemOutsideArea {
			return // a point on the rim, pushed out by rounding
		}
		if err != nil {
			t.Fatal(err)
		}
		tol := 1e-6
		if s.def.shift != nil {
			tol = 5e-3
		}
		if d := Distance(p, back).Metres(); !(d < tol) {
			t.Fatalf("%s: %v came back as %v, %.3g m off", s, p, back, d)
		}
	})
}
