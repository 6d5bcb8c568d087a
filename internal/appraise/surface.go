package appraise

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/geo/overlay"
	"github.com/samloka/samloka/internal/unit"
)

// Surface is the fit land of a survey, to be asked for its point nearest to a place. It is immutable
// and safe for many goroutines.
type Surface struct {
	fit   overlay.Region
	frame geo.Frame
	near  *overlay.Near
}

// Nearest returns the point of the fit land that is nearest to a place; the place itself when it
// lies within.
func (s *Surface) Nearest(to orb.Point) orb.Point {
	p := s.frame.To(to)
	at, far := s.near.Nearest(p)
	if far == 0 {
		return to
	}
	return s.frame.From(at)
}

// Radius returns a length that no point of the fit land is farther from a point of it than.
func (s *Surface) Radius(from orb.Point) unit.Length {
	b, p := s.fit.Bound(), s.frame.To(from)
	dx := math.Max(b.Max[0]-p[0], p[0]-b.Min[0])
	dy := math.Max(b.Max[1]-p[1], p[1]-b.Min[1])
	return unit.Length(math.Hypot(dx, dy) * 1.01) // what the frame shortens is far less
}
