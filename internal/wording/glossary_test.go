package wording

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Texts keep to the words of internal/docs/glossary.md: none holds one that stands there under Not said.
func TestTextsKeepToTheGlossary(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile("../docs/glossary.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(document), "## Not said")
	if !found {
		t.Fatal("the glossary has no part Not said")
	}
	texts := map[string]string{}
	for _, lang := range []string{"sv", "nb", "en"} {
		page, err := os.ReadFile("../../web/src/i18n/" + lang + ".ts")
		if err != nil {
			t.Fatal(err)
		}
		texts[lang] = strings.Join(quoted.FindAllString(string(page), -1), "\n")
	}
	for _, s := range slices.Concat(sentences()...) {
		texts["sv"] += "\n" + s.sv
		texts["nb"] += "\n" + s.nb
		texts["en"] += "\n" + s.en
	}
	for _, part := range []map[string]symbiosis.Names{gateNames, gateStatuses, reasons, changes, steps, remarks, figures, classes, statuses, scoreParts, certainties,
		visibilities, exchangeStates, criteria, criterionHints, criterionGroups, missingFigures, landNotices, landSources, appraisalTexts, documents, planStatuses,
		connections, constraintLayers, facilityKinds, asked, outcomes, sureness, togetherness, origins} {
		for _, n := range part {
			texts["sv"] += "\n" + n.SV
			texts["nb"] += "\n" + n.NB
			texts["en"] += "\n" + n.EN
		}
	}
	shipped, err := filepath.Glob("../../geodata/*/*.json")
	if err != nil || len(shipped) == 0 {
		t.Fatal("no data files", err)
	}
	for _, name := range shipped {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllStringSubmatch(string(data), -1) {
			texts[m[1]] += "\n" + m[2]
		}
	}
	rows := notSaid.FindAllStringSubmatch(table, -1)
	if len(rows) < 20 {
		t.Fatalf("%d words that are not said were read", len(rows))
	}
	for _, row := range rows {
		said := regexp.MustCompile(`(?i)(^|[^\pL])` + regexp.QuoteMeta(row[2])) // "räkningen", but not "beräkningen"
		for line := range strings.SplitSeq(texts[row[1]], "\n") {
			if said.MatchString(line) {
				t.Errorf("%s: %q is said in %q; say %s", row[1], row[2], line, row[3])
			}
		}
	}
}

var (
	notSaid = regexp.MustCompile(`(?m)^\| (sv|nb|en) \| ([^|]+) \| ([^|]+) \|$`)
	quoted  = regexp.MustCompile("'(?:[^'\\\\\n]|\\\\.)*'|\"[^\"\n]*\"|`[^`]*`")
	named   = regexp.MustCompile(`"(sv|nb|en)": ?"([^"]*)"`)
)
