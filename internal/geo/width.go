package geo

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/unit"
)

// LeastWidth is the mean width below which a surface is a sliver: what is left between two
// outlines that should have met, not land that anything stands on. [A]
const LeastWidth = 1 * unit.Metre

// MeanWidth is how wide a strip of the same surface and outline would be: twice the surface by the
// length of all rings, in a plane at the surface's middle latitude. WGS 84; good to a per cent for
// surfaces below a hundred kilometres. Nil for none.
func MeanWidth(mp orb.MultiPolygon) unit.Length {
	if len(mp) == 0 {
		return 0
	}
	b := mp.Bound()
	north := math.Pi / 180 * 6_371_000
	east := north * math.Cos(b.Center().Lat()*math.Pi/180)
	surface, outline := 0.0, 0.0
	for _, p := range mp {
		for i, r := range p {
			twice := 0.0
			for k := 1; k < len(r); k++ {
				ax, ay := (r[k-1][0]-b.Min[0])*east, (r[k-1][1]-b.Min[1])*north
				bx, by := (r[k][0]-b.Min[0])*east, (r[k][1]-b.Min[1])*north
				twice += ax*by - bx*ay
				outline += math.Hypot(bx-ax, by-ay)
			}
			if i == 0 {
				surface += math.Abs(twice)
			} else {
				surface -= math.Abs(twice)
			}
		}
	}
	if outline == 0 {
		return 0
	}
	return unit.Length(math.Max(0, surface)/outline) * unit.Metre
}
