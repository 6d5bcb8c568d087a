package rest

import (
	"context"

	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

func (s *Service) listAreas(_ context.Context, in *areasInput) (*listOutput, error) {
	bounds, err := parseBBox(in.BBox)
	if err != nil {
		return nil, err
	}
	bound := [...]string{in.BBox, in.Municipality}
	page, err := in.pageOf("areas", bound)
	if err != nil {
		return nil, err
	}
	snapshot := s.planner.Snapshot()
	found := snapshot.Areas(planner.AreaFilter{Bounds: bounds, Municipality: in.Municipality}, page)
	view := s.view(snapshot, in.Language)
	return answer(in.Listing, snapshot, "areas", bound, found, view.area, view.areaFeature)
}

func (s *Service) getArea(_ context.Context, in *ByID) (*recordOutput[Area], error) {
	snapshot := s.planner.Snapshot()
	area, err := snapshot.PlacedArea(symbiosis.AreaID(in.ID))
	if err != nil {
		return nil, err
	}
	return &recordOutput[Area]{ETag: etag(area.Version), Body: s.view(snapshot, in.Language).area(area)}, nil
}

func (s *Service) listExchanges(_ context.Context, in *exchangesInput) (*listOutput, error) {
	bounds, err := parseBBox(in.BBox)
	if err != nil {
		return nil, err
	}
	bound := [...]string{in.BBox, in.State, in.Site}
	page, err := in.pageOf("exchanges", bound)
	if err != nil {
		return nil, err
	}
	snapshot := s.planner.Snapshot()
	found := snapshot.Exchanges(planner.ExchangeFilter{
		Bounds: bounds, State: symbiosis.ExchangeState(in.State), Site: symbiosis.SiteID(in.Site),
	}, page)
	view := s.view(snapshot, in.Language)
	return answer(in.Listing, snapshot, "exchanges", bound, found, view.exchange, view.exchangeFeature)
}

func (s *Service) getExchange(_ context.Context, in *ByID) (*recordOutput[Exchange], error) {
	snapshot := s.planner.Snapshot()
	e, err := snapshot.Exchange(symbiosis.ExchangeID(in.ID))
	if err != nil {
		return nil, err
	}
	return &recordOutput[Exchange]{ETag: etag(e.Version), Body: s.view(snapshot, in.Language).exchange(e)}, nil
}
