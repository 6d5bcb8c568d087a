package planner_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// More pairs than memory should hold, as of a great many flows on one spot, are told as such;
// one site's matches are there all the same.
func TestTooManyPairsAreTold(t *testing.T) {
	defer planner.SetMostPairs(20)()
	s := many(t, 24).Snapshot()
	_, err := s.Summary(t.Context())
	kindOf(t, err, symbiosis.Invalid)
	if !strings.Contains(err.Error(), "more than 20 pairs") || !strings.Contains(err.Error(), "one site") {
		t.Errorf("it says %v", err)
	}
	_, err = s.Matches(t.Context(), planner.MatchFilter{}, planner.Page{Limit: 5})
	kindOf(t, err, symbiosis.Invalid)
	found, err := s.MatchesOfSite(t.Context(), "site000", 3, true, false)
	must(t, err)
	if len(found.Pairs) != 3 || found.Total <= 3 {
		t.Errorf("of one site %d of %d pairs", len(found.Pairs), found.Total)
	}
}

// Of a site with a thousand surpluses a bounded part comes back, the best, and how many there are.
func TestASiteWithAThousandSurplusesIsBounded(t *testing.T) {
	r := many(t, 24)
	var b exchangeformat.Batch
	for i := range 1000 {
		f := aHeat(fmt.Sprintf("more%04d", i), "site000", symbiosis.Surplus)
		b.Flows = append(b.Flows, exchangeformat.Placed[symbiosis.Flow]{Record: f})
	}
	_, err := r.Import(t.Context(), planner.ImportOptions{}, b)
	must(t, err)
	found, err := r.Snapshot().MatchesOfSite(t.Context(), "site000", 0, true, false)
	must(t, err)
	if len(found.Pairs) != planner.MostOfSite || found.Total < 5*planner.MostOfSite {
		t.Errorf("%d of %d pairs", len(found.Pairs), found.Total)
	}
	for i := 1; i < len(found.Pairs); i++ {
		if symbiosis.ByBenefit(&found.Pairs[i-1].Match, &found.Pairs[i].Match) >= 0 {
			t.Fatalf("pair %d isn't in its order", i)
		}
	}
}
