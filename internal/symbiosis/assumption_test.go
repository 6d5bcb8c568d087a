package symbiosis_test

import (
	"testing"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/symbiosis"
)

// defaults loads the assumptions that come with the program.
func defaults(t *testing.T) symbiosis.Assumptions {
	t.Helper()
	a, err := symbiosis.LoadAssumptions(geodata.Assumptions())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestDefaultsHaveWhatUsersAreOwed(t *testing.T) {
	a := defaults(t)
	for _, x := range a.All() {
		if x.Min > x.Max {
			t.Errorf("%s: least %g above greatest %g", x.Key, x.Min, x.Max)
		}
		if x.Source == "Samloka assumption" && !x.Assumption {
			t.Errorf("%s: an assumption of ours isn't marked as one", x.Key)
		}
		if len(x.Choices) > 0 && x.Max != float64(len(x.Choices)-1) {
			t.Errorf("%s: greatest %g doesn't fit %d choices", x.Key, x.Max, len(x.Choices))
		}
	}
}

func TestOverridesLeaveTheDefaultsAlone(t *testing.T) {
	a := defaults(t)
	b, err := a.With(map[string]float64{"interest_rate": 0.03, "heat_value_sek_per_mwh": 300})
	if err != nil {
		t.Fatal(err)
	}
	if a.Value("interest_rate") != 0.05 || b.Value("interest_rate") != 0.03 {
		t.Errorf("interest: default %g, overridden %g", a.Value("interest_rate"), b.Value("interest_rate"))
	}
	if x, _ := b.Get("interest_rate"); !x.Assumption {
		t.Error("a value changed by the user isn't marked as an assumption")
	}
	if got := b.Changed(); len(got) != 1 || got["interest_rate"] != 0.03 {
		t.Errorf("changed: %v; the value that equals its default is no change", got)
	}
	_, err = a.With(map[string]float64{"interest_rate": 2, "terrain": 0.5, "gravity": 9.81})
	if symbiosis.KindOf(err) != symbiosis.Invalid {
		t.Fatalf("error %v, want invalid", err)
	}
	e := err.(*symbiosis.Error)
	if len(e.Problems) != 3 {
		t.Errorf("%d problems, want one for each of three bad values:\n%v", len(e.Problems), err)
	}
}
