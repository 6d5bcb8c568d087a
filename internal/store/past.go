package store

import (
	"context"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Past is what a store knows of a region beside how it is now: how often each record has changed, and the
// history. It is read piece by piece, like the records, and belongs to the same state as they.
type Past interface {
	// Versions calls give with the version of each record that has another than 1, table by table.
	Versions(give func(table, id string, version int64) error) error
	// Entries calls give with everything that stands in the history: all changes that came alone, in the
	// order of their numbers, then all runs, in that of theirs.
	Entries(give func(Entry) error) error
}

// Entry is a change as it is written down, without After and Latest, which later entries tell. A run is many
// new records of version 1 that came together: Number is that of the first, each further one has the next.
type Entry struct {
	Change
	Run []string // their ids; nil for a change that came alone, whose is ID
}

// Last is the number of the last change that the entry tells.
func (e *Entry) Last() int64 { return e.Number + int64(max(1, len(e.Run))) - 1 }

// Heritage is a store whose region can go to another with all its past (Heir).
type Heritage interface {
	// Whole is Stream with the past of the same state. It can be read once all pieces have been that are wanted.
	Whole(ctx context.Context, read func(symbiosis.RegionPieces, Past) error) error
}

// Heir is a transaction whose store can take over a past.
type Heir interface {
	// Inherit puts a past in the place of what this transaction has written down: the history is that of the other
	// store then, to the number, change set and microsecond, and every record has the version it had there. All
	// records must have been put before, and nothing may be put after it. Later changes have numbers and change sets
	// that the past hasn't, and who follows the store sees a gap.
	//
	// A store that remembered something already when the transaction began keeps to that: nothing is done, and
	// inherited is false. Only the owner of the store's tables may do this, others get Unavailable.
	Inherit(ctx context.Context, p Past) (inherited bool, err error)
}
