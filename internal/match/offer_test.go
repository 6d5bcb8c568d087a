package match_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/geo"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// An offer is what the engine itself finds for a neighbour made for the flow: within the budget
// the pair passes the distance gate with the same figures, beyond it does not.
func TestOffersAreWhatTheirNeighbourWouldFind(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawRegion(t)
		e, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		offers, err := e.Offers(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(offers)+len(e.Skipped()) != len(r.flows) {
			t.Fatalf("%d offers of %d flows", len(offers), len(r.flows))
		}
		gates := []symbiosis.GateName{symbiosis.GateResource, symbiosis.GateTemperature, symbiosis.GateDistance}
		for _, o := range offers {
			var own symbiosis.Flow
			for _, f := range r.flows {
				if f.ID == o.FlowID {
					own = f
				}
			}
			for _, share := range []float64{0.2, 0.97, 1.03} {
				crow := o.Budget.Metres() / o.Detour * share
				if !(crow > 1) || crow > 1e6 {
					continue
				}
				at := geo.Destination(o.Place, 77, unit.Length(crow))
				neighbour := neighbourOf(own)
				x, err := e.ExplainIn(symbiosis.Scenario{Sites: []symbiosis.Site{newSiteAt("new", at)}, Flows: []symbiosis.Flow{neighbour}},
					pick(own, neighbour, symbiosis.Surplus), pick(own, neighbour, symbiosis.Need), nil, match.Options{Gates: gates})
				if err != nil {
					t.Fatal(err)
				}
				for _, g := range x.Gates {
					if passed := g.Status == symbiosis.Passed; g.Name == symbiosis.GateDistance && passed != (share < 1) {
						t.Fatalf("%s at %.2f of its budget of %.0f m: %s %s", o.FlowID, share, o.Budget.Metres(), g.Status, g.Reason)
					}
				}
				if !o.Priced {
					continue
				}
				benefit, _ := o.NetBenefit(o.Route(unit.Length(crow)))
				if got, want := benefit.SEK(), x.Match.NetBenefit.SEK(); math.Abs(got-want) > 1e-6*math.Abs(o.BenefitAtZero.SEK()) {
					t.Fatalf("%s: %.4f SEK/yr, the engine says %.4f", o.FlowID, got, want)
				}
				if saved, ok := o.CO2e(o.Route(unit.Length(crow))); ok != (x.Match.CO2e != nil) || ok && math.Abs(saved.Tonnes()-x.Match.CO2e.Tonnes()) > 1e-6*(1+math.Abs(o.CO2eAtZero.Tonnes())) {
					t.Fatalf("%s: CO2e %v %v, the engine says %v", o.FlowID, saved, ok, x.Match.CO2e)
				}
				if o.Delivered != x.Match.Delivered {
					t.Fatalf("%s: %v, the engine says %v", o.FlowID, o.Delivered, x.Match.Delivered)
				}
			}
		}
	})
}

// neighbourOf writes the flow made for another by hand, with the defaults' 2 exchangers of 5 K.
func neighbourOf(f symbiosis.Flow) symbiosis.Flow {
	n := symbiosis.Flow{ID: "neighbour", SiteID: "new", Resource: f.Resource, Quantity: f.Quantity, FullLoadHours: f.FullLoadHours, Shape: f.Shape, Direction: symbiosis.Need}
	shift := unit.Temperature(-10)
	if f.Direction == symbiosis.Need {
		n.Direction, shift = symbiosis.Surplus, 10
	}
	if f.Supply != nil && f.Return != nil {
		n.Supply, n.Return = ptr(*f.Supply+shift), ptr(*f.Return+shift)
	}
	n.Normalise()
	return n
}

func newSiteAt(id symbiosis.SiteID, at orb.Point) symbiosis.Site {
	s := symbiosis.Site{ID: id, Name: string(id), Location: at}
	s.Normalise()
	return s
}

func pick(a, b symbiosis.Flow, d symbiosis.Direction) symbiosis.FlowID {
	if a.Direction == d {
		return a.ID
	}
	return b.ID
}
