//go:build !amd64

package spatial

func scanBalls(level []balls, list []int32, p *probe, out []int32) int {
	return ballsPlain(level, list, p, out)
}

func scanPoints(packed *Packed, list []int32, p *probe, out []int32) (done, hits int) {
	return pointsPlain(packed.blocks, packed.ids, list, p, out)
}

func scanPullingBalls(level []balls, tops [][lanes]float64, list []int32, p *probe, out []int32) int {
	return pullingBallsPlain(level, tops, list, p, out)
}

func scanPullingPoints(packed *Packed, list []int32, p *probe, out []int32) int {
	return pullingPointsPlain(packed, list, p, out)
}
