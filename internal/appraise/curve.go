package appraise

import (
	"fmt"
	"math"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Corner is a break point of a value function: a figure, and what it is worth, 0–1.
type Corner struct {
	At    float64 `json:"at"`
	Value float64 `json:"value"`
}

// Curve is a value function: straight lines between its corners, level beyond the outermost.
type Curve []Corner

// mostCorners bounds what a reader can take in and drag.
const mostCorners = 12

// Worth returns the value of a figure, 0–1. NaN is worth nothing that can be told: NaN.
func (c Curve) Worth(x float64) float64 {
	if math.IsNaN(x) || len(c) == 0 {
		return math.NaN()
	}
	for i, p := range c {
		if x <= p.At {
			if i == 0 {
				return p.Value
			}
			q := c[i-1]
			v := q.Value + (p.Value-q.Value)*(x-q.At)/(p.At-q.At)
			return max(min(q.Value, p.Value), min(v, max(q.Value, p.Value))) // rounding must not leave the line
		}
	}
	return c[len(c)-1].Value
}

// check returns what is wrong with the curve of a criterion.
func (c Curve) check(key string) []symbiosis.Problem {
	field := "curves." + key
	fault := func(code, value, text, hint string) []symbiosis.Problem {
		return []symbiosis.Problem{{Field: field, Code: code, Value: value, Text: text, Hint: hint}}
	}
	if len(c) < 2 || len(c) > mostCorners {
		return fault("out_of_range", fmt.Sprint(len(c)), fmt.Sprintf("must have 2 to %d corners", mostCorners), "")
	}
	for i, p := range c {
		switch {
		case math.IsNaN(p.At) || math.IsInf(p.At, 0) || math.Abs(p.At) > 1e15:
			return fault("not_a_number", fmt.Sprint(p.At), "has a corner that stands nowhere", "")
		case !(p.Value >= 0 && p.Value <= 1):
			return fault("out_of_range", fmt.Sprint(p.Value), "has a corner whose value doesn't lie within 0 and 1", "")
		case i > 0 && !(p.At > c[i-1].At):
			return fault("out_of_range", fmt.Sprint(p.At), "has corners that don't follow each other from left to right", "each further right than the one before")
		}
	}
	return nil
}
