package match

import (
	"context"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Farthest returns the crow distance beyond which none of the surpluses has a match in a run
// of opts: the margin that a part of the region needs around it. It is 0 when they have none at
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
	for _, id := range surpluses {
		slot, ok := e.flows.get(id)
		if !ok {
			continue
		}
		s := e.records.at(slot)
		f.aim([]asker{askerOf(s)})
		for i := range f.aims[:f.live] {
			radius := f.aims[i].radius
			switch {
			case p.ownLimit:
				radius = s.Limit
			case p.distance && s.HasLimit:
				radius = min(radius, s.Limit/unit.Length(e.reckoner.Detour(s.Resource.Transport)))
			}
			farthest = max(farthest, radius)
		}
	}
	// A hair more, as in radius.
	return farthest * (1 + 1e-9), nil
}
