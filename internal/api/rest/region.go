package rest

import "github.com/samloka/samloka/internal/symbiosis"

// Summary describes the region at a glance.
type Summary struct {
	Name      string         `json:"name" doc:"In the language asked for"`
	Location  string         `json:"location" doc:"The file or database"`
	Revision  string         `json:"revision" doc:"Changes with every write"`
	Bounds    []float64      `json:"bbox,omitempty" doc:"West, south, east, north of all sites; left out when there are none" minItems:"4" maxItems:"4"`
	Questions []Question     `json:"questions" doc:"Something to click for a first-time visitor"`
	Counts    Counts         `json:"counts"`
	Totals    []KindTotal    `json:"totals" doc:"By kind of resource and direction"`
	Estimated float64        `json:"estimated_share" doc:"Share of the flows that are estimates, 0–1"`
	Matches   MatchTotals    `json:"matches"`
	Places    []Municipality `json:"municipalities" doc:"In alphabetical order"`
	Broken    int            `json:"broken_rows" doc:"Rows of the store that break a rule and are left out: /broken-rows tells of them"`
}

// Question is something to click for a first-time visitor.
type Question struct {
	Role   string `json:"role"`
	Text   string `json:"text" doc:"In the language asked for"`
	Target string `json:"target" doc:"site:ID, flow:ID, area:ID or match:SURPLUS:NEED"`
}

// Counts says how many records the region has.
type Counts struct {
	Sites     int `json:"sites"`
	Surpluses int `json:"surpluses"`
	Needs     int `json:"needs"`
	Areas     int `json:"areas"`
	Exchanges int `json:"exchanges"`
}

// KindTotal sums the flows of one kind in one direction.
type KindTotal struct {
	Kind      symbiosis.Kind      `json:"kind"`
	Direction symbiosis.Direction `json:"direction"`
	Flows     int                 `json:"flows"`
	EnergyGWh float64             `json:"energy_gwh_per_year"`
	MassT     float64             `json:"mass_t_per_year"`
}

// MatchTotals sums the matches. The amounts are of pairs that could all come true together,
// beside the exchanges in operation: no flow gives or takes more than it has, in any month.
type MatchTotals struct {
	Pairs       int            `json:"pairs" doc:"All feasible pairs"`
	Surpluses   int            `json:"surpluses" doc:"Surpluses with at least one match"`
	Needs       int            `json:"needs" doc:"Needs with at least one match"`
	Together    int            `json:"together" doc:"Pairs that could all come true together; a flow may have several partners"`
	EnergyGWh   float64        `json:"energy_gwh_per_year"`
	MassT       float64        `json:"mass_t_per_year"`
	NetBenefit  float64        `json:"net_benefit_sek_per_year"`
	CO2e        float64        `json:"co2e_t_per_year"`
	Figures     []Spread       `json:"figures" doc:"The ranges of the four sums; none when there is no pair"`
	ByCertainty []CertaintySum `json:"by_certainty" doc:"What the sums rest on: a pair is as sure as the less sure of its flows"`
	Text        string         `json:"text" doc:"The net benefit with its range and how much of it rests on estimates, in the language asked for; empty when there is no pair"`
}

// CertaintySum is the part of the sums that rests on figures of one certainty.
type CertaintySum struct {
	Certainty  symbiosis.Certainty `json:"certainty"`
	Label      string              `json:"label" doc:"In the language asked for"`
	Pairs      int                 `json:"pairs"`
	EnergyGWh  float64             `json:"energy_gwh_per_year"`
	MassT      float64             `json:"mass_t_per_year"`
	NetBenefit float64             `json:"net_benefit_sek_per_year"`
	CO2e       float64             `json:"co2e_t_per_year"`
}

// Municipality is a municipality that has sites.
type Municipality struct {
	Name  string `json:"name"`
	Sites int    `json:"sites"`
}

// SearchResult lists what fits, best first.
type SearchResult struct {
	Items []Found `json:"items"`
}

// Found is a record that fits a search.
type Found struct {
	Type   string    `json:"type" enum:"site,area,municipality,flow"`
	ID     string    `json:"id" doc:"The name, of a municipality"`
	Name   string    `json:"name"`
	Detail string    `json:"detail,omitempty" doc:"Organisation and municipality, or the site of a flow"`
	Lon    float64   `json:"lon"`
	Lat    float64   `json:"lat"`
	Bounds []float64 `json:"bbox,omitempty" doc:"West, south, east, north, of what isn't a point" minItems:"4" maxItems:"4"`
}

// Deleted is what a deletion took away; posted to /api/v1/restore it comes back.
type Deleted struct {
	Sites     []SiteInput     `json:"sites"`
	Flows     []FlowInput     `json:"flows"`
	Exchanges []ExchangeInput `json:"exchanges"`
}

// ExchangeInput is an exchange as it is sent.
type ExchangeInput struct {
	ID        string                  `json:"id"`
	SurplusID string                  `json:"surplus_id"`
	NeedID    string                  `json:"need_id"`
	State     symbiosis.ExchangeState `json:"state"`
	Since     string                  `json:"since,omitempty"`
	Quantity  *float64                `json:"quantity,omitempty"`
	Unit      symbiosis.QuantityUnit  `json:"unit,omitempty"`
	Certainty symbiosis.Certainty     `json:"certainty,omitempty"`
	Source    string                  `json:"source,omitempty"`
	Note      string                  `json:"note,omitempty"`
	Version   int64                   `json:"version,omitempty" doc:"Ignored"`
}
