package tile

import "github.com/paulmach/orb"

// projected returns a polygon in the square of Web Mercator.
func projected(polygon orb.Polygon) orb.Polygon {
	out := make(orb.Polygon, len(polygon))
	for i, ring := range polygon {
		out[i] = make(orb.Ring, len(ring))
		for j, p := range ring {
			x, y := project(p)
			out[i][j] = orb.Point{x, y}
		}
	}
	return out
}

// polygon writes the rings that have a surface at the tile's scale: the shell clockwise as
// seen on the map, the holes the other way (specification 4.3.3.3). Without a shell there is
// nothing to take holes from.
func (e *encoder) polygon(w *window, rings orb.Polygon) bool {
	for i, ring := range rings {
		var corners [][2]int
		for _, p := range ring {
			x, y := w.units(p[0], p[1])
			if n := len(corners); n == 0 || corners[n-1] != [2]int{x, y} {
				corners = append(corners, [2]int{x, y})
			}
		}
		if n := len(corners); n > 1 && corners[0] == corners[n-1] {
			corners = corners[:n-1]
		}
		surface := doubleSurface(corners)
		if len(corners) < 3 || surface == 0 {
			if i == 0 {
				return false
			}
			continue
		}
		if clockwise := surface > 0; clockwise != (i == 0) {
			for a, b := 0, len(corners)-1; a < b; a, b = a+1, b-1 {
				corners[a], corners[b] = corners[b], corners[a]
			}
		}
		e.ring(corners)
	}
	return true
}

// doubleSurface is twice the signed surface of a ring; positive when it turns clockwise on a
// map, whose y grows downward.
func doubleSurface(ring [][2]int) int {
	sum := 0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p[0]*q[1] - q[0]*p[1]
	}
	return sum
}
