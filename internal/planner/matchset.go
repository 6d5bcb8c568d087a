package planner

import (
	"context"
	"slices"
	"sync/atomic"

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
	rows []*matchRow
	// surpluses and needs are how many flows have at least one.
	surpluses, needs int

	state match.State // of the flows that they are of
}

func (a *allMatches) each(yield func(*symbiosis.Match) bool) {
	for _, row := range a.rows {
		if !yield(&row.Match) {
			return
		}
	}
}

// matchSet is a snapshot's allMatches. Until they are reckoned it holds those of an earlier snapshot,
// nil when there are none: after an edit all but the pairs of a few flows are as they were.
type matchSet struct {
	shared[*allMatches]
	earlier atomic.Pointer[allMatches]
}

// after returns the set of a snapshot that comes after this one.
func (m *matchSet) after() *matchSet {
	next := new(matchSet)
	if all, ok := m.done(); ok {
		next.earlier.Store(all)
	} else {
		next.earlier.Store(m.earlier.Load())
	}
	return next
}

// allMatches returns all matches of the snapshot; the error is ctx's own when it ends first.
func (s *Snapshot) allMatches(ctx context.Context) (*allMatches, error) {
	return s.matches.get(ctx, "the matches", func(ctx context.Context) (*allMatches, error) {
		all, err := s.reckonAll(ctx, s.matches.earlier.Load())
		if err == nil {
			s.matches.earlier.Store(nil)
		}
		return all, err
	})
}

// mostPairs bounds what is held in memory: at some 400 bytes a pair, about two GB. A million
// flows on one spot would make milliards of pairs.
var mostPairs = 5_000_000 // a variable for its test

// mostRedone is up to which share of the flows, one in so many, the pairs of those that have changed are
// reckoned by themselves; of more all pairs are found as quickly, together.
const mostRedone = 50

// reckonAll finds every pair: those of flows that are as they were when the earlier matches were reckoned
// are taken from there, the others, or all, asked of the engine.
func (s *Snapshot) reckonAll(ctx context.Context, earlier *allMatches) (*allMatches, error) {
	e, err := s.engine.get()
	if err != nil {
		return nil, err
	}
	all := &allMatches{state: e.State()}
	kept, tooMany := []*matchRow(nil), false
	take := func(m symbiosis.Match) bool {
		if tooMany = len(kept)+len(all.rows) >= mostPairs; tooMany {
			return false
		}
		m.Score.Parts = nil
		if row, ok := s.matchRow(m); ok {
			all.rows = append(all.rows, row)
		}
		return true
	}
	changed := []symbiosis.FlowID(nil)
	if earlier != nil {
		changed = e.ChangedSince(earlier.state)
	}
	if earlier == nil || len(changed) > e.Flows()/mostRedone {
		err = e.All(ctx, match.Options{ByPlace: true}, take) // sorted below
	} else {
		kept = earlier.without(changed)
		err = e.AllOf(ctx, changed, match.Options{}, take)
	}
	switch {
	case err != nil:
		return nil, err
	case tooMany:
		return nil, symbiosis.Errorf(symbiosis.Invalid, "more than %d pairs are possible, too many to list and sum up; ask for the matches of one site or flow, or stream them all with samloka match", mostPairs)
	}
	slices.SortFunc(all.rows, byBenefit)
	all.rows = merged(kept, all.rows)
	all.count()
	return all, nil
}

func byBenefit(a, b *matchRow) int { return symbiosis.ByBenefit(&a.Match, &b.Match) }

// without returns the rows in which none of some flows is.
func (a *allMatches) without(flows []symbiosis.FlowID) []*matchRow {
	among := make(map[symbiosis.FlowID]bool, len(flows))
	for _, id := range flows {
		among[id] = true
	}
	kept := make([]*matchRow, 0, len(a.rows))
	for _, row := range a.rows {
		if !among[row.SurplusID] && !among[row.NeedID] {
			kept = append(kept, row)
		}
	}
	return kept
}

// merged makes one list of two that are in order.
func merged(a, b []*matchRow) []*matchRow {
	if len(a) == 0 || len(b) == 0 {
		return append(a, b...)
	}
	out := make([]*matchRow, 0, len(a)+len(b))
	for len(b) > 0 {
		at, _ := slices.BinarySearchFunc(a, b[0], byBenefit)
		out, a = append(append(out, a[:at]...), b[0]), a[at:]
		b = b[1:]
	}
	return append(out, a...)
}

// count tells how many flows have matches.
func (a *allMatches) count() {
	surpluses, needs := map[*flowRow]bool{}, map[*flowRow]bool{}
	for _, row := range a.rows {
		surpluses[row.surplus], needs[row.need] = true, true
	}
	a.surpluses, a.needs = len(surpluses), len(needs)
}

// forgetMatches has all matches reckoned anew when they are next asked for.
func (s *Snapshot) forgetMatches() {
	s.matches, s.plan, s.other = new(matchSet), &shared[symbiosis.Allocation]{}, &otherEngine{}
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
func (s *Snapshot) matchRow(m symbiosis.Match) (row *matchRow, ok bool) {
	row = &matchRow{Match: m, surplus: s.flows.get(string(m.SurplusID)), need: s.flows.get(string(m.NeedID))}
	if row.surplus == nil || row.need == nil {
		return row, false
	}
	row.from, row.to = s.sites.get(string(row.surplus.SiteID)), s.sites.get(string(row.need.SiteID))
	return row, row.from != nil && row.to != nil
}
