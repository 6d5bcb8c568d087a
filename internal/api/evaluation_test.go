package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/samloka/samloka/internal/api/rest"
	"github.com/samloka/samloka/internal/symbiosis"
)

// An area alone and among others has the same figures; all that isn't missing has a source; the
// three languages say the same with other words.
func TestEvaluations(t *testing.T) {
	r := newRegion(t)
	var all rest.Judgement
	r.read(r.do(http.MethodPost, "/api/v1/evaluations?lang=sv", `{"sensitivity":true,"flows":true}`), &all, 200)
	if len(all.Areas) < 5 || len(all.Criteria) < 20 || all.Sensitivity == nil || all.Sensitivity.Text == "" {
		t.Fatalf("%d areas, %d criteria", len(all.Areas), len(all.Criteria))
	}
	rank := 1
	for _, a := range all.Areas {
		if a.Rank < rank {
			t.Errorf("%s of rank %d stands after one of %d", a.AreaID, a.Rank, rank)
		}
		rank = a.Rank
		if len(a.Reach.Flows) == 0 && a.Reach.Surpluses > 0 {
			t.Errorf("%s names none of the %d surpluses it reaches", a.AreaID, a.Reach.Surpluses)
		}
		for _, c := range a.Criteria {
			if (c.Figure == nil) != (c.Value == nil) || c.Display == "" || c.Figure != nil && c.Source == "" {
				t.Errorf("%s of %s: %+v", c.Key, a.AreaID, c)
			}
		}
	}
	first := all.Areas[0]
	for _, lang := range symbiosis.Languages() {
		var one rest.Judgement
		r.get("/api/v1/areas/"+first.AreaID+"/evaluation?lang="+string(lang), &one, 200)
		got := one.Areas[0]
		if got.Score != first.Score || got.Low != first.Low || got.Land.FitHa != first.Land.FitHa || got.Reach.NetBenefit != first.Reach.NetBenefit {
			t.Errorf("alone %v, among others %v", got.Score, first.Score)
		}
		for i, c := range one.Criteria {
			if c.Label == c.Key || c.Hint == c.Key || lang != symbiosis.Swedish && c.Key != "fibre" && c.Hint == all.Criteria[i].Hint {
				t.Errorf("%s: %s is called %q, %q", lang, c.Key, c.Label, c.Hint)
			}
		}
	}
}

// Weights, value functions and a pairwise comparison of one's own are heeded, and the comparison's
// consistency is told.
func TestEvaluationsByOnesOwnSettings(t *testing.T) {
	r := newRegion(t)
	ask := func(settings string) rest.Judgement {
		var j rest.Judgement
		r.read(r.do(http.MethodPost, "/api/v1/areas/krokom-a/evaluation?lang=en", settings), &j, 200)
		return j
	}
	usual := ask(`{}`)
	var nils []string
	for _, c := range usual.Criteria {
		if c.Key != "remaining_ha" {
			nils = append(nils, fmt.Sprintf("%q:0", c.Key))
		}
	}
	only := ask(`{"weights":{` + strings.Join(nils, ",") + `},"curves":{"remaining_ha":[{"at":0,"value":0.25},{"at":1e6,"value":0.25}]}}`)
	if a := only.Areas[0]; a.Low != 0.25 || a.High != 0.25 {
		t.Errorf("by one criterion worth 0.25: %v to %v", a.Low, a.High)
	}
	ahp := ask(`{"ahp":{"items":["plan","transport","symbiosis"],"matrix":[[1,9,0.1111111],[0.1111111,1,9],[9,0.1111111,1]]}}`)
	if ahp.AHP == nil || !ahp.AHP.Inconsistent || !strings.Contains(ahp.AHP.Text, "contradict") {
		t.Errorf("a circle of judgements: %+v", ahp.AHP)
	}
	for _, g := range ahp.Groups {
		if in := g.Key == "plan" || g.Key == "transport" || g.Key == "symbiosis"; in != (g.Weight > 0.3) {
			t.Errorf("%s weighs %v", g.Key, g.Weight)
		}
	}
	r.read(r.do(http.MethodPost, "/api/v1/areas/krokom-a/evaluation", `{"weights":{`+strings.Join(append(nils, `"remaining_ha":0`), ",")+`}}`), nil, 422)
}
