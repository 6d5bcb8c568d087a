package spatial

import "math"

// curveBits is the side of a cube's face in cells, as a power of two: 16 bits are cells of
// some 150 m.
const curveBits = 16

// CurveKey numbers the directions from the Earth's centre so that near numbers are near
// places: the faces of a cube one after the other, each along a Hilbert curve. The
// antimeridian and the poles lie inside faces. The length of u doesn't matter; of a null
// vector the key is 0.
func CurveKey(u [3]float64) uint64 {
	axis := 0
	for i := 1; i < 3; i++ {
		if math.Abs(u[i]) > math.Abs(u[axis]) {
			axis = i
		}
	}
	if u[axis] == 0 {
		return 0
	}
	face := uint64(2 * axis)
	if u[axis] < 0 {
		face++
	}
	a, b := u[(axis+1)%3]/math.Abs(u[axis]), u[(axis+2)%3]/math.Abs(u[axis])
	return face<<(2*curveBits) | hilbert(cell(a), cell(b))
}

// cell is the number of the cell of a coordinate on a face, −1…1.
func cell(x float64) uint32 {
	const side = 1 << curveBits
	return uint32(math.Max(0, math.Min(side-1, (x+1)*side/2)))
}

// hilbert returns how far along the curve the cell (x, y) lies.
func hilbert(x, y uint32) (d uint64) {
	for s := uint32(1) << (curveBits - 1); s > 0; s >>= 1 {
		var rx, ry uint32
		if x&s != 0 {
			rx = 1
		}
		if y&s != 0 {
			ry = 1
		}
		d = d<<2 | uint64((3*rx)^ry)
		if ry == 0 { // turn the quadrant
			if rx == 1 {
				x, y = ^x, ^y
			}
			x, y = y, x
		}
	}
	return d
}
