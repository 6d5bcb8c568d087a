package wording

import (
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/symbiosis"
)

// People read that a source is an assumption, not the mark that geodata has for it.
func TestAssumptionsAreWrittenOut(t *testing.T) {
	const source = "Samloka: a first guess to be changed [A]"
	for lang, word := range map[symbiosis.Language]string{symbiosis.Swedish: "[antagande]", symbiosis.Norwegian: "[antakelse]", symbiosis.English: "[assumption]"} {
		if got := In(lang, symbiosis.Assumptions{}, nil).FigureSource(source); !strings.HasSuffix(got, word) || strings.Contains(got, "[A]") {
			t.Errorf("%s: %s", lang, got)
		}
	}
}
