package wording

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/symbiosis"
)

// titles are sources that have one name in every language.
var titles = map[string]bool{
	"Naturvårdsverket, handbok 2010:1, Återvinning av avfall i anläggningsarbeten":                         true,
	"Skogsstyrelsen, Meddelande 2-2008, Rekommendationer vid uttag av avverkningsrester och askåterföring": true,
}

// sourcesIn are the texts called "source" in a JSON document.
func sourcesIn(v any, into map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if text, ok := value.(string); ok && key == "source" {
				into[text] = true
			}
			sourcesIn(value, into)
		}
	case []any:
		for _, value := range v {
			sourcesIn(value, into)
		}
	}
}

func TestWhatShipsHasItsSourcesInEveryLanguage(t *testing.T) {
	sources := map[string]bool{}
	for _, data := range [][]byte{geodata.Assumptions(), geodata.Catalogue(), geodata.WasteUses()} {
		var v any
		if err := json.Unmarshal(data, &v); err != nil {
			t.Fatal(err)
		}
		sourcesIn(v, sources)
	}
	if len(sources) < 50 {
		t.Fatalf("only %d sources found", len(sources))
	}
	// Those that stand in the code of the models.
	code, err := filepath.Glob("../transport/*.go")
	if err != nil || len(code) == 0 {
		t.Fatal(code, err)
	}
	formulas := map[string]bool{}
	for _, path := range code {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			switch {
			case err != nil || strings.Contains(text, "%") || strings.Contains(text, "amount not known") || text == "exchange ":
			case strings.HasPrefix(text, "Samloka") || strings.HasPrefix(text, "EN 253,") || strings.HasPrefix(text, "ISOPLUS"):
				sources[text] = true
			case strings.ContainsAny(text, "=·−* "):
				formulas[text] = true
			}
			return true
		})
	}
	for source := range sources {
		if n, ok := origins[source]; (!ok || !n.Complete() || n.EN != source) && !titles[source] {
			t.Errorf("no words in other languages for the source %q", source)
		}
	}
	for source := range origins {
		if !sources[source] {
			t.Errorf("nothing has the source %q any more", source)
		}
	}
	word := regexp.MustCompile(`(?:^|[^_\pL])([a-z]{4,})(?:[^_\pL]|$)`)
	if len(formulas) < 30 {
		t.Fatalf("only %d formulas found", len(formulas))
	}
	for formula := range formulas {
		for _, lang := range []symbiosis.Language{symbiosis.Swedish, symbiosis.Norwegian} {
			got := speak(t, lang).Formula(formula)
			for _, m := range word.FindAllStringSubmatch(formula, -1) {
				if m[1] != "clamp" && m[1] != "band" && m[1] != "transport" && m[1] != "side" && regexp.MustCompile(`(^|[^_\pL])`+m[1]+`([^_\pL]|$)`).MatchString(got) {
					t.Errorf("%s: %q still has the English %q", lang, got, m[1])
				}
			}
		}
	}
}

func TestOrigins(t *testing.T) {
	sv, nb, en := speak(t, symbiosis.Swedish), speak(t, symbiosis.Norwegian), speak(t, symbiosis.English)
	for _, c := range []struct{ got, want string }{
		{sv.Origin("Samloka assumption"), "Samlokas antagande"},
		{nb.Origin("Samloka assumption"), "Samlokas antakelse"},
		{en.Origin("Samloka assumption"), "Samloka assumption"},
		{sv.Origin("changed by the user; default: Samloka, models 1.6"), "ändrat av användaren; förvalt: Samloka, modellerna 1.6"},
		{sv.Origin("reported: ±2.5 K; Samloka assumption"), "rapporterad: ±2,5 K; Samlokas antagande"},
		{nb.Origin("catalogue: ±30 %; Samloka assumption"), "katalogen: ±30 %; Samlokas antakelse"},
		{sv.Origin("exchange x-a (amount not known: all that the pair could carry): Bolaget; exchange x-b"), "utbytet x-a (mängden är inte känd: allt som paret skulle kunna ta): Bolaget; utbytet x-b"},
		{sv.Origin("Our letter of May; estimated: by eye"), "Our letter of May; estimated: by eye"},
		{sv.Formula("(a(r, life) + maintenance)·c"), "(a(r, livslängd) + underhåll)·c"},
		{nb.Formula("x_need = 1: direct; 0 < x_need < 1: preheat; x_need = 0: heat pump"), "x_need = 1: direkte; 0 < x_need < 1: forvarming; x_need = 0: varmepumpe"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
