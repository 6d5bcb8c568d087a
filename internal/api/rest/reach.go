package rest

import (
	"context"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

type reachInput struct{ Body ReachRequest }

// ReachRequest asks at many points at once, as for a map, how many flows are within reach: by
// resource and distance alone, or, of a whole flow, by every gate.
type ReachRequest struct {
	Direction    symbiosis.Direction  `json:"direction,omitempty" doc:"Of the flow that is tried; needed without flow"`
	Resource     string               `json:"resource,omitempty" doc:"Of the flow that is tried, needed without flow; surpluses of it or below it serve a need, a surplus serves needs of it or above"`
	MaxDistanceM float64              `json:"max_distance_m,omitempty" minimum:"0" doc:"Of a surplus: how far it may go, m as the crow flies. A need goes as far as the surpluses' own limits do"`
	Flow         *FlowAttributes      `json:"flow,omitempty" doc:"A whole flow, instead of direction and resource: counted are the flows that it would match at the point by every gate, with its temperatures, waste code, permits and what it accepts, as in whatif"`
	Visibility   symbiosis.Visibility `json:"visibility,omitempty" doc:"The most closed flows that count; all when left out"`
	Points       [][2]float64         `json:"points" minItems:"1" maxItems:"10000" doc:"Longitude and latitude of each, WGS 84"`
}

// ReachResponse holds a count for each point, in their order.
type ReachResponse struct {
	Counts     []int                `json:"counts" doc:"Flows within reach. Without flow temperature, law, quality, time and money are not asked"`
	Visibility symbiosis.Visibility `json:"visibility" doc:"The most closed of the flows that were counted, with their sites: who may not see those should not be shown the counts"`
}

func (s *Service) reach(ctx context.Context, in *reachInput) (*jsonOutput[ReachResponse], error) {
	question := planner.Reach{
		At: make([]orb.Point, len(in.Body.Points)), Viewer: in.Body.Visibility,
		Spot: match.Spot{Direction: in.Body.Direction, Resource: symbiosis.ResourceCode(in.Body.Resource), Within: unit.Length(in.Body.MaxDistanceM)},
	}
	for i, at := range in.Body.Points {
		question.At[i] = at
	}
	if a := in.Body.Flow; a != nil {
		if in.Body.Direction != "" || in.Body.Resource != "" || in.Body.MaxDistanceM != 0 {
			return nil, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the question can't be answered", Problems: []symbiosis.Problem{{
				Field: "flow", Code: "contradiction", Text: "stands beside direction, resource or max_distance_m, which it gives itself", Hint: "leave those out, or the flow",
			}}}
		}
		f, err := a.toFlow("reach")
		if err != nil {
			return nil, err
		}
		question.Flow = &f
	}
	found, err := s.planner.Snapshot().CountReachable(ctx, question)
	if err != nil {
		return nil, err
	}
	return &jsonOutput[ReachResponse]{ReachResponse{found.Counts, found.Closed}}, nil
}
