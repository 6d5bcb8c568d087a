package geo

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// TestSharedReserves takes 151 real polygons from text in SWEREF 99 TM to longitude and
// latitude, where their publisher gives a point of each.
func TestSharedReserves(t *testing.T) {
	f, err := os.Open("../../../shared/data/land/naturreservat_151_epsg3006.csv")
	if err != nil {
		t.Skip("the shared test data are not here: ", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) != 152 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	s := mustSystem(t, 3006)
	for _, row := range rows[1:] {
		g, _, err := ParseWKT(row[4])
		if err != nil {
			t.Errorf("%s: %v", row[1], err)
			continue
		}
		q, err := s.GeometryToWGS84(g)
		if err != nil {
			t.Errorf("%s: %v", row[1], err)
			continue
		}
		if err := CheckGeometry(q); err != nil {
			t.Errorf("%s: %v", row[1], err)
		}
		lat, err1 := strconv.ParseFloat(row[2], 64)
		lon, err2 := strconv.ParseFloat(row[3], 64)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if b := q.Bound(); !b.Contains(orb.Point{lon, lat}) {
			t.Errorf("%s: %v, %v is not in %v", row[1], lon, lat, b)
		}
		// The plane's scale is 0.9996 at 15° E, squared, and grows to 1.0015 at the borders.
		inPlane, onEarth := math.Abs(planar.Area(g)), AreaOf(q).SquareMetres()
		if ratio := inPlane / onEarth; !(ratio > 0.99919 && ratio < 1.003) {
			t.Errorf("%s: %.0f m² in the plane, %.0f on the Earth", row[1], inPlane, onEarth)
		}
	}
}
