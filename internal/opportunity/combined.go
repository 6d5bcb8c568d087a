package opportunity

import "github.com/samloka/samloka/internal/unit"

// Worth bounds what a piece of land is worth as land, whoever comes, 0–1: with all that is missing
// of it at its worst and at its best. The zero value is land that is worth nothing.
type Worth struct{ Low, High float64 }

// UsualLandWeight is how much the land counts beside the net benefit when nobody says. [A]
const UsualLandWeight = 0.5

// Combined is a rank's figure when land counts beside the net benefit.
type Combined struct {
	// Benefit is the net benefit as a share of the greatest that any land not excluded gives, 0–1.
	Benefit float64
	Worth
	// Score is between Least and Most, 0–1: both parts by their weights, with the land at its worst and
	// best.
	Least, Score, Most float64
}

// combine gives each standing its figure.
func (q *Question) combine(list []Standing) {
	var greatest unit.Money
	for i := range list {
		if !list[i].Excluded {
			greatest = max(greatest, list[i].NetBenefit)
		}
	}
	weight := UsualLandWeight
	if q.LandWeight != nil {
		weight = *q.LandWeight
	}
	for i := range list {
		s := &list[i]
		c := Combined{Worth: q.Worth[s.Lot]}
		if greatest > 0 {
			c.Benefit = min(1, max(0, float64(s.NetBenefit/greatest)))
		}
		c.Least = (1-weight)*c.Benefit + weight*c.Low
		c.Most = (1-weight)*c.Benefit + weight*c.High
		c.Score = (c.Least + c.Most) / 2
		s.Combined = &c
	}
}
