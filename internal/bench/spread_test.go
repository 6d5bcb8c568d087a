package bench

import (
	"testing"
	"time"
)

// spread is how long questions take that are asked over and over in turn. What lies between p50 and p99 is told apart:
// some questions find more than others, which shows in each one's quickest time; and a question is
// now and then slower than its own quickest, by the collector of garbage, the scheduler and the caches.
type spread struct {
	times  []float64 // µs
	least  []float64 // of each question, µs
	slower []float64 // each time ÷ the least of its question, known at the end
	which  []int
	found  []float64 // of each question
}

// mostTimes bounds how many times are kept.
const mostTimes = 1 << 20

func newSpread(questions int) *spread {
	return &spread{
		times: make([]float64, 0, mostTimes), which: make([]int, 0, mostTimes),
		least: make([]float64, questions), found: make([]float64, questions),
	}
}

func (s *spread) add(question int, took time.Duration, found int) {
	us := float64(took.Nanoseconds()) / 1000
	if s.least[question] == 0 || us < s.least[question] {
		s.least[question] = us
	}
	s.found[question] = float64(found)
	if len(s.times) < mostTimes {
		s.times, s.which = append(s.times, us), append(s.which, question)
	}
}

func (s *spread) note(b *testing.B, line string) {
	b.Helper()
	asked := min(len(s.least), len(s.times)) // in turn: the first of them, when the rounds were few
	for i, at := range s.which {
		s.slower = append(s.slower, s.times[i]/s.least[at])
	}
	total := 0.
	for _, n := range s.found[:asked] {
		total += n
	}
	for _, x := range []struct {
		unit  string
		value float64
	}{
		{"µs p50", quantile(s.times, 0.5)}, {"µs p99", quantile(s.times, 0.99)},
		{"µs p50 of the quickest", quantile(s.least[:asked], 0.5)}, {"µs p99 of the quickest", quantile(s.least[:asked], 0.99)},
		{"times its quickest p50", quantile(s.slower, 0.5)}, {"times its quickest p99", quantile(s.slower, 0.99)},
		{"found mean", total / float64(asked)}, {"found p50", quantile(s.found[:asked], 0.5)}, {"found p99", quantile(s.found[:asked], 0.99)},
	} {
		figures.note(b, line, x.unit, x.value)
	}
}
