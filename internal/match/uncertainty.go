package match

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/quasirandom"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// dimension is one uncertain figure of a pair.
type dimension struct {
	symbiosis.Effect
	likely float64
}

// outcome is what one sample came to.
type outcome struct {
	ok                               bool
	benefit, budget, delivered, co2e float64
}

// uncertainty reckons a pair again in opts.Samples points of a quasi-random sequence, through
// the same lines as any override, and with each uncertain figure alone at its range's ends.
// Nil when nothing can be reckoned or nothing is uncertain.
//
// What is uncertain: the assumptions the reckoning used that have a range and that nobody has
// set otherwise; amounts and prices that a flow gives, by the flow's certainty; those that
// the catalogue gives. Each is drawn for itself, from a triangle over its range with the top
// at the value that stands. [A]
func (q *pairing) uncertainty(steps []symbiosis.Step, samples int) *symbiosis.Uncertainty {
	if samples <= 0 || q.p.ownLimit || q.r.Obstacle != symbiosis.NoObstacle {
		return nil
	}
	dims := q.dimensions(steps)
	likely := q.outcome(nil)
	if len(dims) == 0 || !likely.ok {
		return nil
	}
	u := &symbiosis.Uncertainty{Samples: samples}
	sequence := quasirandom.New(len(dims))
	var all [4][]float64
	paying := 0
	values := make(map[string]float64, len(dims))
	for k := range samples {
		for i, d := range dims {
			values[d.Input] = quasirandom.Triangular(sequence.At(k+1, i), d.Low, d.likely, d.High)
		}
		o := q.outcome(values)
		if o.ok && o.benefit > 0 {
			paying++
		}
		for i, v := range [4]float64{o.benefit, o.budget, o.delivered, o.co2e} {
			all[i] = append(all[i], v)
		}
	}
	u.Chance = float64(paying) / float64(samples)
	u.Spreads = []symbiosis.Spread{
		spreadOf("net_benefit", "SEK/yr", likely.benefit, all[0]),
		spreadOf("budget_m", "m", likely.budget, all[1]),
		spreadOf("delivered", string(q.r.Delivered.Unit), likely.delivered, all[2]),
	}
	if q.r.CO2eKnown {
		u.Spreads = append(u.Spreads, spreadOf("co2e", "t/yr", likely.co2e, all[3]))
	}
	for _, d := range dims {
		e := d.Effect
		e.BenefitLow = q.outcome(map[string]float64{d.Input: d.Low}).benefit
		e.BenefitHigh = q.outcome(map[string]float64{d.Input: d.High}).benefit
		if e.Size() > 0 { // what moves the climate alone decides nothing here
			u.Effects = append(u.Effects, e)
		}
	}
	slices.SortStableFunc(u.Effects, func(a, b symbiosis.Effect) int { return cmp.Compare(b.Size(), a.Size()) })
	return u
}

// spreadOf sorts values and takes the tenth and the ninetieth part of a hundred.
func spreadOf(key, u string, likely float64, values []float64) symbiosis.Spread {
	slices.Sort(values)
	last := float64(len(values) - 1)
	low, high := values[int(math.Round(0.1*last))], values[int(math.Round(0.9*last))]
	return symbiosis.Spread{Key: key, Unit: u, Low: min(low, likely), Likely: likely, High: max(high, likely)}
}

// outcome reckons the pair with other values of its inputs. What can't be reckoned delivers
// and earns nothing.
func (q *pairing) outcome(values map[string]float64) outcome {
	e, s, n, err := q.e.overridden(q.s, q.n, values)
	if err != nil {
		return outcome{}
	}
	o := pairing{e: e, p: q.p, s: s, n: n, link: q.link, crow: q.crow, hasCrow: true}
	o.route = o.crow * unit.Length(o.detour())
	o.reckon()
	if o.r.Obstacle != symbiosis.NoObstacle {
		return outcome{}
	}
	budget, _ := o.cappedBudget()
	out := outcome{
		ok: true, benefit: o.r.NetBenefit(o.route).SEK(), budget: budget.Metres(), delivered: o.r.Delivered.Amount, co2e: o.r.CO2e(o.route).Tonnes(),
	}
	out.ok = unit.Finite(out.benefit) && unit.Finite(out.budget) && unit.Finite(out.co2e)
	return out
}

// dimensions lists the uncertain figures among a reckoning's inputs, each once, in its order.
func (q *pairing) dimensions(steps []symbiosis.Step) []dimension {
	var dims []dimension
	seen := map[string]bool{"": true}
	for _, step := range steps {
		for _, f := range step.Figures {
			if seen[f.Input] || f.Text != "" {
				continue
			}
			seen[f.Input] = true
			r, ok := q.rangeOf(f)
			if ok && r.Low < r.High && r.Low <= f.Value && f.Value <= r.High {
				dims = append(dims, dimension{symbiosis.Effect{Key: f.Key, Input: f.Input, Unit: f.Unit, Range: r}, f.Value})
			}
		}
	}
	return dims
}

// rangeOf returns the range of an input.
func (q *pairing) rangeOf(f symbiosis.Reckoned) (symbiosis.Range, bool) {
	side, attribute, dotted := strings.Cut(f.Input, ".")
	if !dotted {
		a, _ := q.e.assumptions.Get(f.Input)
		if a.Range == nil {
			return symbiosis.Range{}, false
		}
		return *a.Range, true
	}
	flow := q.s.Flow
	if side == "need" {
		flow = q.n.Flow
	}
	given := false
	switch attribute {
	case "quantity":
		given = true
	case "price_sek":
		given = flow.Price != nil
	case "disposal_cost_sek":
		given = flow.DisposalCost != nil
	case "treatment_cost_sek":
		given = flow.TreatmentCost != nil
	default:
		return symbiosis.Range{}, false
	}
	of := "catalogue"
	if given {
		of = string(flow.Certainty)
	}
	a, ok := q.e.assumptions.Get("uncertainty_" + of)
	if !ok {
		return symbiosis.Range{}, false
	}
	most := math.Abs(f.Value) * a.Value
	return symbiosis.Range{Low: f.Value - most, High: f.Value + most, Source: fmt.Sprintf("%s: ±%.0f %%; %s", of, 100*a.Value, a.Source), Assumption: a.Assumption}, true
}
