package wording

import (
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// placeWords begin the parts of a place, such as "flows.csv, row 14, column return_c".
var placeWords = []sentence{
	{"row ", "rad ", "rad "},
	{"line ", "rad ", "linje "},
	{"column ", "kolumn ", "kolonne "},
	{"sheet ", "blad ", "ark "},
	{"layer ", "lager ", "lag "},
	{"feature ", "objekt ", "objekt "},
	{"property ", "egenskap ", "egenskap "},
	{"table ", "tabell ", "tabell "},
}

// wholePlaces are parts of a place in full.
var wholePlaces = map[string]sentence{
	"body":           {"body", "begäran", "forespørselen"},
	"standard input": {"standard input", "standard in", "standard inn"},
}

// Place is where a fault was found, in a language.
func Place(l symbiosis.Language, english string) string {
	if l == symbiosis.English || english == "" {
		return english
	}
	place, _ := placeIn(l, english)
	return place
}

// placeIn is Place; known is how many letters of it the dictionary has.
func placeIn(l symbiosis.Language, english string) (place string, known int) {
	parts := strings.Split(english, ", ")
	for i, part := range parts {
		if s, ok := wholePlaces[part]; ok && i == 0 {
			parts[i] = s.in(l)
			known += len(part)
			continue
		}
		for _, w := range placeWords {
			if rest, ok := strings.CutPrefix(part, w.en); ok && (i > 0 || len(parts) > 1 && w.en == "table " || w.en == "line " && isNumber(rest)) {
				rest = strings.Replace(rest, " (line ", " ("+placeWords[1].in(l), 1)
				parts[i] = w.in(l) + rest
				known += len(w.en) - 1
				break
			}
		}
	}
	return strings.Join(parts, ", "), known
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
