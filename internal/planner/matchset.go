package planner

import (
	"context"
	"slices"

	"github.com/samloka/samloka/internal/match"
	"github.com/samloka/samloka/internal/symbiosis"
)

// matchRow is a match with its flows and sites, so that filters need not look them up.
type matchRow struct {
	symbiosis.Match // without the parts of its score: OfSite and Explain give those
	surplus, need   *flowRow
	from, to        *siteRow
}

// allMatches are all feasible pairs in order of net benefit, greatest first, those without
// one last; then by ids.
type allMatches struct {
	rows []matchRow
}

func (a *allMatches) each(yield func(*symbiosis.Match) bool) {
	for i := range a.rows {
		if !yield(&a.rows[i].Match) {
			return
		}
	}
}

// allMatches returns all matches of the snapshot; the error is ctx's own when it ends first.
func (s *Snapshot) allMatches(ctx context.Context) (*allMatches, error) {
	return s.matches.get(ctx, "the matches", s.reckonAll)
}

// mostPairs bounds what is held in memory: at some 400 bytes a pair, about two GB. A million
// flows on one spot would make milliards of pairs.
var mostPairs = 5_000_000 // a variable for its test

// reckonAll asks the engine for every pair, sorts them and sums them up.
func (s *Snapshot) reckonAll(ctx context.Context) (*allMatches, error) {
	all := &allMatches{}
	e, err := s.engine.get()
	if err != nil {
		return nil, err
	}
	tooMany := false
	err = e.All(ctx, match.Options{ByPlace: true}, func(m symbiosis.Match) bool { // sorted below
		if tooMany = len(all.rows) == mostPairs; tooMany {
			return false
		}
		m.Score.Parts = nil
		if row, ok := s.matchRow(m); ok {
			all.rows = append(all.rows, row)
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	if tooMany {
		return nil, symbiosis.Errorf(symbiosis.Invalid, "more than %d pairs are possible, too many to list and sum up; ask for the matches of one site or flow, or stream them all with samloka match", mostPairs)
	}
	slices.SortFunc(all.rows, func(a, b matchRow) int { return symbiosis.ByBenefit(&a.Match, &b.Match) })
	return all, nil
}

// forgetMatches has all matches reckoned anew when they are next asked for.
func (s *Snapshot) forgetMatches() {
	s.matches, s.plan, s.other = &shared[*allMatches]{}, &shared[symbiosis.Allocation]{}, &otherEngine{}
}

// together returns the plan of the pairs that could all come true. It takes longer than the
// matches themselves: lists do without.
func (s *Snapshot) together(ctx context.Context) (symbiosis.Allocation, error) {
	return s.plan.get(ctx, "the plan", func(ctx context.Context) (symbiosis.Allocation, error) {
		var none symbiosis.Allocation
		all, err := s.allMatches(ctx)
		if err != nil {
			return none, err
		}
		e, err := s.engine.get()
		if err != nil {
			return none, err
		}
		plan, err := e.Allocate(ctx, all.each)
		if err != nil {
			return none, err
		}
		plan.Spreads, err = e.SureTogether(ctx, plan.Pairs)
		return plan, err
	})
}

// matchRow finds the flows and sites of a match; ok is false when one isn't there.
func (s *Snapshot) matchRow(m symbiosis.Match) (row matchRow, ok bool) {
	row = matchRow{Match: m, surplus: s.flows.get(string(m.SurplusID)), need: s.flows.get(string(m.NeedID))}
	if row.surplus == nil || row.need == nil {
		return row, false
	}
	row.from, row.to = s.sites.get(string(row.surplus.SiteID)), s.sites.get(string(row.need.SiteID))
	return row, row.from != nil && row.to != nil
}
