package exchangeformat

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/samloka/samloka/internal/unit"
)

// cell is one value of a file as text.
type cell struct {
	text string
	// commaDecimal allows a comma as decimal sign.
	commaDecimal bool
}

// fault is what is wrong with one value; the reader adds where it stood.
type fault struct {
	code, text, hint string
	field            string // another column than the one being read; usually empty
}

func notANumber(c cell) *fault {
	f := &fault{code: "not_a_number", text: "is not a number", hint: "digits with a decimal point, such as 1234.5"}
	switch {
	case c.commaDecimal:
		f.hint = "digits with one decimal sign, such as 1234,5; thousands apart by spaces only"
	case strings.Contains(c.text, ","):
		f.hint = "use a decimal point: a comma is the decimal sign only in files separated by semicolons or tabs"
	}
	return f
}

// number reads a number by the rules of the package's documentation.
func (c cell) number() (float64, *fault) {
	s := c.text
	if !plainNumber(s) {
		var ok bool
		if s, ok = c.tidyNumber(); !ok {
			return 0, notANumber(c)
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, notANumber(c)
	}
	return v, nil
}

// plainNumber says that s holds nothing but what strconv reads as we mean it: no "inf", no
// hexadecimal, no underscores.
func plainNumber(s string) bool {
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b >= '0' && b <= '9', b == '.', b == '-', b == '+', b == 'e', b == 'E':
		default:
			return false
		}
	}
	return s != ""
}

// tidyNumber turns decimal commas, spaces between thousands and the typographic minus into
// what strconv reads.
func (c cell) tidyNumber() (string, bool) {
	var b strings.Builder
	group := -1 // digits since the last space between thousands; −1 before the first
	leading := 0
	decimals := false
	for _, r := range c.text {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
			if group >= 0 {
				group++
			} else {
				leading++
			}
		case r == ',' && c.commaDecimal, r == '.':
			if decimals || group >= 0 && group != 3 {
				return "", false
			}
			decimals, group = true, -1
			b.WriteByte('.')
		case isSpace(r):
			if decimals || leading == 0 || leading > 3 || group >= 0 && group != 3 {
				return "", false
			}
			group = 0
		case r == '−':
			b.WriteByte('-')
		case r == '-', r == '+', r == 'e', r == 'E':
			if group >= 0 && group != 3 {
				return "", false
			}
			b.WriteRune(r)
			if r == 'e' || r == 'E' {
				decimals, group = true, -1
			}
		default:
			return "", false
		}
	}
	return b.String(), group < 0 || group == 3
}

// isSpace tells the spaces that people and spreadsheets put into and around values.
func isSpace(r rune) bool {
	switch r {
	case ' ', '\t', '\u00a0', '\u2007', '\u2009', '\u202f':
		return true
	}
	return false
}

// trim takes spaces and line ends off both ends.
func trim(s string) string {
	if s == "" {
		return s
	}
	first, last := s[0], s[len(s)-1]
	if first > ' ' && first < utf8.RuneSelf && last > ' ' && last < utf8.RuneSelf {
		return s
	}
	return strings.TrimFunc(s, func(r rune) bool { return isSpace(r) || r == '\n' || r == '\r' })
}

// formatNumber writes the shortest text that reads back as v, nothing for what isn't finite.
func formatNumber(v float64) string {
	if !unit.Finite(v) {
		return ""
	}
	if a := max(v, -v); a != 0 && (a < 1e-6 || a >= 1e21) {
		return strconv.FormatFloat(v, 'e', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// scaled reads a number given in a unit of 10^exponent base units. The power of ten is
// applied to the text, not by multiplication, so that writing and reading is exact.
func (c cell) scaled(exponent int) (float64, *fault) {
	s := c.text
	if !plainNumber(s) {
		var ok bool
		if s, ok = c.tidyNumber(); !ok {
			return 0, notANumber(c)
		}
	}
	mantissa, given := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		var err error
		if given, err = strconv.Atoi(s[i+1:]); err != nil || given > 400 || given < -400 {
			return 0, notANumber(c)
		}
		mantissa = s[:i]
	}
	v, err := strconv.ParseFloat(mantissa+"e"+strconv.Itoa(given+exponent), 64)
	if err != nil {
		return 0, notANumber(c)
	}
	return v, nil
}

// formatScaled is the inverse of scaled.
func formatScaled(v float64, exponent int) string {
	if !unit.Finite(v) {
		return ""
	}
	s := strconv.FormatFloat(v, 'e', -1, 64)
	mantissa, e, _ := strings.Cut(s, "e")
	shift, err := strconv.Atoi(e)
	if err != nil {
		return s // never: the format 'e' has an exponent
	}
	shift -= exponent
	sign := ""
	if mantissa[0] == '-' {
		sign, mantissa = "-", mantissa[1:]
	}
	digits := strings.Replace(mantissa, ".", "", 1)
	if strings.Trim(digits, "0") == "" {
		return "0"
	}
	switch {
	case shift < -6 || shift > 20:
		return sign + mantissa + "e" + strconv.Itoa(shift)
	case shift < 0:
		return sign + "0." + strings.Repeat("0", -shift-1) + digits
	case len(digits) <= shift+1:
		return sign + digits + strings.Repeat("0", shift+1-len(digits))
	}
	return sign + digits[:shift+1] + "." + digits[shift+1:]
}
