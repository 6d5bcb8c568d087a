package match

import (
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// mostSamples bounds what one question may cost.
const mostSamples = 4096

// Explain returns the whole reckoning of a pair, matched or not: every gate of the options
// with its figures, also after one has failed, and every step behind the numbers.
//
// overrides change assumptions by their key, and attributes of the two flows by "surplus."
// or "need." with the name of the attribute (FlowAttributes): the keys that stand as Input
// beside the figures. Nothing is stored. Errors: NotFound when a flow takes no part, Invalid
// when an override is unknown or out of range.
func (e *Engine) Explain(surplusID, needID symbiosis.FlowID, overrides map[string]float64, opts Options) (symbiosis.Explanation, error) {
	s, err := e.find(surplusID)
	if err != nil {
		return symbiosis.Explanation{}, err
	}
	n, err := e.find(needID)
	if err != nil {
		return symbiosis.Explanation{}, err
	}
	return e.explain(s, n, overrides, opts)
}

// ExplainIn is Explain for a pair of which one or both flows are the scenario's.
func (e *Engine) ExplainIn(sc symbiosis.Scenario, surplusID, needID symbiosis.FlowID, overrides map[string]float64, opts Options) (symbiosis.Explanation, error) {
	find, err := e.findIn(sc)
	if err != nil {
		return symbiosis.Explanation{}, err
	}
	s, err := find(surplusID)
	if err != nil {
		return symbiosis.Explanation{}, err
	}
	n, err := find(needID)
	if err != nil {
		return symbiosis.Explanation{}, err
	}
	return e.explain(s, n, overrides, opts)
}

// findIn returns what finds a flow of the scenario, else of the region.
func (e *Engine) findIn(sc symbiosis.Scenario) (func(symbiosis.FlowID) (*record, error), error) {
	records, err := new(scenarioRoom).compile(e, &sc)
	if err != nil {
		return nil, err
	}
	byID := make(map[symbiosis.FlowID]*record, len(records))
	for _, r := range records {
		byID[r.Flow.ID] = r
	}
	return func(id symbiosis.FlowID) (*record, error) {
		if r := byID[id]; r != nil {
			return r, nil
		}
		return e.find(id)
	}, nil
}

func (e *Engine) find(id symbiosis.FlowID) (*record, error) {
	slot, ok := e.flows.get(id)
	if !ok {
		return nil, symbiosis.Errorf(symbiosis.NotFound, "there is no flow %q to match", id)
	}
	return e.records.at(slot), nil
}

func (e *Engine) explain(s, n *record, overrides map[string]float64, opts Options) (symbiosis.Explanation, error) {
	p, err := newPlan(opts)
	if err != nil {
		return symbiosis.Explanation{}, err
	}
	if e, s, n, err = e.overridden(s, n, overrides); err != nil {
		return symbiosis.Explanation{}, err
	}
	q := pairing{e: e, p: &p, s: s, n: n, link: e.kin.link(s, n, p.temp)}
	x := symbiosis.Explanation{Surplus: *s.Flow, Need: *n.Flow, Gates: q.gates(), Feasible: true}
	assess := false
	for _, g := range x.Gates {
		if p.runs(g.Name) && !open(g.Status) {
			x.Feasible = false
		}
		assess = assess || g.Status == symbiosis.NeedsAssessment
	}
	m := q.match(assess, true, new(values))
	x.Match = &m
	q.reckon()
	_, x.Steps = e.reckoner.Trace(q.from, q.to, q.link, q.crow)
	if q.s.heat && q.r.Obstacle == symbiosis.NoObstacle {
		monthly := q.r.Monthly
		x.Monthly = &monthly
	}
	x.Uncertainty = q.uncertainty(opts.Samples)
	q.addRanges(&x, opts.Samples)
	return x, nil
}

// FlowAttributes lists the attributes of a flow that overrides can change.
func FlowAttributes() []string {
	return []string{"quantity", "full_load_hours", "supply_c", "return_c", "price_sek", "disposal_cost_sek", "treatment_cost_sek", "max_distance_m"}
}

// overridden returns an engine with other assumptions and the two records with other
// attributes. What isn't overridden is as it was.
func (e *Engine) overridden(s, n *record, overrides map[string]float64) (*Engine, *record, *record, error) {
	if len(overrides) == 0 {
		return e, s, n, nil
	}
	assumptions := map[string]float64{}
	surplus, need := *s.Flow, *n.Flow
	for key, value := range overrides {
		side, attribute, dotted := strings.Cut(key, ".")
		switch {
		case dotted && side == "surplus" && setAttribute(&surplus, attribute, value):
		case dotted && side == "need" && setAttribute(&need, attribute, value):
		default:
			assumptions[key] = value
		}
	}
	a, err := e.assumptions.With(assumptions)
	if err != nil {
		return nil, nil, nil, err
	}
	var problems []symbiosis.Problem
	for _, f := range []*symbiosis.Flow{&surplus, &need} {
		if err, ok := f.ValidateIn(e.cat).(*symbiosis.Error); ok {
			for _, problem := range err.Problems {
				problem.Place = string(f.Direction)
				problems = append(problems, problem)
			}
		}
	}
	if len(problems) > 0 && (surplus.Validate() != nil || need.Validate() != nil) {
		return nil, nil, nil, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the changed flows are not valid", Problems: problems}
	}
	other := *e
	other.assumptions, other.reckoner, other.score, other.panels = a, e.model(a), newScorer(a), new(panels)
	s2, okS := other.newRecord(&surplus, s.place)
	n2, okN := other.newRecord(&need, n.place)
	if !okS || !okN {
		return nil, nil, nil, symbiosis.Errorf(symbiosis.Invalid, "a changed value is no number")
	}
	other.layTakes(s2, n2)
	return &other, s2, n2, nil
}

// setAttribute changes an attribute by its name; false when there is none of that name.
func setAttribute(f *symbiosis.Flow, name string, v float64) bool {
	switch name {
	case "quantity":
		f.Quantity.Amount = v
	case "full_load_hours":
		f.FullLoadHours = pointer(unit.Hours(v))
	case "supply_c":
		f.Supply = pointer(unit.Temperature(v))
	case "return_c":
		f.Return = pointer(unit.Temperature(v))
	case "price_sek":
		f.Price = &v
	case "disposal_cost_sek":
		f.DisposalCost = pointer(unit.MassPrice(v))
	case "treatment_cost_sek":
		f.TreatmentCost = pointer(unit.MassPrice(v))
	case "max_distance_m":
		f.MaxDistance = pointer(unit.Length(v))
	default:
		return false
	}
	return true
}

func pointer[T any](v T) *T { return &v }
