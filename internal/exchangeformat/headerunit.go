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

// quantityWithUnit is the column of quantities for a header that has their unit in brackets behind it, in a
// file without a column of units; else −1. Beside such a column nobody knows which of the two is meant.
func (r *rows[D, P]) quantityWithUnit(header string, all []string) int {
	quantity, ok := r.table.byName["quantity"]
	at, hasUnits := r.table.byName["unit"]
	name, written, inBrackets := unitBehind(header)
	if !ok || !hasUnits || !inBrackets || r.table.find(name) != quantity {
		return -1
	}
	if slices.ContainsFunc(all, func(h string) bool { return r.table.find(h) == at }) {
		return -1
	}
	var d D
	if r.table.columns[at].parse(&d, cell{text: written}) != nil {
		return -1
	}
	r.unit = written
	return quantity
}
