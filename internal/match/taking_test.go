package match_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// drawDense draws a region of neighbours of which most could pair: heat and wood.
func drawDense(t *rapid.T) region {
	var r region
	for i := range 4 {
		r.sites = append(r.sites, siteAt(fmt.Sprintf("s%d", i), 14+0.005*float64(i), 63))
	}
	for i := range rapid.IntRange(4, 12).Draw(t, "flows") {
		id := fmt.Sprintf("f%02d", i)
		d := symbiosis.Directions()[i%2]
		site := string(rapid.SampledFrom(r.sites).Draw(t, id+" site").ID)
		size := rapid.Float64Range(0.5, 5).Draw(t, id+" size")
		f := symbiosis.Flow{
			ID: symbiosis.FlowID(id), SiteID: symbiosis.SiteID(site), Direction: d, Resource: "wood", Status: symbiosis.Product,
			Quantity: symbiosis.Quantity{Amount: 100 * size, Unit: symbiosis.TonneYear}, Price: ptr(300.0 * float64(i%2)),
		}
		if rapid.Bool().Draw(t, id+" is heat") {
			supply := rapid.SampledFrom([]float64{30, 60, 75, 90}).Draw(t, id+" supply")
			f = heat(id, d, site, size, supply, supply-rapid.Float64Range(5, 30).Draw(t, id+" spread"))
			f.FullLoadHours = ptr(unit.Hours(rapid.Float64Range(3000, 8760).Draw(t, id+" hours")))
			f.Shape.Kind = rapid.SampledFrom(symbiosis.ShapeKinds()[:3]).Draw(t, id+" shape")
			f.Price = ptr(500.0 * float64(i%2))
		}
		f.Normalise()
		r.flows = append(r.flows, f)
	}
	return r
}

// drawExchanges draws exchanges between the flows of a region, with and without an amount,
// some of them too large, some not in operation.
func drawExchanges(t *rapid.T, flows []symbiosis.Flow, label string) []symbiosis.Exchange {
	var surpluses, needs []symbiosis.Flow
	for _, f := range flows {
		if f.Direction == symbiosis.Surplus {
			surpluses = append(surpluses, f)
		} else {
			needs = append(needs, f)
		}
	}
	if len(surpluses) == 0 || len(needs) == 0 {
		return nil
	}
	exchanges := make([]symbiosis.Exchange, rapid.IntRange(1, 4).Draw(t, label+" exchanges"))
	for i := range exchanges {
		id := fmt.Sprintf("%s%d", label, i)
		s, n := rapid.SampledFrom(surpluses).Draw(t, id+" from"), rapid.SampledFrom(needs).Draw(t, id+" to")
		x := symbiosis.Exchange{ID: symbiosis.ExchangeID(id), SurplusID: s.ID, NeedID: n.ID, Certainty: symbiosis.Reported, Source: "a test"}
		x.State = rapid.SampledFrom([]symbiosis.ExchangeState{symbiosis.Operation, symbiosis.Operation, symbiosis.Study}).Draw(t, id+" state")
		if rapid.Bool().Draw(t, id+" known") {
			of := rapid.SampledFrom([]symbiosis.Flow{s, n}).Draw(t, id+" of")
			x.Quantity = of.Quantity
			x.Quantity.Amount *= rapid.Float64Range(0.01, 1.2).Draw(t, id+" share")
		}
		exchanges[i] = x
	}
	return exchanges
}

func withExchanges(t rapid.TB, e *match.Engine, exchanges []symbiosis.Exchange) *match.Engine {
	e, err := e.With(match.Change{PutExchanges: exchanges})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// yearly returns a quantity in a unit that amounts of one flow can be summed in.
func yearly(q symbiosis.Quantity, f symbiosis.Flow) (float64, bool) {
	if q.IsEnergy() {
		if f.FullLoadHours == nil {
			return 0, false
		}
		return q.Energy(*f.FullLoadHours).MegawattHours(), true
	}
	return q.Amount, q.Unit == f.Quantity.Unit
}

// Nothing is taken twice: what a pair delivers and what exchanges with others take never
// exceed what the flow has. The sums are made from the flows and exchanges themselves.
func TestNothingIsTakenTwice(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	reduced, existing := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		r := drawDense(t)
		exchanges := drawExchanges(t, r.flows, "x")
		plain, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		e := withExchanges(t, plain, exchanges)
		flows := map[symbiosis.FlowID]symbiosis.Flow{}
		for _, f := range r.flows {
			flows[f.ID] = f
		}
		before := map[[2]symbiosis.FlowID]symbiosis.Match{}
		for _, m := range collect(t, plain, match.Options{}) {
			before[[2]symbiosis.FlowID{m.SurplusID, m.NeedID}] = m
		}
		for _, m := range collect(t, e, match.Options{}) {
			was, ok := before[[2]symbiosis.FlowID{m.SurplusID, m.NeedID}]
			if ok && m.Delivered.Amount > was.Delivered.Amount*(1+1e-9) {
				t.Fatalf("%s -> %s delivers %v beside exchanges, %v without", m.SurplusID, m.NeedID, m.Delivered, was.Delivered)
			}
			isOne := false
			for _, end := range []symbiosis.FlowID{m.SurplusID, m.NeedID} {
				f := flows[end]
				has, ok := yearly(f.Quantity, f)
				if !ok {
					continue
				}
				taken := 0.0
				for _, x := range exchanges {
					own := x.SurplusID == m.SurplusID && x.NeedID == m.NeedID
					isOne = isOne || own && x.State == symbiosis.Operation
					if x.State != symbiosis.Operation || own || x.SurplusID != end && x.NeedID != end {
						continue
					}
					// A power lasts the shorter of the two flows' hours.
					q := x.Quantity
					if s, n := flows[x.SurplusID], flows[x.NeedID]; q.IsPower() && s.FullLoadHours != nil && n.FullLoadHours != nil {
						q = symbiosis.Quantity{Amount: q.Energy(min(*s.FullLoadHours, *n.FullLoadHours)).MegawattHours(), Unit: symbiosis.MWhYear}
					}
					if amount, ok := yearly(q, f); ok && q.Unit.SameDimension(f.Quantity.Unit) {
						taken += amount
					}
				}
				delivered, ok := yearly(m.Delivered, f)
				if m.Class == symbiosis.HeatPump && end == m.SurplusID || !ok {
					continue // a heat pump delivers more than it takes
				}
				if taken > 0 && delivered > 0 {
					reduced++
				}
				if left := max(0, has-taken); delivered > left*(1+1e-9)+1e-9*has {
					t.Fatalf("%s -> %s delivers %g of %s, which has %g, of which %g are taken", m.SurplusID, m.NeedID, delivered, end, has, taken)
				}
			}
			if isOne != (m.Exchange != "") {
				t.Fatalf("%s -> %s: exchange %q, want one: %v", m.SurplusID, m.NeedID, m.Exchange, isOne)
			}
			if isOne {
				existing++
			}
		}
	})
	if reduced == 0 || existing == 0 {
		t.Errorf("%d pairs beside exchanges and %d that are one: this proves nothing", reduced, existing)
	}
}

// Exchanges that come and go in edits, with flows that change beside them, leave the engine
// that a fresh start would give.
func TestExchangesEditedEqualAFreshStart(t *testing.T) {
	cat, a := catalogue(t), assumptions(t)
	rapid.Check(t, func(t *rapid.T) {
		r := drawDense(t)
		first := drawExchanges(t, r.flows, "x")
		base, err := match.New(cat, reckoner, a, r.sites, r.flows)
		if err != nil {
			t.Fatal(err)
		}
		e := withExchanges(t, base, first)
		// Some exchanges go, others change; a flow changes, one goes.
		flows := append([]symbiosis.Flow(nil), r.flows...)
		i := rapid.IntRange(0, len(flows)-1).Draw(t, "changed flow")
		flows[i].Quantity.Amount *= 0.5
		c := match.Change{PutFlows: flows[i : i+1]}
		gone := symbiosis.FlowID("")
		if len(flows) > 2 && rapid.Bool().Draw(t, "a flow goes") {
			j := (i + 1) % len(flows)
			gone = flows[j].ID
			c.DeleteFlows = []symbiosis.FlowID{gone}
		}
		all := map[symbiosis.ExchangeID]symbiosis.Exchange{}
		for _, x := range first {
			all[x.ID] = x
		}
		c.PutExchanges = drawExchanges(t, flows, "x")
		for _, x := range c.PutExchanges {
			all[x.ID] = x
		}
		for _, x := range first {
			if rapid.Bool().Draw(t, string(x.ID)+" goes") {
				c.DeleteExchanges = append(c.DeleteExchanges, x.ID)
			}
		}
		for _, id := range c.DeleteExchanges {
			if !containsExchange(c.PutExchanges, id) {
				delete(all, id)
			}
		}
		if e, err = e.With(c); err != nil {
			t.Fatal(err)
		}
		var left []symbiosis.Flow
		for _, f := range flows {
			if f.ID != gone {
				left = append(left, f)
			}
		}
		fresh, err := match.New(cat, reckoner, a, r.sites, left)
		if err != nil {
			t.Fatal(err)
		}
		var list []symbiosis.Exchange
		for _, x := range all {
			list = append(list, x)
		}
		fresh = withExchanges(t, fresh, list)
		if diff := cmp.Diff(collect(t, fresh, match.Options{}), collect(t, e, match.Options{})); diff != "" {
			t.Fatalf("fresh and edited differ:\n%s", diff)
		}
	})
}

func containsExchange(list []symbiosis.Exchange, id symbiosis.ExchangeID) bool {
	for _, x := range list {
		if x.ID == id {
			return true
		}
	}
	return false
}

// A pair that is an exchange is found though little is left of its flows, and a region's flow
// that is changed for one question keeps what is taken of it.
func TestExchangesInQuestions(t *testing.T) {
	sites := []symbiosis.Site{siteAt("a", 14, 63), siteAt("b", 14.01, 63), siteAt("c", 14, 63.01)}
	flows := []symbiosis.Flow{
		heat("s", symbiosis.Surplus, "a", 3, 85, 50), heat("n", symbiosis.Need, "b", 3, 75, 40), heat("m", symbiosis.Need, "c", 3, 75, 40),
	}
	x := symbiosis.Exchange{ID: "x", SurplusID: "s", NeedID: "n", State: symbiosis.Operation, Quantity: symbiosis.Quantity{Amount: 11_900, Unit: symbiosis.MWhYear}}
	e := withExchanges(t, engineOf(t, sites, flows), []symbiosis.Exchange{x})
	matches := collect(t, e, match.Options{})
	if len(matches) != 1 || matches[0].Exchange != "x" || math.Round(matches[0].Delivered.Amount) != 12_000 {
		t.Fatalf("matches %+v: want the pair that is an exchange, on the whole, and no other", matches)
	}
	larger := flows[0]
	larger.Quantity.Amount = 6
	found, _, err := e.WhatIf(t.Context(), symbiosis.Scenario{Sites: sites[:1], Flows: []symbiosis.Flow{larger}}, match.Options{MostNear: -1})
	if err != nil {
		t.Fatal(err)
	}
	delivered := map[symbiosis.FlowID]float64{}
	for _, m := range found {
		delivered[m.NeedID] = math.Round(m.Delivered.Amount)
	}
	if want := map[symbiosis.FlowID]float64{"n": 12_000, "m": 12_000}; cmp.Diff(want, delivered) != "" {
		t.Errorf("with twice the heat: %v, want %v", delivered, want)
	}
	over, err := e.Explain("s", "m", map[string]float64{"surplus.quantity": 4}, match.Options{})
	if err != nil || over.Match.Delivered.Amount < 4090 || over.Match.Delivered.Amount > 4110 {
		t.Errorf("with 4 MW: %+v, %v, want 16 000 − 11 900 MWh", over.Match.Delivered, err)
	}
	e, err = e.With(match.Change{DeleteExchanges: []symbiosis.ExchangeID{"x"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(collect(t, e, match.Options{})) != 2 {
		t.Error("the exchange is gone, but what it took isn't back")
	}
}
