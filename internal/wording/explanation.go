package wording

import (
	"fmt"
	"strings"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Feasible says in a word how a pair came out.
func (w Words) Feasible(x symbiosis.Explanation) string {
	switch {
	case x.Match != nil && x.Match.Exchange != "":
		return w.term(outcomes, "existing")
	case !x.Feasible:
		return w.term(outcomes, "no")
	case x.Match != nil && x.Match.NeedsAssessment:
		return w.term(outcomes, "assess")
	}
	return w.term(outcomes, "yes")
}

var outcomes = map[string]symbiosis.Names{
	"yes":        {SV: "Möjlig", NB: "Mulig", EN: "Feasible"},
	"assess":     {SV: "Möjlig, men måste bedömas", NB: "Mulig, men må vurderes", EN: "Feasible, but must be assessed"},
	"existing":   {SV: "Finns redan, i drift", NB: "Finnes allerede, i drift", EN: "Exists already, in operation"},
	"no":         {SV: "Inte möjlig", NB: "Ikke mulig", EN: "Not feasible"},
	"assumption": {SV: "antagande", NB: "antakelse", EN: "assumption"},
	"gates":      {SV: "Prövning", NB: "Prøving", EN: "Gates"},
	"score":      {SV: "Poäng", NB: "Poeng", EN: "Score"},
	"unknown":    {SV: "okänd", NB: "ukjent", EN: "unknown"},
}

// Source says where a figure comes from: its formula or its source, year and whether it is
// an assumption.
func (w Words) Source(r symbiosis.Reckoned) string {
	var parts []string
	if r.Formula != "" {
		parts = append(parts, w.Formula(r.Formula))
	}
	if r.Source != "" {
		source := w.Origin(r.Source)
		if r.Year != 0 {
			source += fmt.Sprintf(" (%d)", r.Year)
		}
		parts = append(parts, source)
	}
	if r.Assumption {
		parts = append(parts, "["+w.term(outcomes, "assumption")+"]")
	}
	return strings.Join(parts, "; ")
}

// Report writes an explanation as plain text for a terminal: the outcome, each gate with its
// sentence, each step with its figures and their sources.
func (w Words) Report(x symbiosis.Explanation) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s → %s: %s\n\n%s\n", x.Surplus.ID, x.Need.ID, w.Feasible(x), w.term(outcomes, "gates"))
	for _, g := range x.Gates {
		fmt.Fprintf(&b, "  %-18s %-16s %s\n", w.GateName(g.Name), w.GateStatus(g.Status), w.Gate(g))
		for _, f := range Sensible(g) {
			value := w.GateFigure(f)
			if within := w.Within(f); within != "" {
				value += " (" + within + ")"
			}
			fmt.Fprintf(&b, "    %-40s %s\n", w.Figure(f.Key), value)
		}
	}
	if x.Uncertainty != nil {
		w.reportSure(&b, *x.Uncertainty)
	}
	for _, s := range x.Steps {
		fmt.Fprintf(&b, "\n%s\n", w.Step(s.Key))
		if s.Remark != "" {
			fmt.Fprintf(&b, "  %s\n", w.Remark(s.Remark))
		}
		for _, f := range s.Figures {
			value := w.Value(f)
			if within := w.Within(f); within != "" {
				value += " (" + within + ")"
			}
			fmt.Fprintf(&b, "  %-52s %-20s %s\n", w.Figure(f.Key), value, w.Source(f))
		}
	}
	if x.Feasible && x.Match != nil && len(x.Match.Score.Parts) > 0 { // a score ranks what can be chosen
		fmt.Fprintf(&b, "\n%s %s\n", w.term(outcomes, "score"), w.Number(x.Match.Score.Total, 2))
		for _, p := range x.Match.Score.Parts {
			value := w.term(outcomes, "unknown")
			if p.Value != nil {
				value = w.Number(*p.Value, 2)
			}
			fmt.Fprintf(&b, "  %-30s %-8s × %s\n", w.ScorePart(p.Key), value, w.Number(p.Weight, 2))
		}
	}
	return b.String()
}
