package geo_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
)

func TestMeanWidth(t *testing.T) {
	const lon, lat = 14.4, 63.3
	metre := orb.Point{1 / (111_195 * math.Cos(lat*math.Pi/180)), 1.0 / 111_195}
	box := func(w, h float64) orb.MultiPolygon {
		x, y := w*metre[0], h*metre[1]
		return orb.MultiPolygon{{{{lon, lat}, {lon + x, lat}, {lon + x, lat + y}, {lon, lat + y}, {lon, lat}}}}
	}
	holed := box(100, 100)
	holed[0] = append(holed[0], box(99.8, 99.8)[0][0])
	for name, c := range map[string]struct {
		of   orb.MultiPolygon
		want float64
	}{
		"none": {nil, 0}, "a point": {box(0, 0), 0}, "flat": {box(1000, 0), 0},
		"a strip": {box(1000, 2), 2 * 2000.0 / 2004}, "a square": {box(100, 100), 50}, "a frame": {holed, 0.1},
	} {
		if got := geo.MeanWidth(c.of).Metres(); math.Abs(got-c.want) > 0.01*c.want+1e-6 {
			t.Errorf("%s: %g m, want %g", name, got, c.want)
		}
	}
}
