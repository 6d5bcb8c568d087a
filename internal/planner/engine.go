package planner

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/transport"
)

// newEngine hands the transport models to the matching engine: engines don't know each other.
func newEngine(c *symbiosis.Catalogue, a symbiosis.Assumptions, sites []symbiosis.Site, flows []symbiosis.Flow, exchanges []symbiosis.Exchange) (*match.Engine, error) {
	model := func(a symbiosis.Assumptions) match.Reckoner { return transport.New(a) }
	e, err := match.New(c, model, a, sites, flows)
	if err != nil || len(exchanges) == 0 {
		return e, err
	}
	return e.With(match.Change{PutExchanges: exchanges})
}

// newEngine makes the engine of the whole region.
func (s *Snapshot) newEngine() (*match.Engine, error) {
	all := s.Records()
	return newEngine(s.catalogue, s.assumptions, all.Sites, all.Flows, all.Exchanges)
}

// changedEngine returns the engine after a change. A site that is new takes along the flows
// that another program may have left without theirs.
func (s *Snapshot) changedEngine(c change) (*match.Engine, error) {
	flows := slices.Clone(c.flows)
	put := map[symbiosis.FlowID]bool{}
	for _, f := range c.flows {
		put[f.ID] = true
	}
	for _, id := range c.goneFlows {
		put[id] = true
	}
	for _, site := range c.sites {
		if s.sites.get(string(site.ID)) != nil {
			continue
		}
		for row := range s.flowsOf(site.ID) {
			if !put[row.ID] {
				flows = append(flows, row.Flow)
			}
		}
	}
	e, err := s.engine.get()
	if err != nil {
		return nil, err
	}
	return e.With(match.Change{
		PutSites: c.sites, PutFlows: flows, DeleteSites: c.goneSites, DeleteFlows: c.goneFlows,
		PutExchanges: c.exchanges, DeleteExchanges: c.goneExchanges,
	})
}

// changesPairs says that the change bears on what the engine reckons with. An exchange does
// when it is, or was, in operation.
func (s *Snapshot) changesPairs(c change) bool {
	if len(c.sites)+len(c.flows)+len(c.goneSites)+len(c.goneFlows) > 0 {
		return true
	}
	was := func(id symbiosis.ExchangeID) bool {
		old := s.exchanges.get(string(id))
		return old != nil && old.State == symbiosis.Operation
	}
	return slices.ContainsFunc(c.goneExchanges, was) || slices.ContainsFunc(c.exchanges, func(e symbiosis.Exchange) bool {
		return e.State == symbiosis.Operation || was(e.ID)
	})
}

// layOut makes the engine's layout.
func (s *Snapshot) layOut(ctx context.Context) error {
	e, err := s.engine.get()
	if err != nil {
		return err
	}
	return e.LayOut(ctx, match.Options{})
}

// EachMatch calls yield for every match, in the order of the surpluses' and then the needs'
// ids, until it returns false. Matches stream: they are not held in memory. overrides are
// values of assumptions that stand for this call only. Errors: Invalid for an unknown gate,
// key or value; the context's.
func (s *Snapshot) EachMatch(ctx context.Context, overrides map[string]float64, opts match.Options, yield func(symbiosis.Match) bool) error {
	e, err := s.assuming(overrides)
	if err != nil {
		return err
	}
	return e.All(ctx, opts, yield)
}

// assuming returns the engine with other values of some assumptions. The last one made is
// kept: who moves a slider asks again.
func (s *Snapshot) assuming(overrides map[string]float64) (*match.Engine, error) {
	if len(overrides) == 0 {
		return s.engine.get()
	}
	a, err := s.assumptions.With(overrides)
	if err != nil {
		return nil, err
	}
	name := ""
	for _, key := range slices.Sorted(maps.Keys(overrides)) {
		name += fmt.Sprintf("%s=%g;", key, overrides[key])
	}
	s.other.mu.Lock()
	defer s.other.mu.Unlock()
	if s.other.engine != nil && s.other.name == name {
		return s.other.engine, nil
	}
	all := s.Records()
	e, err := newEngine(s.catalogue, a, all.Sites, all.Flows, all.Exchanges)
	if err != nil {
		return nil, err
	}
	s.other.name, s.other.engine = name, e
	return e, nil
}
