package rest

import "github.com/samloka/samloka/internal/symbiosis"

// Gate is the outcome of one gate for one pair.
type Gate struct {
	Name        symbiosis.GateName   `json:"name"`
	Label       string               `json:"label" doc:"In the language asked for"`
	Status      symbiosis.GateStatus `json:"status"`
	StatusLabel string               `json:"status_label" doc:"In the language asked for"`
	Text        string               `json:"text" doc:"Why, with figures, in the language asked for"`
	Figures     []Figure             `json:"figures"`
}

// Figure is a number of a reckoning that can be asked where it comes from.
type Figure struct {
	Key        string   `json:"key"`
	Label      string   `json:"label" doc:"In the language asked for"`
	Value      *float64 `json:"value,omitempty" doc:"Left out where the figure is a text"`
	Text       string   `json:"text,omitempty" doc:"A figure that is no number" example:"DN150"`
	Unit       string   `json:"unit,omitempty"`
	Low        *float64 `json:"low,omitempty" doc:"Lower end of the range it is thought to lie in; left out where it is taken as it stands"`
	High       *float64 `json:"high,omitempty" doc:"Upper end of that range; left out beside low where it may be more than is looked for"`
	Range      string   `json:"range,omitempty" doc:"The range in words, in the language asked for"`
	Display    string   `json:"display" doc:"Value and unit rounded to what is known, in the language asked for"`
	Formula    string   `json:"formula,omitempty" doc:"Left out for an input"`
	Source     string   `json:"source,omitempty"`
	Year       int      `json:"year,omitempty"`
	Assumption bool     `json:"assumption,omitempty" doc:"No source gives the figure"`
	Input      string   `json:"input,omitempty" doc:"The assumption, or the flow's attribute (surplus.price_sek), that a user can change"`
}

// Step is a part of a reckoning.
type Step struct {
	Key     string   `json:"key"`
	Label   string   `json:"label" doc:"In the language asked for"`
	Remark  string   `json:"remark,omitempty" doc:"What the model leaves out here, in the language asked for"`
	Figures []Figure `json:"figures"`
}

// FlowChange changes a flow for one reckoning; what is left out stays.
type FlowChange struct {
	Quantity *float64               `json:"quantity,omitempty" exclusiveMinimum:"0"`
	Unit     symbiosis.QuantityUnit `json:"unit,omitempty"`
	FlowFigures
}

// ExplainRequest asks for the whole reckoning of one pair. Nothing is stored.
type ExplainRequest struct {
	SurplusID   string             `json:"surplus_id"`
	NeedID      string             `json:"need_id"`
	Assumptions map[string]float64 `json:"assumptions,omitempty" doc:"Values that stand for this reckoning only, by key"`
	Surplus     *FlowChange        `json:"surplus,omitempty"`
	Need        *FlowChange        `json:"need,omitempty"`
	Point       *WhatIfPoint       `json:"point,omitempty" doc:"Holds flows that the region does not, as in whatif"`
}

// Explanation is the whole reckoning of one pair, matched or not.
type Explanation struct {
	Feasible    bool         `json:"feasible"`
	Outcome     string       `json:"outcome" doc:"How the pair came out, in a word or two in the language asked for"`
	Reason      string       `json:"reason,omitempty" doc:"Which gate fails first, and how, in the language asked for; left out of a feasible pair"`
	Summary     string       `json:"summary" doc:"Outcome and reason in a sentence"`
	Surplus     Flow         `json:"surplus" doc:"As it was reckoned with"`
	Need        Flow         `json:"need" doc:"As it was reckoned with"`
	SurplusSite Site         `json:"surplus_site"`
	NeedSite    Site         `json:"need_site"`
	Match       *Match       `json:"match,omitempty" doc:"The figures as far as they could be reckoned"`
	Gates       []Gate       `json:"gates" doc:"In the order they are run"`
	Steps       []Step       `json:"steps" doc:"The reckoning itself, in order"`
	MonthlyMWh  []float64    `json:"monthly_mwh,omitempty" doc:"Heat delivered directly in each month, January first" minItems:"12" maxItems:"12"`
	Uncertainty *Uncertainty `json:"uncertainty,omitempty" doc:"How sure the figures are; left out where nothing could be reckoned"`
	Assumptions []Assumption `json:"assumptions" doc:"Those the reckoning used, with the values that stood"`
}
