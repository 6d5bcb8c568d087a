package appraise

import (
	"testing"

	"github.com/samloka/samloka/internal/geo/overlay"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// Whatever key a survey can give has words.
func TestKeysHaveWords(t *testing.T) {
	w := wording.In(symbiosis.English, symbiosis.Assumptions{}, nil)
	for _, key := range []string{notRegistered, noLayer, noFacility, unreadable, nothingFit, noIndustry} {
		if w.Missing(key) == key {
			t.Errorf("missing %s has no words", key)
		}
	}
	for _, key := range []string{sourceOverlay, sourceReach, sourceDiversity} {
		if w.FigureSource(key) == key {
			t.Errorf("source %s has no words", key)
		}
	}
	for _, key := range []string{string(overlay.SelfCrossing), string(overlay.HoleOutside), string(overlay.Overlapping), string(overlay.Degenerate), unreadable, "no_excluding_layer"} {
		if w.LandNotice(symbiosis.LandNotice{Key: key}) == key {
			t.Errorf("notice %s has no words", key)
		}
	}
}
