package scenario_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/match/scenario"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/transport"
)

func setting(t testing.TB) scenario.Setting {
	t.Helper()
	c, err := symbiosis.LoadCatalogue(geodata.Catalogue(), geodata.WasteList(), geodata.WasteUses())
	if err != nil {
		t.Fatal(err)
	}
	a, err := symbiosis.LoadAssumptions(geodata.Assumptions())
	if err != nil {
		t.Fatal(err)
	}
	return scenario.Setting{Catalogue: c, Assumptions: a, Model: func(a symbiosis.Assumptions) match.Reckoner { return transport.New(a) }}
}

const region = `
site a at 14 63.3
site b 1 km east of a
surplus s at a: wood 100 t/yr, status product
need n at b: wood 500 t/yr, price 900
`

// An expectation that is wrong must fail: a scenario that can't is worth nothing.
func TestWrongExpectationsFail(t *testing.T) {
	for line, want := range map[string]string{
		"no match s -> n":                                           "feasible is true",
		"match s -> n: load 24":                                     "load is 30, not 24",
		"match s -> n: route_m 1300.5":                              "route_m is",
		"match s -> n: nothing_such 1":                              "no figure",
		"match s -> n: direct":                                      `is "", not "direct"`,
		"match s -> n: assess":                                      "needs no assessment",
		"match s -> n: existing":                                    "no exchange in operation",
		"nothing else":                                              "s -> n matches too",
		"match s -> n: route_m 1.4 km":                              "route_m is 1.2",
		"together s -> n: 90 t/yr":                                  "amount is 100, not 90",
		"together s -> n: 100 MWh/yr":                               "gets 100 t/yr",
		"together s -> n: place 2":                                  "place is 1, not 2",
		"no together s -> n":                                        "gets 100 t/yr when",
		"together total: pairs 0":                                   "pairs is 1, not 0",
		"need m at b: plastic 5 t/yr\ntogether s -> m: place 1":     "gets nothing",
		"match s -> n: chance 0.01":                                 "chance is",
		"assume detour_road 3\nmatch s -> n: load 30, route_m 1300": "route_m is",
	} {
		result, err := scenario.Run(t.Context(), region+line, setting(t))
		if err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		if len(result.Failures) != 1 || !strings.Contains(result.Failures[0].Text, want) {
			t.Errorf("%s: failures %v, want one about %q", line, result.Failures, want)
		}
	}
	result, err := scenario.Run(t.Context(), region+"need m at b: plastic 5 t/yr\nno match s -> m: law_not_permitted", setting(t))
	if err != nil || len(result.Failures) != 1 || !strings.Contains(result.Failures[0].Text, "resource_differs") {
		t.Errorf("a wrong reason: %v, %v", result.Failures, err)
	}
}

// Some editors begin a file with a byte order mark.
func TestByteOrderMarkIsNoWord(t *testing.T) {
	if r, err := scenario.Run(t.Context(), "\ufeff"+strings.TrimSpace(region)+"\r\nmatch s -> n\r\n", setting(t)); err != nil || len(r.Failures) != 0 || r.Expectations != 1 {
		t.Errorf("%+v %v", r, err)
	}
}

func TestLinesThatCannotBeRead(t *testing.T) {
	for line, want := range map[string]string{
		"hello":                                         "starts with none of",
		"site c":                                        "a site is NAME",
		"site c at x y":                                 "no longitude and latitude",
		"site c at 63 190":                              "not valid",
		"site a at 14 63":                               "already",
		"site c 4 miles east of a":                      "neither m nor km",
		"site c 4 km up of a":                           "no direction",
		"site c 4 km east of z":                         "no site z",
		"surplus t at z: wood 1 t/yr":                   "no site z",
		"surplus s at a: wood 1 t/yr":                   "already",
		"surplus t at a: wood many t/yr":                "no number",
		"surplus t at a: wood 1":                        "no RESOURCE AMOUNT UNIT",
		"surplus t at a: wood 1 t/yr, lovely":           "no attribute",
		"surplus t at a: wood 1 t/yr, 4 d":              "number of hours",
		"surplus t at a: wood 1 t/yr, at most far":      "no distance",
		"surplus t at a: heat 1 MW, a/b °C":             "no two temperatures",
		"surplus t at a: heat 1 MW, 20/60 °C":           "must be below supply_c",
		"surplus t at a: wood -1 t/yr":                  "above zero",
		"surplus t at a: wood NaN t/yr":                 "above zero",
		"surplus t at a: wood 1e13 t/yr":                "larger than any flow on earth",
		"surplus t at a: heat 1 MW, -300/-310 °C":       "−273.15",
		"surplus t at a: wood 1 t/yr, at most 30000 km": "half the way round the earth",
		"surplus t at a: wood 1 t/yr, at most -1 km":    "half the way round the earth",
		"surplus t at a: wood 1 t/yr, price NaN":        "is not a price",
		"surplus t at a: wood 1 t/yr, -5 h":             "full_load_hours",
		"site c at NaN 63":                              "lon",
		"site c 1e300 km east of a":                     "earth",
		"surplus t at a: gold 1 t/yr":                   "not in the catalogue",
		"assume gravity 9":                              "no assumption",
		"assume interest_rate high":                     "no number",
		"gates resource gravity":                        "no gate",
		"match s n":                                     "names no pair",
		"match s -> z":                                  `no flow "z"`,
		"match s -> n: load x":                          "no number",
		"match s -> n: a b c":                           "no figure and its value",
		"match s -> n: load NaN":                        "no number",
		"together s n":                                  "names no pair",
		"together s -> z":                               `no flow "z"`,
		"together s -> n: colour blue":                  "is none of AMOUNT UNIT",
		"no together s -> n: place 1":                   "stand no figures",
		"together total: cats 1":                        "is none of pairs",
		"gates resource distance\ntogether s -> n":      "leave the gates out",
		"surplus t at a: wood 1 t/yr, months 1 2":       "twelve numbers",
		"surplus t at a: wood 1 t/yr, size a..b mm":     "no range such as",
		"surplus t at a: wood 1 t/yr, size 9..1 mm":     "greatest value below its least",
		"site c at 14 63, country Sweden":               "country",
		"exchange x: s n":                               "an exchange is NAME",
		": , :":                                         "line 6",
		"exchange x: s -> z":                            "no flow z",
		"exchange x: s -> n many t/yr":                  "no number",
		"exchange x: s -> n -1 t/yr":                    "quantity",
		"viewer nobody\nmatch s -> n":                   "no visibility",
	} {
		_, err := scenario.Run(t.Context(), region+line, setting(t))
		if symbiosis.KindOf(err) != symbiosis.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one about %q", line, err, want)
		} else if !strings.Contains(err.Error(), "line 6") && !strings.Contains(err.Error(), "line 7") {
			t.Errorf("%s: the error doesn't name its line: %v", line, err)
		}
	}
}

// Every line that can't be read is told; what only follows from another isn't, and what stands right is used.
func TestEveryLineThatCannotBeReadIsTold(t *testing.T) {
	text := `site a at 14 63.3
site b 4 miles east of a
site c 1 km east of b
surplus s at b: wood 100 t/yr
need n at a: wood many t/yr
need m at a: wood 5 t/yr, lovely
surplus u at a: wood -1 t/yr
assume gravity 9
match s -> n: load 25
match u -> m
hello
no match s -> z: b
surplus v at a: wood 5 t/yr, status product
need w at a: wood 5 t/yr, price 900
match v w
nothing else
together total: cats 1
clear
site b at 14 63
need q at b: wood some t/yr`
	_, err := scenario.Run(t.Context(), text, setting(t))
	e, ok := errors.AsType[*symbiosis.Error](err)
	if !ok {
		t.Fatal(err)
	}
	var got []string
	for _, p := range e.Problems {
		got = append(got, p.Place)
	}
	if want := "line 2 line 5 line 6 line 7 line 8 line 11 line 15 line 17 line 20"; strings.Join(got, " ") != want {
		t.Errorf("told of %s\nwant %s\n%v", got, want, err)
	}
	_, err = scenario.Run(t.Context(), strings.Repeat("hello\n", 33), setting(t))
	if e, ok := errors.AsType[*symbiosis.Error](err); !ok || len(e.Problems) != 21 || e.Problems[20].Text != "and 13 more" {
		t.Errorf("many faults: %v", err)
	}
}

// No text makes the reader fall over.
func FuzzRun(f *testing.F) {
	f.Add(region + "match s -> n: load 25\nnothing else")
	f.Add("site a at 1e308 NaN\nclear\ngates all")
	f.Add("surplus s at a: heat 1e300 MW, 1e9/-273 °C, at most 1e99 km")
	s := setting(f)
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Count(text, "\n") > 40 {
			t.Skip("long scenarios are slow, not different")
		}
		result, err := scenario.Run(t.Context(), text, s)
		if err != nil && symbiosis.KindOf(err) == symbiosis.Internal {
			t.Errorf("%q: %v", text, err)
		}
		for _, failure := range result.Failures {
			if failure.Line == 0 {
				t.Errorf("%q: a failure without a line: %s", text, failure.Text)
			}
		}
	})
}

// A text beyond all measure is told at once, and a run ends with its context.
func TestLongScenariosAreBounded(t *testing.T) {
	_, err := scenario.Run(t.Context(), strings.Repeat("# nothing\n", 20_000), setting(t))
	if symbiosis.KindOf(err) != symbiosis.Invalid || !strings.Contains(err.Error(), "10000 lines") {
		t.Errorf("20 000 lines: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := scenario.Run(ctx, region+"nothing else", setting(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context: %v", err)
	}
	// A thousand flows on one spot: a quarter of a million pairs.
	var b strings.Builder
	b.WriteString("site a at 14 63\nsite b at 14 63\n")
	for i := range 500 {
		fmt.Fprintf(&b, "surplus s%d at a: wood 1 t/yr, status product\nneed n%d at b: wood 1 t/yr, price 900\n", i, i)
	}
	result, err := scenario.Run(t.Context(), b.String()+"together total: pairs 500, mass 500", setting(t))
	if err != nil || len(result.Failures) > 0 {
		t.Errorf("%v %v", err, result.Failures)
	}
}
