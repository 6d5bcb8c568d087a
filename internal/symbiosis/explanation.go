package symbiosis

import "github.com/samloka/samloka/internal/unit"

// GateName names a gate that a pair must pass (models 2.4, and 1.1 for temperature).
type GateName string

// The gates in the order they are run.
const (
	GateDirection   GateName = "direction"   // a surplus and a need, of different sites
	GateResource    GateName = "resource"    // kind and compatible resource
	GateTemperature GateName = "temperature" // heat only
	GateQuality     GateName = "quality"     // the need's limits
	GateLaw         GateName = "law"         // waste status and permits
	GateTime        GateName = "time"        // periods overlap
	GateDistance    GateName = "distance"    // within the distance budget
	GateVisibility  GateName = "visibility"  // both may be seen
)

// GateNames lists the gates in the order they are run.
func GateNames() []GateName {
	return []GateName{GateDirection, GateResource, GateTemperature, GateQuality, GateLaw, GateTime, GateDistance, GateVisibility}
}

// GateStatus is the outcome of a gate.
type GateStatus string

// The outcomes of a gate.
const (
	Passed          GateStatus = "passed"
	Failed          GateStatus = "failed"
	NeedsAssessment GateStatus = "needs_assessment" // not excluded, someone must look
	NotApplicable   GateStatus = "not_applicable"
	NotRun          GateStatus = "not_run" // left out by the caller, or no figures to run it on
)

// Gate is the outcome of one gate for one pair, with its figures.
type Gate struct {
	Name   GateName
	Status GateStatus
	// Reason is a key of package wording: why the gate came out so. The figures fill it.
	Reason  string
	Figures []Reckoned
}

// Reckoned is a figure of a reckoning: what it is, how it came about.
type Reckoned struct {
	Key     string  // a key of package wording: "x_need", "pipe_dn", "annuity_pipe", …
	Value   float64 // NaN never; a missing figure is left out
	Unit    string  // "m", "MW", "SEK/yr", "1", …; "" for a Text
	Text    string  // instead of Value: a code such as "DN150", a resource or waste code
	Formula string  // in the symbols of models.md; "" for an input
	Source  string
	Year    int
	// Assumption marks a figure no source gives; Key then names the assumption if it is one.
	Assumption bool
	// Low and High are within which the value is thought to lie: of an input its range, of a
	// reckoned figure the tenth and the ninetieth of a hundred samples. Nil where it is taken as
	// it stands, or how sure it is wasn't asked for. High alone is nil where it may be more than
	// is looked for: so much warmer that nobody would rebuild for it.
	Low, High *float64
	// Input is the key of the assumption or flow attribute this figure is, when a user can
	// change it; "" otherwise.
	Input string
}

// Explanation is the whole reckoning of one pair, matched or not.
type Explanation struct {
	Surplus, Need Flow
	Feasible      bool
	Match         *Match // the figures as far as they could be reckoned; nil when the pair has no distance
	Gates         []Gate // in the order of GateNames
	Steps         []Step // the reckoning itself, in order
	// Monthly is heat delivered directly in each month, MWh; nil for materials.
	Monthly *[12]float64
	// Uncertainty is nil where it wasn't asked for, or nothing could be reckoned.
	Uncertainty *Uncertainty
}

// Step is a part of a reckoning with its figures: temperatures, energy, pipe, cost, budget.
type Step struct {
	Key     string // a key of package wording
	Remark  string // what the model leaves out here, a key of package wording; "" mostly
	Figures []Reckoned
}

// NearMiss is a pair that fails one or more gates but isn't far from passing.
type NearMiss struct {
	SurplusID FlowID
	NeedID    FlowID
	Distance  unit.Length
	Failed    []Gate
}
