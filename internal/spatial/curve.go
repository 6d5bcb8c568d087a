package spatial

import "math"

// curveBits is the side of a cube's face in cells, as a power of two: 16 bits are cells of
// some 150 m.
const curveBits = 16

// CurveKeyBits is how many bits a CurveKey has.
const CurveKeyBits = 3 + 2*curveBits

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
	return uint32(max(0, min(side-1, (x+1)*side/2)))
}

// hilbert returns how far along the curve the cell (x, y) lies: four levels a step.
func hilbert(x, y uint32) (d uint64) {
	turned := uint8(0)
	for shift := curveBits - 4; shift >= 0; shift -= 4 {
		s := &hilbertSteps[turned&3][x>>shift&15<<4|y>>shift&15]
		d, turned = d<<8|uint64(s.along), s.turned
	}
	return d
}

// hilbertSteps are four levels of the curve, by how the quadrant they lie in is turned and by the four bits of
// x and of y.
var hilbertSteps = func() (steps [4][256]struct{ along, turned uint8 }) {
	for turned := range uint8(4) {
		for at := range uint32(256) {
			along, after := hilbertBits(at>>4, at&15, 4, turned)
			steps[turned][at].along, steps[turned][at].turned = uint8(along), after
		}
	}
	return steps
}()

// How a quadrant is turned: its coordinates are swapped, and both are counted from the other end.
const (
	swapped  = 1
	inverted = 2
)

// hilbertBits goes through so many levels of the curve, beginning in a quadrant that is turned, and returns how
// the last one is.
func hilbertBits(x, y uint32, bits int, turned uint8) (d uint64, after uint8) {
	for level := bits - 1; level >= 0; level-- {
		rx, ry := x>>level&1, y>>level&1
		if turned&inverted != 0 {
			rx, ry = rx^1, ry^1
		}
		if turned&swapped != 0 {
			rx, ry = ry, rx
		}
		d = d<<2 | uint64((3*rx)^ry)
		if ry == 0 { // turn the quadrant
			if rx == 1 {
				turned ^= inverted
			}
			turned ^= swapped
		}
	}
	return d, turned
}
