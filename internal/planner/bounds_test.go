package planner_test

import (
	"strings"
	"testing"

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
	found, err := s.MatchesOfSite(t.Context(), "site000", 3, true)
	must(t, err)
	if len(found.Pairs) != 3 || found.Total <= 3 {
		t.Errorf("of one site %d of %d pairs", len(found.Pairs), found.Total)
	}
}
