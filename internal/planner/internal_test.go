package planner

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"
)

func TestFolding(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Åre", "are"}, {"ÖSTERSUND", "ostersund"}, {"Trøndelag", "trondelag"}, {"Bærum", "baerum"},
		{"  Mo   i\tRana ", "mo i rana"}, {"Kárášjohka", "karasjohka"}, {"e\u0301", "e"}, {"", ""},
	} {
		if got := fold(c.in); got != c.want {
			t.Errorf("fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		name, query string
		want        int
	}{
		{"are", "are", fitsWhole}, {"are badhus", "are", fitsStart}, {"badhus are", "are", fitsWord}, {"badhus (are)", "are", fitsWord},
		{"vasteras karet", "are", fitsWithin}, {"ostersund", "are", fitsNot}, {"karet are", "are", fitsWord},
	} {
		if got := fitOf(c.name, c.query); got != c.want {
			t.Errorf("%q in %q: %d, want %d", c.query, c.name, got, c.want)
		}
	}
}

// The label of any star-shaped polygon with a hole in it lies inside.
func TestALabelLiesWithin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 12).Draw(t, "corners")
		var shell orb.Ring
		for i := range n {
			radius := rapid.Float64Range(1, 5).Draw(t, "radius")
			shell = append(shell, spoke(i, n, radius))
		}
		shell = append(shell, shell[0])
		polygon := orb.Polygon{shell}
		if rapid.Bool().Draw(t, "hole") {
			var hole orb.Ring
			for i := range 4 {
				hole = append(hole, spoke(4-i, 4, 0.2))
			}
			polygon = append(polygon, append(hole, hole[0]))
		}
		if p := labelPoint(orb.MultiPolygon{polygon}); !planar.PolygonContains(polygon, p) {
			t.Fatalf("label %v is outside %v", p, polygon)
		}
	})
}

func spoke(i, n int, radius float64) orb.Point {
	angles := [][2]float64{{1, 0}, {0.5, 0.866}, {-0.5, 0.866}, {-1, 0}, {-0.5, -0.866}, {0.5, -0.866}}
	a := angles[i*len(angles)/n%len(angles)]
	b := angles[(i*len(angles)/n+1)%len(angles)]
	f := float64(i*len(angles)%n) / float64(n)
	return orb.Point{14 + radius*(a[0]*(1-f)+b[0]*f), 63 + radius*(a[1]*(1-f)+b[1]*f)}
}

func TestMatchKeysAreReadBack(t *testing.T) {
	for _, key := range []string{"1.5e+06\x1fa\x1fb", "\x1fa\x1fb", "-0.25\x1fa:b\x1fc d"} {
		m, err := parseMatchKey(key)
		if err != nil || matchKey(&m) != key {
			t.Errorf("%q: %q, %v", key, matchKey(&m), err)
		}
	}
	for _, key := range []string{"", "1\x1fa", "x\x1fa\x1fb", "NaN\x1fa\x1fb", "1\x1fa\x1fb\x1fc"} {
		if _, err := parseMatchKey(key); err == nil {
			t.Errorf("%q was taken", key)
		}
	}
}
