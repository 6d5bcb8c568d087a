//go:build !amd64.v3

package match

import (
	"unsafe"

	"golang.org/x/sys/cpu"

	"github.com/samloka/samloka/internal/symbiosis"
)

// hasAVX2 says that this processor can mark four at once.
var hasAVX2 = cpu.X86.HasAVX2

// markLanes is how many pairs are marked at once.
const markLanes = 4

const outcomeSize = unsafe.Sizeof(symbiosis.Outcome{})

// marksAVX2 reads an outcome's figures in this order; it doesn't compile in another.
var _ = [1]struct{}{}[unsafe.Offsetof(symbiosis.Outcome{}.Coverage)+
	(unsafe.Offsetof(symbiosis.Outcome{}.NetBenefit)-8)+(unsafe.Offsetof(symbiosis.Outcome{}.Investment)-16)+(unsafe.Offsetof(symbiosis.Outcome{}.CO2e)-24)]

// marker gives the scores of a surplus's pairs.
type marker struct {
	score *scorer
	table markTable
}

// markTable is what marksAVX2 reckons with, each figure once for each of the four.
type markTable struct {
	weights                               [len(scoreKeys)][markLanes]float64
	halfBenefit, halfCO2e, halfInvestment [markLanes]float64
	confidence                            [markLanes]float64 // the surplus's
	co2eKnown, ridding                    [markLanes]uint64  // all bits, or none
}

func newMarker(s *scorer) marker {
	m := marker{score: s}
	for i, w := range s.weights {
		m.table.weights[i] = inLanes(w)
	}
	m.table.halfBenefit, m.table.halfCO2e, m.table.halfInvestment = inLanes(s.halfBenefit), inLanes(s.halfCO2e), inLanes(s.halfInvestment)
	return m
}

func inLanes[T any](x T) [markLanes]T { return [markLanes]T{x, x, x, x} }

func allBits(b bool) uint64 {
	if b {
		return ^uint64(0)
	}
	return 0
}

// scores is scoresPlain, to the last bit.
func (m *marker) scores(scores []float64, from *record, needs []*record, outcomes []symbiosis.Outcome, common []float64) {
	n := len(scores)
	if !hasAVX2 || n < markLanes || !alike(outcomes) {
		m.score.scoresPlain(scores, from, needs, outcomes, common)
		return
	}
	m.table.confidence = inLanes(from.confidence)
	m.table.co2eKnown, m.table.ridding = inLanes(allBits(outcomes[0].CO2eKnown)), inLanes(allBits(from.ridding))
	needs, outcomes, common = needs[:n], outcomes[:n], common[:n]
	fours := n &^ (markLanes - 1)
	marksAVX2(&scores[0], &needs[0], &outcomes[0], &common[0], fours, &m.table)
	if last := n - markLanes; fours < n { // the last four: some of them a second time
		marksAVX2(&scores[last], &needs[last], &outcomes[last], &common[last], markLanes, &m.table)
	}
}

// alike says that all outcomes are priced, and know of the climate what the first knows.
func alike(outcomes []symbiosis.Outcome) bool {
	known := outcomes[0].CO2eKnown
	for i := range outcomes {
		if o := &outcomes[i]; !o.Priced || o.CO2eKnown != known {
			return false
		}
	}
	return true
}

// marksAVX2 is scoresPlain for n pairs, four or a multiple of it, whose outcomes are alike.
//
//go:noescape
func marksAVX2(scores *float64, needs **record, outcomes *symbiosis.Outcome, common *float64, n int, table *markTable)
