package appraise

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
)

func TestMain(m *testing.M) { testtool.Main(m) }

// drinks is Saaty's example of how much is drunk of what in the USA (Decision making with the
// analytic hierarchy process, International Journal of Services Sciences 1:1, 2008, p. 89).
var drinks = AHP{
	Items: []string{"coffee", "wine", "tea", "beer", "sodas", "milk", "water"},
	Matrix: [][]float64{
		{1, 9, 5, 2, 1, 1, 1. / 2},
		{1. / 9, 1, 1. / 3, 1. / 9, 1. / 9, 1. / 9, 1. / 9},
		{1. / 5, 3, 1, 1. / 3, 1. / 4, 1. / 3, 1. / 9},
		{1. / 2, 9, 3, 1, 1. / 2, 1, 1. / 3},
		{1, 9, 4, 2, 1, 2, 1. / 2},
		{1, 9, 3, 1, 1. / 2, 1, 1. / 3},
		{2, 9, 9, 3, 2, 3, 1},
	},
}

func TestSaatysDrinks(t *testing.T) {
	r, err := drinks.Eigenvector()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{.177, .019, .042, .116, .190, .129, .327} {
		if math.Abs(r.Weights[i]-want) > 0.0005 {
			t.Errorf("%s: %.4f, want %.3f", drinks.Items[i], r.Weights[i], want)
		}
	}
	if math.Abs(r.Ratio-.022) > 0.0005 || r.Inconsistent {
		t.Errorf("consistency ratio %.4f, want .022", r.Ratio)
	}
}

// A matrix made of weights gives those weights and is wholly consistent; however the judgements
// are, the weights are positive, sum to 1 and are an eigenvector.
func TestEigenvector(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, MostCompared).Draw(t, "n")
		made := make([]float64, n)
		sum := 0.0
		for i := range made {
			made[i] = rapid.Float64Range(1, 3).Draw(t, "weight")
			sum += made[i]
		}
		a := AHP{Matrix: make([][]float64, n)}
		b := AHP{Matrix: make([][]float64, n)}
		for i := range n {
			a.Items = append(a.Items, string(rune('a'+i)))
			a.Matrix[i], b.Matrix[i] = make([]float64, n), make([]float64, n)
		}
		b.Items = a.Items
		for i := range n {
			for j := range n {
				a.Matrix[i][j] = made[i] / made[j]
				if i == j {
					b.Matrix[i][j] = 1
				}
				if i < j {
					x := rapid.Float64Range(1.0/9, 9).Draw(t, "judgement")
					b.Matrix[i][j], b.Matrix[j][i] = x, 1/x
				}
			}
		}
		r, err := a.Eigenvector()
		if err != nil {
			t.Fatal(err)
		}
		for i := range made {
			if math.Abs(r.Weights[i]-made[i]/sum) > 1e-9 {
				t.Fatalf("weight %d is %v, want %v", i, r.Weights[i], made[i]/sum)
			}
		}
		if r.Ratio > 1e-9 {
			t.Fatalf("a consistent matrix has the ratio %v", r.Ratio)
		}
		if r, err = b.Eigenvector(); err != nil {
			t.Fatal(err)
		}
		total := 0.0
		for i, w := range r.Weights {
			total += w
			row := 0.0
			for j, x := range b.Matrix[i] {
				row += x * r.Weights[j]
			}
			if !(w > 0) || math.Abs(row-r.LambdaMax*w) > 1e-9*r.LambdaMax {
				t.Fatalf("row %d: %v is not %v times %v", i, row, r.LambdaMax, w)
			}
		}
		if math.Abs(total-1) > 1e-12 || r.LambdaMax < float64(n)-1e-9 || r.Inconsistent != (r.Ratio > 0.10) {
			t.Fatalf("sum %v, λ %v of %d, ratio %v", total, r.LambdaMax, n, r.Ratio)
		}
	})
}

func TestComparisonsThatAreNone(t *testing.T) {
	two := []string{"a", "b"}
	for name, a := range map[string]AHP{
		"one item":         {Items: []string{"a"}, Matrix: [][]float64{{1}}},
		"sixteen items":    {Items: make([]string, 16), Matrix: make([][]float64, 16)},
		"not square":       {Items: two, Matrix: [][]float64{{1, 2}}},
		"ragged":           {Items: two, Matrix: [][]float64{{1, 2}, {0.5}}},
		"not reciprocal":   {Items: two, Matrix: [][]float64{{1, 2}, {2, 1}}},
		"diagonal":         {Items: two, Matrix: [][]float64{{2, 2}, {0.5, 1}}},
		"NaN":              {Items: two, Matrix: [][]float64{{1, math.NaN()}, {1, 1}}},
		"beyond the scale": {Items: two, Matrix: [][]float64{{1, 10}, {0.1, 1}}},
		"nil":              {Items: two, Matrix: [][]float64{{1, 0}, {0, 1}}},
		"the same twice":   {Items: []string{"a", "a"}, Matrix: [][]float64{{1, 1}, {1, 1}}},
	} {
		if _, err := a.Eigenvector(); symbiosis.KindOf(err) != symbiosis.Invalid {
			t.Errorf("%s: %v, want Invalid", name, err)
		}
	}
}
