package exchangeformat

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// TestTextsAreJSON: what is written is what encoding/json reads back, wherever in a text a byte stands,
// and bytes that may stand as they are do.
func TestTextsAreJSON(t *testing.T) {
	check := func(t rapid.TB, s string) {
		var back string
		out := appendJSON(nil, s)
		if err := json.Unmarshal(out, &back); err != nil || utf8.ValidString(s) && back != s {
			t.Fatalf("%q is written as %s and read back as %q (%v)", s, out, back, err)
		}
		if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == '"' || r == '\\' || r == utf8.RuneError }) && string(out) != `"`+s+`"` {
			t.Fatalf("%q is written as %s", s, out)
		}
	}
	for c := range 256 {
		for at := range 20 {
			check(t, strings.Repeat("a", at)+string([]byte{byte(c)})+strings.Repeat("~", 19-at))
			check(t, strings.Repeat(" ", at)+string(rune(c))+"å€😀"+strings.Repeat("!", 19-at))
		}
	}
	rapid.Check(t, func(t *rapid.T) { check(t, string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))) })
	rapid.Check(t, func(t *rapid.T) { check(t, rapid.String().Draw(t, "text")) })
}

// TestEightBytesAtOnce: the quick look at eight bytes says what the table does byte by byte.
func TestEightBytesAtOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOfN(rapid.OneOf(rapid.Byte(), rapid.ByteRange(' ', '~')), 8, 8).Draw(t, "bytes")
		if says := areAsTheyAre(eightBytes(string(b), 0)); says != !slices.ContainsFunc(b, func(c byte) bool { return !asItIs[c] }) {
			t.Fatalf("%q: %v", b, says)
		}
	})
}
