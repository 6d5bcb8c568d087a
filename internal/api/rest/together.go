package rest

import (
	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// matchTotals shows what the matches of a region come to together.
func (v view) matchTotals(m planner.MatchTotals) MatchTotals {
	plan := m.Together
	whole := sums(plan.Total)
	out := MatchTotals{
		Pairs: m.Pairs, Surpluses: m.Surpluses, Needs: m.Needs, Together: whole.Pairs,
		EnergyGWh: whole.EnergyGWh, MassT: whole.MassT, NetBenefit: whole.NetBenefit, CO2e: whole.CO2e,
		Figures: v.spreads(plan.Spreads), ByCertainty: []CertaintySum{}, Text: v.words.Together(plan),
	}
	for _, part := range plan.ByCertainty {
		s := sums(part.AllocationTotal)
		s.Certainty, s.Label = part.Certainty, v.words.Certainty(part.Certainty)
		out.ByCertainty = append(out.ByCertainty, s)
	}
	return out
}

// sums rounds a total as lists do.
func sums(t symbiosis.AllocationTotal) CertaintySum {
	return CertaintySum{
		Pairs: t.Pairs, EnergyGWh: rounded(t.Energy.GigawattHours(), exchangeformat.QuantityDecimals), MassT: rounded(t.Mass.Tonnes(), exchangeformat.QuantityDecimals),
		NetBenefit: rounded(t.NetBenefit.SEK(), exchangeformat.MoneyDecimals), CO2e: rounded(t.CO2e.Tonnes(), exchangeformat.ClimateDecimals),
	}
}
