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

// Connection is how near a piece of land lies to a utility: water, sewage, fibre, district
// heating. The empty Connection is not known, which is not None.
type Connection string

// The connections, best first.
const (
	Connected    Connection = "connected" // a connection stands on the land
	Nearby       Connection = "nearby"    // the network can be reached
	NoConnection Connection = "none"
)

// Connections lists the connections, best first. Not known is the empty text.
func Connections() []Connection { return []Connection{Connected, Nearby, NoConnection} }

// Utility is something that land can be connected to.
type Utility string

// The utilities.
const (
	WaterUtility   Utility = "water"
	SewageUtility  Utility = "sewage"
	FibreUtility   Utility = "fibre"
	HeatingUtility Utility = "district_heating"
)

// Utilities lists the utilities.
func Utilities() []Utility {
	return []Utility{WaterUtility, SewageUtility, FibreUtility, HeatingUtility}
}

// maxSlope bounds the mean slope of land, per cent: steeper than 71 degrees is a slip of the pen.
const maxSlope = 300

// Area is a piece of industrial land, existing or candidate. What is not known is nil, nil
// text or the year 0: missing is not zero.
type Area struct {
	ID           AreaID
	Name         string
	Municipality string
	Country      string
	Geometry     orb.MultiPolygon // WGS 84

	PlanStatus        PlanStatus
	YearsToBuildReady *float64
	Restrictions      string // what the plan or the owner doesn't allow

	GridPower *unit.Power // what the grid can give
	GridYear  int         // from which year; 0 unknown

	Water, Sewage, Fibre, DistrictHeating Connection

	Price           *unit.LandPrice // asked, SEK/m²
	Remediation     string          // what is known of contamination
	RemediationCost *unit.Money     // of making the land fit to build on, SEK
	Slope           *float64        // mean slope of the ground, per cent: metres of rise over a hundred across

	Owner   string
	Contact string // whom to ask

	Accuracy   PlaceAccuracy
	Certainty  Certainty
	Visibility Visibility
	Source     string
	SourceDate Date // of the source
	Note       string
	Version    int64
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
	if a.Visibility == "" {
		a.Visibility = Public
	}
}

// Connection returns how near the land lies to a utility; "" when it isn't known.
func (a Area) Connection(u Utility) Connection {
	switch u {
	case WaterUtility:
		return a.Water
	case SewageUtility:
		return a.Sewage
	case FibreUtility:
		return a.Fibre
	case HeatingUtility:
		return a.DistrictHeating
	}
	return ""
}

// Validate returns an Invalid error with every fault of the area, or nil.
func (a Area) Validate() error {
	var ps problems
	ps.checkID("id", string(a.ID))
	ps.checkText("name", a.Name, maxName, true)
	ps.checkText("municipality", a.Municipality, maxName, false)
	ps.checkCountry(a.Country)
	ps.checkText("remediation", a.Remediation, maxText, false)
	ps.checkText("restrictions", a.Restrictions, maxText, false)
	ps.checkText("owner", a.Owner, maxName, false)
	ps.checkText("contact", a.Contact, maxName, false)
	ps.checkText("source", a.Source, maxText, false)
	ps.checkText("note", a.Note, maxText, false)
	checkOneOf(&ps, "plan_status", a.PlanStatus, PlanStatuses())
	checkOneOf(&ps, "place_accuracy", a.Accuracy, PlaceAccuracies())
	checkOneOf(&ps, "certainty", a.Certainty, Certainties())
	checkOneOf(&ps, "visibility", a.Visibility, Visibilities())
	for _, u := range Utilities() {
		if c := a.Connection(u); c != "" {
			checkOneOf(&ps, string(u), c, Connections())
		}
	}
	checkDate(&ps, "source_date", a.SourceDate)
	checkYears(&ps, "years_to_build_ready", a.YearsToBuildReady)
	checkNotNegative(&ps, "price_sek_per_m2", a.Price)
	if c := a.RemediationCost; c != nil && (!unit.Finite(*c) || *c < 0 || *c > 1e12) {
		ps.add("remediation_cost_sek", "out_of_range", number(c.SEK()), "must be zero or above, and at most 1e12", "SEK for the whole area")
	}
	if s := a.Slope; s != nil && !(*s >= 0 && *s <= maxSlope) {
		ps.add("slope_pct", "out_of_range", number(*s), "must lie within 0 and 300", "mean slope in per cent; 45 degrees are 100 per cent")
	}
	if p := a.GridPower; p != nil && (!unit.Finite(*p) || *p < 0 || *p > mostGrid) {
		ps.add("grid_mw", "out_of_range", number(p.Megawatts()), mostGridText, "MW")
	}
	ps.checkYear("grid_year", a.GridYear)
	checkPolygons(&ps, a.Geometry)
	return ps.err("the area")
}

// mostGrid bounds what the grid can give a piece of land: the Nordic grid's whole load is some
// 70 000 MW at its highest.
const (
	mostGrid     = 100_000 * unit.Megawatt
	mostGridText = "must lie within 0 and 100 000"
)

// mostYears bounds a time until something is ready: some write 999 for never.
const mostYears = 1000

func checkYears(ps *problems, field string, v *float64) {
	if v != nil && !(*v >= 0 && *v <= mostYears) {
		ps.add(field, "out_of_range", number(*v), fmt.Sprintf("must lie within 0 and %d", mostYears), "years from now")
	}
}
