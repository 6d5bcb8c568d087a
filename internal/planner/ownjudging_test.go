package planner_test

import (
	"testing"

	"github.com/samloka/samloka/internal/appraise"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
)

// What the region decides stands for questions that say nothing, under what they do say; saved
// comparisons keep theirs, and are still so under them.
func TestRegionsOwnWeights(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.demo(t)
	pair := []symbiosis.AreaID{"krokom-a", "sotenas-a"}
	evaluate := func(s appraise.Settings) planner.Evaluated {
		e, err := r.Snapshot().Evaluate(t.Context(), planner.Evaluate{Areas: pair, Settings: s})
		must(t, err)
		return e
	}
	usual := evaluate(appraise.Settings{})
	kept, _, err := r.SaveComparison(t.Context(), planner.Compare{Name: "before", Areas: pair, Settings: appraise.Settings{Weights: map[string]float64{"slope": 9}}})
	must(t, err)

	// Only the slope counts, and steep is good.
	only := map[string]float64{}
	for _, c := range usual.Criteria {
		only[c.Key] = 0
	}
	only["slope"] = 2
	own := appraise.Settings{Weights: only, Curves: map[string]appraise.Curve{"slope": {{At: 0, Value: 0}, {At: 10, Value: 1}}}}
	now, err := r.SetJudging(t.Context(), own, 0)
	must(t, err)
	e := evaluate(appraise.Settings{})
	if !e.Own || usual.Own || e.Evaluations[0].Score != 0.5 || e.Evaluations[1].Score != 0.9 {
		t.Errorf("by the region's own the scores are %v and %v", e.Evaluations[0].Score, e.Evaluations[1].Score)
	}
	i := place(e, "slope")
	if d := e.Criteria[i]; d.Weight != 2 || d.Source != appraise.OwnSource || d.Assumption {
		t.Errorf("the criterion stands as %+v", d)
	}
	// A question's own settings go above the region's.
	if e := evaluate(appraise.Settings{Curves: map[string]appraise.Curve{"slope": {{At: 0, Value: 1}, {At: 10, Value: 0}}}}); e.Evaluations[0].Score != 0.5 || e.Evaluations[1].Score > 0.1+1e-12 {
		t.Errorf("with a curve of the question's own the scores are %v and %v", e.Evaluations[0].Score, e.Evaluations[1].Score)
	}

	opened, err := r.Snapshot().OpenComparison(kept.ID)
	must(t, err)
	if opened.Evaluated.Evaluations[0].Score != kept.Evaluated.Evaluations[0].Score {
		t.Error("a saved comparison shows other scores")
	}
	if still, err := r.Snapshot().StillSo(t.Context(), opened); err != nil || !still {
		t.Errorf("a saved comparison is told to be outdated by weights it doesn't use: %v", err)
	}
	settings, err := r.Snapshot().SettingsNow(opened)
	must(t, err)
	again := evaluate(settings)
	for i := range again.Evaluations {
		if again.Evaluations[i].Low != kept.Evaluated.Evaluations[i].Low || again.Evaluations[i].High != kept.Evaluated.Evaluations[i].High {
			t.Errorf("its settings give [%v, %v] today, then [%v, %v]", again.Evaluations[i].Low, again.Evaluations[i].High, kept.Evaluated.Evaluations[i].Low, kept.Evaluated.Evaluations[i].High)
		}
	}
	fresh, _, err := r.SaveComparison(t.Context(), planner.Compare{Name: "after", Areas: pair})
	must(t, err)
	if fresh.Evaluated.Evaluations[1].Score != 0.9 {
		t.Errorf("a new comparison has the score %v", fresh.Evaluated.Evaluations[1].Score)
	}

	// Stale, unusable and gone.
	if _, err := r.SetJudging(t.Context(), own, 0); symbiosis.KindOf(err) != symbiosis.Stale {
		t.Errorf("settings that are there already are replaced: %v", err)
	}
	if _, err := r.SetJudging(t.Context(), appraise.Settings{Weights: map[string]float64{"view": 1}}, now.Version); symbiosis.KindOf(err) != symbiosis.Invalid {
		t.Errorf("a weight of no criterion: %v", err)
	}
	changes, err := r.History(t.Context(), planner.HistoryQuery{Table: "settings", ID: "appraisal"})
	must(t, err)
	must(t, r.ResetJudging(t.Context(), now.Version))
	if e := evaluate(appraise.Settings{}); e.Own || e.Evaluations[0].Score != usual.Evaluations[0].Score {
		t.Error("going back doesn't go back")
	}
	if still, err := r.Snapshot().StillSo(t.Context(), fresh); err != nil || !still {
		t.Errorf("a comparison by the region's own weights is outdated without them: %v", err)
	}
	if len(changes) != 1 {
		t.Errorf("%d changes are remembered", len(changes))
	}
	changes, err = r.History(t.Context(), planner.HistoryQuery{Table: "settings", ID: "appraisal"})
	must(t, err)
	_, err = r.Undo(t.Context(), changes[0].Number, planner.UndoOptions{})
	must(t, err)
	if e := evaluate(appraise.Settings{}); !e.Own || e.Evaluations[1].Score != 0.9 {
		t.Error("undone, the region's own weights don't stand")
	}
}

// A pairwise comparison as the region's own comes to the weights it gives.
func TestRegionsOwnPairwiseComparison(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.demo(t)
	ahp := appraise.Settings{AHP: &appraise.AHP{Items: []string{"plan", "land"}, Matrix: [][]float64{{1, 3}, {1. / 3, 1}}}}
	asked, err := r.Snapshot().Evaluate(t.Context(), planner.Evaluate{Settings: ahp})
	must(t, err)
	_, err = r.SetJudging(t.Context(), ahp, planner.AnyVersion)
	must(t, err)
	own, err := r.Snapshot().Evaluate(t.Context(), planner.Evaluate{})
	must(t, err)
	for i := range own.Evaluations {
		if d := own.Evaluations[i].Score - asked.Evaluations[i].Score; d > 1e-12 || d < -1e-12 {
			t.Errorf("%s: %v, asked %v", own.Areas[i].ID, own.Evaluations[i].Score, asked.Evaluations[i].Score)
		}
	}
}

// Settings that another program wrote and nobody can judge by are told of, not passed over.
func TestUnusableSettingIsTold(t *testing.T) {
	r := newRegion(t, planner.Options{})
	r.demo(t)
	_, err := r.PutSetting(t.Context(), symbiosis.Setting{Key: symbiosis.AppraisalSetting, Body: `{"weights":{"view":1}}`}, planner.AnyVersion)
	must(t, err)
	if _, err := r.Snapshot().Evaluate(t.Context(), planner.Evaluate{}); symbiosis.KindOf(err) != symbiosis.Invalid {
		t.Errorf("it is judged by a criterion that isn't: %v", err)
	}
	must(t, r.ResetJudging(t.Context(), planner.AnyVersion))
	_, err = r.Snapshot().Evaluate(t.Context(), planner.Evaluate{})
	must(t, err)
}

func place(e planner.Evaluated, key string) int {
	for i, c := range e.Criteria {
		if c.Key == key {
			return i
		}
	}
	return -1
}
