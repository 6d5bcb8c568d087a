package planner

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
)

// MostSpots bounds one question of who is within reach; each spot takes microseconds.
const MostSpots = 10_000

// Reach asks at many places how many of the region's flows a flow there would reach, as a map asks.
type Reach struct {
	At []orb.Point
	// Flow is tried at each place by every gate of the matching. Nil: Spot, by resource and the
	// surpluses' own limits alone, many times faster.
	Flow *symbiosis.Flow
	Spot match.Spot // its place and viewer are not read
	// Viewer is the most closed visibility of flows that count; "" counts everything.
	Viewer symbiosis.Visibility
}

// Reached is the number of flows at each place.
type Reached struct {
	Counts []int
	// Closed is the most closed visibility of what was counted: nobody who may not see that should
	// be shown the counts.
	Closed symbiosis.Visibility
}

// CountReachable counts, at each place, the region's flows within reach. Invalid when there are too
// many places or one can't be asked; it is named.
func (s *Snapshot) CountReachable(ctx context.Context, r Reach) (Reached, error) {
	if len(r.At) > MostSpots {
		return Reached{}, unanswerable(symbiosis.Problem{
			Field: "points", Code: "too_many", Value: fmt.Sprint(len(r.At)), Text: fmt.Sprintf("are more than the %d that one question can hold", MostSpots), Hint: "ask in several questions",
		})
	}
	e, err := s.engine.get()
	if err != nil {
		return Reached{}, err
	}
	count := r.bySpot(e)
	if r.Flow != nil {
		if count, err = s.byFlow(e, &r); err != nil {
			return Reached{}, err
		}
	}
	out := Reached{Counts: make([]int, len(r.At)), Closed: symbiosis.Public}
	for i, at := range r.At {
		if i%256 == 0 && ctx.Err() != nil {
			return Reached{}, ctx.Err()
		}
		n, closed, err := count(ctx, at)
		switch {
		case ctx.Err() != nil:
			return Reached{}, ctx.Err()
		case err != nil:
			return Reached{}, unanswerable(symbiosis.Problem{Place: fmt.Sprintf("points[%d]", i), Code: "out_of_range", Text: err.Error()})
		}
		out.Counts[i] = n
		out.Closed = out.Closed.Narrower(closed)
	}
	return out, nil
}

type countAt func(context.Context, orb.Point) (n int, closed symbiosis.Visibility, err error)

func (r *Reach) bySpot(e *match.Engine) countAt {
	var room []match.Number
	return func(_ context.Context, at orb.Point) (int, symbiosis.Visibility, error) {
		spot := r.Spot
		spot.At, spot.Viewer = at, r.Viewer
		var err error
		room, err = e.Reachable(room[:0], spot)
		return len(room), e.MostClosed(room), err
	}
}

// byFlow lays the flow over the region at each place, public itself: what is counted are the others.
func (s *Snapshot) byFlow(e *match.Engine, r *Reach) (countAt, error) {
	flow, site := *r.Flow, symbiosis.Site{ID: cmp.Or(r.Flow.SiteID, "reach")}
	site.Name = string(site.ID)
	flow.ID, flow.SiteID, flow.Visibility = cmp.Or(flow.ID, symbiosis.FlowID(site.ID)), site.ID, symbiosis.Public
	flow.PermittedCodes = slices.Clone(flow.PermittedCodes) // Normalise writes into it
	flow.Normalise()
	site.Normalise()
	if faults := placed("flow", flow.ValidateIn(s.catalogue)); faults != nil {
		return nil, unanswerable(faults...)
	}
	opts := match.Options{Limit: -1, MostNear: -1, Viewer: r.Viewer}
	return func(ctx context.Context, at orb.Point) (int, symbiosis.Visibility, error) {
		site.Location = at
		found, err := e.WhatIfSummed(ctx, symbiosis.Scenario{Sites: []symbiosis.Site{site}, Flows: []symbiosis.Flow{flow}}, opts)
		return found.Total, found.Closed, err
	}, nil
}

func unanswerable(faults ...symbiosis.Problem) error {
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the question can't be answered", Problems: faults}
}
