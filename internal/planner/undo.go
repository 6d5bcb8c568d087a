package planner

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// UndoOptions say how much is undone.
type UndoOptions struct {
	// Whole undoes all changes of the same transaction, such as a whole import.
	Whole bool
	// Version, when not zero, is the version on file that may be overwritten though the record has
	// changed since: whoever gives it has seen both.
	Version int64
}

// Undo makes the record be again as it was before a change, by a new change, which it returns. A
// deleted site comes back with the flows and exchanges that went with it; a new one goes with the
// flows that came with it. All or nothing.
//
// An unknown number is NotFound. What has been undone already, and is not back since, is a Conflict
// that names the change which undid it. A record that has changed since is a *StaleError with both
// versions, and what others now rest on is a Conflict.
func (p *Planner) Undo(ctx context.Context, number int64, o UndoOptions) ([]Change, error) {
	one, err := p.store.History(ctx, HistoryQuery{Number: number})
	if err != nil {
		return nil, err
	}
	if len(one) == 0 {
		return nil, notFound("change", fmt.Sprint(number))
	}
	author := store.AuthorOf(ctx)
	author.Undoes = number
	ctx = store.By(ctx, author)
	err = p.update(ctx, func(tx store.Tx, done *change) error {
		// Read within the turn to write: nobody else can change the region until this has ended.
		wanted := HistoryQuery{Set: one[0].Set, Limit: math.MaxInt32}
		if !o.Whole && one[0].Operation == store.Updated { // goes alone: its set may be an import's hundred thousand
			wanted = HistoryQuery{Number: number}
		}
		set, err := p.store.History(ctx, wanted)
		if err != nil {
			return err
		}
		u := undoing{planner: p, tx: tx, done: done, targets: targetsOf(scope(one[0], set, o.Whole))}
		if err := u.check(ctx, o); err != nil {
			return err
		}
		return u.run(ctx)
	})
	if err != nil {
		return nil, err
	}
	return p.undone(ctx, number)
}

// undone returns the changes that have just undone one, the newest of a great many.
func (p *Planner) undone(ctx context.Context, number int64) ([]Change, error) {
	var made []Change
	newest, err := p.store.History(ctx, HistoryQuery{})
	for _, c := range newest {
		// An earlier undoing of the same change may be among the newest, too.
		if c.Undoes == number && (len(made) == 0 || c.Set == made[0].Set) {
			made = append(made, c)
		}
	}
	return made, err
}

// scope returns the changes of a set that are undone with one of them, the newest first.
func scope(one Change, set []Change, whole bool) []Change {
	if whole {
		return set
	}
	taken := map[string]bool{one.Table + "/" + one.ID: true}
	// The records that hang on the one, as they were or are: flows on their site, exchanges on their flows.
	hangs := func(c Change) bool {
		for _, record := range []any{c.Before, c.After} {
			switch r := record.(type) {
			case symbiosis.Flow:
				if taken["sites/"+string(r.SiteID)] {
					return true
				}
			case symbiosis.Exchange:
				if taken["flows/"+string(r.SurplusID)] || taken["flows/"+string(r.NeedID)] {
					return true
				}
			}
		}
		return false
	}
	if one.Operation != store.Updated {
		for _, table := range []string{"flows", "exchanges"} {
			for _, c := range set {
				if c.Table == table && c.Operation == one.Operation && hangs(c) {
					taken[c.Table+"/"+c.ID] = true
				}
			}
		}
	}
	var with []Change
	for _, c := range set {
		if c.Number == one.Number || c.Operation == one.Operation && taken[c.Table+"/"+c.ID] && (c.Table != one.Table || c.ID != one.ID) {
			with = append(with, c)
		}
	}
	return with
}

// target is what a record becomes: as it was before the first of the changes that are undone.
type target struct {
	table, id string
	record    any // nil: it goes
	last      Change
}

func targetsOf(changes []Change) []target {
	at := map[string]int{}
	var targets []target
	for _, c := range changes { // newest first
		key := c.Table + "/" + c.ID
		i, known := at[key]
		if !known {
			i = len(targets)
			at[key] = i
			targets = append(targets, target{table: c.Table, id: c.ID, last: c})
		}
		targets[i].record = c.Before
	}
	slices.SortStableFunc(targets, func(a, b target) int {
		if c := strings.Compare(a.table, b.table); c != 0 {
			return c
		}
		return strings.Compare(a.id, b.id)
	})
	return targets
}

// undoing is one undo under way.
type undoing struct {
	planner *Planner
	tx      store.Tx
	done    *change
	targets []target
}

// check refuses what has changed since.
func (u *undoing) check(ctx context.Context, o UndoOptions) error {
	for _, t := range u.targets {
		if t.last.Latest {
			continue
		}
		now, err := u.planner.store.History(ctx, HistoryQuery{Table: t.table, ID: t.id, Limit: 1})
		if err != nil {
			return err
		}
		by, err := u.planner.undoneBy(ctx, t.last)
		if err != nil {
			return err
		}
		if by != nil && (by.Latest || o.Version == 0) {
			return symbiosis.Errorf(symbiosis.Conflict, "the change %d of the %s %q is already undone, by change %d: undo that one to have it back",
				t.last.Number, nounOf(t.table), t.id, by.Number)
		}
		if len(now) == 1 && o.Version != 0 && len(u.targets) == 1 && (o.Version == AnyVersion || versionOf(now[0].After) == o.Version) {
			continue
		}
		e := &StaleError{What: nounOf(t.table), ID: t.id, Given: t.last.Version, BasedOn: t.last.After}
		if len(now) == 1 {
			e.Current, e.OnFile, e.By, e.At = versionOf(now[0].After), now[0].After, now[0].Actor, now[0].At
		}
		return e
	}
	return nil
}

// mostLater is how many later changes of one record are looked through for the one that undid another.
const mostLater = 10_000

// undoneBy returns the change of the same record that undid one, or the transaction it belongs to,
// unless that was undone in its turn; nil: none.
func (p *Planner) undoneBy(ctx context.Context, c Change) (*Change, error) {
	later, err := p.store.History(ctx, HistoryQuery{Table: c.Table, ID: c.ID, Limit: mostLater})
	if err != nil {
		return nil, err
	}
	// Newest first: whether an undoing was undone is known before it is come to.
	undone := map[int64]bool{} // by transaction
	for i := range later {
		l := &later[i]
		if l.Number <= c.Number {
			break
		}
		if l.Undoes == 0 || undone[l.Set] {
			continue
		}
		what, err := p.store.History(ctx, HistoryQuery{Number: l.Undoes})
		if err != nil || len(what) == 0 {
			return nil, err
		}
		undone[what[0].Set] = true
		if what[0].Set == c.Set {
			return l, nil
		}
	}
	return nil, nil //nolint:nilnil // as the comment says
}

// aloneTables stands for the tables whose records no other depends on.
const aloneTables = ""

// run writes the targets. What hangs on others goes before them and comes after them.
func (u *undoing) run(ctx context.Context) error {
	for _, step := range []struct {
		table string
		goes  bool
	}{
		{"exchanges", true},
		{"sites", false}, {"flows", false}, {"exchanges", false}, {aloneTables, false},
		{"flows", true}, {"sites", true}, {aloneTables, true},
	} {
		for _, t := range u.targets {
			if t.table != step.table && (step.table != aloneTables || standsAlone[t.table] == nil) || (t.record == nil) != step.goes {
				continue
			}
			var err error
			if step.goes {
				err = u.remove(ctx, t)
			} else {
				err = u.put(ctx, t)
			}
			if err != nil {
				return err
			}
		}
	}
	return u.putRegion(ctx)
}

func (u *undoing) put(ctx context.Context, t target) error {
	switch r := t.record.(type) {
	case symbiosis.Site:
		now, err := u.tx.PutSite(ctx, r)
		u.done.sites = append(u.done.sites, now)
		return err
	case symbiosis.Flow:
		if err := r.ValidateIn(u.planner.catalogue); err != nil {
			return err
		}
		if err := siteMustExist(ctx, u.tx, r); err != nil {
			return err
		}
		old, err := u.tx.Flow(ctx, r.ID)
		if symbiosis.KindOf(err) == symbiosis.Invalid { // undoing mends the row
			old, err = symbiosis.Flow{}, nil
		}
		if err == nil {
			err = directionMayChange(ctx, u.tx, old, r)
		}
		if err != nil && symbiosis.KindOf(err) != symbiosis.NotFound {
			return err
		}
		now, err := u.tx.PutFlow(ctx, r)
		u.done.flows = append(u.done.flows, now)
		return err
	case symbiosis.Exchange:
		faults, err := exchangeFaults(r, func(id symbiosis.FlowID) (symbiosis.Flow, error) { return u.tx.Flow(ctx, id) })
		if err != nil {
			return err
		}
		if faults != nil {
			return &symbiosis.Error{Kind: symbiosis.Invalid, Text: "the exchange can't come back", Problems: faults}
		}
		now, err := u.tx.PutExchange(ctx, r)
		u.done.exchanges = append(u.done.exchanges, now)
		return err
	}
	if noun := standsAlone[t.table]; noun != nil {
		return noun.bringBack(ctx, u.tx, u.done, t.record)
	}
	return cantUndo(t.table)
}

// remove takes away a record that a change made, unless something has come to rest on it. One that
// is gone already is left so.
func (u *undoing) remove(ctx context.Context, t target) error {
	var err error
	switch t.table {
	case "sites":
		id := symbiosis.SiteID(t.id)
		var flows []symbiosis.Flow
		if flows, err = u.tx.FlowsOfSite(ctx, id); err == nil && len(flows) > 0 {
			return symbiosis.Errorf(symbiosis.Conflict, "the site %q has flows by now (%d), such as %q: delete those first, or delete the site with them", t.id, len(flows), flows[0].ID)
		}
		if err == nil {
			err = u.tx.DeleteSite(ctx, id)
		}
		u.done.goneSites = append(u.done.goneSites, id)
	case "flows":
		id := symbiosis.FlowID(t.id)
		var exchanges []symbiosis.Exchange
		if exchanges, err = u.tx.ExchangesOfFlow(ctx, id); err == nil && len(exchanges) > 0 {
			return symbiosis.Errorf(symbiosis.Conflict, "the flow %q is part of exchanges by now (%d), such as %q: delete the flow with them instead", t.id, len(exchanges), exchanges[0].ID)
		}
		if err == nil {
			err = u.tx.DeleteFlow(ctx, id)
		}
		u.done.goneFlows = append(u.done.goneFlows, id)
	case "exchanges":
		err = u.tx.DeleteExchange(ctx, symbiosis.ExchangeID(t.id))
		u.done.goneExchanges = append(u.done.goneExchanges, symbiosis.ExchangeID(t.id))
	default:
		noun := standsAlone[t.table]
		if noun == nil {
			return cantUndo(t.table)
		}
		err = noun.takeAway(ctx, u.tx, u.done, t.id)
	}
	if err != nil && symbiosis.KindOf(err) == symbiosis.NotFound {
		return nil
	}
	return err
}

func cantUndo(table string) error {
	return symbiosis.Errorf(symbiosis.Invalid, "a change of the table %s can't be undone here", table)
}

// putRegion brings back the region's own values and its description.
func (u *undoing) putRegion(ctx context.Context) error {
	for _, t := range u.targets {
		var err error
		switch t.table {
		case "assumptions":
			err = u.putValue(ctx, t)
		case "region_info":
			info, _ := t.record.(symbiosis.RegionInfo)
			err = u.tx.PutInfo(ctx, info)
			u.done.info = &info
		case "sites", "flows", "exchanges":
		default:
			if standsAlone[t.table] == nil {
				err = cantUndo(t.table)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// putValue brings back one of the region's own values, or takes it away. Others stay, also those that are left out.
func (u *undoing) putValue(ctx context.Context, t target) error {
	if u.done.assumptions == nil {
		u.done.assumptions = map[string]float64{}
		if u.done.base != nil { // otherwise the store is asked
			maps.Copy(u.done.assumptions, u.done.base.own)
		}
	}
	u.done.onlyValues = append(u.done.onlyValues, t.id)
	value, was := t.record.(float64)
	if !was {
		delete(u.done.assumptions, t.id)
		return u.tx.PutAssumption(ctx, t.id, nil)
	}
	if _, err := u.planner.defaults.With(map[string]float64{t.id: value}); err != nil {
		return err
	}
	u.done.assumptions[t.id] = value
	return u.tx.PutAssumption(ctx, t.id, &value)
}
