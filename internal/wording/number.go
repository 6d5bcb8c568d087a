package wording

import (
	"math"
	"strconv"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Signs that hold a number together on one line.
const (
	noBreak     = "\u00a0"
	approximate = "≈" + noBreak
	minus       = "−"
)

// unitWords are the units that differ between languages; others are written as they are.
var unitWords = map[string]symbiosis.Names{
	"SEK/yr":       {SV: "SEK/år", NB: "SEK/år", EN: "SEK/yr"},
	"MSEK/yr":      {SV: "MSEK/år", NB: "MSEK/år", EN: "MSEK/yr"},
	"SEK/(m·yr)":   {SV: "SEK/(m·år)", NB: "SEK/(m·år)", EN: "SEK/(m·yr)"},
	"MWh/yr":       {SV: "MWh/år", NB: "MWh/år", EN: "MWh/yr"},
	"GWh/yr":       {SV: "GWh/år", NB: "GWh/år", EN: "GWh/yr"},
	"t/yr":         {SV: "ton/år", NB: "tonn/år", EN: "t/yr"},
	"kt/yr":        {SV: "kt/år", NB: "kt/år", EN: "kt/yr"},
	"t":            {SV: "ton", NB: "tonn", EN: "t"},
	"SEK/t":        {SV: "SEK/ton", NB: "SEK/tonn", EN: "SEK/t"},
	"kg/t":         {SV: "kg/ton", NB: "kg/tonn", EN: "kg/t"},
	"kg/yr":        {SV: "kg/år", NB: "kg/år", EN: "kg/yr"},
	"m3/yr":        {SV: "m³/år", NB: "m³/år", EN: "m³/yr"},
	"pcs/yr":       {SV: "st/år", NB: "stk/år", EN: "pcs/yr"},
	"h/yr":         {SV: "h/år", NB: "timer/år", EN: "h/yr"},
	"d":            {SV: "dagar", NB: "dager", EN: "days"},
	"d1":           {SV: "dag", NB: "dag", EN: "day"},
	"yr":           {SV: "år", NB: "år", EN: "years"},
	"%/yr":         {SV: "% per år", NB: "% per år", EN: "% a year"},
	"kSEK/(MW·yr)": {SV: "kSEK/(MW·år)", NB: "kSEK/(MW·år)", EN: "kSEK/(MW·yr)"},
}

// plainUnits are written alike in every language.
var plainUnits = map[string]bool{
	"1": true, "m": true, "km": true, "MW": true, "kW": true, "MWh": true, "GWh": true, "kg": true, "h": true,
	"m³": true, "m³/s": true, "°C": true, "K": true, "%": true, "SEK": true, "MSEK": true, "SEK/m": true, "SEK/m²": true,
	"SEK/MWh": true, "SEK/h": true, "SEK/km": true, "SEK/(t·km)": true, "MSEK/MW": true, "W/m": true,
	"W/(m·K)": true, "kg/MWh": true, "kg/(t·km)": true, "t/m³": true, "t/t": true, "km/h": true, "Pa/m": true,
	"MJ/(m³·K)": true, "1/yr": true, "DN": true, "choice": true, "mm": true, "mg/kg": true,
}

func (w Words) knowsUnit(u string) bool {
	_, ok := unitWords[u]
	return ok || plainUnits[u]
}

// swedishMoney writes kronor as Swedes do. In Norwegian "kr" would be read as Norwegian
// kroner, so SEK stays there.
var swedishMoney = strings.NewReplacer("MSEK", "Mkr", "kSEK", "tkr", "SEK", "kr")

// Unit writes a unit: "MWh/år".
func (w Words) Unit(u string) string {
	text := w.term(unitWords, u)
	if w.Language() == symbiosis.Swedish {
		return swedishMoney.Replace(text)
	}
	return text
}

// Number writes a number with the language's signs, rounded to decimals.
func (w Words) Number(v float64, decimals int) string {
	if !unit.Finite(v) {
		return "–"
	}
	text := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	group, point := noBreak, ","
	if w.Language() == symbiosis.English {
		group, point = ",", "."
	}
	var b strings.Builder
	if v < 0 && strings.Trim(text, "0.") != "" {
		b.WriteString(minus)
	}
	for i, digit := range whole {
		// A number of four digits stays together in Swedish and Norwegian.
		if left := len(whole) - i; i > 0 && left%3 == 0 && (len(whole) > 4 || group == ",") {
			b.WriteString(group)
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		b.WriteString(point + fraction)
	}
	return b.String()
}

// scale chooses the unit a reader expects for a size: metres become kilometres from 1 km,
// SEK millions from a million, MWh GWh from a thousand,
// tonnes thousands from a hundred thousand: as the page does.
func scale(v float64, u string) (float64, string) {
	size := math.Abs(v)
	switch {
	case u == "m" && size >= 1000:
		return v / 1000, "km"
	case (u == "SEK" || u == "SEK/yr") && size >= 1e6:
		return v / 1e6, "M" + u
	case u == "MWh/yr" && size >= 1000:
		return v / 1000, "GWh/yr"
	case u == "t/yr" && size >= 1e5:
		return v / 1000, "kt/yr"
	case u == "1/yr":
		return v * 100, "%/yr"
	}
	return v, u
}

// Rounded writes a reckoned figure to what is known of it: two digits, or whole numbers up
// to a thousand, three digits above, in a unit that suits the size: "1,9 MW", "416 km",
// "2,7 Mkr/år".
func (w Words) Rounded(v float64, u string) string {
	v, u = scale(v, u)
	size := math.Abs(v)
	decimals := 0
	switch {
	case size < 1e-6:
		v = 0
	case u == "d":
	case size >= 9.95 && size < 1000:
	case size >= 1000:
		step := math.Pow(10, math.Floor(math.Log10(size))-2)
		v = math.Round(v/step) * step
	default:
		decimals = max(0, 1-int(math.Floor(math.Log10(size))))
		decimals = min(decimals, 6)
	}
	return w.withUnit(w.Number(v, decimals), u)
}

// Exact writes a figure as it was given, up to six digits.
func (w Words) Exact(v float64, u string) string {
	if u == "1/yr" {
		v, u = v*100, "%/yr"
	}
	text := strconv.FormatFloat(v, 'g', 6, 64)
	decimals := 0
	if !strings.Contains(text, "e") {
		_, fraction, _ := strings.Cut(text, ".")
		decimals = len(fraction)
	}
	if u == "yr" && v > 1900 { // a year of the calendar
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return w.withUnit(w.Number(v, decimals), u)
}

func (w Words) withUnit(number, u string) string {
	switch u {
	case "", "1", "choice":
		return number
	case "DN":
		return "DN" + number
	case "d":
		if number == "1" {
			u = "d1"
		}
	}
	return number + noBreak + w.Unit(u)
}

// Quantity writes an amount that was entered, with its unit.
func (w Words) Quantity(q symbiosis.Quantity) string { return w.Exact(q.Amount, string(q.Unit)) }

// Value writes a figure: a code as it is called, an input as it was given, a reckoned number
// rounded and marked ≈.
func (w Words) Value(r symbiosis.Reckoned) string {
	switch {
	case r.Text != "":
		return w.code(r.Key, r.Text)
	case r.Formula == "":
		return w.Exact(r.Value, r.Unit)
	}
	if r.Unit == "°C" {
		return approximate + w.Exact(math.Round(r.Value*10)/10, r.Unit) // nil is no small temperature
	}
	return approximate + w.Rounded(r.Value, r.Unit)
}

// code writes a code in words, by what it is a code of.
func (w Words) code(key, text string) string {
	switch key {
	case "heat_class":
		return w.Class(symbiosis.HeatClass(text))
	case "legal_status":
		return w.Status(symbiosis.LegalStatus(text))
	case "surplus_resource", "need_resource":
		return w.Resource(symbiosis.ResourceCode(text))
	case "vehicle", "terrain":
		return w.Choice(text)
	case "waste_use", "use_conditions":
		return w.wasteUse(key, text)
	case "property":
		return w.term(properties, text)
	}
	return text
}

// wasteUse says what a rule *waste code → use* is, or on which conditions it holds. text is
// the code and the resource, "02 01 06 substrate".
func (w Words) wasteUse(key, text string) string {
	i := strings.LastIndexByte(text, ' ')
	if i < 0 || w.catalogue == nil {
		return text
	}
	u, ok := w.catalogue.Use(symbiosis.WasteCode(text[:i]), symbiosis.ResourceCode(text[i+1:]))
	switch {
	case !ok:
		return text
	case key == "use_conditions":
		return u.Conditions.In(w.Language())
	}
	return u.Use.In(w.Language())
}
