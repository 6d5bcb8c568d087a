package rest

import (
	"context"
	"fmt"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// WhatIfRequest lays hypothetical sites over the region; nothing is stored.
type WhatIfRequest struct {
	Points      []WhatIfPoint      `json:"points" minItems:"1" doc:"At most 1000, with at most 50 flows each and 5000 in all; they don't see each other"`
	Assumptions map[string]float64 `json:"assumptions,omitempty" doc:"Values that stand for this request only, by key"`
	Limit       int                `json:"limit,omitempty" minimum:"1" maximum:"1000" default:"100" doc:"Most matches given per point"`
	NearMisses  bool               `json:"near_misses,omitempty" doc:"Also what just misses"`
	Sure        bool               `json:"sure,omitempty" doc:"Also how sure each match of the form matches is, and the ranges of what the near misses lack; for at most 10 points"`
	Form        string             `json:"form,omitempty" enum:"matches,columns,totals" default:"matches" doc:"What comes back of each point: matches as elsewhere; the same as columns of figures without names and places, a fifth of the size, for many points; or the sums alone"`
}

// WhatIfPoint is a hypothetical site with its flows. A flow with the id of one of the
// region's stands in its place: so a site can be tried elsewhere.
type WhatIfPoint struct {
	ID    string           `json:"id,omitempty" doc:"whatif-0, whatif-1 … when left out"`
	Name  string           `json:"name,omitempty"`
	Lon   float64          `json:"lon" minimum:"-180" maximum:"180"`
	Lat   float64          `json:"lat" minimum:"-90" maximum:"90"`
	Flows []FlowAttributes `json:"flows" minItems:"1" doc:"A flow without an id gets the point's with :0, :1 …"`
}

// WhatIfResponse holds a result for each point, in the order of the request.
type WhatIfResponse struct {
	Points []WhatIfResult `json:"points"`
}

// WhatIfResult is what one point would find.
type WhatIfResult struct {
	ID         string        `json:"id"`
	Matches    []Match       `json:"matches" doc:"By net benefit; empty when another form was asked for"`
	Columns    *MatchColumns `json:"columns,omitempty" doc:"The matches as columns, where they were asked for"`
	NearMisses []NearMiss    `json:"near_misses"`
	Total      int           `json:"total" doc:"Of matches, of which limit are given"`
	NetBenefit float64       `json:"net_benefit_sek_per_year" doc:"Of each of the point's flows with its best partner"`
	CO2e       float64       `json:"co2e_t_per_year" doc:"Saved by each of the point's flows with its best partner"`

	told *told // what is written in the place of Matches
}

// MatchColumns are matches by net benefit, one column of each figure; all are of one length. What
// each is, and its rounding, is that of Match.
type MatchColumns struct {
	SurplusID  []string                 `json:"surplus_id"`
	NeedID     []string                 `json:"need_id"`
	Class      []symbiosis.HeatClass    `json:"class" doc:"Empty for what isn't heat"`
	DistanceM  []float64                `json:"distance_m"`
	RouteM     []float64                `json:"route_m"`
	BudgetM    []float64                `json:"budget_m"`
	Quantity   []float64                `json:"quantity"`
	Unit       []symbiosis.QuantityUnit `json:"unit"`
	NetBenefit []*float64               `json:"net_benefit_sek_per_year" doc:"null where no transport model reckons it"`
	CO2e       []*float64               `json:"co2e_t_per_year" doc:"null where no factor is known"`
	Score      []float64                `json:"score"`
}

func columnsOf(list []symbiosis.Match) *MatchColumns {
	n := len(list)
	c := &MatchColumns{
		SurplusID: make([]string, n), NeedID: make([]string, n), Class: make([]symbiosis.HeatClass, n),
		DistanceM: make([]float64, n), RouteM: make([]float64, n), BudgetM: make([]float64, n),
		Quantity: make([]float64, n), Unit: make([]symbiosis.QuantityUnit, n),
		NetBenefit: make([]*float64, n), CO2e: make([]*float64, n), Score: make([]float64, n),
	}
	figures := make([]float64, 2*n) // what the columns that may be null point to
	for i := range list {
		m := &list[i]
		c.SurplusID[i], c.NeedID[i], c.Class[i] = string(m.SurplusID), string(m.NeedID), m.Class
		c.DistanceM[i], c.RouteM[i], c.BudgetM[i] = metres(m.Distance), metres(m.Route), metres(m.Budget)
		c.Quantity[i], c.Unit[i] = rounded(m.Delivered.Amount, exchangeformat.QuantityDecimals), m.Delivered.Unit
		if m.NetBenefit != nil {
			figures[2*i] = rounded(m.NetBenefit.SEK(), exchangeformat.MoneyDecimals)
			c.NetBenefit[i] = &figures[2*i]
		}
		if m.CO2e != nil {
			figures[2*i+1] = rounded(m.CO2e.Tonnes(), exchangeformat.ClimateDecimals)
			c.CO2e[i] = &figures[2*i+1]
		}
		c.Score[i] = rounded(m.Score.Total, exchangeformat.ScoreDecimals)
	}
	return c
}

// scenario returns point i as the planner takes it.
func (p WhatIfPoint) scenario(i int) (symbiosis.Scenario, error) {
	if p.ID == "" {
		p.ID = fmt.Sprintf("whatif-%d", i)
	}
	if p.Name == "" {
		p.Name = p.ID
	}
	site := SiteAttributes{ID: p.ID, Name: p.Name, Lon: p.Lon, Lat: p.Lat}.toSite()
	site.Normalise()
	sc := symbiosis.Scenario{Sites: []symbiosis.Site{site}}
	var faults []symbiosis.Problem
	for j, a := range p.Flows {
		if a.ID == "" {
			a.ID = fmt.Sprintf("%s:%d", p.ID, j)
		}
		f, err := a.toFlow(site.ID)
		faults = append(faults, inside(fmt.Sprintf("points[%d].flows[%d]", i, j), err)...)
		f.Normalise()
		sc.Flows = append(sc.Flows, f)
	}
	if faults != nil {
		return sc, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the question can't be answered", Problems: faults}
	}
	return sc, nil
}

func (s *Service) whatIf(ctx context.Context, in *whatIfInput) (*jsonOutput[WhatIfResponse], error) {
	question := planner.WhatIf{Assumptions: in.Body.Assumptions, Limit: in.Body.Limit, Misses: in.Body.NearMisses, Sure: in.Body.Sure, Totals: in.Body.Form == "totals"}
	columns := in.Body.Form == "columns"
	question.Bare = columns || !in.Body.Sure // how sure each is stands with pairs
	for i, p := range in.Body.Points {
		point, err := p.scenario(i)
		if err != nil {
			return nil, err
		}
		question.Points = append(question.Points, point)
	}
	snapshot := s.planner.Snapshot()
	answers, err := snapshot.WhatIf(ctx, question)
	if err != nil {
		return nil, err
	}
	view := s.view(snapshot, in.Language)
	out := WhatIfResponse{Points: make([]WhatIfResult, len(answers))}
	region := ends{}
	for i, a := range answers {
		r := WhatIfResult{
			ID: string(question.Points[i].Sites[0].ID), Total: a.Total,
			NetBenefit: rounded(a.NetBenefit.SEK(), exchangeformat.MoneyDecimals), CO2e: rounded(a.CO2e.Tonnes(), exchangeformat.ClimateDecimals),
		}
		r.Matches, r.NearMisses = view.prospects(a)
		switch {
		case columns:
			r.Columns = columnsOf(a.Matches)
		case question.Bare:
			r.told = &told{view, a.Matches, view.endsIn(question.Points[i]), region}
		}
		out.Points[i] = r
	}
	return &jsonOutput[WhatIfResponse]{out}, nil
}
