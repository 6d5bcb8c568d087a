package exchangeformat

import (
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/testtool"
	"github.com/samloka/samloka/internal/wording"
)

func TestMain(m *testing.M) { testtool.Main(m) }

// catalogue loads the real catalogue.
func catalogue(t testing.TB) *symbiosis.Catalogue {
	t.Helper()
	c, err := symbiosis.LoadCatalogue(geodata.Catalogue(), geodata.WasteList(), geodata.WasteUses())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// mustRead reads text that holds records, right or wrong.
func mustRead(t testing.TB, name, text string, opts Options) Batch {
	t.Helper()
	b, err := readTold(t, name, strings.NewReader(text), opts)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return b
}

// readTold is Read; all that it finds wrong or tells of must be Swedish and Norwegian in full to their
// readers.
func readTold(t testing.TB, name string, file io.Reader, opts Options) (Batch, error) {
	t.Helper()
	b, err := Read(t.Context(), name, file, opts)
	for _, lang := range []symbiosis.Language{symbiosis.Swedish, symbiosis.Norwegian} {
		for _, p := range wording.Faults(lang, append(slices.Clone(b.Problems), b.Notices...)) {
			if words := testtool.English(p.Place + ": " + p.Text + "; " + p.Hint); words != "" {
				t.Errorf("%s: %v says %q", lang, p, words)
			}
		}
		if err != nil {
			if told := wording.Told(lang, err.Error()); testtool.English(told) != "" {
				t.Errorf("%s: %s says %q", lang, told, testtool.English(told))
			}
		}
	}
	return b, err
}

// right fails the test on any problem.
func right(t testing.TB, b Batch) Batch {
	t.Helper()
	if err := b.Err(); err != nil {
		t.Fatal(err)
	}
	return b
}

// told returns the problems as text, one a line.
func told(ps []symbiosis.Problem) string {
	var lines []string
	for _, p := range ps {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

func ptr[T any](v T) *T { return &v }

func readFile(t testing.TB, path string) (Batch, error) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	return readTold(t, "f", file, Options{})
}
