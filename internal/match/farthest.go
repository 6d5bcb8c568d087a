package match

import (
	"context"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Farthest returns a crow distance beyond which none of the surpluses has a match in a run
// of opts, that to the farthest candidate: the margin that a part of the region needs around it. It is 0 when they have none at
// all; an id that isn't a surplus of the region has none. It returns the context's error when that ends
// first.
func (e *Engine) Farthest(ctx context.Context, opts Options, surpluses []symbiosis.FlowID) (unit.Length, error) {
	p, err := newPlan(opts)
	if err != nil {
		return 0, err
	}
	l, err := e.layoutOf(ctx, &p)
	if err != nil {
		return 0, err
	}
	f := e.newFinder(&p, l)
	farthest := unit.Length(0)
	var needs []int32
	for i, id := range surpluses {
		if i%checkEach == 0 && ctx.Err() != nil {
			return 0, ctx.Err()
		}
		slot, ok := e.flows.get(id)
		if !ok || !e.records.at(slot).surplus {
			continue
		}
		s, row := e.records.at(slot), l.askerAt(slot)
		f.aim(row)
		needs = f.appendNeeds(needs[:0], row, 0)
		for _, need := range needs {
			farthest = max(farthest, geo.Between(&s.at, &e.records.at(need).at))
		}
	}
	return farthest, nil
}
