package opportunity_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/opportunity"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// corners is land that is some points alone: what is nearest of it anybody can check.
type corners []orb.Point

func (c corners) Nearest(to orb.Point) orb.Point {
	best := c[0]
	for _, p := range c {
		if geo.Distance(p, to) < geo.Distance(best, to) {
			best = p
		}
	}
	return best
}

// madeUp is a prospect with the terms of its one amount.
type madeUp struct {
	symbiosis.Prospect
	symbiosis.Terms
}

// given is prospects that somebody made up.
type given []madeUp

func (g given) Anywhere(_ context.Context, _ []symbiosis.Flow, yield func(*symbiosis.Prospect, []symbiosis.Terms) bool) error {
	for i := range g {
		if p := g[i]; !yield(&p.Prospect, []symbiosis.Terms{p.Terms}) {
			break
		}
	}
	return nil
}

// The best partner on each lot is that of going through all lots, all partners and all points of the
// land, whatever the sizes of the lots.
func TestPartnersAreMeasuredFromTheNearestLand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		near := func(label string, at orb.Point, reach float64) orb.Point {
			return geo.Destination(at, rapid.Float64Range(0, 360).Draw(t, label+" way"), unit.Length(rapid.Float64Range(0, reach).Draw(t, label+" far")))
		}
		middle := rapid.SampledFrom([]orb.Point{{14.6, 63.2}, {179.99, 0}, {20, 89}}).Draw(t, "middle")
		var list []opportunity.Lot
		for i := range rapid.IntRange(1, 12).Draw(t, "lots") {
			l := opportunity.Lot{Area: symbiosis.Area{ID: symbiosis.AreaID(fmt.Sprint(i))}, Point: near("lot", middle, 30_000), Fit: unit.Hectare}
			if rapid.Bool().Draw(t, "has a surface") {
				size := math.Pow(10, rapid.Float64Range(0, 4.3).Draw(t, "size"))
				land := corners{}
				for range rapid.IntRange(1, 5).Draw(t, "corners") {
					land = append(land, near("corner", l.Point, size))
				}
				l.Surface, l.Radius = land, unit.Length(size*1.01)
			}
			list = append(list, l)
		}
		var prospects given
		for i := range rapid.IntRange(0, 15).Draw(t, "prospects") {
			p := madeUp{symbiosis.Prospect{
				FlowID: symbiosis.FlowID(fmt.Sprintf("f%02d", i)), At: geo.Prepare(near("partner", middle, 40_000)), Detour: rapid.SampledFrom([]float64{1, 1.3}).Draw(t, "detour"),
				Priced: rapid.IntRange(0, 4).Draw(t, "priced") > 0,
			}, symbiosis.Terms{
				Budget: unit.Length(math.Pow(10, rapid.Float64Range(1, 5).Draw(t, "budget"))), Delivered: symbiosis.Quantity{Amount: 1, Unit: symbiosis.TonneYear},
			}}
			if p.Priced {
				p.Benefit = unit.Money(rapid.Float64Range(1, 1000).Draw(t, "benefit"))
				p.Slope = p.Benefit / unit.Money(p.Budget)
			}
			prospects = append(prospects, p)
		}
		ground, err := opportunity.NewGround(list)
		if err != nil {
			t.Fatal(err)
		}
		profile := symbiosis.Profile{ID: "p", Capacity: 1, Flows: []symbiosis.ProfileFlow{{Direction: symbiosis.Need, Resource: "wood", PerCapacity: symbiosis.Quantity{Amount: 1, Unit: symbiosis.TonneYear}}}}
		ranked, err := ground.Rank(t.Context(), prospects, opportunity.Question{Profile: profile, Capacity: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range ranked {
			lot := &list[s.Lot]
			count, best := 0, -1
			var far unit.Length
			for i := range prospects {
				p := &prospects[i]
				crow := geo.Distance(lot.Point, p.At.Point)
				if lot.Surface != nil {
					for _, c := range lot.Surface.(corners) {
						crow = min(crow, geo.Distance(c, p.At.Point))
					}
				}
				if p.Route(crow) > p.Budget {
					continue
				}
				count++
				better := best < 0
				if !better {
					b := &prospects[best]
					better = p.Priced && (!b.Priced || p.NetBenefit(p.Route(crow)) > b.NetBenefit(b.Route(far)))
				}
				if better {
					best, far = i, crow
				}
			}
			f := s.Finds[0]
			if f.Partners != count {
				t.Fatalf("lot %d: %d partners, want %d", s.Lot, f.Partners, count)
			}
			if best < 0 {
				continue
			}
			// Two partners may be alike to a rounding; the distance and the benefit tell.
			if math.Abs(float64(f.Crow-far)) > 1e-3 && f.Partner == prospects[best].FlowID || (f.NetBenefit == nil) != !prospects[best].Priced ||
				f.NetBenefit != nil && math.Abs(float64(*f.NetBenefit-prospects[best].NetBenefit(prospects[best].Route(far)))) > 1e-6*float64(prospects[best].Benefit)+1e-9 {
				t.Fatalf("lot %d: %s at %v with %v, want %s at %v", s.Lot, f.Partner, f.Crow, f.NetBenefit, prospects[best].FlowID, far)
			}
			if d := geo.Distance(f.From, prospects[best].At.Point); f.Partner == prospects[best].FlowID && math.Abs(float64(d-far)) > 1e-3 {
				t.Fatalf("lot %d is measured from %v, %v away, want %v", s.Lot, f.From, d, far)
			}
		}
	})
}

// sized is a finder of one prospect whose terms somebody made up for each amount.
type sized struct {
	symbiosis.Prospect
	at func(size int) symbiosis.Terms
}

func (s sized) Anywhere(_ context.Context, sizes []symbiosis.Flow, yield func(*symbiosis.Prospect, []symbiosis.Terms) bool) error {
	terms := make([]symbiosis.Terms, len(sizes))
	for i := range terms {
		terms[i] = s.at(i)
	}
	p := s.Prospect
	yield(&p, terms)
	return nil
}

// Each amount keeps within its own budget, and one that land has no room for takes nothing.
func TestEachAmountHasItsOwnBudgetAndRoom(t *testing.T) {
	at := orb.Point{14.6, 63.2}
	least, most, hectare := 1.0, 9.0, unit.Hectare
	p := symbiosis.Profile{ID: "p", Capacity: 1, LeastCapacity: &least, GreatestCapacity: &most, Land: &hectare, Flows: []symbiosis.ProfileFlow{
		{Direction: symbiosis.Need, Resource: "wood", PerCapacity: symbiosis.Quantity{Amount: 1, Unit: symbiosis.TonneYear}},
	}}
	ladder := opportunity.Ladder(p)
	partner := symbiosis.Prospect{FlowID: "f", At: geo.Prepare(geo.Destination(at, 90, 4500)), Detour: 1, Priced: true}
	reckon := func(fit unit.Area, terms func(int) symbiosis.Terms) *opportunity.Matrix {
		ground := must[*opportunity.Ground](t)(opportunity.NewGround([]opportunity.Lot{{Point: at, Fit: fit}}))
		return must[*opportunity.Matrix](t)(ground.Reckon(t.Context(), sized{partner, terms}, []symbiosis.Profile{p}))
	}
	falling := reckon(100*unit.Hectare, func(k int) symbiosis.Terms {
		return symbiosis.Terms{Budget: unit.Length(10-k) * unit.Kilometre, Benefit: unit.Money(100 * (k + 1))}
	})
	if c := falling.Cells[0][0]; c.Capacity != ladder[5] || c.NetBenefit != 600 {
		t.Errorf("with budgets of 10, 9, 8 … km the best at 4.5 km is %+v, want %v with 600", c, ladder[5])
	}
	large := func(k int) symbiosis.Terms {
		if ladder[k] < 5 {
			return symbiosis.NoTerms()
		}
		return symbiosis.Terms{Budget: 10 * unit.Kilometre, Benefit: 100}
	}
	if m := reckon(4*unit.Hectare, large); m.Cells[0][0].Capacity != 0 || len(m.Takers) != 0 {
		t.Errorf("what only a firm too large for the land takes is in %+v, takers %v", m.Cells, m.Takers)
	}
	if m := reckon(6*unit.Hectare, large); m.Cells[0][0].Capacity < 5 || len(m.Takers) != 1 {
		t.Errorf("with room for it: %+v, takers %v", m.Cells, m.Takers)
	}
}
