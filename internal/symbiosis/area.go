package symbiosis

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/unit"
)

// AreaID names a piece of land within a region.
type AreaID string

// PlanStatus is how far a piece of land has come in planning law (plan- och bygglagen).
type PlanStatus string

// The plan statuses, furthest first.
const (
	Detaljplan    PlanStatus = "detaljplan"    // detailed plan: may be built
	Oversiktsplan PlanStatus = "oversiktsplan" // named in the comprehensive plan
	NoPlan        PlanStatus = "none"
)

// PlanStatuses lists the plan statuses, furthest first.
func PlanStatuses() []PlanStatus { return []PlanStatus{Detaljplan, Oversiktsplan, NoPlan} }

// Area is a piece of industrial land, existing or candidate.
type Area struct {
	ID                AreaID
	Name              string
	Municipality      string
	Country           string
	Geometry          orb.MultiPolygon // WGS 84
	PlanStatus        PlanStatus
	YearsToBuildReady *float64
	GridPower         *unit.Power // what the grid can give
	GridYear          int         // from which year; 0 unknown
	Remediation       string      // what is known of contamination
	Accuracy          PlaceAccuracy
	Certainty         Certainty
	Source            string
	Note              string
	Version           int64
}

// Normalise fills the attributes that have a default, and takes the spaces off both ends
// of ids, names and codes.
func (a *Area) Normalise() {
	a.ID = AreaID(strings.TrimSpace(string(a.ID)))
	a.Name = strings.TrimSpace(a.Name)
	a.Municipality = strings.TrimSpace(a.Municipality)
	a.Country = strings.ToUpper(strings.TrimSpace(a.Country))
	if a.PlanStatus == "" {
		a.PlanStatus = NoPlan
	}
	if a.Accuracy == "" {
		a.Accuracy = Exact
	}
	if a.Certainty == "" {
		a.Certainty = Estimated
	}
}

// Validate returns an Invalid error with every fault of the area, or nil.
func (a Area) Validate() error {
	var ps problems
	ps.checkID("id", string(a.ID))
	ps.checkText("name", a.Name, maxName, true)
	ps.checkText("municipality", a.Municipality, maxName, false)
	ps.checkCountry(a.Country)
	ps.checkText("remediation", a.Remediation, maxText, false)
	ps.checkText("source", a.Source, maxText, false)
	ps.checkText("note", a.Note, maxText, false)
	checkOneOf(&ps, "plan_status", a.PlanStatus, PlanStatuses())
	checkOneOf(&ps, "place_accuracy", a.Accuracy, PlaceAccuracies())
	checkOneOf(&ps, "certainty", a.Certainty, Certainties())
	checkNotNegative(&ps, "years_to_build_ready", a.YearsToBuildReady)
	if p := a.GridPower; p != nil && (!unit.Finite(*p) || *p < 0) {
		ps.add("grid_mw", "out_of_range", number(p.Megawatts()), "must be nil or above", "MW")
	}
	if a.GridYear != 0 && (a.GridYear < 1900 || a.GridYear > 2200) {
		ps.add("grid_year", "out_of_range", fmt.Sprint(a.GridYear), "is not a year of this age", "such as 2028")
	}
	checkPolygons(&ps, a.Geometry)
	return ps.err("the area")
}

// checkPolygons reports the faults that a polygon can have point by point; crossings and
// holes outside their shell are looked for where areas are evaluated.
func checkPolygons(ps *problems, mp orb.MultiPolygon) {
	if len(mp) == 0 {
		ps.add("geometry", "required", "", "is empty", "a polygon of at least three corners")
	}
	for _, polygon := range mp {
		if len(polygon) == 0 {
			ps.add("geometry", "required", "", "holds an empty polygon", "")
		}
		for _, ring := range polygon {
			if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
				ps.add("geometry", "not_closed", "", "has a ring that is not closed or has fewer than three corners", "")
				return
			}
			for _, p := range ring {
				before := len(*ps)
				if ps.checkPlace(p); len(*ps) > before {
					return
				}
			}
		}
	}
}
