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
// tens of milliseconds. Of a near miss, for each of whose samples is looked for what would do,
// nearSamples are enough for the ends of a range.
const (
	listSamples = 128
	nearSamples = 64
)

// Sure fills how sure each of some pairs is. An assumption is the same for all of them in each
// draw, so that they can be compared.
func (s *Snapshot) Sure(ctx context.Context, pairs []Pair) error {
	e, err := s.engine.get()
	if err != nil {
		return err
	}
	return (&Prospects{Pairs: pairs}).fillSure(ctx, e, symbiosis.Scenario{})
}

// fillSure is Sure for pairs of a scenario's flows too.
func (p *Prospects) fillSure(ctx context.Context, e *match.Engine, sc symbiosis.Scenario) error {
	matches := make([]symbiosis.Match, len(p.Pairs))
	for i := range p.Pairs {
		matches[i] = p.Pairs[i].Match
	}
	sure, err := e.SureIn(ctx, sc, matches, listSamples)
	if err != nil {
		return err
	}
	for i := range p.Pairs {
		p.Pairs[i].Sure = sure[i]
	}
	return nil
}
