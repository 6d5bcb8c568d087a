package rest

import (
	"context"
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/wording"
)

func (s *Service) explain(_ context.Context, in *explainInput) (*jsonOutput[Explanation], error) {
	question := planner.Explain{
		SurplusID: symbiosis.FlowID(in.Body.SurplusID), NeedID: symbiosis.FlowID(in.Body.NeedID), Assumptions: in.Body.Assumptions,
		ChangeSurplus: in.Body.Surplus.change(), ChangeNeed: in.Body.Need.change(),
	}
	if in.Body.Point != nil {
		point, err := in.Body.Point.scenario(0)
		if err != nil {
			return nil, err
		}
		question.Point = &point
	}
	snapshot := s.planner.Snapshot()
	x, err := snapshot.Explain(question)
	if err != nil {
		return nil, err
	}
	out := s.view(snapshot, in.Language).explanation(x)
	out.Assumptions = onlyUsed(s.assumptions(x.Assumptions, in.lang()), x)
	return &jsonOutput[Explanation]{out}, nil
}

// onlyUsed keeps the assumptions that a figure of the explanation names as its input.
func onlyUsed(all []Assumption, x planner.Explanation) []Assumption {
	used := map[string]bool{}
	mark := func(figures []symbiosis.Reckoned) {
		for _, f := range figures {
			used[f.Input] = true
		}
	}
	for _, g := range x.Gates {
		mark(g.Figures)
	}
	for _, s := range x.Steps {
		mark(s.Figures)
	}
	return slices.DeleteFunc(all, func(a Assumption) bool { return !used[a.Key] })
}

// change returns what a FlowChange does; nil when there is none.
func (c *FlowChange) change() func(*symbiosis.Flow) {
	if c == nil {
		return nil
	}
	return func(f *symbiosis.Flow) {
		if c.Quantity != nil {
			f.Quantity.Amount = *c.Quantity
		}
		if c.Unit != "" {
			f.Quantity.Unit = c.Unit
		}
		c.FlowFigures.apply(f)
	}
}

func (v view) explanation(x planner.Explanation) Explanation {
	out := Explanation{
		Feasible: x.Feasible, Outcome: v.words.Feasible(x.Explanation), Reason: v.reason(x.Explanation),
		Surplus: v.flowAt(x.Surplus, x.SurplusSite), Need: v.flowAt(x.Need, x.NeedSite),
		SurplusSite: v.site(x.SurplusSite), NeedSite: v.site(x.NeedSite),
		Gates: v.gates(x.Gates), Steps: []Step{},
	}
	if x.Match != nil {
		m := v.match(planner.Pair{Match: *x.Match, Surplus: x.Surplus, Need: x.Need, SurplusSite: x.SurplusSite, NeedSite: x.NeedSite})
		if !x.Feasible { // a score ranks what can be chosen
			m.Score, m.ScoreParts = nil, nil
		}
		out.Match = &m
	}
	out.Summary = strings.TrimSuffix(out.Outcome+". "+out.Reason, ". ")
	for _, step := range x.Steps {
		out.Steps = append(out.Steps, Step{step.Key, v.words.Step(step.Key), v.words.Remark(step.Remark), v.figures(step.Figures)})
	}
	if x.Monthly != nil {
		for _, mwh := range x.Monthly {
			out.MonthlyMWh = append(out.MonthlyMWh, rounded(mwh, exchangeformat.QuantityDecimals))
		}
	}
	if x.Uncertainty != nil {
		out.Uncertainty = v.uncertainty(*x.Uncertainty)
	}
	return out
}

// reason says of a pair that isn't feasible which gate it fails first, and how.
func (v view) reason(x symbiosis.Explanation) string {
	for _, g := range x.Gates {
		if g.Status == symbiosis.Failed {
			return v.words.GateName(g.Name) + ": " + v.words.Gate(g)
		}
	}
	return ""
}

func (v view) gates(gates []symbiosis.Gate) []Gate {
	out := make([]Gate, len(gates))
	for i, g := range gates {
		out[i] = Gate{Name: g.Name, Label: v.words.GateName(g.Name), Status: g.Status, StatusLabel: v.words.GateStatus(g.Status), Text: v.words.Gate(g), Figures: v.gateFigures(wording.Sensible(g))}
	}
	return out
}

func (v view) figures(figures []symbiosis.Reckoned) []Figure {
	out := make([]Figure, len(figures))
	for i, f := range figures {
		out[i] = Figure{
			Key: f.Key, Label: v.words.Figure(f.Key), Text: f.Text, Unit: f.Unit, Display: v.words.Value(f), Low: f.Low, High: f.High, Range: v.words.Within(f), Formula: v.words.Formula(f.Formula),
			Source: v.words.Origin(f.Source), Year: f.Year, Assumption: f.Assumption, Input: f.Input,
		}
		if f.Text == "" {
			out[i].Value = &f.Value
		}
	}
	return out
}

// gateFigures are a gate's, whose numbers are written as in its sentence: rounded, but
// without the sign of approximation.
func (v view) gateFigures(figures []symbiosis.Reckoned) []Figure {
	out := v.figures(figures)
	for i, f := range figures {
		out[i].Display = v.words.GateFigure(f)
	}
	return out
}

func (v view) scoreParts(parts []symbiosis.ScorePart) []ScorePart {
	var out []ScorePart
	for _, p := range parts {
		out = append(out, ScorePart{p.Key, v.words.ScorePart(p.Key), roundedOf(p.Value, exchangeformat.ScoreDecimals), p.Weight})
	}
	return out
}

func (s *Service) siteMatches(ctx context.Context, in *siteMatchesInput) (*jsonOutput[SiteMatches], error) {
	snapshot := s.planner.Snapshot()
	id := symbiosis.SiteID(in.ID)
	site, err := snapshot.Site(id)
	if err != nil {
		return nil, err
	}
	found, err := snapshot.MatchesOfSite(ctx, id, in.Limit, in.NearMisses, in.Sure)
	if err != nil {
		return nil, err
	}
	view := s.view(snapshot, in.Language)
	matches, misses := view.prospects(found)
	out := SiteMatches{Site: view.site(site), Matches: matches, NearMisses: misses, Exchanges: []Exchange{}, Total: found.Total}
	for _, e := range snapshot.Exchanges(planner.ExchangeFilter{Site: id}, planner.Page{}).Items {
		out.Exchanges = append(out.Exchanges, view.exchange(e))
	}
	return &jsonOutput[SiteMatches]{out}, nil
}

func (v view) prospects(p planner.Prospects) ([]Match, []NearMiss) {
	matches, misses := make([]Match, len(p.Pairs)), make([]NearMiss, len(p.Misses))
	for i, pair := range p.Pairs {
		matches[i] = v.match(pair)
	}
	for i, m := range p.Misses {
		misses[i] = NearMiss{
			SurplusID: string(m.SurplusID), NeedID: string(m.NeedID), DistanceM: metres(m.Distance), Failed: v.gates(m.Failed),
			Surplus: v.end(m.Surplus, m.SurplusSite), Need: v.end(m.Need, m.NeedSite),
		}
	}
	return matches, misses
}
