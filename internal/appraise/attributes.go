package appraise

import (
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/geo/overlay"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Why a figure is missing, and where figures of our own come from: keys of package wording.
const (
	notRegistered   = "not_registered"        // nobody has said
	noLayer         = "no_layer"              // the region has nothing of the layer
	noFacility      = "no_facility"           // nor of the kind of infrastructure
	unreadable      = "constraint_unreadable" // something of it can't be overlaid
	nothingFit      = "nothing_fit"           // constraints leave no place
	noIndustry      = "no_industry"           // no site with a branch nearby
	sourceOverlay   = "reckoned_overlay"
	sourceReach     = "reckoned_reach"
	sourceDiversity = "reckoned_diversity"
)

// step gives the place on a scale from the least, 0 up; ok is false for what isn't on it.
func step[T comparable](scale []T, v T) (float64, bool) {
	i := slices.Index(scale, v)
	return float64(len(scale) - 1 - i), i >= 0
}

// attributes reads what the area's own record says.
func (s *site) attributes() {
	a := s.area
	own := Finding{Certainty: a.Certainty, Date: a.SourceDate}
	number := func(key, u string, v *float64) {
		if v == nil {
			s.findings.missing(key, notRegistered)
			return
		}
		s.findings.found(key, *v, u, own, a.Source, 0)
	}
	plan, _ := step(symbiosis.PlanStatuses(), a.PlanStatus)
	number("plan_status", "class", &plan)
	number("build_years", "yr", a.YearsToBuildReady)
	number("land_price", "SEK/m2", (*float64)(a.Price))
	var remediation, grid, wait *float64
	if a.RemediationCost != nil && s.land.Total > 0 {
		v := a.RemediationCost.SEK() / s.land.Total.SquareMetres()
		remediation = &v
	}
	if a.GridPower != nil {
		v := a.GridPower.Megawatts()
		grid = &v
	}
	if a.GridYear != 0 && s.ground.Today.Year != 0 {
		v := float64(max(0, a.GridYear-s.ground.Today.Year))
		wait = &v
	}
	number("remediation", "SEK/m2", remediation)
	number("slope", "%", a.Slope)
	number("grid_mw", "MW", grid)
	number("grid_years", "yr", wait)
	for key, u := range map[string]symbiosis.Utility{
		"water": symbiosis.WaterUtility, "sewage": symbiosis.SewageUtility, "fibre": symbiosis.FibreUtility, "district_heating": symbiosis.HeatingUtility,
	} {
		if v, ok := step(symbiosis.Connections(), a.Connection(u)); ok {
			number(key, "class", &v)
		} else {
			number(key, "class", nil)
		}
	}
	switch {
	case s.blind:
		s.findings.missing("remaining_ha", unreadable)
	default:
		s.findings.found("remaining_ha", s.land.Fit.Hectares(), "ha", Finding{Certainty: a.Certainty, Date: s.ground.Today}, sourceOverlay, 0)
	}
}

// protected lists the layers behind each criterion of protection.
var protected = map[string][]symbiosis.ConstraintLayer{
	"nature_share":      {symbiosis.ProtectedNature, symbiosis.Natura2000},
	"shore_share":       {symbiosis.Shore},
	"flood_share":       {symbiosis.Flood},
	"groundwater_share": {symbiosis.Groundwater},
	"heritage_share":    {symbiosis.Heritage},
}

// protection finds the part of the area that each kind of protection bears on, what several
// constraints of a kind bear on counted once.
func (s *site) protection() {
	for key, layers := range protected {
		known, unread := false, false
		var all layer
		for _, l := range layers {
			known = known || s.ground.layers[l]
			unread = unread || s.unread[l]
			have := s.shares[l]
			all.overlaps = append(all.overlaps, have.overlaps...)
			for _, source := range have.sources {
				all.sources = appendNew(all.sources, source)
			}
			if all.newest.Before(have.newest) {
				all.newest = have.newest
			}
		}
		switch {
		case unread:
			s.findings.missing(key, unreadable)
			continue
		case !known:
			s.findings.missing(key, noLayer)
			continue
		}
		joined, err := overlay.Union(all.overlaps...)
		if err != nil {
			s.findings.missing(key, unreadable)
			continue
		}
		share := unit.Area(0)
		if s.land.Total > 0 {
			share = min(1, joined.Area()/s.land.Total)
		}
		source := strings.Join(all.sources, "; ")
		if source == "" { // nothing touches: the layer's own sources
			source, all.newest = s.layerSource(layers)
		}
		s.findings.found(key, float64(share), "1", Finding{Certainty: symbiosis.Reported, Date: all.newest}, source, 0)
	}
}

// layerSource returns the sources of layers, and their newest date.
func (s *site) layerSource(layers []symbiosis.ConstraintLayer) (string, symbiosis.Date) {
	var sources []string
	var newest symbiosis.Date
	for _, c := range s.ground.Constraints {
		if slices.Contains(layers, c.Layer) && len(sources) < 3 {
			sources = appendNew(sources, c.Source)
			if newest.Before(c.Date) {
				newest = c.Date
			}
		}
	}
	return strings.Join(sources, "; "), newest
}
