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
	confidence                            map[symbiosis.Certainty]float64 // of a flow: record.confidence
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

// rate returns the parts of a pair's score and their total. Each is 0–1:
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
func (s *scorer) rate(q *pairing, f *figures) (values rating, total float64) {
	sum, weight := 0.0, 0.0
	rate := func(part int, v float64) {
		values[part] = v
		if v-v == 0 { // a finite number
			sum += s.weights[part] * v
			weight += s.weights[part]
		}
	}
	unknown := math.NaN()
	if f.priced {
		rate(0, saturate(f.benefit.SEK(), s.halfBenefit))
	} else {
		values[0] = unknown
	}
	if q.r.Delivered.Unit != "" {
		rate(1, q.r.Coverage)
	} else {
		values[1] = unknown
	}
	if f.co2eKnown {
		rate(2, saturate(f.co2e.Tonnes(), s.halfCO2e))
	} else {
		values[2] = unknown
	}
	if q.s.ridding {
		rate(3, q.n.steps)
	} else {
		values[3] = unknown
	}
	rate(4, q.common())
	rate(5, min(q.s.confidence, q.n.confidence))
	if f.priced {
		rate(6, s.halfInvestment/(s.halfInvestment+q.r.Investment(q.route).SEK()))
	} else {
		values[6] = unknown
	}
	if weight > 0 {
		total = sum / weight
	}
	return values, total
}

// common is the share of the year that the two shapes have in common. Most flows share one of a few
// shapes, so that it is mostly that of the pair before.
func (q *pairing) common() float64 {
	if shapes := [2]*[12]float64{q.from.Shares, q.to.Shares}; shapes != q.shapes {
		sum := 0.0
		for i := range q.from.Shares {
			sum += min(q.from.Shares[i], q.to.Shares[i])
		}
		q.shapes, q.shared = shapes, min(1, sum)
	}
	return q.shared
}

// parts writes a rating down.
func (s *scorer) parts(values rating) []symbiosis.ScorePart {
	parts := make([]symbiosis.ScorePart, len(scoreKeys))
	s.write(parts, &values)
	return parts
}

// write writes a rating down, which the parts point to.
func (s *scorer) write(parts []symbiosis.ScorePart, values *rating) {
	for i, key := range scoreKeys {
		parts[i] = symbiosis.ScorePart{Key: key, Weight: s.weights[i]}
		if unit.Finite(values[i]) {
			parts[i].Value = &values[i]
		}
	}
}

func saturate(x, half float64) float64 {
	if !(x > 0) {
		return 0
	}
	return x / (x + half)
}

// rated leaves on a record what its flow alone gives to a score.
func (s *scorer) rated(r *record) {
	r.confidence = s.confidence[r.Flow.Certainty]
	if r.surplus {
		r.ridding = r.Resource.Kind == symbiosis.Material && (r.Flow.DisposalCost != nil && *r.Flow.DisposalCost > 0 ||
			r.Flow.DisposalCost == nil && r.Resource.DisposalCost != nil && r.Resource.DisposalCost.Value > 0)
		return
	}
	r.steps = math.NaN()
	steps := symbiosis.HierarchySteps()
	last := len(steps) - 1
	if to := slices.Index(steps, r.Resource.Hierarchy); to >= 0 {
		r.steps = float64(last-to) / float64(last)
	}
}
