// Package store says what it takes to keep a region. A store keeps and finds; rules stand
// above it, in packages symbiosis (one record) and planner (records together). Every store
// passes the suite of package storetest, and is the test double of every test: there are
// no mocks.
package store

import (
	"context"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Revision marks a state of a store. It changes with every committed change of a record, whoever
// made it; two equal revisions of one store hold the same records. It says nothing about order.
type Revision string

// Altered is what Update returns in the place of the new revision where another program's triggers, rules or
// cascading keys may have changed more, or otherwise, than what was put: Since and Load tell what is on file.
const Altered Revision = ""

// Store keeps one region.
//
// It is safe for many goroutines, and for other programs that follow the format's own
// locking. Readers see committed states only and don't wait for writers.
//
// A record comes back as it was put, to the last bit of each number. Two things are kept only as
// well as they can be told apart: an empty list is nil, and a power is kept in MW, so one that
// no number of MW gives is off by a rounding.
//
// Errors are *symbiosis.Error: NotFound where an id is unknown, Unavailable where the file
// or server can't be used (missing, read-only, full, locked too long, newer than the
// program), Invalid where a record breaks its own rules, with the table, row and column when it
// is on file, Internal otherwise. A cancelled context gives its own error.
type Store interface {
	Historian
	Heritage
	Follower
	Queue

	// Load reads the whole region, each list in the order of its ids (byte by byte), and the
	// revision it was read at. The caller owns the region. Assumptions is never nil.
	//
	// Rows that another program wrote are completed by Normalise. Those that still break a rule are left
	// out, each for itself whatever others say of it, and stand in Region.Broken.
	Load(ctx context.Context) (*symbiosis.Region, Revision, error)

	// Stream calls read with the records of files, of the state that Load would read, for as long as
	// read takes: they come piece by piece and need not fit into memory. read must have made every
	// piece that it was given, and let no other goroutine make one, by the time it returns. Stream
	// returns the error of read; if rows break a rule, it was not given them: Stream then returns an Invalid
	// error with the faults of all of them, so that nothing is written down as the whole that isn't.
	Stream(ctx context.Context, read func(symbiosis.RegionPieces) error) error

	// Revision returns the present revision. It is cheap: it is asked every second.
	Revision(ctx context.Context) (Revision, error)

	// Update calls write with a transaction. When write returns nil all its changes are
	// committed together and durable, written down to the author of ctx (By), and the new
	// revision is returned, or Altered; when write returns an
	// error, panics or ends its goroutine, none is, and Update returns that error or lets the
	// panic through. Updates are carried out one after the other, so write sees what the one
	// before has left, and must not call Update itself. The transaction must not be used after
	// write has returned, nor by two goroutines at once.
	//
	// If ctx ends before the commit, nothing is committed and its error returned. Once the
	// transaction has met an error other than NotFound or Invalid it is lost: Update returns
	// that error even if write doesn't.
	Update(ctx context.Context, write func(Tx) error) (Revision, error)

	// Location names the store for people: a file or a database, never a password.
	Location() string

	// Close waits for what is under way and frees what the store holds. No method may be called
	// after it.
	Close() error
}

// Notifier is a store that can tell of changes as they are committed, whoever made them. It is a
// quicker way to learn of a new revision, not a surer one: who must miss none asks Revision too.
type Notifier interface {
	// Notify calls changed after each commit that changed the region, at least once for several
	// in a row, and once as soon as it listens, since something may have changed before. It
	// returns when ctx ends, with its error, or Unavailable when it can listen no longer.
	Notify(ctx context.Context, changed func()) error
}

// Backuper is a store that can copy itself into a file while it is in use. One that can't is
// backed up by the tools of its server.
type Backuper interface {
	// Backup writes one committed state of the whole store, history and all, to a new file at
	// path that can be opened as a store. Writers go on meanwhile. progress is called now and
	// then with how much is done, in a measure of the store's own. A file of that name is a
	// Conflict; on any error there is no file.
	Backup(ctx context.Context, path string, progress func(done, total int)) error
}

// Tx reads and writes within one transaction, and sees its own writes.
//
// Put normalises the record, checks it (Normalise and Validate of its noun), stores it under its
// id, new or replacing, and returns it as it is now on file, with its version: 1 for a new id,
// the version on file plus 1 for a known one, whatever version the caller gave. A record that
// breaks a rule is Invalid and not stored; the transaction goes on. What the caller handed in is
// not changed. An id that was deleted and is put again starts at 1. Deleting an unknown id is
// NotFound. Lists come in the order of their ids; an Invalid error, since one of their rows is broken,
// comes with the others. The store upholds no reference between records: planner does.
type Tx interface {
	Heir

	// Began returns the revision of the state that the transaction was begun at: what Revision says of the
	// store until this transaction is committed, since no other can be before it.
	Began() Revision

	Site(ctx context.Context, id symbiosis.SiteID) (symbiosis.Site, error)
	PutSite(ctx context.Context, s symbiosis.Site) (symbiosis.Site, error)
	// KeepSite is PutSite that makes *s what is on file, where PutSite returns it: many sites are put in
	// less time so. With an error *s is void.
	KeepSite(ctx context.Context, s *symbiosis.Site) error
	DeleteSite(ctx context.Context, id symbiosis.SiteID) error

	Flow(ctx context.Context, id symbiosis.FlowID) (symbiosis.Flow, error)
	// FlowsOfSite returns the flows at a site, none for an unknown one.
	FlowsOfSite(ctx context.Context, id symbiosis.SiteID) ([]symbiosis.Flow, error)
	PutFlow(ctx context.Context, f symbiosis.Flow) (symbiosis.Flow, error)
	DeleteFlow(ctx context.Context, id symbiosis.FlowID) error

	Area(ctx context.Context, id symbiosis.AreaID) (symbiosis.Area, error)
	PutArea(ctx context.Context, a symbiosis.Area) (symbiosis.Area, error)
	DeleteArea(ctx context.Context, id symbiosis.AreaID) error

	Exchange(ctx context.Context, id symbiosis.ExchangeID) (symbiosis.Exchange, error)
	// ExchangesOfFlow returns the exchanges that a flow gives to or takes from.
	ExchangesOfFlow(ctx context.Context, id symbiosis.FlowID) ([]symbiosis.Exchange, error)
	PutExchange(ctx context.Context, e symbiosis.Exchange) (symbiosis.Exchange, error)
	DeleteExchange(ctx context.Context, id symbiosis.ExchangeID) error

	Constraint(ctx context.Context, id symbiosis.ConstraintID) (symbiosis.Constraint, error)
	PutConstraint(ctx context.Context, c symbiosis.Constraint) (symbiosis.Constraint, error)
	DeleteConstraint(ctx context.Context, id symbiosis.ConstraintID) error

	Facility(ctx context.Context, id symbiosis.FacilityID) (symbiosis.Facility, error)
	PutFacility(ctx context.Context, f symbiosis.Facility) (symbiosis.Facility, error)
	DeleteFacility(ctx context.Context, id symbiosis.FacilityID) error

	Profile(ctx context.Context, id symbiosis.ProfileID) (symbiosis.Profile, error)
	PutProfile(ctx context.Context, p symbiosis.Profile) (symbiosis.Profile, error)
	DeleteProfile(ctx context.Context, id symbiosis.ProfileID) error

	Comparison(ctx context.Context, id symbiosis.ComparisonID) (symbiosis.Comparison, error)
	PutComparison(ctx context.Context, c symbiosis.Comparison) (symbiosis.Comparison, error)
	DeleteComparison(ctx context.Context, id symbiosis.ComparisonID) error

	Pitch(ctx context.Context, id symbiosis.PitchID) (symbiosis.Pitch, error)
	PutPitch(ctx context.Context, p symbiosis.Pitch) (symbiosis.Pitch, error)
	DeletePitch(ctx context.Context, id symbiosis.PitchID) error

	Setting(ctx context.Context, key symbiosis.SettingKey) (symbiosis.Setting, error)
	PutSetting(ctx context.Context, s symbiosis.Setting) (symbiosis.Setting, error)
	DeleteSetting(ctx context.Context, key symbiosis.SettingKey) error

	// PutInfo replaces the description of the region.
	PutInfo(ctx context.Context, info symbiosis.RegionInfo) error
	// PutAssumptions replaces the region's own values of assumptions. Values that aren't finite
	// are Invalid; the keys are not looked up.
	PutAssumptions(ctx context.Context, values map[string]float64) error
	// PutAssumption replaces the region's own value of one assumption, nil takes it away; values of others stay
	// as they are, whatever they are.
	PutAssumption(ctx context.Context, key string, value *float64) error
}
