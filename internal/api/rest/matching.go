package rest

import (
	"context"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

func (s *Service) listMatches(ctx context.Context, in *matchesInput) (*listOutput, error) {
	bounds, err := parseBBox(in.BBox)
	if err != nil {
		return nil, err
	}
	filter := planner.MatchFilter{
		Bounds: bounds, Resource: symbiosis.ResourceCode(in.Resource), Kind: symbiosis.Kind(in.Kind),
		Municipality: in.Municipality, Site: symbiosis.SiteID(in.Site), Direction: symbiosis.Direction(in.Direction),
	}
	if in.MinNetBenefit.is {
		least := unit.Money(in.MinNetBenefit.Value)
		if !unit.Finite(least) {
			return nil, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the least benefit is no amount", Problems: []symbiosis.Problem{{
				Field: "min_net_benefit_sek_per_year", Code: "not_a_number", Text: "is not a number", Hint: "kronor a year",
			}}}
		}
		filter.MinBenefit = &least
	}
	bound := [...]any{in.BBox, in.Resource, in.Kind, in.Municipality, in.Site, in.Direction, in.MinNetBenefit}
	page, err := in.pageOf("matches", bound)
	if err != nil {
		return nil, err
	}
	snapshot := s.planner.Snapshot()
	if err := filter.Check(snapshot); err != nil {
		return nil, err
	}
	found, err := snapshot.Matches(ctx, filter, page)
	if err != nil {
		return nil, err
	}
	if in.Sure {
		if err := snapshot.Sure(ctx, found.Items); err != nil {
			return nil, err
		}
	}
	view := s.view(snapshot, in.Language)
	return answer(in.Listing, snapshot, "matches", bound, found, view.match, view.matchFeature)
}
