package symbiosis

// Opportunity is what an establishment profile would find, and give, on an area.
type Opportunity struct {
	AreaID    AreaID
	ProfileID ProfileID
	Capacity  float64 // in the profile's unit, above zero
	Matches   []Match
}

// Validate returns an Invalid error with every fault of the opportunity, or nil.
func (o Opportunity) Validate() error {
	var ps problems
	ps.checkID("area_id", string(o.AreaID))
	ps.checkID("profile_id", string(o.ProfileID))
	if !(o.Capacity > 0) {
		ps.add("capacity", "out_of_range", number(o.Capacity), "must be above zero", "")
	}
	return ps.err("the opportunity")
}
