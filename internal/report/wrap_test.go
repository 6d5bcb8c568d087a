package report

import (
	"slices"
	"testing"
	"unicode/utf8"
)

// letters measures a millimetre a letter.
type letters struct{}

func (letters) width(text string, _ lettering) float64 { return float64(utf8.RuneCountInString(text)) }

// A figure that is too wide for its column is broken before its unit, not within it.
func TestANumberIsBrokenBeforeItsUnit(t *testing.T) {
	for text, want := range map[string][]string{
		"≈\u00a012\u00a0000\u00a0tonn/år":    {"≈\u00a012\u00a0000", "tonn/år"},
		"≈\u00a0500\u00a0tonn/år to":         {"≈\u00a0500", "tonn/år to"},
		"karbondioksidoppgradering":          {"karbondioks-", "idoppgrader-", "ing"},
		"Strömsund-Hammerdals":               {"Strömsund-", "Hammerdals"},
		"example.org/en/lang/adress":         {"example.org/", "en/lang/adre", "ss"},
		"verksamheten":                       {"verksamheten"},
		"verksamhetens":                      {"verksamhete-", "ns"},
		"a short line of words to be broken": {"a short line", "of words to", "be broken"},
	} {
		if got := wrapped(letters{}, text, lettering{}, 12); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
