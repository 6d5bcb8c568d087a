package wording

import (
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/symbiosis"
)

func TestAbsurdRemediesAreNotFigures(t *testing.T) {
	type figure = symbiosis.Reckoned
	gate := func(reason string, figures ...figure) symbiosis.Gate {
		base := []figure{{Key: "route_m", Value: 7400, Unit: "m"}, {Key: "budget_m", Value: 5224, Unit: "m"}, {Key: "margin_sek_per_year", Value: -2.7e6, Unit: "SEK/yr"}}
		return symbiosis.Gate{Name: symbiosis.GateDistance, Status: symbiosis.Failed, Reason: reason, Figures: append(base, figures...)}
	}
	money := func(key string, missing, stands float64) []figure {
		return []figure{{Key: key + "_missing", Value: missing, Unit: "SEK/MWh"}, {Key: key + "_passes", Value: missing + stands, Unit: "SEK/MWh"}}
	}
	closer := figure{Key: "closer_m", Value: 2176, Unit: "m"}
	price, disposal := money("price", 5720, 300), money("disposal", 40, 0)
	for _, c := range []struct {
		lang symbiosis.Language
		gate symbiosis.Gate
		want string
	}{
		{symbiosis.Swedish, gate("distance_too_far", append(price, closer)...), "För långt: 7,4 km transportväg mot budget 5,2 km. Det skulle gå om det var 2,2 km närmare; i pengar är det långt ifrån"},
		{symbiosis.Norwegian, gate("distance_too_far", append(price, closer)...), "For langt: 7,4 km transportvei mot budsjett 5,2 km. Det ville gått om det var 2,2 km nærmere; i penger er det langt unna"},
		{symbiosis.English, gate("distance_too_far", append(price, closer)...), "Too far: a route of 7.4 km against a budget of 5.2 km. It would work if it were 2.2 km closer; in money it is far off"},
		{symbiosis.Swedish, gate("distance_never_pays", price...), "Lönar sig inte på något avstånd: −2,7 Mkr/år. Det är långt ifrån"},
		{symbiosis.Norwegian, gate("distance_never_pays", price...), "Lønner seg ikke på noen avstand: −2,7 MSEK/år. Det er langt unna"},
		{symbiosis.English, gate("distance_never_pays", price...), "Doesn't pay at any distance: −2.7 MSEK/yr. It is far off"},
		// Five times the value that stands is still said, as is what lacks of a value of nil.
		{symbiosis.English, gate("distance_never_pays", money("price", 1500, 300)...), "Doesn't pay at any distance: −2.7 MSEK/yr. At this distance it takes 1,500 SEK/MWh more in value (1,800 SEK/MWh)"},
		{symbiosis.English, gate("distance_never_pays", money("price", 40, -100)...), "Doesn't pay at any distance: −2.7 MSEK/yr. At this distance it takes 40 SEK/MWh more in value (−60 SEK/MWh)"},
		// No figure is left out when there is another way in money.
		{symbiosis.Swedish, gate("distance_too_far", append(append(price, closer), disposal...)...), "För långt: 7,4 km transportväg mot budget 5,2 km. Det skulle gå om det var 2,2 km närmare, eller om det kostade 40 kr/MWh mer att bli av med det (40 kr/MWh)"},
	} {
		got := strings.ReplaceAll(speak(t, c.lang).Gate(c.gate), noBreak, " ")
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.lang, got, c.want)
		}
		report := speak(t, c.lang).Report(symbiosis.Explanation{Gates: []symbiosis.Gate{c.gate}})
		if strings.Contains(report, "5720") || strings.Contains(report, "6020") || strings.Contains(report, "5,720") {
			t.Errorf("%s: the report has the absurd price:\n%s", c.lang, report)
		}
	}
}

func TestSameResourceIsSaidOnce(t *testing.T) {
	gate := symbiosis.Gate{Reason: "resource_tree", Figures: []symbiosis.Reckoned{{Key: "surplus_resource", Text: "heat.50-80"}, {Key: "need_resource", Text: "heat.50-80"}}}
	for lang, want := range map[symbiosis.Language]string{
		symbiosis.Swedish: "Samma resurs: Värme 50–80 °C", symbiosis.Norwegian: "Samme ressurs: Varme 50–80 °C", symbiosis.English: "The same resource: Heat 50–80 °C",
	} {
		if got := strings.ReplaceAll(speak(t, lang).Gate(gate), noBreak, " "); got != want {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
	}
}

func TestSpreadWithNothingBetweenItsEnds(t *testing.T) {
	nil0 := symbiosis.Spread{Key: "budget_m", Unit: "m"}
	for lang, want := range map[symbiosis.Language]string{
		symbiosis.Swedish: "lönar sig inte på något avstånd", symbiosis.Norwegian: "lønner seg ikke på noen avstand", symbiosis.English: "doesn't pay at any distance",
	} {
		if got := speak(t, lang).Spread(nil0); got != want {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
	}
	sv := speak(t, symbiosis.Swedish)
	for _, c := range []struct {
		spread symbiosis.Spread
		want   string
	}{
		{symbiosis.Spread{Key: "co2e", Unit: "t/yr", Low: 41, Likely: 41, High: 41}, "41 ton CO₂e/år"},
		{symbiosis.Spread{Key: "budget_m", Unit: "m", High: 900}, "0 m till 900 m, troligen 0 m"},
	} {
		if got := strings.ReplaceAll(sv.Spread(c.spread), noBreak, " "); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// A score ranks what can be chosen: the report of a pair that isn't feasible has none.
func TestReportGivesAScoreOnlyOfAFeasiblePair(t *testing.T) {
	x := symbiosis.Explanation{Match: &symbiosis.Match{Score: symbiosis.Score{Total: 0.7, Parts: []symbiosis.ScorePart{{Key: "coverage", Weight: 0.2}}}}}
	for _, feasible := range []bool{true, false} {
		x.Feasible = feasible
		if got := strings.Contains(speak(t, symbiosis.Swedish).Report(x), "Poäng 0,70"); got != feasible {
			t.Errorf("feasible %v: the report has a score: %v", feasible, got)
		}
	}
}

// A sentence gives the range of what decides and of what would have to change, with the unit once.
func TestSentencesGiveRanges(t *testing.T) {
	at := func(v float64) *float64 { return &v }
	gate := symbiosis.Gate{Name: symbiosis.GateDistance, Status: symbiosis.Failed, Reason: "distance_too_far", Figures: []symbiosis.Reckoned{
		{Key: "route_m", Value: 7400, Unit: "m", Low: at(6800), High: at(8500)}, {Key: "budget_m", Value: 5224, Unit: "m", Low: at(800), High: at(7900)},
		{Key: "closer_m", Value: 2176, Unit: "m", Low: at(1100), High: at(3900)}, {Key: "surplus_supply_higher_k", Value: 12, Unit: "K", Low: at(4)},
	}}
	beyond := symbiosis.Gate{Name: symbiosis.GateDistance, Status: symbiosis.Failed, Reason: "distance_beyond_limit", Figures: []symbiosis.Reckoned{
		{Key: "route_m", Value: 7400, Unit: "m"}, {Key: "budget_m", Value: 5000, Unit: "m"}, {Key: "margin_m", Value: -2400, Unit: "m", Low: at(-3500), High: at(-1800)},
	}}
	for lang, want := range map[symbiosis.Language][2]string{
		symbiosis.Swedish:   {"För långt: 7,4 km transportväg mot budget 5,2 km (800 m – 7,9 km). Det skulle gå om det var 2,2 km (1,1–3,9 km) närmare. Det skulle också gå om överskottet var 12 K (minst 4 K) varmare", "2,4 km (1,8–3,5 km) för långt"},
		symbiosis.Norwegian: {"For langt: 7,4 km transportvei mot budsjett 5,2 km (800 m – 7,9 km). Det ville gått om det var 2,2 km (1,1–3,9 km) nærmere. Det ville også gått om overskuddet var 12 K (minst 4 K) varmere", "2,4 km (1,8–3,5 km) for langt"},
		symbiosis.English:   {"Too far: a route of 7.4 km against a budget of 5.2 km (800 m – 7.9 km). It would work if it were 2.2 km (1.1–3.9 km) closer. It would also work if the surplus were 12 K (at least 4 K) warmer", "2.4 km (1.8–3.5 km) too far"},
	} {
		if got := strings.ReplaceAll(speak(t, lang).Gate(gate), noBreak, " "); got != want[0] {
			t.Errorf("got %q, want %q", got, want[0])
		}
		if got := strings.ReplaceAll(speak(t, lang).Gate(beyond), noBreak, " "); !strings.Contains(got, want[1]) {
			t.Errorf("got %q, want %q in it", got, want[1])
		}
	}
}
