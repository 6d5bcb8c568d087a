package report_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/symbiosis"
)

func TestSheetComesInThreeLanguages(t *testing.T) {
	for _, lang := range symbiosis.Languages() {
		d := report.Pitch(sampleSheet(), words(t, lang))
		first, err := report.PDF(d)
		if err != nil {
			t.Fatal(err)
		}
		second, err := report.PDF(report.Pitch(sampleSheet(), words(t, lang)))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, second) {
			t.Error("the same sheet gives other bytes")
		}
		page, err := report.HTML(d, "")
		if err != nil {
			t.Fatal(err)
		}
		if dir := os.Getenv("SAMLOKA_REPORTS"); dir != "" { // to look at
			for name, content := range map[string][]byte{"pitch-" + string(lang) + ".pdf": first, "pitch-" + string(lang) + ".html": page} {
				if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
