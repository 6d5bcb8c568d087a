package symbiosis

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestValidateAfterIsValidate: of a site beside one that has passed, whatever two attributes differ.
func TestValidateAfterIsValidate(t *testing.T) {
	var changes []func(*Site)
	for _, text := range []string{"", "a", "Å", "SE", "QQ", "a/b", "\xff", "\x00", string(Approximate), strings.Repeat("n", 21), strings.Repeat("å", 301), strings.Repeat("n", 4001)} {
		changes = append(changes,
			func(s *Site) { s.ID = SiteID(text) },
			func(s *Site) { s.Name = text },
			func(s *Site) { s.Organisation = text },
			func(s *Site) { s.NACE = text },
			func(s *Site) { s.Municipality = text },
			func(s *Site) { s.Country = text },
			func(s *Site) { s.Accuracy = PlaceAccuracy(text) },
			func(s *Site) { s.Note = text },
			func(s *Site) { s.Source = text },
			func(s *Site) { s.Visibility = Visibility(text) })
	}
	for _, x := range []float64{14.5, 181, -91, math.NaN(), math.Inf(1)} {
		changes = append(changes, func(s *Site) { s.Location[0] = x }, func(s *Site) { s.Location[1] = x })
	}
	passed := Site{ID: "b", Name: "B", Municipality: "B", Country: "NO", Source: "x", Accuracy: Exact, Visibility: Public}
	passed.Normalise()
	for _, one := range changes {
		for _, other := range changes {
			s := passed
			one(&s)
			other(&s)
			want, got := problemsIn(s.Validate()), problemsIn(s.ValidateAfter(&passed))
			if len(want) != len(got) || len(want) > 0 && !cmp.Equal(want, got) {
				t.Fatalf("%+v: %+v, want %+v", s, got, want)
			}
		}
	}
}

func problemsIn(err error) []Problem {
	told, ok := errors.AsType[*Error](err)
	if !ok {
		return nil
	}
	return told.Problems
}
