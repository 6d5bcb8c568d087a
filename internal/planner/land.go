package planner

import (
	"slices"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
)

// land holds what bears on land, and what is planned for it.
type land struct {
	constraints table[constraintRow]
	facilities  table[facilityRow]
	profiles    table[symbiosis.Profile]
	comparisons table[symbiosis.Comparison]
	pitches     table[symbiosis.Pitch]
	settings    table[symbiosis.Setting]
}

// constraintRow is a constraint with the bounds of its geometry.
type constraintRow struct {
	symbiosis.Constraint
	bounds orb.Bound
}

// facilityRow is a piece of infrastructure with the bounds of its geometry.
type facilityRow struct {
	symbiosis.Facility
	bounds orb.Bound
}

func newConstraintRow(c symbiosis.Constraint) *constraintRow {
	return &constraintRow{c, c.Geometry.Bound()}
}

func newFacilityRow(f symbiosis.Facility) *facilityRow { return &facilityRow{f, f.Geometry.Bound()} }

func pointer[T any](x T) *T { return &x }

func newLand(r *symbiosis.Region) land {
	return land{
		constraints: newTable(rowsOf(r.Constraints, newConstraintRow), func(c *constraintRow) string { return string(c.ID) }),
		facilities:  newTable(rowsOf(r.Facilities, newFacilityRow), func(f *facilityRow) string { return string(f.ID) }),
		profiles:    newTable(rowsOf(r.Profiles, pointer), func(p *symbiosis.Profile) string { return string(p.ID) }),
		comparisons: newTable(rowsOf(r.Comparisons, pointer), func(c *symbiosis.Comparison) string { return string(c.ID) }),
		pitches:     newTable(rowsOf(r.Pitches, pointer), func(p *symbiosis.Pitch) string { return string(p.ID) }),
		settings:    newTable(rowsOf(r.Settings, pointer), func(s *symbiosis.Setting) string { return string(s.Key) }),
	}
}

func (l land) with(c change) land {
	return land{
		constraints: l.constraints.with(rowsOf(c.constraints.put, newConstraintRow), c.constraints.gone),
		facilities:  l.facilities.with(rowsOf(c.facilities.put, newFacilityRow), c.facilities.gone),
		profiles:    l.profiles.with(rowsOf(c.profiles.put, pointer), c.profiles.gone),
		comparisons: l.comparisons.with(rowsOf(c.comparisons.put, pointer), c.comparisons.gone),
		pitches:     l.pitches.with(rowsOf(c.pitches.put, pointer), c.pitches.gone),
		settings:    l.settings.with(rowsOf(c.settings.put, pointer), c.settings.gone),
	}
}

// found returns the record of a key, or a NotFound error.
func found[T any](s *Snapshot, t table[T], what, key string) (T, error) {
	if row := t.get(key); row != nil {
		return *row, nil
	}
	var none T
	return none, s.missing(what, key)
}

// Constraint returns a constraint, or a NotFound error.
func (s *Snapshot) Constraint(id symbiosis.ConstraintID) (symbiosis.Constraint, error) {
	row, err := found(s, s.land.constraints, "constraint", string(id))
	return row.Constraint, err
}

// Facility returns a piece of infrastructure, or a NotFound error.
func (s *Snapshot) Facility(id symbiosis.FacilityID) (symbiosis.Facility, error) {
	row, err := found(s, s.land.facilities, "facility", string(id))
	return row.Facility, err
}

// Profile returns an establishment profile of the region, or a NotFound error.
func (s *Snapshot) Profile(id symbiosis.ProfileID) (symbiosis.Profile, error) {
	return found(s, s.land.profiles, "profile", string(id))
}

// Comparison returns a saved comparison, or a NotFound error.
func (s *Snapshot) Comparison(id symbiosis.ComparisonID) (symbiosis.Comparison, error) {
	return found(s, s.land.comparisons, "comparison", string(id))
}

// Pitch returns a pitch sheet, expired or not, or a NotFound error.
func (s *Snapshot) Pitch(id symbiosis.PitchID) (symbiosis.Pitch, error) {
	return found(s, s.land.pitches, "pitch", string(id))
}

// PitchOf returns the pitch sheet that a link's secret opens, expired or not, or a NotFound error
// that doesn't repeat the secret.
func (s *Snapshot) PitchOf(token string) (symbiosis.Pitch, error) {
	hash := symbiosis.TokenHash(token)
	for p := range s.land.pitches.all() {
		if p.TokenHash == hash {
			return *p, nil
		}
	}
	return symbiosis.Pitch{}, symbiosis.Errorf(symbiosis.NotFound, "there is no pitch sheet at this link")
}

// Setting returns what the region has decided about itself under a key, or a NotFound error.
func (s *Snapshot) Setting(key symbiosis.SettingKey) (symbiosis.Setting, error) {
	return found(s, s.land.settings, "setting", string(key))
}

// ConstraintFilter chooses constraints; zero values choose all.
type ConstraintFilter struct {
	Bounds *orb.Bound // overlaps the geometry's bounds
	Layer  symbiosis.ConstraintLayer
	Effect symbiosis.ConstraintEffect
}

// Constraints lists constraints by id.
func (s *Snapshot) Constraints(f ConstraintFilter, page Page) Listed[symbiosis.Constraint] {
	fits := func(row *constraintRow) bool {
		return (f.Layer == "" || row.Layer == f.Layer) && (f.Effect == "" || row.Effect == f.Effect) && (f.Bounds == nil || overlaps(row.bounds, *f.Bounds))
	}
	return collect(s.land.constraints.all(), s.land.constraints.key, page, fits, func(row *constraintRow) symbiosis.Constraint { return row.Constraint })
}

// FacilityFilter chooses infrastructure; zero values choose all.
type FacilityFilter struct {
	Bounds *orb.Bound // overlaps the geometry's bounds
	Kind   symbiosis.FacilityKind
}

// Facilities lists infrastructure by id.
func (s *Snapshot) Facilities(f FacilityFilter, page Page) Listed[symbiosis.Facility] {
	fits := func(row *facilityRow) bool {
		return (f.Kind == "" || row.Kind == f.Kind) && (f.Bounds == nil || overlaps(row.bounds, *f.Bounds))
	}
	return collect(s.land.facilities.all(), s.land.facilities.key, page, fits, func(row *facilityRow) symbiosis.Facility { return row.Facility })
}

func all[T any](*T) bool { return true }

func itself[T any](x *T) T { return *x }

// Profiles lists the region's establishment profiles by id.
func (s *Snapshot) Profiles(page Page) Listed[symbiosis.Profile] {
	return collect(s.land.profiles.all(), s.land.profiles.key, page, all, itself)
}

// Comparisons lists saved comparisons by id.
func (s *Snapshot) Comparisons(page Page) Listed[symbiosis.Comparison] {
	return collect(s.land.comparisons.all(), s.land.comparisons.key, page, all, itself)
}

// Pitches lists pitch sheets by id.
func (s *Snapshot) Pitches(page Page) Listed[symbiosis.Pitch] {
	return collect(s.land.pitches.all(), s.land.pitches.key, page, all, itself)
}

// LayerCount tells how many constraints a layer has.
type LayerCount struct {
	Layer symbiosis.ConstraintLayer
	Count int
}

// ConstraintLayers lists the layers that have constraints: those that are known in their order,
// then the region's own by name.
func (s *Snapshot) ConstraintLayers() []LayerCount {
	counts := map[symbiosis.ConstraintLayer]int{}
	var own []symbiosis.ConstraintLayer
	for row := range s.land.constraints.all() {
		if counts[row.Layer]++; counts[row.Layer] == 1 && !slices.Contains(symbiosis.ConstraintLayers(), row.Layer) {
			own = append(own, row.Layer)
		}
	}
	slices.Sort(own)
	var list []LayerCount
	for _, l := range append(symbiosis.ConstraintLayers(), own...) {
		if counts[l] > 0 {
			list = append(list, LayerCount{l, counts[l]})
		}
	}
	return list
}
