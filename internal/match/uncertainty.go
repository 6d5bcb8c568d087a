package match

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/samloka/samloka/internal/quasirandom"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// dimension is one uncertain figure that a flow of a pair gives, or the catalogue for it.
type dimension struct {
	symbiosis.Effect
	need      bool // the need's, not the surplus's
	attribute string
	likely    float64
}

// outcome is what one sample came to.
type outcome struct {
	ok      bool
	beyond  bool // the route is longer than a flow allows itself
	figures [len(spreadKeys)]float64
}

// spreadKeys are the figures of a match that get a range, in the order of Uncertainty.Spreads.
var spreadKeys = [...]string{"net_benefit", "budget_m", "delivered", "co2e", "route_m", "investment", "score"}

// Sure tells how sure each of some matches is, in so many samples (at most 4096): as an
// explanation does, for all of them with the same draws. Nil stands for a pair of which
// nothing is reckoned. Pairs of flows that aren't there are NotFound; the context's error
// comes back when it ends first.
func (e *Engine) Sure(ctx context.Context, matches []symbiosis.Match, samples int) ([]*symbiosis.Uncertainty, error) {
	return e.SureIn(ctx, symbiosis.Scenario{}, matches, samples)
}

// SureIn is Sure for matches of which one or both flows are the scenario's.
func (e *Engine) SureIn(ctx context.Context, sc symbiosis.Scenario, matches []symbiosis.Match, samples int) ([]*symbiosis.Uncertainty, error) {
	p, err := newPlan(Options{})
	if err != nil {
		return nil, err
	}
	find, err := e.findIn(sc)
	if err != nil {
		return nil, err
	}
	list := make([]*symbiosis.Uncertainty, len(matches))
	for i, m := range matches {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		s, err := find(m.SurplusID)
		if err != nil {
			return nil, err
		}
		n, err := find(m.NeedID)
		if err != nil {
			return nil, err
		}
		q := pairing{e: e, p: &p, s: s, n: n, link: e.kin.link(s, n, p.temp)}
		q.measure()
		q.reckon()
		list[i] = q.uncertainty(samples)
	}
	return list, nil
}

// uncertainty reckons a pair again in as many points of a quasi-random sequence, and with each
// uncertain figure alone at its range's ends. Nil when nothing can be reckoned or nothing is
// uncertain.
//
// What is uncertain: the assumptions that have a range and that nobody has set otherwise;
// amounts, prices and temperatures that a flow gives, by the flow's certainty; those that the
// catalogue gives. Each is drawn for itself, but for assumptions that move together (Range.With), from a
// triangle over its range with the top at the value that stands. [A] What a flow allows itself
// is no estimate, but the route it is held against is one.
func (q *pairing) uncertainty(samples int) *symbiosis.Uncertainty {
	samples = min(samples, mostSamples)
	if samples <= 0 || q.p.ownLimit || q.r.Obstacle != symbiosis.NoObstacle {
		return nil
	}
	dims := q.dimensions()
	likely := q.outcome(q.e.reckoner, q.s.Flow, q.n.Flow)
	if !likely.ok {
		return nil
	}
	panel := q.e.panel(samples)
	u := &symbiosis.Uncertainty{Samples: samples}
	for _, d := range panel.alone {
		u.Effects = append(u.Effects, q.effect(d.Effect, q.outcome(d.low, q.s.Flow, q.n.Flow), q.outcome(d.high, q.s.Flow, q.n.Flow)))
	}
	for _, d := range dims {
		at := func(v float64) outcome {
			s, n := *q.s.Flow, *q.n.Flow
			d.set(&s, &n, v)
			return q.outcome(q.e.reckoner, &s, &n)
		}
		u.Effects = append(u.Effects, q.effect(d.Effect, at(d.Low), at(d.High)))
	}
	moves := func(e symbiosis.Effect) bool { return e.Size() > 0 } // what moves the climate alone decides nothing here
	u.Effects = slices.DeleteFunc(u.Effects, func(e symbiosis.Effect) bool { return !moves(e) })
	slices.SortStableFunc(u.Effects, func(a, b symbiosis.Effect) int { return cmp.Compare(b.Size(), a.Size()) })

	all := make([][]float64, len(spreadKeys))
	paying, stopped := 0, 0
	for k, reckoner := range panel.samples {
		s, n := *q.s.Flow, *q.n.Flow
		for i, d := range dims {
			d.set(&s, &n, quasirandom.Triangular(panel.at(k, i), d.Low, d.likely, d.High))
		}
		o := q.outcome(reckoner, &s, &n)
		switch {
		case !o.ok || !(o.figures[0] > 0):
		case o.beyond:
			stopped++
		default:
			paying++
		}
		for i, v := range o.figures {
			all[i] = append(all[i], v)
		}
	}
	u.Chance, u.Limited = float64(paying)/float64(samples), float64(stopped)/float64(samples)
	units := [len(spreadKeys)]string{"SEK/yr", "m", string(q.r.Delivered.Unit), "t/yr", "m", "SEK", "1"}
	for i, key := range spreadKeys {
		if key == "co2e" && !q.r.CO2eKnown || key == "investment" && !q.s.heat {
			continue
		}
		u.Spreads = append(u.Spreads, spreadOf(key, units[i], likely.figures[i], all[i]))
	}
	return u
}

func (q *pairing) effect(e symbiosis.Effect, low, high outcome) symbiosis.Effect {
	e.BenefitLow, e.BenefitHigh = low.figures[0], high.figures[0]
	return e
}

// spreadOf sorts values and takes the tenth and the ninetieth part of a hundred.
func spreadOf(key, u string, likely float64, values []float64) symbiosis.Spread {
	slices.Sort(values)
	last := float64(len(values) - 1)
	low, high := values[int(math.Round(0.1*last))], values[int(math.Round(0.9*last))]
	return symbiosis.Spread{Key: key, Unit: u, Low: min(low, likely), Likely: likely, High: max(high, likely)}
}

// outcome reckons the pair with other assumptions and flows. What can't be reckoned delivers
// and earns nothing.
func (q *pairing) outcome(reckoner Reckoner, surplus, need *symbiosis.Flow) outcome {
	o, ok := q.otherwise(reckoner, surplus, need)
	if !ok {
		return outcome{}
	}
	o.reckon()
	if o.r.Obstacle != symbiosis.NoObstacle {
		return outcome{}
	}
	budget, _ := o.cappedBudget()
	f := o.figures()
	out := outcome{ok: true, beyond: o.beyondLimits(), figures: [len(spreadKeys)]float64{
		f.benefit.SEK(), budget.Metres(), o.r.Delivered.Amount, o.r.CO2e(o.route).Tonnes(), o.route.Metres(), o.r.Investment(o.route).SEK(), f.score,
	}}
	for _, v := range out.figures {
		if !unit.Finite(v) {
			return outcome{}
		}
	}
	return out
}

// otherwise is the pair with other assumptions and flows, at its route.
func (q *pairing) otherwise(reckoner Reckoner, surplus, need *symbiosis.Flow) (pairing, bool) {
	e := *q.e
	e.reckoner = reckoner
	s, okS := e.revised(q.s, surplus)
	n, okN := e.revised(q.n, need)
	if !okS || !okN {
		return pairing{}, false
	}
	e.layTakes(s, n)
	o := pairing{e: &e, p: q.p, s: s, n: n, link: q.link, crow: q.crow, hasCrow: true}
	o.route = o.crow * unit.Length(o.detour())
	return o, true
}

// revised is a record with other figures of its flow, and what the engine's reckoner makes of
// them; what its resource, codes and place decide stays.
func (e *Engine) revised(r *record, f *symbiosis.Flow) (*record, bool) {
	other := *r
	return &other, e.revise(&other, f)
}

// revise makes a copy of a record one with other figures, as revised.
func (e *Engine) revise(r *record, f *symbiosis.Flow) bool {
	r.Stream = e.reckoner.Prepare(f, r.Resource)
	r.dropTakes()
	e.score.rated(r)
	return unit.Finite(r.Energy) && unit.Finite(r.Mass)
}

// dimensions lists the uncertain figures of the pair's two flows, at most flowCoordinates.
func (q *pairing) dimensions() []dimension {
	return append(q.e.dimensions(q.s, false), q.e.dimensions(q.n, true)...)
}

// dimensions lists the uncertain figures of one flow: what it gives itself is as sure as the
// flow is, what the catalogue gives as sure as the catalogue.
func (e *Engine) dimensions(r *record, need bool) []dimension {
	var dims []dimension
	f, side := r.Flow, "surplus"
	if need {
		side = "need"
	}
	add := func(key, attribute, u string, value float64, given bool) {
		of := "catalogue"
		if given {
			of = string(f.Certainty)
		}
		a, ok := e.assumptions.Get("uncertainty_" + of)
		most := math.Abs(value) * a.Value
		if !ok || !(most > 0) {
			return
		}
		spread := symbiosis.Range{Low: value - most, High: value + most, Source: fmt.Sprintf("%s: ±%.0f %%; %s", of, 100*a.Value, a.Source), Assumption: a.Assumption}
		dims = append(dims, dimension{symbiosis.Effect{Key: key, Input: side + "." + attribute, Unit: u, Range: spread}, need, attribute, value})
	}
	perUnit, value := "SEK/t", "price_replaced"
	if r.heat {
		perUnit, value = "SEK/MWh", "heat_value"
	}
	add(side+"_quantity", "quantity", string(f.Quantity.Unit), f.Quantity.Amount, true)
	if r.HasTemperatures {
		dims = append(dims, e.temperatures(r, need)...)
	}
	if need {
		if f.Price != nil || !r.heat { // what heat is worth where nobody says is an assumption of its own
			add(value, "price_sek", perUnit, r.Price, f.Price != nil)
		}
		return dims
	}
	if f.Price != nil {
		add("price_asked", "price_sek", perUnit, *f.Price, true)
	}
	if r.heat {
		return dims
	}
	for _, cost := range []struct {
		key, attribute string
		given          *unit.MassPrice
		catalogue      *symbiosis.Figure
	}{
		{"disposal_cost", "disposal_cost_sek", f.DisposalCost, r.Resource.DisposalCost},
		{"treatment_cost", "treatment_cost_sek", f.TreatmentCost, r.Resource.TreatmentCost},
	} {
		switch {
		case cost.given != nil:
			add(cost.key, cost.attribute, "SEK/t", cost.given.SEKPerTonne(), true)
		case cost.catalogue != nil:
			add(cost.key, cost.attribute, "SEK/t", cost.catalogue.Value, false)
		}
	}
	return dims
}

// leastDrop is how much of the difference between a flow's temperatures stays when both are as
// near each other as they may be.
const leastDrop = 0.1

// temperatures lists the two temperatures of a flow of heat, as sure as the flow is. However
// small the difference between them, they stay apart in every draw.
func (e *Engine) temperatures(r *record, need bool) []dimension {
	a, ok := e.assumptions.Get("uncertainty_temperature_" + string(r.Flow.Certainty) + "_k")
	drop := float64(r.Supply - r.Return)
	most := min(a.Value, drop*(1-leastDrop)/2, r.Return.Kelvin())
	if !ok || !(most > 0) {
		return nil
	}
	side, keys := "surplus", [2]string{"t_a", "t_b"}
	if need {
		side, keys = "need", [2]string{"t_s", "t_r"}
	}
	var dims []dimension
	for i, attribute := range [2]string{"supply_c", "return_c"} {
		value := [2]unit.Temperature{r.Supply, r.Return}[i].Celsius()
		spread := symbiosis.Range{Low: value - most, High: value + most, Source: fmt.Sprintf("%s: ±%g K; %s", r.Flow.Certainty, a.Value, a.Source), Assumption: a.Assumption}
		dims = append(dims, dimension{symbiosis.Effect{Key: keys[i], Input: side + "." + attribute, Unit: "°C", Range: spread}, need, attribute, value})
	}
	return dims
}

// set changes the attribute of the flow that it belongs to.
func (d *dimension) set(s, n *symbiosis.Flow, v float64) {
	if d.need {
		setAttribute(n, d.attribute, v)
	} else {
		setAttribute(s, d.attribute, v)
	}
}
