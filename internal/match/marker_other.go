//go:build !amd64 || amd64.v3

package match

import "github.com/samloka/samloka/internal/symbiosis"

// marker gives the scores of a surplus's pairs.
type marker struct{ score *scorer }

func newMarker(s *scorer) marker { return marker{s} }

func (m *marker) scores(scores []float64, from *record, needs []*record, outcomes []symbiosis.Outcome, common []float64) {
	m.score.scoresPlain(scores, from, needs, outcomes, common)
}
