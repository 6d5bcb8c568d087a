package wording

import (
	"maps"
	"slices"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Words speaks one language. The zero value speaks Swedish and knows no assumptions.
type Words struct {
	lang        symbiosis.Language
	assumptions symbiosis.Assumptions
	catalogue   *symbiosis.Catalogue // nil: resources are called by their code
}

// In returns the words of a language. The assumptions give the names of their own figures,
// the catalogue those of resources; both may be empty.
func In(lang symbiosis.Language, a symbiosis.Assumptions, c *symbiosis.Catalogue) Words {
	return Words{lang: lang, assumptions: a, catalogue: c}
}

// Language returns the language that is spoken.
func (w Words) Language() symbiosis.Language {
	if w.lang == "" {
		return symbiosis.Swedish
	}
	return w.lang
}

// term looks up a key of one part of the dictionary.
func (w Words) term(part map[string]symbiosis.Names, key string) string {
	if n, ok := part[key]; ok {
		return n.In(w.Language())
	}
	return key
}

// GateName returns the name of a gate: "Avstånd".
func (w Words) GateName(g symbiosis.GateName) string { return w.term(gateNames, string(g)) }

// GateStatus returns the name of an outcome: "godkänd".
func (w Words) GateStatus(s symbiosis.GateStatus) string { return w.term(gateStatuses, string(s)) }

// Step returns the heading of a step of a reckoning.
func (w Words) Step(key string) string { return w.term(steps, key) }

// Remark says what a step of a reckoning leaves out; "" when nothing.
func (w Words) Remark(key string) string {
	if key == "" {
		return ""
	}
	return w.term(remarks, key)
}

// Class returns the name of a class of heat.
func (w Words) Class(c symbiosis.HeatClass) string { return w.term(classes, string(c)) }

// Status returns the name of a legal status.
func (w Words) Status(s symbiosis.LegalStatus) string { return w.term(statuses, string(s)) }

// ScorePart returns the name of a part of a score.
func (w Words) ScorePart(key string) string { return w.term(scoreParts, key) }

// Obstacle says why nothing could be reckoned.
func (w Words) Obstacle(o symbiosis.Obstacle) string { return w.term(reasons, string(o)) }

// Direction returns the name of a direction.
func (w Words) Direction(d symbiosis.Direction) string { return w.term(directions, string(d)) }

// Certainty returns the name of a degree of certainty.
func (w Words) Certainty(c symbiosis.Certainty) string { return w.term(certainties, string(c)) }

// Visibility returns the name of a visibility.
func (w Words) Visibility(v symbiosis.Visibility) string { return w.term(visibilities, string(v)) }

// Kind returns the name of a kind of resource.
func (w Words) Kind(k symbiosis.Kind) string { return w.term(kinds, string(k)) }

// Shape returns the name of a shape of the year.
func (w Words) Shape(s symbiosis.ShapeKind) string { return w.term(shapes, string(s)) }

// ExchangeState returns the name of how far an exchange has come.
func (w Words) ExchangeState(s symbiosis.ExchangeState) string {
	return w.term(exchangeStates, string(s))
}

// HierarchyStep returns the name of a step of the waste hierarchy.
func (w Words) HierarchyStep(s symbiosis.HierarchyStep) string {
	return w.term(hierarchySteps, string(s))
}

// Choice returns the name of a value of an assumption with choices: "väg, förort".
func (w Words) Choice(value string) string { return w.term(choices, value) }

// Resource returns the name of a node of the catalogue, or its code.
func (w Words) Resource(code symbiosis.ResourceCode) string {
	if w.catalogue != nil {
		if r, ok := w.catalogue.Resource(code); ok {
			return r.Names.In(w.Language())
		}
	}
	return string(code)
}

// Figure returns what a figure is called: from the dictionary, else the assumption's name.
func (w Words) Figure(key string) string {
	if n, ok := figures[key]; ok {
		return n.In(w.Language())
	}
	if a, ok := w.assumptions.Get(key); ok {
		return a.Names.In(w.Language())
	}
	return key
}

// Knows says that every text of an explanation is in the dictionary; what isn't is returned,
// each key once, sorted. It is for the engines' tests.
func (w Words) Knows(x symbiosis.Explanation) (missing []string) {
	seen := map[string]bool{}
	check := func(part map[string]symbiosis.Names, key string) {
		if _, ok := part[key]; !ok {
			seen[key] = true
		}
	}
	figure := func(r symbiosis.Reckoned) {
		if _, ok := figures[r.Key]; !ok {
			if _, ok := w.assumptions.Get(r.Key); !ok {
				seen[r.Key] = true
			}
		}
		if r.Unit != "" && !w.knowsUnit(r.Unit) {
			seen["unit "+r.Unit] = true
		}
	}
	for _, g := range x.Gates {
		check(gateNames, string(g.Name))
		check(gateStatuses, string(g.Status))
		check(reasons, g.Reason)
		for _, f := range g.Figures {
			figure(f)
		}
	}
	for _, s := range x.Steps {
		check(steps, s.Key)
		if s.Remark != "" {
			check(remarks, s.Remark)
		}
		for _, f := range s.Figures {
			figure(f)
		}
	}
	if u := x.Uncertainty; u != nil {
		for _, s := range u.Spreads {
			figure(symbiosis.Reckoned{Key: s.Key, Unit: s.Unit})
		}
		for _, e := range u.Effects {
			figure(symbiosis.Reckoned{Key: e.Key, Unit: e.Unit})
		}
	}
	if x.Match != nil {
		for _, p := range x.Match.Score.Parts {
			check(scoreParts, p.Key)
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
