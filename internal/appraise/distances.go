package appraise

import (
	"cmp"
	"context"
	"maps"
	"math"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// measured lists the kinds of infrastructure that a criterion measures to.
var measured = map[string]symbiosis.FacilityKind{
	"highway_m": symbiosis.Highway, "rail_m": symbiosis.Rail, "port_m": symbiosis.Port,
	"substation_m": symbiosis.Substation, "heating_m": symbiosis.DistrictHeatingNetwork,
}

// Measured returns the kind of infrastructure that each criterion of distance measures to.
func Measured() map[string]symbiosis.FacilityKind { return maps.Clone(measured) }

// distances measures from the fit land to infrastructure and to housing, geodesic metres between
// the points that are nearest in the plane.
func (s *site) distances(ctx context.Context) error {
	for key, kind := range measured {
		list := s.ground.facilities[kind]
		at := func(i int) orb.Geometry { return s.ground.Facilities[i].Geometry }
		i, far, err := s.nearest(ctx, list, at)
		switch {
		case err != nil:
			return err
		case len(list) == 0:
			s.findings.missing(key, noFacility)
		case i < 0:
			s.findings.missing(key, nothingFit)
		default:
			f := s.ground.Facilities[i]
			s.findings.found(key, far.Metres(), "m", Finding{Certainty: f.Certainty, Date: f.Date, Of: cmp.Or(f.Name, string(f.ID))}, f.Source, f.Year)
		}
	}
	var housing []bounded
	for _, b := range s.ground.constraints {
		if s.ground.Constraints[b.index].Layer == symbiosis.Housing {
			housing = append(housing, b)
		}
	}
	i, far, err := s.nearest(ctx, housing, func(i int) orb.Geometry { return s.ground.Constraints[i].Geometry })
	switch {
	case err != nil:
		return err
	case len(housing) == 0:
		s.findings.missing("housing_m", noLayer)
	case i < 0:
		s.findings.missing("housing_m", nothingFit)
	default:
		c := s.ground.Constraints[i]
		s.findings.found("housing_m", far.Metres(), "m", Finding{Certainty: c.Certainty, Date: c.Date, Of: nameOf(&c)}, c.Source, 0)
	}
	return nil
}

// nearest returns the record that lies nearest to the fit land, and how far; −1 when there is
// none or no fit land.
func (s *site) nearest(ctx context.Context, list []bounded, at func(int) orb.Geometry) (int, unit.Length, error) {
	best, index := unit.Length(math.Inf(1)), -1
	if s.fit.IsEmpty() {
		return index, best, nil
	}
	near, least := nearestFirst(list, s.bound)
	for n, b := range near {
		if least[n] > best {
			break
		}
		if err := ctx.Err(); err != nil {
			return -1, 0, err
		}
		plane, err := s.frame.GeometryTo(at(b.index))
		if err != nil {
			continue // on the other side of the Earth
		}
		own, other, far, ok := s.fit.NearestTo(plane)
		if !ok {
			continue
		}
		d := unit.Length(0)
		if far > 0 {
			d = geo.Distance(s.frame.From(own), s.frame.From(other))
		}
		if d < best {
			best, index = d, b.index
		}
	}
	return index, best, nil
}
