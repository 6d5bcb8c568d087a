package match

import (
	"context"
	"maps"
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
)

// State is what an engine holds of each flow, kept to tell later what has changed since. It shares its
// memory with the engine.
type State struct{ records pages }

// State returns the engine's.
func (e *Engine) State() State { return State{e.records} }

// ChangedSince lists, by id, the flows whose pairs may be others than in an earlier state: those that
// have come, changed or gone, whose site has, or of which exchanges in operation take something else.
// A pair depends on its two flows and the assumptions alone, so that all others are as they were. An
// engine that With didn't make of that state's, step by step, has changed in every flow.
//
// It takes a step for each thousand flows, and one for each flow near one that has changed.
func (e *Engine) ChangedSince(s State) []symbiosis.FlowID {
	var changed []symbiosis.FlowID
	pageOf := func(p *pages, i int) []*record {
		if i < len(p.list) {
			return p.list[i]
		}
		return make([]*record, pageSize)
	}
	for i := range max(len(s.records.list), len(e.records.list)) {
		before, now := pageOf(&s.records, i), pageOf(&e.records, i)
		if &before[0] == &now[0] {
			continue
		}
		for at, r := range now {
			if r == before[at] {
				continue
			}
			for _, end := range []*record{before[at], r} {
				if end != nil {
					changed = append(changed, end.Flow.ID)
				}
			}
		}
	}
	slices.Sort(changed)
	return slices.Compact(changed)
}

// AllOf calls yield for every match of All that has one of some flows at an end, once and in no order,
// until yield returns false. Flows that take no part have none. It returns the context's error when that
// ends first.
func (e *Engine) AllOf(ctx context.Context, flows []symbiosis.FlowID, opts Options, yield func(symbiosis.Match) bool) error {
	opts.Limit, opts.MostNear = 0, -1
	among := make(map[int32]bool, len(flows))
	for _, id := range flows {
		if slot, ok := e.flows.get(id); ok {
			among[slot] = true
		}
	}
	c, err := e.newCollector(opts)
	if err != nil {
		return err
	}
	defer c.release()
	for _, slot := range slices.Sorted(maps.Keys(among)) {
		r := e.records.at(slot)
		c.forget()
		if err := c.pairUp(ctx, r, nil); err != nil {
			return err
		}
		if !r.surplus { // a pair of two of the flows comes from its surplus
			c.order = slices.DeleteFunc(c.order, func(o ranked) bool { return among[c.held[o.at].s.slot] })
		}
		var a Answer
		c.matches(&a, c.p.parts)
		for _, m := range a.Matches {
			if !yield(m) {
				return nil
			}
		}
	}
	return nil
}
