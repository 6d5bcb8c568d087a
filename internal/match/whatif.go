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
	var a Answer
	if err := e.WhatIfInto(ctx, &a, sc, opts); err != nil {
		return nil, nil, err
	}
	return a.Matches, a.Near, nil
}

// WhatIfInto is WhatIf whose answer stands in a's room. An error leaves a as it was.
func (e *Engine) WhatIfInto(ctx context.Context, a *Answer, sc symbiosis.Scenario, opts Options) error {
	c, err := e.newCollector(opts)
	if err != nil {
		return err
	}
	if err := c.pairScenario(ctx, &sc); err != nil {
		return err
	}
	c.answer(a)
	return nil
}

// pairScenario pairs up all flows of a scenario, with each other too.
func (c *collector) pairScenario(ctx context.Context, sc *symbiosis.Scenario) error {
	e := c.e
	records, err := c.scenario.compile(e, sc)
	if err != nil {
		return err
	}
	hidden := c.hidden[:0] // by the scenario's flows of the same ids
	for _, r := range records {
		if slot, ok := e.flows.get(r.Flow.ID); ok {
			hidden = append(hidden, slot)
		}
	}
	c.hidden = hidden
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

// scenarioRoom is where a scenario's flows are compiled. It is used again.
type scenarioRoom struct {
	places  []place
	flows   []record
	records []*record
}

// compile compiles a scenario's flows, which the records keep by reference. They stand until the room is used again.
func (room *scenarioRoom) compile(e *Engine, sc *symbiosis.Scenario) ([]*record, error) {
	if err := sc.Validate(e.cat); err != nil {
		return nil, err
	}
	room.places = roomFor(room.places, len(sc.Sites))
	for i := range sc.Sites {
		if err := checkPlace(&sc.Sites[i]); err != nil {
			return nil, err
		}
		room.places[i].set(&sc.Sites[i])
	}
	find := placeByID(room.places)
	room.flows, room.records = roomFor(room.flows, len(sc.Flows)), roomFor(room.records, len(sc.Flows))
	for i := range sc.Flows {
		f, r := &sc.Flows[i], &room.flows[i]
		if !e.compile(r, f, find(f.SiteID)) {
			return nil, symbiosis.Errorf(symbiosis.Invalid, "flow %s of the scenario can't be calculated with", f.ID)
		}
		if r.slot = -1; !r.surplus {
			r.keys = r.groupKeys() // a surplus looks for its needs by its base
		}
		room.records[i] = r
	}
	e.layTakes(room.records...)
	return room.records, nil
}

// forget lets go what was compiled, as a region need not outlive its questions.
func (room *scenarioRoom) forget() {
	clear(room.places)
	clear(room.flows)
	clear(room.records)
}

// placeByID finds the place of a site: of a few by looking through them.
func placeByID(places []place) func(symbiosis.SiteID) *place {
	const few = 8
	if len(places) > few {
		byID := make(map[symbiosis.SiteID]*place, len(places))
		for i := range places {
			byID[places[i].site.ID] = &places[i]
		}
		return func(id symbiosis.SiteID) *place { return byID[id] }
	}
	return func(id symbiosis.SiteID) *place {
		for i := range places {
			if places[i].site.ID == id {
				return &places[i]
			}
		}
		return nil
	}
}
