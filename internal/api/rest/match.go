package rest

import "github.com/samloka/samloka/internal/symbiosis"

// Match is a computed pair of a surplus and a need that passes every gate.
type Match struct {
	SurplusID       string                 `json:"surplus_id"`
	NeedID          string                 `json:"need_id"`
	Resource        string                 `json:"resource" doc:"The surplus's"`
	Kind            symbiosis.Kind         `json:"kind"`
	Class           symbiosis.HeatClass    `json:"class,omitempty" doc:"Of heat: how the surplus can serve the need"`
	DistanceM       float64                `json:"distance_m" doc:"As the crow flies"`
	RouteM          float64                `json:"route_m" doc:"Along road or pipe"`
	BudgetM         float64                `json:"budget_m" doc:"The route length at which the net benefit is nil, capped by the flows' own limits"`
	Quantity        float64                `json:"quantity" doc:"What goes over in a year, in unit"`
	Unit            symbiosis.QuantityUnit `json:"unit"`
	NetBenefit      *float64               `json:"net_benefit_sek_per_year,omitempty" doc:"For both parties together; left out where no transport model reckons it"`
	CO2e            *float64               `json:"co2e_t_per_year,omitempty" doc:"Saved; left out where no factor is known"`
	Score           *float64               `json:"score,omitempty" doc:"0–1; left out of a pair that isn't feasible"`
	ScoreParts      []ScorePart            `json:"score_parts,omitempty" doc:"Where one pair is asked for"`
	NeedsAssessment bool                   `json:"needs_assessment,omitempty" doc:"A gate is neither passed nor failed: someone must look"`
	Exchange        string                 `json:"exchange_id,omitempty" doc:"The exchange in operation that the pair is already; the pair's figures are of all that other exchanges leave"`
	Estimated       bool                   `json:"estimated,omitempty" doc:"Rests on an estimate or an approximate place"`
	Sure            *Sureness              `json:"sure,omitempty" doc:"Where it was asked for; left out where nothing is reckoned"`
	Surplus         End                    `json:"surplus"`
	Need            End                    `json:"need"`
}

// Sureness tells in short how sure a match is; an explanation tells more.
type Sureness struct {
	Chance    float64  `json:"chance" doc:"Share of the samples in which the net benefit is above nil and the route within the flows' own limits, 0–1"`
	Text      string   `json:"text" doc:"The chance and what decides it, in the language asked for"`
	Short     string   `json:"short" doc:"The chance alone, in a word or two in the language asked for"`
	DecidedBy string   `json:"decided_by,omitempty" doc:"The assumption, or the flow's attribute, that moves the net benefit most"`
	Figures   []Spread `json:"figures" doc:"The match's figures with their ranges"`
}

// ScorePart is one part of a score.
type ScorePart struct {
	Key    string   `json:"key"`
	Label  string   `json:"label" doc:"In the language asked for"`
	Value  *float64 `json:"value,omitempty" doc:"0–1; left out when not known"`
	Weight float64  `json:"weight"`
}

// MatchPage is a part of a list of matches.
type MatchPage struct {
	Items []Match `json:"items"`
	PageInfo
}

// NearMiss is a pair that fails a gate but isn't far from passing.
type NearMiss struct {
	SurplusID string  `json:"surplus_id"`
	NeedID    string  `json:"need_id"`
	DistanceM float64 `json:"distance_m" doc:"As the crow flies"`
	Failed    []Gate  `json:"failed"`
	Surplus   End     `json:"surplus"`
	Need      End     `json:"need"`
}

// SiteMatches are the matches of one site, by net benefit, and what just misses.
type SiteMatches struct {
	Site       Site       `json:"site"`
	Matches    []Match    `json:"matches"`
	NearMisses []NearMiss `json:"near_misses"`
	Exchanges  []Exchange `json:"exchanges"`
	Total      int        `json:"total" doc:"Of matches, of which limit are given"`
}
