package storetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/store"
)

// history returns the changes that a query chooses, the newest first.
func history(t reporter, s store.Store, q store.HistoryQuery) []store.Change {
	t.Helper()
	changes, err := s.History(context.Background(), q)
	if err != nil {
		t.Fatalf("History: %v", err)
	}
	if !slices.IsSortedFunc(changes, func(a, b store.Change) int { return int(b.Number - a.Number) }) {
		t.Fatalf("the history is not in order")
	}
	return changes
}

// remembers tells the story of two transactions, one of which is undone by a third.
func remembers(t *testing.T, s store.Store) {
	began := time.Now().Add(-time.Minute)
	if changes := history(t, s, store.HistoryQuery{}); len(changes) != 0 {
		t.Errorf("a new store remembers %d changes", len(changes))
	}
	before := prepared(t, s)
	first := before.Sites[0]
	second := first
	second.Name, second.Note = "Nytt namn", "flyttad"
	flow := before.Flows[0]
	_, err := s.Update(store.By(context.Background(), store.Author{Name: "Åsa Ö"}), func(tx store.Tx) error {
		var err error
		if second, err = tx.PutSite(context.Background(), second); err != nil {
			return err
		}
		return tx.DeleteFlow(context.Background(), flow.ID)
	})
	if err != nil {
		t.Fatal(err)
	}
	newest := history(t, s, store.HistoryQuery{Limit: 2})
	_, err = s.Update(store.By(context.Background(), store.Author{Name: "Kim", Undoes: newest[0].Number}), func(tx store.Tx) error {
		_, err := tx.PutFlow(context.Background(), flow)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}

	want := []store.Change{
		{Actor: "Åsa Ö", Table: "sites", ID: string(first.ID), Operation: store.Updated, Version: second.Version, Latest: true, Before: first, After: second},
		{Actor: "local", Table: "sites", ID: string(first.ID), Operation: store.Inserted, Version: 1, After: first},
	}
	notTold := cmpopts.IgnoreFields(store.Change{}, "Number", "Set", "At", "Program")
	got := history(t, s, store.HistoryQuery{Table: "sites", ID: string(first.ID)})
	if diff := cmp.Diff(want, got, notTold); diff != "" {
		t.Fatalf("the history of a site (-want +got):\n%s", diff)
	}
	for _, c := range got {
		if c.At.Before(began) || c.At.After(time.Now().Add(time.Minute)) || c.Program == "" {
			t.Errorf("it was at %s, by %q", c.At, c.Program)
		}
	}
	flow.Version = 1
	want = []store.Change{
		{Actor: "Kim", Table: "flows", ID: string(flow.ID), Operation: store.Inserted, Version: 1, Undoes: newest[0].Number, Latest: true, After: flow},
		{Actor: "Åsa Ö", Table: "flows", ID: string(flow.ID), Operation: store.Deleted, Version: 1, Before: flow},
		{Actor: "local", Table: "flows", ID: string(flow.ID), Operation: store.Inserted, Version: 1, After: flow},
	}
	if diff := cmp.Diff(want, history(t, s, store.HistoryQuery{Table: "flows", ID: string(flow.ID)}), notTold); diff != "" {
		t.Fatalf("the history of a flow (-want +got):\n%s", diff)
	}

	set := history(t, s, store.HistoryQuery{Set: newest[0].Set})
	if diff := cmp.Diff(newest, set, cmpopts.IgnoreFields(store.Change{}, "Latest")); diff != "" {
		t.Errorf("the change set (-newest +set):\n%s", diff)
	}
	all := history(t, s, store.HistoryQuery{Limit: 1000})
	if n := len(before.Sites) + len(before.Flows) + len(before.Areas) + len(before.Exchanges) + len(before.Constraints) + len(before.Facilities) +
		len(before.Profiles) + len(before.Comparisons) + len(before.Pitches) + len(before.Settings) + len(before.Assumptions) + 1 + 3; len(all) != n {
		t.Errorf("%d changes in all, want %d", len(all), n)
	}
	older := history(t, s, store.HistoryQuery{Older: all[2].Number, Limit: 3})
	if diff := cmp.Diff(all[3:6], older); diff != "" {
		t.Errorf("older ones (-want +got):\n%s", diff)
	}
	if one := history(t, s, store.HistoryQuery{Number: all[4].Number}); len(one) != 1 || one[0].Number != all[4].Number {
		t.Errorf("one by its number: %+v", one)
	}
	for _, q := range []store.HistoryQuery{{Table: "sites", ID: "nobody"}, {Number: 1 << 40}, {Table: "no_such", ID: "hall"}, {ID: "' OR 1=1 --"}} {
		if changes := history(t, s, q); len(changes) != 0 {
			t.Errorf("%+v finds %d changes", q, len(changes))
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.History(ctx, store.HistoryQuery{}); err != context.Canceled {
		t.Errorf("a cancelled reader gets %v", err)
	}
}

// historyIsWhole carries out random updates, some of which fail: the chain of each record's changes
// must lead from nothing to what is on file, link by link and to the last bit.
func historyIsWhole(t *testing.T, s store.Store) {
	rapid.Check(t, func(t *rapid.T) {
		clear(t, s)
		start := int64(0)
		if last := history(t, s, store.HistoryQuery{Limit: 1}); len(last) > 0 {
			start = last[0].Number
		}
		m := newModel()
		for range rapid.IntRange(1, 5).Draw(t, "updates") {
			next := m.clone()
			fails := rapid.IntRange(0, 4).Draw(t, "fails if 0") == 0
			_, err := s.Update(context.Background(), func(tx store.Tx) error {
				for range rapid.IntRange(0, 5).Draw(t, "steps") {
					step(t, tx, next)
				}
				if fails {
					return errWanted
				}
				return nil
			})
			if !fails && err != nil {
				t.Fatalf("Update: %v", err)
			}
			if !fails {
				m = next
			}
		}
		type record struct{ table, id string }
		now := map[record]any{}
		var changes []store.Change
		for older := int64(0); ; {
			page := history(t, s, store.HistoryQuery{Older: older, Limit: 50})
			changes = append(changes, page...)
			if len(page) < 50 || page[49].Number <= start {
				break
			}
			older = page[49].Number
		}
		slices.Reverse(changes)
		latest := map[record]bool{}
		for _, c := range changes {
			if c.Number <= start {
				continue
			}
			at := record{c.Table, c.ID}
			if c.Table == "region_info" { // clear leaves one
				now[at] = c.After
				continue
			}
			if diff := cmp.Diff(now[at], c.Before); diff != "" {
				t.Fatalf("change %d of %v follows on another state (-before it +before):\n%s", c.Number, at, diff)
			}
			if now[at] = c.After; c.After == nil {
				delete(now, at)
			}
			latest[at] = c.Latest
			if (c.Operation == store.Deleted) != (c.After == nil) || (c.Operation == store.Inserted) != (c.Before == nil) {
				t.Fatalf("change %d is a %s", c.Number, c.Operation)
			}
		}
		for at, is := range latest {
			if !is {
				t.Fatalf("no change of %v is its latest", at)
			}
		}
		want := map[record]any{}
		for id, x := range m.sites {
			want[record{"sites", string(id)}] = x
		}
		for id, x := range m.flows {
			want[record{"flows", string(id)}] = x
		}
		for id, x := range m.areas {
			want[record{"areas", string(id)}] = x
		}
		for id, x := range m.exchanges {
			want[record{"exchanges", string(id)}] = x
		}
		for id, x := range m.constraints {
			want[record{"constraints", string(id)}] = x
		}
		for id, x := range m.facilities {
			want[record{"facilities", string(id)}] = x
		}
		for id, x := range m.profiles {
			want[record{"profiles", string(id)}] = x
		}
		for id, x := range m.comparisons {
			want[record{"comparisons", string(id)}] = x
		}
		for id, x := range m.pitches {
			want[record{"pitches", string(id)}] = x
		}
		for id, x := range m.settings {
			want[record{"settings", string(id)}] = x
		}
		for key, x := range m.assumptions {
			want[record{"assumptions", key}] = x
		}
		if info, changed := now[record{"region_info", "region"}]; changed {
			if diff := cmp.Diff(m.info, info, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("the description of the region (-want +got):\n%s", diff)
			}
			delete(now, record{"region_info", "region"})
		}
		if diff := cmp.Diff(want, now); diff != "" {
			t.Fatalf("the history leads to another state (-want +got):\n%s", diff)
		}
	})
}
