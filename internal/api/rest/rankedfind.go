package rest

import (
	"context"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/opportunity"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Find is what one flow of a firm finds on an area.
type Find struct {
	Direction    symbiosis.Direction    `json:"direction"`
	Resource     string                 `json:"resource"`
	ResourceName string                 `json:"resource_name"`
	Kind         symbiosis.Kind         `json:"kind"`
	Quantity     float64                `json:"quantity" doc:"The firm's, at the capacity"`
	Unit         symbiosis.QuantityUnit `json:"unit"`
	Partners     int                    `json:"partners" doc:"Within their budgets; /rankings/partners lists them"`
	Best         *End                   `json:"best,omitempty" doc:"The partner with the greatest net benefit; left out when there is none"`
	FindFigures
}

// FindFigures are what a partner of a firm's flow comes to.
type FindFigures struct {
	From            []float64              `json:"from,omitempty" minItems:"2" maxItems:"2" doc:"Longitude and latitude of the fit land nearest to the partner, which distances are measured from"`
	DistanceM       *float64               `json:"distance_m,omitempty"`
	RouteM          *float64               `json:"route_m,omitempty"`
	BudgetM         *float64               `json:"budget_m,omitempty"`
	Class           symbiosis.HeatClass    `json:"class,omitempty"`
	Delivered       *float64               `json:"delivered,omitempty"`
	DeliveredUnit   symbiosis.QuantityUnit `json:"delivered_unit,omitempty"`
	Share           *float64               `json:"share,omitempty" doc:"Of the firm's flow, 0–1"`
	NetBenefit      *float64               `json:"net_benefit_sek_per_year,omitempty"`
	CO2e            *float64               `json:"co2e_t_per_year,omitempty"`
	Cost            *float64               `json:"delivered_cost_sek,omitempty" doc:"SEK per delivered unit at the receiver's: its worth there less the net benefit, so what the holder saves is taken off"`
	NeedsAssessment bool                   `json:"needs_assessment,omitempty"`
}

func (v view) find(f opportunity.Find, with planner.Partner) Find {
	out := Find{
		Direction: f.Flow.Direction, Resource: string(f.Flow.Resource), ResourceName: v.words.Resource(f.Flow.Resource), Kind: v.snapshot.Kind(f.Flow.Resource),
		Quantity: rounded(f.Flow.Quantity.Amount, exchangeformat.QuantityDecimals), Unit: f.Flow.Quantity.Unit, Partners: f.Partners,
	}
	if f.Partner != "" {
		end := v.end(with.Flow, with.Site)
		out.Best, out.FindFigures = &end, findFigures(f)
	}
	return out
}

func findFigures(f opportunity.Find) FindFigures {
	crow, route, budget := metres(f.Crow), metres(f.Route), metres(f.Budget)
	delivered := rounded(f.Delivered.Amount, exchangeformat.QuantityDecimals)
	out := FindFigures{
		From: []float64{f.From.Lon(), f.From.Lat()}, DistanceM: &crow, RouteM: &route, BudgetM: &budget, Delivered: &delivered, DeliveredUnit: f.Delivered.Unit,
		Class: f.Class, Share: roundedOf(f.Share, 3), NetBenefit: roundedOf(plain(f.NetBenefit), exchangeformat.MoneyDecimals),
		Cost: roundedOf(f.Cost, exchangeformat.MoneyDecimals), NeedsAssessment: f.NeedsAssessment,
	}
	if f.CO2e != nil {
		t := rounded(f.CO2e.Tonnes(), exchangeformat.ClimateDecimals)
		out.CO2e = &t
	}
	return out
}

// RankedPartnersRequest asks whom a firm's flow could pair with on a piece of land; nothing is stored.
type RankedPartnersRequest struct {
	RankedFlow
	Limit int `json:"limit,omitempty" minimum:"1" maximum:"200" default:"20"`
}

// RankedPartners are those a ranking counts, the best first.
type RankedPartners struct {
	Total    int             `json:"total" doc:"Of partners within their budgets, of which limit are given"`
	Items    []RankedPartner `json:"items" doc:"By net benefit, those of which none is reckoned last, then by id: the first is the best of the ranking"`
	Revision string          `json:"revision"`
}

// RankedPartner is one of them.
type RankedPartner struct {
	Partner End `json:"partner"`
	FindFigures
}

type rankedPartnersInput struct {
	Language
	Body RankedPartnersRequest
}

func (s *Service) rankedPartners(ctx context.Context, in *rankedPartnersInput) (*jsonOutput[RankedPartners], error) {
	snapshot := s.planner.Snapshot()
	list, err := snapshot.RankedPartners(ctx, in.Body.asked())
	if err != nil {
		return nil, err
	}
	view := s.view(snapshot, in.Language)
	out := RankedPartners{Total: len(list), Items: []RankedPartner{}, Revision: snapshot.Revision()}
	for _, p := range list[:min(len(list), in.Body.Limit)] {
		out.Items = append(out.Items, RankedPartner{view.end(p.With.Flow, p.With.Site), findFigures(p.Find)})
	}
	return &jsonOutput[RankedPartners]{out}, nil
}
