package overlay

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// jagged is a ring of corners round the origin, in and out by turns.
func jagged(t *rapid.T, corners int, reach float64) orb.Ring {
	var ring orb.Ring
	for i := range corners {
		a, r := 2*math.Pi*float64(i)/float64(corners), reach*rapid.Float64Range(0.2, 1).Draw(t, "r")
		ring = append(ring, orb.Point{r * math.Cos(a), r * math.Sin(a)})
	}
	return append(ring, ring[0])
}

// What is nearest is what going through every line finds, inside and outside, of pieces far apart too.
func TestNearIsEveryLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []Region
		for i := range rapid.IntRange(1, 3).Draw(t, "pieces") {
			ring := jagged(t, rapid.IntRange(3, 90).Draw(t, "corners"), math.Pow(10, rapid.Float64Range(1, 4).Draw(t, "reach")))
			for k := range ring {
				ring[k][0] += float64(i) * 30_000
			}
			r, _, err := New(orb.MultiPolygon{{ring}})
			if err != nil {
				t.Skip(err)
			}
			all = append(all, r)
		}
		r, err := Union(all...)
		if err != nil {
			t.Skip(err)
		}
		near := r.Near()
		for range 20 {
			p := orb.Point{rapid.Float64Range(-2e4, 8e4).Draw(t, "x"), rapid.Float64Range(-2e4, 2e4).Draw(t, "y")}
			at, far := near.Nearest(p)
			_, want := r.Nearest(p)
			if math.Abs(far-want) > 1e-9*want || math.Abs(math.Hypot(at[0]-p[0], at[1]-p[1])-want) > 1e-9*want+1e-9 {
				t.Fatalf("%v is %v from %v, want %v", p, far, at, want)
			}
		}
	})
	if _, far := (Region{}).Near().Nearest(orb.Point{1, 2}); !math.IsInf(far, 1) {
		t.Errorf("nothing is %v away", far)
	}
}
