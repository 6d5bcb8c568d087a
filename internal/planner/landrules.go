package planner

import (
	"context"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// The nouns whose records no other depends on, and how each is written.
var (
	areaRules = alone[symbiosis.Area, symbiosis.AreaID]{
		"area", func(x *symbiosis.Area) *symbiosis.AreaID { return &x.ID }, byItself[symbiosis.Area],
		store.Tx.Area, store.Tx.PutArea, store.Tx.DeleteArea, func(c *change) *delta[symbiosis.Area] { return &c.areas }, (*Snapshot).Area,
	}
	constraintRules = alone[symbiosis.Constraint, symbiosis.ConstraintID]{
		"constraint", func(x *symbiosis.Constraint) *symbiosis.ConstraintID { return &x.ID }, byItself[symbiosis.Constraint],
		store.Tx.Constraint, store.Tx.PutConstraint, store.Tx.DeleteConstraint, func(c *change) *delta[symbiosis.Constraint] { return &c.constraints }, (*Snapshot).Constraint,
	}
	facilityRules = alone[symbiosis.Facility, symbiosis.FacilityID]{
		"facility", func(x *symbiosis.Facility) *symbiosis.FacilityID { return &x.ID }, byItself[symbiosis.Facility],
		store.Tx.Facility, store.Tx.PutFacility, store.Tx.DeleteFacility, func(c *change) *delta[symbiosis.Facility] { return &c.facilities }, (*Snapshot).Facility,
	}
	profileRules = alone[symbiosis.Profile, symbiosis.ProfileID]{
		"profile", func(x *symbiosis.Profile) *symbiosis.ProfileID { return &x.ID }, inCatalogue,
		store.Tx.Profile, store.Tx.PutProfile, store.Tx.DeleteProfile, func(c *change) *delta[symbiosis.Profile] { return &c.profiles }, (*Snapshot).Profile,
	}
	comparisonRules = alone[symbiosis.Comparison, symbiosis.ComparisonID]{
		"comparison", func(x *symbiosis.Comparison) *symbiosis.ComparisonID { return &x.ID }, byItself[symbiosis.Comparison],
		store.Tx.Comparison, store.Tx.PutComparison, store.Tx.DeleteComparison, func(c *change) *delta[symbiosis.Comparison] { return &c.comparisons }, (*Snapshot).Comparison,
	}
	pitchRules = alone[symbiosis.Pitch, symbiosis.PitchID]{
		"pitch", func(x *symbiosis.Pitch) *symbiosis.PitchID { return &x.ID }, byItself[symbiosis.Pitch],
		store.Tx.Pitch, store.Tx.PutPitch, store.Tx.DeletePitch, func(c *change) *delta[symbiosis.Pitch] { return &c.pitches }, (*Snapshot).Pitch,
	}
	settingRules = alone[symbiosis.Setting, symbiosis.SettingKey]{
		"setting", func(x *symbiosis.Setting) *symbiosis.SettingKey { return &x.Key }, byItself[symbiosis.Setting],
		store.Tx.Setting, store.Tx.PutSetting, store.Tx.DeleteSetting, func(c *change) *delta[symbiosis.Setting] { return &c.settings }, (*Snapshot).Setting,
	}
)

// standsAlone holds them by their tables, as the history names those.
var standsAlone = map[string]interface {
	bringBack(ctx context.Context, tx store.Tx, done *change, record any) error
	takeAway(ctx context.Context, tx store.Tx, done *change, id string) error
}{
	"areas":       areaRules,
	"constraints": constraintRules,
	"facilities":  facilityRules,
	"profiles":    profileRules,
	"comparisons": comparisonRules,
	"pitches":     pitchRules,
	"settings":    settingRules,
}

func inCatalogue(p *Planner, x *symbiosis.Profile) error {
	x.Normalise()
	return x.ValidateIn(p.catalogue)
}

// CreateArea adds industrial land; it makes an id when there is none. A known id is a Conflict.
func (p *Planner) CreateArea(ctx context.Context, a symbiosis.Area) (symbiosis.Area, error) {
	return areaRules.create(ctx, p, a)
}

// UpdateArea replaces the area of the same id if version is the one on file (AnyVersion: whatever
// it is); otherwise the error is a *StaleError. An unknown id is NotFound.
func (p *Planner) UpdateArea(ctx context.Context, a symbiosis.Area, version int64) (symbiosis.Area, error) {
	return areaRules.update(ctx, p, a, version)
}

// DeleteArea deletes industrial land and returns it as it was, ready for CreateArea. An unknown id
// is NotFound, a version not on file a *StaleError. Comparisons and pitch sheets of the area keep
// what they show.
func (p *Planner) DeleteArea(ctx context.Context, id symbiosis.AreaID, version int64) (symbiosis.Area, error) {
	return areaRules.remove(ctx, p, id, version)
}

// CreateConstraint adds a constraint, as CreateArea does land.
func (p *Planner) CreateConstraint(ctx context.Context, x symbiosis.Constraint) (symbiosis.Constraint, error) {
	return constraintRules.create(ctx, p, x)
}

// UpdateConstraint replaces a constraint, as UpdateArea does land.
func (p *Planner) UpdateConstraint(ctx context.Context, x symbiosis.Constraint, version int64) (symbiosis.Constraint, error) {
	return constraintRules.update(ctx, p, x, version)
}

// DeleteConstraint deletes a constraint and returns it as it was, as DeleteArea does land.
func (p *Planner) DeleteConstraint(ctx context.Context, id symbiosis.ConstraintID, version int64) (symbiosis.Constraint, error) {
	return constraintRules.remove(ctx, p, id, version)
}

// CreateFacility adds a piece of infrastructure, as CreateArea does land.
func (p *Planner) CreateFacility(ctx context.Context, x symbiosis.Facility) (symbiosis.Facility, error) {
	return facilityRules.create(ctx, p, x)
}

// UpdateFacility replaces a piece of infrastructure, as UpdateArea does land.
func (p *Planner) UpdateFacility(ctx context.Context, x symbiosis.Facility, version int64) (symbiosis.Facility, error) {
	return facilityRules.update(ctx, p, x, version)
}

// DeleteFacility deletes a piece of infrastructure and returns it as it was, as DeleteArea does land.
func (p *Planner) DeleteFacility(ctx context.Context, id symbiosis.FacilityID, version int64) (symbiosis.Facility, error) {
	return facilityRules.remove(ctx, p, id, version)
}

// CreateProfile adds an establishment profile of the region, as CreateArea does land.
func (p *Planner) CreateProfile(ctx context.Context, x symbiosis.Profile) (symbiosis.Profile, error) {
	return profileRules.create(ctx, p, x)
}

// UpdateProfile replaces an establishment profile of the region, as UpdateArea does land.
func (p *Planner) UpdateProfile(ctx context.Context, x symbiosis.Profile, version int64) (symbiosis.Profile, error) {
	return profileRules.update(ctx, p, x, version)
}

// DeleteProfile deletes an establishment profile of the region and returns it as it was, as DeleteArea does land.
func (p *Planner) DeleteProfile(ctx context.Context, id symbiosis.ProfileID, version int64) (symbiosis.Profile, error) {
	return profileRules.remove(ctx, p, id, version)
}

// CreateComparison adds a saved comparison, as CreateArea does land.
func (p *Planner) CreateComparison(ctx context.Context, x symbiosis.Comparison) (symbiosis.Comparison, error) {
	return comparisonRules.create(ctx, p, x)
}

// UpdateComparison replaces a saved comparison, as UpdateArea does land.
func (p *Planner) UpdateComparison(ctx context.Context, x symbiosis.Comparison, version int64) (symbiosis.Comparison, error) {
	return comparisonRules.update(ctx, p, x, version)
}

// DeleteComparison deletes a saved comparison and returns it as it was, as DeleteArea does land.
func (p *Planner) DeleteComparison(ctx context.Context, id symbiosis.ComparisonID, version int64) (symbiosis.Comparison, error) {
	return comparisonRules.remove(ctx, p, id, version)
}

// CreatePitch adds a pitch sheet, as CreateArea does land.
func (p *Planner) CreatePitch(ctx context.Context, x symbiosis.Pitch) (symbiosis.Pitch, error) {
	return pitchRules.create(ctx, p, x)
}

// UpdatePitch replaces a pitch sheet, as UpdateArea does land.
func (p *Planner) UpdatePitch(ctx context.Context, x symbiosis.Pitch, version int64) (symbiosis.Pitch, error) {
	return pitchRules.update(ctx, p, x, version)
}

// DeletePitch deletes a pitch sheet and returns it as it was, as DeleteArea does land.
func (p *Planner) DeletePitch(ctx context.Context, id symbiosis.PitchID, version int64) (symbiosis.Pitch, error) {
	return pitchRules.remove(ctx, p, id, version)
}

// PutSetting keeps what the region has decided about itself, new or replacing. Version must be the
// one on file, 0 for a new one, or AnyVersion; otherwise the error is a *StaleError.
func (p *Planner) PutSetting(ctx context.Context, x symbiosis.Setting, version int64) (symbiosis.Setting, error) {
	return settingRules.set(ctx, p, x, version)
}

// DeleteSetting goes back to the default of a setting. An unknown key is NotFound, a version not on
// file a *StaleError.
func (p *Planner) DeleteSetting(ctx context.Context, key symbiosis.SettingKey, version int64) error {
	_, err := settingRules.remove(ctx, p, key, version)
	return err
}
