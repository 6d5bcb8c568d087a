package planner

import (
	"context"
	"sort"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"github.com/samloka/samloka/internal/symbiosis"
	"github.com/samloka/samloka/internal/unit"
)

// MatchFilter chooses matches; zero values choose all.
type MatchFilter struct {
	Bounds       *orb.Bound // holds either end
	Resource     symbiosis.ResourceCode
	Kind         symbiosis.Kind
	Municipality string           // of either end
	Site         symbiosis.SiteID // is either end
	// Direction makes only one end count for Bounds, Municipality and Site.
	Direction  symbiosis.Direction
	MinBenefit *unit.Money // leaves out pairs without a net benefit, too
}

// Pair is a match with its flows and sites.
type Pair struct {
	symbiosis.Match
	Surplus, Need         symbiosis.Flow
	SurplusSite, NeedSite symbiosis.Site
	Sure                  *symbiosis.Uncertainty // where it was asked for, see Snapshot.Sure
}

func (r *matchRow) pair() Pair {
	return Pair{Match: r.Match, Surplus: r.surplus.Flow, Need: r.need.Flow, SurplusSite: r.from.Site, NeedSite: r.to.Site}
}

// Matches lists feasible pairs by net benefit, greatest first. It reckons all matches unless
// they are at hand. An unknown resource is an Invalid error, and so is an After that no page
// gave.
func (s *Snapshot) Matches(ctx context.Context, f MatchFilter, page Page) (Listed[Pair], error) {
	if err := s.checkResource(f.Resource); err != nil {
		return Listed[Pair]{}, err
	}
	all, err := s.allMatches(ctx)
	if err != nil {
		return Listed[Pair]{}, err
	}
	start := 0
	if page.After != "" {
		after, err := parseMatchKey(page.After)
		if err != nil {
			return Listed[Pair]{}, err
		}
		start = sort.Search(len(all.rows), func(i int) bool { return symbiosis.ByBenefit(&all.rows[i].Match, &after) > 0 })
	}
	fits := s.matchTest(f)
	var l Listed[Pair]
	var last *matchRow
	for i := range all.rows {
		row := all.rows[i]
		if !fits(row) {
			continue
		}
		l.Total++
		switch {
		case i < start:
		case page.Limit > 0 && len(l.Items) == page.Limit:
			l.Next = matchKey(&last.Match)
		default:
			l.Items = append(l.Items, row.pair())
			last = row
		}
	}
	return l, nil
}

// matchTest returns the filter as a test of one row.
func (s *Snapshot) matchTest(f MatchFilter) func(*matchRow) bool {
	municipality := fold(f.Municipality)
	placed := f.Bounds != nil || municipality != "" || f.Site != ""
	end := func(site *siteRow) bool {
		return (f.Site == "" || site.ID == f.Site) && (municipality == "" || site.municipality == municipality) &&
			(f.Bounds == nil || contains(*f.Bounds, site.Location))
	}
	under := map[symbiosis.ResourceCode]bool{}
	for _, r := range s.catalogue.Resources() {
		under[r.Code] = f.Resource == "" || s.catalogue.Is(r.Code, f.Resource)
	}
	return func(r *matchRow) bool {
		if !under[r.surplus.Resource] || f.Kind != "" && r.surplus.kind != f.Kind {
			return false
		}
		if f.MinBenefit != nil && (r.NetBenefit == nil || *r.NetBenefit < *f.MinBenefit) {
			return false
		}
		return !placed || f.Direction != symbiosis.Need && end(r.from) || f.Direction != symbiosis.Surplus && end(r.to)
	}
}

// A match's key is its place in the order of lists: net benefit and ids.
func matchKey(m *symbiosis.Match) string {
	benefit := ""
	if m.NetBenefit != nil {
		benefit = strconv.FormatFloat(m.NetBenefit.SEK(), 'g', -1, 64)
	}
	return benefit + "\x1f" + string(m.SurplusID) + "\x1f" + string(m.NeedID)
}

func parseMatchKey(key string) (symbiosis.Match, error) {
	parts := strings.Split(key, "\x1f")
	if len(parts) != 3 {
		return symbiosis.Match{}, errNoSuchPage()
	}
	m := symbiosis.Match{SurplusID: symbiosis.FlowID(parts[1]), NeedID: symbiosis.FlowID(parts[2])}
	if parts[0] != "" {
		v, err := strconv.ParseFloat(parts[0], 64)
		if err != nil || !unit.Finite(v) {
			return symbiosis.Match{}, errNoSuchPage()
		}
		benefit := unit.Money(v)
		m.NetBenefit = &benefit
	}
	return m, nil
}

func errNoSuchPage() error {
	return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the cursor belongs to no page", Problems: []symbiosis.Problem{{
		Field: "cursor", Code: "unknown_cursor", Text: "was not given by this list", Hint: "begin without a cursor",
	}}}
}

// EachPair calls yield for every feasible pair by net benefit, greatest first, until it
// returns false. It is for export and for layers.
func (s *Snapshot) EachPair(ctx context.Context, yield func(Pair) bool) error {
	all, err := s.allMatches(ctx)
	if err != nil {
		return err
	}
	for i := range all.rows {
		if !yield(all.rows[i].pair()) {
			break
		}
	}
	return nil
}
