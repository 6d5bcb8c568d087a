package planner

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"slices"

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
			if i := slices.IndexFunc(changes, func(c Change) bool { return p.right(c.Before) }); i >= 0 {
				row.Spoilt = &changes[i]
			}
		}
		rows = append(rows, row)
	}
	return rows, len(all), nil
}

// CountBroken returns how many rows are left out of the present state.
func (p *Planner) CountBroken() int { return len(p.Snapshot().broken) }

// right says whether a record of the history keeps the rules of its noun.
func (p *Planner) right(record any) bool {
	switch r := record.(type) {
	case nil:
		return false
	case float64:
		return !math.IsNaN(r) && !math.IsInf(r, 0)
	case symbiosis.RegionInfo:
		return true
	case symbiosis.Flow:
		r.Normalise()
		return r.ValidateIn(p.catalogue) == nil
	}
	x := reflect.New(reflect.TypeOf(record))
	x.Elem().Set(reflect.ValueOf(record))
	noun, ok := x.Interface().(interface {
		Normalise()
		Validate() error
	})
	if !ok {
		return false
	}
	noun.Normalise()
	return noun.Validate() == nil
}

// brokenAfter returns the rows that are left out after a change.
func (s *Snapshot) brokenAfter(c change) []symbiosis.BrokenRow {
	if c.news != nil {
		return c.news.BrokenAfter(s.broken)
	}
	if len(s.broken) == 0 {
		return nil
	}
	return store.News{
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
	}.BrokenAfter(s.broken)
}

// missing is NotFound for a record that isn't there, or is left out.
func (s *Snapshot) missing(noun, id string) error {
	table := tableOf(noun)
	for _, b := range s.broken {
		if b.Table == table && b.ID == id {
			return &symbiosis.Error{Kind: symbiosis.NotFound, Problems: b.Problems,
				Text: fmt.Sprintf("the row of the %s %q breaks a rule and is left out until it is mended where it was written", noun, id)}
		}
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
