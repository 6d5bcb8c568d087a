package rest

import (
	"testing"

	"github.com/paulmach/orb"
)

func TestSwappedCoordinatesAreNoticed(t *testing.T) {
	for _, c := range []struct {
		lon, lat float64
		want     bool
	}{{14.6, 63.2, false}, {63.2, 14.6, true}, {10, 45, false}, {59, 59, false}, {180, 0, false}} {
		b := orb.Bound{Min: orb.Point{c.lon, c.lat}, Max: orb.Point{c.lon + 0.01, c.lat + 0.01}}
		if got := swapped(b); got != c.want {
			t.Errorf("%v, %v: swapped %t", c.lon, c.lat, got)
		}
	}
}
