package match

import (
	"math"
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// ScoreKeys lists the parts of a score, in their order (models 2.5).
func ScoreKeys() []string { return slices.Clone(scoreKeys[:]) }

var scoreKeys = [...]string{"net_benefit", "coverage", "co2e", "hierarchy", "continuity", "confidence", "ease"}

// scorer holds what a score is made with.
type scorer struct {
	weights                               [len(scoreKeys)]float64
	halfBenefit, halfCO2e, halfInvestment float64
	confidence                            map[symbiosis.Certainty]float64
}

func newScorer(a symbiosis.Assumptions) scorer {
	s := scorer{
		halfBenefit:    a.Value("score_half_net_benefit_sek_per_yr"),
		halfCO2e:       a.Value("score_half_co2e_t_per_yr"),
		halfInvestment: a.Value("score_half_investment_sek"),
		confidence:     map[symbiosis.Certainty]float64{},
	}
	for i, key := range scoreKeys {
		s.weights[i] = a.Value("score_weight_" + key)
	}
	for _, c := range symbiosis.Certainties() {
		s.confidence[c] = a.Value("score_confidence_" + string(c))
	}
	return s
}

// rating is the parts of a score, by number; those not known are NaN.
type rating [len(scoreKeys)]float64

// rate gives the match the total of its score and returns its parts. Each is 0–1:
//
//   - net_benefit and co2e: x/(x + half), 0 below nil, half the assumption that gives 0.5 [A]
//   - coverage: min(S, D)/max(S, D)
//   - hierarchy: steps gained from disposal, of four, for a material its holder pays to be
//     rid of; otherwise nobody has said where it goes today, and the part is missing [A]
//   - continuity: the share of the year the two shapes have in common, Σ min(share). Of
//     back-up nothing is known.
//   - confidence: that of the less sure flow
//   - ease: half/(half + investment) [A]
//
// The total is the mean by weight of the parts that are known.
func (s *scorer) rate(q *pairing, m *symbiosis.Match) (values rating) {
	for i := range values {
		values[i] = math.NaN()
	}
	set := func(i int, v float64) { values[i] = v }
	if m.NetBenefit != nil {
		set(0, saturate(m.NetBenefit.SEK(), s.halfBenefit))
	}
	if q.reckoned && m.Delivered.Unit != "" {
		set(1, q.r.Coverage)
	}
	if m.CO2e != nil {
		set(2, saturate(m.CO2e.Tonnes(), s.halfCO2e))
	}
	if steps, ok := stepsGained(q); ok {
		set(3, steps)
	}
	common := 0.0
	for i := range q.from.Shares {
		common += min(q.from.Shares[i], q.to.Shares[i])
	}
	set(4, min(1, common))
	set(5, min(s.confidence[q.s.Flow.Certainty], s.confidence[q.n.Flow.Certainty]))
	if m.NetBenefit != nil {
		set(6, s.halfInvestment/(s.halfInvestment+q.r.Investment(q.route).SEK()))
	}
	sum, weight := 0.0, 0.0
	for i, v := range values {
		if unit.Finite(v) {
			sum += s.weights[i] * v
			weight += s.weights[i]
		}
	}
	if weight > 0 {
		m.Score.Total = sum / weight
	}
	return values
}

// parts writes a rating down.
func (s *scorer) parts(values rating) []symbiosis.ScorePart {
	parts := make([]symbiosis.ScorePart, len(scoreKeys))
	for i, key := range scoreKeys {
		parts[i] = symbiosis.ScorePart{Key: key, Weight: s.weights[i]}
		if unit.Finite(values[i]) {
			parts[i].Value = &values[i]
		}
	}
	return parts
}

func saturate(x, half float64) float64 {
	if !(x > 0) {
		return 0
	}
	return x / (x + half)
}

// stepsGained is how far up the waste hierarchy the surplus moves, 0–1.
func stepsGained(q *pairing) (float64, bool) {
	if q.s.Resource.Kind != symbiosis.Material {
		return 0, false
	}
	pays := q.s.Flow.DisposalCost != nil && *q.s.Flow.DisposalCost > 0 ||
		q.s.Flow.DisposalCost == nil && q.s.Resource.DisposalCost != nil && q.s.Resource.DisposalCost.Value > 0
	steps := symbiosis.HierarchySteps()
	to := slices.Index(steps, q.n.Resource.Hierarchy)
	if !pays || to < 0 {
		return 0, false
	}
	last := len(steps) - 1
	return float64(last-to) / float64(last), true
}
