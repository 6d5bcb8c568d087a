package planner

import (
	"fmt"
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// What a filter may name. Whoever asks from outside checks the filter first; within the program a
// filter that fits nothing is none the worse.

// mostNamed is how many allowed values a problem names.
const mostNamed = 40

// UnknownFilter is the problem with a value that a filter can't have; it names those it can. An empty
// list for a misspelt value would look like a region that has none.
func UnknownFilter(field, value string, allowed []string) error {
	allowed = slices.Clone(allowed)
	slices.Sort(allowed)
	allowed = slices.Compact(allowed)
	hint := strings.Join(allowed[:min(len(allowed), mostNamed)], ", ")
	switch {
	case len(allowed) == 0:
		hint = "there is nothing to choose from yet"
	case len(allowed) > mostNamed:
		hint += fmt.Sprintf(", and %d more", len(allowed)-mostNamed)
	}
	return unknownValue(field, value, hint)
}

func unknownValue(field, value, hint string) error {
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the filter names what there is none of", Problems: []symbiosis.Problem{{
		Field: field, Code: "unknown_id", Value: value, Text: "is not among what can be asked for", Hint: hint,
	}}}
}

// Check refuses a filter that names what the region hasn't.
func (f SiteFilter) Check(s *Snapshot) error {
	if f.Sector != "" && !slices.Contains(symbiosis.Sectors(), strings.ToUpper(f.Sector)) {
		return UnknownFilter("sector", f.Sector, symbiosis.Sectors())
	}
	return s.checkMunicipality(f.Municipality)
}

// Check refuses a filter that names what the region hasn't.
func (f FlowFilter) Check(s *Snapshot) error {
	return firstOf(s.checkMunicipality(f.Municipality), s.checkSite(f.Site))
}

// Check refuses a filter that names what the region hasn't.
func (f MatchFilter) Check(s *Snapshot) error {
	return firstOf(s.checkMunicipality(f.Municipality), s.checkSite(f.Site))
}

// Check refuses a filter that names what the region hasn't.
func (f AreaFilter) Check(s *Snapshot) error { return s.checkMunicipality(f.Municipality) }

// Check refuses a filter that names what the region hasn't.
func (f ExchangeFilter) Check(s *Snapshot) error { return s.checkSite(f.Site) }

// Check refuses a filter that names a layer which is neither usual nor the region's own.
func (f ConstraintFilter) Check(s *Snapshot) error {
	if f.Layer == "" || slices.Contains(symbiosis.ConstraintLayers(), f.Layer) {
		return nil
	}
	var layers []string
	for row := range s.land.constraints.all() {
		if row.Layer == f.Layer {
			return nil
		}
		layers = append(layers, string(row.Layer))
	}
	for _, l := range symbiosis.ConstraintLayers() {
		layers = append(layers, string(l))
	}
	return UnknownFilter("layer", string(f.Layer), layers)
}

// Check finds nothing to refuse: kinds of facility are a closed set.
func (f FacilityFilter) Check(*Snapshot) error { return nil }

// Check refuses a filter that names land which there neither is nor was when a sheet was made.
func (f PitchFilter) Check(s *Snapshot) error {
	if f.Area == "" || s.areas.get(string(f.Area)) != nil {
		return nil
	}
	for p := range s.land.pitches.all() {
		if p.AreaID == f.Area {
			return nil
		}
	}
	var areas []string
	for row := range s.areas.all() {
		areas = append(areas, string(row.ID))
	}
	return UnknownFilter("area", string(f.Area), areas)
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// checkMunicipality refuses a name, in any case and diacritics, under which neither sites nor land lie.
func (s *Snapshot) checkMunicipality(name string) error {
	folded := fold(name)
	if folded == "" {
		return nil
	}
	var names []string
	for row := range s.sites.all() {
		if row.municipality == folded {
			return nil
		}
	}
	for row := range s.areas.all() {
		if row.municipality == folded {
			return nil
		}
		if row.Municipality != "" {
			names = append(names, row.Municipality)
		}
	}
	for _, m := range s.Municipalities() {
		names = append(names, m.Name)
	}
	return UnknownFilter("municipality", name, names)
}

// checkSite refuses an id that no site has. Naming those there are is of no use among thousands.
func (s *Snapshot) checkSite(id symbiosis.SiteID) error {
	if id == "" || s.sites.get(string(id)) != nil {
		return nil
	}
	hint := "an id of /sites; /search finds it by the name"
	for row := range s.sites.all() {
		if strings.EqualFold(string(row.ID), string(id)) {
			hint = "did you mean " + string(row.ID) + "?"
		}
	}
	return unknownValue("site", string(id), hint)
}
