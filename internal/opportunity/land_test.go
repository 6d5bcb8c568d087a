package opportunity_test

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/opportunity"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// The index finds what measuring every point finds, at the edge too.
func TestLandIsBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// A coarse grid makes many points of one place, one latitude and one distance.
		coordinate := func(label string, low, high float64) float64 {
			v := rapid.Float64Range(low, high).Draw(t, label)
			if rapid.Bool().Draw(t, label+" rounded") {
				v = math.Round(v*4) / 4
			}
			return v
		}
		west, width := rapid.SampledFrom([]float64{-180, 10, 170}).Draw(t, "west"), rapid.SampledFrom([]float64{0.5, 10, 40}).Draw(t, "width")
		draw := func(label string) orb.Point {
			lon := west + coordinate(label+" lon", 0, width)
			return orb.Point{math.Remainder(lon, 360), coordinate(label+" lat", -90, 90)}
		}
		if rapid.Bool().Draw(t, "Nordic") {
			draw = func(label string) orb.Point {
				return orb.Point{coordinate(label+" lon", 10, 20), coordinate(label+" lat", 58, 66)}
			}
		}
		var points []orb.Point
		for range rapid.IntRange(0, 80).Draw(t, "points") {
			points = append(points, draw("point"))
		}
		land, err := opportunity.NewLand(points)
		if err != nil {
			t.Fatal(err)
		}
		search := land.Search()
		for range 4 {
			centre := draw("centre")
			radius := unit.Length(math.Pow(10, rapid.Float64Range(0, 7.4).Draw(t, "log radius")))
			if len(points) > 0 && rapid.Bool().Draw(t, "to a point") {
				from, to := geo.Prepare(centre), geo.Prepare(rapid.SampledFrom(points).Draw(t, "which"))
				radius = geo.Between(&from, &to)
			}
			var want, got []int32
			from := geo.Prepare(centre)
			for i, p := range points {
				if to := geo.Prepare(p); geo.Between(&from, &to) <= radius {
					want = append(want, int32(i))
				}
			}
			got = search.Within(&from, radius, nil, nil)
			slices.Sort(got)
			if !slices.Equal(want, got) {
				t.Fatalf("within %v m of %v: %v, want %v", radius, centre, got, want)
			}
		}
	})
}

func TestLandOffTheGlobe(t *testing.T) {
	if _, err := opportunity.NewLand([]orb.Point{{14, 63}, {14, 91}}); symbiosis.KindOf(err) != symbiosis.Invalid {
		t.Errorf("error %v, want one of kind invalid", err)
	}
	land, err := opportunity.NewLand([]orb.Point{{14, 63}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		centre orb.Point
		radius unit.Length
	}{{orb.Point{14, 91}, 1e9}, {orb.Point{math.NaN(), 63}, 1e9}, {orb.Point{14, 63}, -1}, {orb.Point{14, 63}, unit.Length(math.NaN())}} {
		centre := geo.Prepared{Point: c.centre}
		if found := land.Search().Within(&centre, c.radius, nil, nil); found != nil {
			t.Errorf("%v within %v finds %v", c.centre, c.radius, found)
		}
	}
	centre := geo.Prepare(orb.Point{14, 63})
	if found := land.Search().Within(&centre, unit.Length(math.Inf(1)), nil, nil); len(found) != 1 {
		t.Errorf("an endless radius finds %v", found)
	}
}
