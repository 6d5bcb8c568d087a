package rest

import (
	"context"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// RankedFlow names a firm's flow on a piece of land.
type RankedFlow struct {
	Profile     string             `json:"profile,omitempty" doc:"Id of a profile at hand"`
	Prospect    *ProfileInput      `json:"prospect,omitempty" doc:"A profile that isn't on file, instead of profile"`
	Capacity    *float64           `json:"capacity,omitempty" doc:"In the profile's unit; its own when left out"`
	Area        string             `json:"area" doc:"Id of the land"`
	Flow        int                `json:"flow" minimum:"0" doc:"Of the profile, by its place: the one of finds"`
	Assumptions map[string]float64 `json:"assumptions,omitempty" doc:"Values that stand for this request only, by key"`
}

func (in *RankedFlow) asked() planner.RankedPair {
	return planner.RankedPair{
		Ranking: planner.Ranking{Firm: symbiosis.ProfileID(in.Profile), Profile: in.Prospect.asked(), Capacity: in.Capacity, Assumptions: in.Assumptions},
		Area:    symbiosis.AreaID(in.Area), Flow: in.Flow,
	}
}

// RankedPairRequest asks for the whole reckoning of one pair of a ranking; nothing is stored.
type RankedPairRequest struct {
	RankedFlow
	Partner string      `json:"partner,omitempty" doc:"Id of the region's flow, feasible or not; the best one on the land when left out"`
	Surplus *FlowChange `json:"surplus,omitempty" doc:"Changes the surplus for this request only"`
	Need    *FlowChange `json:"need,omitempty" doc:"Changes the need for this request only"`
}

type rankedPairInput struct {
	Language
	Body RankedPairRequest
}

func (s *Service) explainRanked(ctx context.Context, in *rankedPairInput) (*jsonOutput[Explanation], error) {
	snapshot := s.planner.Snapshot()
	ask := in.Body.asked()
	ask.Partner, ask.ChangeSurplus, ask.ChangeNeed = symbiosis.FlowID(in.Body.Partner), in.Body.Surplus.change(), in.Body.Need.change()
	x, err := snapshot.ExplainRanked(ctx, ask)
	if err != nil {
		return nil, err
	}
	out := s.view(snapshot, in.Language).explanation(x)
	out.Assumptions = onlyUsed(s.assumptions(x.Assumptions, in.lang()), x)
	return &jsonOutput[Explanation]{out}, nil
}
