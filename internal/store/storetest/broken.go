package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Broken holds what s says once another program has spoilt one row of a table, which was the record id and has the id
// now. before and from are the region and its revision as they were. All other records are there; Load and the news tell of
// the row, and a stream, which may be a copy, is refused. It returns the one problem.
func Broken(t reporter, s store.Store, before *symbiosis.Region, from store.Revision, table, id, now string) symbiosis.Problem {
	t.Helper()
	region, _ := load(t, s)
	if len(region.Broken) != 1 || region.Broken[0].Table != table || region.Broken[0].ID != now || len(region.Broken[0].Problems) != 1 {
		t.Fatalf("the broken rows are %+v; want one, of %s, %q, with one problem", region.Broken, table, now)
	}
	want := *Applied(before, store.News{Gone: map[string][]string{table: {id}}})
	want.Broken = region.Broken
	switch table {
	case "assumptions":
		want.Assumptions = region.Assumptions
		if len(region.Assumptions) != len(before.Assumptions)-1 {
			t.Errorf("%d values of assumptions, %d before", len(region.Assumptions), len(before.Assumptions))
		}
	case "region_info":
		want.Info = region.Info
	}
	if diff := cmp.Diff(Dump(&want), Dump(region)); diff != "" {
		t.Errorf("more than the row is left out (-want +got):\n%s", diff)
	}
	if news := since(t, s, from, allNews); news.Gap == "" {
		if diff := cmp.Diff(Dump(region), Dump(Applied(before, news))); diff != "" {
			t.Errorf("the news lead elsewhere (-load +news):\n%s", diff)
		}
	}
	for what, err := range map[string]error{
		"a stream":              s.Stream(context.Background(), func(r symbiosis.RegionPieces) error { return r.Gather(new(symbiosis.Region)) }),
		"one that has the past": s.Whole(context.Background(), func(r symbiosis.RegionPieces, _ store.Past) error { return r.Gather(new(symbiosis.Region)) }),
	} {
		e, _ := errors.AsType[*symbiosis.Error](err)
		if e == nil || e.Kind != symbiosis.Invalid || !slices.Equal(e.Problems, region.Broken[0].Problems) || !strings.Contains(err.Error(), s.Location()) {
			t.Errorf("%s ends with %v", what, err)
		}
	}
	return region.Broken[0].Problems[0]
}
