package scenario

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Setting is what a scenario is run with.
type Setting struct {
	Catalogue   *symbiosis.Catalogue
	Model       match.Model
	Assumptions symbiosis.Assumptions
}

// Failure is an expectation that didn't come true.
type Failure struct {
	Line int
	Text string
}

// String returns the failure in one line.
func (f Failure) String() string { return fmt.Sprintf("line %d: %s", f.Line, f.Text) }

// Check is an expectation that was checked, as it stands in the file.
type Check struct {
	Line int
	Text string
	Held bool
}

// Result tells what a run checked, in the order of the lines.
type Result struct {
	Expectations int
	Checks       []Check
	Failures     []Failure // one or more for each check that didn't hold
}

// mostLines bounds a scenario: it is a small region, and reading looks through what was said.
const mostLines = 10_000

// Run reads a scenario and checks what it expects. Lines that can't be read are an Invalid
// error with their numbers (faulty.go), and so is a scenario that expects nothing; an expectation that doesn't come true is a Failure.
func Run(ctx context.Context, text string, s Setting) (Result, error) {
	r := &runner{ctx: ctx, setting: s}
	r.clear()
	lines := strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n")
	if len(lines) > mostLines {
		return r.result, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the scenario can't be run", Problems: []symbiosis.Problem{{
			Place: fmt.Sprintf("line %d", mostLines+1), Code: "too_long", Text: fmt.Sprintf("is beyond the %d lines that a scenario may have", mostLines), Hint: "a scenario is a small region; import a large one with samloka import",
		}}}
	}
	for i, line := range lines {
		if err := ctx.Err(); err != nil {
			return r.result, err
		}
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		r.line = i + 1
		expectations, failures := r.result.Expectations, len(r.result.Failures)
		err := r.do(line)
		if r.result.Expectations > expectations {
			r.result.Checks = append(r.result.Checks, Check{r.line, line, err == nil && len(r.result.Failures) == failures})
		}
		if err != nil {
			if ctx.Err() != nil {
				return r.result, err
			}
			r.faulty.add(r.line, line, err)
		}
	}
	if err := r.faulty.err(); err != nil {
		return r.result, err
	}
	if r.result.Expectations == 0 {
		return r.result, &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the scenario expects nothing", Problems: []symbiosis.Problem{{
			Code: "required", Text: "no line says what must match or what must not", Hint: "such as \"match boiler -> warm: direct\", \"no match boiler -> cold: distance_too_far\" or \"nothing else\"",
		}}}
	}
	return r.result, nil
}

// runner carries a scenario's state from line to line.
type runner struct {
	ctx     context.Context //nolint:containedctx // lives for one call of Run
	setting Setting
	line    int
	result  Result
	faulty  faulty

	sites       []symbiosis.Site
	flows       []symbiosis.Flow
	exchanges   []symbiosis.Exchange
	assumptions map[string]float64
	options     match.Options
	expected    map[[2]symbiosis.FlowID]bool // pairs that were ever said to match
	latest      map[[2]symbiosis.FlowID]bool // what was last said of a pair
	said        [][2]symbiosis.FlowID        // the pairs of latest, in the order they were first named
	engine      *match.Engine                // nil after a change
	plan        *symbiosis.Allocation        // of the engine; nil until it is asked for
}

func (r *runner) clear() {
	r.sites, r.flows, r.exchanges, r.engine = nil, nil, nil, nil
	r.assumptions, r.options = map[string]float64{}, match.Options{}
	r.expected, r.latest, r.said = map[[2]symbiosis.FlowID]bool{}, map[[2]symbiosis.FlowID]bool{}, nil
}

func (r *runner) do(line string) error {
	verb, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	switch verb {
	case "site":
		return r.site(rest)
	case "surplus", "need":
		return r.flow(symbiosis.Direction(verb), rest)
	case "exchange":
		return r.exchange(rest)
	case "assume":
		return r.assume(rest)
	case "gates":
		return r.gates(rest)
	case "viewer":
		r.options.Viewer, r.plan = symbiosis.Visibility(rest), nil
		return nil
	case "clear":
		r.clear()
		r.faulty.names = nil
		return nil
	case "match":
		return r.expect(rest, true)
	case "no":
		if pair, ok := strings.CutPrefix(rest, "match "); ok {
			return r.expect(pair, false)
		}
		if pair, ok := strings.CutPrefix(rest, "together "); ok {
			return r.together(pair, false)
		}
	case "together":
		return r.together(rest, true)
	case "nothing":
		if rest == "else" {
			return r.nothingElse()
		}
	}
	return fmt.Errorf("starts with none of site, surplus, need, exchange, assume, gates, viewer, clear, match, no match, together, no together, nothing else")
}

func (r *runner) assume(text string) error {
	key, value, _ := strings.Cut(text, " ")
	v, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil {
		return fmt.Errorf("%q is no number", value)
	}
	assumed := maps.Clone(r.assumptions)
	assumed[key] = v
	if _, err = r.setting.Assumptions.With(assumed); err != nil {
		return err
	}
	r.assumptions, r.engine = assumed, nil
	return nil
}

func (r *runner) gates(text string) error {
	r.options.Gates, r.plan = nil, nil
	r.expected, r.latest, r.said = map[[2]symbiosis.FlowID]bool{}, map[[2]symbiosis.FlowID]bool{}, nil
	if text == "all" {
		return nil
	}
	for _, name := range strings.Fields(text) {
		if !slices.Contains(symbiosis.GateNames(), symbiosis.GateName(name)) {
			return fmt.Errorf("there is no gate %q", name)
		}
		r.options.Gates = append(r.options.Gates, symbiosis.GateName(name))
	}
	return nil
}

// ready returns the engine of what has been said so far.
func (r *runner) ready() (*match.Engine, error) {
	if r.engine != nil {
		return r.engine, nil
	}
	r.plan = nil
	a, err := r.setting.Assumptions.With(r.assumptions)
	if err != nil {
		return nil, err
	}
	e, err := match.New(r.setting.Catalogue, r.setting.Model, a, r.sites, r.flows)
	if err == nil {
		r.engine, err = e.With(match.Change{PutExchanges: r.exchanges})
	}
	return r.engine, err
}

func (r *runner) fail(format string, args ...any) {
	r.result.Failures = append(r.result.Failures, Failure{r.line, fmt.Sprintf(format, args...)})
}

// expect checks one pair: "SURPLUS -> NEED: what, what".
func (r *runner) expect(text string, feasible bool) error {
	names, details, _ := strings.Cut(text, ":")
	surplus, need, ok := strings.Cut(names, "->")
	if !ok {
		return fmt.Errorf("names no pair SURPLUS -> NEED")
	}
	s, n := symbiosis.FlowID(strings.TrimSpace(surplus)), symbiosis.FlowID(strings.TrimSpace(need))
	e, err := r.ready()
	if err != nil {
		return err
	}
	options := r.options
	if strings.Contains(details, "chance ") {
		options.Samples = chanceSamples
	}
	x, err := e.Explain(s, n, nil, options)
	if err != nil {
		return err
	}
	r.result.Expectations++
	pair := [2]symbiosis.FlowID{s, n}
	if _, before := r.latest[pair]; !before {
		r.said = append(r.said, pair)
	}
	r.expected[pair] = r.expected[pair] || feasible
	r.latest[pair] = feasible
	if x.Feasible != feasible {
		var why []string
		for _, g := range x.Gates {
			why = append(why, fmt.Sprintf("%s %s (%s)", g.Name, g.Status, g.Reason))
		}
		r.fail("%s -> %s: feasible is %v; %s", s, n, x.Feasible, strings.Join(why, ", "))
		return nil
	}
	for _, detail := range split(details, ",") {
		if feasible || strings.Contains(detail, " ") {
			if err := r.expectFigure(x, detail); err != nil {
				return err
			}
		} else {
			r.expectReason(x, detail)
		}
	}
	return nil
}

func (r *runner) expectReason(x symbiosis.Explanation, reason string) {
	var failed []string
	for _, g := range x.Gates {
		if g.Status == symbiosis.Failed || g.Status == symbiosis.NotRun {
			failed = append(failed, g.Reason)
		}
	}
	if !slices.Contains(failed, reason) {
		r.fail("%s -> %s fails for %s, not for %s", x.Surplus.ID, x.Need.ID, strings.Join(failed, ", "), reason)
	}
}

func (r *runner) expectFigure(x symbiosis.Explanation, detail string) error {
	words := strings.Fields(detail)
	switch {
	case detail == "assess":
		if !x.Match.NeedsAssessment {
			r.fail("%s -> %s needs no assessment", x.Surplus.ID, x.Need.ID)
		}
		return nil
	case detail == "existing":
		if x.Match.Exchange == "" {
			r.fail("%s -> %s is no exchange in operation", x.Surplus.ID, x.Need.ID)
		}
		return nil
	case len(words) == 1:
		if string(x.Match.Class) != detail {
			r.fail("%s -> %s is %q, not %q", x.Surplus.ID, x.Need.ID, x.Match.Class, detail)
		}
		return nil
	}
	got, ok := figureOf(x, words[0])
	return r.compare(fmt.Sprintf("%s -> %s", x.Surplus.ID, x.Need.ID), detail, got, ok)
}

// compare holds a figure against "KEY VALUE", or "KEY VALUE km" where the figure is in metres:
// it is right when it rounds to the digits given.
func (r *runner) compare(of, detail string, got float64, known bool) error {
	words := strings.Fields(detail)
	if len(words) == 3 && words[2] == "km" {
		got /= 1000
	} else if len(words) != 2 {
		return fmt.Errorf("%q is no figure and its value, such as budget_m 5224 or budget_m 5.2 km", detail)
	}
	want, err := strconv.ParseFloat(words[1], 64)
	if err != nil || math.IsNaN(want) || math.IsInf(want, 0) {
		return fmt.Errorf("%q is no number", words[1])
	}
	if !known {
		r.fail("%s: there is no figure %q in its reckoning", of, words[0])
		return nil
	}
	_, decimals, _ := strings.Cut(words[1], ".")
	if half := 0.5 * math.Pow(10, -float64(len(decimals))); !(math.Abs(got-want) <= half*(1+1e-9)) {
		r.fail("%s: %s is %g, not %s", of, words[0], got, strings.Join(words[1:], " "))
	}
	return nil
}

// chanceSamples is in how many samples the chance of a pair is told: as in an explanation.
const chanceSamples = 512

// figureOf finds a figure of an explanation by its key; the last of a key counts.
func figureOf(x symbiosis.Explanation, key string) (value float64, ok bool) {
	switch {
	case key == "score":
		return x.Match.Score.Total, true
	case key == "chance" && x.Uncertainty != nil:
		return x.Uncertainty.Chance, true
	}
	for _, p := range x.Match.Score.Parts {
		if "score_"+p.Key == key && p.Value != nil {
			return *p.Value, true
		}
	}
	for _, g := range x.Gates {
		for _, f := range g.Figures {
			if f.Key == key && f.Text == "" {
				value, ok = f.Value, true
			}
		}
	}
	for _, s := range x.Steps {
		for _, f := range s.Figures {
			if f.Key == key && f.Text == "" {
				value, ok = f.Value, true
			}
		}
	}
	return value, ok
}

func (r *runner) nothingElse() error {
	e, err := r.ready()
	if err != nil {
		return err
	}
	r.result.Expectations++
	found := map[[2]symbiosis.FlowID]bool{}
	err = e.All(r.ctx, r.options, func(m symbiosis.Match) bool {
		pair := [2]symbiosis.FlowID{m.SurplusID, m.NeedID}
		found[pair] = true
		if !r.expected[pair] {
			r.fail("%s -> %s matches too", m.SurplusID, m.NeedID)
		}
		return true
	})
	for _, pair := range r.said {
		if r.latest[pair] && !found[pair] {
			r.fail("%s -> %s is explained as a match, but isn't found", pair[0], pair[1])
		}
	}
	return err
}

// split cuts a list and leaves empty parts out.
func split(text, separator string) []string {
	var parts []string
	for _, part := range strings.Split(text, separator) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}
