package symbiosis

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/unit"
)

// FacilityID names a piece of infrastructure within a region.
type FacilityID string

// FacilityKind says what a piece of infrastructure is.
type FacilityKind string

// The kinds of infrastructure that land is measured to.
const (
	Highway                FacilityKind = "highway"
	Rail                   FacilityKind = "rail"
	Port                   FacilityKind = "port"
	Substation             FacilityKind = "substation"
	DistrictHeatingNetwork FacilityKind = "district_heating"
)

// FacilityKinds lists the kinds of infrastructure.
func FacilityKinds() []FacilityKind {
	return []FacilityKind{Highway, Rail, Port, Substation, DistrictHeatingNetwork}
}

// Facility is a piece of infrastructure that land is measured to by distance: a road or track
// (a line), a port, a substation or a district heating network (a point, a line or an outline).
type Facility struct {
	ID       FacilityID
	Kind     FacilityKind
	Name     string
	Geometry orb.Geometry // WGS 84; any but a collection
	// Capacity is what it can still give or take: MW of a substation or a heating network,
	// tonnes a year of a port. Nil: not known.
	Capacity *Quantity
	// Year is from which year there is that capacity, or the thing itself; 0 unknown.
	Year      int
	Accuracy  PlaceAccuracy
	Certainty Certainty
	Source    string
	Date      Date // of the source
	Note      string
	Version   int64
}

// Normalise fills the attributes that have a default, and takes the spaces off both ends of
// ids, names and codes.
func (f *Facility) Normalise() {
	f.ID = FacilityID(strings.TrimSpace(string(f.ID)))
	f.Kind = FacilityKind(strings.ToLower(strings.TrimSpace(string(f.Kind))))
	f.Name = strings.TrimSpace(f.Name)
	if f.Accuracy == "" {
		f.Accuracy = Exact
	}
	if f.Certainty == "" {
		f.Certainty = Estimated
	}
}

// Validate returns an Invalid error with every fault of the facility, or nil.
func (f Facility) Validate() error {
	var ps problems
	ps.checkID("id", string(f.ID))
	checkOneOf(&ps, "kind", f.Kind, FacilityKinds())
	ps.checkText("name", f.Name, maxName, false)
	ps.checkText("source", f.Source, maxText, true)
	ps.checkText("note", f.Note, maxText, false)
	checkOneOf(&ps, "place_accuracy", f.Accuracy, PlaceAccuracies())
	checkOneOf(&ps, "certainty", f.Certainty, Certainties())
	checkDate(&ps, "source_date", f.Date)
	checkGeometry(&ps, f.Geometry)
	if q := f.Capacity; q != nil {
		checkOneOf(&ps, "capacity_unit", q.Unit, QuantityUnits())
		if !unit.Finite(q.Amount) || q.Amount < 0 || q.Amount > 1e12 {
			ps.add("capacity", "out_of_range", number(q.Amount), "must be zero or above, and at most 1e12", "in the unit beside it")
		}
	}
	ps.checkYear("year", f.Year)
	return ps.err("the facility")
}

// checkYear reports a year that is neither unknown (0) nor of this age.
func (ps *problems) checkYear(field string, year int) {
	if year != 0 && (year < 1900 || year > 2200) {
		ps.add(field, "out_of_range", fmt.Sprint(year), "is not a year of this age", "such as 2028")
	}
}
