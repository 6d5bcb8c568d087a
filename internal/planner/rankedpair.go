package planner

import (
	"context"
	"fmt"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/opportunity"
	"github.com/samloka/samloka/internal/symbiosis"
)

// rankedFirm is the site of a firm whose pair is explained; it is no site of the region.
const rankedFirm symbiosis.SiteID = "samloka:ranked"

// RankedPair asks for the reckoning of one pair of a ranking.
type RankedPair struct {
	Ranking // Firm or Profile, Capacity and Assumptions count
	Area    symbiosis.AreaID
	Flow    int              // of the profile, by its place
	Partner symbiosis.FlowID // of the region; "": the best one there
	// ChangeSurplus and ChangeNeed change the flows for this question only; nil: as they are.
	ChangeSurplus, ChangeNeed func(*symbiosis.Flow)
}

// rankedFlow is a flow of a firm on a piece of land, with what its partners are found with.
type rankedFlow struct {
	profile symbiosis.Profile
	flow    symbiosis.Flow
	engine  *match.Engine
	ground  *opportunity.Ground
	lot     int
}

// rankedFlow finds what a question about one flow of a ranking names.
func (s *Snapshot) rankedFlow(ctx context.Context, q RankedPair) (r rankedFlow, err error) {
	var capacity float64
	if r.profile, capacity, err = s.firmOf(q.Ranking); err != nil {
		return r, err
	}
	area, err := s.PlacedArea(q.Area)
	if err != nil {
		return r, err
	}
	flows := r.profile.FlowsOf(rankedFirm, capacity)
	if q.Flow < 0 || q.Flow >= len(flows) {
		return r, cantBeAnswered(symbiosis.Problem{
			Field: "flow", Code: "out_of_range", Value: fmt.Sprint(q.Flow), Text: fmt.Sprintf("must lie within 0 and %d", len(flows)-1), Hint: "the place of the flow in the profile, as in finds",
		})
	}
	r.flow = flows[q.Flow]
	if r.engine, err = s.assuming(q.Assumptions); err != nil {
		return r, err
	}
	r.ground, err = s.firmGround(ctx)
	r.lot = s.areas.seek(string(area.ID)) // the ground has the areas in their order
	return r, err
}

// RankedPartner is a flow of the region that a firm's flow finds on a piece of land.
type RankedPartner struct {
	opportunity.Find
	With Partner
}

// RankedPartners lists all partners of a firm's flow on a piece of land, the best first: as many as a
// ranking counts. q's Partner doesn't count. Errors: as those of ExplainRanked.
func (s *Snapshot) RankedPartners(ctx context.Context, q RankedPair) ([]RankedPartner, error) {
	r, err := s.rankedFlow(ctx, q)
	if err != nil {
		return nil, err
	}
	reached, err := r.ground.Reached(ctx, finder{r.engine}, r.lot, r.flow)
	if err != nil {
		return nil, err
	}
	list := make([]RankedPartner, len(reached))
	for i, f := range reached {
		list[i].Find = f
		list[i].With.Flow, list[i].With.Site = s.end(laidOver{}, f.Partner)
	}
	return list, nil
}

// ExplainRanked returns the whole reckoning of a firm's flow on a piece of land with a flow of the
// region, from the point of the fit land that a ranking measures from. An unknown firm, area or partner
// is NotFound, and so is the best partner where there is none; a flow that the profile doesn't have
// is Invalid.
func (s *Snapshot) ExplainRanked(ctx context.Context, q RankedPair) (Explanation, error) {
	r, err := s.rankedFlow(ctx, q)
	if err != nil {
		return Explanation{}, err
	}
	if q.Partner == "" {
		reached, err := r.ground.Reached(ctx, finder{r.engine}, r.lot, r.flow)
		if err != nil {
			return Explanation{}, err
		}
		if len(reached) == 0 {
			return Explanation{}, symbiosis.Errorf(symbiosis.NotFound, "the firm's flow of %s has no partner within reach of %s: name the partner to see what stands in the way", r.flow.Resource, q.Area)
		}
		q.Partner = reached[0].Partner
	}
	other, site := s.end(laidOver{}, q.Partner)
	if other.ID == "" {
		return Explanation{}, notFound("flow", string(q.Partner))
	}
	sc := firmAt(r.profile, r.flow, r.ground, r.lot, site)
	x := Explain{SurplusID: other.ID, NeedID: r.flow.ID, Assumptions: q.Assumptions, Point: &sc, ChangeSurplus: q.ChangeSurplus, ChangeNeed: q.ChangeNeed}
	if r.flow.Direction == symbiosis.Surplus {
		x.SurplusID, x.NeedID = r.flow.ID, other.ID
	}
	return s.Explain(x)
}

// firmAt is one flow of a firm on the land nearest to a site.
func firmAt(p symbiosis.Profile, own symbiosis.Flow, ground *opportunity.Ground, lot int, near symbiosis.Site) symbiosis.Scenario {
	firm := symbiosis.Site{ID: own.SiteID, Name: p.Names.SV, NACE: p.NACE, Location: ground.From(lot, near.Location)}
	firm.Normalise()
	return symbiosis.Scenario{Sites: []symbiosis.Site{firm}, Flows: []symbiosis.Flow{own}}
}

// matchesOn lists the pairs of one flow of a firm on a lot as matches, the best first.
func matchesOn(ctx context.Context, e *match.Engine, ground *opportunity.Ground, lot int, own symbiosis.Flow) ([]symbiosis.Match, error) {
	reached, err := ground.Reached(ctx, finder{e}, lot, own)
	if err != nil {
		return nil, err
	}
	matches := make([]symbiosis.Match, len(reached))
	for i, r := range reached {
		m := symbiosis.Match{
			SurplusID: r.Partner, NeedID: own.ID, Distance: r.Crow, Route: r.Route, Budget: r.Budget, Delivered: r.Delivered, Class: r.Class,
			NeedsAssessment: r.NeedsAssessment, NetBenefit: r.NetBenefit,
		}
		if own.Direction == symbiosis.Surplus {
			m.SurplusID, m.NeedID = own.ID, r.Partner
		}
		matches[i] = m
	}
	return matches, nil
}
