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
	halfBenefit, halfCO2e, halfInvestment float64                         // SEK, kg, SEK
	confidence                            map[symbiosis.Certainty]float64 // of a flow: record.confidence
}

func newScorer(a symbiosis.Assumptions) scorer {
	s := scorer{
		halfBenefit:    a.Value("score_half_net_benefit_sek_per_yr"),
		halfCO2e:       a.Value("score_half_co2e_t_per_yr") * unit.Tonne.Kilograms(),
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

// rate fills values with the parts of the score of a pair that comes to so much, whose shapes have so much in
// common. Each is 0–1, those not known NaN:
//
//   - net_benefit and co2e: x/(x + half), 0 below nil, half the assumption that gives 0.5 [A]
//   - coverage: min(S, D)/max(S, D)
//   - hierarchy: steps gained from disposal, of four, for a material its holder pays to be
//     rid of; otherwise nobody has said where it goes today, and the part is missing [A]
//   - continuity: the share of the year the two shapes have in common, Σ min(share). Of
//     back-up nothing is known.
//   - confidence: that of the less sure flow
//   - ease: half/(half + investment) [A]
func (s *scorer) rate(values *rating, from, to *record, o *symbiosis.Outcome, common float64) {
	unknown := math.NaN()
	values[0], values[6] = unknown, unknown
	if o.Priced {
		values[0] = saturate(o.NetBenefit.SEK(), s.halfBenefit)
		values[6] = s.halfInvestment / (s.halfInvestment + o.Investment.SEK())
	}
	values[1] = unknown
	if o.Coverage > 0 {
		values[1] = o.Coverage
	}
	values[2] = unknown
	if o.CO2eKnown {
		values[2] = saturate(o.CO2e.Kilograms(), s.halfCO2e)
	}
	values[3] = unknown
	if from.ridding {
		values[3] = to.steps
	}
	values[4], values[5] = common, min(from.confidence, to.confidence)
}

// total is the mean by weight of the parts that are known.
func (s *scorer) total(values *rating) float64 {
	sum, weight := 0.0, 0.0
	for part, v := range values {
		if v-v == 0 { // a finite number
			sum += s.weights[part] * v
			weight += s.weights[part]
		}
	}
	if weight > 0 {
		return sum / weight
	}
	return 0
}

// sharing tells what two shapes have in common. Most flows share one of a few shapes, so that it is mostly
// that of the pair before.
type sharing struct {
	shapes [2]*[12]float64 // what shared is of
	shared float64
}

// of is the share of the year that the two have in common.
func (c *sharing) of(a, b *[12]float64) float64 {
	if c.shapes[0] != a || c.shapes[1] != b {
		sum := 0.0
		for i := range a {
			sum += min(a[i], b[i])
		}
		c.shapes, c.shared = [2]*[12]float64{a, b}, min(1, sum)
	}
	return c.shared
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
