package spatial

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/geo"
)

// TestPullingSearchIsBruteForce asks from several places at once, each with a reach of its own that grows with
// the points' numbers, and holds what is found against every point: all within reach, in their order, and none
// clearly beyond.
func TestPullingSearchIsBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := layOut(rapid.SliceOfN(drawPoint(), 0, 700).Draw(t, "points"), rapid.Bool().Draw(t, "along the curve"))
		length := rapid.OneOf(rapid.Just(0.), rapid.Float64Range(0, 100), rapid.Float64Range(0, 3e6))
		pull := rapid.OneOf(rapid.SampledFrom([]float64{0, 1, 40, math.MaxFloat64}), rapid.Float64Range(0, 2000))
		space, ids, pulls := make([][3]float64, len(l.points)), make([]int32, len(l.points)), make([]float64, len(l.points))
		for i := range space {
			space[i], ids[i], pulls[i] = l.points[i].Space, 3*int32(i), pull.Draw(t, "number")
		}
		packed := PackPulling(space, ids, pulls)
		var s Search
		for range 3 {
			var from [][3]float64
			var reaches []Pulling
			var widest Pulling
			for i := range rapid.IntRange(1, 5).Draw(t, "asked from") {
				c := geo.Prepare(drawPoint().Draw(t, "centre"))
				r := Pulling{Fixed: length.Draw(t, "fixed"), PerPull: rapid.Float64Range(0, 2000).Draw(t, "per number"), Least: length.Draw(t, "least"), Most: length.Draw(t, "most")}
				if rapid.Bool().Draw(t, "pays from some number on") {
					r.Fixed *= -1
				}
				if rapid.Bool().Draw(t, "no most") {
					r.Most = math.Inf(1)
				}
				if from, reaches = append(from, c.Space), append(reaches, r); i == 0 {
					widest = r
				}
				widest.Widen(r)
			}
			s.AimPulling(packed, from, widest)
			for i, r := range reaches {
				got := s.AppendPulling([]int32{-7}, from[i], r)[1:]
				at := 0
				for k, p := range space {
					far := math.Min(r.Most, math.Max(r.Least, r.Fixed+r.PerPull*pulls[k]))
					away := math.Hypot(math.Hypot(p[0]-from[i][0], p[1]-from[i][1]), p[2]-from[i][2])
					found := at < len(got) && got[at] == ids[k]
					if found {
						at++
					}
					if hair := 1e-8 + 1e-12*far; away < far-hair && !found || away > far+hair && found {
						t.Fatalf("point %d, %v m away with number %v, found: %v; reach %+v is %v m", k, away, pulls[k], found, r, far)
					}
				}
				if at != len(got) {
					t.Fatalf("%v are not in the order they were packed in", got)
				}
			}
		}
		if rapid.Bool().Draw(t, "numbers are not asked for") {
			plain := Disc{Centre: [3]float64{6.4e6}, Within: 1e15, Beyond: 1e15}
			if s.Aim(packed, [][3]float64{plain.Centre}, plain.Beyond); len(space) > 0 && !slices.Equal(s.Append(nil, &plain), ids) {
				t.Fatal("a plain search finds something else")
			}
		}
	})
}
