package planner

import (
	"context"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Summary describes the region at a glance.
type Summary struct {
	Sites, Surpluses, Needs, Areas, Exchanges int

	Bounds    *orb.Bound // of all sites and areas; nil when there are none
	Totals    []KindTotal
	Estimated float64 // share of the flows that are estimates, 0–1
	Matches   MatchTotals
}

// KindTotal sums the flows of one kind in one direction.
type KindTotal struct {
	Kind      symbiosis.Kind
	Direction symbiosis.Direction
	Flows     int
	Energy    unit.Energy // of a year
	Mass      unit.Mass   // of a year
}

// MatchTotals sums the matches. Together is of the pairs that could all come true, beside the
// exchanges in operation, without a flow giving or taking more than it has.
type MatchTotals struct {
	Pairs            int
	Surpluses, Needs int // flows with at least one match
	Together         symbiosis.Allocation
}

// Summary describes the region. It reckons all matches unless they are at hand.
func (s *Snapshot) Summary(ctx context.Context) (Summary, error) {
	sum := Summary{Sites: s.sites.len(), Areas: s.areas.len(), Exchanges: s.exchanges.len(), Bounds: s.Bounds()}
	s.sumFlows(&sum)
	matches, err := s.allMatches(ctx)
	if err != nil {
		return Summary{}, err
	}
	plan, err := s.together(ctx)
	if err != nil {
		return Summary{}, err
	}
	sum.Matches = MatchTotals{Pairs: len(matches.rows), Surpluses: matches.surpluses, Needs: matches.needs, Together: plan}
	return sum, nil
}

func (s *Snapshot) sumFlows(sum *Summary) {
	type group struct {
		kind      symbiosis.Kind
		direction symbiosis.Direction
	}
	totals := map[group]*KindTotal{}
	estimated := 0
	for row := range s.flows.all() {
		if row.Direction == symbiosis.Surplus {
			sum.Surpluses++
		} else {
			sum.Needs++
		}
		if row.Certainty == symbiosis.Estimated {
			estimated++
		}
		g := group{row.kind, row.Direction}
		if totals[g] == nil {
			totals[g] = &KindTotal{Kind: row.kind, Direction: row.Direction}
		}
		totals[g].Flows++
		gwh, tonnes := yearly(s.catalogue, row.Flow)
		if gwh != nil {
			totals[g].Energy += unit.Energy(*gwh) * unit.GigawattHour
		}
		if tonnes != nil {
			totals[g].Mass += unit.Mass(*tonnes) * unit.Tonne
		}
	}
	for _, k := range symbiosis.Kinds() {
		for _, d := range symbiosis.Directions() {
			if t := totals[group{k, d}]; t != nil {
				sum.Totals = append(sum.Totals, *t)
			}
		}
	}
	if n := s.flows.len(); n > 0 {
		sum.Estimated = float64(estimated) / float64(n)
	}
}

// yearly returns what a flow amounts to in a year. A power whose full-load hours aren't
// known runs the whole year, as the transport models take it.
func yearly(c *symbiosis.Catalogue, f symbiosis.Flow) (gwh, tonnes *float64) {
	r, _ := c.Resource(f.Resource)
	if f.Quantity.IsEnergy() {
		hours := unit.HoursPerYear
		if f.FullLoadHours != nil {
			hours = *f.FullLoadHours
		} else if r.FullLoadHours != nil {
			hours = unit.Hours(r.FullLoadHours.Value)
		}
		v := f.Quantity.Energy(hours).GigawattHours()
		return &v, nil
	}
	var density unit.Density
	if r.BulkDensity != nil {
		density = unit.Density(r.BulkDensity.Value) * unit.TonnePerCubicMetre
	}
	if v := f.Quantity.Mass(density).Tonnes(); v > 0 {
		return nil, &v
	}
	return nil, nil
}
