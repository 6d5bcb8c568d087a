package exchangeformat

import (
	"slices"
	"strings"
)

// unitBehind parts a header from a unit in brackets behind it: "Framledning (°C)".
func unitBehind(header string) (name, unit string, ok bool) {
	header = trim(header)
	for _, brackets := range []string{"()", "[]"} {
		if rest, closed := strings.CutSuffix(header, brackets[1:]); closed {
			return cutAt(rest, strings.LastIndex(rest, brackets[:1]))
		}
	}
	return "", "", false
}

func cutAt(s string, at int) (before, after string, ok bool) {
	if at <= 0 {
		return "", "", false
	}
	return s[:at], s[at+1:], true
}

// unitSpellings are what people write for the unit of a column, in lower case and without spaces.
var unitSpellings = map[string][]string{
	"°C":               {"°c", "c", "gradc", "graderc", "grader"},
	"°":                {"°", "grader", "degrees", "wgs84"},
	"h/yr":             {"h/yr", "h/år", "h", "tim/år", "timmar/år", "timer/år", "timmar", "timer"},
	"m":                {"m", "meter"},
	"%":                {"%", "procent", "prosent", "vikt-%", "vekt-%"},
	"MW":               {"mw"},
	"years":            {"years", "år"},
	"SEK":              {"sek", "kr"},
	"SEK/t":            {"sek/t", "kr/t", "kr/ton", "sek/ton", "kr/tonn"},
	"SEK/m²":           {"sek/m²", "sek/m2", "kr/m²", "kr/m2", "kr/kvm"},
	"SEK/MWh or SEK/t": {"sek/mwh", "kr/mwh", "sek/t", "kr/t", "kr/ton", "sek/ton", "kr/tonn"},
}

// meansUnit says that what stands in a header's brackets is the unit that the column has. In any
// other the same figure would be another quantity.
func meansUnit(unit, written string) bool {
	written = strings.ToLower(strings.Join(strings.Fields(written), ""))
	return slices.Contains(unitSpellings[unit], written)
}
