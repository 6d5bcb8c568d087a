package wording

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/symbiosis"
)

func speak(t *testing.T, lang symbiosis.Language) Words {
	t.Helper()
	a, err := symbiosis.LoadAssumptions(geodata.Assumptions())
	if err != nil {
		t.Fatal(err)
	}
	c, err := symbiosis.LoadCatalogue(geodata.Catalogue(), geodata.WasteList(), geodata.WasteUses())
	if err != nil {
		t.Fatal(err)
	}
	return In(lang, a, c)
}

var parts = map[string]map[string]symbiosis.Names{
	"gates": gateNames, "gate statuses": gateStatuses, "reasons": reasons, "steps": steps, "remarks": remarks, "changes": changes, "change words": changeWords, "figures": figures,
	"classes": classes, "statuses": statuses, "score parts": scoreParts, "directions": directions,
	"certainties": certainties, "visibilities": visibilities, "kinds": kinds, "shapes": shapes,
	"exchange states": exchangeStates, "hierarchy": hierarchySteps, "choices": choices, "units": unitWords,
	"criteria": criteria, "criterion hints": criterionHints, "criterion groups": criterionGroups, "missing figures": missingFigures,
	"land notices": landNotices, "land units": landUnits, "land sources": landSources, "appraisal texts": appraisalTexts,
	"outcomes": outcomes, "sureness": sureness, "properties": properties, "documents": documents,
}

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

func TestEveryTextInEveryLanguage(t *testing.T) {
	for name, part := range parts {
		for key, n := range part {
			if !n.Complete() {
				t.Errorf("%s: %s lacks a language", name, key)
			}
			want := placeholder.FindAllString(n.SV, -1)
			slices.Sort(want)
			for _, lang := range symbiosis.Languages() {
				got := placeholder.FindAllString(n.In(lang), -1)
				slices.Sort(got)
				if !slices.Equal(want, got) {
					t.Errorf("%s: %s in %s has %v, in Swedish %v", name, key, lang, got, want)
				}
				if strings.Count(n.In(lang), "[") != strings.Count(n.In(lang), "]") {
					t.Errorf("%s: %s in %s has an open bracket", name, key, lang)
				}
			}
		}
	}
}

func keysOf[T ~string](all []T) []string {
	keys := make([]string, len(all))
	for i, k := range all {
		keys[i] = string(k)
	}
	return keys
}

func TestClosedSetsAreWhole(t *testing.T) {
	w := speak(t, symbiosis.Swedish)
	var assumed []string
	for _, a := range w.assumptions.All() {
		assumed = append(assumed, a.Choices...)
		if !w.knowsUnit(a.Unit) {
			t.Errorf("assumption %s: unit %q is not in the dictionary", a.Key, a.Unit)
		}
	}
	for _, c := range []struct {
		name string
		keys []string
		part map[string]symbiosis.Names
	}{
		{"gates", keysOf(symbiosis.GateNames()), gateNames},
		{"legal statuses", keysOf(symbiosis.LegalStatuses()), statuses},
		{"directions", keysOf(symbiosis.Directions()), directions},
		{"certainties", keysOf(symbiosis.Certainties()), certainties},
		{"visibilities", keysOf(symbiosis.Visibilities()), visibilities},
		{"kinds", keysOf(symbiosis.Kinds()), kinds},
		{"shapes", keysOf(symbiosis.ShapeKinds()), shapes},
		{"exchange states", keysOf(symbiosis.ExchangeStates()), exchangeStates},
		{"hierarchy", keysOf(symbiosis.HierarchySteps()), hierarchySteps},
		{"vehicles", keysOf(symbiosis.Vehicles()), choices},
		{"classes", []string{string(symbiosis.Direct), string(symbiosis.Preheat), string(symbiosis.HeatPump)}, classes},
		{"choices of assumptions", assumed, choices},
	} {
		for _, key := range c.keys {
			if _, ok := c.part[key]; !ok {
				t.Errorf("%s: %q is not in the dictionary", c.name, key)
			}
		}
	}
	for _, u := range symbiosis.QuantityUnits() {
		if !w.knowsUnit(string(u)) {
			t.Errorf("unit %q is not in the dictionary", u)
		}
	}
}

func TestNumbers(t *testing.T) {
	sv, nb, en := speak(t, symbiosis.Swedish), speak(t, symbiosis.Norwegian), speak(t, symbiosis.English)
	for _, c := range []struct{ got, want string }{
		{sv.Rounded(1.94382, "MW"), "1,9 MW"},
		{en.Rounded(1.94382, "MW"), "1.9 MW"},
		{sv.Rounded(7384, "m"), "7,4 km"},
		{sv.Rounded(415_800, "m"), "420 km"},
		{sv.Rounded(940, "m"), "940 m"},
		{sv.Rounded(2_683_199, "SEK/yr"), "2,7 Mkr/år"},
		{sv.Rounded(-2_683_199, "SEK/yr"), "−2,7 Mkr/år"},
		{sv.Rounded(513_663, "SEK/yr"), "510 tkr/år"},
		{sv.Rounded(5137, "SEK/m"), "5 100 kr/m"},
		{en.Rounded(5137, "SEK/m"), "5,100 SEK/m"},
		{sv.Rounded(12_000, "MWh/yr"), "12 GWh/år"},
		{sv.Rounded(0.00042, "m³/s"), "0,00042 m³/s"},
		{sv.Rounded(0, "MW"), "0 MW"},
		{sv.Rounded(0.05, "1/yr"), "5 % per år"},
		{sv.Rounded(-0.0000001, "t/yr"), "0 ton/år"},
		{nb.Rounded(12_345, "t/yr"), "12 000 tonn/år"},
		{sv.Rounded(409_600, "t/yr"), "410 kt/år"},
		{sv.Exact(0.05, "1/yr"), "5 % per år"},
		{sv.Exact(4.095, "MJ/(m³·K)"), "4,095 MJ/(m³·K)"},
		{sv.Exact(150, "DN"), "DN150"},
		{sv.Exact(2021, "yr"), "2021"},
		{sv.Exact(40, "yr"), "40 år"},
		{sv.Exact(-5, "°C"), "−5 °C"},
		{sv.Number(1234567.8, 1), "1 234 567,8"},
		{en.Number(1234567.8, 1), "1,234,567.8"},
		{sv.Value(symbiosis.Reckoned{Value: 1.94382, Unit: "MW", Formula: "P = E/τ"}), "≈ 1,9 MW"},
		{sv.Value(symbiosis.Reckoned{Value: 300, Unit: "SEK/MWh", Source: "tariffs"}), "300 kr/MWh"},
		{sv.Value(symbiosis.Reckoned{Key: "terrain", Text: "road", Unit: "choice"}), "väg, förort"},
	} {
		if got := strings.ReplaceAll(c.got, noBreak, " "); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestSentences(t *testing.T) {
	far := symbiosis.Gate{Name: symbiosis.GateDistance, Status: symbiosis.Failed, Reason: "distance_too_far", Figures: []symbiosis.Reckoned{
		{Key: "crow_m", Value: 5692, Unit: "m"}, {Key: "route_m", Value: 7400, Unit: "m"},
		{Key: "budget_m", Value: 5224, Unit: "m"}, {Key: "margin_m", Value: -2176, Unit: "m"},
		{Key: "closer_m", Value: 2176, Unit: "m"},
	}}
	dear := far
	dear.Figures = append(slices.Clone(far.Figures), symbiosis.Reckoned{Key: "price_missing", Value: 62.3, Unit: "SEK/MWh"}, symbiosis.Reckoned{Key: "price_passes", Value: 362.3, Unit: "SEK/MWh"})
	law := symbiosis.Gate{Name: symbiosis.GateLaw, Status: symbiosis.Failed, Reason: "law_hazardous_not_permitted", Figures: []symbiosis.Reckoned{{Key: "waste_code", Text: "19 12 11*"}}}
	resource := symbiosis.Gate{Reason: "resource_tree", Figures: []symbiosis.Reckoned{{Key: "surplus_resource", Text: "heat.50-80"}, {Key: "need_resource", Text: "heat"}}}
	apart := symbiosis.Gate{Reason: "time_apart", Figures: []symbiosis.Reckoned{{Key: "surplus_to", Text: "2024-12-31"}, {Key: "need_from", Text: "2026-01-01"}}}
	for _, c := range []struct {
		lang symbiosis.Language
		gate symbiosis.Gate
		want string
	}{
		{symbiosis.Swedish, far, "För långt: 7,4 km transportväg mot budget 5,2 km. Det skulle gå om det var 2,2 km närmare"},
		{symbiosis.Norwegian, far, "For langt: 7,4 km transportvei mot budsjett 5,2 km. Det ville gått om det var 2,2 km nærmere"},
		{symbiosis.English, far, "Too far: a route of 7.4 km against a budget of 5.2 km. It would work if it were 2.2 km closer"},
		{symbiosis.Swedish, dear, "För långt: 7,4 km transportväg mot budget 5,2 km. Det skulle gå om det var 2,2 km närmare, eller med 63 kr/MWh högre värde (363 kr/MWh)"},
		{symbiosis.Swedish, law, "Farligt avfall: mottagaren saknar tillstånd för 19 12 11*"},
		{symbiosis.English, resource, "Heat 50–80 °C is Heat"},
		{symbiosis.English, apart, "The periods don't overlap: the surplus to 2024-12-31, the need from 2026-01-01"},
		{symbiosis.Swedish, symbiosis.Gate{Reason: "no such reason"}, "no such reason"},
	} {
		if got := strings.ReplaceAll(speak(t, c.lang).Gate(c.gate), noBreak, " "); got != c.want {
			t.Errorf("%s: got %q, want %q", c.lang, got, c.want)
		}
	}
}

func TestSure(t *testing.T) {
	u := symbiosis.Uncertainty{Samples: 512, Chance: 0.834, Effects: []symbiosis.Effect{{Key: "heat_value_sek_per_mwh", BenefitLow: -1e6, BenefitHigh: 4e6}}}
	sure := func(chance float64) symbiosis.Uncertainty { return symbiosis.Uncertainty{Chance: chance} }
	spread := symbiosis.Spread{Key: "net_benefit", Unit: "SEK/yr", Low: -240_000, Likely: 1_900_000, High: 3_940_000}
	sv, nb, en := speak(t, symbiosis.Swedish), speak(t, symbiosis.Norwegian), speak(t, symbiosis.English)
	for _, c := range []struct{ got, want string }{
		{sv.Sure(u), "Lönar sig i 83 % av fallen; avgörs mest av: värmens värde för mottagaren"},
		{nb.Sure(u), "Lønner seg i 83 % av tilfellene; avgjøres mest av: varmens verdi for mottakeren"},
		{en.Sure(u), "Pays in 83% of the cases; decided most by: value of heat to the receiver"},
		{sv.Sure(sure(1)), "Lönar sig i alla fall som prövades"},
		{sv.Sure(sure(0)), "Lönar sig inte i något fall som prövades"},
		{sv.Sure(sure(0.999)), "Lönar sig i 99 % av fallen"},
		{sv.Sure(sure(0.001)), "Lönar sig i 1 % av fallen"},
		{sv.Spread(spread), "−240 tkr/år till 3,9 Mkr/år, troligen 1,9 Mkr/år"},
		{en.Spread(spread), "−240 kSEK/yr to 3.9 MSEK/yr, likely 1.9 MSEK/yr"},
		{lowered("CO2e saved"), "CO2e saved"},
	} {
		if got := strings.ReplaceAll(c.got, noBreak, " "); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	x := symbiosis.Explanation{Uncertainty: &u}
	u.Spreads = []symbiosis.Spread{spread}
	for _, want := range []string{"Hur säkert?", "Lönar sig i 83 %", "Nettonytta", "troligen 1,9 Mkr/år", "−1 Mkr/år – 4 Mkr/år"} {
		if got := strings.ReplaceAll(sv.Report(x), noBreak, " "); !strings.Contains(got, want) {
			t.Errorf("the report lacks %q:\n%s", want, got)
		}
	}
}

func TestReportNamesOutcomeGatesAndSources(t *testing.T) {
	x := symbiosis.Explanation{
		Surplus: symbiosis.Flow{ID: "a"}, Need: symbiosis.Flow{ID: "b"},
		Gates: []symbiosis.Gate{{Name: symbiosis.GateTime, Status: symbiosis.Passed, Reason: "time_open"}},
		Steps: []symbiosis.Step{{Key: "budget", Figures: []symbiosis.Reckoned{
			{Key: "interest_rate", Value: 0.05, Unit: "1/yr", Source: "models", Year: 2023, Assumption: true},
			{Key: "budget_m", Value: 5224, Unit: "m", Formula: "L* = N0/K"},
		}}},
	}
	got := strings.ReplaceAll(speak(t, symbiosis.Swedish).Report(x), noBreak, " ")
	for _, want := range []string{"a → b: Inte möjlig", "Tid", "Ingen tidsgräns", "Avståndsbudget", "5 % per år", "models (2023); [antagande]", "≈ 5,2 km", "L* = N0/K"} {
		if !strings.Contains(got, want) {
			t.Errorf("the report lacks %q:\n%s", want, got)
		}
	}
}

// A figure of emissions says what it counts: tonnes of goods are told in the same unit by the engine.
func TestEmissionsAreToldInCO2e(t *testing.T) {
	sv := speak(t, symbiosis.Swedish)
	for _, c := range []struct {
		r    symbiosis.Reckoned
		want string
	}{
		{symbiosis.Reckoned{Key: "co2e", Value: 204, Unit: "t/yr", Formula: "saving − transport"}, "≈ 200 ton CO₂e/år"},
		{symbiosis.Reckoned{Key: "delivered", Value: 204, Unit: "t/yr", Formula: "min(S, D)"}, "≈ 200 ton/år"},
		{symbiosis.Reckoned{Key: "electricity_kg_per_mwh", Value: 30, Unit: "kg/MWh"}, "30 kg CO₂e/MWh"},
		{symbiosis.Reckoned{Key: "truck_artic_kg_per_tkm", Value: 0.095, Unit: "kg/(t·km)"}, "0,095 kg CO₂e/tonkm"},
	} {
		if got := strings.ReplaceAll(sv.Value(c.r), noBreak, " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.r.Key, got, c.want)
		}
	}
	climate := 0
	for _, a := range sv.assumptions.All() {
		if strings.HasPrefix(a.Unit, "kg/") && a.Group == "climate" {
			climate++
			if !sv.knowsUnit(UnitOf(a.Key, a.Unit)) || UnitOf(a.Key, a.Unit) == a.Unit {
				t.Errorf("%s is told in %s", a.Key, UnitOf(a.Key, a.Unit))
			}
		}
	}
	if climate == 0 {
		t.Error("no assumption is of emissions: the test shows nothing")
	}
}
