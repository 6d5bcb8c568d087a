package transport

import (
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// trace writes a reckoning down as it happens. All methods do nothing on a nil trace, so
// the hot loop and the explanation run through the same lines.
type trace struct {
	a     symbiosis.Assumptions
	steps []symbiosis.Step
	// atRoute writes what a model knows only when the route is known.
	atRoute func(route unit.Length)
}

func (t *trace) step(key string) {
	if t != nil {
		t.steps = append(t.steps, symbiosis.Step{Key: key})
	}
}

// remark says of the last step what the model leaves out.
func (t *trace) remark(key string) {
	if t != nil {
		t.steps[len(t.steps)-1].Remark = key
	}
}

func (t *trace) add(r symbiosis.Reckoned) {
	if !unit.Finite(r.Value) {
		return
	}
	last := &t.steps[len(t.steps)-1]
	last.Figures = append(last.Figures, r)
}

// derived writes a figure that a formula gives.
func (t *trace) derived(key string, value float64, u, formula string) {
	if t != nil {
		t.add(symbiosis.Reckoned{Key: key, Value: value, Unit: u, Formula: formula})
	}
}

// text writes a code instead of a number.
func (t *trace) text(key, text, formula string) {
	if t != nil {
		t.add(symbiosis.Reckoned{Key: key, Text: text, Formula: formula})
	}
}

// table writes a figure from a table in the code.
func (t *trace) table(key string, value float64, u, source string) {
	if t != nil {
		t.add(symbiosis.Reckoned{Key: key, Value: value, Unit: u, Source: source})
	}
}

// assumed writes assumptions that enter here.
func (t *trace) assumed(keys ...string) {
	if t == nil {
		return
	}
	for _, key := range keys {
		x, _ := t.a.Get(key)
		r := symbiosis.Reckoned{
			Key: key, Value: x.Value, Unit: x.Unit, Source: x.Source, Year: x.Year,
			Assumption: x.Assumption, Input: key,
		}
		if len(x.Choices) > 0 {
			r.Text = x.Choices[int(x.Value)]
		}
		t.add(r)
	}
}

// flow writes an attribute that a flow itself gives. input is "surplus." or "need." with
// the attribute's name.
func (t *trace) flow(f *symbiosis.Flow, key string, value float64, u, input string) {
	if t == nil {
		return
	}
	t.add(symbiosis.Reckoned{
		Key: key, Value: value, Unit: u, Source: f.Source, Assumption: f.Certainty == symbiosis.Estimated, Input: input,
	})
}

// figure writes an attribute the flow doesn't give, from the catalogue.
func (t *trace) figure(f *symbiosis.Figure, key string, value float64, u, input string) {
	if t == nil {
		return
	}
	r := symbiosis.Reckoned{Key: key, Value: value, Unit: u, Input: input}
	if f != nil {
		r.Source, r.Year, r.Assumption = f.Source, f.Year, f.Assumption
	}
	t.add(r)
}
