package rest

import (
	"context"
	"net/url"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

func (s *Service) listSites(_ context.Context, in *sitesInput) (*listOutput, error) {
	bounds, err := parseBBox(in.BBox)
	if err != nil {
		return nil, err
	}
	bound := [...]string{in.BBox, in.Resource, in.Direction, in.Municipality, in.Sector}
	page, err := in.pageOf("sites", bound)
	if err != nil {
		return nil, err
	}
	snapshot := s.planner.Snapshot()
	found, err := snapshot.Sites(planner.SiteFilter{
		Bounds: bounds, Resource: symbiosis.ResourceCode(in.Resource), Direction: symbiosis.Direction(in.Direction),
		Municipality: in.Municipality, Sector: in.Sector,
	}, page)
	if err != nil {
		return nil, err
	}
	view := s.view(snapshot, in.Language)
	return answer(in.Listing, snapshot, "sites", bound, found, view.site, view.siteFeature)
}

func (s *Service) getSite(_ context.Context, in *ByID) (*recordOutput[Site], error) {
	snapshot := s.planner.Snapshot()
	site, err := snapshot.Site(symbiosis.SiteID(in.ID))
	if err != nil {
		return nil, err
	}
	return &recordOutput[Site]{ETag: etag(site.Version), Body: s.view(snapshot, in.Language).site(site)}, nil
}

func (s *Service) createSite(ctx context.Context, in *createSiteInput) (*recordOutput[Site], error) {
	site, err := s.planner.CreateSite(ctx, in.Body.toSite())
	if err != nil {
		return nil, err
	}
	return &recordOutput[Site]{
		ETag: etag(site.Version), Location: Prefix + "/sites/" + url.PathEscape(string(site.ID)), Body: s.now(in.Language).site(site),
	}, nil
}

func (s *Service) putSite(ctx context.Context, in *putSiteInput) (*recordOutput[Site], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	if err := sameID(in.ID, in.Body.ID); err != nil {
		return nil, err
	}
	in.Body.ID = in.ID
	site, err := s.planner.UpdateSite(ctx, in.Body.toSite(), version)
	if err != nil {
		return nil, err
	}
	return &recordOutput[Site]{ETag: etag(site.Version), Body: s.now(in.Language).site(site)}, nil
}

// sameID refuses a body whose id isn't the path's: ids don't change.
func sameID(path, body string) error {
	if body == "" || body == path {
		return nil
	}
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "an id can't be changed", Problems: []symbiosis.Problem{{
		Field: "id", Code: "not_the_same", Value: body, Text: "is not the id of the path", Hint: path,
	}}}
}

func (s *Service) deleteSite(ctx context.Context, in *Changing) (*jsonOutput[Deleted], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	gone, err := s.planner.DeleteSite(ctx, symbiosis.SiteID(in.ID), version)
	if err != nil {
		return nil, err
	}
	return &jsonOutput[Deleted]{deletedOf(gone)}, nil
}

func (s *Service) listFlows(_ context.Context, in *flowsInput) (*listOutput, error) {
	bounds, err := parseBBox(in.BBox)
	if err != nil {
		return nil, err
	}
	bound := [...]string{in.BBox, in.Resource, in.Direction, in.Kind, in.Municipality, in.Site}
	page, err := in.pageOf("flows", bound)
	if err != nil {
		return nil, err
	}
	snapshot := s.planner.Snapshot()
	found, err := snapshot.Flows(planner.FlowFilter{
		Bounds: bounds, Resource: symbiosis.ResourceCode(in.Resource), Direction: symbiosis.Direction(in.Direction),
		Kind: symbiosis.Kind(in.Kind), Municipality: in.Municipality, Site: symbiosis.SiteID(in.Site),
	}, page)
	if err != nil {
		return nil, err
	}
	view := s.view(snapshot, in.Language)
	return answer(in.Listing, snapshot, "flows", bound, found, view.flow, view.flowFeature)
}

func (s *Service) getFlow(_ context.Context, in *ByID) (*recordOutput[Flow], error) {
	snapshot := s.planner.Snapshot()
	flow, err := snapshot.Flow(symbiosis.FlowID(in.ID))
	if err != nil {
		return nil, err
	}
	return &recordOutput[Flow]{ETag: etag(flow.Version), Body: s.view(snapshot, in.Language).flow(flow)}, nil
}

func (s *Service) createFlow(ctx context.Context, in *createFlowInput) (*recordOutput[Flow], error) {
	flow, err := in.Body.toFlow(symbiosis.SiteID(in.Body.SiteID))
	if err != nil {
		return nil, err
	}
	if flow, err = s.planner.CreateFlow(ctx, flow); err != nil {
		return nil, err
	}
	return &recordOutput[Flow]{
		ETag: etag(flow.Version), Location: Prefix + "/flows/" + url.PathEscape(string(flow.ID)), Body: s.now(in.Language).flow(flow),
	}, nil
}

func (s *Service) putFlow(ctx context.Context, in *putFlowInput) (*recordOutput[Flow], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	if err := sameID(in.ID, in.Body.ID); err != nil {
		return nil, err
	}
	in.Body.ID = in.ID
	flow, err := in.Body.toFlow(symbiosis.SiteID(in.Body.SiteID))
	if err != nil {
		return nil, err
	}
	if flow, err = s.planner.UpdateFlow(ctx, flow, version); err != nil {
		return nil, err
	}
	return &recordOutput[Flow]{ETag: etag(flow.Version), Body: s.now(in.Language).flow(flow)}, nil
}

func (s *Service) deleteFlow(ctx context.Context, in *Changing) (*jsonOutput[Deleted], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	gone, err := s.planner.DeleteFlow(ctx, symbiosis.FlowID(in.ID), version)
	if err != nil {
		return nil, err
	}
	return &jsonOutput[Deleted]{deletedOf(gone)}, nil
}

func (s *Service) restore(ctx context.Context, in *restoreInput) (*jsonOutput[Deleted], error) {
	gone, err := in.Body.toDeleted()
	if err != nil {
		return nil, err
	}
	back, err := s.planner.Restore(ctx, gone)
	if err != nil {
		return nil, err
	}
	return &jsonOutput[Deleted]{deletedOf(back)}, nil
}
