package planner

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/samloka/samloka/internal/store"
	"github.com/samloka/samloka/internal/symbiosis"
)

// Change is one record's part of a transaction, as the history tells it.
type Change = store.Change

// HistoryQuery chooses changes; zero fields choose all.
type HistoryQuery = store.HistoryQuery

// By returns a context whose changes are written down to name.
func By(ctx context.Context, name string) context.Context {
	return store.By(ctx, store.Author{Name: name})
}

// History returns what was changed, by whichever program, the newest first.
func (p *Planner) History(ctx context.Context, q HistoryQuery) ([]Change, error) {
	return p.store.History(ctx, q)
}

// StaleError tells that a record has changed since it was read. It unwraps to a
// symbiosis.Error of kind Stale.
type StaleError struct {
	What    string // "site", "flow"
	ID      string
	Given   int64
	Current int64

	// BasedOn is the record of the version given, OnFile as it is now: a symbiosis.Site, Flow, …;
	// nil where the history doesn't have it, or the record is gone. By and At tell who changed it
	// last, and when.
	BasedOn, OnFile any
	By              string
	At              time.Time
}

// Error tells what to do.
func (e *StaleError) Error() string {
	return fmt.Sprintf("the %s %q has changed: version %d was given, %d is on file; read it again and repeat the change", e.What, e.ID, e.Given, e.Current)
}

// Unwrap makes the error one of kind Stale.
func (e *StaleError) Unwrap() error {
	return &symbiosis.Error{Kind: symbiosis.Stale, Text: e.Error()}
}

// AnyVersion stands for whatever version is on file.
const AnyVersion int64 = -1

func checkVersion(what, id string, given, current int64) error {
	if given != AnyVersion && given != current {
		return &StaleError{What: what, ID: id, Given: given, Current: current}
	}
	return nil
}

// recall gives a StaleError both versions of its record. What the history can't tell is left out:
// the error stands without it.
func (p *Planner) recall(ctx context.Context, e *StaleError) {
	changes, err := p.store.History(ctx, HistoryQuery{Table: tableOf(e.What), ID: e.ID, Limit: 200})
	if err != nil || len(changes) == 0 {
		return
	}
	e.OnFile, e.By, e.At = changes[0].After, changes[0].Actor, changes[0].At
	for i, c := range changes {
		if c.Version == e.Given && c.Operation != store.Deleted {
			e.BasedOn = c.After
			return
		}
		// The first change that was remembered may have overwritten the version that is asked for.
		if i == len(changes)-1 && versionOf(c.Before) == e.Given {
			e.BasedOn = c.Before
		}
	}
}

// versionOf returns the version of a record, 0 when there is none.
func versionOf(record any) int64 {
	if r, ok := record.(symbiosis.Record); ok {
		return r.RecordVersion()
	}
	return 0
}

// irregular are the tables that aren't called by their noun with an s.
var irregular = map[string]string{"facility": "facilities", "pitch": "pitches"}

// tableOf is the table of a noun, as the history has it.
func tableOf(noun string) string {
	if table, ok := irregular[noun]; ok {
		return table
	}
	return noun + "s"
}

// nounOf names a record of a table for people.
func nounOf(table string) string {
	for noun, plural := range irregular {
		if plural == table {
			return noun
		}
	}
	return strings.TrimSuffix(table, "s")
}
