package match

import (
	"context"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
)

// WhatIf returns the matches of a scenario's flows with the region's and with each other,
// best score first, and what just misses. Nothing is stored. A region's flow with the id of
// one of the scenario's is laid over: it takes no part. Errors: Invalid when the scenario is
// not valid, or the context's.
func (e *Engine) WhatIf(ctx context.Context, sc symbiosis.Scenario, opts Options) ([]symbiosis.Match, []symbiosis.NearMiss, error) {
	c, err := e.newCollector(opts)
	if err != nil {
		return nil, nil, err
	}
	if err := c.pairScenario(ctx, sc); err != nil {
		return nil, nil, err
	}
	matches, near := c.results()
	return matches, near, nil
}

// pairScenario pairs up all flows of a scenario, with each other too.
func (c *collector) pairScenario(ctx context.Context, sc symbiosis.Scenario) error {
	e := c.e
	records, err := e.scenario(sc)
	if err != nil {
		return err
	}
	var hidden []int32 // by the scenario's flows of the same ids
	for _, r := range records {
		if slot, ok := e.flows.get(r.Flow.ID); ok {
			hidden = append(hidden, slot)
		}
	}
	for _, r := range records {
		if err := c.pairUp(ctx, r, hidden); err != nil {
			return err
		}
	}
	for i, s := range records {
		if i%checkEach == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for _, n := range records {
			if s.surplus && !n.surplus && !s.sameSite(n) {
				c.pair(s, n, geo.Between(&s.at, &n.at))
			}
		}
	}
	return nil
}

// scenario compiles a scenario's flows.
func (e *Engine) scenario(sc symbiosis.Scenario) ([]*record, error) {
	if err := sc.Validate(e.cat); err != nil {
		return nil, err
	}
	places := map[symbiosis.SiteID]*place{}
	for _, s := range sc.Sites {
		p, err := newPlace(s)
		if err != nil {
			return nil, err
		}
		places[s.ID] = p
	}
	records := make([]*record, 0, len(sc.Flows))
	for i := range sc.Flows {
		f := sc.Flows[i]
		r, ok := e.newRecord(&f, places[f.SiteID])
		if !ok {
			return nil, symbiosis.Errorf(symbiosis.Invalid, "flow %s of the scenario can't be reckoned with", f.ID)
		}
		r.slot, r.keys = -1, r.groupKeys()
		records = append(records, r)
	}
	e.layTakes(records...)
	return records, nil
}
