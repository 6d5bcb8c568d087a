package symbiosis

// Range is within which a figure is thought to lie.
type Range struct {
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
	Source string  `json:"source"`
	// Assumption marks a range that no source gives.
	Assumption bool `json:"assumption,omitempty"`
	// With names what moves together: figures with the same name are drawn as one, all near
	// their low end or all near their high one. "": the figure moves alone.
	With string `json:"with,omitempty"`
}

// Uncertainty tells how sure the figures of a pair are: they were reckoned again and again
// with everything uncertain drawn from its range, in a sequence that is the same each time.
type Uncertainty struct {
	Samples int
	// Chance is the share of the samples in which the pair pays at its distance: its net
	// benefit is above nil, and the route no longer than the flows allow themselves.
	Chance float64
	// Limited is the share in which it would pay, but the route is longer than that.
	Limited float64
	// Spreads are of net_benefit, budget_m, delivered, co2e where a factor is known, route_m,
	// investment where there is one, and score.
	Spreads []Spread
	// Effects are of each uncertain figure alone on the net benefit, greatest first; those
	// without any are left out.
	Effects []Effect
}

// Spread is a figure's range over the samples.
type Spread struct {
	Key    string // a key of package wording
	Unit   string
	Low    float64 // nine samples of ten lie above, or Likely when that is lower
	Likely float64 // as reckoned with the values that stand
	High   float64 // nine samples of ten lie below, or Likely when that is higher
}

// Effect is what one uncertain figure does to the net benefit when all others stand.
type Effect struct {
	Key   string // a key of package wording
	Input string // the assumption, or a flow's attribute, as of Reckoned
	Unit  string
	Range
	// BenefitLow and BenefitHigh are the net benefit in SEK/yr at the range's ends.
	BenefitLow, BenefitHigh float64
}

// Size is how far the effect moves the net benefit, SEK/yr.
func (e Effect) Size() float64 {
	return max(e.BenefitLow, e.BenefitHigh) - min(e.BenefitLow, e.BenefitHigh)
}
