package planner

import (
	"context"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Allocate shares the region's flows among the pairs of the options, with how sure the sums
// are. overrides are values of assumptions that stand for this call only. Errors: Invalid for
// an unknown gate, key or value, or gates that make no budget; the context's.
func (s *Snapshot) Allocate(ctx context.Context, overrides map[string]float64, opts match.Options) (symbiosis.Allocation, error) {
	e, err := s.assuming(overrides)
	if err != nil {
		return symbiosis.Allocation{}, err
	}
	plan, err := e.AllocateAll(ctx, opts)
	if err != nil {
		return symbiosis.Allocation{}, err
	}
	plan.Spreads, err = e.SureTogether(ctx, plan.Pairs)
	return plan, err
}

// listSamples tell how sure a pair of a list is to about four per cent, a hundred pairs in some
// tens of milliseconds.
const listSamples = 128

// Sure fills how sure each of some pairs is. An assumption is the same for all of them in each
// draw, so that they can be compared.
func (s *Snapshot) Sure(ctx context.Context, pairs []Pair) error {
	matches := make([]symbiosis.Match, len(pairs))
	for i := range pairs {
		matches[i] = pairs[i].Match
	}
	e, err := s.engine.get()
	if err != nil {
		return err
	}
	sure, err := e.Sure(ctx, matches, listSamples)
	if err != nil {
		return err
	}
	for i := range pairs {
		pairs[i].Sure = sure[i]
	}
	return nil
}
