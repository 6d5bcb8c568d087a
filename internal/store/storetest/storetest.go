// Package storetest says by tests what package store says in words. A store's own test opens an
// empty one and calls Run:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, func(t testing.TB) store.Store { return open(t, t.TempDir()) })
//	}
//
// The package also makes records for other tests: Site, Flow, Area and so on draw any that are
// valid, Region a whole region, Sample returns a small region that shows every attribute, and Dump writes a
// region as text.
package storetest

import (
	"context"
	"errors"
	"flag"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Run holds a store to its contract. open returns a new, empty store at each call; Run closes it.
func Run(t *testing.T, open func(testing.TB) store.Store) {
	fixSeed(t)
	opened := func(t *testing.T) store.Store {
		t.Helper()
		s := open(t)
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
		})
		return s
	}
	for _, clause := range []struct {
		name string
		test func(*testing.T, store.Store)
	}{
		{"a new store is empty", newIsEmpty},
		{"it has a location", hasLocation},
		{"the sample comes back as the golden file", golden},
		{"whatever is put comes back", roundTrip},
		{"the greatest and smallest values come back", extremes},
		{"it does what a map would do", behavesLikeModel},
		{"what is invalid is refused", refusesInvalid},
		{"put tidies a record and leaves the caller's alone", tidies},
		{"unknown ids are not found", notFound},
		{"a failed update leaves nothing", failedUpdate},
		{"a panic leaves nothing", panicInUpdate},
		{"an ended goroutine leaves nothing", goexitInUpdate},
		{"a cancelled update leaves nothing", cancelledUpdate},
		{"a cancelled reader gets its context's error", cancelledRead},
		{"a transaction ends with its update", transactionEnds},
		{"readers see committed states and don't wait", isolation},
		{"a waiting update can be cancelled", cancelWaiting},
		{"the revision tells states apart", revisions},
		{"updates are serial and readers see whole states", concurrency},
		{"a region belongs to who loaded it", ownership},
		{"thousands come back in order", many},
		{"a stream shows one state, piece by piece", streams},
		{"a stream ends with its reader", streamEnds},
		{"what was changed is remembered", remembers},
		{"the history leads to what is on file", historyIsWhole},
		{"many new ones are remembered one by one", manyAreRemembered},
		{"the news lead from each state to the present one", newsLead},
		{"news have limits", newsHaveLimits},
		{"news of many come together", newsOfMany},
		{"jobs are worked", jobsAreWorked},
		{"a key has one job", aKeyHasOneJob},
		{"jobs are parted and rejoined", jobsArePartedAndRejoined},
		{"jobs are cancelled", jobsAreCancelled},
		{"files of jobs are kept in pieces", filesOfJobs},
		{"a large file is not held in memory", largeFile},
		{"what a job was given goes when it ends", filesGoWithJobs},
		{"ended jobs are cleaned away", jobsAreCleaned},
		{"a past goes along", func(t *testing.T, s store.Store) { Inherits(t, s, opened(t), opened(t)) }},
	} {
		t.Run(clause.name, func(t *testing.T) { clause.test(t, opened(t)) })
	}
}

// fixSeed makes rapid draw the same records in each run, unless the command line says otherwise.
func fixSeed(t testing.TB) {
	t.Helper()
	f := flag.Lookup("rapid.seed")
	if f == nil || f.Value.String() != f.DefValue || f.DefValue != "0" {
		return
	}
	if err := flag.Set("rapid.seed", "20261122"); err != nil {
		t.Fatal(err)
	}
}

// reporter is a *testing.T or a *rapid.T.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// load returns what the store holds.
func load(t reporter, s store.Store) (*symbiosis.Region, store.Revision) {
	t.Helper()
	region, revision, err := s.Load(context.Background())
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return region, revision
}

// update carries out write and returns the new revision.
func update(t reporter, s store.Store, write func(store.Tx) error) store.Revision {
	t.Helper()
	revision, err := s.Update(context.Background(), write)
	if err != nil {
		t.Fatalf("Update: %v", err)
	}
	return revision
}

// holds fails the test unless the store holds want.
func holds(t reporter, s store.Store, want *symbiosis.Region) {
	t.Helper()
	got, _ := load(t, s)
	if diff := difference(want, got); diff != "" {
		t.Fatalf("the store holds something else (-want +got):\n%s", diff)
	}
}

// difference tells where two regions differ; a region's empty list may be nil.
func difference(want, got *symbiosis.Region) string {
	emptyLists := cmp.FilterPath(func(p cmp.Path) bool { return len(p) <= 3 }, cmpopts.EquateEmpty())
	return cmp.Diff(want, got, emptyLists)
}

// empty is the region of a new store.
func empty() *symbiosis.Region {
	return &symbiosis.Region{Assumptions: map[string]float64{}}
}

// Fill puts all of r into s, in one transaction.
func Fill(t testing.TB, s store.Store, r *symbiosis.Region) {
	t.Helper()
	update(t, s, func(tx store.Tx) error { return Put(t.Context(), tx, r) })
}

// Put stores every record of a region within an update.
func Put(ctx context.Context, tx store.Tx, r *symbiosis.Region) error {
	return errors.Join(
		putAll(ctx, r.Sites, tx.PutSite),
		putAll(ctx, r.Flows, tx.PutFlow),
		putAll(ctx, r.Areas, tx.PutArea),
		putAll(ctx, r.Exchanges, tx.PutExchange),
		putAll(ctx, r.Constraints, tx.PutConstraint),
		putAll(ctx, r.Facilities, tx.PutFacility),
		putAll(ctx, r.Profiles, tx.PutProfile),
		putAll(ctx, r.Comparisons, tx.PutComparison),
		putAll(ctx, r.Pitches, tx.PutPitch),
		putAll(ctx, r.Settings, tx.PutSetting),
		tx.PutInfo(ctx, r.Info),
		tx.PutAssumptions(ctx, r.Assumptions),
	)
}

func putAll[T any](ctx context.Context, records []T, put func(context.Context, T) (T, error)) error {
	for _, x := range records {
		if _, err := put(ctx, x); err != nil {
			return err
		}
	}
	return nil
}

// clear deletes every record.
func clear(t reporter, s store.Store) {
	t.Helper()
	r, _ := load(t, s)
	update(t, s, func(tx store.Tx) error {
		ctx := context.Background()
		return errors.Join(
			deleteAll(ctx, r.Sites, tx.DeleteSite, func(x symbiosis.Site) symbiosis.SiteID { return x.ID }),
			deleteAll(ctx, r.Flows, tx.DeleteFlow, func(x symbiosis.Flow) symbiosis.FlowID { return x.ID }),
			deleteAll(ctx, r.Areas, tx.DeleteArea, func(x symbiosis.Area) symbiosis.AreaID { return x.ID }),
			deleteAll(ctx, r.Exchanges, tx.DeleteExchange, func(x symbiosis.Exchange) symbiosis.ExchangeID { return x.ID }),
			deleteAll(ctx, r.Constraints, tx.DeleteConstraint, func(x symbiosis.Constraint) symbiosis.ConstraintID { return x.ID }),
			deleteAll(ctx, r.Facilities, tx.DeleteFacility, func(x symbiosis.Facility) symbiosis.FacilityID { return x.ID }),
			deleteAll(ctx, r.Profiles, tx.DeleteProfile, func(x symbiosis.Profile) symbiosis.ProfileID { return x.ID }),
			deleteAll(ctx, r.Comparisons, tx.DeleteComparison, func(x symbiosis.Comparison) symbiosis.ComparisonID { return x.ID }),
			deleteAll(ctx, r.Pitches, tx.DeletePitch, func(x symbiosis.Pitch) symbiosis.PitchID { return x.ID }),
			deleteAll(ctx, r.Settings, tx.DeleteSetting, func(x symbiosis.Setting) symbiosis.SettingKey { return x.Key }),
			Put(ctx, tx, empty()),
		)
	})
}

func deleteAll[T any, ID ~string](ctx context.Context, records []T, del func(context.Context, ID) error, id func(T) ID) error {
	for _, x := range records {
		if err := del(ctx, id(x)); err != nil {
			return err
		}
	}
	return nil
}
