package planner

import (
	"context"
	"fmt"
	"slices"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/parallel"
	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// Miss is a pair that just misses, with its flows and sites.
type Miss struct {
	symbiosis.NearMiss
	Surplus, Need         symbiosis.Flow
	SurplusSite, NeedSite symbiosis.Site
}

// Found pairs and near misses of one site or one hypothetical point.
type Prospects struct {
	Pairs []Pair // by net benefit, greatest first; at most the limit
	// Matches are these without their flows and sites, where no more was asked for.
	Matches []symbiosis.Match
	Total   int    // of pairs
	Misses  []Miss // nearest to passing first

	// NetBenefit and CO2e sum each of the site's flows with its best partner.
	NetBenefit unit.Money
	CO2e       unit.Mass
}

// MostOfSite bounds how many matches of one site come back: the total says how many there are.
const MostOfSite = 1000

// MatchesOfSite returns the best matches of a site, at most limit of them (0, or more than
// MostOfSite: MostOfSite) and never more than some times as many in memory, and what just misses if misses says
// so; if sure says so, with how sure the figures of both are. An unknown site is NotFound.
func (s *Snapshot) MatchesOfSite(ctx context.Context, id symbiosis.SiteID, limit int, misses, sure bool) (Prospects, error) {
	if limit <= 0 || limit > MostOfSite {
		limit = MostOfSite
	}
	e, err := s.engine.get()
	if err != nil {
		return Prospects{}, err
	}
	found, err := e.OfSiteSummed(ctx, id, options(misses, sure, limit))
	if err != nil {
		return Prospects{}, err
	}
	p := s.prospects(found, laidOver{})
	if sure {
		err = p.fillSure(ctx, e, symbiosis.Scenario{})
	}
	return p, err
}

func options(misses, sure bool, limit int) match.Options {
	o := match.Options{Limit: limit}
	if sure {
		o.Samples = nearSamples
	}
	if !misses {
		o.MostNear = -1
	}
	return o
}

// laidOver are the records of a scenario, which stand before the region's.
type laidOver struct {
	sites map[symbiosis.SiteID]symbiosis.Site
	flows map[symbiosis.FlowID]symbiosis.Flow
}

// end finds a flow and its site.
func (s *Snapshot) end(over laidOver, id symbiosis.FlowID) (symbiosis.Flow, symbiosis.Site) {
	f, ok := over.flows[id]
	if !ok {
		f, _ = s.Flow(id)
	}
	site, ok := over.sites[f.SiteID]
	if !ok {
		site, _ = s.Site(f.SiteID)
	}
	return f, site
}

func (s *Snapshot) prospects(found match.Summed, over laidOver) Prospects {
	p := Prospects{
		Total: found.Total, NetBenefit: found.NetBenefit, CO2e: found.CO2e,
		Pairs: make([]Pair, len(found.Matches)), Misses: make([]Miss, len(found.Near)),
	}
	for i, m := range found.Matches {
		pair := &p.Pairs[i]
		pair.Match = m
		pair.Surplus, pair.SurplusSite = s.end(over, m.SurplusID)
		pair.Need, pair.NeedSite = s.end(over, m.NeedID)
	}
	for i, n := range found.Near {
		miss := &p.Misses[i]
		miss.NearMiss = n
		miss.Surplus, miss.SurplusSite = s.end(over, n.SurplusID)
		miss.Need, miss.NeedSite = s.end(over, n.NeedID)
	}
	return p
}

// Greatest what-if requests: above them the answer would take longer than anyone waits.
const (
	MostPoints        = 1000
	MostFlowsPerPoint = 50
	MostFlows         = 5000
	// MostSurePoints may be asked for how sure their figures are: each pair is reckoned hundreds of times.
	MostSurePoints = 10
)

// WhatIf asks what hypothetical points would find. Each point is a scenario of its own:
// points don't see each other.
type WhatIf struct {
	Points      []symbiosis.Scenario
	Assumptions map[string]float64 // values that stand for this question only
	Limit       int                // most pairs for each point; 0: all
	Misses      bool
	Sure        bool // how sure the figures of pairs and near misses are; of MostSurePoints points at most
	// Totals asks for the sums alone, without a pair; Bare for pairs without their flows and sites.
	Totals, Bare bool
}

// check refuses what is too much at once, and reports every fault of the points.
func (w WhatIf) check(c *symbiosis.Catalogue) error {
	var faults []symbiosis.Problem
	tooMany := func(field string, n, most int) {
		if n > most {
			faults = append(faults, symbiosis.Problem{Field: field, Code: "too_many", Value: fmt.Sprint(n), Text: fmt.Sprintf("are more than the %d that one question can hold", most), Hint: "ask in several questions"})
		}
	}
	tooMany("points", len(w.Points), MostPoints)
	if w.Sure {
		tooMany("points", len(w.Points), MostSurePoints)
	}
	flows := 0
	for i, p := range w.Points {
		tooMany(fmt.Sprintf("points[%d].flows", i), len(p.Flows), MostFlowsPerPoint)
		flows += len(p.Flows)
	}
	tooMany("flows", flows, MostFlows)
	if faults == nil {
		first := map[symbiosis.SiteID]int{}
		for i, p := range w.Points {
			for _, site := range p.Sites {
				if before, twice := first[site.ID]; twice && before != i {
					faults = append(faults, symbiosis.Problem{Place: pointPlace(i, ""), Field: "id", Code: "duplicate", Value: string(site.ID),
						Text: fmt.Sprintf("is the id of points[%d] too", before), Hint: "an id of its own, or none: then points are numbered"})
					continue
				}
				first[site.ID] = i
			}
			for _, f := range placed("", p.Validate(c)) {
				f.Place = pointPlace(i, f.Place)
				faults = append(faults, f)
			}
		}
	}
	if faults != nil {
		return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the question can't be answered", Problems: faults}
	}
	return nil
}

// pointPlace names a place within point i: a scenario calls its one site points[0].
func pointPlace(i int, place string) string {
	name := fmt.Sprintf("points[%d]", i)
	if place == "" || place == "points[0]" {
		return name
	}
	return name + "." + place
}

// WhatIf answers for each point in its order. Nothing is stored. A question that is too
// large or whose points aren't valid is an Invalid error with every fault.
func (s *Snapshot) WhatIf(ctx context.Context, w WhatIf) ([]Prospects, error) {
	if err := w.check(s.catalogue); err != nil {
		return nil, err
	}
	e, err := s.assuming(w.Assumptions)
	if err != nil {
		return nil, err
	}
	answers := make([]Prospects, len(w.Points))
	opts := options(w.Misses, w.Sure, w.Limit)
	if w.Totals {
		opts.Limit = -1
	}
	faults := make([]error, len(w.Points))
	parallel.Each(len(w.Points), func(i int) {
		answers[i], faults[i] = s.answer(ctx, e, w, w.Points[i], opts)
	})
	for _, err := range faults {
		if err != nil {
			return nil, err
		}
	}
	return answers, nil
}

// answer answers for one point.
func (s *Snapshot) answer(ctx context.Context, e *match.Engine, w WhatIf, p symbiosis.Scenario, opts match.Options) (Prospects, error) {
	found, err := e.WhatIfSummed(ctx, p, opts)
	if err != nil {
		return Prospects{}, err
	}
	var bare []symbiosis.Match
	if w.Bare {
		bare, found.Matches = found.Matches, nil
	}
	var over laidOver
	if len(found.Matches)+len(found.Near) > 0 {
		over = layOver(p)
	}
	told := s.prospects(found, over)
	told.Matches = bare
	if w.Sure {
		err = told.fillSure(ctx, e, p)
	}
	return told, err
}

func layOver(sc symbiosis.Scenario) laidOver {
	over := laidOver{map[symbiosis.SiteID]symbiosis.Site{}, map[symbiosis.FlowID]symbiosis.Flow{}}
	for _, site := range sc.Sites {
		over.sites[site.ID] = site
	}
	for _, f := range sc.Flows {
		over.flows[f.ID] = f
	}
	return over
}

// samples tell how sure a pair is to about two per cent, in some tens of milliseconds.
const samples = 512

// Explain asks for the whole reckoning of a pair.
type Explain struct {
	SurplusID, NeedID symbiosis.FlowID
	Assumptions       map[string]float64 // values that stand for this question only
	// ChangeSurplus and ChangeNeed change the flows for this question only; nil: as they are.
	ChangeSurplus, ChangeNeed func(*symbiosis.Flow)
	// Point holds flows that the region doesn't, as in WhatIf; nil: none.
	Point *symbiosis.Scenario
}

// Explanation is the reckoning of a pair with the sites at its ends.
type Explanation struct {
	symbiosis.Explanation
	SurplusSite, NeedSite symbiosis.Site
	Assumptions           symbiosis.Assumptions // those that stood
}

// Explain returns the whole reckoning of a pair, matched or not. Nothing is stored. A flow
// that isn't there is NotFound; a change that isn't valid is Invalid, with every fault.
func (s *Snapshot) Explain(x Explain) (Explanation, error) {
	assumptions, err := s.assumptions.With(x.Assumptions)
	if err != nil {
		return Explanation{}, err
	}
	over := laidOver{}
	sc := symbiosis.Scenario{}
	if x.Point != nil {
		if err := (WhatIf{Points: []symbiosis.Scenario{*x.Point}}).check(s.catalogue); err != nil {
			return Explanation{}, err
		}
		over, sc = layOver(*x.Point), *x.Point
	}
	if err := s.layChanges(x, &sc, &over); err != nil {
		return Explanation{}, err
	}
	engine, err := s.engine.get()
	if err != nil {
		return Explanation{}, err
	}
	e, err := engine.ExplainIn(sc, x.SurplusID, x.NeedID, x.Assumptions, match.Options{Samples: samples})
	if err != nil {
		return Explanation{}, err
	}
	out := Explanation{Explanation: e, Assumptions: assumptions}
	_, out.SurplusSite = s.end(over, x.SurplusID)
	_, out.NeedSite = s.end(over, x.NeedID)
	return out, nil
}

// layChanges puts the changed flows, with their sites, into the scenario.
func (s *Snapshot) layChanges(x Explain, sc *symbiosis.Scenario, over *laidOver) error {
	var faults []symbiosis.Problem
	for _, side := range []struct {
		name   string
		id     symbiosis.FlowID
		change func(*symbiosis.Flow)
	}{{"surplus", x.SurplusID, x.ChangeSurplus}, {"need", x.NeedID, x.ChangeNeed}} {
		if side.change == nil {
			continue
		}
		f, site := s.end(*over, side.id)
		if f.ID == "" {
			return notFound("flow", string(side.id))
		}
		side.change(&f)
		f.PermittedCodes = slices.Clone(f.PermittedCodes) // Normalise writes into it
		f.Normalise()
		faults = append(faults, placed(side.name, f.ValidateIn(s.catalogue))...)
		sc.Flows = append(slices.DeleteFunc(slices.Clone(sc.Flows), func(o symbiosis.Flow) bool { return o.ID == f.ID }), f)
		if !slices.ContainsFunc(sc.Sites, func(o symbiosis.Site) bool { return o.ID == site.ID }) {
			sc.Sites = append(slices.Clip(sc.Sites), site)
		}
	}
	*over = layOver(*sc)
	if faults != nil {
		return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the changed flows are not valid", Problems: faults}
	}
	return nil
}
