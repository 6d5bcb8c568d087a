package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// manyAreRemembered puts records by the thousand, which stores may write down together: each must
// stand in the history as if it had come alone.
func manyAreRemembered(t *testing.T, s store.Store) {
	ctx := context.Background()
	site := func(i int) symbiosis.Site {
		return symbiosis.Site{
			ID: symbiosis.SiteID(fmt.Sprintf("plats-%d", i)), Name: fmt.Sprint("Plats ", i), Location: orb.Point{15 + float64(i)/1e4, 63},
			Accuracy: symbiosis.Exact, Visibility: symbiosis.Public,
		}
	}
	put := func(tx store.Tx, from, to int) error {
		for i := from; i < to; i++ {
			if _, err := tx.PutSite(ctx, site(i)); err != nil {
				return err
			}
		}
		return nil
	}
	update(t, s, func(tx store.Tx) error { return put(tx, 0, 1) })
	// Many new ones, some of which are changed and deleted at once.
	const first, second, third = 6500, 7000, 9500
	update(t, s, func(tx store.Tx) error {
		if err := put(tx, 1, first); err != nil {
			return err
		}
		if err := tx.DeleteSite(ctx, site(200).ID); err != nil {
			return err
		}
		changed := site(100)
		changed.Note = "ändrad"
		if _, err := tx.PutSite(ctx, changed); err != nil {
			return err
		}
		return put(tx, first, second)
	})
	// One that was there comes back among many.
	update(t, s, func(tx store.Tx) error { return tx.DeleteSite(ctx, site(300).ID) })
	update(t, s, func(tx store.Tx) error {
		if err := put(tx, 300, 301); err != nil {
			return err
		}
		return put(tx, second, third)
	})

	all := history(t, s, store.HistoryQuery{Limit: 100_000})
	if want := third + 1 + 1 + 1 + 1; len(all) != want {
		t.Fatalf("%d changes, want %d", len(all), want)
	}
	sets := map[int64]int{}
	for i, c := range all {
		sets[c.Set]++
		if i > 0 && c.Number >= all[i-1].Number {
			t.Fatalf("change %d comes after %d", c.Number, all[i-1].Number)
		}
		if c.Table != "sites" || c.Actor != "local" || c.Program == "" || c.At.IsZero() {
			t.Fatalf("told as %+v", c)
		}
	}
	if len(sets) != 4 {
		t.Errorf("four transactions are told as %d", len(sets))
	}
	told := func(i int) (told []string) {
		for _, c := range history(t, s, store.HistoryQuery{Table: "sites", ID: string(site(i).ID)}) {
			told = append(told, fmt.Sprintf("%s %d before=%v after=%v latest=%v", c.Operation, c.Version, c.Before != nil, c.After != nil, c.Latest))
		}
		return told
	}
	alone := []string{"insert 1 before=false after=true latest=true"}
	for i, want := range map[int][]string{
		0: alone, 1: alone, 999: alone, 5000: alone, first: alone, third - 1: alone,
		100: {"update 2 before=true after=true latest=true", "insert 1 before=false after=true latest=false"},
		200: {"delete 1 before=true after=false latest=true", "insert 1 before=false after=true latest=false"},
		300: {"insert 1 before=false after=true latest=true", "delete 1 before=true after=false latest=false", "insert 1 before=false after=true latest=false"},
	} {
		if got := told(i); !slices.Equal(got, want) {
			t.Errorf("of %s is told %q, want %q", site(i).ID, got, want)
		}
	}
	for i := 0; i < len(all); i += 997 {
		if diff := cmp.Diff(all[i:i+1], history(t, s, store.HistoryQuery{Number: all[i].Number})); diff != "" {
			t.Errorf("by its number (-among all +alone):\n%s", diff)
		}
	}
	var paged []store.Change
	for q := (store.HistoryQuery{Limit: 1111}); ; q.Older = paged[len(paged)-1].Number {
		page := history(t, s, q)
		if paged = append(paged, page...); len(page) < q.Limit {
			break
		}
	}
	if diff := cmp.Diff(all, paged); diff != "" {
		t.Errorf("page by page (-at once +paged):\n%s", diff)
	}
	of := slices.DeleteFunc(slices.Clone(all), func(c store.Change) bool { return c.Set != all[0].Set })
	if diff := cmp.Diff(of, history(t, s, store.HistoryQuery{Set: all[0].Set, Limit: 100_000})); diff != "" {
		t.Errorf("one transaction (-among all +alone):\n%s", diff)
	}
}
