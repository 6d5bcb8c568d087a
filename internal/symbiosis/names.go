package symbiosis

import (
	"cmp"
	"strings"
)

// Language is a language of the page and the catalogue.
type Language string

// The languages Samloka speaks. Swedish comes first.
const (
	Swedish   Language = "sv"
	Norwegian Language = "nb" // bokmål
	English   Language = "en"
)

// Languages lists the languages in their order.
func Languages() []Language { return []Language{Swedish, Norwegian, English} }

// ParseLanguage returns the language of a BCP 47 tag such as "sv-SE" or "no"; ok is false
// for any other language.
func ParseLanguage(tag string) (lang Language, ok bool) {
	if len(tag) >= 2 {
		switch tag[:2] {
		case "sv":
			return Swedish, true
		case "nb", "no", "nn":
			return Norwegian, true
		case "en":
			return English, true
		}
	}
	return Swedish, false
}

// Names is a name in each language.
type Names struct {
	SV string `json:"sv"`
	NB string `json:"nb"`
	EN string `json:"en"`
}

// In returns the name in lang.
func (n Names) In(lang Language) string {
	switch lang {
	case Norwegian:
		return n.NB
	case English:
		return n.EN
	default:
		return n.SV
	}
}

// Complete says that no language is missing.
func (n Names) Complete() bool { return n.SV != "" && n.NB != "" && n.EN != "" }

// filled gives each missing language the name of another, in the order of Languages: a form
// for one prospect asks for one name.
func (n Names) filled() Names {
	n = Names{strings.TrimSpace(n.SV), strings.TrimSpace(n.NB), strings.TrimSpace(n.EN)}
	for _, name := range []*string{&n.SV, &n.NB, &n.EN} {
		if *name == "" {
			*name = cmp.Or(n.SV, n.NB, n.EN)
		}
	}
	return n
}

// checkNames reports names that lack a language, unless they lack all and need not be.
func (ps *problems) checkNames(field string, n Names, required bool) {
	if n == (Names{}) && !required {
		return
	}
	for _, l := range Languages() {
		ps.checkText(field+"_"+string(l), n.In(l), maxName, true)
	}
}
