package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/api/rest"
	"github.com/samloka/samloka/internal/exchangeformat"
	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/planner"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
	"github.com/samloka/samloka/internal/wording"
)

type matchCommand struct {
	storeFlag
	language
	Out   string   `help:"File to write: .csv or .geojson. Default: CSV on standard output." placeholder:"FILE"`
	Gates []string `help:"Run these gates alone: direction, resource, temperature, quality, law, time, distance, visibility. With resource,distance the budget is the surplus's max_distance_m, against the distance as the crow flies." placeholder:"GATE,…"`
	csvForm
	MinBenefit float64            `help:"Leave out pairs with a lower net benefit, SEK a year." placeholder:"SEK"`
	Allocate   bool               `help:"Share the flows out: pairs that could all come true together, beside the exchanges in operation, each with what it gets. The sums with their ranges go to standard error, or to standard output with --out."`
	Explain    bool               `help:"Explain one pair, matched or not: every gate with its figures. Give the ids of the surplus and the need."`
	Set        map[string]float64 `help:"Another value of an assumption, for this run only: heat_value_sek_per_mwh=450 (samloka assumptions lists them)." placeholder:"KEY=VALUE;…"`
	JSON       bool               `name:"json" help:"Print the explanation as JSON."`
	Pair       []string           `arg:"" optional:"" name:"id" help:"With --explain: SURPLUS NEED."`
}

func (c matchCommand) Help() string {
	return `Columns of the CSV: surplus_id, need_id, resource, distance_m, route_m, budget_m, quantity, unit, net_benefit_sek_per_year, co2e_t_per_year, score. An empty cell is not known.

With --allocate the rows are the pairs of a plan, in the order they were chosen: the pair of the greatest net benefit gets all it can use, then the next with what is left, month by month for heat. A flow may have several partners, and none gives or takes more than it has. The plan is not the best there is, but never worse than one partner for each flow.

Examples:
  samloka match --store region.gpkg --out matches.csv
  samloka match --store region.gpkg --semicolons --out matches.csv
  samloka match --store region.gpkg --allocate --out plan.csv
  samloka match --store region.gpkg --explain morsil-serverhall-heat morsil-vaxthus-heat`
}

func (c matchCommand) Run(ctx context.Context, s *Streams) error {
	if c.Explain && len(c.Pair) != 2 {
		return usagef("--explain takes the ids of a pair: samloka match --explain SURPLUS NEED")
	}
	if c.Explain && c.Allocate {
		return usagef("--explain is of one pair, --allocate of all: leave one out")
	}
	if !c.Explain && len(c.Pair) > 0 {
		return usagef("%s: ids are for --explain SURPLUS NEED", strings.Join(c.Pair, " "))
	}
	if !unit.Finite(c.MinBenefit) {
		return usagef("--min-benefit %g is no amount", c.MinBenefit)
	}
	format, ok := exchangeformat.FormatOf(c.Out)
	if c.Out == "" || c.Out == "-" {
		format, ok = exchangeformat.CSV, true
	}
	if !ok || format == exchangeformat.Excel {
		return usagef("--out %s: the name must end in .csv or .geojson", c.Out)
	}
	format, err := c.asFlagged(format)
	if err != nil {
		return err
	}
	options := match.Options{MinBenefit: unit.Money(c.MinBenefit) * unit.SEK}
	for _, g := range c.Gates {
		name := symbiosis.GateName(strings.TrimSpace(g))
		if !slices.Contains(symbiosis.GateNames(), name) {
			return usagef("--gates: there is no gate %q; there are %s", name, strings.Trim(fmt.Sprint(symbiosis.GateNames()), "[]"))
		}
		options.Gates = append(options.Gates, name)
	}
	r, err := c.open(ctx, false, planner.Options{})
	if err != nil {
		return err
	}
	defer r.Close()
	if c.Explain {
		return c.explain(s, r)
	}
	return c.all(ctx, s, r.Snapshot(), format, options)
}

// all writes every match, or those of a plan.
func (c matchCommand) all(ctx context.Context, s *Streams, region *planner.Snapshot, format exchangeformat.Format, options match.Options) error {
	each := func(yield func(symbiosis.Match) bool) error { return region.EachMatch(ctx, c.Set, options, yield) }
	var plan symbiosis.Allocation
	if c.Allocate {
		var err error
		if plan, err = region.Allocate(ctx, c.Set, options); err != nil {
			return err
		}
		each = func(yield func(symbiosis.Match) bool) error {
			for i := range plan.Pairs {
				if !yield(plan.Pairs[i].Match) {
					break
				}
			}
			return nil
		}
	}
	n, err := c.write(ctx, s, region, format, each)
	if err != nil {
		return err
	}
	toFile := c.Out != "" && c.Out != "-"
	if c.Allocate {
		out := s.Err
		if toFile {
			out = s.Out
		}
		if _, err := io.WriteString(out, wording.In(c.language.language(), region.Assumptions(), nil).TogetherReport(plan)); err != nil {
			return err
		}
	}
	if toFile {
		_, err = fmt.Fprintf(s.Out, "%s: %d matches\n", c.Out, n)
	}
	return err
}

// write writes matches to the file or to standard output and counts them.
func (c matchCommand) write(ctx context.Context, s *Streams, region *planner.Snapshot, format exchangeformat.Format, each func(func(symbiosis.Match) bool) error) (n int, err error) {
	line := newProgress(s.Err, "matches")
	defer line.done()
	err = writeFile(ctx, s, c.Out, func(w io.Writer) error {
		out := exchangeformat.NewMatchCSV(ctx, w, format)
		if format == exchangeformat.GeoJSON {
			out = exchangeformat.NewMatchGeoJSON(ctx, w, func(id symbiosis.FlowID) (orb.Point, bool) {
				f, err := region.Flow(id)
				if err != nil {
					return orb.Point{}, false
				}
				site, err := region.Site(f.SiteID)
				return site.Location, err == nil
			})
		}
		var failed error
		err := each(func(m symbiosis.Match) bool {
			n++
			line.at(n, 0)
			failed = out.Write(m)
			return failed == nil
		})
		for _, e := range []error{err, failed} {
			if e != nil {
				return e
			}
		}
		return out.Close()
	})
	return n, err
}

// explain prints the reckoning of one pair, in the words of the API and the page.
func (c matchCommand) explain(s *Streams, r *region) error {
	snapshot := r.Snapshot()
	x, err := snapshot.Explain(planner.Explain{
		SurplusID: symbiosis.FlowID(c.Pair[0]), NeedID: symbiosis.FlowID(c.Pair[1]), Assumptions: c.Set,
	})
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(s.Out, rest.NewService(r.Planner, nil).Explanation(snapshot, x, c.language.language()))
	}
	_, err = io.WriteString(s.Out, wording.In(c.language.language(), x.Assumptions, r.Catalogue()).Report(x.Explanation))
	return err
}
