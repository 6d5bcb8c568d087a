package report

import (
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
)

// LandReport is a comparison of areas as it was judged: what a report for plan documents shows.
type LandReport struct {
	Name string
	Note string
	// Areas are in the order they are shown; their evaluations were judged together.
	Areas       []JudgedArea
	Criteria    []JudgedBy // in the book's order
	AHP         *Judgements
	Sensitivity *symbiosis.Sensitivity // its shares are in the order of Areas; nil: not asked for
	// Visibility is the narrowest of what the result rests on.
	Visibility symbiosis.Visibility
	Made       symbiosis.Date
	Revision   string
	// WithoutHidden says that its figures leave out what its readers may not see, which enters in the
	// areas' Sums only.
	WithoutHidden bool
	// LeftOut counts rows of the region's data that couldn't be used, and are in none of the figures.
	LeftOut int
}

// HiddenSum is what flows that a report's readers may not see come to within an area's reach.
type HiddenSum struct {
	Direction symbiosis.Direction
	Amount    float64 // a year, one digit
	Unit      string
}

// JudgedArea is an area with its evaluation.
type JudgedArea struct {
	Name         string
	Municipality string
	Geometry     orb.MultiPolygon
	Evaluation   symbiosis.Evaluation
	// Reached are flows that it could get or give, those that the report's readers may see.
	Reached []Reached
	// Untold is how many more its criteria count than Reached tells of.
	Untold int
	Sums   []HiddenSum
}

// Reached is a flow within its own budget of an area.
type Reached struct {
	Direction    symbiosis.Direction
	Site         string
	Municipality string
	Point        orb.Point
	Resource     symbiosis.ResourceCode
	Amount       float64 // a year
	Unit         string
	RouteM       float64
	NetBenefit   *float64 // SEK/yr
	Certainty    symbiosis.Certainty
}

// JudgedBy is a criterion with its value function.
type JudgedBy struct {
	Key, Group string
	Unit       string // of the figure; "class" for a step of a scale, "1" for a share or a number
	Weight     float64
	Points     []BreakPoint
	Source     string
	Assumption bool
}

// BreakPoint is a figure and what it is worth, 0–1.
type BreakPoint struct{ At, Value float64 }

// Judgements are a pairwise comparison that gave the weights.
type Judgements struct {
	Items  []string // groups or criteria
	Matrix [][]float64
	Ratio  float64 // of consistency
}
