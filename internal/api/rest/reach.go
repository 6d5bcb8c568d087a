package rest

import (
	"context"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

type reachInput struct{ Body ReachRequest }

// ReachRequest asks at many points at once, as for a map, how many flows are within reach by
// resource and distance alone.
type ReachRequest struct {
	Direction    symbiosis.Direction `json:"direction" doc:"Of the flow that is tried"`
	Resource     string              `json:"resource" doc:"Of the flow that is tried; surpluses of it or below it serve a need, a surplus serves needs of it or above"`
	MaxDistanceM float64             `json:"max_distance_m,omitempty" minimum:"0" doc:"Of a surplus: how far it may go, m as the crow flies. A need goes as far as the surpluses' own limits do"`
	Points       [][2]float64        `json:"points" minItems:"1" maxItems:"10000" doc:"Longitude and latitude of each, WGS 84"`
}

// ReachResponse holds a count for each point, in their order.
type ReachResponse struct {
	Counts []int `json:"counts" doc:"Flows within reach. Temperature, law, quality, time and money are not asked: whatif asks those"`
}

func (s *Service) reach(ctx context.Context, in *reachInput) (*jsonOutput[ReachResponse], error) {
	spots := make([]match.Spot, len(in.Body.Points))
	for i, at := range in.Body.Points {
		spots[i] = match.Spot{
			Direction: in.Body.Direction, Resource: symbiosis.ResourceCode(in.Body.Resource), At: orb.Point(at), Within: unit.Length(in.Body.MaxDistanceM),
		}
	}
	counts, err := s.planner.Snapshot().CountReachable(ctx, spots)
	if err != nil {
		return nil, err
	}
	return &jsonOutput[ReachResponse]{ReachResponse{counts}}, nil
}
