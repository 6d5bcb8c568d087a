package opportunity

import (
	"math"

	"github.com/samloka/samloka/internal/symbiosis"
)

// rungs is how many capacities of a range are tried. [A]
const rungs = 9

// Ladder returns the capacities that a profile is tried at, smallest first: evenly by ratio from
// the least to the greatest, rounded to two digits within. A profile without a range is tried
// from a quarter to four times its own capacity. [A]
func Ladder(p symbiosis.Profile) []float64 {
	low, high := p.Capacity/4, p.Capacity*4
	if p.LeastCapacity != nil {
		low = *p.LeastCapacity
		high = max(high, low)
	}
	if p.GreatestCapacity != nil {
		high = *p.GreatestCapacity
		low = min(low, high)
	}
	ladder := []float64{low}
	for i := 1; i < rungs-1; i++ {
		c := twoDigits(low * math.Pow(high/low, float64(i)/(rungs-1)))
		if c > ladder[len(ladder)-1] && c < high {
			ladder = append(ladder, c)
		}
	}
	if high > low {
		ladder = append(ladder, high)
	}
	return ladder
}

func twoDigits(v float64) float64 {
	scale := math.Pow(10, math.Floor(math.Log10(v))-1)
	return math.Round(v/scale) * scale
}

// nearlyBest is how much of the greatest benefit a smaller firm may miss and still be the better
// choice: what it can't sell or get rid of there it had better not build. [A]
const nearlyBest = 0.01

// bestRung returns the place of the capacity to show, −1 when nothing is found at any: the least
// one whose net benefit is within nearlyBest of the greatest; where none is reckoned, the least
// that pairs the most flows.
func bestRung(cells []Cell) int {
	most, matched := math.Inf(-1), 0
	for _, c := range cells {
		if c.Matched > 0 {
			most, matched = max(most, c.NetBenefit.SEK()), max(matched, c.Matched)
		}
	}
	for i, c := range cells {
		switch {
		case c.Matched == 0:
		case most > 0 && c.NetBenefit.SEK() >= most*(1-nearlyBest), !(most > 0) && c.Matched == matched:
			return i
		}
	}
	return -1
}
