package spatial

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/unit"
)

// laidOut is points packed, along the curve or in the order they were drawn in.
type laidOut struct {
	points []geo.Prepared
	packed *Packed
}

func layOut(points []orb.Point, alongCurve bool) laidOut {
	l := laidOut{}
	for _, p := range points {
		l.points = append(l.points, geo.Prepare(p))
	}
	if alongCurve {
		slices.SortFunc(l.points, func(a, b geo.Prepared) int {
			switch x, y := CurveKey(a.Space), CurveKey(b.Space); {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		})
	}
	space, ids := make([][3]float64, len(l.points)), make([]int32, len(l.points))
	for i := range space {
		space[i], ids[i] = l.points[i].Space, 3*int32(i)
	}
	l.packed = Pack(space, ids)
	return l
}

func (l *laidOut) within(c *geo.Prepared, r unit.Length) (found []int32) {
	for i := range l.points {
		if geo.Between(c, &l.points[i]) <= r {
			found = append(found, 3*int32(i))
		}
	}
	return found
}

func (l *laidOut) disc(c *geo.Prepared, r unit.Length) *Disc {
	d := &Disc{Centre: c.Space, Exact: func(id int32) bool { return geo.Between(c, &l.points[id/3]) <= r }}
	d.Within, d.Beyond = geo.Straight(r)
	return d
}

func TestSearchIsBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := layOut(rapid.SliceOfN(drawPoint(), 0, 700).Draw(t, "points"), rapid.Bool().Draw(t, "along the curve"))
		if rapid.Bool().Draw(t, "one spot") && len(l.points) > 0 {
			spot := slices.Repeat([]orb.Point{l.points[0].Point}, 300)
			l = layOut(spot, true)
		}
		var s Search
		for range 3 {
			var from []geo.Prepared
			var space [][3]float64
			var radii []unit.Length
			reach := -1.
			for range rapid.IntRange(1, 5).Draw(t, "asked from") {
				c, r := geo.Prepare(drawPoint().Draw(t, "centre")), drawRadius().Draw(t, "radius")
				if len(l.points) > 0 && rapid.Bool().Draw(t, "to a point") {
					r = geo.Between(&c, &l.points[rapid.IntRange(0, len(l.points)-1).Draw(t, "point")])
				}
				from, space, radii = append(from, c), append(space, c.Space), append(radii, r)
				_, beyond := geo.Straight(r)
				reach = max(reach, beyond)
			}
			s.Aim(l.packed, space, reach)
			for i := range from {
				got := s.Append([]int32{-7}, l.disc(&from[i], radii[i]))[1:]
				if want := l.within(&from[i], radii[i]); !slices.Equal(got, want) {
					t.Fatalf("within %v m of %v: got %v, want %v", radii[i], from[i].Point, got, want)
				}
			}
		}
	})
}

// TestCurveKeepsNeighboursTogether: along the curve the way from point to point is short, also
// across the antimeridian and over the poles.
func TestCurveKeepsNeighboursTogether(t *testing.T) {
	for name, c := range map[string]orb.Point{"Jämtland": {14.6, 63.2}, "antimeridian": {180, 10}, "pole": {0, 90}, "70° N": {20, 70}} {
		centre := geo.Prepare(c)
		var points []orb.Point
		for i := range 1000 {
			points = append(points, geo.Destination(c, float64(i)*137.5, unit.Length(math.Sqrt(float64(i)))*unit.Kilometre))
		}
		l := layOut(points, true)
		way := 0.
		for i := 1; i < len(l.points); i++ {
			way += geo.Between(&l.points[i-1], &l.points[i]).Kilometres()
		}
		// 1000 points over 3 140 km² lie 1.8 km apart; in the order drawn it is 20 km.
		if way > 4*1000 {
			t.Errorf("round %v (%s): %.0f km from point to point", centre.Point, name, way)
		}
	}
}

func TestPackOfNothing(t *testing.T) {
	var s Search
	if n := s.Aim(Pack(nil, nil), [][3]float64{{1, 0, 0}}, 4); n != 0 {
		t.Errorf("%d blocks of nothing", n)
	}
}
