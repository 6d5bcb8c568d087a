package symbiosis

import (
	"cmp"

	"github.com/samloka/samloka/internal/unit"
)

// HeatClass says how a surplus of heat can serve a need.
type HeatClass string

// The classes of a heat match (models 1.1): the temperature suffices, suffices for a part
// and a booster does the rest, or a heat pump must lift it all.
const (
	Direct   HeatClass = "direct"
	Preheat  HeatClass = "preheat"
	HeatPump HeatClass = "heat_pump"
)

// Match is a computed pair of a surplus and a need that passes every gate that was run.
type Match struct {
	SurplusID FlowID
	NeedID    FlowID
	Resource  ResourceCode // the surplus's
	// Exchange is the exchange in operation that the pair is already; "" when there is none.
	// The pair's figures are then of all that is left by the other exchanges.
	Exchange ExchangeID
	Class    HeatClass // of heat; empty otherwise

	Distance unit.Length // geodesic, "as the crow flies"
	Route    unit.Length // along road or pipe
	Budget   unit.Length // the route length at which the net benefit is nil, capped by the flows' own limits

	Delivered Quantity // what goes over in a year, in the resource's unit

	// NetBenefit per year for both parties together, SEK of the assumptions' year. Nil when
	// no transport model reckons it.
	NetBenefit *unit.Money
	// CO2e saved per year. Nil when no factor is known.
	CO2e *unit.Mass

	Score           Score
	NeedsAssessment bool // a gate is neither passed nor failed: the law must be asked
}

// ByBenefit is the order of all lists of matches: the greatest net benefit first, those without
// one last; then by ids.
func ByBenefit(a, b *Match) int {
	switch {
	case a.NetBenefit == nil && b.NetBenefit != nil:
		return 1
	case a.NetBenefit != nil && b.NetBenefit == nil:
		return -1
	case a.NetBenefit != nil && *a.NetBenefit != *b.NetBenefit:
		return cmp.Compare(*b.NetBenefit, *a.NetBenefit)
	}
	return cmp.Or(cmp.Compare(a.SurplusID, b.SurplusID), cmp.Compare(a.NeedID, b.NeedID))
}

// Score is a weighted sum of parts, each 0–1 (models 2.5). A part that isn't known is nil:
// missing is not zero, and its weight is left out.
type Score struct {
	Total float64
	Parts []ScorePart
}

// ScorePart is one part of a score.
type ScorePart struct {
	Key    string   // "net_benefit", "coverage", "co2e", "hierarchy", "continuity", "confidence", "ease"
	Value  *float64 // 0–1
	Weight float64
}
