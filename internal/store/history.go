package store

import (
	"context"
	"time"
)

// Operation is what a change did to a record.
type Operation string

// What a change can do. A record whose id another program changed is deleted and inserted.
const (
	Inserted Operation = "insert"
	Updated  Operation = "update"
	Deleted  Operation = "delete"
)

// Change is one record's part of a transaction, as the history tells it.
type Change struct {
	Number    int64 // rises in the order of the commits
	Set       int64 // the same for all changes of one transaction, where the store can tell
	At        time.Time
	Actor     string // a name, or the database's user; "" when the store can't know
	Program   string // the program that wrote, "" when the store can't know
	Table     string // "sites", "flows", …: as tables, files and addresses are called
	ID        string // of the record; the key of an assumption; "region" for its description
	Operation Operation
	Version   int64 // after the change, of a deleted record its last; 0 where there are none
	Undoes    int64 // number of the change that this one undid, 0 when it is none
	Latest    bool  // the record has not been changed since
	// Before and After are the record as a symbiosis.Site, Flow, … (by value), a float64 for an
	// assumption, a symbiosis.RegionInfo for the region; nil where there was, or is, none.
	// Another program may have left a record that breaks its rules.
	Before, After any
	// Broken says that Before breaks a rule of its noun, or can't be read whole.
	Broken bool
}

// HistoryQuery chooses changes. Zero fields choose all.
type HistoryQuery struct {
	Table  string
	ID     string // with Table
	Number int64
	Set    int64
	Older  int64 // than the change of this number
	Limit  int   // 100 when zero
}

// Historian is the part of a store that remembers. Every change of a record stands in the history,
// whichever program made it, in the same transaction as the change; nothing is ever taken out of
// it or changed in it.
type Historian interface {
	// History returns what was changed, the newest first, as one state of the store has it. A
	// transaction under way isn't seen.
	History(ctx context.Context, q HistoryQuery) ([]Change, error)
}

// Author is who a change is written down to.
type Author struct {
	Name   string // "local" when empty
	Undoes int64  // number of the change that is undone
}

type authorKey struct{}

// By returns a context whose updates are written down to a.
func By(ctx context.Context, a Author) context.Context {
	return context.WithValue(ctx, authorKey{}, a)
}

// AuthorOf returns who updates of ctx are written down to.
func AuthorOf(ctx context.Context) Author {
	a, _ := ctx.Value(authorKey{}).(Author)
	if a.Name == "" {
		a.Name = "local"
	}
	return a
}
