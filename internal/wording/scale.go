package wording

import (
	"math"
	"strconv"
	"strings"
)

// A rung of a ladder of units: figures of at least From are divided by By and carry Unit.
type rung struct {
	from, by float64
	unit     string
}

// ladders are the units that readers expect to change with a figure's size; the same as in
// web/src/units/format.ts.
var ladders = map[string][]rung{
	"m":         {{0, 1, "m"}, {1000, 1000, "km"}},
	"km":        {{0, 0.001, "m"}, {1, 1, "km"}},
	"kW":        {{0, 1, "kW"}, {1000, 1000, "MW"}},
	"MW":        {{0, 0.001, "kW"}, {1, 1, "MW"}, {1000, 1000, "GW"}},
	"MWh":       {{0, 1, "MWh"}, {1000, 1000, "GWh"}},
	"MWh/yr":    {{0, 1, "MWh/yr"}, {1000, 1000, "GWh/yr"}, {1e6, 1e6, "TWh/yr"}},
	"GWh/yr":    {{0, 0.001, "MWh/yr"}, {1, 1, "GWh/yr"}, {1000, 1000, "TWh/yr"}},
	"kg/yr":     {{0, 1, "kg/yr"}, {10_000, 1000, "t/yr"}},
	"t":         {{0, 1, "t"}, {1e5, 1000, "kt"}},
	"t/yr":      {{0, 1, "t/yr"}, {1e5, 1000, "kt/yr"}},
	"t CO2e/yr": {{0, 1, "t CO2e/yr"}, {1e5, 1000, "kt CO2e/yr"}},
	"SEK":       {{0, 1, "SEK"}, {1e4, 1e3, "kSEK"}, {1e6, 1e6, "MSEK"}, {1e9, 1e9, "GSEK"}},
	"SEK/yr":    {{0, 1, "SEK/yr"}, {1e4, 1e3, "kSEK/yr"}, {1e6, 1e6, "MSEK/yr"}, {1e9, 1e9, "GSEK/yr"}},
}

// scale chooses the unit a reader expects for a size. The figure is rounded first: 999,6 m are
// 1 km, not 1000 m.
func scale(v float64, u string, digits int) (float64, string) {
	if u == "1/yr" {
		return v * 100, "%/yr"
	}
	size := math.Abs(significant(v, digits))
	chosen := rung{0, 1, u}
	for _, r := range ladders[u] {
		if size >= r.from && (size > 0 || r.by == 1) {
			chosen = r
		}
	}
	return v / chosen.by, chosen.unit
}

// atLeast rounds up to so many significant digits, but for a ten-thousandth: figures that were sought
// step by step lie a little above the one that is enough.
func atLeast(v float64, digits int) float64 {
	r := significant(v, digits)
	if r >= v*0.9999 || !(v > 0) {
		return r
	}
	step := math.Pow(10, math.Floor(math.Log10(v))-float64(digits-1))
	return significant(r+step, digits)
}

// significant rounds to so many significant digits, a half away from nil, as the page's
// toPrecision does: 465 000 is 470 000.
func significant(v float64, digits int) float64 {
	if v == 0 {
		return 0
	}
	// The exact decimal expansion of a half ends in a 5 and zeros; forty digits tell it from
	// any other number that a float64 can be.
	text := strconv.FormatFloat(math.Abs(v), 'e', digits+40, 64)
	mantissa, _, _ := strings.Cut(text, "e")
	rest := strings.Replace(mantissa, ".", "", 1)[digits:]
	if strings.TrimRight(rest, "0") == "5" {
		v = math.Nextafter(v, math.Copysign(math.Inf(1), v))
	}
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'e', digits-1, 64), 64)
	if err != nil {
		return v // beyond the greatest number
	}
	return r
}
