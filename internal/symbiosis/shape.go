package symbiosis

import "github.com/samloka/samloka/internal/unit"

// ShapeKind names how a flow is spread over the year.
type ShapeKind string

// The shapes. Own carries twelve values of the user's.
const (
	Flat   ShapeKind = "flat"
	Winter ShapeKind = "winter"
	Summer ShapeKind = "summer"
	Own    ShapeKind = "own"
)

// ShapeKinds lists the shapes.
func ShapeKinds() []ShapeKind { return []ShapeKind{Flat, Winter, Summer, Own} }

// Shape spreads a flow over the twelve months of a year.
type Shape struct {
	Kind ShapeKind
	// Monthly are the shares of the year's sum, January first, when Kind is Own. They need
	// not sum to 1: they are scaled.
	Monthly [12]float64
}

// MonthHours are the hours of each month in a year of 365 days.
var MonthHours = [12]unit.Hours{744, 672, 744, 720, 744, 720, 744, 744, 720, 744, 720, 744}

// winterShares follow the heat demand of buildings in middle Norrland: the monthly sums of
// Hotmaps' hourly residential heating and hot-water profile SE32 (CC BY 4.0), in per mille.
var winterShares = [12]float64{149, 136, 110, 74, 52, 35, 19, 28, 46, 72, 119, 160}

// Shares returns each month's share of the year's sum; they sum to 1.
func (s Shape) Shares() [12]float64 {
	var w [12]float64
	switch s.Kind {
	case Winter:
		w = winterShares
	case Summer:
		// The winter shape half a year later.
		for m := range w {
			w[m] = winterShares[(m+6)%12]
		}
	case Own:
		w = s.Monthly
	default:
		for m := range w {
			w[m] = float64(MonthHours[m])
		}
	}
	sum := 0.0
	for _, x := range w {
		sum += x
	}
	if sum <= 0 {
		return Shape{Kind: Flat}.Shares()
	}
	for m := range w {
		w[m] /= sum
	}
	return w
}

func (s *Shape) check(ps *problems) {
	checkOneOf(ps, "shape", s.Kind, ShapeKinds())
	if s.Kind != Own {
		return
	}
	sum := 0.0
	for _, v := range s.Monthly {
		if !unit.Finite(v) || v < 0 {
			ps.add("monthly", "out_of_range", number(v), "must be zero or above", "twelve shares, January first")
			return
		}
		sum += v
	}
	if !unit.Finite(sum) || sum <= 0 {
		ps.add("monthly", "out_of_range", "", "sums to zero", "twelve shares, January first")
	}
}
