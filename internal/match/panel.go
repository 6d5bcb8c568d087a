package match

import (
	"sync"

	"github.com/samloka/samloka/internal/quasirandom"
	"github.com/samloka/samloka/internal/symbiosis"
)

// panel is a set of reckoners whose uncertain assumptions are drawn from their ranges, each
// in a point of a quasi-random sequence, and of reckoners with one assumption alone at its
// range's ends. All pairs of a list or a region are reckoned with the same panel: an
// assumption is the same for all of them.
//
// The sequence's first coordinates belong to the assumptions, in their order; those that move
// together (Range.With) share one. The coordinates after them are free for what the flows give.
type panel struct {
	alone       []alone
	coordinates int // of the assumptions
	sequence    quasirandom.Sequence
	samples     []Reckoner
}

// alone is an assumption at its range's ends while all others stand.
type alone struct {
	symbiosis.Effect
	low, high Reckoner
}

// flowCoordinates is how many figures of a pair's two flows are uncertain at most.
const flowCoordinates = 8

// panels keeps the panels of a set of assumptions by their size.
type panels struct {
	mu   sync.Mutex
	made map[int]*panel
}

// panel returns the engine's panel of a size, made when it is first asked for.
func (e *Engine) panel(samples int) *panel {
	e.panels.mu.Lock()
	defer e.panels.mu.Unlock()
	p := e.panels.made[samples]
	if p == nil {
		p = newPanel(e.model, e.assumptions, samples)
		if e.panels.made == nil {
			e.panels.made = map[int]*panel{}
		}
		e.panels.made[samples] = p
	}
	return p
}

func newPanel(model Model, a symbiosis.Assumptions, samples int) *panel {
	p := &panel{samples: make([]Reckoner, samples)}
	var uncertain []symbiosis.Assumption
	coordinate := map[string]int{} // of an assumption, and of a name in Range.With
	for _, x := range a.All() {
		if x.Range == nil || !(x.Range.Low < x.Range.High) {
			continue
		}
		uncertain = append(uncertain, x)
		shared, ok := coordinate[x.Range.With]
		if !ok || x.Range.With == "" {
			shared, p.coordinates = p.coordinates, p.coordinates+1
			coordinate[x.Range.With] = shared
		}
		coordinate[x.Key] = shared
	}
	with := func(values map[string]float64) Reckoner {
		b, err := a.With(values)
		if err != nil {
			return model(a) // ranges lie within what the values may be: LoadAssumptions holds it
		}
		return model(b)
	}
	p.sequence = quasirandom.New(p.coordinates + flowCoordinates)
	for k := range samples {
		values := make(map[string]float64, len(uncertain))
		for _, x := range uncertain {
			values[x.Key] = quasirandom.Triangular(p.sequence.At(k+1, coordinate[x.Key]), x.Range.Low, x.Value, x.Range.High)
		}
		p.samples[k] = with(values)
	}
	for _, x := range uncertain {
		p.alone = append(p.alone, alone{
			Effect: symbiosis.Effect{Key: x.Key, Input: x.Key, Unit: x.Unit, Range: *x.Range},
			low:    with(map[string]float64{x.Key: x.Range.Low}), high: with(map[string]float64{x.Key: x.Range.High}),
		})
	}
	return p
}

// at returns the coordinate of sample k that is the i-th of those the flows use.
func (p *panel) at(k, i int) float64 { return p.sequence.At(k+1, p.coordinates+i) }
