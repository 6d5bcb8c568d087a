package spatial

import "golang.org/x/sys/cpu"

// hasAVX2 says that this processor can test four at once.
var hasAVX2 = cpu.X86.HasAVX2 && cpu.X86.HasPOPCNT

func scanBalls(level []balls, list []int32, p *probe, out []int32) int {
	if !hasAVX2 || len(list) == 0 {
		return ballsPlain(level, list, p, out)
	}
	_ = out[lanes*len(list)-1]
	return ballsAVX2(&level[0], &list[0], len(list), p, &out[0])
}

func scanPoints(packed *Packed, list []int32, p *probe, out []int32) (done, hits int) {
	if !hasAVX2 || len(list) == 0 {
		return pointsPlain(packed.blocks, packed.ids, list, p, out)
	}
	_ = out[blockSize*len(list)-1]
	return pointsAVX2(&packed.blocks[0], &packed.ids[0], &list[0], len(list), p, &out[0])
}

func scanPullingBalls(level []balls, tops [][lanes]float64, list []int32, p *probe, out []int32) int {
	if !hasAVX2 || len(list) == 0 {
		return pullingBallsPlain(level, tops, list, p, out)
	}
	_ = out[lanes*len(list)-1]
	return pullingBallsAVX2(&level[0], &tops[0], &list[0], len(list), p, &out[0])
}

func scanPullingPoints(packed *Packed, list []int32, p *probe, out []int32) int {
	if !hasAVX2 || len(list) == 0 {
		return pullingPointsPlain(packed, list, p, out)
	}
	_ = out[blockSize*len(list)-1]
	return pullingPointsAVX2(&packed.blocks[0], &packed.ids[0], &packed.pulls[0], &list[0], len(list), p, &out[0])
}

// ballsAVX2 is ballsPlain for a list of at least one.
//
//go:noescape
func ballsAVX2(level *balls, list *int32, n int, p *probe, out *int32) int

// pointsAVX2 is pointsPlain for a list of at least one. It uses the room of all points of the list.
//
//go:noescape
func pointsAVX2(blocks *block, ids *[blockSize]int32, list *int32, n int, p *probe, out *int32) (done, hits int)

// pullingBallsAVX2 is pullingBallsPlain for a list of at least one.
//
//go:noescape
func pullingBallsAVX2(level *balls, tops *[lanes]float64, list *int32, n int, p *probe, out *int32) int

// pullingPointsAVX2 is pullingPointsPlain for a list of at least one. It uses the room of all points of the list.
//
//go:noescape
func pullingPointsAVX2(blocks *block, ids *[blockSize]int32, pulls *[blockSize]float64, list *int32, n int, p *probe, out *int32) int
