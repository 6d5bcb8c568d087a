package symbiosis_test

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
)

func TestAValueThatIsWrongIsToldAsItWasTyped(t *testing.T) {
	s := symbiosis.Site{ID: "s", Name: "S", Location: orb.Point{485120.2, 7010234.5}}
	s.Normalise()
	if err := s.Validate(); err == nil || !strings.Contains(err.Error(), `lat must lie within −90 and 90 ("7010234.5")`) {
		t.Errorf("%v", err)
	}
}
