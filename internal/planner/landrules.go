package planner

import (
	"context"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

var areaRules = alone[symbiosis.Area, symbiosis.AreaID]{
	what:  "area",
	id:    func(a *symbiosis.Area) *symbiosis.AreaID { return &a.ID },
	ver:   func(a symbiosis.Area) int64 { return a.Version },
	check: byItself[symbiosis.Area], get: store.Tx.Area, put: store.Tx.PutArea, del: store.Tx.DeleteArea,
	did: func(c *change, put []symbiosis.Area, gone []string) {
		c.areas = put
		for _, id := range gone {
			c.goneAreas = append(c.goneAreas, symbiosis.AreaID(id))
		}
	},
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

var constraintRules = alone[symbiosis.Constraint, symbiosis.ConstraintID]{
	what:  "constraint",
	id:    func(x *symbiosis.Constraint) *symbiosis.ConstraintID { return &x.ID },
	ver:   func(x symbiosis.Constraint) int64 { return x.Version },
	check: byItself[symbiosis.Constraint], get: store.Tx.Constraint, put: store.Tx.PutConstraint, del: store.Tx.DeleteConstraint,
	did: into(func(c *change) *delta[symbiosis.Constraint] { return &c.constraints }),
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

var facilityRules = alone[symbiosis.Facility, symbiosis.FacilityID]{
	what:  "facility",
	id:    func(x *symbiosis.Facility) *symbiosis.FacilityID { return &x.ID },
	ver:   func(x symbiosis.Facility) int64 { return x.Version },
	check: byItself[symbiosis.Facility], get: store.Tx.Facility, put: store.Tx.PutFacility, del: store.Tx.DeleteFacility,
	did: into(func(c *change) *delta[symbiosis.Facility] { return &c.facilities }),
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

var profileRules = alone[symbiosis.Profile, symbiosis.ProfileID]{
	what: "profile",
	id:   func(x *symbiosis.Profile) *symbiosis.ProfileID { return &x.ID },
	ver:  func(x symbiosis.Profile) int64 { return x.Version },
	check: func(p *Planner, x *symbiosis.Profile) error {
		x.Normalise()
		return x.ValidateIn(p.catalogue)
	}, get: store.Tx.Profile, put: store.Tx.PutProfile, del: store.Tx.DeleteProfile,
	did: into(func(c *change) *delta[symbiosis.Profile] { return &c.profiles }),
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

var comparisonRules = alone[symbiosis.Comparison, symbiosis.ComparisonID]{
	what:  "comparison",
	id:    func(x *symbiosis.Comparison) *symbiosis.ComparisonID { return &x.ID },
	ver:   func(x symbiosis.Comparison) int64 { return x.Version },
	check: byItself[symbiosis.Comparison], get: store.Tx.Comparison, put: store.Tx.PutComparison, del: store.Tx.DeleteComparison,
	did: into(func(c *change) *delta[symbiosis.Comparison] { return &c.comparisons }),
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

var pitchRules = alone[symbiosis.Pitch, symbiosis.PitchID]{
	what:  "pitch",
	id:    func(x *symbiosis.Pitch) *symbiosis.PitchID { return &x.ID },
	ver:   func(x symbiosis.Pitch) int64 { return x.Version },
	check: byItself[symbiosis.Pitch], get: store.Tx.Pitch, put: store.Tx.PutPitch, del: store.Tx.DeletePitch,
	did: into(func(c *change) *delta[symbiosis.Pitch] { return &c.pitches }),
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
	x.Normalise()
	if err := x.Validate(); err != nil {
		return symbiosis.Setting{}, err
	}
	err := p.update(ctx, func(tx store.Tx, done *change) error {
		old, err := tx.Setting(ctx, x.Key)
		if err != nil && symbiosis.KindOf(err) != symbiosis.NotFound {
			return err
		}
		if err := checkVersion("setting", string(x.Key), version, old.Version); err != nil {
			return err
		}
		x, err = tx.PutSetting(ctx, x)
		done.settings = delta[symbiosis.Setting]{put: []symbiosis.Setting{x}}
		return err
	})
	return x, err
}

// DeleteSetting goes back to the default of a setting. An unknown key is NotFound, a version not on
// file a *StaleError.
func (p *Planner) DeleteSetting(ctx context.Context, key symbiosis.SettingKey, version int64) error {
	return p.update(ctx, func(tx store.Tx, done *change) error {
		old, err := tx.Setting(ctx, key)
		if err != nil {
			return err
		}
		if err := checkVersion("setting", string(key), version, old.Version); err != nil {
			return err
		}
		done.settings = delta[symbiosis.Setting]{gone: []string{string(key)}}
		return tx.DeleteSetting(ctx, key)
	})
}
