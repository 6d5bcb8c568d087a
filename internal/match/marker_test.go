package match

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// The scores of many pairs at once are those of scorer.rate and scorer.total, to the last bit: of figures that are
// nil, negative, endless or no numbers too, and whatever weighs nothing.
func TestMarksAreThoseOfTheScorer(t *testing.T) {
	figure := func(t *rapid.T, label string) float64 {
		return rapid.OneOf(rapid.Float64Range(-1e7, 1e7), rapid.SampledFrom([]float64{
			0, math.Copysign(0, -1), 5e-324, 1e300, -1e300, math.Inf(1), math.Inf(-1), math.NaN(),
		})).Draw(t, label)
	}
	marked := 0
	rapid.Check(t, func(t *rapid.T) {
		share := rapid.OneOf(rapid.Float64Range(0, 1), rapid.SampledFrom([]float64{0, 1}))
		positive := rapid.Float64Range(1e-3, 1e7)
		s := scorer{halfBenefit: positive.Draw(t, "half benefit"), halfCO2e: positive.Draw(t, "half CO2e"), halfInvestment: positive.Draw(t, "half investment")}
		for i := range s.weights {
			s.weights[i] = share.Draw(t, "weight")
		}
		m := newMarker(&s)
		for range 2 { // its room is used again
			from := &record{ridding: rapid.Bool().Draw(t, "ridding"), confidence: share.Draw(t, "confidence")}
			known, priced := rapid.Bool().Draw(t, "known"), rapid.IntRange(0, 4).Draw(t, "priced") > 0
			n := rapid.IntRange(0, 13).Draw(t, "pairs")
			needs, outcomes, common := make([]*record, n), make([]symbiosis.Outcome, n), make([]float64, n)
			for i := range n {
				needs[i] = &record{steps: rapid.OneOf(share, rapid.Just(math.NaN())).Draw(t, "steps"), confidence: share.Draw(t, "confidence")}
				common[i] = share.Draw(t, "common")
				outcomes[i] = symbiosis.Outcome{
					Coverage: figure(t, "coverage"), NetBenefit: unit.Money(figure(t, "benefit")), Investment: unit.Money(figure(t, "investment")),
					CO2e: unit.Mass(figure(t, "co2e")), Priced: priced || i%3 > 0, CO2eKnown: known,
				}
			}
			got, want := make([]float64, n), make([]float64, n)
			m.scores(got, from, needs, outcomes, common)
			s.scoresPlain(want, from, needs, outcomes, common)
			for i := range n {
				if math.Float64bits(got[i]) != math.Float64bits(want[i]) && !(math.IsNaN(got[i]) && math.IsNaN(want[i])) {
					t.Fatalf("pair %d of %d: %v at once, %v by itself", i, n, got[i], want[i])
				}
				marked++
			}
		}
	})
	if marked < 500 {
		t.Errorf("only %d pairs: that compares nothing", marked)
	}
}
