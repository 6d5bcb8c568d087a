package planner

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters that Unicode doesn't take apart into a letter and a mark.
var plainLetters = strings.NewReplacer("ø", "o", "æ", "ae", "œ", "oe", "đ", "d", "ð", "d", "þ", "th", "ß", "ss", "ł", "l", "ŋ", "n", "ŧ", "t")

// fold returns s in lower case without diacritics and with single spaces, so that what sounds
// alike is found alike: "Åre", "are" and "ÅRE" are one.
func fold(s string) string {
	s = plainLetters.Replace(strings.ToLower(s))
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsSpace(r):
			space = b.Len() > 0
		default:
			if space {
				b.WriteByte(' ')
				space = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

// wordStarts says that a word of s begins with prefix; both are folded.
func wordStarts(s, prefix string) bool {
	for at := 0; ; {
		i := strings.Index(s[at:], prefix)
		if i < 0 {
			return false
		}
		i += at
		if i == 0 {
			return true
		}
		if c := s[i-1]; c == ' ' || c == '-' || c == '/' || c == '(' || c == '.' || c == ',' {
			return true
		}
		at = i + 1
	}
}
