package tile

import (
	"math"

	"github.com/paulmach/orb"
)

// maxLatitude is where Web Mercator's square ends.
const maxLatitude = 85.0511287798066

// project returns a point of WGS 84 in the square of Web Mercator, 0–1 from the north-west.
func project(p orb.Point) (x, y float64) {
	lat := math.Max(-maxLatitude, math.Min(maxLatitude, p.Lat()))
	sin := math.Sin(lat * math.Pi / 180)
	return p.Lon()/360 + 0.5, 0.5 - math.Atanh(sin)/(2*math.Pi)
}

// Address names a tile: column X from the west and row Y from the north at zoom Z.
type Address struct{ Z, X, Y uint32 }

// window is the part of the square that a tile shows, its buffer included.
type window struct {
	west, north, east, south float64 // in the square
	left, top                float64 // of the tile itself, in units at its zoom
	scale                    float64 // units along the side of the square
}

func (a Address) window() window {
	scale := extent * math.Exp2(float64(a.Z))
	left, top := float64(a.X)*extent, float64(a.Y)*extent
	return window{
		west: (left - buffer) / scale, north: (top - buffer) / scale,
		east: (left + extent + buffer) / scale, south: (top + extent + buffer) / scale,
		left: left, top: top, scale: scale,
	}
}

// holds says that a point of the square is shown; the western and northern edges belong to
// the window, the others don't, as with the tiles themselves.
func (w *window) holds(x, y float64) bool {
	return x >= w.west && x < w.east && y >= w.north && y < w.south
}

// units returns a point of the square in units of the tile.
func (w *window) units(x, y float64) (int, int) {
	return int(math.Floor(x*w.scale - w.left)), int(math.Floor(y*w.scale - w.top))
}

// clip returns the part of a line that is shown (Liang and Barsky 1984); ok is false when
// none is.
func (w *window) clip(x0, y0, x1, y1 float64) (a, b [2]float64, ok bool) {
	from, to := 0.0, 1.0
	dx, dy := x1-x0, y1-y0
	for _, edge := range [4][2]float64{{-dx, x0 - w.west}, {dx, w.east - x0}, {-dy, y0 - w.north}, {dy, w.south - y0}} {
		p, q := edge[0], edge[1]
		switch {
		case p == 0 && q < 0:
			return a, b, false
		case p < 0:
			from = math.Max(from, q/p)
		case p > 0:
			to = math.Min(to, q/p)
		}
	}
	if from > to {
		return a, b, false
	}
	return [2]float64{x0 + from*dx, y0 + from*dy}, [2]float64{x0 + to*dx, y0 + to*dy}, true
}
