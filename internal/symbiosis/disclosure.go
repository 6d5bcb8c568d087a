package symbiosis

import (
	"cmp"
	"math"
	"slices"
)

// openness numbers the visibilities, most open first; what isn't known counts as the narrowest.
func (v Visibility) openness() int {
	if i := slices.Index(Visibilities(), v); i >= 0 {
		return i
	}
	return len(Visibilities())
}

// Within says that who may see what is limit may see v too.
func (v Visibility) Within(limit Visibility) bool { return v.openness() <= limit.openness() }

// Narrower returns the one of the two that fewer may see: a record that rests on both has it.
func (v Visibility) Narrower(w Visibility) Visibility {
	if v.openness() >= w.openness() {
		return v
	}
	return w
}

// Held is an amount that may not be shown by itself, and whose it is.
type Held struct {
	Holder string // an organisation: its several sites are one holder
	Amount float64
	// Visibility is who may see it by itself; Of names what it is an amount of, so that sums over the
	// same can be told from others. Disclosable reads neither.
	Visibility Visibility
	Of         FlowID
}

// Rules of sums over what may not be shown by itself. Of fewer than three holders each could
// reckon out another's; a holder that makes up nearly all of a sum is told by it all the same.
const (
	LeastHolders      = 3
	LargestHolderMost = 0.75 // of the sum
)

// Disclosable returns the sum of amounts that may not be shown by themselves, rounded to one
// digit, and whether it may be told: from at least LeastHolders holders, none of which makes up
// more than LargestHolderMost of it. Amounts that aren't above zero don't count.
//
// How many there are is not told: whoever sees the sum learns that there are at least three.
func Disclosable(amounts []Held) (sum float64, ok bool) {
	amounts = slices.Clone(amounts)
	slices.SortFunc(amounts, func(a, b Held) int { // sums of floats depend on their order
		return cmp.Or(cmp.Compare(a.Holder, b.Holder), cmp.Compare(a.Amount, b.Amount))
	})
	byHolder := map[string]float64{}
	var order []string
	for _, h := range amounts {
		if !(h.Amount > 0) || math.IsInf(h.Amount, 0) {
			continue
		}
		if _, seen := byHolder[h.Holder]; !seen {
			order = append(order, h.Holder)
		}
		byHolder[h.Holder] += h.Amount
	}
	greatest := 0.0
	for _, who := range order {
		sum += byHolder[who]
		greatest = max(greatest, byHolder[who])
	}
	if len(order) < LeastHolders || greatest > LargestHolderMost*sum {
		return 0, false
	}
	power := math.Pow(10, math.Floor(math.Log10(sum)))
	return math.Round(sum/power) * power, true
}

// DisclosableTo chooses those of the amounts that a reader may be told the sum of, and returns them with
// it: what he may not see by itself, from the most closed on, each step of visibility only if what has
// been chosen with it may be told. So whoever may see more than he, and takes what they see off the sum,
// is left with nothing or with what they may be told themselves.
func DisclosableTo(reader Visibility, amounts []Held) (told []Held, sum float64, ok bool) {
	steps := Visibilities()
	for i := len(steps) - 1; i >= 0 && !steps[i].Within(reader); i-- {
		more := slices.Clone(told)
		for _, h := range amounts {
			if h.Visibility == steps[i] {
				more = append(more, h)
			}
		}
		if s, fine := Disclosable(more); fine {
			told, sum, ok = more, s, true
		}
	}
	return told, sum, ok
}

// Apart says that two sums may both be told to a reader: what is in the one and not in the other is
// nothing, or may be told itself, so that their difference tells of no one.
func Apart(a, b []Held) bool {
	less := func(of, other []Held) bool {
		left := slices.DeleteFunc(slices.Clone(of), func(h Held) bool {
			return slices.ContainsFunc(other, func(o Held) bool { return o.Of == h.Of })
		})
		_, ok := Disclosable(left)
		return len(left) == 0 || ok
	}
	shared := slices.ContainsFunc(a, func(h Held) bool { return slices.ContainsFunc(b, func(o Held) bool { return o.Of == h.Of }) })
	return !shared || less(a, b) && less(b, a)
}
