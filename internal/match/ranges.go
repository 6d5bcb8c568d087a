package match

import (
	"math"
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/quasirandom"
	"github.com/samloka/samloka/internal/symbiosis"
)

// mostTraces bounds in how many samples the figures of a reckoning are written down.
const mostTraces = 128

// sampled are the figures of an explanation by where they stand (a gate or a step) and their key,
// sample after sample.
type sampled map[[2]string][]float64

// addRanges gives every figure of an explanation its range: of an input the one it is drawn
// from, of a derived figure, or one of a gate, what it comes to in the samples.
func (q *pairing) addRanges(x *symbiosis.Explanation, samples int) {
	samples = min(samples, mostTraces)
	if samples <= 0 || q.p.ownLimit {
		return
	}
	dims := q.dimensions()
	inputs := q.inputs(dims)
	traced := q.r.Obstacle == symbiosis.NoObstacle
	all := sampled{}
	q.eachSample(dims, samples, func(o *pairing) {
		for i := range x.Gates {
			all.addGate(o, &x.Gates[i])
		}
		if traced {
			all.addSteps(o)
		}
	})
	for i := range x.Steps {
		for j := range x.Steps[i].Figures {
			f := &x.Steps[i].Figures[j]
			inputs.setRange(f)
			if f.Formula != "" {
				setRange(f, all[[2]string{x.Steps[i].Key, f.Key}])
			}
		}
	}
	for i := range x.Gates {
		all.setRanges(&x.Gates[i], inputs, samples)
	}
}

// rangesOf gives the figures of some gates their ranges, as addRanges does.
func (q *pairing) rangesOf(gates []symbiosis.Gate, samples int) {
	samples = min(samples, mostTraces)
	if samples <= 0 || q.p.ownLimit || !slices.ContainsFunc(gates, uncertainGate) {
		return
	}
	q.measure()
	q.reckon()
	dims := q.dimensions()
	inputs, all := q.inputs(dims), sampled{}
	q.eachSample(dims, samples, func(o *pairing) {
		for i := range gates {
			all.addGate(o, &gates[i])
		}
	})
	for i := range gates {
		all.setRanges(&gates[i], inputs, samples)
	}
}

// eachSample calls do with the pair as it is in each sample.
func (q *pairing) eachSample(dims []dimension, samples int, do func(o *pairing)) {
	panel := q.e.panel(samples)
	for k, reckoner := range panel.samples {
		s, n := *q.s.Flow, *q.n.Flow
		for i, d := range dims {
			d.set(&s, &n, quasirandom.Triangular(panel.at(k, i), d.Low, d.likely, d.High))
		}
		if o, ok := q.otherwise(reckoner, &s, &n); ok {
			do(&o)
		}
	}
}

// inputRanges are what is drawn, by the inputs of figures.
type inputRanges map[string]symbiosis.Range

func (q *pairing) inputs(dims []dimension) inputRanges {
	inputs := inputRanges{}
	for _, d := range dims {
		inputs[d.Input] = d.Range
	}
	for _, a := range q.e.assumptions.All() {
		if a.Range != nil {
			inputs[a.Key] = *a.Range
		}
	}
	return inputs
}

func (r inputRanges) setRange(f *symbiosis.Reckoned) {
	if x, ok := r[f.Input]; ok && f.Input != "" {
		f.Low, f.High = &x.Low, &x.High
	}
}

// setRanges gives a gate's figures their ranges. What only some samples tell of can't be said to
// lie anywhere.
func (v sampled) setRanges(g *symbiosis.Gate, inputs inputRanges, samples int) {
	for i := range g.Figures {
		f := &g.Figures[i]
		if f.Text != "" {
			continue
		}
		if inputs.setRange(f); f.Low != nil {
			continue
		}
		if values := v[[2]string{string(g.Name), f.Key}]; len(values)*10 >= samples*9 {
			setRange(f, values)
		}
	}
}

func (v sampled) add(place, key string, value float64) {
	at := [2]string{place, key}
	v[at] = append(v[at], value)
}

func setRange(f *symbiosis.Reckoned, values []float64) {
	if len(values) == 0 {
		return
	}
	p := spreadOf(f.Key, f.Unit, f.Value, values)
	switch {
	case math.IsInf(p.High, 1):
		f.Low = &p.Low
	case p.Low < p.High:
		f.Low, f.High = &p.Low, &p.High
	}
}

// addSteps traces a sample.
func (v sampled) addSteps(o *pairing) {
	from, to := o.s.streamFor(o.n.Flow.ID), o.n.streamFor(o.s.Flow.ID)
	_, traced := o.e.reckoner.Trace(from, to, o.link, o.crow)
	for _, step := range traced {
		for _, f := range step.Figures {
			if f.Formula != "" && f.Text == "" {
				v.add(step.Key, f.Key, f.Value)
			}
		}
	}
}

// uncertainGate says that something uncertain bears on a gate.
func uncertainGate(g symbiosis.Gate) bool {
	return (g.Name == symbiosis.GateDistance || g.Name == symbiosis.GateTemperature) && g.Status != symbiosis.NotApplicable
}

// addGate runs a gate in a sample. Where the pair passes there, what it lacks is nothing, and the
// price from which it does is found below its own; where nothing that is looked for would do, what
// it lacks is beyond all bounds.
func (v sampled) addGate(o *pairing, g *symbiosis.Gate) {
	if !uncertainGate(*g) {
		return
	}
	var w note
	status, _ := o.gate(g.Name, &w)
	found := make(map[string]float64, len(w.figures))
	for _, f := range w.figures {
		if f.Text == "" {
			found[f.Key] = f.Value
			v.add(string(g.Name), f.Key, f.Value)
		}
	}
	for _, f := range g.Figures {
		if _, ok := found[f.Key]; ok || f.Text != "" {
			continue
		}
		if value, ok := o.otherSide(f.Key, open(status), found); ok {
			v.add(string(g.Name), f.Key, value)
		}
	}
}

// otherSide is a figure that a gate writes down on the other side of its edge alone.
func (q *pairing) otherSide(key string, passes bool, found map[string]float64) (float64, bool) {
	switch {
	case key == "direct_margin_k":
		if lacks, ok := found["direct_lacking_k"]; ok {
			return -lacks, true
		}
		return math.Inf(1), isDirect(&q.r)
	case key == "direct_lacking_k":
		if _, direct := found["direct_margin_k"]; direct {
			return 0, true
		}
		return math.Inf(1), true
	case lacking(key) && passes:
		return 0, true
	case key == "price_passes" && passes:
		more, ok := q.breakEven(dearer)
		return q.to.Price + more, ok
	case key == "disposal_passes" && passes:
		more, ok := q.breakEven(costlier)
		return q.disposalToday().SEKPerTonne() + more, ok
	case lacking(key) || key == "price_passes" || key == "disposal_passes":
		return math.Inf(1), true
	}
	return 0, false
}

// lacking says that a figure of a gate is what a pair lacks to pass it, or to be direct.
func lacking(key string) bool {
	return key == "closer_m" || strings.HasSuffix(key, "_missing") || strings.HasSuffix(key, "_lacking_k") ||
		strings.HasSuffix(key, "_higher_k") || strings.HasSuffix(key, "_lower_k")
}
