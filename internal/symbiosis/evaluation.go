package symbiosis

import (
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/unit"
)

// Evaluation is an area's score with the figures behind it.
type Evaluation struct {
	AreaID AreaID
	Land   Land
	Reach  Reach
	// Unfit: constraints leave no piece large enough. Such an area has no score and no rank.
	Unfit    bool
	Criteria []Criterion
	// Low and High bound the weighted sum of the criteria, 0–1: a criterion without a value
	// counts as 0 in Low and as 1 in High (missing is not zero). Score is the middle.
	Low, Score, High float64
	// Rank among the areas judged together, by Score; 1 is best, 0 none. Areas of equal score
	// share a rank. BestRank and WorstRank are what the bounds allow.
	Rank, BestRank, WorstRank int
}

// Criterion is one thing an area is judged by.
type Criterion struct {
	Key    string
	Figure *Figure  // the raw value; nil when missing
	Value  *float64 // 0–1 by the value function; nil when missing
	Weight float64  // 0–1; the weights of an evaluation sum to 1

	// Missing is why there is no figure: a key of package wording.
	Missing string
	// Date and Certainty are of the figure; Of names what it was measured to or taken from.
	Date      Date
	Certainty Certainty
	Of        string
}

// Validate returns an Invalid error with every fault of the evaluation, or nil.
func (e Evaluation) Validate() error {
	var ps problems
	ps.checkID("area_id", string(e.AreaID))
	sum := 0.0
	for _, c := range e.Criteria {
		sum += c.Weight
		if c.Weight < 0 {
			ps.add("weight", "out_of_range", number(c.Weight), "of "+c.Key+" is negative", "")
		}
		if c.Value != nil && !(*c.Value >= 0 && *c.Value <= 1) {
			ps.add("value", "out_of_range", number(*c.Value), "of "+c.Key+" must lie within 0 and 1", "")
		}
	}
	if len(e.Criteria) > 0 && !(sum > 1-1e-9 && sum < 1+1e-9) {
		ps.add("weight", "out_of_range", number(sum), "must sum to 1", "")
	}
	return ps.err("the evaluation")
}

// Land is what constraints leave of an area. Overlaps are exact: areas on the ellipsoid, what
// several constraints bear on counted once.
type Land struct {
	Total     unit.Area
	Excluded  unit.Area // that one excluding constraint or more bears on
	Remaining unit.Area // Total − Excluded
	// Fit is the part of Remaining in pieces that are large enough to build on.
	Fit       unit.Area
	Penalised unit.Area // of Remaining, that one penalising constraint or more bears on
	// Bearings are the constraints that touch the area or warn of it: excluding ones first, the
	// largest overlap first.
	Bearings []Bearing
	// Left is what remains, and FitPoint a point well inside its largest fit piece; nil when there
	// is none. WGS 84.
	Left     orb.MultiPolygon
	FitPoint *orb.Point
	Notices  []LandNotice
}

// Bearing is what one constraint does to an area.
type Bearing struct {
	ConstraintID ConstraintID
	Layer        ConstraintLayer
	Name         string
	Effect       ConstraintEffect
	Overlap      unit.Area   // of the constraint with its buffer and the area
	Warned       unit.Area   // of the area within the warning distance
	Distance     unit.Length // from the area to the constraint's geometry; 0 where they meet
	Source       string
	Date         Date
}

// LandNotice tells what was mended, left out or not known when an area was overlaid.
type LandNotice struct {
	Key string // a key of package wording
	Of  string // the constraint it is about; "" for the area itself
}

// Reach is what an area could get and give, each flow within its own budget, from the nearest
// point of its fit land.
type Reach struct {
	Flows []Reached // surpluses before needs, by net benefit
	// Surpluses and Needs count them; the sums are of the surpluses.
	Surpluses, Needs int
	Energy           unit.Energy
	Mass             unit.Mass
	NetBenefit       unit.Money
	CO2e             unit.Mass
	// LargestShare is the part of the net benefit that the surpluses of one site stand for, 0–1,
	// and LargestSite that site; 0 and "" when nothing is reached.
	LargestShare float64
	LargestSite  SiteID
}

// Reached is a flow that an area could get or give.
type Reached struct {
	FlowID     FlowID
	SiteID     SiteID
	Direction  Direction
	Resource   ResourceCode
	Distance   unit.Length // as the crow flies
	Route      unit.Length
	Budget     unit.Length
	Delivered  Quantity
	NetBenefit *unit.Money // a year; nil where it isn't reckoned
	CO2e       *unit.Mass  // saved a year; nil where no factor is known
	Certainty  Certainty
	Visibility Visibility
}

// Sensitivity tells how a ranking hangs on its weights.
type Sensitivity struct {
	// Shares are the parts of the first ranks that each area has under random weights, in the
	// order of the evaluations; they sum to 1 where any area has a score.
	Shares  []float64
	Samples int
	Effects []WeightEffect // in the order of the criteria
}

// WeightEffect is what the weight of one criterion decides, all others keeping their proportions.
type WeightEffect struct {
	Key string
	// Leaders are the first areas when the weight is changed by each of Changes, −0.5 to 0.5.
	Changes []float64
	Leaders []AreaID
	// Below and Above are the nearest weights, 0–1, under and over today's at which another area
	// takes the lead, and which; nil when none does.
	Below, Above             *float64
	BelowLeader, AboveLeader AreaID
}
