package appraise

import (
	"cmp"
	"math"
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Judgement is how several areas come out under some settings.
type Judgement struct {
	Evaluations []symbiosis.Evaluation // in the order of the surveys
	Weighing    Weighing
	Sensitivity *symbiosis.Sensitivity // nil unless asked for
}

// Judge weighs surveys. With samples above nil it also finds what the ranking hangs on.
func (b *Book) Judge(settings Settings, surveys []*Survey, samples int) (Judgement, error) {
	w, err := b.Weigh(settings)
	if err != nil {
		return Judgement{}, err
	}
	j := Judgement{Weighing: w, Evaluations: make([]symbiosis.Evaluation, len(surveys))}
	values := make([][]float64, len(surveys))
	for i, s := range surveys {
		values[i] = b.worth(&w, s)
		j.Evaluations[i] = b.evaluate(&w, s, values[i])
	}
	rank(j.Evaluations)
	if samples > 0 {
		j.Sensitivity = b.sensitivity(&w, j.Evaluations, values, samples)
	}
	return j, nil
}

// evaluate sums one area up.
func (b *Book) evaluate(w *Weighing, s *Survey, values []float64) symbiosis.Evaluation {
	e := symbiosis.Evaluation{AreaID: s.Area.ID, Land: s.Land, Reach: s.Reach, Unfit: s.Unfit(), Criteria: make([]symbiosis.Criterion, len(b.list))}
	for i, c := range b.list {
		f := s.Findings[c.Key]
		out := symbiosis.Criterion{Key: c.Key, Figure: f.Figure, Weight: w.Weights[i], Missing: f.Missing, Date: f.Date, Certainty: f.Certainty, Of: f.Of}
		if !math.IsNaN(values[i]) {
			v := values[i]
			out.Value = &v
		}
		e.Criteria[i] = out
	}
	if !e.Unfit {
		e.Low, e.Score, e.High = bounds(w.Weights, values)
	}
	return e
}

// bounds returns the weighted sum with missing values at nil, in the middle and at one.
func bounds(weights, values []float64) (low, middle, high float64) {
	missing := 0.0
	for i, v := range values {
		if math.IsNaN(v) {
			missing += weights[i]
		} else {
			low += weights[i] * v
		}
	}
	low = math.Min(1, low)
	high = math.Min(1, low+missing)
	return low, (low + high) / 2, high
}

// alike is how near two scores are one: what the rounding of sums makes of equal areas.
const alike = 1e-12

// rank orders the areas that have a score.
func rank(all []symbiosis.Evaluation) {
	for i := range all {
		e := &all[i]
		if e.Unfit {
			continue
		}
		e.Rank, e.BestRank, e.WorstRank = 1, 1, 1
		for j := range all {
			o := &all[j]
			if i == j || o.Unfit {
				continue
			}
			if o.Score > e.Score+alike {
				e.Rank++
			}
			if o.Low > e.High+alike {
				e.BestRank++
			}
			if o.High > e.Low+alike {
				e.WorstRank++
			}
		}
	}
}

// Ranked returns the places of the evaluations, best first; unfit areas last, by id.
func Ranked(all []symbiosis.Evaluation) []int {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := &all[i], &all[j]
		if a.Unfit != b.Unfit {
			if a.Unfit {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.AreaID, b.AreaID))
	})
	return order
}
