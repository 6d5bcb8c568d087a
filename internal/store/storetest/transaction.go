package storetest

import (
	"context"
	"errors"
	"math"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// site returns a plain valid site.
func site(id symbiosis.SiteID) symbiosis.Site {
	return symbiosis.Site{ID: id, Name: "Sågen", Location: orb.Point{14.6, 63.2}, Accuracy: symbiosis.Exact, Visibility: symbiosis.Public}
}

// prepared puts the sample and returns what the store then holds.
func prepared(t *testing.T, s store.Store) *symbiosis.Region {
	t.Helper()
	update(t, s, func(tx store.Tx) error { return Put(context.Background(), tx, Sample()) })
	region, _ := load(t, s)
	return region
}

// unharmed fails the test unless the store holds want at the revision before, and still works.
func unharmed(t *testing.T, s store.Store, want *symbiosis.Region, before store.Revision) {
	t.Helper()
	holds(t, s, want)
	if _, after := load(t, s); after != before {
		t.Errorf("the revision went from %q to %q", before, after)
	}
	update(t, s, func(tx store.Tx) error {
		_, err := tx.PutSite(context.Background(), site("after"))
		return err
	})
	if region, _ := load(t, s); len(region.Sites) != len(want.Sites)+1 {
		t.Errorf("after it all, an update has no effect")
	}
}

// mess changes something of everything.
func mess(t *testing.T, tx store.Tx) {
	t.Helper()
	ctx := context.Background()
	for _, err := range []error{
		tx.DeleteSite(ctx, "hall"),
		tx.DeleteFlow(ctx, "sawdust"),
		tx.DeleteArea(ctx, "krokom"),
		tx.DeleteExchange(ctx, "e1"),
		tx.DeleteConstraint(ctx, "reserve"),
		tx.DeleteFacility(ctx, "e14"),
		tx.DeleteProfile(ctx, "fish"),
		tx.DeleteComparison(ctx, "two"),
		tx.DeletePitch(ctx, "sent"),
		tx.DeleteSetting(ctx, "appraisal"),
		tx.PutInfo(ctx, symbiosis.RegionInfo{}),
		tx.PutAssumptions(ctx, map[string]float64{"x": 1}),
	} {
		if err != nil {
			t.Errorf("within the update: %v", err)
		}
	}
	for _, id := range []symbiosis.SiteID{"smolt", "new"} {
		if _, err := tx.PutSite(ctx, site(id)); err != nil {
			t.Errorf("PutSite %s: %v", id, err)
		}
	}
}

func failedUpdate(t *testing.T, s store.Store) {
	want := prepared(t, s)
	_, before := load(t, s)
	_, err := s.Update(context.Background(), func(tx store.Tx) error {
		mess(t, tx)
		return errWanted
	})
	if !errors.Is(err, errWanted) {
		t.Errorf("Update returned %v", err)
	}
	unharmed(t, s, want, before)
}

func panicInUpdate(t *testing.T, s store.Store) {
	want := prepared(t, s)
	_, before := load(t, s)
	func() {
		defer func() {
			if r := recover(); r != errWanted {
				t.Errorf("the panic came through as %v", r)
			}
		}()
		_, _ = s.Update(context.Background(), func(tx store.Tx) error {
			mess(t, tx)
			panic(errWanted)
		})
		t.Error("the panic was swallowed")
	}()
	unharmed(t, s, want, before)
}

func goexitInUpdate(t *testing.T, s store.Store) {
	want := prepared(t, s)
	_, before := load(t, s)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = s.Update(context.Background(), func(tx store.Tx) error {
			mess(t, tx)
			runtime.Goexit() // as t.FailNow does
			return nil
		})
	}()
	<-ended
	unharmed(t, s, want, before)
}

func cancelledUpdate(t *testing.T, s store.Store) {
	want := prepared(t, s)
	_, before := load(t, s)
	cancelled := func(what string, ctx context.Context, write func(store.Tx) error) {
		t.Helper()
		if _, err := s.Update(ctx, write); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: Update returned %v", what, err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancelled("cancelled in write, which returns nil", ctx, func(tx store.Tx) error {
		mess(t, tx)
		cancel()
		return nil
	})
	cancelled("cancelled before", ctx, func(store.Tx) error {
		t.Error("write was called")
		return nil
	})
	cancelled("one call's context cancelled, which write ignores", context.Background(), func(tx store.Tx) error {
		mess(t, tx)
		if _, err := tx.PutSite(ctx, site("late")); !errors.Is(err, context.Canceled) {
			t.Errorf("PutSite returned %v", err)
		}
		return nil
	})
	unharmed(t, s, want, before)
}

func cancelledRead(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if region, _, err := s.Load(ctx); !errors.Is(err, context.Canceled) || region != nil {
		t.Errorf("Load returned a region: %v, and %v", region != nil, err)
	}
	if _, err := s.Revision(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Revision returned %v", err)
	}
}

func transactionEnds(t *testing.T, s store.Store) {
	ctx := context.Background()
	want := prepared(t, s)
	_, before := load(t, s)
	var kept store.Tx
	update(t, s, func(tx store.Tx) error {
		kept = tx
		return nil
	})
	_, errGet := kept.Site(ctx, "hall")
	_, errPut := kept.PutSite(ctx, site("late"))
	_, errList := kept.FlowsOfSite(ctx, "hall")
	for what, err := range map[string]error{
		"Site": errGet, "PutSite": errPut, "FlowsOfSite": errList, "DeleteSite": kept.DeleteSite(ctx, "hall"),
		"PutInfo": kept.PutInfo(ctx, symbiosis.RegionInfo{}), "PutAssumptions": kept.PutAssumptions(ctx, nil),
		"PutAssumption": kept.PutAssumption(ctx, "x", nil),
	} {
		if err == nil {
			t.Errorf("%s works after the update has ended", what)
		}
	}
	unharmed(t, s, want, before)
}

func refusesInvalid(t *testing.T, s store.Store) {
	ctx := context.Background()
	nameless, nowhere := site("x"), site("x")
	nameless.Name = ""
	nowhere.Location = orb.Point{15, math.NaN()}
	flow, area, exchange := Sample().Flows[0], Sample().Areas[0], Sample().Exchanges[0]
	flow.Quantity.Amount = math.Inf(1)
	area.Geometry = nil
	exchange.State = "dreamt of"
	constraint, facility, profile := Sample().Constraints[0], Sample().Facilities[0], Sample().Profiles[0]
	comparison, pitch, setting := Sample().Comparisons[0], Sample().Pitches[0], Sample().Settings[0]
	constraint.Geometry = orb.Collection{orb.Point{1, 1}}
	facility.Kind = "airport"
	profile.Land = ptr(unit.Area(math.Inf(1)))
	comparison.AreaIDs = comparison.AreaIDs[:1]
	pitch.TokenHash = "the secret"
	setting.Body = "{"
	revision := update(t, s, func(tx store.Tx) error {
		_, err1 := tx.PutSite(ctx, nameless)
		_, err2 := tx.PutSite(ctx, nowhere)
		_, err3 := tx.PutFlow(ctx, flow)
		_, err4 := tx.PutArea(ctx, area)
		_, err5 := tx.PutExchange(ctx, exchange)
		err6 := tx.PutAssumption(ctx, "a", ptr(math.NaN()))
		if err6 != nil {
			err6 = tx.PutAssumptions(ctx, map[string]float64{"a": math.NaN()})
		}
		_, err7 := tx.PutConstraint(ctx, constraint)
		_, err8 := tx.PutFacility(ctx, facility)
		_, err9 := tx.PutProfile(ctx, profile)
		_, err10 := tx.PutComparison(ctx, comparison)
		_, err11 := tx.PutPitch(ctx, pitch)
		_, err12 := tx.PutSetting(ctx, setting)
		for i, err := range []error{err1, err2, err3, err4, err5, err6, err7, err8, err9, err10, err11, err12} {
			if err == nil || symbiosis.KindOf(err) != symbiosis.Invalid {
				t.Errorf("invalid record %d: %v", i+1, err)
			}
		}
		_, err := tx.PutSite(ctx, site("good")) // the transaction goes on
		return err
	})
	region, after := load(t, s)
	if len(region.Sites) != 1 || region.Sites[0].ID != "good" || after != revision {
		t.Errorf("the store holds %+v", region)
	}
	if n := len(region.Flows) + len(region.Areas) + len(region.Exchanges) + len(region.Assumptions) + len(region.Constraints) + len(region.Facilities) +
		len(region.Profiles) + len(region.Comparisons) + len(region.Pitches) + len(region.Settings); n != 0 {
		t.Errorf("%d invalid records are in the store", n)
	}
}

func tidies(t *testing.T, s store.Store) {
	ctx := context.Background()
	given := symbiosis.Flow{
		ID: " f ", SiteID: "s", Direction: symbiosis.Need, Resource: " Heat", Quantity: symbiosis.Quantity{Amount: 1, Unit: symbiosis.MW},
		PermittedCodes: []symbiosis.WasteCode{"191204"}, Accepts: []string{"191207"}, Supply: ptr[unit.Temperature](60), Version: 17,
	}
	asGiven := given
	asGiven.PermittedCodes, asGiven.Accepts = []symbiosis.WasteCode{"191204"}, []string{"191207"}
	want := given
	want.PermittedCodes, want.Accepts = []symbiosis.WasteCode{"191204"}, []string{"191207"}
	want.Normalise()
	want.Version = 1
	update(t, s, func(tx store.Tx) error {
		got, err := tx.PutFlow(ctx, given)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("PutFlow returned (-want +got):\n%s", diff)
		}
		return err
	})
	if diff := cmp.Diff(asGiven, given); diff != "" {
		t.Errorf("the caller's flow was changed (-before +after):\n%s", diff)
	}
	region := empty()
	region.Flows = []symbiosis.Flow{want}
	holds(t, s, region)
}

func notFound(t *testing.T, s store.Store) {
	ctx := context.Background()
	prepared(t, s)
	update(t, s, func(tx store.Tx) error {
		_, err1 := tx.Site(ctx, "HALL") // ids differ by case
		_, err2 := tx.Flow(ctx, "")
		_, err3 := tx.Area(ctx, "hall")
		_, err4 := tx.Exchange(ctx, "e1 ")
		_, err5 := tx.Constraint(ctx, "x")
		_, err6 := tx.Facility(ctx, "x")
		_, err7 := tx.Profile(ctx, "x")
		_, err8 := tx.Comparison(ctx, "x")
		_, err9 := tx.Pitch(ctx, "x")
		_, err10 := tx.Setting(ctx, "unset")
		for i, err := range []error{err1, err2, err3, err4, err5, err6, err7, err8, err9, err10,
			tx.DeleteConstraint(ctx, "x"), tx.DeleteFacility(ctx, "x"), tx.DeleteProfile(ctx, "x"), tx.DeleteComparison(ctx, "x"), tx.DeletePitch(ctx, "x"), tx.DeleteSetting(ctx, "unset"),
			tx.DeleteSite(ctx, "x"), tx.DeleteFlow(ctx, "%"), tx.DeleteArea(ctx, "_"), tx.DeleteExchange(ctx, "' OR 1=1 --")} {
			if err == nil || symbiosis.KindOf(err) != symbiosis.NotFound {
				t.Errorf("unknown id %d: %v", i+1, err)
			}
		}
		for _, id := range []symbiosis.SiteID{"x", ""} {
			if flows, err := tx.FlowsOfSite(ctx, id); err != nil || len(flows) != 0 {
				t.Errorf("FlowsOfSite(%q): %v, %v", id, flows, err)
			}
		}
		if exchanges, err := tx.ExchangesOfFlow(ctx, "x"); err != nil || len(exchanges) != 0 {
			t.Errorf("ExchangesOfFlow: %v, %v", exchanges, err)
		}
		return nil
	})
}
