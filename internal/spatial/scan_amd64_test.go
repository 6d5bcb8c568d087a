package spatial

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// scanCase is what both ways of a scan are given.
type scanCase struct {
	packed Packed
	level  []balls
	tops   [][lanes]float64
	list   []int32
	probe  probe
}

// sameScans fails unless the processor's way through balls and points is the plain one: the same
// numbers in the same order, and a stop at the same block.
func sameScans(t interface {
	Helper()
	Fatalf(string, ...any)
}, c *scanCase) {
	t.Helper()
	room := func(n int) []int32 { return slices.Repeat([]int32{-1}, n+1) }
	want, got := room(lanes*len(c.list)), room(lanes*len(c.list))
	n, m := ballsPlain(c.level, c.list, &c.probe, want), scanBalls(c.level, c.list, &c.probe, got)
	if n != m || !slices.Equal(want[:n], got[:n]) || got[len(got)-1] != -1 {
		t.Fatalf("balls: %v, plain %v", got[:m], want[:n])
	}
	n, m = pullingBallsPlain(c.level, c.tops, c.list, &c.probe, want), scanPullingBalls(c.level, c.tops, c.list, &c.probe, got)
	if n != m || !slices.Equal(want[:n], got[:n]) || got[len(got)-1] != -1 {
		t.Fatalf("pulling balls: %v, plain %v", got[:m], want[:n])
	}
	want, got = room(blockSize*len(c.list)), room(blockSize*len(c.list))
	n, m = pullingPointsPlain(&c.packed, c.list, &c.probe, want), scanPullingPoints(&c.packed, c.list, &c.probe, got)
	if n != m || !slices.Equal(want[:n], got[:n]) || got[len(got)-1] != -1 {
		t.Fatalf("pulling points: %v, plain %v", got[:m], want[:n])
	}
	list := c.list
	for len(list) > 0 {
		want, got := room(blockSize*len(list)), room(blockSize*len(list))
		done, hits := pointsPlain(c.packed.blocks, c.packed.ids, list, &c.probe, want)
		done2, hits2 := scanPoints(&c.packed, list, &c.probe, got)
		if done != done2 || hits != hits2 || !slices.Equal(want[:hits], got[:hits]) || got[len(got)-1] != -1 {
			t.Fatalf("points: %d blocks, %v, plain %d blocks, %v", done2, got[:hits2], done, want[:hits])
		}
		list = list[min(done+1, len(list)):]
	}
}

// caseOf makes a case of as many blocks as coordinates are enough for.
func caseOf(values []float64, list []byte, at probe) *scanCase {
	c := &scanCase{probe: at}
	next := 0
	take := func(to []float64) {
		for i := range to {
			to[i] = values[next%len(values)]
			next++
		}
	}
	for range max(1, len(values)/(3*blockSize)) {
		var b block
		var ids [blockSize]int32
		var pulls [blockSize]float64
		for _, to := range []*[blockSize]float64{&b.x, &b.y, &b.z, &pulls} {
			take(to[:])
		}
		for i := range ids {
			ids[i] = int32(next*1_000_003 + i)
		}
		var l balls
		var top [lanes]float64
		for _, to := range []*[lanes]float64{&l.x, &l.y, &l.z, &l.r, &top} {
			take(to[:])
		}
		c.packed.pulls, c.tops = append(c.packed.pulls, pulls), append(c.tops, top)
		c.packed.blocks, c.packed.ids, c.level = append(c.packed.blocks, b), append(c.packed.ids, ids), append(c.level, l)
	}
	for _, at := range list {
		c.list = append(c.list, int32(at)%int32(len(c.level)))
	}
	return c
}

// Coordinates as on the Earth and as on no globe; thresholds that are the line to some point, to the
// last bit and a bit beside.
func TestScansAreThePlainOnes(t *testing.T) {
	if !hasAVX2 {
		t.Skip("this processor has the plain scans alone")
	}
	rapid.Check(t, func(t *rapid.T) {
		spread := rapid.SampledFrom([]float64{1e-3, 1, 1e3, 6.4e6, 1e160}).Draw(t, "spread")
		value := rapid.OneOf(
			rapid.Map(rapid.IntRange(-4, 4), func(i int) float64 { return float64(i) * spread }),
			rapid.Float64Range(-spread, spread),
			rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1), 5e-324}),
		)
		p := probe{value.Draw(t, "x"), value.Draw(t, "y"), value.Draw(t, "z"), value.Draw(t, "reach"), value.Draw(t, "within"), value.Draw(t, "beyond"),
			value.Draw(t, "fixed"), value.Draw(t, "per pull"), value.Draw(t, "least")}
		c := caseOf(rapid.SliceOfN(value, 1, 500).Draw(t, "values"), rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "list"), p)
		if rapid.Bool().Draw(t, "at a point") {
			b, i := &c.packed.blocks[0], rapid.IntRange(0, blockSize-1).Draw(t, "point")
			line := p.line(b.x[i], b.y[i], b.z[i])
			c.probe.beyond = rapid.SampledFrom([]float64{line, math.Nextafter(line, 0), math.Nextafter(line, math.Inf(1))}).Draw(t, "beyond it")
			c.probe.within = rapid.SampledFrom([]float64{line, math.Nextafter(line, 0), c.probe.beyond, -1}).Draw(t, "within it")
			c.probe.reach = math.Sqrt(line)
			if rapid.Bool().Draw(t, "by its number") {
				c.probe.fixed, c.probe.perPull, c.probe.reach = math.Sqrt(line)-c.packed.pulls[0][i], 1, math.Inf(1)
			}
		}
		sameScans(t, c)
	})
}

func FuzzScans(f *testing.F) {
	f.Add([]byte("0123456789abcdef0123456789abcdef"), []byte{0, 1, 2, 1}, 0., 1., 2., 3., 4., 5., 6., 7., 8.)
	f.Fuzz(func(t *testing.T, data, list []byte, x, y, z, reach, within, beyond, fixed, perPull, least float64) {
		values := []float64{x}
		for ; len(data) >= 8; data = data[8:] {
			values = append(values, math.Float64frombits(binary.LittleEndian.Uint64(data)))
		}
		sameScans(t, caseOf(values, list, probe{x, y, z, reach, within, beyond, fixed, perPull, least}))
	})
}

// A search finds the same without what this processor does at once.
func TestSearchByThePlainScans(t *testing.T) {
	defer func(had bool) { hasAVX2 = had }(hasAVX2)
	hasAVX2 = false
	t.Run("brute force", TestSearchIsBruteForce)
	t.Run("pulling", TestPullingSearchIsBruteForce)
}
