package appraise

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/symbiosis"
)

func book(t testing.TB) *Book {
	t.Helper()
	b, err := NewBook(geodata.Criteria())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestCurve(t *testing.T) {
	c := Curve{{0, 0}, {10, 0.5}, {20, 1}}
	for x, want := range map[float64]float64{-5: 0, 0: 0, 5: 0.25, 10: 0.5, 15: 0.75, 20: 1, 1e9: 1, math.Inf(1): 1, math.Inf(-1): 0} {
		if got := c.Worth(x); got != want {
			t.Errorf("%v is worth %v, want %v", x, got, want)
		}
	}
	if !math.IsNaN(c.Worth(math.NaN())) {
		t.Error("no number is worth something")
	}
	for name, bad := range map[string]Curve{
		"empty": {}, "one corner": {{1, 1}}, "not sorted": {{2, 0}, {1, 1}}, "twice at one place": {{1, 0}, {1, 1}}, "above one": {{0, 0}, {1, 1.1}},
		"below nil": {{0, -0.1}, {1, 1}}, "NaN": {{math.NaN(), 0}, {1, 1}}, "NaN value": {{0, math.NaN()}, {1, 1}}, "infinite": {{0, 0}, {math.Inf(1), 1}}, "too many": make(Curve, 40),
	} {
		if bad.check("k") == nil {
			t.Errorf("%s passes", name)
		}
	}
}

// drawSurvey draws figures for some criteria and leaves others missing.
func drawSurvey(t *rapid.T, b *Book, id string) *Survey {
	s := &Survey{LandSurvey: LandSurvey{Area: symbiosis.Area{ID: symbiosis.AreaID(id)}, Findings: map[string]Finding{}}}
	s.Land.FitPoint = &orb.Point{14, 63}
	for _, c := range b.All() {
		if rapid.IntRange(0, 4).Draw(t, id+c.Key+" known") == 0 {
			s.Findings[c.Key] = Finding{Missing: notRegistered}
			continue
		}
		last := c.Points[len(c.Points)-1].At
		s.Findings[c.Key] = Finding{Figure: &symbiosis.Figure{Value: rapid.Float64Range(0, 1.2*last).Draw(t, id+c.Key), Unit: c.Unit}}
	}
	return s
}

func drawSettings(t *rapid.T, b *Book) Settings {
	s := Settings{Weights: map[string]float64{}}
	for _, c := range b.All() {
		if rapid.Bool().Draw(t, c.Key+" set") {
			s.Weights[c.Key] = rapid.SampledFrom([]float64{0, 0.5, 1, 3, 20}).Draw(t, c.Key)
		}
	}
	return s
}

// The sum lies within its bounds whatever the missing figures turn out to be, weights sum to one,
// and ranks lie within what the bounds allow.
func TestMissingIsNotZero(t *testing.T) {
	b := book(t)
	rapid.Check(t, func(t *rapid.T) {
		var all []*Survey
		for i := range rapid.IntRange(1, 6).Draw(t, "n") {
			all = append(all, drawSurvey(t, b, fmt.Sprint("area", i)))
		}
		settings := drawSettings(t, b)
		before, err := b.Judge(settings, all, 0)
		if err != nil {
			if symbiosis.KindOf(err) == symbiosis.Invalid {
				t.Skip("all weights nil")
			}
			t.Fatal(err)
		}
		for i, s := range all {
			e := before.Evaluations[i]
			if err := e.Validate(); err != nil {
				t.Fatal(err)
			}
			if !(0 <= e.Low && e.Low <= e.Score && e.Score <= e.High && e.High <= 1) {
				t.Fatalf("bounds %v %v %v", e.Low, e.Score, e.High)
			}
			filled := &Survey{LandSurvey: LandSurvey{Area: s.Area, Land: s.Land, Findings: map[string]Finding{}}}
			for _, c := range b.All() {
				if filled.Findings[c.Key] = s.Findings[c.Key]; s.Findings[c.Key].Figure == nil {
					filled.Findings[c.Key] = Finding{Figure: &symbiosis.Figure{Value: rapid.Float64Range(-1e6, 1e6).Draw(t, "filled")}}
				}
			}
			all[i] = filled
		}
		after, err := b.Judge(settings, all, 0)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range after.Evaluations {
			was := before.Evaluations[i]
			if e.Low < was.Low-1e-12 || e.High > was.High+1e-12 || math.Abs(e.High-e.Low) > 1e-12 {
				t.Fatalf("filled in, %v–%v; before %v–%v", e.Low, e.High, was.Low, was.High)
			}
			if e.Rank < was.BestRank || e.Rank > was.WorstRank {
				t.Fatalf("ranks %d when all is known; %d to %d were possible", e.Rank, was.BestRank, was.WorstRank)
			}
		}
	})
}

// Just beyond the weight at which the lead is said to flip another area leads, as said; nearer
// today's weight none does. Shares of first ranks sum to one.
func TestSensitivity(t *testing.T) {
	b := book(t)
	rapid.Check(t, func(t *rapid.T) {
		var all []*Survey
		for i := range rapid.IntRange(2, 5).Draw(t, "n") {
			all = append(all, drawSurvey(t, b, fmt.Sprint("area", i)))
		}
		j, err := b.Judge(drawSettings(t, b), all, 64)
		if err != nil {
			t.Skip("all weights nil")
		}
		sum := 0.0
		for _, x := range j.Sensitivity.Shares {
			sum += x
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Fatalf("shares sum to %v", sum)
		}
		leader := func(key string, weight float64) symbiosis.AreaID {
			s := Settings{Weights: map[string]float64{}}
			var now float64
			for i, c := range b.All() {
				if c.Key == key {
					now = j.Weighing.Weights[i]
				}
			}
			for i, c := range b.All() {
				if s.Weights[c.Key] = j.Weighing.Weights[i] * (1 - weight) / (1 - now); c.Key == key {
					s.Weights[c.Key] = weight
				}
			}
			again, err := b.Judge(s, all, 0)
			if err != nil {
				t.Fatal(err)
			}
			best, id := -1.0, symbiosis.AreaID("")
			for _, e := range again.Evaluations {
				if e.Score > best+1e-9 {
					best, id = e.Score, e.AreaID
				}
			}
			return id
		}
		effect := rapid.SampledFrom(j.Sensitivity.Effects).Draw(t, "effect")
		at, _ := b.place[effect.Key]
		now := j.Weighing.Weights[at]
		lead := leader(effect.Key, now)
		for _, side := range []struct {
			flip *float64
			to   symbiosis.AreaID
			end  float64
		}{{effect.Above, effect.AboveLeader, 1}, {effect.Below, effect.BelowLeader, 0}} {
			end := side.end
			if side.flip != nil {
				beyond := *side.flip + (side.end-*side.flip)*1e-3
				if got := leader(effect.Key, beyond); math.Abs(beyond-*side.flip) > 1e-5 && got == lead {
					t.Fatalf("%s: %s still leads at %v, beyond %v where %s should", effect.Key, lead, beyond, *side.flip, side.to)
				}
				end = *side.flip
			}
			for _, part := range []float64{0.1, 0.5, 0.9} {
				if got := leader(effect.Key, now+(end-now)*part); got != lead {
					t.Fatalf("%s: %s leads at %v, between today's %v and %v", effect.Key, got, now+(end-now)*part, now, end)
				}
			}
		}
	})
}

// Saaty's comparison among groups divides each group's share by its members' weights.
func TestComparisonOfGroups(t *testing.T) {
	b := book(t)
	w, err := b.Weigh(Settings{
		Weights: map[string]float64{"highway_m": 3, "rail_m": 1, "port_m": 0},
		AHP:     &AHP{Items: []string{"transport", "reach_gwh"}, Matrix: [][]float64{{1, 4}, {0.25, 1}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]float64{"highway_m": 0.6, "rail_m": 0.2, "port_m": 0, "reach_gwh": 0.2, "grid_mw": 0} {
		near(t, key, w.Weights[b.place[key]], want, 1e-9)
	}
	for name, s := range map[string]Settings{
		"sum to zero":  {AHP: nil, Weights: zeros(b)},
		"NaN":          {Weights: map[string]float64{"rail_m": math.NaN()}},
		"negative":     {Weights: map[string]float64{"rail_m": -1}},
		"infinite":     {Weights: map[string]float64{"rail_m": math.Inf(1)}},
		"no criterion": {Weights: map[string]float64{"beauty": 1}},
		"no group":     {AHP: &AHP{Items: []string{"transport", "beauty"}, Matrix: [][]float64{{1, 4}, {0.25, 1}}}},
		"both":         {AHP: &AHP{Items: []string{"transport", "rail_m"}, Matrix: [][]float64{{1, 4}, {0.25, 1}}}},
		"a bad curve":  {Curves: map[string]Curve{"rail_m": {{1, 1}}}},
		"a lost curve": {Curves: map[string]Curve{"beauty": {{0, 0}, {1, 1}}}},
		"a bad matrix": {AHP: &AHP{Items: []string{"transport", "land"}, Matrix: [][]float64{{1, 4}, {4, 1}}}},
	} {
		if _, err := b.Weigh(s); symbiosis.KindOf(err) != symbiosis.Invalid {
			t.Errorf("%s: %v, want Invalid", name, err)
		}
	}
}

func zeros(b *Book) map[string]float64 {
	z := map[string]float64{}
	for _, c := range b.All() {
		z[c.Key] = 0
	}
	return z
}

// An area without a fit piece has no score and no rank, and the others are ranked without it.
func TestUnfitHasNoRank(t *testing.T) {
	b := book(t)
	full := func(id string, v float64) *Survey {
		s := &Survey{LandSurvey: LandSurvey{Area: symbiosis.Area{ID: symbiosis.AreaID(id)}, Findings: map[string]Finding{}}}
		s.Land.FitPoint = &orb.Point{14, 63}
		for _, c := range b.All() {
			s.Findings[c.Key] = Finding{Figure: &symbiosis.Figure{Value: v * c.Points[len(c.Points)-1].At}}
		}
		return s
	}
	unfit := full("unfit", 1)
	unfit.Land.FitPoint = nil
	j, err := b.Judge(Settings{}, []*Survey{full("b", 0.5), unfit, full("a", 0.5)}, 16)
	if err != nil {
		t.Fatal(err)
	}
	e := j.Evaluations
	if e[1].Rank != 0 || e[1].High != 0 || e[0].Rank != 1 || e[2].Rank != 1 {
		t.Errorf("ranks %d %d %d", e[0].Rank, e[1].Rank, e[2].Rank)
	}
	if order := Ranked(e); !slices.Equal(order, []int{2, 0, 1}) {
		t.Errorf("order %v", order)
	}
	if s := j.Sensitivity.Shares; s[1] != 0 || math.Abs(s[0]-0.5) > 1e-12 {
		t.Errorf("equal areas share alike: %v", s)
	}
}

// Every criterion of the book is found or told missing by a survey, and none besides.
func TestEveryCriterionIsSurveyed(t *testing.T) {
	b := book(t)
	s := survey(t, Surroundings{}, area(block(0, 0, 1000, 1000)))
	for _, c := range b.All() {
		f, ok := s.Findings[c.Key]
		switch {
		case !ok:
			t.Errorf("%s is not surveyed", c.Key)
		case f.Figure == nil && f.Missing == "":
			t.Errorf("%s is neither there nor missing", c.Key)
		case f.Figure != nil && f.Figure.Unit != c.Unit:
			t.Errorf("%s is in %q, want %q", c.Key, f.Figure.Unit, c.Unit)
		case f.Figure != nil && f.Figure.Source == "":
			t.Errorf("%s has no source", c.Key)
		}
	}
	for key := range s.Findings {
		if _, ok := b.Get(key); !ok {
			t.Errorf("%s is surveyed and no criterion", key)
		}
	}
}
