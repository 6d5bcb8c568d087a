package appraise

import (
	"math"

	"github.com/samloka/samloka/internal/quasirandom"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Changes are the parts by which each weight is changed alone (models, section 4).
var Changes = []float64{-0.5, -0.2, 0.2, 0.5}

// Samples are how many random weights a ranking is tried under: shares of first ranks are right
// to about two per cent.
const Samples = 2048

// field is the areas that compete: their values, missing ones in the middle as in Score.
type field struct {
	ids    []symbiosis.AreaID
	places []int // in the evaluations
	values [][]float64
}

func (b *Book) sensitivity(w *Weighing, all []symbiosis.Evaluation, values [][]float64, samples int) *symbiosis.Sensitivity {
	var f field
	for i := range all {
		if all[i].Unfit {
			continue
		}
		v := make([]float64, len(values[i]))
		for k, x := range values[i] {
			if v[k] = x; math.IsNaN(x) {
				v[k] = 0.5
			}
		}
		f.ids, f.places, f.values = append(f.ids, all[i].AreaID), append(f.places, i), append(f.values, v)
	}
	s := &symbiosis.Sensitivity{Shares: make([]float64, len(all)), Samples: samples}
	f.shares(w.Weights, s)
	for c, d := range b.list {
		if e, ok := f.effect(w.Weights, c); ok {
			e.Key = d.Key
			s.Effects = append(s.Effects, e)
		}
	}
	return s
}

// leaders returns the areas with the greatest sum under weights, all that share it.
func (f *field) leaders(weights []float64) []int {
	var first []int
	best := math.Inf(-1)
	for a, v := range f.values {
		sum := 0.0
		for i, w := range weights {
			sum += w * v[i]
		}
		switch {
		case sum > best+alike:
			best, first = sum, append(first[:0], a)
		case sum > best-alike:
			first = append(first, a)
		}
	}
	return first
}

// shares tries weights drawn evenly from all that sum to one, over the criteria that count at
// all, and gives each area its part of the first ranks; those that share one, alike.
func (f *field) shares(weights []float64, s *symbiosis.Sensitivity) {
	if len(f.ids) == 0 {
		return
	}
	var counted []int
	for i, w := range weights {
		if w > 0 {
			counted = append(counted, i)
		}
	}
	sequence := quasirandom.New(len(counted))
	drawn := make([]float64, len(weights))
	for k := range s.Samples {
		sum := 0.0
		for n, i := range counted {
			// Exponentials over their sum are even on the simplex.
			drawn[i] = -math.Log(math.Max(1e-300, 1-sequence.At(k+1, n)))
			sum += drawn[i]
		}
		for _, i := range counted {
			drawn[i] /= sum
		}
		first := f.leaders(drawn)
		for _, a := range first {
			s.Shares[f.places[a]] += 1 / float64(len(first)*s.Samples)
		}
	}
}

// effect tells what the weight of criterion c decides; ok is false where nothing competes or the
// criterion has all the weight.
func (f *field) effect(weights []float64, c int) (symbiosis.WeightEffect, bool) {
	now := weights[c]
	if len(f.ids) < 2 || now >= 1 {
		return symbiosis.WeightEffect{}, false
	}
	e := symbiosis.WeightEffect{Changes: Changes}
	changed := make([]float64, len(weights))
	at := func(t float64) []int {
		for i, w := range weights {
			changed[i] = w * (1 - t) / (1 - now)
		}
		changed[c] = t
		return f.leaders(changed)
	}
	for _, d := range Changes {
		// Changed by itself and then all made to sum to one again.
		t := now * (1 + d)
		e.Leaders = append(e.Leaders, f.ids[at(t / (t + 1 - now))[0]])
	}
	lead := at(now)[0]
	e.Above, e.AboveLeader = f.flip(weights, c, lead, 1)
	e.Below, e.BelowLeader = f.flip(weights, c, lead, -1)
	return e, true
}

// flip returns the weight of c nearest to today's, in a direction, from which another area than
// lead is first. Sums are straight lines in the weight: r + t·(v − r), r the sum of the others
// among themselves.
func (f *field) flip(weights []float64, c, lead int, direction float64) (*float64, symbiosis.AreaID) {
	now := weights[c]
	line := func(a int) (rest, slope float64) {
		for i, w := range weights {
			if i != c {
				rest += w / (1 - now) * f.values[a][i]
			}
		}
		return rest, f.values[a][c] - rest
	}
	r0, s0 := line(lead)
	best, found := 2.0, -1
	for a := range f.ids {
		if a == lead {
			continue
		}
		r, s := line(a)
		gains := (s - s0) * direction
		if !(gains > alike) {
			continue // falls back, or keeps its distance
		}
		t := (r0 - r) / (s - s0)
		ahead := math.Max(0, (t-now)*direction)
		if t = now + ahead*direction; t < alike || t > 1-alike {
			continue // with all the weight or none they are level at most
		}
		if ahead < best {
			best, found = ahead, a
		}
	}
	if found < 0 {
		return nil, ""
	}
	t := now + best*direction
	return &t, f.ids[found]
}
