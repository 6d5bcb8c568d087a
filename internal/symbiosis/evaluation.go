package symbiosis

// Evaluation is an area's score with the figures behind it.
type Evaluation struct {
	AreaID   AreaID
	Excluded []ConstraintID // what excludes the area, or a part of it
	Criteria []Criterion
	// Low and High bound the weighted sum of the criteria, 0–1: a criterion without a value
	// counts as 0 in Low and as 1 in High (missing is not zero).
	Low, High float64
}

// Criterion is one thing an area is judged by.
type Criterion struct {
	Key    string
	Figure *Figure  // the raw value; nil when missing
	Value  *float64 // 0–1 by the value function; nil when missing
	Weight float64  // 0–1; the weights of an evaluation sum to 1
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
