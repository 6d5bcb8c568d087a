package appraise

import (
	"fmt"
	"math"

	"github.com/samloka/samloka/internal/symbiosis"
)

// AHP is a pairwise comparison (Saaty): Matrix[i][j] says how many times as important item i is as
// item j, 1/9 to 9. Items are groups of criteria, whose members share by their own weights, or
// criteria.
type AHP struct {
	Items  []string    `json:"items"`
	Matrix [][]float64 `json:"matrix"`
}

// AHPResult is what a comparison comes to.
type AHPResult struct {
	Weights   []float64 // in the order of the items; they sum to 1
	LambdaMax float64   // principal eigenvalue, the number of items when wholly consistent
	Index     float64   // CI = (λmax − n)/(n − 1)
	Ratio     float64   // CR = CI/RI
	// Inconsistent: the ratio is above MostInconsistent, the judgements contradict each other.
	Inconsistent bool
	// Worst names the pair whose judgement lies furthest from the weights', and what the weights
	// say instead; empty when consistent.
	WorstRow, WorstColumn int
	WorstFits             float64
}

// MostInconsistent is the consistency ratio above which a comparison should be revised (Saaty).
const MostInconsistent = 0.10

// randomIndex is the mean consistency index of random reciprocal matrices by size (Saaty, The
// Analytic Hierarchy Process, 1980, for 1 to 15).
var randomIndex = []float64{0, 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59}

// MostCompared is how many items can be compared: more than fifteen have no random index, and
// nobody holds that many pairs in mind.
const MostCompared = 15

// Eigenvector returns the weights and the consistency of the comparison, or an Invalid error with
// every fault of the matrix.
func (a AHP) Eigenvector() (AHPResult, error) {
	if faults := a.check(); faults != nil {
		return AHPResult{}, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the pairwise comparison is not valid", Problems: faults}
	}
	n := len(a.Items)
	w := make([]float64, n)
	for i := range w {
		w[i] = 1 / float64(n)
	}
	next := make([]float64, n)
	lambda := float64(n)
	// A positive matrix has one greatest eigenvalue, which powers find (Perron and Frobenius).
	for range 10_000 {
		sum := 0.0
		for i := range next {
			next[i] = 0
			for j, x := range a.Matrix[i] {
				next[i] += x * w[j]
			}
			sum += next[i]
		}
		moved := 0.0
		for i := range next {
			next[i] /= sum
			moved = math.Max(moved, math.Abs(next[i]-w[i]))
		}
		w, next, lambda = next, w, sum
		if moved < 1e-15 {
			break
		}
	}
	r := AHPResult{Weights: w, LambdaMax: lambda}
	if n > 2 {
		r.Index = math.Max(0, (lambda-float64(n))/float64(n-1))
		r.Ratio = r.Index / randomIndex[n]
	}
	r.Inconsistent = r.Ratio > MostInconsistent
	off := 1 + 1e-9
	for i := range n {
		for j := i + 1; j < n; j++ {
			fits := w[i] / w[j]
			if d := math.Max(a.Matrix[i][j]/fits, fits/a.Matrix[i][j]); d > off {
				off, r.WorstRow, r.WorstColumn, r.WorstFits = d, i, j, fits
			}
		}
	}
	return r, nil
}

func (a AHP) check() []symbiosis.Problem {
	n := len(a.Items)
	var faults []symbiosis.Problem
	tell := func(code, value, text, hint string) {
		faults = append(faults, symbiosis.Problem{Field: "ahp", Code: code, Value: value, Text: text, Hint: hint})
	}
	if n < 2 || n > MostCompared {
		tell("out_of_range", fmt.Sprint(n), fmt.Sprintf("must compare 2 to %d items", MostCompared), "compare groups of criteria instead of single ones")
		return faults
	}
	seen := map[string]bool{}
	for _, item := range a.Items {
		if seen[item] {
			tell("duplicate", item, "stands twice among the items", "")
		}
		seen[item] = true
	}
	square := len(a.Matrix) == n
	for _, row := range a.Matrix {
		square = square && len(row) == n
	}
	if !square {
		tell("out_of_range", fmt.Sprintf("%d rows", len(a.Matrix)), fmt.Sprintf("must be a matrix of %d by %d", n, n), "one row and one column for each item")
		return faults
	}
	const slack = 1e-6
	for i := range n {
		for j := i; j < n; j++ {
			x, y := a.Matrix[i][j], a.Matrix[j][i]
			place := fmt.Sprintf("%s against %s", a.Items[i], a.Items[j])
			switch {
			case !(x >= 1.0/9-slack && x <= 9+slack):
				tell("out_of_range", fmt.Sprint(x), place+" must lie within 1/9 and 9", "Saaty's scale: 1 equally, 3 somewhat, 5 clearly, 7 much, 9 utterly more important")
			case i == j && math.Abs(x-1) > slack:
				tell("out_of_range", fmt.Sprint(x), place+" must be 1", "")
			case !(math.Abs(x*y-1) <= 1e-3):
				tell("out_of_range", fmt.Sprint(y), fmt.Sprintf("%s against %s must be one over %g", a.Items[j], a.Items[i], x), "")
			}
		}
	}
	return faults
}
