package symbiosis_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/symbiosis"
)

func TestVisibilitiesAreOrdered(t *testing.T) {
	all := symbiosis.Visibilities()
	for i, v := range all {
		for j, limit := range all {
			if got := v.Within(limit); got != (i <= j) {
				t.Errorf("%s within %s: %v", v, limit, got)
			}
			if got := v.Narrower(limit); got != all[max(i, j)] {
				t.Errorf("the narrower of %s and %s is %s", v, limit, got)
			}
		}
		if symbiosis.Visibility("no such").Within(v) {
			t.Error("an unknown visibility may be seen")
		}
	}
}

func TestSumsThatMayBeTold(t *testing.T) {
	for _, c := range []struct {
		name string
		of   []symbiosis.Held
		sum  float64
		ok   bool
	}{
		{"none", nil, 0, false},
		{"two holders", []symbiosis.Held{{Holder: "a", Amount: 5}, {Holder: "b", Amount: 5}}, 0, false},
		{"one holder of three sites", []symbiosis.Held{{Holder: "a", Amount: 5}, {Holder: "a", Amount: 6}, {Holder: "a", Amount: 7}}, 0, false},
		{"three", []symbiosis.Held{{Holder: "a", Amount: 12}, {Holder: "b", Amount: 13}, {Holder: "c", Amount: 17}}, 40, true},
		{"a third that gives nothing", []symbiosis.Held{{Holder: "a", Amount: 12}, {Holder: "b", Amount: 13}, {Holder: "c", Amount: 0}}, 0, false},
		{"one is nearly all", []symbiosis.Held{{Holder: "a", Amount: 100}, {Holder: "b", Amount: 5}, {Holder: "c", Amount: 5}}, 0, false},
		{"not numbers", []symbiosis.Held{{Holder: "a", Amount: math.NaN()}, {Holder: "b", Amount: math.Inf(1)}, {Holder: "c", Amount: 5}, {Holder: "d", Amount: 5}}, 0, false},
		{"small", []symbiosis.Held{{Holder: "a", Amount: 0.012}, {Holder: "b", Amount: 0.013}, {Holder: "c", Amount: 0.017}}, 0.04, true},
	} {
		sum, ok := symbiosis.Disclosable(c.of)
		if ok != c.ok || math.Abs(sum-c.sum) > 1e-12 {
			t.Errorf("%s: %g, %v; want %g, %v", c.name, sum, ok, c.sum, c.ok)
		}
	}
}

// A sum that is told has one digit, is of three holders or more, none of which is nearly all of
// it, and lies within a half of its last digit of the truth. Order and the holders' names don't
// matter.
func TestTheSumTellsOfNoOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) symbiosis.Held {
			return symbiosis.Held{
				Holder: rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}).Draw(t, "holder"),
				Amount: rapid.Float64Range(0, 1e6).Draw(t, "amount"),
			}
		}), 0, 12).Draw(t, "amounts")
		sum, ok := symbiosis.Disclosable(amounts)
		by, exact := map[string]float64{}, 0.0
		for _, h := range amounts {
			if h.Amount > 0 {
				by[h.Holder] += h.Amount
				exact += h.Amount
			}
		}
		greatest := 0.0
		for _, v := range by {
			greatest = max(greatest, v)
		}
		if margin := math.Abs(greatest - symbiosis.LargestHolderMost*exact); margin > 1e-9*exact {
			if want := len(by) >= symbiosis.LeastHolders && greatest < symbiosis.LargestHolderMost*exact; ok != want {
				t.Fatalf("told: %v, want %v", ok, want)
			}
		}
		if !ok {
			if sum != 0 {
				t.Fatal("a sum that may not be told is given")
			}
			return
		}
		power := math.Pow(10, math.Floor(math.Log10(exact)))
		if digit := sum / power; math.Abs(digit-math.Round(digit)) > 1e-9 || digit > 10.000001 {
			t.Fatalf("%g has more than one digit", sum)
		}
		if math.Abs(sum-exact) > power/2*(1+1e-9) {
			t.Fatalf("%g is not the rounding of %g", sum, exact)
		}
		other := slices.Clone(amounts)
		slices.Reverse(other)
		for i := range other {
			other[i].Holder = "x" + other[i].Holder
		}
		if again, ok := symbiosis.Disclosable(other); !ok || again != sum {
			t.Fatal("order or names matter")
		}
	})
}

// Whatever a reader is told the sum of, those who may see more than he are left with nothing, or with
// what they may be told too, when they take off what they see.
func TestSumsLeaveNothingToThoseWhoSeeMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var amounts []symbiosis.Held
		for i := range rapid.IntRange(0, 12).Draw(t, "flows") {
			amounts = append(amounts, symbiosis.Held{
				Holder: fmt.Sprint(rapid.IntRange(0, 6).Draw(t, "holder")), Amount: rapid.Float64Range(0.1, 50).Draw(t, "amount"),
				Visibility: rapid.SampledFrom(symbiosis.Visibilities()).Draw(t, "visibility"), Of: symbiosis.FlowID(fmt.Sprint(i)),
			})
		}
		for _, reader := range []symbiosis.Visibility{symbiosis.Public, symbiosis.Network} {
			told, sum, ok := symbiosis.DisclosableTo(reader, amounts)
			if again, fine := symbiosis.Disclosable(told); fine != ok || ok && again != sum {
				t.Fatalf("the sum %g isn't that of what is told (%g)", sum, again)
			}
			for _, other := range symbiosis.Visibilities() {
				var left []symbiosis.Held
				for _, h := range told {
					if h.Visibility.Within(reader) {
						t.Fatalf("%s may see %v by itself", reader, h)
					}
					if !h.Visibility.Within(other) {
						left = append(left, h)
					}
				}
				if _, fine := symbiosis.Disclosable(left); len(left) > 0 && !fine {
					t.Fatalf("%s is left with %v of the sum for %s", other, left, reader)
				}
			}
		}
	})
}

func TestSumsThatTellOfNoOneByTheirDifference(t *testing.T) {
	held := func(ids ...int) (list []symbiosis.Held) {
		for _, id := range ids {
			list = append(list, symbiosis.Held{Holder: fmt.Sprint(id), Amount: 10, Of: symbiosis.FlowID(fmt.Sprint(id))})
		}
		return list
	}
	for _, c := range []struct {
		a, b []symbiosis.Held
		want bool
	}{
		{held(1, 2, 3), held(1, 2, 3), true},
		{held(1, 2, 3), held(4, 5, 6), true},
		{held(1, 2, 3), held(1, 2, 3, 4), false},
		{held(1, 2, 3, 4), held(1, 2, 3), false},
		{held(1, 2, 3), held(1, 2, 3, 4, 5, 6), true},
		{held(1, 2, 3, 7), held(1, 2, 3, 4, 5, 6), false},
	} {
		if got := symbiosis.Apart(c.a, c.b); got != c.want {
			t.Errorf("%v and %v: %v", c.a, c.b, got)
		}
	}
}
