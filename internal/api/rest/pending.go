package rest

import (
	"context"

	"github.com/samloka/samloka/internal/symbiosis"
)

type Service struct{}

var errPending = symbiosis.Errorf(symbiosis.Unavailable, "not yet")

func (s *Service) listSites(context.Context, *sitesInput) (*listOutput, error) {
	return nil, errPending
}
func (s *Service) listFlows(context.Context, *flowsInput) (*listOutput, error) {
	return nil, errPending
}
func (s *Service) listAreas(context.Context, *areasInput) (*listOutput, error) {
	return nil, errPending
}
func (s *Service) listExchanges(context.Context, *exchangesInput) (*listOutput, error) {
	return nil, errPending
}
func (s *Service) listMatches(context.Context, *matchesInput) (*listOutput, error) {
	return nil, errPending
}
func (s *Service) getSite(context.Context, *ByID) (*recordOutput[Site], error) {
	return nil, errPending
}
func (s *Service) createSite(context.Context, *createSiteInput) (*recordOutput[Site], error) {
	return nil, errPending
}
func (s *Service) putSite(context.Context, *putSiteInput) (*recordOutput[Site], error) {
	return nil, errPending
}
func (s *Service) deleteSite(context.Context, *Changing) (*jsonOutput[Deleted], error) {
	return nil, errPending
}
func (s *Service) getFlow(context.Context, *ByID) (*recordOutput[Flow], error) {
	return nil, errPending
}
func (s *Service) createFlow(context.Context, *createFlowInput) (*recordOutput[Flow], error) {
	return nil, errPending
}
func (s *Service) putFlow(context.Context, *putFlowInput) (*recordOutput[Flow], error) {
	return nil, errPending
}
func (s *Service) deleteFlow(context.Context, *Changing) (*jsonOutput[Deleted], error) {
	return nil, errPending
}
func (s *Service) restore(context.Context, *restoreInput) (*jsonOutput[Deleted], error) {
	return nil, errPending
}
func (s *Service) getArea(context.Context, *ByID) (*recordOutput[Area], error) {
	return nil, errPending
}
func (s *Service) getExchange(context.Context, *ByID) (*recordOutput[Exchange], error) {
	return nil, errPending
}
func (s *Service) siteMatches(context.Context, *siteMatchesInput) (*jsonOutput[SiteMatches], error) {
	return nil, errPending
}
func (s *Service) explain(context.Context, *explainInput) (*jsonOutput[Explanation], error) {
	return nil, errPending
}
func (s *Service) whatIf(context.Context, *whatIfInput) (*jsonOutput[WhatIfResponse], error) {
	return nil, errPending
}
func (s *Service) summary(context.Context, *onlyLanguage) (*jsonOutput[Summary], error) {
	return nil, errPending
}
func (s *Service) search(context.Context, *searchInput) (*jsonOutput[SearchResult], error) {
	return nil, errPending
}
func (s *Service) listResources(context.Context, *onlyLanguage) (*jsonOutput[ResourceList], error) {
	return nil, errPending
}
func (s *Service) listWasteCodes(context.Context, *wasteInput) (*jsonOutput[WasteCodeList], error) {
	return nil, errPending
}
func (s *Service) listAssumptions(context.Context, *onlyLanguage) (*jsonOutput[AssumptionList], error) {
	return nil, errPending
}
func (s *Service) putAssumptions(context.Context, *assumptionsInput) (*jsonOutput[AssumptionList], error) {
	return nil, errPending
}
func (s *Service) columns(context.Context, *onlyLanguage) (*jsonOutput[ColumnList], error) {
	return nil, errPending
}

func (s *Service) importFiles(context.Context, *importInput) (*jsonOutput[ImportReport], error) {
	return nil, errPending
}
