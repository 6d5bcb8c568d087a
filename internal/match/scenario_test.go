package match_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/samloka/samloka/internal/match/scenario"
)

// The engine's truth as text: every file of testdata is a scenario.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 2 {
		t.Fatalf("scenario files %v, %v", files, err)
	}
	setting := scenario.Setting{Catalogue: catalogue(t), Model: reckoner, Assumptions: assumptions(t)}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			result, err := scenario.Run(t.Context(), string(text), setting)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range result.Failures {
				t.Errorf("%s %s", file, f)
			}
			if result.Expectations < 10 {
				t.Errorf("only %d expectations were checked", result.Expectations)
			}
		})
	}
}
