package postgis

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/store/storetest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// TestManyPuts puts more new and known records at once than go as single statements, some of them
// twice, and reads, lists and deletes among them.
func TestManyPuts(t *testing.T) {
	s, _ := opened(t)
	ctx := context.Background()
	flow := storetest.Sample().Flows[1]
	want := map[symbiosis.FlowID]symbiosis.Flow{}
	put := func(tx store.Tx, i int, note string) {
		t.Helper()
		flow.ID, flow.Note, flow.SiteID = symbiosis.FlowID(fmt.Sprintf("f%04d", i)), note, symbiosis.SiteID(fmt.Sprint("s", i%7))
		flow.Quantity.Amount = float64(i) + 1.0/3
		got, err := tx.PutFlow(ctx, flow)
		if err != nil {
			t.Fatal(err)
		}
		expected := flow
		expected.Version = want[flow.ID].Version + 1
		if diff := cmp.Diff(expected, got); diff != "" {
			t.Fatalf("PutFlow returned (-want +got):\n%s", diff)
		}
		want[flow.ID] = got
	}
	check := func(tx store.Tx, i int) {
		t.Helper()
		id := symbiosis.FlowID(fmt.Sprintf("f%04d", i))
		got, err := tx.Flow(ctx, id)
		expected, exists := want[id]
		if exists != (err == nil) || exists && !cmp.Equal(expected, got) {
			t.Fatalf("Flow %s, which exists: %v, returned %+v and %v", id, exists, got, err)
		}
	}
	remove := func(tx store.Tx, i int) {
		t.Helper()
		id := symbiosis.FlowID(fmt.Sprintf("f%04d", i))
		if err := tx.DeleteFlow(ctx, id); err != nil {
			t.Fatal(err)
		}
		delete(want, id)
	}
	holds := func() {
		t.Helper()
		region, _ := load(t, s)
		if len(region.Flows) != len(want) {
			t.Fatalf("%d flows, want %d", len(region.Flows), len(want))
		}
		for _, f := range region.Flows {
			if diff := cmp.Diff(want[f.ID], f); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
		}
	}
	update(t, s, func(tx store.Tx) error {
		for i := range 300 {
			put(tx, i, "first")
		}
		return nil
	})
	holds()
	update(t, s, func(tx store.Tx) error {
		for i := 100; i < 700; i++ { // known and new
			put(tx, i, "second")
			if i%3 == 0 {
				put(tx, i/3*2, "third")
			}
		}
		check(tx, 650)
		remove(tx, 5)
		check(tx, 5)
		put(tx, 5, "again")
		check(tx, 5)
		for i := range 200 {
			put(tx, i, "fourth")
			check(tx, i+600)
		}
		remove(tx, 699)
		at, err := tx.FlowsOfSite(ctx, "s3")
		n := 0
		for _, f := range want {
			if f.SiteID == "s3" {
				n++
			}
		}
		if err != nil || len(at) != n {
			t.Errorf("FlowsOfSite returned %d flows, want %d: %v", len(at), n, err)
		}
		for i := range 90 { // over the same temporary table again
			put(tx, i, "fifth")
		}
		return nil
	})
	holds()
}
