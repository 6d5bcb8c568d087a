package match_test

import (
	"testing"

	"github.com/samloka/samloka/internal/match"
)

// What the ranges of near misses cost.
func BenchmarkNearMissesWithRanges(b *testing.B) {
	e := nearby(b)
	for b.Loop() {
		if _, _, err := e.OfFlow(b.Context(), "s", match.Options{Samples: 64}); err != nil {
			b.Fatal(err)
		}
	}
}
