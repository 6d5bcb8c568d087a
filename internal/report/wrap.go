package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// measurer tells how wide a text is, mm.
type measurer interface {
	width(text string, l lettering) float64
}

// wrapped breaks a text into lines of at most width mm, between words; a word that is wider by
// itself is broken where it must be: between a number and its unit, or else anywhere.
func wrapped(m measurer, text string, l lettering, width float64) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		lines = append(lines, wrappedParagraph(m, drawable(paragraph), l, width)...)
	}
	return lines
}

func wrappedParagraph(m measurer, text string, l lettering, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Split(text, " ") {
		candidate := word
		if line != "" {
			candidate = line + " " + word
		}
		if m.width(candidate, l) <= width {
			line = candidate
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for m.width(word, l) > width {
			cut := longestFit(m, word, l, width)
			const firm = "\u00a0"
			if at := strings.LastIndex(word[:cut], firm); at > 0 && m.width(word[at+len(firm):], l) <= width {
				lines = append(lines, word[:at])
				word = word[at+len(firm):]
				continue
			}
			if at, sign := syllable(m, word, cut, l, width); sign != "" || at < cut {
				lines = append(lines, word[:at]+sign)
				word = word[at:]
				continue
			}
			lines = append(lines, word[:cut])
			word = word[cut:]
		}
		line = word
	}
	return append(lines, line)
}

// syllable is where a word of letters alone is broken, and the hyphen that shows it: behind a hyphen of its
// own, or where a hyphen more still fits. An address is broken at cut, without.
func syllable(m measurer, word string, cut int, l lettering, width float64) (at int, sign string) {
	if strings.ContainsFunc(strings.TrimRight(word, ".,;:"), func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune("-–()”«»\"'", r) }) {
		return cut, ""
	}
	if at := strings.LastIndex(word[:cut], "-") + 1; at > 1 {
		return at, ""
	}
	for at := cut; at > 0; {
		before, size := utf8.DecodeLastRuneInString(word[:at])
		after, next := utf8.DecodeRuneInString(word[at:])
		_, behind := utf8.DecodeRuneInString(word[at+next:])
		whole := behind > 0 && at > size // more than one letter on either line
		if whole && unicode.IsLetter(before) && unicode.IsLetter(after) && m.width(word[:at]+"-", l) <= width {
			return at, "-"
		}
		at -= size
	}
	return cut, ""
}

// longestFit is the length in bytes of the longest beginning of word that fits, at least one letter.
func longestFit(m measurer, word string, l lettering, width float64) int {
	fits := 0
	for i := range word {
		if i > 0 && m.width(word[:i], l) > width {
			break
		}
		if i > 0 {
			fits = i
		}
	}
	if fits == 0 { // not even one letter: take it all the same
		for i := range word {
			if i > 0 {
				return i
			}
		}
		return len(word)
	}
	return fits
}

// titled is a word at the head of a column, with a capital.
func titled(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
