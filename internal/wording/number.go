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
	"SEK/yr":         {SV: "SEK/år", NB: "SEK/år", EN: "SEK/yr"},
	"kSEK/yr":        {SV: "kSEK/år", NB: "kSEK/år", EN: "kSEK/yr"},
	"MSEK/yr":        {SV: "MSEK/år", NB: "MSEK/år", EN: "MSEK/yr"},
	"GSEK/yr":        {SV: "GSEK/år", NB: "GSEK/år", EN: "GSEK/yr"},
	"SEK/(m·yr)":     {SV: "SEK/(m·år)", NB: "SEK/(m·år)", EN: "SEK/(m·yr)"},
	"MWh/yr":         {SV: "MWh/år", NB: "MWh/år", EN: "MWh/yr"},
	"GWh/yr":         {SV: "GWh/år", NB: "GWh/år", EN: "GWh/yr"},
	"TWh/yr":         {SV: "TWh/år", NB: "TWh/år", EN: "TWh/yr"},
	"t/yr":           {SV: "ton/år", NB: "tonn/år", EN: "t/yr"},
	"kt/yr":          {SV: "kt/år", NB: "kt/år", EN: "kt/yr"},
	"t":              {SV: "ton", NB: "tonn", EN: "t"},
	"t CO2e/yr":      {SV: "ton\u00a0CO₂e/år", NB: "tonn\u00a0CO₂e/år", EN: "t\u00a0CO₂e/yr"},
	"kt CO2e/yr":     {SV: "kt\u00a0CO₂e/år", NB: "kt\u00a0CO₂e/år", EN: "kt\u00a0CO₂e/yr"},
	"kg CO2e/t":      {SV: "kg\u00a0CO₂e/ton", NB: "kg\u00a0CO₂e/tonn", EN: "kg\u00a0CO₂e/t"},
	"kg CO2e/MWh":    {SV: "kg\u00a0CO₂e/MWh", NB: "kg\u00a0CO₂e/MWh", EN: "kg\u00a0CO₂e/MWh"},
	"kg CO2e/(t·km)": {SV: "kg\u00a0CO₂e/tonkm", NB: "kg\u00a0CO₂e/tonnkm", EN: "kg\u00a0CO₂e/tkm"},
	"SEK/t":          {SV: "SEK/ton", NB: "SEK/tonn", EN: "SEK/t"},
	"kg/t":           {SV: "kg/ton", NB: "kg/tonn", EN: "kg/t"},
	"kg/yr":          {SV: "kg/år", NB: "kg/år", EN: "kg/yr"},
	"m3/yr":          {SV: "m³/år", NB: "m³/år", EN: "m³/yr"},
	"pcs/yr":         {SV: "st/år", NB: "stk/år", EN: "pcs/yr"},
	"h/yr":           {SV: "timmar/år", NB: "timer/år", EN: "hours/yr"},
	"SEK/(t·km)":     {SV: "SEK/tonkm", NB: "SEK/tonnkm", EN: "SEK/tkm"},
	"d":              {SV: "dagar", NB: "dager", EN: "days"},
	"d1":             {SV: "dag", NB: "dag", EN: "day"},
	"yr1":            {SV: "år", NB: "år", EN: "year"},
	"yr":             {SV: "år", NB: "år", EN: "years"},
	"%/yr":           {SV: "% per år", NB: "% per år", EN: "% a year"},
	"kSEK/(MW·yr)":   {SV: "kSEK/(MW·år)", NB: "kSEK/(MW·år)", EN: "kSEK/(MW·yr)"},
}

// plainUnits are written alike in every language.
var plainUnits = map[string]bool{
	"1": true, "m": true, "km": true, "m²": true, "ha": true, "MW": true, "kW": true, "GW": true, "MWh": true, "GWh": true, "kg": true, "h": true,
	"m³": true, "m³/s": true, "°C": true, "K": true, "%": true, "SEK": true, "kSEK": true, "MSEK": true, "GSEK": true, "kt": true, "SEK/m": true, "SEK/m²": true,
	"SEK/MWh": true, "SEK/h": true, "SEK/km": true, "MSEK/MW": true, "W/m": true,
	"W/(m·K)": true, "kg/MWh": true, "kg/(t·km)": true, "t/m³": true, "t/t": true, "km/h": true, "Pa/m": true,
	"MJ/(m³·K)": true, "1/yr": true, "DN": true, "choice": true, "mm": true, "mg/kg": true,
}

func (w Words) knowsUnit(u string) bool {
	_, ok := unitWords[u]
	return ok || plainUnits[u]
}

// climateFigures are counted in carbon dioxide equivalents.
var climateFigures = map[string]bool{
	"co2e": true, "co2e_saving": true, "co2e_transport": true, "co2e_factor": true, "co2e_per_mwh": true, "reach_co2e": true,
	"replaced_heat_kg_per_mwh": true, "electricity_kg_per_mwh": true, "truck_artic_kg_per_tkm": true, "truck_rigid_kg_per_tkm": true, "score_half_co2e_t_per_yr": true,
}

// UnitOf is the unit that a figure or a criterion is told in: what is saved of emissions is carbon dioxide
// equivalents and not tonnes of goods, which the unit of the reckoning doesn't say.
func UnitOf(key, u string) string {
	if !climateFigures[key] {
		return u
	}
	mass, per, _ := strings.Cut(u, "/")
	return mass + " CO2e/" + per
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
		if left := len(whole) - i; i > 0 && left%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		b.WriteString(point + fraction)
	}
	return b.String()
}

// Rounded writes a reckoned figure to what is known of it, two significant digits, in a unit that
// suits its size: "1,9 MW", "420 km", "2,7 Mkr/år". The page rounds in the same way
// (web/src/units/format.ts); testdata/rounding.json holds both to it.
func (w Words) Rounded(v float64, u string) string { return w.rounded(v, u, 2) }

// Known writes a figure that somebody has measured or told, in a unit that suits its size: three
// significant digits, "12,3 ha", "125 MW".
func (w Words) Known(v float64, u string) string { return w.rounded(v, u, 3) }

func (w Words) rounded(v float64, u string, digits int) string {
	switch {
	case !unit.Finite(v):
		return w.Number(v, 0)
	case u == "d":
		return w.withUnit(w.Number(v, 0), u)
	}
	v, u = scale(v, u, digits)
	if math.Abs(v) < 1e-6 {
		v = 0
	}
	v = significant(v, digits)
	_, fraction, _ := strings.Cut(strconv.FormatFloat(v, 'f', -1, 64), ".")
	return w.withUnit(w.Number(v, len(fraction)), u)
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
	case "d", "yr":
		if number == "1" {
			u += "1"
		}
	}
	return w.before(number, w.Unit(u))
}

// before sets a number before a sign: only English writes per cent without a space.
func (w Words) before(number, sign string) string {
	if strings.HasPrefix(sign, "%") && w.Language() == symbiosis.English {
		return number + sign
	}
	return number + noBreak + sign
}

// Percent writes a part of a whole in per cent, rounded to decimals.
func (w Words) Percent(share float64, decimals int) string {
	return w.before(w.Number(100*share, decimals), "%")
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
		return w.Exact(r.Value, UnitOf(r.Key, r.Unit))
	}
	if r.Unit == "°C" {
		return approximate + w.Exact(math.Round(r.Value*10)/10, r.Unit) // nil is no small temperature
	}
	return approximate + w.Rounded(r.Value, UnitOf(r.Key, r.Unit))
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
