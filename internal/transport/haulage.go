package transport

import (
	"math"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// haulage is what a surplus of material gives to each of its pairs.
type haulage struct {
	s              *symbiosis.Stream
	cost           unit.MassPrice // of a tonne before it is driven, less what the holder saves
	haulCost       float64        // b in SEK per tonne and metre
	haulCO2e       float64        // kg per tonne and metre
	materialFactor float64
}

func (m *Model) haulageOf(s *symbiosis.Stream) haulage {
	return haulage{
		s: s, cost: m.brokering + m.margin + s.LoadCost - s.Credit, materialFactor: m.materialFactor,
		haulCost: s.HaulCost.SEKPerTonne() / unit.Kilometre.Metres(), haulCO2e: s.HaulCO2e / unit.Kilometre.Metres(),
	}
}

// hauled is what a pair of material comes to, over the route.
type hauled struct {
	perTonne                       unit.MassPrice // before it is driven
	benefitAtZero, benefitPerMetre unit.Money
	co2eAtZero, co2ePerMetre       unit.Mass
	co2eKnown                      bool
}

// to fills x with what a mass comes to that goes to a need.
func (h *haulage) to(n *symbiosis.Stream, mass unit.Mass, link symbiosis.Link, x *hauled) {
	tonnes := mass.Tonnes()
	x.perTonne = unit.MassPrice(n.Price*h.s.Substitution) - h.cost
	x.benefitAtZero = unit.Money(x.perTonne.SEKPerTonne() * tonnes)
	x.benefitPerMetre = unit.Money(h.haulCost * tonnes)
	saving, of := replacedSaving(h.s, n, link)
	if x.co2eKnown = of != nil; x.co2eKnown {
		x.co2eAtZero = saving * unit.Mass(h.materialFactor*tonnes)
		x.co2ePerMetre = unit.Mass(h.haulCO2e * tonnes)
	}
}

// Outcomes fills found[i] with what a surplus and a need come to, as Reckon and Reckoning.At do. Of a pair
// that doesn't pay nothing else need be true.
func (m *Model) Outcomes(s *symbiosis.Stream, with []symbiosis.Candidate, found []symbiosis.Outcome) {
	var r symbiosis.Reckoning
	h, byTruck := m.haulageOf(s), s.Resource.Transport == symbiosis.Truck && s.Gone != 1
	if byTruck && h.takeAll(with) {
		h.atEach(with, found)
		return
	}
	byPipe := s.Resource.Transport == symbiosis.HeatPipe && s.Gone != 1
	for i := range with {
		c := &with[i]
		if byPipe && c.Need.Gone != 1 && c.Need.Resource.Transport == symbiosis.HeatPipe && m.tooLittle(s, c.Need, c.Route) {
			found[i] = symbiosis.Outcome{} // half of them
			continue
		}
		if n := c.Need; byTruck && n.Gone != 1 && (n.Resource == s.Resource || n.Resource.Transport == symbiosis.Truck) {
			h.at(c, &found[i])
			continue
		}
		m.reckon(s, c.Need, c.Link, c.Route, &r, nil)
		r.At(c.Route, &found[i])
	}
}

// takeAll says that all are needs for just what the surplus is, with something left to take.
func (h *haulage) takeAll(with []symbiosis.Candidate) bool {
	for i := range with {
		if n := with[i].Need; n.Gone == 1 || n.Resource != h.s.Resource || with[i].Link != symbiosis.LinkTree {
			return false
		}
	}
	return true
}

// atEachPlain is at for many.
func (h *haulage) atEachPlain(with []symbiosis.Candidate, found []symbiosis.Outcome) {
	for i := range with {
		h.at(&with[i], &found[i])
	}
}

// at fills o with what a pair comes to at its route.
func (h *haulage) at(c *symbiosis.Candidate, o *symbiosis.Outcome) {
	*o = symbiosis.Outcome{}
	s, n := h.s, c.Need
	mass := min(s.Mass, n.Mass)
	if !(mass > 0) {
		return
	}
	var x hauled
	h.to(n, mass, c.Link, &x)
	budget := budgetOf(x.benefitAtZero, x.benefitPerMetre)
	if o.Pays = c.Route <= budget && x.benefitAtZero > 0 && inRange(x.benefitAtZero, x.benefitPerMetre, budget); !o.Pays {
		return
	}
	metres := c.Route.Metres()
	o.Coverage = float64(mass / max(s.Mass, n.Mass))
	o.Priced, o.Unbounded = true, math.IsInf(budget.Metres(), 1)
	o.NetBenefit = x.benefitAtZero - x.benefitPerMetre*unit.Money(metres)
	if o.CO2eKnown = x.co2eKnown; o.CO2eKnown {
		o.CO2e = x.co2eAtZero - x.co2ePerMetre*unit.Mass(metres)
	}
}
