package appraise

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Settings are how somebody judges land. The zero value is the defaults.
type Settings struct {
	// Weights, by the key of the criterion, nil or above; those left out keep their usual one.
	// Only their proportions count.
	Weights map[string]float64 `json:"weights,omitempty"`
	// Curves replace value functions, by the key of the criterion.
	Curves map[string]Curve `json:"curves,omitempty"`
	// AHP, when given, decides the weights of its items: groups, whose criteria share by their
	// weights, or criteria. What it doesn't name weighs nothing.
	AHP *AHP `json:"ahp,omitempty"`
}

// Weighing is settings worked out.
type Weighing struct {
	Weights []float64 // by the book's order; they sum to 1
	Curves  []Curve
	AHP     *AHPResult // nil without a comparison
}

// mostWeight bounds a weight, so that sums stay numbers.
const mostWeight = 1e9

// Weigh works settings out, or gives an Invalid error with every fault.
func (b *Book) Weigh(s Settings) (Weighing, error) {
	var faults []symbiosis.Problem
	w := Weighing{Weights: make([]float64, len(b.list)), Curves: make([]Curve, len(b.list))}
	for i, c := range b.list {
		w.Weights[i], w.Curves[i] = c.Weight, c.Points
	}
	for _, key := range slices.Sorted(maps.Keys(s.Weights)) {
		i, ok := b.place[key]
		v := s.Weights[key]
		switch {
		case !ok:
			faults = append(faults, unknown("weights."+key, key, "criterion"))
		case !(v >= 0 && v <= mostWeight):
			faults = append(faults, symbiosis.Problem{Field: "weights." + key, Code: "out_of_range", Value: fmt.Sprint(v), Text: "must be zero or above, and at most 1e9"})
		default:
			w.Weights[i] = v
		}
	}
	for _, key := range slices.Sorted(maps.Keys(s.Curves)) {
		i, ok := b.place[key]
		if !ok {
			faults = append(faults, unknown("curves."+key, key, "criterion"))
			continue
		}
		if wrong := s.Curves[key].check(key); wrong != nil {
			faults = append(faults, wrong...)
			continue
		}
		w.Curves[i] = s.Curves[key]
	}
	if s.AHP != nil {
		r, wrong := b.compare(*s.AHP, w.Weights)
		faults = append(faults, wrong...)
		w.AHP = r
	}
	if faults == nil {
		sum := 0.0
		for _, v := range w.Weights {
			sum += v
		}
		if !(sum > 0) {
			faults = append(faults, symbiosis.Problem{Field: "weights", Code: "out_of_range", Value: "0", Text: "sum to zero: nothing would count", Hint: "give at least one criterion a weight above zero"})
		} else {
			for i := range w.Weights {
				w.Weights[i] /= sum
			}
		}
	}
	if faults != nil {
		return Weighing{}, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the settings are not valid", Problems: faults}
	}
	return w, nil
}

// compare lets a pairwise comparison decide the weights.
func (b *Book) compare(a AHP, weights []float64) (*AHPResult, []symbiosis.Problem) {
	r, err := a.Eigenvector()
	if err != nil {
		if e, ok := err.(*symbiosis.Error); ok {
			return nil, e.Problems
		}
		return nil, []symbiosis.Problem{{Field: "ahp", Code: "internal", Text: err.Error()}}
	}
	var faults []symbiosis.Problem
	next := make([]float64, len(weights))
	taken := make([]bool, len(weights))
	give := func(item string, members []int, share float64) {
		sum := 0.0
		for _, i := range members {
			if taken[i] {
				faults = append(faults, symbiosis.Problem{Field: "ahp", Code: "duplicate", Value: item, Text: "holds " + b.list[i].Key + ", which another item holds too", Hint: "compare either a group or its criteria"})
				return
			}
			taken[i] = true
			sum += weights[i]
		}
		for _, i := range members {
			if sum > 0 {
				next[i] = share * weights[i] / sum
			} else { // all of a group were set to nil: they share alike
				next[i] = share / float64(len(members))
			}
		}
	}
	for n, item := range a.Items {
		if i, ok := b.place[item]; ok {
			give(item, []int{i}, r.Weights[n])
			continue
		}
		var members []int
		for i, c := range b.list {
			if c.Group == item {
				members = append(members, i)
			}
		}
		if members == nil {
			faults = append(faults, unknown("ahp", item, "group or criterion"))
			continue
		}
		give(item, members, r.Weights[n])
	}
	if faults != nil {
		return nil, faults
	}
	copy(weights, next)
	return &r, nil
}

// worth returns the values of a survey's criteria, NaN where one is missing.
func (b *Book) worth(w *Weighing, s *Survey) []float64 {
	v := make([]float64, len(b.list))
	for i, c := range b.list {
		v[i] = math.NaN()
		if f, ok := s.Findings[c.Key]; ok && f.Figure != nil {
			v[i] = w.Curves[i].Worth(f.Figure.Value)
		}
	}
	return v
}
