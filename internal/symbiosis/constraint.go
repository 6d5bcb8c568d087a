package symbiosis

import (
	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/unit"
)

// ConstraintID names a constraint within a region.
type ConstraintID string

// ConstraintEffect says what a constraint does to the land it bears on.
type ConstraintEffect string

// The effects of a constraint.
const (
	Excludes  ConstraintEffect = "excludes"
	Penalises ConstraintEffect = "penalises"
	Informs   ConstraintEffect = "informs"
)

// ConstraintEffects lists the effects of a constraint.
func ConstraintEffects() []ConstraintEffect { return []ConstraintEffect{Excludes, Penalises, Informs} }

// Constraint is a piece of a layer that excludes land, counts against it, or informs:
// protected nature, shore, flood, groundwater, heritage, housing.
type Constraint struct {
	ID       ConstraintID
	Layer    string // "nature_reserve", "flood", …
	Name     string
	Effect   ConstraintEffect
	Geometry orb.Geometry // WGS 84
	Buffer   unit.Length  // how far round the geometry it bears
	Source   string
	Date     Date // of the source
	Version  int64
}

// Validate returns an Invalid error with every fault of the constraint, or nil.
func (c Constraint) Validate() error {
	var ps problems
	ps.checkID("id", string(c.ID))
	ps.checkText("layer", c.Layer, maxName, true)
	ps.checkText("name", c.Name, maxName, false)
	ps.checkText("source", c.Source, maxText, true)
	checkOneOf(&ps, "effect", c.Effect, ConstraintEffects())
	if c.Geometry == nil {
		ps.add("geometry", "required", "", "is missing", "")
	}
	if !unit.Finite(c.Buffer) || c.Buffer < 0 || c.Buffer > maxDistance {
		ps.add("buffer_m", "out_of_range", number(c.Buffer.Metres()), "must be nil or above", "metres")
	}
	return ps.err("the constraint")
}
