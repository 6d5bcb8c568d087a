package appraise

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo/overlay"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// dust is the least overlap worth telling: what rounding to millimetres makes along a border.
const dust unit.Area = 0.5

// layer gathers what a layer's constraints bear on.
type layer struct {
	overlaps []overlay.Region
	sources  []string
	newest   symbiosis.Date
}

// constrain lays the constraints over the area.
func (s *site) constrain(ctx context.Context) error {
	var excluded, penalised []overlay.Region
	window := s.whole.Bound().Pad(1)
	for _, b := range s.ground.constraints {
		c := &s.ground.Constraints[b.index]
		reach := max(c.Buffer, c.WarningDistance)
		if apart(b.bound, s.bound) > reach {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		bearing, overlap, err := s.bear(c, window)
		if err != nil {
			s.land.Notices = append(s.land.Notices, symbiosis.LandNotice{Key: "constraint_unreadable", Of: nameOf(c)})
			s.unread[c.Layer] = true
			s.blind = s.blind || c.Effect == symbiosis.Excludes
			continue
		}
		if bearing.Overlap < dust && bearing.Warned < dust {
			continue
		}
		s.land.Bearings = append(s.land.Bearings, bearing)
		if bearing.Overlap < dust || c.Effect == symbiosis.Informs {
			continue
		}
		if c.Effect == symbiosis.Excludes {
			excluded = append(excluded, overlap)
		} else {
			penalised = append(penalised, overlap)
		}
		l := s.shares[c.Layer]
		l.overlaps = append(l.overlaps, overlap)
		l.sources = appendNew(l.sources, c.Source)
		if l.newest.Before(c.Date) {
			l.newest = c.Date
		}
		s.shares[c.Layer] = l
	}
	slices.SortStableFunc(s.land.Bearings, func(a, b symbiosis.Bearing) int {
		return cmp.Or(cmp.Compare(strictness(a.Effect), strictness(b.Effect)), cmp.Compare(b.Overlap, a.Overlap), cmp.Compare(a.ConstraintID, b.ConstraintID))
	})
	if !s.ground.effects[symbiosis.Excludes] {
		s.land.Notices = append(s.land.Notices, symbiosis.LandNotice{Key: "no_excluding_layer"})
	}
	return s.remain(excluded, penalised)
}

func strictness(e symbiosis.ConstraintEffect) int {
	return slices.Index(symbiosis.ConstraintEffects(), e)
}

func appendNew(list []string, text string) []string {
	if text == "" || slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}

func nameOf(c *symbiosis.Constraint) string { return cmp.Or(c.Name, string(c.ID)) }

// bear finds what one constraint does to the area.
func (s *site) bear(c *symbiosis.Constraint, window orb.Bound) (symbiosis.Bearing, overlay.Region, error) {
	out := symbiosis.Bearing{ConstraintID: c.ID, Layer: c.Layer, Name: c.Name, Effect: c.Effect, Source: c.Source, Date: c.Date}
	plane, err := s.frame.GeometryTo(c.Geometry)
	if err != nil {
		return out, overlay.Region{}, err
	}
	within := func(d unit.Length) (overlay.Region, error) {
		wide, notices, err := overlay.Buffer(plane, d.Metres(), window)
		if err != nil {
			return overlay.Region{}, err
		}
		for _, n := range notices {
			if n != overlay.Degenerate {
				s.tell(symbiosis.LandNotice{Key: string(n), Of: nameOf(c)})
			}
		}
		return overlay.Intersect(s.whole, wide)
	}
	overlap, err := within(c.Buffer)
	if err != nil {
		return out, overlay.Region{}, err
	}
	out.Overlap = overlap.Area()
	if c.WarningDistance > c.Buffer {
		warned, err := within(c.WarningDistance)
		if err != nil {
			return out, overlay.Region{}, err
		}
		out.Warned = warned.Area()
	}
	if _, _, far, ok := s.whole.NearestTo(plane); ok {
		out.Distance = unit.Length(far)
	}
	return out, overlap, nil
}

func (s *site) tell(n symbiosis.LandNotice) {
	if !slices.Contains(s.land.Notices, n) {
		s.land.Notices = append(s.land.Notices, n)
	}
}

// remain takes what is excluded off the area, once, and looks for a place to build.
func (s *site) remain(excluded, penalised []overlay.Region) error {
	out, err := overlay.Union(excluded...)
	if err != nil {
		return s.refuse(err)
	}
	left, err := overlay.Subtract(s.whole, out)
	if err != nil {
		return s.refuse(err)
	}
	against, err := overlay.Union(penalised...)
	if err == nil {
		against, err = overlay.Intersect(left, against)
	}
	if err != nil {
		return s.refuse(err)
	}
	s.land.Remaining, s.land.Penalised = left.Area(), against.Area()
	if out.IsEmpty() {
		s.land.Remaining = s.land.Total
	}
	s.land.Excluded = max(0, s.land.Total-s.land.Remaining)
	least := min(LeastPiece, s.land.Total/2)
	var pieces []overlay.Region
	for _, piece := range left.Parts() {
		if piece.Area() >= least {
			pieces = append(pieces, piece)
		}
	}
	if s.fit, err = overlay.Union(pieces...); err != nil {
		return s.refuse(err)
	}
	s.land.Fit = s.fit.Area()
	if len(pieces) == 0 {
		return s.outline(left)
	}
	s.surface = &Surface{fit: s.fit, frame: s.frame, near: s.fit.Near()}
	if p, ok := s.fit.Inside(); ok {
		at := s.frame.From(p)
		s.land.FitPoint = &at
	}
	return s.outline(left)
}

// outline keeps what is left for the map; nothing when it is the whole area.
func (s *site) outline(left overlay.Region) error {
	if left.IsEmpty() {
		return nil
	}
	g, err := s.frame.GeometryFrom(left.Polygons())
	if err != nil {
		return errors.Join(symbiosis.Errorf(symbiosis.Internal, "what remains of area %q can't be drawn", s.area.ID), err)
	}
	s.land.Left = g.(orb.MultiPolygon)
	return nil
}
