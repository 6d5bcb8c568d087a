package wording

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/samloka/samloka/internal/symbiosis"
)

var sureness = map[string]symbiosis.Names{
	"title":   {SV: "Hur säkert?", NB: "Hvor sikkert?", EN: "How sure?"},
	"pays":    {SV: "Lönar sig i %s av fallen", NB: "Lønner seg i %s av tilfellene", EN: "Pays in %s of the cases"},
	"always":  {SV: "Lönar sig i alla fall som prövades", NB: "Lønner seg i alle tilfeller som ble prøvd", EN: "Pays in every case that was tried"},
	"never":   {SV: "Lönar sig inte i något fall som prövades", NB: "Lønner seg ikke i noe tilfelle som ble prøvd", EN: "Pays in no case that was tried"},
	"decides": {SV: "avgörs mest av: %s", NB: "avgjøres mest av: %s", EN: "decided most by: %s"},
	"limited": {SV: "i %s räcker pengarna men inte flödets egen gräns", NB: "i %s rekker pengene, men ikke ressursstrømmens egen grense", EN: "in %s the money suffices, but not the flow's own limit"},
	"nowhere": {SV: "lönar sig inte på något avstånd", NB: "lønner seg ikke på noen avstand", EN: "doesn't pay at any distance"},
	"least":   {SV: "minst %s", NB: "minst %s", EN: "at least %s"},
	"range":   {SV: "%s till %s, troligen %s", NB: "%s til %s, trolig %s", EN: "%s to %s, likely %s"},
}

// Sure says how likely a pair pays and what decides it: "Lönar sig i 83 % av fallen; avgörs
// mest av: värmens värde för mottagaren".
func (w Words) Sure(u symbiosis.Uncertainty) string {
	text := w.Chance(u.Chance)
	if u.Limited > 0 {
		text += "; " + fmt.Sprintf(w.term(sureness, "limited"), w.percent(u.Limited))
	}
	if len(u.Effects) > 0 && u.Effects[0].Size() > 0 {
		text += "; " + fmt.Sprintf(w.term(sureness, "decides"), lowered(w.Figure(u.Effects[0].Key)))
	}
	return text
}

// Chance says how likely a pair pays: "Lönar sig i 83 % av fallen". Never and always are said
// only where no sample came out otherwise.
func (w Words) Chance(chance float64) string {
	switch {
	case chance >= 1:
		return w.term(sureness, "always")
	case chance <= 0:
		return w.term(sureness, "never")
	}
	return fmt.Sprintf(w.term(sureness, "pays"), w.percent(chance))
}

// percent writes a share that is neither none nor all.
func (w Words) percent(share float64) string {
	return w.Percent(min(0.99, max(0.01, share)), 0)
}

// Spread writes a figure's range: "1,1 Mkr/år till 3,9 Mkr/år, troligen 2,7 Mkr/år". A
// range with nothing between its ends is one figure, and a budget of nil says so in words.
func (w Words) Spread(s symbiosis.Spread) string {
	if s.Key == "budget_m" && s.Low <= 0 && s.Likely <= 0 && s.High <= 0 {
		return w.term(sureness, "nowhere")
	}
	unit := UnitOf(s.Key, s.Unit)
	if likely := w.Rounded(s.Likely, unit); likely == w.Rounded(s.Low, unit) && likely == w.Rounded(s.High, unit) {
		return likely
	}
	return fmt.Sprintf(w.term(sureness, "range"), w.Rounded(s.Low, unit), w.Rounded(s.High, unit), w.Rounded(s.Likely, unit))
}

// Within writes the range of a figure: "3,1 km – 7,9 km", or "minst 12 K" where nothing is known
// of its upper end; "" where it has none.
func (w Words) Within(r symbiosis.Reckoned) string {
	if r.Low == nil || r.Text != "" {
		return ""
	}
	unit := UnitOf(r.Key, r.Unit)
	write := func(v float64) string {
		switch {
		case r.Formula == "" && r.Input != "":
			return w.Exact(v, unit)
		case r.Unit == "°C":
			return w.Exact(math.Round(v*10)/10, r.Unit)
		}
		return w.Rounded(v, unit)
	}
	if r.High == nil {
		return fmt.Sprintf(w.term(sureness, "least"), write(*r.Low))
	}
	return write(*r.Low) + " – " + write(*r.High)
}

// span is Within as a sentence has it, with a unit that both ends share said once: "3,1–7,9 km".
func (w Words) span(r symbiosis.Reckoned) string {
	low, high, both := strings.Cut(w.Within(r), " – ")
	if !both {
		return low
	}
	least, u, _ := cutLast(low, noBreak)
	most, v, _ := cutLast(high, noBreak)
	if u != v || u == "" || strings.HasPrefix(most, minus) {
		return low + " – " + high
	}
	return least + "–" + most + noBreak + u
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// lowered writes a name's first letter small, unless the word is an abbreviation.
func lowered(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	second, _ := utf8.DecodeRuneInString(name[size:])
	if unicode.IsUpper(second) {
		return name
	}
	return string(unicode.ToLower(first)) + name[size:]
}

// reportSure writes how sure a pair is for a terminal: the chance, each figure's range, and
// what each uncertain figure alone does to the net benefit.
func (w Words) reportSure(b *strings.Builder, u symbiosis.Uncertainty) {
	fmt.Fprintf(b, "\n%s\n  %s\n", w.term(sureness, "title"), w.Sure(u))
	for _, s := range u.Spreads {
		fmt.Fprintf(b, "  %-30s %s\n", w.Figure(s.Key), w.Spread(s))
	}
	for _, e := range u.Effects {
		source := symbiosis.Reckoned{Source: e.Source, Assumption: e.Range.Assumption}
		fmt.Fprintf(b, "    %-52s %s – %s: %s – %s  %s\n", w.Figure(e.Key), w.Exact(e.Low, e.Unit), w.Exact(e.High, e.Unit),
			w.Rounded(e.BenefitLow, "SEK/yr"), w.Rounded(e.BenefitHigh, "SEK/yr"), w.Source(source))
	}
}
