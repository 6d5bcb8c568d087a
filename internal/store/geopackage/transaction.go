package geopackage

import (
	"context"

	"github.com/samloka/samloka/internal/symbiosis"
)

// What store.Tx reads and writes, noun by noun.

func (tx *transaction) Site(ctx context.Context, id symbiosis.SiteID) (symbiosis.Site, error) {
	return siteKind.one(ctx, tx, string(id))
}

func (tx *transaction) PutSite(ctx context.Context, s symbiosis.Site) (symbiosis.Site, error) {
	return siteKind.put(ctx, tx, s)
}

func (tx *transaction) DeleteSite(ctx context.Context, id symbiosis.SiteID) error {
	return siteKind.remove(ctx, tx, string(id))
}

func (tx *transaction) Flow(ctx context.Context, id symbiosis.FlowID) (symbiosis.Flow, error) {
	return flowKind.one(ctx, tx, string(id))
}

func (tx *transaction) FlowsOfSite(ctx context.Context, id symbiosis.SiteID) ([]symbiosis.Flow, error) {
	return flowKind.some(ctx, tx, flowsOfSite, string(id))
}

func (tx *transaction) PutFlow(ctx context.Context, f symbiosis.Flow) (symbiosis.Flow, error) {
	return flowKind.put(ctx, tx, f)
}

func (tx *transaction) DeleteFlow(ctx context.Context, id symbiosis.FlowID) error {
	return flowKind.remove(ctx, tx, string(id))
}

func (tx *transaction) Area(ctx context.Context, id symbiosis.AreaID) (symbiosis.Area, error) {
	return areaKind.one(ctx, tx, string(id))
}

func (tx *transaction) PutArea(ctx context.Context, a symbiosis.Area) (symbiosis.Area, error) {
	return areaKind.put(ctx, tx, a)
}

func (tx *transaction) DeleteArea(ctx context.Context, id symbiosis.AreaID) error {
	return areaKind.remove(ctx, tx, string(id))
}

func (tx *transaction) Exchange(ctx context.Context, id symbiosis.ExchangeID) (symbiosis.Exchange, error) {
	return exchangeKind.one(ctx, tx, string(id))
}

func (tx *transaction) ExchangesOfFlow(ctx context.Context, id symbiosis.FlowID) ([]symbiosis.Exchange, error) {
	return exchangeKind.some(ctx, tx, exchangesOfFlow, string(id))
}

func (tx *transaction) PutExchange(ctx context.Context, e symbiosis.Exchange) (symbiosis.Exchange, error) {
	return exchangeKind.put(ctx, tx, e)
}

func (tx *transaction) DeleteExchange(ctx context.Context, id symbiosis.ExchangeID) error {
	return exchangeKind.remove(ctx, tx, string(id))
}

func (tx *transaction) Constraint(ctx context.Context, id symbiosis.ConstraintID) (symbiosis.Constraint, error) {
	return constraintKind.one(ctx, tx, string(id))
}

func (tx *transaction) PutConstraint(ctx context.Context, c symbiosis.Constraint) (symbiosis.Constraint, error) {
	return constraintKind.put(ctx, tx, c)
}

func (tx *transaction) DeleteConstraint(ctx context.Context, id symbiosis.ConstraintID) error {
	return constraintKind.remove(ctx, tx, string(id))
}

func (tx *transaction) Facility(ctx context.Context, id symbiosis.FacilityID) (symbiosis.Facility, error) {
	return facilityKind.one(ctx, tx, string(id))
}

func (tx *transaction) PutFacility(ctx context.Context, f symbiosis.Facility) (symbiosis.Facility, error) {
	return facilityKind.put(ctx, tx, f)
}

func (tx *transaction) DeleteFacility(ctx context.Context, id symbiosis.FacilityID) error {
	return facilityKind.remove(ctx, tx, string(id))
}

func (tx *transaction) Profile(ctx context.Context, id symbiosis.ProfileID) (symbiosis.Profile, error) {
	return profileKind.one(ctx, tx, string(id))
}

func (tx *transaction) PutProfile(ctx context.Context, p symbiosis.Profile) (symbiosis.Profile, error) {
	return profileKind.put(ctx, tx, p)
}

func (tx *transaction) DeleteProfile(ctx context.Context, id symbiosis.ProfileID) error {
	return profileKind.remove(ctx, tx, string(id))
}

func (tx *transaction) Comparison(ctx context.Context, id symbiosis.ComparisonID) (symbiosis.Comparison, error) {
	return comparisonKind.one(ctx, tx, string(id))
}

func (tx *transaction) PutComparison(ctx context.Context, c symbiosis.Comparison) (symbiosis.Comparison, error) {
	return comparisonKind.put(ctx, tx, c)
}

func (tx *transaction) DeleteComparison(ctx context.Context, id symbiosis.ComparisonID) error {
	return comparisonKind.remove(ctx, tx, string(id))
}

func (tx *transaction) Pitch(ctx context.Context, id symbiosis.PitchID) (symbiosis.Pitch, error) {
	return pitchKind.one(ctx, tx, string(id))
}

func (tx *transaction) PutPitch(ctx context.Context, p symbiosis.Pitch) (symbiosis.Pitch, error) {
	return pitchKind.put(ctx, tx, p)
}

func (tx *transaction) DeletePitch(ctx context.Context, id symbiosis.PitchID) error {
	return pitchKind.remove(ctx, tx, string(id))
}

func (tx *transaction) Setting(ctx context.Context, key symbiosis.SettingKey) (symbiosis.Setting, error) {
	return settingKind.one(ctx, tx, string(key))
}

func (tx *transaction) PutSetting(ctx context.Context, s symbiosis.Setting) (symbiosis.Setting, error) {
	return settingKind.put(ctx, tx, s)
}

func (tx *transaction) DeleteSetting(ctx context.Context, key symbiosis.SettingKey) error {
	return settingKind.remove(ctx, tx, string(key))
}
