package api_test

import (
	"slices"
	"testing"

	"github.com/samloka/samloka/internal/api/problem"
	"github.com/samloka/samloka/internal/testtool"
)

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
					if words := testtool.English(text); words != "" {
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
