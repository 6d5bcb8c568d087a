package geo

import (
	"math"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/unit"
)

// drawPoint prefers the places where longitude and latitude go wrong.
func drawPoint() *rapid.Generator[orb.Point] {
	near := func(lon, lat, spread float64) *rapid.Generator[orb.Point] {
		return rapid.Custom(func(t *rapid.T) orb.Point {
			x := lon + rapid.Float64Range(-spread, spread).Draw(t, "dlon")
			y := lat + rapid.Float64Range(-spread, spread).Draw(t, "dlat")
			return orb.Point{math.Remainder(x, 360), math.Max(-90, math.Min(90, y))}
		})
	}
	return rapid.OneOf(
		near(0, 0, 180), near(14.6, 63.2, 1), near(180, 65, 0.01),
		near(0, 90, 180), near(30, 90, 1e-6), near(0, -90, 1),
		rapid.SampledFrom([]orb.Point{{180, 10}, {-180, 10}, {0, 0}, {0, 90}, {77, 90}, {-180, -90}}),
	)
}

// drawRadius spans a millimetre to round the globe.
func drawRadius() *rapid.Generator[unit.Length] {
	return rapid.Custom(func(t *rapid.T) unit.Length {
		return unit.Length(math.Pow(10, rapid.Float64Range(-3, 7.35).Draw(t, "log radius")))
	})
}
