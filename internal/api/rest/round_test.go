package rest

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestRounded(t *testing.T) {
	for _, c := range []struct {
		v        float64
		decimals int
		want     string
	}{
		{14000.000000000002, 3, "14000"}, {0.1 + 0.2, 3, "0.3"}, {-0.0001, 3, "0"}, {1.0005, 3, "1.001"}, {-2.71828, 2, "-2.72"},
		{1e300, 3, "1e+300"}, {math.Inf(-1), 3, "-Inf"}, {math.NaN(), 3, "NaN"},
	} {
		if got := strconv.FormatFloat(rounded(c.v, c.decimals), 'g', -1, 64); got != c.want {
			t.Errorf("%v to %d decimals: got %s, want %s", c.v, c.decimals, got, c.want)
		}
	}
	if roundedOf(nil, 3) != nil {
		t.Error("what isn't known became a figure")
	}
}

func TestRoundedHasNoMoreDecimalsAndStaysNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v, decimals := rapid.Float64Range(-1e11, 1e11).Draw(t, "v"), rapid.IntRange(0, 4).Draw(t, "decimals")
		got := rounded(v, decimals)
		if _, fraction, _ := strings.Cut(strconv.FormatFloat(got, 'f', -1, 64), "."); len(fraction) > decimals {
			t.Fatalf("%v to %d decimals is %v", v, decimals, got)
		}
		if math.Abs(got-v) > 0.5000001*math.Pow10(-decimals)+1e-9*math.Abs(v)*1e-3 {
			t.Fatalf("%v to %d decimals is %v, too far off", v, decimals, got)
		}
	})
}
