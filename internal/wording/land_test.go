package wording_test

import (
	"testing"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// Every value of land's closed sets has a word of its own in each language.
func TestLandHasWords(t *testing.T) {
	for _, lang := range symbiosis.Languages() {
		w := wording.In(lang, symbiosis.Assumptions{}, nil)
		says := func(key, word string) {
			// A key that isn't in the dictionary comes back as it is, in every language.
			if word == "" || lang == symbiosis.Swedish && word == key && key != "detaljplan" {
				t.Errorf("%s: %q is called %q", lang, key, word)
			}
		}
		for _, v := range symbiosis.PlanStatuses() {
			says(string(v), w.PlanStatus(v))
		}
		for _, v := range append(symbiosis.Connections(), "") {
			says(string(v), w.Connection(v))
		}
		for _, v := range symbiosis.Utilities() {
			says(string(v), w.Utility(v))
		}
		for _, v := range symbiosis.ConstraintLayers() {
			says(string(v), w.ConstraintLayer(v))
		}
		for _, v := range symbiosis.ConstraintEffects() {
			says(string(v), w.ConstraintEffect(v))
		}
		for _, v := range symbiosis.FacilityKinds() {
			says(string(v), w.FacilityKind(v))
		}
		for _, v := range symbiosis.PlaceAccuracies() {
			says(string(v), w.PlaceAccuracy(v))
		}
	}
}
