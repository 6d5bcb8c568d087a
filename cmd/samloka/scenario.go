package main

import (
	"context"
	"fmt"
	"io"

	"github.com/samloka/samloka/geodata"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/match/scenario"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/transport"
)

type scenarioCommand struct {
	JSON  bool     `name:"json" help:"Print a JSON array: file, checks with their lines, failures."`
	Files []string `arg:"" name:"file" help:"Scenario files; - is standard input."`
}

func (c scenarioCommand) Help() string {
	return `A scenario is read line by line; # starts a comment, names are single words.

  site mill at 14.00 63.30
  site greenhouse 4 km east of mill
  surplus boiler at mill: heat 3 MW, 4000 h, 85/50 °C
  need warm at greenhouse: heat 3 MW, 4000 h, 75/40 °C, price 300
  match boiler -> warm: direct, budget_m 5224
  exchange pipe: boiler -> warm 4000 MWh/yr
  match boiler -> warm: existing
  assume terrain 1
  no match boiler -> warm: distance_too_far
  nothing else
  together total: pairs 0

A flow is RESOURCE AMOUNT UNIT and attributes: supply/return °C, hours (h), price, disposal, treatment (SEK per unit), code, status, accepts, permitted, at most 30 km, from and to (dates), shape, months (twelve numbers), a visibility, a certainty, or a property with its unit (moisture 40 %, particle_size 5..40 mm). A site may have ", country SE". After match stand a class of heat, assess, or figures of the explanation, right when they round to the digits given; after no match the reason of a gate. A figure in metres may be given in km (budget_m 5.2 km); chance is the share of the cases in which a pair pays. "nothing else" forbids every pair not named before it. "together SURPLUS -> NEED: 400 t/yr, place 1" says what a pair gets when all flows are shared out, "no together SURPLUS -> NEED" that it gets nothing, "together total: pairs 2, mass 1000" what all come to (pairs, energy in MWh, mass in t, net_benefit, co2e). Further lines: gates all (or names of gates), viewer public, clear.

Exit status: 0 when everything holds, 1 when something doesn't, lines can't be read (all are told, up to twenty) or nothing is expected.`
}

// scenarioReport is one file's outcome, as --json prints it.
type scenarioReport struct {
	File     string            `json:"file"`
	Checks   []scenarioCheck   `json:"checks"`
	Failures []scenarioFailure `json:"failures"`
}

type scenarioCheck struct {
	Line int    `json:"line"`
	Text string `json:"text"`
	Held bool   `json:"held"`
}

type scenarioFailure struct {
	Line int    `json:"line"`
	Text string `json:"text"`
}

func (c scenarioCommand) Run(ctx context.Context, s *Streams) error {
	catalogue, err := loadCatalogue()
	if err != nil {
		return err
	}
	assumptions, err := symbiosis.LoadAssumptions(geodata.Assumptions())
	if err != nil {
		return err
	}
	setting := scenario.Setting{
		Catalogue: catalogue, Assumptions: assumptions,
		Model: func(a symbiosis.Assumptions) match.Reckoner { return transport.New(a) },
	}
	reports := []scenarioReport{}
	failed := 0
	for _, file := range c.Files {
		text, err := readScenario(s, file)
		if err != nil {
			return err
		}
		result, err := scenario.Run(ctx, text, setting)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		report := newScenarioReport(file, result)
		reports = append(reports, report)
		if len(report.Failures) > 0 {
			failed++
		}
		if !c.JSON {
			report.print(s.Out)
		}
	}
	if c.JSON {
		if err := printJSON(s.Out, reports); err != nil {
			return err
		}
	}
	if failed > 0 {
		return symbiosis.Errorf(symbiosis.Invalid, "%d of %d scenarios failed", failed, len(c.Files))
	}
	return nil
}

func readScenario(s *Streams, file string) (string, error) {
	if file == "-" {
		text, err := io.ReadAll(s.In)
		if err != nil {
			return "", unreadable("standard input", err)
		}
		return string(text), nil
	}
	f, err := openFile(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		return "", unreadable(file, err)
	}
	return string(text), nil
}

func newScenarioReport(file string, r scenario.Result) scenarioReport {
	report := scenarioReport{File: file, Checks: []scenarioCheck{}, Failures: []scenarioFailure{}}
	for _, check := range r.Checks {
		report.Checks = append(report.Checks, scenarioCheck(check))
	}
	for _, f := range r.Failures {
		report.Failures = append(report.Failures, scenarioFailure(f))
	}
	return report
}

// print writes every expectation with its line, and under one that didn't come true why.
func (r scenarioReport) print(w io.Writer) {
	held := 0
	for _, check := range r.Checks {
		word := "FAILS"
		if check.Held {
			word = "holds"
			held++
		}
		fmt.Fprintf(w, "%s:%d: %s: %s\n", r.File, check.Line, word, check.Text)
		for _, f := range r.Failures {
			if f.Line == check.Line {
				fmt.Fprintf(w, "    %s\n", f.Text)
			}
		}
	}
	fmt.Fprintf(w, "%s: %d of %d expectations hold\n", r.File, held, len(r.Checks))
}
