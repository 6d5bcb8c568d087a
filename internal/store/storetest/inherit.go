package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Inherits gives an empty store a past of every kind (many at once, changed, deleted, brought back, undone, every
// noun), and hands it from store to store, all of them new: each must tell it as the first does.
func Inherits(t *testing.T, stores ...store.Store) {
	first := stores[0]
	live(t, first)
	want, told := everything(t, first), history(t, first, store.HistoryQuery{Limit: 100_000})
	for i, to := range stores[1:] {
		empty, err := to.Revision(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !handOver(t, stores[i], to) {
			t.Fatalf("store %d had a past", i+1)
		}
		if diff := cmp.Diff(want, everything(t, to)); diff != "" {
			t.Errorf("the region in store %d (-want +got):\n%s", i+1, diff)
		}
		if diff := cmp.Diff(told, history(t, to, store.HistoryQuery{Limit: 100_000}), instants); diff != "" {
			t.Errorf("the history in store %d (-want +got):\n%s", i+1, diff)
		}
		for _, of := range []int{0, len(told) / 2, len(told) - 1} {
			q := store.HistoryQuery{Table: told[of].Table, ID: told[of].ID}
			if diff := cmp.Diff(history(t, first, q), history(t, to, q), instants); diff != "" {
				t.Errorf("the history of %+v in store %d (-want +got):\n%s", q, i+1, diff)
			}
		}
		if newest := history(t, to, store.HistoryQuery{Limit: 1}); len(newest) != 1 || newest[0].Number != told[0].Number {
			t.Errorf("the newest change in store %d is %+v", i+1, newest)
		}
		if news, err := to.Since(t.Context(), empty, 1_000_000); err != nil || news.Gap == "" {
			t.Errorf("who followed store %d gets %+v, %v; there is a gap", i+1, news, err)
		}
	}
	last := stores[len(stores)-1]
	goesOn(t, last, told)
	if handOver(t, first, last) {
		t.Error("a store that has a past has taken over another")
	}
}

// instants compares times as such: which zone they are told in is the store's.
var instants = cmp.Comparer(func(a, b time.Time) bool { return a.Equal(b) })

// live changes a new store in many ways.
func live(t *testing.T, s store.Store) {
	ctx := t.Context()
	by := func(name string, undoes int64, write func(store.Tx) error) {
		t.Helper()
		if _, err := s.Update(store.By(ctx, store.Author{Name: name, Undoes: undoes}), write); err != nil {
			t.Fatal(err)
		}
	}
	before := prepared(t, s)
	one := func(i int) symbiosis.Site {
		x := site(symbiosis.SiteID(fmt.Sprintf("många-%d", i)))
		x.Location = orb.Point{15 + float64(i)/3e4, 63 + 1/float64(i+7)}
		return x
	}
	const many = 6100
	by("Åsa Ö", 0, func(tx store.Tx) (err error) {
		for i := range many {
			_, put := tx.PutSite(ctx, one(i))
			err = errors.Join(err, put)
		}
		return err
	})
	for range 2 { // more than are handed over at once
		by("Kim", 0, func(tx store.Tx) (err error) {
			for i := range 1500 {
				x := one(i)
				x.Note = "ändrad \"så\" \\ här\n"
				_, put := tx.PutSite(ctx, x)
				err = errors.Join(err, put)
			}
			return err
		})
	}
	by("Kim", 0, func(tx store.Tx) error { return Put(ctx, tx, before) }) // every noun, again
	by("Kim", 0, func(tx store.Tx) error {
		return errors.Join(tx.DeleteSite(ctx, one(3).ID), tx.DeleteFlow(ctx, before.Flows[0].ID), tx.DeleteArea(ctx, before.Areas[0].ID),
			tx.DeleteFacility(ctx, before.Facilities[0].ID), tx.DeleteConstraint(ctx, before.Constraints[0].ID), tx.DeletePitch(ctx, before.Pitches[0].ID),
			tx.PutInfo(ctx, symbiosis.RegionInfo{Name: symbiosis.Names{SV: "Annat"}}), tx.PutAssumptions(ctx, map[string]float64{"x": 0.1 + 0.2}))
	})
	gone := history(t, s, store.HistoryQuery{Table: "flows", ID: string(before.Flows[0].ID), Limit: 1})
	by("", gone[0].Number, func(tx store.Tx) error {
		_, err := tx.PutFlow(ctx, before.Flows[0])
		return errors.Join(err, tx.PutAssumptions(ctx, map[string]float64{"x": 1.0 / 3}))
	})
}

// everything is the region with its versions.
func everything(t *testing.T, s store.Store) *symbiosis.Region {
	t.Helper()
	region, _ := load(t, s)
	return region
}

// handOver copies all of a store into another one.
func handOver(t *testing.T, from, to store.Store) (inherited bool) {
	t.Helper()
	ctx := context.Background()
	region := everything(t, from)
	_, err := to.Update(store.By(ctx, store.Author{Name: "flyttare"}), func(tx store.Tx) error {
		return from.Whole(ctx, func(r symbiosis.RegionPieces, p store.Past) (err error) {
			if sites, err := r.Sites.Gather(); err != nil || len(sites) != len(region.Sites) {
				t.Errorf("%d sites come with the past, %v", len(sites), err)
			}
			if err := Put(ctx, tx, region); err != nil {
				return err
			}
			inherited, err = tx.Inherit(ctx, p)
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return inherited
}

// goesOn changes a store that has got a past: numbers and change sets are further ones, versions go on.
func goesOn(t *testing.T, s store.Store, past []store.Change) {
	t.Helper()
	ctx := t.Context()
	region, revision := load(t, s)
	x := region.Sites[len(region.Sites)-1]
	var got symbiosis.Site
	update(t, s, func(tx store.Tx) (err error) {
		got, err = tx.PutSite(ctx, x)
		return err
	})
	if got.Version != x.Version+1 {
		t.Errorf("version %d follows on %d", got.Version, x.Version)
	}
	newest := history(t, s, store.HistoryQuery{Limit: 2})
	if newest[0].ID != string(x.ID) || newest[1].Number != past[0].Number {
		t.Errorf("the newest changes are %+v", newest)
	}
	for _, c := range past {
		if c.Set >= newest[0].Set || c.Number >= newest[0].Number {
			t.Fatalf("change %d of set %d comes before %d of set %d", newest[0].Number, newest[0].Set, c.Number, c.Set)
		}
	}
	news, err := s.Since(ctx, revision, 100)
	if err != nil || news.Gap != "" || len(news.Changed.Sites) != 1 {
		t.Errorf("news since the past was taken over: %+v, %v", news, err)
	}
}
