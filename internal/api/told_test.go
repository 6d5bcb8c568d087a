package api_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/api/problem"
)

// english finds words that no Swedish or Norwegian sentence has. What stands in quotes is the user's.
var (
	english = regexp.MustCompile(`(?i)\b(the|is|must|are|not|with|and|or|such|which|that|this|has|have|can|can't|cannot|only|its|than|from|expected|should|more|there)\b`)
	quoted  = regexp.MustCompile(`"[^"]*"|\S*[-/=_{]\S*|\[[^\]]*\]`)
)

// speaksEnglish is what of a text is English; "" when nothing is.
func speaksEnglish(text string) string {
	return strings.Join(english.FindAllString(quoted.ReplaceAllString(text, " "), -1), " ")
}

// A reader of Swedish or Norwegian is told what is wrong in their language, whole.
func TestNoFailureSpeaksEnglishToOthers(t *testing.T) {
	r := newRegion(t)
	for _, c := range failures {
		t.Run(c.name, func(t *testing.T) {
			asked := func(lang string) problem.Problem {
				return answered(t, r.do(c.method, c.path, c.body, append(slices.Clone(c.headers), "Accept-Language", lang)...))
			}
			en := asked("en")
			for _, lang := range []string{"sv", "nb"} {
				p := asked(lang)
				texts := []string{p.Title, p.Detail}
				for _, e := range p.Errors {
					texts = append(texts, e.Place, e.Text, e.Hint)
				}
				for _, text := range texts {
					if words := speaksEnglish(text); words != "" {
						t.Errorf("%s: %q says %q", lang, text, words)
					}
				}
				if p.Type != en.Type || len(p.Errors) != len(en.Errors) || p.Detail != "" && p.Detail == en.Detail {
					t.Errorf("%s: %+v; in English %+v", lang, p, en)
				}
				for i, e := range p.Errors {
					if was := en.Errors[i]; e.Code != was.Code || e.Field != was.Field || e.Value != was.Value || e.Text == was.Text {
						t.Errorf("%s: %+v; in English %+v", lang, e, was)
					}
				}
			}
		})
	}
}
