package scenario_test

import (
	"os"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/match/scenario"
)

// The examples of the documentation hold, each by itself.
func TestExamplesOfTheDocumentationHold(t *testing.T) {
	text, err := os.ReadFile("../../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	var examples []string
	open := false
	for line := range strings.Lines(string(text)) {
		code, indented := strings.CutPrefix(line, "    ")
		switch {
		case indented && !open:
			examples = append(examples, code)
		case indented:
			examples[len(examples)-1] += code
		case strings.TrimSpace(line) == "" && open:
			examples[len(examples)-1] += "\n"
			continue
		}
		open = indented
	}
	if len(examples) != 2 {
		t.Fatalf("%d examples", len(examples))
	}
	for _, example := range examples {
		result, err := scenario.Run(t.Context(), example, setting(t))
		if err != nil || len(result.Failures) > 0 || result.Expectations < 3 {
			t.Errorf("%v %v:\n%s", err, result.Failures, example)
		}
	}
}
