package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

// spoken is the language in which what is wrong is told: that of SAMLOKA_LANG, else the locale's; English
// where neither is one of ours, as the help is.
func spoken() symbiosis.Language {
	for _, tag := range []string{os.Getenv("SAMLOKA_LANG"), cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))} {
		if l, ok := symbiosis.ParseLanguage(strings.ToLower(tag)); ok {
			return l
		}
	}
	return symbiosis.English
}

// say prints a line in the language that is spoken.
func say(w io.Writer, format string, args ...any) error {
	_, err := fmt.Fprintln(w, wording.Told(spoken(), fmt.Sprintf(format, args...)))
	return err
}
