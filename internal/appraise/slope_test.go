package appraise

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Steep land is worth less than level land; land whose slope nobody has told is neither: it has
// the bounds of both.
func TestSlope(t *testing.T) {
	b := book(t)
	judged := func(slope *float64) (Finding, symbiosis.Evaluation) {
		a := area(block(0, 0, 1000, 1000))
		a.Slope, a.Certainty = slope, symbiosis.Estimated
		s := survey(t, Surroundings{}, a)
		j, err := b.Judge(Settings{}, []*Survey{s}, 0)
		if err != nil {
			t.Fatal(err)
		}
		return s.Findings["slope"], j.Evaluations[0]
	}
	level, steep := 0.0, 40.0
	f, flat := judged(&level)
	if f.Figure == nil || f.Figure.Value != 0 || f.Figure.Unit != "%" || f.Figure.Source != "the municipality" || f.Certainty != symbiosis.Estimated || f.Date != today {
		t.Errorf("level ground is found as %+v", f)
	}
	_, hill := judged(&steep)
	f, untold := judged(nil)
	if f.Figure != nil || f.Missing != notRegistered {
		t.Errorf("a slope that nobody has told is found as %+v", f)
	}
	if !(hill.Low < flat.Low) || untold.Low != hill.Low || untold.High < flat.High-1e-12 || untold.High-untold.Low <= flat.High-flat.Low {
		t.Errorf("level [%v, %v], steep [%v, %v], not told [%v, %v]", flat.Low, flat.High, hill.Low, hill.High, untold.Low, untold.High)
	}
}

// No rounding takes the worth of a figure out of what its corners span.
func TestWorthStaysBetweenTheCorners(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Curve{{At: rapid.Float64Range(-1, 1).Draw(t, "from"), Value: rapid.Float64Range(0, 1).Draw(t, "low")}}
		c = append(c, Corner{At: c[0].At + rapid.Float64Range(1e-9, 1).Draw(t, "step"), Value: rapid.SampledFrom([]float64{0, 0.1, 0.4, 1}).Draw(t, "high")})
		x := c[0].At + (c[1].At-c[0].At)*rapid.Float64Range(0, 1).Draw(t, "part")
		if w := c.Worth(x); w < min(c[0].Value, c[1].Value) || w > max(c[0].Value, c[1].Value) {
			t.Fatalf("%v is worth %v on %v", x, w, c)
		}
	})
}
