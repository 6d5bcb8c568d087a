package spatial

import (
	"testing"

	"pgregory.net/rapid"
)

// byTurning is the curve as it is defined: each level turns the cell's coordinates.
func byTurning(x, y uint32, bits int) (d uint64) {
	for s := uint32(1) << (bits - 1); s > 0; s >>= 1 {
		rx, ry := uint32(one(x&s != 0)), uint32(one(y&s != 0))
		d = d<<2 | uint64((3*rx)^ry)
		if ry == 0 {
			if rx == 1 {
				x, y = ^x, ^y
			}
			x, y = y, x
		}
	}
	return d
}

func TestCurveByTheTableIsByTurning(t *testing.T) {
	same := func(t interface{ Fatalf(string, ...any) }, x, y uint32) {
		if want, got := byTurning(x, y, curveBits), hilbert(x, y); got != want {
			t.Fatalf("(%d, %d) lies %d along the curve, by turning %d", x, y, got, want)
		}
	}
	const side = 1 << curveBits
	for i := range uint32(side) { // edges and a diagonal
		same(t, i, 0)
		same(t, 0, i)
		same(t, i, side-1)
		same(t, side-1, i)
		same(t, i, i)
	}
	rapid.Check(t, func(t *rapid.T) {
		same(t, rapid.Uint32Range(0, side-1).Draw(t, "x"), rapid.Uint32Range(0, side-1).Draw(t, "y"))
	})
}

// The curve goes from each cell to one beside it, and through all of a face.
func TestTheCurveGoesFromNeighbourToNeighbour(t *testing.T) {
	const bits = 7
	at := make([][2]int, 1<<(2*bits))
	for x := range 1 << bits {
		for y := range 1 << bits {
			at[byTurning(uint32(x), uint32(y), bits)] = [2]int{x, y}
		}
	}
	for d := 1; d < len(at); d++ {
		x, y := at[d][0]-at[d-1][0], at[d][1]-at[d-1][1]
		if x*x+y*y != 1 {
			t.Fatalf("from %v the curve goes on to %v", at[d-1], at[d])
		}
	}
}

func BenchmarkCurveKey(b *testing.B) {
	u := [3]float64{0.5, 0.2, 0.8}
	var sum uint64
	for b.Loop() {
		u[0] += 1e-6
		sum += CurveKey(u)
	}
	_ = sum
}
