package planner

import (
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// labelPoint returns a point within the largest polygon, for a label: the middle of the
// widest stretch inside it at the latitude of its centre of gravity.
func labelPoint(mp orb.MultiPolygon) orb.Point {
	var largest orb.Polygon
	most := -1.0
	for _, p := range mp {
		if a := planar.Area(p); a > most {
			largest, most = p, a
		}
	}
	if largest == nil {
		return orb.Point{}
	}
	centre, _ := planar.CentroidArea(largest)
	var crossings []float64
	for _, ring := range largest {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (a[1] > centre[1]) != (b[1] > centre[1]) {
				crossings = append(crossings, a[0]+(centre[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]))
			}
		}
	}
	slices.Sort(crossings)
	label, widest := centre, -1.0
	for i := 1; i < len(crossings); i += 2 {
		if w := crossings[i] - crossings[i-1]; w > widest {
			widest, label[0] = w, (crossings[i]+crossings[i-1])/2
		}
	}
	return label
}
