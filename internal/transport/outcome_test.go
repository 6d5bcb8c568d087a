package transport_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// anyMaterial draws a flow of material, odd ones included.
func anyMaterial(t *rapid.T, d symbiosis.Direction) *symbiosis.Flow {
	label := string(d)
	f := massFlow(d, rapid.SampledFrom([]float64{0, 1e-300, 0.3, 57, 4000, 1e300}).Draw(t, label+" tonnes"))
	some := func(what string) (v float64, ok bool) {
		return rapid.SampledFrom([]float64{0, 1, 60, 1500, 1e308}).Draw(t, label+" "+what), rapid.Bool().Draw(t, label+" has "+what)
	}
	if v, ok := some("price"); ok {
		f.Price = &v
	}
	if v, ok := some("disposal"); ok {
		f.DisposalCost = ptr(unit.MassPrice(v))
	}
	if v, ok := some("treatment"); ok {
		f.TreatmentCost = ptr(unit.MassPrice(v))
	}
	return f
}

// Two materials, of which one has a climate factor; with streams of one the needs are for just what the surplus is.
var light, heavy = func() (light, heavy *symbiosis.Resource) {
	light, heavy = truckResource(symbiosis.Loose5), truckResource(symbiosis.Bulk38)
	light.CO2eSaving, light.Substitution = figure(231), figure(0.5)
	return light, heavy
}()

var power = &symbiosis.Resource{Code: "power", Kind: symbiosis.Energy, Unit: symbiosis.MWhYear}

// anyStream draws a stream of heat, of one of two materials or of what nothing carries, all of it taken now and then.
func anyStream(t *rapid.T, prepare func(*symbiosis.Flow, *symbiosis.Resource) symbiosis.Stream, d symbiosis.Direction) symbiosis.Stream {
	kind := rapid.SampledFrom([]string{"heat", "heat", "heavy", "light", "light", "power"}).Draw(t, string(d)+" kind")
	var s symbiosis.Stream
	switch kind {
	case "heat":
		s = prepare(anyHeat(t, d), heatResource)
	case "power":
		f := heatFlow(d, 1, 1000, 60, 40)
		f.Supply, f.Return = nil, nil
		s = prepare(f, power)
	case "heavy":
		s = prepare(anyMaterial(t, d), heavy)
	default:
		s = prepare(anyMaterial(t, d), light)
	}
	if rapid.IntRange(0, 9).Draw(t, string(d)+" taken") == 0 {
		s.Gone = 1
	}
	return s
}

// compared counts pairs whose outcomes have been held to each other.
type compared struct{ paying, given int }

// same fails where two ways of reckoning differ; of a pair that doesn't pay that alone is told.
func (c *compared) same(t *rapid.T, want, got []symbiosis.Outcome) {
	for i := range got {
		if !want[i].Pays {
			got[i], want[i] = symbiosis.Outcome{Pays: got[i].Pays}, symbiosis.Outcome{}
			c.given++
		} else {
			c.paying++
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("one by one (−), at once (+):\n%s", diff)
	}
}

// enough fails where hardly anything was compared.
func (c *compared) enough(t *testing.T) {
	if c.paying < 50 || c.given < 50 {
		t.Errorf("%d pairs that pay, %d that don't: that compares nothing", c.paying, c.given)
	}
}

// What many pairs come to at once is what each comes to by itself, to the last bit, and a pair that
// is given up before it is reckoned to the end is one that doesn't pay: at any route, and a hair beside the budget.
func TestOutcomesAreThoseOfReckon(t *testing.T) {
	base := assumptions(t, nil)
	var pairs compared
	rapid.Check(t, func(t *rapid.T) {
		m := anyModel(t, base)
		s := anyStream(t, m.Prepare, symbiosis.Surplus)
		var with []symbiosis.Candidate
		var want []symbiosis.Outcome
		for range rapid.IntRange(1, 3).Draw(t, "needs") {
			n := anyStream(t, m.Prepare, symbiosis.Need)
			link := rapid.SampledFrom([]symbiosis.Link{symbiosis.LinkTree, symbiosis.LinkWasteUse}).Draw(t, "link")
			var r symbiosis.Reckoning
			m.Reckon(&s, &n, link, &r)
			edge := r.Budget.Metres()
			for _, route := range []float64{
				0, rapid.Float64Range(0, 2e5).Draw(t, "route"), edge, math.Nextafter(edge, 0), math.Nextafter(edge, math.Inf(1)), edge * (1 - 1e-12), edge * (1 + 1e-8),
			} {
				if !unit.Finite(route) {
					continue // the budget has no end
				}
				var o symbiosis.Outcome
				r.At(unit.Length(route), &o)
				with, want = append(with, symbiosis.Candidate{Need: &n, Link: link, Route: unit.Length(route)}), append(want, o)
			}
		}
		got := make([]symbiosis.Outcome, len(with))
		m.Outcomes(&s, with, got)
		pairs.same(t, want, got)
	})
	pairs.enough(t)
}

// The same of a surplus and needs for just what it is, which are reckoned four at once.
func TestOutcomesOfOneMaterialAreThoseOfReckon(t *testing.T) {
	base := assumptions(t, nil)
	var pairs compared
	rapid.Check(t, func(t *rapid.T) {
		m := anyModel(t, base)
		of := rapid.SampledFrom([]*symbiosis.Resource{light, heavy}).Draw(t, "material")
		s := m.Prepare(anyMaterial(t, symbiosis.Surplus), of)
		n := rapid.IntRange(1, 13).Draw(t, "needs")
		with, want, got := make([]symbiosis.Candidate, n), make([]symbiosis.Outcome, n), make([]symbiosis.Outcome, n)
		for i := range n {
			need := m.Prepare(anyMaterial(t, symbiosis.Need), of)
			var r symbiosis.Reckoning
			m.Reckon(&s, &need, symbiosis.LinkTree, &r)
			edge := r.Budget.Metres()
			route := rapid.SampledFrom([]float64{0, 1e5, edge, math.Nextafter(edge, 0), math.Nextafter(edge, math.Inf(1)), edge / 2}).Draw(t, "route")
			if !unit.Finite(route) {
				route = 7e4
			}
			with[i] = symbiosis.Candidate{Need: &need, Link: symbiosis.LinkTree, Route: unit.Length(route)}
			r.At(unit.Length(route), &want[i])
			got[i] = symbiosis.Outcome{Coverage: -1, CO2e: -1, CO2eKnown: true, Unbounded: true} // of the question before
		}
		m.Outcomes(&s, with, got)
		pairs.same(t, want, got)
	})
	pairs.enough(t)
}
