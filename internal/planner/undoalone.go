package planner

import (
	"context"

	"github.com/samloka/samloka/internal/symbiosis"
)

// aloneTables stands for the tables whose records no other depends on.
const aloneTables = ""

var standsAlone = map[string]bool{
	"constraints": true,
	"facilities":  true,
	"profiles":    true,
	"comparisons": true,
	"pitches":     true,
	"settings":    true,
}

// putAlone brings back a record that no other depends on.
func (u *undoing) putAlone(ctx context.Context, record any) error {
	switch r := record.(type) {
	case symbiosis.Constraint:
		now, err := u.tx.PutConstraint(ctx, r)
		u.done.constraints.put = append(u.done.constraints.put, now)
		return err
	case symbiosis.Facility:
		now, err := u.tx.PutFacility(ctx, r)
		u.done.facilities.put = append(u.done.facilities.put, now)
		return err
	case symbiosis.Profile:
		now, err := u.tx.PutProfile(ctx, r)
		u.done.profiles.put = append(u.done.profiles.put, now)
		return err
	case symbiosis.Comparison:
		now, err := u.tx.PutComparison(ctx, r)
		u.done.comparisons.put = append(u.done.comparisons.put, now)
		return err
	case symbiosis.Pitch:
		now, err := u.tx.PutPitch(ctx, r)
		u.done.pitches.put = append(u.done.pitches.put, now)
		return err
	case symbiosis.Setting:
		now, err := u.tx.PutSetting(ctx, r)
		u.done.settings.put = append(u.done.settings.put, now)
		return err
	}
	return symbiosis.Errorf(symbiosis.Invalid, "a %T can't be brought back", record)
}

// removeAlone takes such a record away.
func (u *undoing) removeAlone(ctx context.Context, t target) error {
	switch t.table {
	case "constraints":
		u.done.constraints.gone = append(u.done.constraints.gone, t.id)
		return u.tx.DeleteConstraint(ctx, symbiosis.ConstraintID(t.id))
	case "facilities":
		u.done.facilities.gone = append(u.done.facilities.gone, t.id)
		return u.tx.DeleteFacility(ctx, symbiosis.FacilityID(t.id))
	case "profiles":
		u.done.profiles.gone = append(u.done.profiles.gone, t.id)
		return u.tx.DeleteProfile(ctx, symbiosis.ProfileID(t.id))
	case "comparisons":
		u.done.comparisons.gone = append(u.done.comparisons.gone, t.id)
		return u.tx.DeleteComparison(ctx, symbiosis.ComparisonID(t.id))
	case "pitches":
		u.done.pitches.gone = append(u.done.pitches.gone, t.id)
		return u.tx.DeletePitch(ctx, symbiosis.PitchID(t.id))
	case "settings":
		u.done.settings.gone = append(u.done.settings.gone, t.id)
		return u.tx.DeleteSetting(ctx, symbiosis.SettingKey(t.id))
	}
	return symbiosis.Errorf(symbiosis.Invalid, "a change of the table %s can't be undone here", t.table)
}
