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
		keep(t, "pitch-"+string(lang)+".pdf", first)
		keep(t, "pitch-"+string(lang)+".html", page)
	}
}

// keep writes a document to a folder of SAMLOKA_REPORTS, to be looked at.
func keep(t testing.TB, name string, content []byte) {
	t.Helper()
	if dir := os.Getenv("SAMLOKA_REPORTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
