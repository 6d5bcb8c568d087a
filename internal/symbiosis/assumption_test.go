package symbiosis_test

import (
	"strings"
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
		if r := x.Range; r != nil && strings.HasPrefix(r.Source, "Samloka assumption") && !r.Assumption {
			t.Errorf("%s: a range of ours isn't marked as an assumption", x.Key)
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

func TestRanges(t *testing.T) {
	a := defaults(t)
	x, _ := a.Get("heat_value_sek_per_mwh")
	if x.Range == nil || x.Range.Low != 125 || x.Range.High != 577 {
		t.Fatalf("value of heat: range %+v, want the tariffs read, 125–577", x.Range)
	}
	b, err := a.With(map[string]float64{"heat_value_sek_per_mwh": 400})
	if err != nil {
		t.Fatal(err)
	}
	if y, _ := b.Get("heat_value_sek_per_mwh"); y.Range != nil {
		t.Error("a value that was set is still uncertain")
	}
	if y, _ := a.Get("heat_value_sek_per_mwh"); y.Range == nil {
		t.Error("setting a value took the default's range")
	}
	const form = `[{"key": "k", "group": "g", "names": {"sv": "k", "nb": "k", "en": "k"}, "value": 5, "unit": "1", "source": "s", "min": 0, "max": 10, "range": %s}]`
	for text, good := range map[string]bool{
		`{"low": 4, "high": 6, "source": "s"}`:  true,
		`{"low": 5, "high": 5, "source": "s"}`:  true,
		`{"low": 4, "high": 6, "source": ""}`:   false,
		`{"low": -1, "high": 6, "source": "s"}`: false,
		`{"low": 4, "high": 11, "source": "s"}`: false,
		`{"low": 6, "high": 8, "source": "s"}`:  false,
		`{"low": 1, "high": 4, "source": "s"}`:  false,
	} {
		_, err := symbiosis.LoadAssumptions([]byte(strings.Replace(form, "%s", text, 1)))
		if (err == nil) != good {
			t.Errorf("%s: error %v, want good %v", text, err, good)
		}
	}
}
