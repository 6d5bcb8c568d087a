package match

import (
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
	if samples <= 0 || q.p.ownLimit || q.r.Obstacle != symbiosis.NoObstacle {
		return
	}
	dims, inputs := q.dimensions(), map[string]symbiosis.Range{}
	for _, d := range dims {
		inputs[d.Input] = d.Range
	}
	for _, a := range q.e.assumptions.All() {
		if a.Range != nil {
			inputs[a.Key] = *a.Range
		}
	}
	panel, all := q.e.panel(samples), sampled{}
	for k, reckoner := range panel.samples {
		s, n := *q.s.Flow, *q.n.Flow
		for i, d := range dims {
			d.set(&s, &n, quasirandom.Triangular(panel.at(k, i), d.Low, d.likely, d.High))
		}
		o, ok := q.otherwise(reckoner, &s, &n)
		if !ok {
			continue
		}
		for i := range x.Gates {
			all.addGate(&o, &x.Gates[i])
		}
		from, to := o.s.streamFor(n.ID), o.n.streamFor(s.ID)
		_, traced := reckoner.Trace(from, to, q.link, q.crow)
		for _, step := range traced {
			for _, f := range step.Figures {
				if f.Formula != "" && f.Text == "" {
					all.add(step.Key, f.Key, f.Value)
				}
			}
		}
	}
	for i := range x.Steps {
		for j := range x.Steps[i].Figures {
			f := &x.Steps[i].Figures[j]
			if r, ok := inputs[f.Input]; ok && f.Input != "" {
				f.Low, f.High = &r.Low, &r.High
			}
			if f.Formula != "" {
				setRange(f, all[[2]string{x.Steps[i].Key, f.Key}])
			}
		}
	}
	for i := range x.Gates {
		for j := range x.Gates[i].Figures {
			// What only some samples tell of can't be said to lie anywhere.
			if f := &x.Gates[i].Figures[j]; f.Text == "" {
				if values := all[[2]string{string(x.Gates[i].Name), f.Key}]; len(values)*10 >= samples*9 {
					setRange(f, values)
				}
			}
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
	if p := spreadOf(f.Key, f.Unit, f.Value, values); p.Low < p.High {
		f.Low, f.High = &p.Low, &p.High
	}
}

// addGate runs a gate in a sample. Where the pair passes there, what it lacks is nothing, and the
// price from which it does is found below its own.
func (v sampled) addGate(o *pairing, g *symbiosis.Gate) {
	if g.Name != symbiosis.GateDistance && g.Name != symbiosis.GateTemperature || g.Status == symbiosis.NotApplicable {
		return // nothing uncertain bears on the others
	}
	var w note
	status, _ := o.gate(g.Name, &w)
	found := make(map[string]bool, len(w.figures))
	for _, f := range w.figures {
		if f.Text == "" {
			found[f.Key] = true
			v.add(string(g.Name), f.Key, f.Value)
		}
	}
	for _, f := range g.Figures {
		switch {
		case found[f.Key] || f.Text != "" || !open(status):
		case lacking(f.Key):
			v.add(string(g.Name), f.Key, 0)
		case f.Key == "price_passes":
			if more, ok := o.breakEven(dearer); ok {
				v.add(string(g.Name), f.Key, o.to.Price+more)
			}
		case f.Key == "disposal_passes":
			if more, ok := o.breakEven(costlier); ok {
				v.add(string(g.Name), f.Key, o.disposalToday().SEKPerTonne()+more)
			}
		}
	}
}

// lacking says that a figure of a gate is what a pair lacks to pass it, or to be direct.
func lacking(key string) bool {
	return key == "closer_m" || strings.HasSuffix(key, "_missing") || strings.HasSuffix(key, "_lacking_k") ||
		strings.HasSuffix(key, "_higher_k") || strings.HasSuffix(key, "_lower_k")
}
