package record

import (
	"context"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Records are the records of a noun within a transaction of a store, as store.Tx says.
type Records[T symbiosis.Record] interface {
	One(ctx context.Context, id string) (T, error)
	Put(ctx context.Context, record T) (T, error)
	Keep(ctx context.Context, record *T) error
	Remove(ctx context.Context, id string) error
}

// Transaction is what store.Tx reads and writes, noun by noun. A store embeds it in its own.
type Transaction struct {
	Sites       Records[symbiosis.Site]
	Flows       Records[symbiosis.Flow]
	Areas       Records[symbiosis.Area]
	Exchanges   Records[symbiosis.Exchange]
	Constraints Records[symbiosis.Constraint]
	Facilities  Records[symbiosis.Facility]
	Profiles    Records[symbiosis.Profile]
	Comparisons Records[symbiosis.Comparison]
	Pitches     Records[symbiosis.Pitch]
	Settings    Records[symbiosis.Setting]
	// FlowsAt are the flows at a site, ExchangesBy the exchanges that a flow gives to or takes from.
	FlowsAt     func(ctx context.Context, site string) ([]symbiosis.Flow, error)
	ExchangesBy func(ctx context.Context, flow string) ([]symbiosis.Exchange, error)
}

// The methods implement store.Tx.

func (t *Transaction) Site(ctx context.Context, id symbiosis.SiteID) (symbiosis.Site, error) {
	return t.Sites.One(ctx, string(id))
}

func (t *Transaction) PutSite(ctx context.Context, x symbiosis.Site) (symbiosis.Site, error) {
	return t.Sites.Put(ctx, x)
}

func (t *Transaction) KeepSite(ctx context.Context, x *symbiosis.Site) error {
	return t.Sites.Keep(ctx, x)
}

func (t *Transaction) DeleteSite(ctx context.Context, id symbiosis.SiteID) error {
	return t.Sites.Remove(ctx, string(id))
}

func (t *Transaction) Flow(ctx context.Context, id symbiosis.FlowID) (symbiosis.Flow, error) {
	return t.Flows.One(ctx, string(id))
}

func (t *Transaction) PutFlow(ctx context.Context, x symbiosis.Flow) (symbiosis.Flow, error) {
	return t.Flows.Put(ctx, x)
}

func (t *Transaction) DeleteFlow(ctx context.Context, id symbiosis.FlowID) error {
	return t.Flows.Remove(ctx, string(id))
}

func (t *Transaction) FlowsOfSite(ctx context.Context, id symbiosis.SiteID) ([]symbiosis.Flow, error) {
	return t.FlowsAt(ctx, string(id))
}

func (t *Transaction) Area(ctx context.Context, id symbiosis.AreaID) (symbiosis.Area, error) {
	return t.Areas.One(ctx, string(id))
}

func (t *Transaction) PutArea(ctx context.Context, x symbiosis.Area) (symbiosis.Area, error) {
	return t.Areas.Put(ctx, x)
}

func (t *Transaction) DeleteArea(ctx context.Context, id symbiosis.AreaID) error {
	return t.Areas.Remove(ctx, string(id))
}

func (t *Transaction) Exchange(ctx context.Context, id symbiosis.ExchangeID) (symbiosis.Exchange, error) {
	return t.Exchanges.One(ctx, string(id))
}

func (t *Transaction) PutExchange(ctx context.Context, x symbiosis.Exchange) (symbiosis.Exchange, error) {
	return t.Exchanges.Put(ctx, x)
}

func (t *Transaction) DeleteExchange(ctx context.Context, id symbiosis.ExchangeID) error {
	return t.Exchanges.Remove(ctx, string(id))
}

func (t *Transaction) ExchangesOfFlow(ctx context.Context, id symbiosis.FlowID) ([]symbiosis.Exchange, error) {
	return t.ExchangesBy(ctx, string(id))
}

func (t *Transaction) Constraint(ctx context.Context, id symbiosis.ConstraintID) (symbiosis.Constraint, error) {
	return t.Constraints.One(ctx, string(id))
}

func (t *Transaction) PutConstraint(ctx context.Context, x symbiosis.Constraint) (symbiosis.Constraint, error) {
	return t.Constraints.Put(ctx, x)
}

func (t *Transaction) DeleteConstraint(ctx context.Context, id symbiosis.ConstraintID) error {
	return t.Constraints.Remove(ctx, string(id))
}

func (t *Transaction) Facility(ctx context.Context, id symbiosis.FacilityID) (symbiosis.Facility, error) {
	return t.Facilities.One(ctx, string(id))
}

func (t *Transaction) PutFacility(ctx context.Context, x symbiosis.Facility) (symbiosis.Facility, error) {
	return t.Facilities.Put(ctx, x)
}

func (t *Transaction) DeleteFacility(ctx context.Context, id symbiosis.FacilityID) error {
	return t.Facilities.Remove(ctx, string(id))
}

func (t *Transaction) Profile(ctx context.Context, id symbiosis.ProfileID) (symbiosis.Profile, error) {
	return t.Profiles.One(ctx, string(id))
}

func (t *Transaction) PutProfile(ctx context.Context, x symbiosis.Profile) (symbiosis.Profile, error) {
	return t.Profiles.Put(ctx, x)
}

func (t *Transaction) DeleteProfile(ctx context.Context, id symbiosis.ProfileID) error {
	return t.Profiles.Remove(ctx, string(id))
}

func (t *Transaction) Comparison(ctx context.Context, id symbiosis.ComparisonID) (symbiosis.Comparison, error) {
	return t.Comparisons.One(ctx, string(id))
}

func (t *Transaction) PutComparison(ctx context.Context, x symbiosis.Comparison) (symbiosis.Comparison, error) {
	return t.Comparisons.Put(ctx, x)
}

func (t *Transaction) DeleteComparison(ctx context.Context, id symbiosis.ComparisonID) error {
	return t.Comparisons.Remove(ctx, string(id))
}

func (t *Transaction) Pitch(ctx context.Context, id symbiosis.PitchID) (symbiosis.Pitch, error) {
	return t.Pitches.One(ctx, string(id))
}

func (t *Transaction) PutPitch(ctx context.Context, x symbiosis.Pitch) (symbiosis.Pitch, error) {
	return t.Pitches.Put(ctx, x)
}

func (t *Transaction) DeletePitch(ctx context.Context, id symbiosis.PitchID) error {
	return t.Pitches.Remove(ctx, string(id))
}

func (t *Transaction) Setting(ctx context.Context, id symbiosis.SettingKey) (symbiosis.Setting, error) {
	return t.Settings.One(ctx, string(id))
}

func (t *Transaction) PutSetting(ctx context.Context, x symbiosis.Setting) (symbiosis.Setting, error) {
	return t.Settings.Put(ctx, x)
}

func (t *Transaction) DeleteSetting(ctx context.Context, id symbiosis.SettingKey) error {
	return t.Settings.Remove(ctx, string(id))
}
