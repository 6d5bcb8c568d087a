package geo

import (
	"encoding/csv"
	"errors"
	"math"
	"os"
	"strconv"
	"strings"
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

// TestKnownPoints holds every kind of system against PROJ 9.1 (cs2cs from EPSG:4619, 4258 for UTM).
func TestKnownPoints(t *testing.T) {
	are, gothenburg, kiruna, trondheim := orb.Point{14.63, 63.18}, orb.Point{11.97, 57.7}, orb.Point{20.22, 67.85}, orb.Point{10.39, 63.43}
	for _, c := range []struct {
		epsg int
		p    orb.Point
		e, n float64
	}{
		{3006, are, 481374.11932, 7005698.21636},
		{3006, gothenburg, 319439.77207, 6399348.06129},
		{3006, kiruna, 719415.39794, 7535406.43724},
		{3006, trondheim, 270081.99060, 7041778.98557},
		{3007, gothenburg, 148211.20213, 6397870.56775},
		{3012, are, 169136.93332, 7008504.55854},
		{3015, kiruna, 211870.56013, 7529887.61079},
		{3018, kiruna, 22503.42277, 7532275.81661},
		{3019, gothenburg, 1539602.22030, 6397435.04195},
		{3021, are, 1440828.11544, 7008362.23573},
		{3024, kiruna, 1401799.76255, 7530373.61432},
		{25832, trondheim, 569365.36600, 7034252.61404},
		{25832, kiruna, 969917.84450, 7568931.87332},
		{25833, are, 481374.11932, 7005698.21636},
		{25835, kiruna, 215206.59933, 7541770.94653},
		{32633, trondheim, 270081.99060, 7041778.98569},
	} {
		s, tol := mustSystem(t, c.epsg), 2e-5
		if s.def.shift != nil {
			tol = 5e-3
		}
		checkBothWays(t, s, c.p, orb.Point{c.e, c.n}, tol)
		if !s.Projected() {
			t.Errorf("%s is said to be in degrees", s)
		}
	}
	for _, code := range []int{4326, 4258, 4619} {
		if s := mustSystem(t, code); s != WGS84 || s.Projected() {
			t.Errorf("%d is %v", code, s)
		}
	}
	if _, err := SystemByEPSG(3857); !errors.Is(err, &Error{Problem: ProblemUnknownSystem}) {
		t.Error(err)
	}
}

// TestMisfits are the mistakes that files are full of.
func TestMisfits(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name string
		epsg int
		p    orb.Point
		want Problem
	}{
		{"axes swapped", 3006, orb.Point{7005698, 481374}, ProblemSwapped},
		{"axes swapped in a local zone", 3012, orb.Point{7008504, 169136}, ProblemSwapped},
		{"degrees called metres", 3006, orb.Point{14.63, 63.18}, ProblemLooksLonLat},
		{"RT 90 called SWEREF 99 TM", 3006, orb.Point{1440828, 7008362}, ProblemOutsideArea},
		{"a digit too many", 3006, orb.Point{481374, 70056982}, ProblemOutsideArea},
		{"a digit too few", 25833, orb.Point{481374, 700569}, ProblemOutsideArea},
		{"not a number", 3006, orb.Point{nan, 7005698}, ProblemNotFinite},
		{"metres called degrees", 4326, orb.Point{481374, 7005698}, ProblemLooksMetres},
		{"latitude first", 4326, orb.Point{63.18, 114.63}, ProblemSwapped},
		{"no place on Earth", 4326, orb.Point{200, 63}, ProblemOutOfRange},
		{"infinite", 4326, orb.Point{math.Inf(1), 63}, ProblemNotFinite},
	} {
		_, err := mustSystem(t, c.epsg).ToWGS84(c.p)
		var e *Error
		if !errors.As(err, &e) || e.Problem != c.want || e.What == "" || e.Do == "" {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
	if _, err := mustSystem(t, 3006).ToWGS84(orb.Point{1440828, 7008362}); err == nil || !strings.Contains(err.Error(), "RT90") {
		t.Errorf("RT 90 is not recognised: %v", err)
	}
	for _, p := range []orb.Point{{100, 63}, {14, -63}, {nan, 63}} {
		if q, err := mustSystem(t, 3006).FromWGS84(p); err == nil {
			t.Errorf("%v became %v", p, q)
		}
	}
	if _, err := (System{}).ToWGS84(orb.Point{14, 63}); err == nil {
		t.Error("no system turned a point")
	}
	if !LooksSwapped(orb.Point{63.18, 14.63}) || LooksSwapped(orb.Point{14.63, 63.18}) || LooksSwapped(orb.Point{2.35, 48.86}) {
		t.Error("LooksSwapped is wrong")
	}
}
