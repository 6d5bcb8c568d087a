package appraise

import (
	"context"
	"errors"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/geo/overlay"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Survey is what is found of an area before anything is weighed.
type Survey struct {
	LandSurvey
	Reach symbiosis.Reach // without its flows, see Flows

	vicinity *Vicinity
	hits     []hit
}

// LandSurvey is what is found of an area as land: by its own record, the constraints and the
// infrastructure around it. No site and no flow bears on it.
type LandSurvey struct {
	Area     symbiosis.Area
	Land     symbiosis.Land
	Findings map[string]Finding // by the key of the criterion
	Surface  *Surface           // the fit land; nil when there is none
}

// Finding is a figure of an area, or why there is none.
type Finding struct {
	Figure    *symbiosis.Figure
	Missing   string // a key of package wording
	Date      symbiosis.Date
	Certainty symbiosis.Certainty
	Of        string // what it was measured to or taken from
}

// Unfit says that constraints leave no piece of the area that is large enough.
func (s *LandSurvey) Unfit() bool { return s.Land.FitPoint == nil }

// site is an area under survey: its frame and its surfaces in it.
type site struct {
	ground   *Ground
	area     symbiosis.Area
	frame    geo.Frame
	whole    overlay.Region
	fit      overlay.Region // empty when there is none
	bound    orb.Bound      // of the area, WGS 84
	findings findings
	unread   map[symbiosis.ConstraintLayer]bool  // layers with a constraint that can't be overlaid
	blind    bool                                // one of those would exclude
	shares   map[symbiosis.ConstraintLayer]layer // what penalises or excludes, by layer
	land     symbiosis.Land
	surface  *Surface // of fit
}

// Survey finds the figures of an area as land. An area without surface, too large or too tangled is an
// Invalid error; a constraint that is, is told in the notices, and what rests on it is missing.
func (g *Ground) Survey(ctx context.Context, area symbiosis.Area) (*LandSurvey, error) {
	s := &site{
		ground: g, area: area, findings: findings{}, unread: map[symbiosis.ConstraintLayer]bool{},
		shares: map[symbiosis.ConstraintLayer]layer{},
	}
	if err := s.lay(); err != nil {
		return nil, err
	}
	if err := s.constrain(ctx); err != nil {
		return nil, err
	}
	s.attributes()
	s.protection()
	if err := s.distances(ctx); err != nil {
		return nil, err
	}
	return &LandSurvey{Area: area, Land: s.land, Findings: s.findings, Surface: s.surface}, nil
}

// lay puts the area into a frame at its middle.
func (s *site) lay() error {
	if len(s.area.Geometry) == 0 {
		return s.refuse(overlay.ErrEmpty)
	}
	s.bound = s.area.Geometry.Bound()
	s.frame = geo.NewFrame(s.bound.Center())
	plane, err := s.frame.GeometryTo(s.area.Geometry)
	if err != nil {
		return s.refuse(err)
	}
	whole, notices, err := overlay.New(plane.(orb.MultiPolygon))
	if err != nil {
		return s.refuse(err)
	}
	for _, n := range notices {
		s.land.Notices = append(s.land.Notices, symbiosis.LandNotice{Key: string(n)})
	}
	if geo.MeanWidth(s.area.Geometry) < geo.LeastWidth {
		s.land.Notices = append(s.land.Notices, symbiosis.LandNotice{Key: "sliver"})
	}
	s.whole = whole
	s.land.Total = whole.Area()
	return nil
}

// refuse tells why an area can't be evaluated.
func (s *site) refuse(err error) error {
	code, hint := "bad_geometry", "draw its outline again"
	switch {
	case errors.Is(err, overlay.ErrEmpty):
		code, hint = "no_surface", "a polygon of at least three corners that don't lie on a line"
	case errors.Is(err, overlay.ErrTooFar):
		code, hint = "too_large", "divide it into areas of their own"
	case errors.Is(err, overlay.ErrTangled):
		code, hint = "too_tangled", "simplify its outline"
	}
	return &symbiosis.Error{
		Kind: symbiosis.Invalid, Text: fmt.Sprintf("the area %q can't be evaluated", s.area.ID), Err: err,
		Problems: []symbiosis.Problem{{Field: "geometry", Code: code, Value: string(s.area.ID), Text: err.Error(), Hint: hint}},
	}
}

// findings are figures by the keys of their criteria.
type findings map[string]Finding

// found notes a figure.
func (all findings) found(key string, value float64, u string, f Finding, source string, year int) {
	f.Figure = &symbiosis.Figure{Value: value, Unit: u, Source: source, Year: year}
	all[key] = f
}

// missing notes that there is no figure, and why.
func (all findings) missing(key, why string) { all[key] = Finding{Missing: why} }
