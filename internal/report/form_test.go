package report_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/report"
	"github.com/samloka/samloka/internal/symbiosis"
)

func TestSheetComesInThreeLanguages(t *testing.T) {
	for _, lang := range symbiosis.Languages() {
		d := report.Pitch(sampleSheet(), words(t, lang))
		first, err := report.PDF(d, nil)
		if err != nil {
			t.Fatal(err)
		}
		second, err := report.PDF(report.Pitch(sampleSheet(), words(t, lang)), nil)
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

// A key that the dictionary lacks comes back as it is: no text of a document may look like one.
func TestDocumentsSayNoKeys(t *testing.T) {
	key := regexp.MustCompile(`\b[a-z]+_[a-z_0-9]+\b`)
	for _, lang := range symbiosis.Languages() {
		w := words(t, lang)
		for name, d := range map[string]report.Document{"pitch": report.Pitch(sampleSheet(), w), "land": report.LandDocument(sampleReport(t), w)} {
			page, err := report.HTML(d, "")
			if err != nil {
				t.Fatal(err)
			}
			_, body, _ := strings.Cut(string(page), "<main>")
			for _, text := range regexp.MustCompile(`>([^<]+)<`).FindAllStringSubmatch(body, -1) {
				if found := key.FindString(text[1]); found != "" {
					t.Errorf("%s in %s says %q", name, lang, found)
				}
			}
		}
	}
}
