package appraise

import "slices"

// OwnSource stands as the source of a value function that a region has set for itself: a key of
// package wording.
const OwnSource = "own_value_function"

// With returns the book with settings as its usual weights and value functions: what settings leave
// out of it is then as they have it. Weights that were given keep their numbers; those of a
// pairwise comparison come to the same sum as the book's. Settings that aren't valid give an
// Invalid error with every fault.
func (b *Book) With(s Settings) (*Book, error) {
	w, err := b.Weigh(s)
	if err != nil {
		return nil, err
	}
	own := &Book{list: slices.Clone(b.list), place: b.place, group: b.group}
	sum := 0.0
	for _, c := range b.list {
		sum += c.Weight
	}
	for i := range own.list {
		c := &own.list[i]
		if given, ok := s.Weights[c.Key]; ok {
			c.Weight = given
		}
		if s.AHP != nil {
			c.Weight = w.Weights[i] * sum
		}
		if curve, ok := s.Curves[c.Key]; ok {
			c.Points, c.Source, c.Assumption = curve, OwnSource, false
		}
	}
	return own, nil
}

// Relative returns settings that judge by this book as weights and curves in the order of other
// definitions did: what the book has as usual is left out, a criterion that those didn't have
// weighs nothing. A comparison by pairs is kept, and shares its weights by those given.
func (b *Book) Relative(s Settings, defined []Definition, curves []Curve) Settings {
	out := Settings{AHP: s.AHP}
	known := map[string]bool{}
	for i, was := range defined {
		known[was.Key] = true
		now, ok := b.Get(was.Key)
		if !ok {
			continue // the reader sees it in what was kept; nothing can be judged by it any more
		}
		weight := was.Weight
		if given, ok := s.Weights[was.Key]; ok {
			weight = given
		}
		if weight != now.Weight {
			out.weigh(was.Key, weight)
		}
		if i < len(curves) && !slices.Equal(curves[i], now.Points) {
			if out.Curves == nil {
				out.Curves = map[string]Curve{}
			}
			out.Curves[was.Key] = curves[i]
		}
	}
	for _, now := range b.list {
		if !known[now.Key] && now.Weight != 0 {
			out.weigh(now.Key, 0)
		}
	}
	return out
}

func (s *Settings) weigh(key string, weight float64) {
	if s.Weights == nil {
		s.Weights = map[string]float64{}
	}
	s.Weights[key] = weight
}
