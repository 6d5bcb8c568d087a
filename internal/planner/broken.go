package planner

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// A row that another program has written and that breaks a rule is left out, and only that: the region goes on
// without it on every server, as if it weren't there, and it is told of until it is mended or deleted. What says
// it hangs on such a row (a flow of a broken site) hangs on nothing, as it does where the row is deleted.

// Broken returns the rows of the store that are left out, in the order of SortBroken.
func (s *Snapshot) Broken() []symbiosis.BrokenRow { return s.broken }

// BrokenRow is a row that is left out, with the change that spoilt it.
type BrokenRow struct {
	symbiosis.BrokenRow
	// Spoilt is the newest change before which the row was right; nil where the history doesn't tell of one. Undone,
	// whatever the row is now (AnyVersion), it makes the row that again.
	Spoilt *Change
}

const (
	// mostBrokenTold is how many of the rows that are left out are told one by one.
	mostBrokenTold = 100
	// mostSpoiling is how many changes of a broken row are looked through for the one that spoilt it.
	mostSpoiling = 50
)

// BrokenRows returns the first rows that are left out, a hundred at most, and how many there are.
func (p *Planner) BrokenRows(ctx context.Context) (rows []BrokenRow, count int, err error) {
	all := p.Snapshot().broken
	for _, b := range all[:min(len(all), mostBrokenTold)] {
		row := BrokenRow{BrokenRow: b}
		if b.ID != "" {
			changes, err := p.store.History(ctx, HistoryQuery{Table: b.Table, ID: b.ID, Limit: mostSpoiling})
			if err != nil {
				return nil, 0, err
			}
			if i := slices.IndexFunc(changes, p.wasRight); i >= 0 {
				row.Spoilt = &changes[i]
			}
		}
		rows = append(rows, row)
	}
	return rows, len(all), nil
}

// CountBroken returns how many rows are left out of the present state.
func (p *Planner) CountBroken() int { return len(p.Snapshot().broken) }

// wasRight says whether a row was right before a change, so that undoing the change makes it that again.
func (p *Planner) wasRight(before Change) bool {
	switch r := before.Before.(type) {
	case nil: // without a value of the region's own the default counts
		return before.Table == "assumptions" && before.Operation == store.Inserted
	case float64:
		_, err := p.defaults.With(map[string]float64{before.ID: r})
		return err == nil
	case symbiosis.Flow:
		return !before.Broken && r.ValidateIn(p.catalogue) == nil
	}
	return !before.Broken
}

// ownValues returns the region's own values of assumptions, and the rows of those that this program doesn't know, or
// doesn't allow: the defaults count in their place.
func (p *Planner) ownValues(onFile map[string]float64) (own map[string]float64, broken []symbiosis.BrokenRow) {
	own = map[string]float64{}
	for key, value := range onFile {
		_, err := p.defaults.With(map[string]float64{key: value})
		e, wrong := errors.AsType[*symbiosis.Error](err)
		if !wrong {
			own[key] = value
			continue
		}
		row := symbiosis.BrokenRow{Table: "assumptions", ID: key}
		for _, problem := range e.Problems {
			problem.Place, problem.Field = fmt.Sprintf("table assumptions, row %q", key), "value"
			if problem.Code == "unknown_code" {
				problem.Field, problem.Hint = "key", "the key of an assumption, or delete the row"
			}
			row.Problems = append(row.Problems, problem)
		}
		broken = append(broken, row)
	}
	return own, broken
}

// brokenAfter returns the rows that are left out after a change.
func (s *Snapshot) brokenAfter(c change) []symbiosis.BrokenRow {
	if c.news != nil {
		return c.news.BrokenAfter(s.broken)
	}
	if len(s.broken) == 0 {
		return nil
	}
	news := store.News{
		Changed: symbiosis.Region{
			Sites: c.sites, Flows: c.flows, Exchanges: c.exchanges, Areas: c.areas.put, Constraints: c.constraints.put, Facilities: c.facilities.put,
			Profiles: c.profiles.put, Comparisons: c.comparisons.put, Pitches: c.pitches.put, Settings: c.settings.put, Assumptions: c.assumptions,
		},
		Described: c.info != nil,
		Gone: map[string][]string{
			"sites": texts(c.goneSites), "flows": texts(c.goneFlows), "exchanges": texts(c.goneExchanges), "areas": c.areas.gone,
			"constraints": c.constraints.gone, "facilities": c.facilities.gone, "profiles": c.profiles.gone,
			"comparisons": c.comparisons.gone, "pitches": c.pitches.gone, "settings": c.settings.gone,
		},
	}
	if c.onlyValues != nil {
		news.Changed.Assumptions, news.Gone["assumptions"] = nil, c.onlyValues
	}
	return news.BrokenAfter(s.broken)
}

// brokenRow returns the row of a table that is left out under an id, nil where there is none.
func (s *Snapshot) brokenRow(table, id string) *symbiosis.BrokenRow {
	at, found := slices.BinarySearchFunc(s.broken, id, func(b symbiosis.BrokenRow, id string) int {
		return cmp.Or(strings.Compare(b.Table, table), strings.Compare(b.ID, id))
	})
	if !found {
		return nil
	}
	return &s.broken[at]
}

// What each kind of sum is made of.
var (
	filedTables     = []string{"sites", "flows", "areas", "exchanges", "constraints", "facilities"}
	matchedTables   = []string{"sites", "flows", "exchanges", "assumptions"}
	evaluatedTables = []string{"sites", "flows", "exchanges", "assumptions", "constraints", "facilities", "settings"}
)

// leftOutOf counts the rows of tables that are left out.
func (s *Snapshot) leftOutOf(tables ...string) int {
	n := 0
	for _, b := range s.broken {
		if slices.Contains(tables, b.Table) {
			n++
		}
	}
	return n
}

// flowIsBroken says whether a flow can't be told of because its row is broken, or its site's.
func (s *Snapshot) flowIsBroken(id symbiosis.FlowID) bool {
	if row := s.flows.get(string(id)); row != nil {
		return s.brokenRow("sites", string(row.SiteID)) != nil
	}
	return s.brokenRow("flows", string(id)) != nil
}

// missing is NotFound for a record that isn't there, or is left out.
func (s *Snapshot) missing(noun, id string) error {
	if b := s.brokenRow(tableOf(noun), id); b != nil {
		return &symbiosis.Error{Kind: symbiosis.NotFound, Problems: b.Problems,
			Text: fmt.Sprintf("the row of the %s %q breaks a rule and is left out until it is mended where it was written", noun, id)}
	}
	return notFound(noun, id)
}

// tellBroken writes to the log what next leaves out, where that is other than before.
func (p *Planner) tellBroken(before, next *Snapshot) {
	if before != nil && slices.EqualFunc(before.broken, next.broken, sameRow) || before == nil && len(next.broken) == 0 {
		return
	}
	if len(next.broken) == 0 {
		p.opts.Log.Info("no row of the store is left out any more")
		return
	}
	first := next.broken[0]
	why := any(nil)
	if len(first.Problems) > 0 {
		why = first.Problems[0].String()
	}
	p.opts.Log.Warn("rows of the store are left out until they are mended or deleted where they were written", "rows", len(next.broken),
		"first", fmt.Sprintf("table %s, row %q", first.Table, first.ID), "why", why)
}

func sameRow(a, b symbiosis.BrokenRow) bool {
	return a.Table == b.Table && a.ID == b.ID && slices.Equal(a.Problems, b.Problems)
}
