package match

import "github.com/samloka/samloka/internal/symbiosis"

// scoresPlain sets scores[i] to that of a surplus and needs[i], which come to outcomes[i] and whose shapes have
// common[i] in common.
func (s *scorer) scoresPlain(scores []float64, from *record, needs []*record, outcomes []symbiosis.Outcome, common []float64) {
	var values rating
	for i := range scores {
		s.rate(&values, from, needs[i], &outcomes[i], common[i])
		scores[i] = s.total(&values)
	}
}
