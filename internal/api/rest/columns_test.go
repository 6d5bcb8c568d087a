package rest

import (
	"slices"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/symbiosis"
)

// The list of columns speaks the reader's language, examples and units too; names and codes are what they are.
func TestColumnsAreToldInTheReadersLanguage(t *testing.T) {
	names := []string{"SSAB Oxelösund", "SSAB EMEA AB", "Limhamns kalkbrott", "Naturvårdsverket, CC0", "Krokoms kommun", "19 12 04"}
	for _, lang := range []symbiosis.Language{symbiosis.Swedish, symbiosis.Norwegian} {
		out, err := (&Service{}).columns(t.Context(), &onlyLanguage{Language{Lang: string(lang)}})
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range exchangeformat.Columns() {
			told := out.Body.Items[i]
			if c.Type == exchangeformat.TextType && strings.Contains(c.Example, " ") && !slices.Contains(names, c.Example) && told.Example == c.Example {
				t.Errorf("%s: the example of %s %s is %q", lang, told.Table, c.Name, told.Example)
			}
			if strings.Contains(" "+told.Unit+" ", " or ") || told.Unit == "years" {
				t.Errorf("%s: the unit of %s %s is %q", lang, told.Table, c.Name, told.Unit)
			}
		}
	}
}
