package appraise

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// plainReach is reach as models.md has it: every flow is asked, nothing is left out beforehand, what is
// reached is sorted and summed as it stands.
func plainReach(s *Survey, offers []symbiosis.Offer) symbiosis.Reach {
	var r symbiosis.Reach
	for i := range offers {
		o := &offers[i]
		place := geo.Prepare(o.Place)
		crow := s.Surface.farFrom(&place)
		route := o.Route(crow)
		if !(o.Budget > 0) || route > o.Budget {
			continue
		}
		x := symbiosis.Reached{
			FlowID: o.FlowID, SiteID: o.SiteID, Direction: o.Direction, Resource: o.Resource, Distance: crow, Route: route,
			Budget: o.Budget, Delivered: o.Delivered, Certainty: o.Certainty, Visibility: o.Visibility,
		}
		if v, ok := o.NetBenefit(route); ok {
			x.NetBenefit = &v
		}
		if v, ok := o.CO2e(route); ok {
			x.CO2e = &v
		}
		r.Flows = append(r.Flows, x)
	}
	worth := func(x *symbiosis.Reached) float64 {
		if x.NetBenefit == nil {
			return 0
		}
		return x.NetBenefit.SEK()
	}
	slices.SortStableFunc(r.Flows, func(a, b symbiosis.Reached) int {
		return cmp.Or(-cmp.Compare(a.Direction, b.Direction), cmp.Compare(worth(&b), worth(&a)), cmp.Compare(a.FlowID, b.FlowID))
	})
	bySite := map[symbiosis.SiteID]float64{}
	for _, x := range r.Flows {
		if x.Direction == symbiosis.Need {
			r.Needs++
			continue
		}
		r.Surpluses++
		if x.Delivered.IsEnergy() {
			r.Energy += x.Delivered.Energy(unit.HoursPerYear)
		} else if x.Delivered.IsMass() {
			r.Mass += x.Delivered.Mass(0)
		}
		if x.NetBenefit != nil {
			r.NetBenefit += *x.NetBenefit
			bySite[x.SiteID] += x.NetBenefit.SEK()
		}
		if x.CO2e != nil {
			r.CO2e += *x.CO2e
		}
	}
	if total := r.NetBenefit.SEK(); total > 0 {
		for _, x := range r.Flows {
			if share := bySite[x.SiteID] / total; share > r.LargestShare {
				r.LargestShare, r.LargestSite = share, x.SiteID
			}
		}
	}
	return r
}

// What an area reaches comes out to the last bit as when each flow is asked by itself and all are
// listed, with several flows at a place, budgets that end at the land's edge, equal worths and flows that
// never pay.
func TestReachIsThatOfThePlainWay(t *testing.T) {
	most := 0
	rapid.Check(t, func(rt *rapid.T) {
		var places []orb.Point
		for range rapid.IntRange(1, 12).Draw(rt, "places") {
			places = append(places, at(rapid.Float64Range(-60_000, 60_000).Draw(rt, "x"), rapid.Float64Range(-60_000, 60_000).Draw(rt, "y")))
		}
		taken := constraint("c", symbiosis.Flood, symbiosis.Excludes, block(-10, -10, rapid.Float64Range(0, 4400).Draw(rt, "taken"), 1000))
		land, err := Prepare(Surroundings{Constraints: []symbiosis.Constraint{taken}, Today: today}).Survey(t.Context(), area(block(0, 0, 1500, 700), block(4000, 100, 4600, 900)))
		if err != nil {
			rt.Fatal(err)
		}
		if land.Unfit() {
			rt.Skip("nothing is left")
		}
		n := rapid.SampledFrom([]int{0, 5, 60, 900}).Draw(rt, "offers")
		budget := rapid.Float64Range(-10, 120_000)
		var offers []symbiosis.Offer
		for i := range n {
			p := places[(i*i)%len(places)]
			o := symbiosis.Offer{
				FlowID: symbiosis.FlowID(fmt.Sprint("f", (i*37)%900)), SiteID: symbiosis.SiteID(fmt.Sprint("s", i%7)), Direction: symbiosis.Surplus, Resource: "heat", Place: p,
				Detour: 1.3, Budget: unit.Length(budget.Draw(rt, "budget")), Delivered: symbiosis.Quantity{Amount: float64(i) * 1.7, Unit: symbiosis.MWhYear},
				Priced: i%5 > 0, BenefitAtZero: unit.Money(1e6 + float64(i%3)*1e5), BenefitPerMetre: 7, CO2eKnown: i%4 > 0, CO2eAtZero: 1e5, CO2ePerMetre: 0.3,
				Visibility: symbiosis.Visibilities()[(i/300)%3],
			}
			if i%6 == 0 { // to the land's edge and not a bit farther, or not quite
				place := geo.Prepare(p)
				o.Budget = o.Route(land.Surface.farFrom(&place))
				if i%12 == 0 {
					o.Budget = unit.Length(math.Nextafter(o.Budget.Metres(), 0))
				}
			}
			if i%3 == 1 {
				o.Direction = symbiosis.Need
			}
			if i%2 == 1 {
				o.Delivered.Unit = symbiosis.TonneYear
			}
			offers = append(offers, o)
		}
		s, err := Around(Neighbours{Offers: offers, Today: today}).Survey(t.Context(), land)
		if err != nil {
			rt.Fatal(err)
		}
		want := plainReach(s, offers)
		got := s.Reach
		got.Flows = s.Flows(-1)
		if !reflect.DeepEqual(got, want) {
			rt.Fatalf("reach is\n%+v\nthe plain way\n%+v", got, want)
		}
		var few []symbiosis.Reached
		for i, x := range want.Flows {
			if x.Direction == symbiosis.Surplus && i < 3 || x.Direction == symbiosis.Need && i-want.Surpluses < 3 {
				few = append(few, x)
			}
		}
		if told := s.Flows(3); !reflect.DeepEqual(told, few) {
			rt.Fatalf("the first three each way are\n%+v, want\n%+v", told, few)
		}
		most = max(most, s.Reach.Surpluses)
	})
	if most < 100 {
		t.Errorf("no more than %d surpluses were reached: the draws test little", most)
	}
}
