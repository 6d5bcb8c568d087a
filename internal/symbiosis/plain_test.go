package symbiosis

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestQuickLooksAtTexts: the quick looks, at eight bytes at once and at both ends, say what a look at each
// byte and package strings do.
func TestQuickLooksAtTexts(t *testing.T) {
	check := func(t rapid.TB, s string) {
		plain := true
		for i := range len(s) {
			plain = plain && s[i] >= ' ' && s[i] < 0x7f
		}
		if isPlainText(s) != plain {
			t.Fatalf("%q is plain: %v", s, !plain)
		}
		if got := trimmed(s); got != strings.TrimSpace(s) {
			t.Fatalf("%q is trimmed to %q", s, got)
		}
	}
	for c := range 256 {
		for at := range 20 {
			check(t, strings.Repeat(" ", at)+string([]byte{byte(c)})+strings.Repeat("~", 19-at))
			check(t, strings.Repeat("a", at)+string([]byte{byte(c)})+"å\u00a0")
		}
	}
	rapid.Check(t, func(t *rapid.T) { check(t, string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))) })
	rapid.Check(t, func(t *rapid.T) { check(t, rapid.String().Draw(t, "text")) })
}
