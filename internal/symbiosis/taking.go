package symbiosis

import "github.com/samloka/samloka/internal/unit"

// Take is what an exchange in operation takes from one of its flows.
type Take struct {
	Exchange *Exchange
	Share    float64     // of what the whole flow has in a year, 0 or above
	Months   [12]float64 // how the share is spread over the year; sums to 1
	// Assumed says that the exchange doesn't tell how much: it is taken to be all that the
	// pair could carry.
	Assumed bool
}

// allGone is the share from which on a flow has nothing left: what rounding leaves over is no
// surplus.
const allGone = 1 - 1e-12

// Less returns what a whole stream has left when takes are gone, one after the other and
// month by month. What a month can't give comes from the other months, in proportion to what
// they have left; takes beyond what there is leave nothing. Energy, mass and amount of a year
// sum to the whole flow's with what is taken.
func (s *Stream) Less(takes []Take) Stream {
	left := *s
	if len(takes) == 0 {
		return left
	}
	rest := *s.Shares
	for _, t := range takes {
		take(&rest, t)
	}
	left = s.Rest(rest)
	left.Taken = takes
	return left
}

// Rest returns what a stream has left when its months have the shares of rest, each at most
// the stream's own. Energy, mass and amount shrink by what is gone; the greatest power falls
// to the share that the least burdened month has left.
func (s *Stream) Rest(rest [12]float64) Stream {
	left := *s
	sum, most := 0.0, 0.0
	for m := range rest {
		sum += rest[m]
		if s.Shares[m] > 0 {
			most = max(most, rest[m]/s.Shares[m])
		}
	}
	left.Gone = 1 - sum*(1-s.Gone)
	if !(left.Gone < allGone) {
		left.Gone, sum, most = 1, 0, 0
	} else {
		for m := range rest {
			rest[m] /= sum
		}
		left.Shares = &rest
	}
	left.Energy *= unit.Energy(sum)
	left.Power *= unit.Power(most)
	left.Mass *= unit.Mass(sum)
	left.Amount *= sum
	return left
}

// take takes a share of the year out of what the months have left.
func take(rest *[12]float64, t Take) {
	sum, lacking := 0.0, 0.0
	for m := range rest {
		want := t.Share * t.Months[m]
		got := min(want, rest[m])
		rest[m] -= got
		lacking += want - got
		sum += rest[m]
	}
	if !(lacking > 0) || !(sum > 0) {
		return
	}
	keep := max(0, 1-lacking/sum)
	for m := range rest {
		rest[m] *= keep
	}
}

// ShareOf returns which share of the stream's year an amount is; a power is turned into
// energy by hours. ok is false when the two can't be compared.
func (s *Stream) ShareOf(q Quantity, hours unit.Hours) (share float64, ok bool) {
	var density unit.Density
	if s.Resource.BulkDensity != nil {
		density = unit.Density(s.Resource.BulkDensity.Value) * unit.TonnePerCubicMetre
	}
	mass := q.Mass(density)
	switch {
	case !(q.Amount > 0):
		return 0, false
	case q.IsEnergy() && s.Energy > 0:
		share = float64(q.Energy(hours) / s.Energy)
	case mass > 0 && s.Mass > 0:
		share = float64(mass / s.Mass)
	default:
		in, same := q.In(s.Resource.Unit, hours)
		if !same || !(s.Amount > 0) {
			return 0, false
		}
		share = in.Amount / s.Amount
	}
	return share, unit.Finite(share)
}

// CommonMonths spreads what goes from one stream to another over the year: each month as
// much as both have, in proportion. Streams without a common month follow the first.
func CommonMonths(s, n *Stream) [12]float64 {
	var months [12]float64
	sum := 0.0
	for m := range months {
		months[m] = min(s.Shares[m], n.Shares[m])
		sum += months[m]
	}
	if !(sum > 0) {
		return *s.Shares
	}
	for m := range months {
		months[m] /= sum
	}
	return months
}
