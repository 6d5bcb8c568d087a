package wording

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/symbiosis"
)

// The page's numbers are held to the same cases (web/src/units/rounding.test.ts): what a reader
// sees on the page and in a document is one and the same.
func TestRoundingAsThePage(t *testing.T) {
	data, err := os.ReadFile("testdata/rounding.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Value      float64
		Unit       string
		Known      bool
		SV, NB, EN string
	}
	if err := json.Unmarshal(data, &cases); err != nil || len(cases) == 0 {
		t.Fatal(len(cases), err)
	}
	for _, lang := range symbiosis.Languages() {
		w := speak(t, lang)
		for _, c := range cases {
			got := w.Rounded(c.Value, c.Unit)
			if c.Known {
				got = w.Known(c.Value, c.Unit)
			}
			want := symbiosis.Names{SV: c.SV, NB: c.NB, EN: c.EN}.In(lang)
			if got = strings.ReplaceAll(got, noBreak, " "); got != want {
				t.Errorf("%v %s (known: %v) in %s: %q, want %q", c.Value, c.Unit, c.Known, lang, got, want)
			}
		}
	}
}

func TestAPriceThatPassesIsRoundedUp(t *testing.T) {
	for _, c := range []struct{ v, want float64 }{{363.6, 364}, {362.3, 363}, {123.4, 124}, {362, 362}, {994.2, 995}, {362.001, 362}, {1234, 1240}, {0.1234, 0.124}, {0, 0}, {-5.678, -5.68}} {
		if got := atLeast(c.v, 3); got != c.want {
			t.Errorf("atLeast(%v) = %v, want %v", c.v, got, c.want)
		}
	}
}
