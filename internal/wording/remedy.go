package wording

import (
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
)

// What a gate says would help in money: how much is lacking, and the value that would do.
var remedies = [...]struct{ missing, passes string }{
	{"price_missing", "price_passes"},
	{"disposal_missing", "disposal_passes"},
}

// A remedy is absurd when it asks for more than absurdTimes the value that stands. Of a
// value near nil nothing can be said that way: then leastValue, SEK per MWh or tonne (our own
// assumption: what the cheapest heat and bulk goods are worth), stands in its place.
const (
	absurdTimes = 5
	leastValue  = 200
)

// farOff is what is said instead of figures that nobody would pay.
var farOff = map[string]symbiosis.Names{
	"distance_too_far":    {SV: "; i pengar är det långt ifrån", NB: "; i penger er det langt unna", EN: "; in money it is far off"},
	"distance_never_pays": {SV: ". Det är långt ifrån", NB: ". Det er langt unna", EN: ". It is far off"},
}

// Sensible returns a gate's figures without the remedies in money that are absurd, such as
// 5720 SEK/MWh where heat is worth 300.
func Sensible(g symbiosis.Gate) []symbiosis.Reckoned {
	figures := g.Figures
	for _, r := range remedies {
		missing, ok := valueOf(g.Figures, r.missing)
		passes, known := valueOf(g.Figures, r.passes)
		if !ok || !known || missing <= absurdTimes*max(leastValue, passes-missing) {
			continue
		}
		figures = slices.DeleteFunc(slices.Clone(figures), func(f symbiosis.Reckoned) bool { return f.Key == r.missing || f.Key == r.passes })
	}
	return figures
}

func hasRemedy(figures []symbiosis.Reckoned) bool {
	return slices.ContainsFunc(remedies[:], func(r struct{ missing, passes string }) bool {
		_, ok := valueOf(figures, r.missing)
		return ok
	})
}

func sameResource(figures []symbiosis.Reckoned) bool {
	text := func(key string) string {
		i := slices.IndexFunc(figures, func(f symbiosis.Reckoned) bool { return f.Key == key })
		if i < 0 {
			return ""
		}
		return figures[i].Text
	}
	surplus := text("surplus_resource")
	return surplus != "" && surplus == text("need_resource")
}

func valueOf(figures []symbiosis.Reckoned, key string) (float64, bool) {
	i := slices.IndexFunc(figures, func(f symbiosis.Reckoned) bool { return f.Key == key })
	if i < 0 {
		return 0, false
	}
	return figures[i].Value, true
}
