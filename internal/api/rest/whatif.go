package rest

import "github.com/samloka/samloka/internal/symbiosis"

// WhatIfRequest lays hypothetical sites over the region; nothing is stored.
type WhatIfRequest struct {
	Points      []WhatIfPoint      `json:"points" minItems:"1"`
	Assumptions map[string]float64 `json:"assumptions,omitempty" doc:"Values that stand for this request only, by key"`
	Limit       int                `json:"limit,omitempty" minimum:"1" maximum:"1000" default:"100" doc:"Most matches given per point"`
	NearMisses  bool               `json:"near_misses,omitempty" doc:"Also what just misses"`
}

// WhatIfPoint is a hypothetical site with its flows.
type WhatIfPoint struct {
	ID    string           `json:"id,omitempty" doc:"The point's place in the list when left out"`
	Name  string           `json:"name,omitempty"`
	Lon   float64          `json:"lon" minimum:"-180" maximum:"180"`
	Lat   float64          `json:"lat" minimum:"-90" maximum:"90"`
	Flows []FlowAttributes `json:"flows" minItems:"1"`
}

// WhatIfResponse holds a result for each point, in the order of the request.
type WhatIfResponse struct {
	Points []WhatIfResult `json:"points"`
}

// WhatIfResult is what one point would find.
type WhatIfResult struct {
	ID         string     `json:"id"`
	Matches    []Match    `json:"matches" doc:"By net benefit"`
	NearMisses []NearMiss `json:"near_misses"`
	Total      int        `json:"total" doc:"Of matches, of which limit are given"`
	NetBenefit float64    `json:"net_benefit_sek_per_year" doc:"Of each of the point's flows with its best partner"`
	CO2e       float64    `json:"co2e_t_per_year" doc:"Saved by each of the point's flows with its best partner"`
}

// flowsOf returns the flows of a point, each with an id within the scenario.
func (p WhatIfPoint) scenarioSite(id symbiosis.SiteID) symbiosis.Site {
	name := p.Name
	if name == "" {
		name = string(id)
	}
	return SiteAttributes{ID: string(id), Name: name, Lon: p.Lon, Lat: p.Lat}.toSite()
}
