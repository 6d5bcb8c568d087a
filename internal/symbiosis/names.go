package symbiosis

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
